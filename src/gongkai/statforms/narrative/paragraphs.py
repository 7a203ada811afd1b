"""Running text of a report: lines joined into paragraphs, tables left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.statforms.folding import plain

_END = re.compile(r"[。！？；：!?;:”）)》]$")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]+[部条章节]|\d{1,2}[、.．](?!\d)|附件?[:：\d]?|[（(]此件)"
)
_DATE_LINE = re.compile(r"^\s*(?:\d{4}年\d{1,2}月\d{1,2}日|[二○〇零一三四五六七八九十]{4}年.{1,6}日)\s*$")
_LONGEST = 2500
"""Characters; longer paragraphs are cut at a full stop."""
_HEADING_LENGTH = 34
"""Characters; a longer text that begins like a heading is a sentence."""
_FULL_LINE = 18
"""A line shorter than this ends its paragraph even without a full stop."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of folded text. line: number of its first line. raw: as it stands in the file."""

    line: int
    text: str
    raw: str = ""


def paragraphs(lines: Iterable[tuple[int, str]]) -> list[Paragraph]:
    """Join hard-broken lines: a line goes on if it is long, unfinished and no heading follows."""
    result: list[Paragraph] = []
    current: _Growing | None = None
    for number, raw in lines:
        text = plain(raw)
        if not text:
            continue
        if current is not None and current.goes_on(text):
            current.add(text, raw)
        else:
            if current is not None:
                result.append(current.done())
            current = _Growing(number, text, raw)
    if current is not None:
        result.append(current.done())
    return [piece for paragraph in result for piece in _pieces(paragraph)]


class _Growing:
    """A paragraph under way. Lines are kept apart until it ends: joining at each line would cost their square."""

    def __init__(self, line: int, text: str, raw: str) -> None:
        self._line = line
        self._texts = [text]
        self._raws = [raw]
        self._length = len(text)
        self._sentence = "，" in text or "。" in text

    def goes_on(self, after: str) -> bool:
        """Whether this line belongs to it: the one before is long and unfinished, and no heading follows."""
        before = self._texts[-1]
        if _END.search(before) or _DATE_LINE.match(after) or _DATE_LINE.match(before):
            return False
        if _HEADING.match(after):
            return False
        if self._length < _HEADING_LENGTH and not self._sentence and _HEADING.match("".join(self._texts)):
            return False
        return len(before) >= _FULL_LINE

    def add(self, text: str, raw: str) -> None:
        """Take one more line."""
        self._texts.append(text)
        self._raws.append(raw)
        self._length += len(text)
        self._sentence = self._sentence or "，" in text or "。" in text

    def done(self) -> Paragraph:
        """The whole, folded once more: a blank between two lines may have to go."""
        return Paragraph(self._line, plain("".join(self._texts)), "".join(self._raws))


def _pieces(paragraph: Paragraph) -> list[Paragraph]:
    """Cut a paragraph that no person writes: every check then works on text of bounded length."""
    text = paragraph.text
    if len(text) <= _LONGEST:
        return [paragraph]
    pieces: list[Paragraph] = []
    while text:
        cut = (
            max(text.rfind("。", 0, _LONGEST), text.rfind("；", 0, _LONGEST)) + 1
            if len(text) > _LONGEST
            else len(text)
        )
        cut = cut or _LONGEST
        pieces.append(Paragraph(paragraph.line, text[:cut], text[:cut]))
        text = text[cut:]
    return pieces
