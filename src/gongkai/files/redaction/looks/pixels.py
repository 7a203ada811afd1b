"""Whether a place shows anything: flat or not, and where one drawing is flat while another is not."""

from __future__ import annotations

from PIL import Image, ImageChops

from gongkai.files.geometry import Rect

# Levels between darkest and brightest that are still one colour.
FLAT = 6
# JPEG rings near an edge, and rounds everywhere.
RINGING = 32
_ROUNDED = 3
# A place painted over without loss is exactly of one colour; drawing may round by one.
_EXACT = 1
# Side of the cells in which drawings are compared, in pixels.
CELL = 6
_SPREAD = 40


def spread(image: Image.Image) -> int:
    """Levels between darkest and brightest, of the channel where that is most; 0 for nothing."""
    if not image.width or not image.height:
        return 0
    found = image.getextrema()
    pairs = found if isinstance(found[0], tuple) else [found]
    return max(int(high - low) for low, high in pairs)


def brightest(image: Image.Image) -> list[int]:
    """The highest level of each channel; of nothing, white."""
    if not image.width or not image.height:
        return [255]
    found = image.getextrema()
    pairs = found if isinstance(found[0], tuple) else [found]
    return [int(high) for _, high in pairs]


def is_flat(image: Image.Image, rim: int = 0, ringing: bool = False) -> bool:
    """Whether a place is of one colour, paper left over at its sides put aside.

    rim: pixels at each side that drawing may have blurred. ringing: the place comes from a JPEG.
    """
    inner = _inset(image, rim)
    tolerance = _ROUNDED if ringing else _EXACT
    if spread(inner) <= tolerance:
        return True
    bare = _without_margins(inner, RINGING if ringing else _EXACT)
    if spread(bare) <= tolerance:
        return True
    return ringing and spread(bare) <= RINGING and spread(_inset(bare, 8)) <= tolerance


def is_single(image: Image.Image, rim: int = 0) -> bool:
    """Whether a place has one single value, whatever is left over at its sides put aside."""
    inner = _inset(image, rim)
    return spread(inner) == 0 or spread(_without_margins(inner, 0)) == 0


def _inset(image: Image.Image, by: int) -> Image.Image:
    by = min(by, (min(image.size) - 1) // 2)
    return image.crop((by, by, image.width - by, image.height - by)) if by > 0 else image


def _without_margins(image: Image.Image, tolerance: int) -> Image.Image:
    """Cut off uniform rows and columns at the sides, and one blurred line behind each, up to a quarter a side."""
    left, top, right, bottom = 0, 0, image.width, image.height
    most_x, most_y = max(image.width // 4, 2), max(image.height // 4, 2)

    def uniform(*place: int) -> bool:
        return spread(image.crop(place)) <= tolerance  # type: ignore[arg-type]

    while top < min(most_y, bottom - 1) and uniform(left, top, right, top + 1):
        top += 1
    while bottom > max(image.height - most_y, top + 1) and uniform(left, bottom - 1, right, bottom):
        bottom -= 1
    while left < min(most_x, right - 1) and uniform(left, top, left + 1, bottom):
        left += 1
    while right > max(image.width - most_x, left + 1) and uniform(right - 1, top, right, bottom):
        right -= 1
    return image.crop((left, top, right, bottom))


def crop(image: Image.Image, place: Rect) -> Image.Image:
    """The pixels that a rectangle (in pixels) touches."""
    left, top, right, bottom = place.outward(*image.size)
    return image.crop((left, top, max(right, left), max(bottom, top)))


def differs(one: Image.Image, other: Image.Image, place: Rect, by: int = 16) -> bool:
    """Whether two drawings differ at a place."""
    return bool(spread_of_difference(crop(one, place), crop(other, place)) > by)


def spread_of_difference(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of a channel."""
    if not one.width or not one.height:
        return 0
    found = ImageChops.difference(one, other).getextrema()
    return max(int(high) for _, high in found)  # type: ignore[misc]


def beneath(shown: Image.Image, under: Image.Image, mask: Image.Image | None = None) -> list[Rect]:
    """Places where `shown` is flat and `under` is not: something is hidden there. In pixels, one for each heap of cells.

    Straight lines do not count: an edge under a white cell tells nothing. mask: where `under` says anything.
    """
    grey = ImageChops.difference(shown, under).convert("L")
    if mask is not None:
        grey = ImageChops.multiply(grey, mask)
    touched = grey.point(lambda value: 255 if value > _SPREAD // 2 else 0)
    if touched.getbbox() is None:
        return []
    wide = (shown.width + CELL - 1) // CELL
    small = touched.convert("F").reduce(CELL).tobytes("raw", "F")
    cells = {
        (at % wide, at // wide)
        for at in range(len(small) // 4)
        if small[at * 4 : at * 4 + 4] != b"\0\0\0\0" and _hides(shown, under, at % wide, at // wide)
    }
    return _heaps(cells)


def _hides(shown: Image.Image, under: Image.Image, column: int, row: int) -> bool:
    place = (
        column * CELL,
        row * CELL,
        min(column * CELL + CELL, shown.width),
        min(row * CELL + CELL, shown.height),
    )
    if spread(shown.crop(place)) > 2 * FLAT:
        return False
    below = under.crop(place)
    if spread(below) < _SPREAD:
        return False
    rows = all(spread(below.crop((0, y, below.width, y + 1))) < _SPREAD // 2 for y in range(below.height))
    columns = all(spread(below.crop((x, 0, x + 1, below.height))) < _SPREAD // 2 for x in range(below.width))
    return not rows and not columns


def _heaps(cells: set[tuple[int, int]]) -> list[Rect]:
    """Cells that touch, as rectangles in pixels; heaps of fewer than three are left out."""
    found = []
    left = set(cells)
    while left:
        todo, heap = [left.pop()], []
        while todo:
            x, y = todo.pop()
            heap.append((x, y))
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & left
            left -= near
            todo += near
        if len(heap) >= 3:
            xs, ys = [x for x, _ in heap], [y for _, y in heap]
            found.append(Rect(min(xs) * CELL, min(ys) * CELL, (max(xs) + 1) * CELL, (max(ys) + 1) * CELL))
    return found
