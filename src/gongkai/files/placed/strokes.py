"""Paths as the layout of a page needs them: level and upright lines, thin filled shapes as lines, areas that cover."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gongkai.files.placed.sheet import Area, Drawn, Patch

MOST_SEGMENTS = 20_000
# A filled shape thinner than this is a rule.
_THIN = 3.2
_SHORTEST = 5.0
_OPAQUE = 230
# A path of more segments than a rectangle may be many rectangles at once.
_SIMPLE = 6
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass
class Outline:
    """A path in the space of the page. pieces: corners of each; straight: its straight lines, closing ones too."""

    pieces: list[list[Point]] = field(default_factory=list)
    straight: list[tuple[Point, Point]] = field(default_factory=list)
    _start: Point = (0.0, 0.0)
    _at: Point = (0.0, 0.0)

    def move(self, to: Point) -> None:
        """Begin another piece."""
        self._start = self._at = to
        self.pieces.append([to])

    def line(self, to: Point) -> None:
        """A straight line from where the last one ended."""
        self.straight.append((self._at, to))
        self.bend(to)

    def bend(self, to: Point) -> None:
        """A curve: only where it ends counts."""
        if not self.pieces:
            self.pieces.append([])
        self.pieces[-1].append(to)
        self._at = to

    def close(self) -> None:
        """Back to where the piece began."""
        self.straight.append((self._at, self._start))
        self._at = self._start


def paint(
    found: Drawn,
    order: int,
    box: Area,
    fill: tuple[tuple[int, int, int], int] | None,
    stroked: bool,
    segments: int,
    outline: Callable[[], Outline],
) -> None:
    """Enter a path. fill: colour and alpha (0–255) of its inside; outline is only asked for where lines may be in it."""
    wide, high = box[2] - box[0], box[3] - box[1]
    thin = min(wide, high) < _THIN
    if fill is not None and not thin:
        color, alpha = fill
        if alpha >= _OPAQUE:
            found.covers.append(Patch(order, box))
            if min(color) < 236:
                found.grounds.append(Patch(order, box))
    if thin:
        lines: Iterator[Area] = iter([_middle(box)])
    elif stroked or segments > _SIMPLE:
        lines = _lines(outline(), stroked)
    else:
        return
    found.rules += [line for line in lines if max(line[2] - line[0], line[3] - line[1]) >= _SHORTEST]


def times(first: Matrix, then: Matrix) -> Matrix:
    """Both one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(x: float, y: float, matrix: Matrix) -> Point:
    """Where a point comes to stand."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def bounds(box: Area, matrix: Matrix) -> Area:
    """The upright rectangle around a moved one."""
    return around([moved(x, y, matrix) for x in (box[0], box[2]) for y in (box[1], box[3])])


def around(points: list[Point]) -> Area:
    """The upright rectangle around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _lines(path: Outline, stroked: bool) -> Iterator[Area]:
    if stroked:
        for one, two in path.straight:
            box = around([one, two])
            if min(box[2] - box[0], box[3] - box[1]) < 1.0:
                yield _middle(box)
        return
    # Many thin filled rectangles of a single path.
    for corners in path.pieces:
        if len(corners) >= 3:
            box = around(corners)
            if min(box[2] - box[0], box[3] - box[1]) < _THIN:
                yield _middle(box)


def _middle(box: Area) -> Area:
    """A thin shape as a line along its middle."""
    left, bottom, right, top = box
    if right - left >= top - bottom:
        middle = (bottom + top) / 2
        return left, middle, right, middle
    middle = (left + right) / 2
    return middle, bottom, middle, top
