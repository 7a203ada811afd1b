"""The objects of a page in the order they are painted, switched on and off to see what lies beneath what."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image

from gongkai.files import pdfium
from gongkai.files.geometry import Frame, Rect
from gongkai.files.pdfium import Letter

MOST_OBJECTS = 60_000
# Alpha (of 255) from which something laid over words may make them illegible.
_DENSE = 150
_MEETING = 0.3
_TEXT, _PATH, _PICTURE, _SHADE, _FORM = 1, 2, 3, 4, 5
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Layer:
    """One object. order: place in painting. at: its bounds as shown. matrix: of its form, to user space of the page.

    opaque: hides what lies beneath (filled without transparency). letters: of a text object.
    """

    order: int
    kind: int
    handle: int
    item: pypdfium2.PdfObject
    at: Rect
    matrix: Matrix
    opaque: bool


def layers(page: pypdfium2.PdfPage) -> list[Layer]:
    """All objects, those of forms included; forms themselves are left out."""
    place = pdfium.frame(page)
    found: list[Layer] = []
    matrices: dict[int, Matrix] = {0: (1, 0, 0, 1, 0, 0)}
    trail: list[int] = []
    for item in page.get_objects(max_depth=20):
        handle = address(item.raw)
        del trail[item.level :]
        outer = matrices[trail[-1]] if trail else matrices[0]
        if item.type == _FORM:
            matrices[handle] = _times(_matrix(item), outer)
            trail.append(handle)
            continue
        trail_at = _shown(place, outer, item.get_bounds())
        found.append(Layer(len(found), item.type, handle, item, trail_at, outer, _opaque(item)))
        if len(found) >= MOST_OBJECTS:
            break
    return found


def address(handle: object) -> int:
    """A number by which PDFium's objects can be told apart."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _matrix(item: pypdfium2.PdfObject) -> Matrix:
    one = item.get_matrix()
    return (one.a, one.b, one.c, one.d, one.e, one.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    u, v, w, x, y, z = outer
    return (
        a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z,
    )  # fmt: skip


def _shown(place: Frame, matrix: Matrix, bounds: tuple[float, float, float, float]) -> Rect:
    a, b, c, d, e, f = matrix
    left, bottom, right, top = bounds
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return place.rect(min(xs), min(ys), max(xs), max(ys))


def _opaque(item: pypdfium2.PdfObject) -> bool:
    if item.type in (_PICTURE, _SHADE):
        return True
    if item.type != _PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    alpha = [ctypes.c_uint() for _ in range(4)]
    if fill.value:
        raw.FPDFPageObj_GetFillColor(item, *alpha)
    elif stroke.value:  # a thick line hides as well as a bar
        width = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(item, width)
        if width.value < 4:
            return False
        raw.FPDFPageObj_GetStrokeColor(item, *alpha)
    else:
        return False
    return alpha[3].value >= _DENSE


def covers(found: Sequence[Layer], below: Iterable[int]) -> list[Layer]:
    """The opaque layers that lie over a layer of one of the kinds `below`."""
    kinds = set(below)
    lower = [one for one in found if one.kind in kinds]
    return [
        one
        for one in found
        if one.opaque and any(under.order < one.order and _touch(under.at, one.at) for under in lower)
    ]


def buried(found: Sequence[Layer], kind: int) -> list[Layer]:
    """The layers of a kind over which an opaque one lies, at least in part."""
    upper = [one for one in found if one.opaque]
    return [
        one
        for one in found
        if one.kind == kind and any(over.order > one.order and _touch(over.at, one.at) for over in upper)
    ]


def _touch(one: Rect, other: Rect) -> bool:
    """Whether two overlap by more than the rounding where they only meet, such as the strips of one picture."""
    near = min(_MEETING, 0.02 * min(one.width, one.height, other.width, other.height))
    return (
        one.x0 + near < other.x1
        and other.x0 + near < one.x1
        and one.y0 + near < other.y1
        and other.y0 + near < one.y1
    )


@contextmanager
def off(some: Sequence[Layer]) -> Iterator[None]:
    """The page without these objects."""
    for one in some:
        raw.FPDFPageObj_SetIsActive(one.item, False)
    try:
        yield
    finally:
        for one in some:
            raw.FPDFPageObj_SetIsActive(one.item, True)


def owners(page: pypdfium2.PdfPage, letters: Sequence[Letter]) -> list[int]:
    """For each letter the address of the text object that prints it, 0 if it is one PDFium made up."""
    text = page.get_textpage()
    found = [
        0
        if raw.FPDFText_IsGenerated(text, one.index) == 1
        else address(raw.FPDFText_GetTextObject(text, one.index))
        for one in letters
    ]
    text.close()
    return found


def mode(layer: Layer) -> int:
    """Text render mode; 3 and 7 print nothing."""
    return int(raw.FPDFTextObj_GetTextRenderMode(layer.item))


def picture_as_placed(layer: Layer, place: Frame, scale: float, size: tuple[int, int]) -> Image.Image | None:
    """All pixels of a picture where it stands on the drawn page, without clip, mask or what lies over it.

    RGBA: transparent where the picture is not. None if PDFium cannot decode it.
    """
    try:
        pixels: Image.Image = layer.item.get_bitmap(render=False).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return None
    turned = _turned(pixels.size, layer, place, scale)
    if turned is None:
        return None
    pixels.putalpha(255)
    placed: Image.Image = pixels.transform(
        size, Image.Transform.AFFINE, turned, Image.Resampling.NEAREST, fillcolor=(0, 0, 0, 0)
    )
    return placed


def part_as_placed(
    image: Image.Image, layer: Layer, place: Frame, scale: float, box: Rect
) -> Image.Image | None:
    """What of a picture's pixels lies under a box (in pixels of the drawn page), in any mode; None if nothing does."""
    turned = _turned(image.size, layer, place, scale)
    left, top = int(box.x0), int(box.y0)
    size = (int(box.x1) - left, int(box.y1) - top)
    if turned is None or min(size) < 1:
        return None
    a, b, c, d, e, f = turned
    moved = (a, b, c + a * left + b * top, d, e, f + d * left + e * top)
    nearest = Image.Resampling.NEAREST
    solid = Image.new("L", image.size, 255).transform(size, Image.Transform.AFFINE, moved, nearest).getbbox()
    if solid is None:
        return None
    return image.transform(size, Image.Transform.AFFINE, moved, nearest).crop(solid)


def _turned(size: tuple[int, int], layer: Layer, place: Frame, scale: float) -> Matrix | None:
    """From a pixel of the drawn page to a pixel of the picture; None if the picture is drawn as a line."""
    a, b, c, d, e, f = _times(_matrix(layer.item), layer.matrix)
    corners = [place.shown(x * a + y * c + e, x * b + y * d + f) for x, y in ((0, 1), (1, 1), (0, 0))]
    (ox, oy), (ux, uy), (vx, vy) = [(x * scale, y * scale) for x, y in corners]
    # Page pixel = o + s·(u−o) + t·(v−o); turned round for the transform: picture pixel of a page pixel.
    px, py, qx, qy = ux - ox, uy - oy, vx - ox, vy - oy
    turn = px * qy - py * qx
    if abs(turn) < 1e-9:
        return None
    wide, high = size
    across = (qy / turn * wide, -qx / turn * wide, (qx * oy - qy * ox) / turn * wide)
    down = (-py / turn * high, px / turn * high, (py * ox - px * oy) / turn * high)
    return (*across, *down)
