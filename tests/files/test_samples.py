"""What lies in the samples of a picture under a box, though every colour it is painted in is black."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw
from tests.files.builder import Pdf
from tests.files.conftest import box

from gongkai.files.redaction.looks.samples import sliced

Check = Callable[..., Any]
HERE = box(1, 20, 30, 140, 56)
WIDE, HIGH = 600, 400


def values(paper: int, bar: int, ink: int) -> bytes:
    """One byte a pixel of a page of 300 × 200: paper, a bar over the box, ink of letters within the bar."""
    image = Image.new("L", (WIDE, HIGH), paper)
    pen = ImageDraw.Draw(image)
    pen.rectangle((38, 58, 282, 114), fill=bar)
    pen.text((44, 70), "13800138000", fill=ink, font_size=30)
    return image.tobytes()


def woven(*planes: bytes) -> bytes:
    out = bytearray(len(planes[0]) * len(planes))
    for at, plane in enumerate(planes):
        out[at :: len(planes)] = plane
    return bytes(out)


def drawn(data: bytes, head: bytes, parts: dict[int, bytes] | None = None) -> Pdf:
    pdf = Pdf()
    for number, body in (parts or {}).items():
        pdf.objects[number] = body
    size = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (WIDE, HIGH)
    number = pdf.stream(data, size + head)
    pdf.page(b"q 300 0 0 200 0 0 cm /S Do Q\n", resources=b"/XObject<</S %d 0 R>>" % number)
    return pdf


TINT = b"[/Separation/Spot/DeviceGray<</FunctionType 2/Domain[0 1]/C0[0]/C1[0]/N 1>>]"
WAYS: dict[str, Callable[[int], Pdf]] = {
    "palette": lambda ink: drawn(
        values(2, 0, ink), b"/BitsPerComponent 8/ColorSpace[/Indexed/DeviceGray 2<0000ff>]"
    ),
    "decoding": lambda ink: drawn(
        values(255, 0, ink), b"/BitsPerComponent 8/ColorSpace/DeviceGray/Decode[-9 1]"
    ),
    "tint": lambda ink: drawn(values(255, 0, ink * 200), b"/BitsPerComponent 8/ColorSpace" + TINT),
    "low byte": lambda ink: drawn(
        woven(values(255, 0, 0), values(255, 0, ink)), b"/BitsPerComponent 16/ColorSpace/DeviceGray"
    ),
    "lowest bit": lambda ink: drawn(values(255, 0, ink), b"/BitsPerComponent 8/ColorSpace/DeviceGray"),
    "masked out": lambda ink: drawn(
        values(255, 0, ink * 200), b"/BitsPerComponent 8/ColorSpace/DeviceGray/Mask[200 200]"
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_samples_under_a_box_have_one_value(check: Check, way: str) -> None:
    assert not check(WAYS[way](1), boxes=[HERE])["holds"]
    assert check(WAYS[way](0), boxes=[HERE])["holds"]


def test_samples_of_a_mask_have_one_value_under_a_box(check: Check) -> None:
    for ink, holds in ((90, False), (255, True)):
        pdf = Pdf()
        size = b"/Type/XObject/Subtype/Image/BitsPerComponent 8/ColorSpace/DeviceGray/Width %d/Height %d" % (
            WIDE,
            HIGH,
        )
        mask = pdf.stream(values(255, 255, ink), size)
        ground = pdf.stream(b"\0" * WIDE * HIGH, size)
        number = pdf.stream(b"\0" * WIDE * HIGH, size + b"/SMask %d 0 R" % mask)
        pdf.page(
            b"q 300 0 0 200 0 0 cm /G Do /S Do Q\n",
            resources=b"/XObject<</S %d 0 R/G %d 0 R>>" % (number, ground),
        )
        assert check(pdf, boxes=[HERE])["holds"] is holds


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16, 24, 3, 12, 40])
def test_samples_of_any_depth_are_cut_into_planes(bits: int) -> None:
    """A single pixel that differs in its lowest bit is to be seen in one of the planes."""
    wide, high = 24, 5
    plain = int("0" * bits * wide, 2).to_bytes(wide * bits // 8)
    other = (1 << (wide - 8) * bits).to_bytes(wide * bits // 8)
    found = [one.getbbox() for one in sliced(plain * 2 + other + plain * 2, wide, high)]
    assert [one for one in found if one] == [(7, 2, 8, 3)]
