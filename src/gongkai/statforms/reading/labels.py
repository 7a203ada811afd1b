"""Finds printed labels of all forms in the stream and the values that follow each of them.

A label may be broken over lines, may have its figures printed in the middle (centred cells of a PDF), and
may have swallowed the filling instruction. Every label is a place to re-synchronise: values never run
from one row into the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from gongkai.statforms.folding import label_key
from gongkai.statforms.forms import Form, all_forms
from gongkai.statforms.reading.stream import DOTTED, Token, is_no_figure

_SOFT, _HARD, _VALUE = "\ue001", "\ue002", "\ue003"
_MAX_TAIL = 6
"""Pieces of words allowed between a label and its first value (swallowed instructions, units)."""


@dataclass(frozen=True)
class Target:
    """One meaning of a label. kind: row, header (row without cells) or column."""

    form: str
    table: str
    kind: str
    id: str
    block: int


@dataclass
class Hit:
    """One label found. first, last: token indexes it covers; values: indexes of its value tokens.

    strays: words that fill a cell of the same row and are no figure. broken: a piece of a figure that nobody can tell.
    """

    key: str
    targets: tuple[Target, ...]
    first: int
    last: int
    values: list[int] = field(default_factory=list)
    trailing_gap: int = 0
    strays: list[int] = field(default_factory=list)
    broken: str = ""


def _spellings(label: str, aliases: Iterable[str]) -> set[str]:
    """Keys of a label: as printed, and without the bracketed remark."""
    keys = set()
    for text in (label, *aliases):
        keys.add(label_key(text))
        keys.add(label_key(re.split(r"[（(]", text)[0]))
    return {key for key in keys if len(key) >= 2}


def _targets(form: Form) -> Iterable[tuple[str, Target]]:
    for table in form.tables:
        for number, block in enumerate(table.blocks):
            for row in block.rows:
                for key in _spellings(row.label, row.aliases):
                    kind = "header" if row.kind == "header" else "row"
                    yield key, Target(form.id, table.id, kind, row.id, number)
            for column in block.columns:
                for key in _spellings(column.label, column.aliases):
                    yield key, Target(form.id, table.id, "column", column.id, number)


@cache
def dictionary() -> dict[str, tuple[Target, ...]]:
    """Every label key of every form with all its meanings."""
    book: dict[str, list[Target]] = {}
    for form in all_forms():
        for key, target in _targets(form):
            book.setdefault(key, [])
            if target not in book[key]:
                book[key].append(target)
    return {key: tuple(targets) for key, targets in book.items()}


@cache
def _pattern() -> re.Pattern[str]:
    """All labels, longest first; between two letters a line may break and values may stand."""
    gap = f"(?:{_SOFT}(?:{_VALUE}+{_SOFT})?)?"
    keys = sorted(dictionary(), key=len, reverse=True)
    return re.compile("|".join(gap.join(map(re.escape, key)) for key in keys))


def _symbols(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    """The stream as one string, and for each character the index of its token."""
    characters: list[str] = []
    owner: list[int] = []

    def put(text: str, index: int) -> None:
        characters.append(text)
        owner.extend([index] * len(text))

    for index, token in enumerate(tokens):
        hard = token.bound or (index > 0 and tokens[index - 1].bound)
        if token.kind in ("row_end", "running"):
            put(_HARD, index)
        elif token.kind == "value":
            put(_HARD if hard else _SOFT, index) if characters and characters[-1] != _VALUE else None
            put(_VALUE, index)
        else:
            put(_HARD if hard and not token.alone else _SOFT, index)
            put(token.key, index)
    return "".join(characters), owner


def find_hits(tokens: Sequence[Token]) -> list[Hit]:
    """All labels in reading order, each with the values up to the next label."""
    text, owner = _symbols(tokens)
    hits: list[Hit] = []
    book = dictionary()
    spent = -1  # a token whose remaining words are a remark on its label
    for match in _pattern().finditer(text):
        if owner[match.start()] == spent:
            continue
        key = "".join(c for c in match.group() if c not in (_SOFT, _HARD, _VALUE))
        first, last = owner[match.start()], owner[match.end() - 1]
        inside = [owner[match.start() + i] for i, c in enumerate(match.group()) if c == _VALUE]
        hits.append(Hit(key, book[key], first, last, inside))
        spent = first if first == last and _is_remarked(tokens[first], key) else -1
    for index, hit in enumerate(hits):
        stop = hits[index + 1].first if index + 1 < len(hits) else len(tokens)
        _take_values(hit, tokens, stop, shared=index + 1 < len(hits) and hits[index + 1].first == hit.last)
    _hand_over(hits, tokens)
    return hits


def _hand_over(hits: list[Hit], tokens: Sequence[Token]) -> None:
    """A heading of rows has no cells: figures printed beside it belong to the row next to it that has none."""
    for index, hit in enumerate(hits):
        if len(hit.values) < 2 or any(t.kind != "header" for t in hit.targets):
            continue
        for neighbour in (index + 1, index - 1):
            if not 0 <= neighbour < len(hits) or hits[neighbour].values:
                continue
            other = hits[neighbour]
            near = abs(tokens[other.first].line - tokens[hit.first].line) <= 3
            if near and any(t.kind == "row" for t in other.targets):
                other.values, hit.values = hit.values, []
                break


_UNIT = re.compile(
    r"[（(]?(?:单位)?[:：]?(?:条|件|次|篇|个|人|部|份|批|项|宗|期|起|例|万元|元|人次|条次|件次)[（()）/、条件次个项]*"
)
_NEXT_ITEM = re.compile(r"\d{1,2}[.．、][\u4e00-\u9fff]")
_REMARK = re.compile(
    r"^(?P<label>.{2,60}?)\s*(?:[：:，,]\s*(?:是?指|包括|即)|[（(](?![一二三四五六七八九十0-9]{1,2}[)）]))"
)


def _is_remarked(token: Token, key: str) -> bool:
    """True if the token is a label followed by its filling instruction (规章：指…)."""
    if token.bound:
        return token.key.startswith(key)
    match = _REMARK.match(token.text)
    return match is not None and label_key(match["label"]) == key


def _breaks_a_row(tokens: Sequence[Token], index: int, hit: Hit) -> bool:
    """Whether the words at a place are a figure of this row that nobody can tell (2 8·7; 28. 7; 28.)."""
    token = tokens[index]
    last = max([hit.last, *hit.values])
    if token.line != tokens[last].line or token.key:
        return False
    # 28. numbers an item where words follow; where it stands by itself it is a piece of a figure.
    return is_no_figure(token.text) or bool(DOTTED.fullmatch(token.text.strip()))


def _take_values(hit: Hit, tokens: Sequence[Token], stop: int, shared: bool) -> None:
    """Collect the values after a label; words may stand before the first one, never in between."""
    words = 0
    if shared:
        return
    after = hit.last + 1
    for index in range(hit.last + 1, stop):
        token = tokens[index]
        after = index + 1
        if token.kind == "value":
            hit.values.append(index)
        elif token.kind == "running" or (token.kind == "row_end" and hit.values):
            return
        elif token.kind == "words" and _breaks_a_row(tokens, index, hit):
            hit.broken = token.text.strip()
            return
        elif token.kind == "words":
            words += 1
            if not hit.values and any(_NEXT_ITEM.match(piece) for piece, _ in token.pieces):
                return  # on a page, the label of another row stands between: the figures after it are not of this one
            in_row = token.bound and token.line == tokens[hit.last].line
            if (in_row and not _UNIT.fullmatch(token.text.strip())) or is_no_figure(token.text):
                hit.strays.append(index)
            if hit.values or words > _MAX_TAIL:
                after = index
                break
    if after < len(tokens):
        hit.trailing_gap = tokens[after].gap
