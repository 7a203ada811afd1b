"""Bytes in a stream behind what it packs: no reader shows them, and they are told even if no secret is known."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from tests.files.builder import Pdf

Check = Callable[..., Any]
SIDE = 40
MORE = bytes(range(30, 90))


def gray(side: int = SIDE) -> bytes:
    return bytes(100 + x % 100 for x in range(side * side))


def drawn(data: bytes, head: bytes, side: int = SIDE) -> Pdf:
    pdf = Pdf()
    size = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (side, side)
    number = pdf.stream(data, size + head, packed=False)
    pdf.page(b"q 40 0 0 40 100 100 cm /S Do Q\n", resources=b"/XObject<</S %d 0 R>>" % number)
    return pdf


GRAY = b"/BitsPerComponent 8/ColorSpace/DeviceGray"


def runs(data: bytes) -> bytes:
    return b"".join(
        bytes([len(part) - 1]) + part for part in (data[at : at + 100] for at in range(0, len(data), 100))
    )


def fax() -> bytes:
    image = Image.new("1", (SIDE, SIDE), 1)
    image.paste(0, (5, 5, 20, 9))
    stream = io.BytesIO()
    image.save(stream, "TIFF", compression="group4")
    with Image.open(io.BytesIO(stream.getvalue())) as again:
        start, length = again.tag_v2[273][0], again.tag_v2[279][0]
    return stream.getvalue()[start : start + length]


def jpeg_2000(no_jp2: bool) -> bytes:
    stream = io.BytesIO()
    Image.frombytes("L", (SIDE, SIDE), gray()).save(stream, "JPEG2000", no_jp2=no_jp2)
    return stream.getvalue()


FAX = b"/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 40/Rows 40/BlackIs1 false>>"
CODES: dict[str, tuple[bytes, bytes]] = {
    "flate": (zlib.compress(gray()), GRAY + b"/Filter/FlateDecode"),
    "runs": (runs(gray()) + b"\x80", GRAY + b"/Filter/RunLengthDecode"),
    "hex": (gray().hex().encode() + b">", GRAY + b"/Filter/ASCIIHexDecode"),
    "plain": (gray(), GRAY),
    "fax": (fax(), FAX),
    "codestream": (jpeg_2000(True), b"/Filter/JPXDecode"),
    "boxes": (jpeg_2000(False), b"/Filter/JPXDecode"),
}


@pytest.mark.parametrize("code", CODES)
def test_bytes_behind_the_samples_of_a_picture_do_not_hold(check: Check, code: str) -> None:
    data, head = CODES[code]
    assert check(drawn(data, head))["holds"]
    assert check(drawn(data + b"\r\n", head))["holds"]
    assert check(drawn(data + MORE, head))["kinds"] == {"trailer"}


def test_rows_beneath_the_height_of_a_packed_picture_do_not_hold(check: Check) -> None:
    tall = zlib.compress(gray() + bytes(range(SIDE)) * 4)
    assert check(drawn(tall, GRAY + b"/Filter/FlateDecode"))["kinds"] == {"trailer"}


def test_a_second_picture_and_a_note_in_boxes_of_jpeg_2000_are_found(check: Check) -> None:
    data = jpeg_2000(False)
    code = jpeg_2000(True)
    second = data + (len(code) + 8).to_bytes(4) + b"jp2c" + code
    assert check(drawn(second, b"/Filter/JPXDecode"))["kinds"] == {"trailer"}
    words = "<a>欧阳小明</a>".encode()
    note = data + (len(words) + 8).to_bytes(4) + b"xml " + words
    assert check(drawn(note, b"/Filter/JPXDecode"))["holds"]
    assert check(drawn(note, b"/Filter/JPXDecode"), terms=["欧阳小明"])["kinds"] == {"metadata"}
