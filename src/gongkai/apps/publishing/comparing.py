"""两稿对照: what changed between two texts, paragraph by paragraph, and inside one word for word.

A Chinese text has no blanks to cut at, so runs of characters are compared; a run shorter than two characters
between two changes is taken into the change, or a sentence would fall into confetti.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, OLD, NEW = "same", "old", "new"
_SIGNS = re.compile(r"\d+|\D")  # a number is one sign: 10日 that became 12日 is not 1 and another digit


@dataclass(frozen=True)
class Piece:
    """A run of characters: kept, only in the old text, or only in the new."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Row:
    """One paragraph of the comparison. kind: same, changed, old (gone) or new (added)."""

    kind: str
    pieces: tuple[Piece, ...]


def compare(before: str, after: str) -> list[Row]:
    """The two texts as one list of paragraphs."""
    old, new = _paragraphs(before), _paragraphs(after)
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row(SAME, (Piece(SAME, line),)) for line in old[i1:i2]]
        else:
            rows += _block(old[i1:i2], new[j1:j2])
    return rows


def changed(rows: list[Row]) -> int:
    """How many paragraphs differ."""
    return sum(row.kind != SAME for row in rows)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _block(old: list[str], new: list[str]) -> Iterator[Row]:
    """Paragraphs that differ: those that resemble each other are compared inside, in order."""
    rest = list(new)
    for line in old:
        match = next((k for k, other in enumerate(rest) if _alike(line, other)), None)
        if match is None:
            yield Row(OLD, (Piece(OLD, line),))
            continue
        for added in rest[:match]:
            yield Row(NEW, (Piece(NEW, added),))
        yield Row("changed", tuple(words(line, rest[match])))
        rest = rest[match + 1 :]
    for added in rest:
        yield Row(NEW, (Piece(NEW, added),))


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() > 0.5 and matcher.quick_ratio() > 0.5 and matcher.ratio() > 0.5


def words(before: str, after: str) -> list[Piece]:
    """One paragraph against another, by runs of characters."""
    pieces: list[Piece] = []
    old, new = _SIGNS.findall(before), _SIGNS.findall(after)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for position, (tag, i1, i2, j1, j2) in enumerate(codes):
        inner = 0 < position < len(codes) - 1
        if tag == "equal" and not (inner and sum(map(len, old[i1:i2])) < 2):
            _add(pieces, SAME, "".join(old[i1:i2]))
            continue
        _add(pieces, OLD, "".join(old[i1:i2]))
        _add(pieces, NEW, "".join(new[j1:j2]))
    return _ordered(pieces)


def _add(pieces: list[Piece], kind: str, text: str) -> None:
    if text:
        pieces.append(Piece(kind, text))


def _ordered(pieces: list[Piece]) -> list[Piece]:
    """Between two kept runs: all that went, then all that came."""
    done: list[Piece] = []
    gone = come = ""
    for piece in [*pieces, Piece(SAME, "")]:
        if piece.kind == OLD:
            gone += piece.text
        elif piece.kind == NEW:
            come += piece.text
        else:
            _add(done, OLD, gone)
            _add(done, NEW, come)
            gone = come = ""
            _add(done, SAME, piece.text)
    return done
