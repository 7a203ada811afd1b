"""The objects of an OFD page in the order they are painted: letters with their places and ink, rules, areas, pictures."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gongkai.exceptions import Unreadable
from gongkai.files.guard import MAX_CHARACTERS
from gongkai.files.ofd.resources import Resources
from gongkai.files.ofd.store import Node, first, named, numbers, tag
from gongkai.files.placed.sheet import Area, Drawn, Ink, Letter, Patch
from gongkai.files.placed.strokes import MOST_SEGMENTS, Matrix, Outline, around, bounds, moved, paint, times

# Points of a millimetre, the unit of OFD.
POINTS = 72 / 25.4
_MOST_OBJECTS = 120_000
_DEEPEST = 12
# How far a letter reaches above and below its base line, in parts of its size.
_ABOVE, _BELOW = 0.88, 0.12
# A step to the next letter that is no blank between words, in parts of the size.
_WIDEST = 1.05
# A stroke wider than this (points) covers what lies under it.
_BROAD = 6.0
_OPAQUE = 230
_PIECE = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# Operator → how many numbers follow it.
_OPERATORS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_READING = {"0": (1, 0), "90": (0, 1), "180": (-1, 0), "270": (0, -1)}
# What some programs write where they only know the shape of a letter.
_UNKNOWN = re.compile(r"[\ue000-\uf8ff\ufffd¤]")


@dataclass
class Canvas:
    """What is on one page. box: its visible rectangle in points, y upward."""

    box: Area
    resources: Resources
    letters: list[Letter] = field(default_factory=list)
    drawn: Drawn = field(default_factory=Drawn)
    _order: int = 0

    def draw(
        self, holder: Node, matrix: Matrix, layer: Node | None = None, silent: bool = False, depth: int = 0
    ) -> None:
        """Everything in a layer, block or graphic. silent: its words are no text of the page (notes upon it)."""
        if depth > _DEEPEST:
            return
        for node in holder:
            name = tag(node)
            if name == "PageBlock":
                self.draw(node, matrix, layer, silent, depth + 1)
                continue
            if name not in ("TextObject", "PathObject", "ImageObject", "CompositeObject"):
                continue
            self._order += 1
            if self._order > _MOST_OBJECTS:
                raise Unreadable("某一页上的图形和文字过多，请用原来的软件重新导出。")
            seen = node.get("Visible", "true").strip().lower() not in ("false", "0")
            own = times(_own(node), matrix)
            if name == "TextObject":
                if not silent:
                    self._text(node, own, matrix, layer, seen)
            elif seen and name == "PathObject":
                self._path(node, own, matrix, layer)
            elif seen and name == "ImageObject":
                self._picture(node, matrix)
            elif seen:
                unit = self.resources.graphics.get(node.get("ResourceID", ""))
                inside = first(unit, "Content")
                if inside is not None:
                    self.draw(inside, own, layer, silent, depth + 1)

    def _alpha(self, node: Node, said: int) -> int:
        return said * int((numbers(node.get("Alpha")) or [255])[0]) // 255

    def _text(self, node: Node, own: Matrix, outer: Matrix, layer: Node | None, seen: bool) -> None:
        fill = self.resources.said(node, layer, "FillColor")
        color, alpha = self.resources.color(fill)
        if _on(node.get("Fill"), True):
            nothing = self._alpha(node, alpha) < 8
        else:
            nothing = not _on(node.get("Stroke"), False)
            color = self.resources.color(self.resources.said(node, layer, "StrokeColor"))[0]
        places = list(_letters(node, own))
        if len(self.letters) + len(places) > 4 * MAX_CHARACTERS:
            raise Unreadable(f"太长，超过{MAX_CHARACTERS // 10_000}万字，请拆分后再传。")
        limit = _boundary(node, outer)
        # Outside its boundary nothing of an object is shown; one that is only measured too small is left alone.
        clipped = limit is not None and not any(_within(box, limit) for _, box, _ in places)
        for sign, box, turn in places:
            gone = nothing or clipped or not seen or not _within(box, self.box)
            self.letters.append(
                Letter(sign, box, turn, Ink(self._order, color, gone), bool(_UNKNOWN.match(sign)))
            )

    def _path(self, node: Node, own: Matrix, outer: Matrix, layer: Node | None) -> None:
        data = first(node, "AbbreviatedData")
        outline, bent, count = _outline((data.text or "") if data is not None else "", own)
        corners = [corner for piece in outline.pieces for corner in piece]
        if not corners:
            return
        box = around(corners)
        if bent and (limit := _boundary(node, outer)) is not None:
            box = limit
        fill = None
        if _on(node.get("Fill"), False):
            color, alpha = self.resources.color(self.resources.said(node, layer, "FillColor"))
            fill = (color, self._alpha(node, alpha))
        stroked = _on(node.get("Stroke"), True)
        if not stroked and fill is None:
            return
        color, alpha = self.resources.color(self.resources.said(node, layer, "StrokeColor"))
        wide = (numbers(node.get("LineWidth")) or [0.353])[0] * math.hypot(own[0], own[1])
        if stroked and wide >= _BROAD and self._alpha(node, alpha) >= _OPAQUE:
            for one, two in outline.straight:
                line = around([one, two])
                area = (line[0] - wide / 2, line[1] - wide / 2, line[2] + wide / 2, line[3] + wide / 2)
                paint(self.drawn, self._order, area, (color, 255), False, 1, Outline)
            return
        paint(self.drawn, self._order, box, fill, stroked, count, lambda: outline)

    def _picture(self, node: Node, outer: Matrix) -> None:
        box = _boundary(node, outer)
        if box is None:
            return
        self.drawn.pictures += (box[2] - box[0]) * (box[3] - box[1])
        self.drawn.grounds.append(Patch(self._order, box))
        through = node.get("ResourceID", "") in self.resources.clear or node.get("ImageMask")
        if not through and self._alpha(node, 255) >= _OPAQUE:
            self.drawn.covers.append(Patch(self._order, box))


def _on(said: str | None, otherwise: bool) -> bool:
    return otherwise if said is None else said.strip().lower() in ("true", "1")


def _own(node: Node) -> Matrix:
    """From the space of an object to that of what holds it."""
    place = numbers(node.get("Boundary"))
    x, y = (place[0], place[1]) if len(place) >= 2 else (0.0, 0.0)
    turned = numbers(node.get("CTM"))
    a, b, c, d, e, f = turned[:6] if len(turned) >= 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (a, b, c, d, e + x, f + y)


def _boundary(node: Node, outer: Matrix) -> Area | None:
    place = numbers(node.get("Boundary"))
    if len(place) < 4:
        return None
    x, y, wide, high = place[:4]
    return bounds((x, y, x + wide, y + high), outer)


def _within(box: Area, limit: Area) -> bool:
    """Whether the middle of a letter lies in a rectangle, or next to it by no more than its own size."""
    x, y, slack = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, max(box[2] - box[0], box[3] - box[1])
    return limit[0] - slack <= x <= limit[2] + slack and limit[1] - slack <= y <= limit[3] + slack


def _letters(node: Node, own: Matrix) -> Iterator[tuple[str, Area, float]]:
    """Each sign of a text with its place on the page and its turn."""
    size = (numbers(node.get("Size")) or [0.0])[0]
    if size <= 0:
        return
    broad = (numbers(node.get("HScale")) or [1.0])[0] or 1.0
    ahead = _READING.get(node.get("ReadDirection", "0").strip(), (1, 0))
    lean = math.radians((numbers(node.get("CharDirection")) or [0.0])[0])
    turn = math.atan2(own[1], own[0]) - lean
    x = y = 0.0
    for code in named(node, "TextCode"):
        x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
        said = [sign for sign in code.text or "" if sign not in "\r\n"]
        right, down = (list(_steps(code.get(name), len(said))) for name in ("DeltaX", "DeltaY"))
        at_x, at_y = x, y
        for number, sign in enumerate(said):
            wide = size * broad * (1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.5)
            step_x, step_y = right[number : number + 1], down[number : number + 1]
            if not sign.isspace() and sign >= " ":
                # The file tells no widths: a letter ends where the next one of its word begins.
                if step_x and 0 < step_x[0] <= _WIDEST * size * broad:
                    wide = step_x[0]
                yield sign, _box(at_x, at_y, wide, size, lean, own), turn
            if step_x or step_y:
                at_x += step_x[0] if step_x else 0.0
                at_y += step_y[0] if step_y else 0.0
            else:
                at_x += ahead[0] * wide
                at_y += ahead[1] * size


def _box(x: float, y: float, wide: float, size: float, lean: float, own: Matrix) -> Area:
    corners = []
    for right, down in (
        (0.0, -_ABOVE * size),
        (wide, -_ABOVE * size),
        (0.0, _BELOW * size),
        (wide, _BELOW * size),
    ):
        corner = (
            x + right * math.cos(lean) - down * math.sin(lean),
            y + right * math.sin(lean) + down * math.cos(lean),
        )
        corners.append(moved(*corner, own))
    return around(corners)


def _steps(said: str | None, most: int) -> Iterable[float]:
    """Distances from letter to letter; `g 3 5.5` stands for three of 5.5."""
    found: list[float] = []
    pieces = (said or "").replace(",", " ").split()
    at = 0
    while at < len(pieces) and len(found) < most:
        try:
            if pieces[at] == "g" and at + 2 < len(pieces):
                found += [float(pieces[at + 2])] * max(0, min(int(float(pieces[at + 1])), most - len(found)))
                at += 3
                continue
            found.append(float(pieces[at]))
        except (ValueError, OverflowError):
            return []
        at += 1
    return found


def _outline(data: str, own: Matrix) -> tuple[Outline, bool, int]:
    """A path of the abbreviated kind, whether it is bent, how many segments it has."""
    path, bent, count = Outline(), False, 0
    pieces = _PIECE.findall(data)
    at = 0
    while at < len(pieces) and count < MOST_SEGMENTS:
        operator = pieces[at]
        needs = _OPERATORS.get(operator)
        given = numbers(" ".join(pieces[at + 1 : at + 1 + needs])) if needs else []
        if needs is None or len(given) < needs:
            break
        at += 1 + needs
        count += 1
        if operator == "C":
            path.close()
            continue
        point = moved(given[-2], given[-1], own)
        if operator in "SM":
            path.move(point)
        elif operator == "L":
            path.line(point)
        else:
            bent = True
            path.bend(point)
    return path, bent, count
