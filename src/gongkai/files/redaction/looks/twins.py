"""A page that the original has with boxes, left once more in the released file without them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops

from gongkai.files import child, pdfium
from gongkai.files.geometry import Rect
from gongkai.files.kinds import kind_of
from gongkai.files.redaction.case import Case
from gongkai.files.redaction.looks import pixels

_SIDE, _SMALL = 600.0, 24
# Mean difference of the small drawings up to which the large ones are compared.
_NEAR = 12.0
# Levels by which two drawings of one thing may differ at an edge, and the share of pixels that may differ by more.
_EDGE, _SHARE = 60, 0.004
_INK = 60


@dataclass(frozen=True)
class _Drawn:
    """One page in grey. scale: pixels a user unit."""

    number: int
    whole: Image.Image
    small: Image.Image
    scale: float


def look(case: Case, original: bytes, placed: Mapping[int, Sequence[Rect]]) -> None:
    """Compare each boxed page of the original with every other page of the file."""
    if not placed or kind_of(case.data) != "pdf" or kind_of(original) != "pdf":
        return
    with pdfium.opened(case.data) as document:
        if len(document) < 2:
            return
        released = _drawn(document, range(1, len(document) + 1))
    with pdfium.opened(original) as document:
        before = _drawn(document, placed)
    for old in before:
        boxes = [one.times(old.scale) for one in placed[old.number]]
        for new in released:
            if new.number != old.number and new.whole.size == old.whole.size and _is_near(old, new):
                _compare(case, old, new, boxes)


def _drawn(document: pypdfium2.PdfDocument, numbers: Iterable[int]) -> list[_Drawn]:
    found = []
    for number in numbers:
        child.step()
        page = pdfium.load(document, number)
        scale = _SIDE / max(page.get_size())
        whole = pdfium.draw(page, scale).convert("L")
        page.close()
        found.append(_Drawn(number, whole, whole.resize((_SMALL, _SMALL), Image.Resampling.BOX), scale))
    return found


def _is_near(one: _Drawn, other: _Drawn) -> bool:
    levels = ImageChops.difference(one.small, other.small).histogram()
    return sum(level * many for level, many in enumerate(levels)) < _NEAR * _SMALL * _SMALL


def _compare(case: Case, old: _Drawn, new: _Drawn, boxes: Sequence[Rect]) -> None:
    """The pages are one if they agree beside the boxes, and something stands there; then the boxes are looked at."""
    rest = ImageChops.difference(old.whole, new.whole)
    beside = old.whole.copy()
    for box in boxes:
        place = box.outward(*rest.size)
        rest.paste(0, place)
        beside.paste(255, place)
    if pixels.spread(beside) < _INK or _share(rest) > _SHARE:
        return
    for box in boxes:
        was, now = pixels.crop(old.whole, box), pixels.crop(new.whole, box)
        if pixels.spread(was) > _INK and _share(ImageChops.difference(was, now)) < _SHARE:
            where = f"距左边{box.x0 / old.scale:.0f}、距上边{box.y0 / old.scale:.0f}"
            case.leak(
                "pages",
                f"第{new.number}页就是原件第{old.number}页，遮盖框（{where}）里的内容还在",
                page=new.number,
            )
            return


def _share(difference: Image.Image) -> float:
    """Of the pixels that differ by more than an edge does."""
    return sum(difference.histogram()[_EDGE:]) / max(difference.width * difference.height, 1)
