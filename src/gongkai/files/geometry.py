"""Rectangles on a page as it is shown: units of user space from the upper left corner of the crop box, after rotation."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    """x to the right, y downward; x0 ≤ x1 and y0 ≤ y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Never negative."""
        return max(self.x1 - self.x0, 0.0)

    @property
    def height(self) -> float:
        """Never negative."""
        return max(self.y1 - self.y0, 0.0)

    @property
    def area(self) -> float:
        """Zero for a line."""
        return self.width * self.height

    def meet(self, other: Rect) -> Rect | None:
        """What both cover, None if nothing."""
        both = Rect(
            max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1)
        )
        return both if both.x0 < both.x1 and both.y0 < both.y1 else None

    def join(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        return Rect(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def grown(self, by: float) -> Rect:
        """The same, larger by so much on every side."""
        return Rect(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def times(self, scale: float) -> Rect:
        """In another unit."""
        return Rect(self.x0 * scale, self.y0 * scale, self.x1 * scale, self.y1 * scale)

    def outward(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Whole pixels that cover it, clipped to a picture: left, top, right, bottom (the last two exclusive)."""
        return (
            max(math.floor(self.x0), 0),
            max(math.floor(self.y0), 0),
            min(math.ceil(self.x1), width),
            min(math.ceil(self.y1), height),
        )


@dataclass(frozen=True)
class Frame:
    """How a PDF page is shown: the visible rectangle in user space (left, bottom, right, top) and its turn.

    turn: quarter turns clockwise, 0 to 3.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turn % 2 else (wide, high)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space, seen on the shown page."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """A rectangle of user space, seen on the shown page."""
        ax, ay = self.shown(left, bottom)
        bx, by = self.shown(right, top)
        return Rect(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
