"""One stream of tokens for every layout: words, cell values, ends of rows, running text.

Bars, tabs, one cell per line, HTML, Word, PDF text: all differ only in how tokens are cut. What comes after
(finding labels, taking cells) is the same for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from gongkai.statforms.cellvalues import CellValue, is_page_number, read_cell
from gongkai.statforms.folding import characters, label_key
from gongkai.statforms.lines import Document, Line

Kind = Literal["words", "value", "row_end", "running"]

UNIT_WORDS = frozenset({"条", "件", "次", "篇", "个", "人", "人次", "万元", "元", "项", "条次", "件次", "宗"})
_NOTE = re.compile(r"(?<![共合总小累统])计\s*[1１一]\s*[条次件]")
_UP_AND_DOWN = re.compile(r"([+增]加?[(（]?\d+[)）]?)\s+([-−减]少?[(（]?\d+[)）]?)")
# The name of a table or annex: its number is no figure.
_CAPTION = re.compile(r"(?:附?表|附件|附录|图|[Ss]heet|工作表)\s*[\d一二三四五六七八九十]{1,3}\s*[:：]?")
# “计1条” in a label that a line break cut.
_COUNTED_AS = re.compile(r"(?<![共合总小累统])计$")
_TRAILING_NUMBER = re.compile(r"^(?P<words>.*[\u4e00-\u9fff）)”》])(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)$")
_ITEM_MARK = re.compile(r"^[（(]?\d{1,2}[)）]?[.、．]$|^\d{1,2}[.、．](?=[^\d])")
DOTTED = re.compile(r"\d{1,2}[.．]")
_NUMBERED = re.compile(r"[（(]?\d{1,2}[)）]?[.、．:：]?")
_GIANT = 220
"""A line longer than this that holds a table is a whole report in one cell."""
_RUNNING = 46
"""Plain lines with a full stop, or longer than this with commas, are running text."""


@dataclass(frozen=True)
class Token:
    """One piece of the stream.

    key: letters of a `words` token. value: of a `value` token. bound: True if the token fills a whole
    cell that was marked as such (bars, several cells in a row). gap: blank lines before it. alone: its
    line held nothing else. x: place on the printed line (PDF). offset: place of the token inside its line.
    pieces: of words on a printed line, each with its place. whole: of words that are all a row of a workbook holds.
    """

    kind: Kind
    line: int
    text: str = ""
    key: str = ""
    value: CellValue | None = None
    bound: bool = False
    gap: int = 0
    alone: bool = False
    x: float | None = None
    offset: int = 0
    pieces: tuple[tuple[str, float], ...] = ()
    whole: bool = False


@dataclass
class _Cutter:
    """Walks over the lines of a document and cuts tokens."""

    document: Document
    lone_bars_separate: bool
    gap: int = 0
    after_bar: bool = False
    tokens: list[Token] = field(default_factory=list)

    def run(self) -> list[Token]:
        for line in self.document.lines:
            if line.cells is None:
                self._plain_line(line)
            elif len(line.cells) == 0:
                self._lone_bar(line)
            elif len(line.cells) == 1:
                self._single(line)
            else:
                self._row(line)
        return self.tokens

    def _add(self, token: Token) -> None:
        self.tokens.append(replace(token, gap=self.gap) if self.gap else token)
        self.gap = 0

    def _plain_line(self, line: Line) -> None:
        text = line.text.strip()
        if not text:
            self.gap += 1
            return
        self.after_bar = False
        if line.sheet == "name" or _CAPTION.fullmatch(text):
            self._add(Token("running", line.no, text))
            return
        if is_page_number(text):
            return
        value = read_cell(text)
        if value is not None:
            x = line.positions[0] if len(line.positions) == 1 else None
            self._add(Token("value", line.no, text, value=value, alone=True, x=x))
        elif text in UNIT_WORDS:
            return
        elif len(text) > _GIANT:
            self._giant(line, text)
        elif is_running(text):
            self._add(Token("running", line.no, text))
        else:
            for token in flow_tokens(line.no, text, line.positions):
                self._add(replace(token, whole=True) if line.sheet else token)

    def _lone_bar(self, line: Line) -> None:
        if not self.lone_bars_separate or self.after_bar:
            self._add(Token("value", line.no, "", value=CellValue(None), bound=True, alone=True))
        self.after_bar = True

    def _single(self, line: Line) -> None:
        cell = line.cells[0] if line.cells else ""
        self.after_bar = False
        if len(cell) > _GIANT:
            self._giant(line, cell)
            return
        if is_page_number(cell):
            return
        if is_running(cell):
            self._add(Token("running", line.no, cell))
            return
        token = _cell_token(line.no, cell)
        if token is not None:
            self._add(replace(token, alone=True, bound=token.kind == "value"))

    def _row(self, line: Line) -> None:
        self.after_bar = False
        filled = [cell for cell in line.cells or () if cell.strip()]
        if len(filled) == 1 and len(filled[0]) > _GIANT:
            self._giant(line, filled[0])
            return
        if len(filled) == 1 and is_running(filled[0]) and read_cell(filled[0]) is None:
            self._add(Token("running", line.no, filled[0]))
            return
        for cell in line.cells or ():
            token = _cell_token(line.no, cell)
            if token is not None:
                self._add(replace(token, bound=True))
        self._add(Token("row_end", line.no))

    def _giant(self, line: Line, text: str) -> None:
        """A whole report in one line: only the stretch that holds the table is cut into tokens."""
        text = characters(text)
        start, end = table_stretch(text)
        if start is None or end is None:
            self._add(Token("running", line.no, text))
            return
        if text[:start].strip():
            self._add(Token("running", line.no, text[:start]))
        for token in flow_tokens(line.no, text[start:end], ()):
            self._add(replace(token, offset=start + token.offset))
        if text[end:].strip():
            self._add(Token("running", line.no, text[end:], offset=end))


def _cell_token(number: int, cell: str) -> Token | None:
    value = read_cell(cell)
    if value is not None:
        return Token("value", number, cell, value=value)
    if cell.strip() in UNIT_WORDS:
        return None
    words = _NOTE.sub("", cell)
    # Signs that are neither a figure nor a mark for blank fill the cell too.
    return Token("words", number, cell, key=label_key(words)) if words.strip() else None


def is_running(text: str) -> bool:
    """True for a line of prose (not a label, however long)."""
    if "。" in text:
        return True
    return (
        len(text) > _RUNNING
        and len(re.findall(r"[，；,;：:]", text)) >= 2
        and not re.search(r"(?:\s[\d/—-]+){3,}\s*$", text)
    )


def is_no_figure(text: str) -> bool:
    """Digits and signs that make no figure and number no item (28·7): what they stand in is filled, not blank."""
    said = characters(text).strip()
    return any(map(str.isdecimal, said)) and not label_key(said) and not _NUMBERED.fullmatch(said)


def _numbers_nothing(word: str, following: str) -> bool:
    """A digit with a point that no words follow in its line (28. 7): a piece of a figure, not the number of an item."""
    return bool(DOTTED.fullmatch(word)) and (not following or read_cell(following) is not None)


def flow_tokens(number: int, text: str, positions: tuple[float, ...]) -> Iterator[Token]:
    """Words and figures of a line without cells, cut at blanks."""
    text = _UP_AND_DOWN.sub(r"\1\2", _NOTE.sub("", text))
    words = list(re.finditer(r"\S+", text))
    pending = ""
    pieces: list[tuple[str, float]] = []
    start = 0
    for index, match in enumerate(words):
        word = match.group()
        x = positions[index] if len(positions) == len(words) else None
        if word in UNIT_WORDS and (
            index + 1 == len(words) or read_cell(words[index + 1].group()) is not None
        ):
            continue  # the printed unit column
        goes_on = word == "无" and pending.endswith("申请人")  # 申请人 无正当理由…, cut by a blank and a line
        value = None if goes_on or _ITEM_MARK.match(word) else read_cell(word)
        glued = _TRAILING_NUMBER.match(word) if value is None else None
        if glued and not _COUNTED_AS.search(glued["words"]):
            pending += glued["words"]
            value, word = read_cell(glued["number"]), glued["number"]
        following = words[index + 1].group() if index + 1 < len(words) else ""
        if value is None and (is_no_figure(word) or (index and _numbers_nothing(word, following))):
            if pending:
                yield Token(
                    "words", number, pending, key=label_key(pending), offset=start, pieces=tuple(pieces)
                )
                pending, pieces = "", []
            yield Token("words", number, word, x=x, offset=match.start())
            continue
        if value is None:
            if not pending:
                start = match.start()
            pending += word
            if x is not None:
                pieces.append((word, x))
            continue
        if pending:
            yield Token("words", number, pending, key=label_key(pending), offset=start, pieces=tuple(pieces))
            pending, pieces = "", []
        yield Token("value", number, word, value=value, x=x, offset=match.start())
    if pending:
        yield Token("words", number, pending, key=label_key(pending), offset=start, pieces=tuple(pieces))


_STRETCH_START = re.compile(
    r"第?二十条\s*第?\s*[（(]?\s*一\s*[)）]?\s*项|统\s*计\s*指\s*标|本年(?:新制作数量|制发件数)|本年新收政府信息公开申请数量"
)
_STRETCH_END = re.compile(r"[五5]\s*[、.．]\s*(?:政府信息公开工作)?\s*(?:存在|主要)")


def table_stretch(text: str) -> tuple[int | None, int | None]:
    """Where the tables begin and end in a long text; None, None if there are none."""
    begin = _STRETCH_START.search(text)
    if begin is None:
        return None, None
    end = _STRETCH_END.search(text, begin.end())
    return begin.start(), end.start() if end else len(text)


def cut(document: Document) -> list[Token]:
    """All tokens of a document in reading order."""
    return _Cutter(document, _lone_bars_separate(document)).run()


def _lone_bars_separate(document: Document) -> bool:
    """Decide what a bar alone on its line means: a separator between cells, or a blank cell.

    Where cells end in a bar themselves (`规章 |`), a lone bar is a blank cell.
    """
    ending = sum(
        1
        for line in document.lines
        if line.cells is not None
        and len(line.cells) == 1
        and "|" not in line.text[:1]
        and line.text.rstrip().endswith(("|", "｜", "│"))
    )
    lone = sum(1 for line in document.lines if line.cells == ())
    bare = 0
    lines = [line for line in document.lines if line.text.strip() or line.cells is not None]
    for before, line in pairwise(lines):
        if line.cells == () and before.cells is None:
            bare += 1
    return lone > 0 and bare >= ending
