"""One page as it is read: visible characters and drawn rules, upright, with what is printed but not seen set apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

# Turns by less than this (radians) are the same direction: scans and slips of the pen.
_SAME_TURN = 0.1
_WHITE = 0xEC
# A page of which so much is picture and whose letters are all unseen is a scan with its text laid under it.
_SCANNED = 0.6
# A page without letters of which so much is picture shows words that only a picture tells.
_PICTURED = 0.05
Area = tuple[float, float, float, float]
"""Left, bottom, right, top in points, y upward from the foot of the page."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character, upright: x to the right, y downward, in points."""

    sign: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        """Middle from left to right."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: level (y0 = y1) or upright (x0 = x1)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled area in the order of painting."""

    order: int
    box: Area

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


@dataclass(frozen=True, slots=True)
class Ink:
    """How a piece of text is painted. nothing: neither filled nor drawn."""

    order: int
    color: tuple[int, int, int]
    nothing: bool


@dataclass
class Drawn:
    """Rules as boxes without height or width; patches that cover; grounds of any colour but white.

    pictures: area of pictures. cut_short: more was drawn than is looked at.
    """

    rules: list[Area] = field(default_factory=list)
    covers: list[Patch] = field(default_factory=list)
    grounds: list[Patch] = field(default_factory=list)
    pictures: float = 0.0
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A character as the file places it. turn: radians against the clock. ink: None where the file does not tell.

    unmapped: the file does not say which character it is.
    """

    sign: str
    box: Area
    turn: float
    ink: Ink | None
    unmapped: bool = False


@dataclass
class Sheet:
    """What one page shows. unseen: letters printed so that nobody sees them; aslant: letters of a watermark.

    unmapped: letters of which the file does not say what they are. scanned: the text lies under a picture of itself.
    pictured: it holds no letters but a picture. recognised: its letters were read off a picture; unclear: words of it that
    nobody could read.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unseen: str = ""
    aslant: str = ""
    unmapped: int = 0
    scanned: bool = False
    crowded: bool = False
    pictured: bool = False
    recognised: bool = False
    unclear: int = 0


def sheet_of(
    number: int, box: Area, letters: list[Letter], drawn: Drawn, filled: Iterable[tuple[str, Area]] = ()
) -> Sheet:
    """One page. Its own turn does not matter: text stands upright where most of it does.

    filled: signs set into fields of a form, with their places.
    """
    turns = Counter(_quarter(one.turn) for one in letters)
    quarter = next((turn for turn, _ in turns.most_common() if turn is not None), 0)
    wide, high = box[2] - box[0], box[3] - box[1]
    sheet = Sheet(number, *((high, wide) if quarter % 2 else (wide, high)))
    sheet.crowded = drawn.cut_short
    sheet.pictured = not letters and drawn.pictures > _PICTURED * wide * high
    hidden = [one for one in letters if _is_unseen(one, drawn)]
    if letters and len(hidden) > 0.9 * len(letters) and drawn.pictures > _SCANNED * wide * high:
        sheet.scanned, hidden = True, []
    gone = {id(one) for one in hidden}
    sheet.unseen = "".join(one.sign for one in hidden)
    for one in letters:
        if id(one) in gone:
            continue
        if _quarter(one.turn) != quarter:
            sheet.aslant += one.sign
            continue
        sheet.unmapped += one.unmapped
        sheet.glyphs.append(Glyph(one.sign, *_upright(one.box, quarter, box)))
    for line in drawn.rules:
        x0, y0, x1, y1 = _upright(line, quarter, box)
        sheet.rules.append(Rule(x0, y0, x1, y1))
    for sign, place in filled:
        sheet.glyphs.append(Glyph(sign, *_upright(place, quarter, box)))
    return sheet


def _quarter(turn: float) -> int | None:
    """Quarter turns against the clock; None for a text set aslant."""
    quarter = round(turn / (math.pi / 2))
    return quarter % 4 if abs(turn - quarter * math.pi / 2) < _SAME_TURN else None


def _is_unseen(one: Letter, drawn: Drawn) -> bool:
    x, y = (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2
    ink = one.ink
    if ink is None:
        return False
    if ink.nothing:
        return True
    if any(cover.order > ink.order and cover.holds(x, y) for cover in drawn.covers):
        return True
    if min(ink.color) < _WHITE:
        return False
    # White letters: seen only on something drawn before them.
    return not any(ground.order < ink.order and ground.holds(x, y) for ground in drawn.grounds)


def _upright(box: Area, quarter: int, page: Area) -> Area:
    """A rectangle of the page, turned so that the text stands upright: left, top, right, bottom, y downward."""
    left, bottom, right, top = page
    x0, y0, x1, y1 = box
    if quarter == 0:
        return x0 - left, top - y1, x1 - left, top - y0
    if quarter == 1:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left
    if quarter == 2:
        return right - x1, y0 - bottom, right - x0, y1 - bottom
    return top - y1, right - x1, top - y0, right - x0
