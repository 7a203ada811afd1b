"""Pictures by their samples, before any colour is made of them: a decoding, a palette, an ink or a mask may paint all black."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from gongkai.files.filters import Undecodable
from gongkai.files.geometry import Frame, Rect
from gongkai.files.pdfraw import RawObject, Ref, stream_of
from gongkai.files.redaction.looks import layers, pixels
from gongkai.files.redaction.looks.layers import Layer

_MOST_PLANES = 16
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}


@dataclass
class Stock:
    """The picture objects of a file, found again by their bytes; all live objects by number; the thumbnail of a page."""

    by_body: Mapping[bytes, RawObject] = field(default_factory=dict)
    by_number: Mapping[int, RawObject] = field(default_factory=dict)
    thumbnails: Mapping[int, int] = field(default_factory=dict)

    def of(self, layer: Layer) -> RawObject | None:
        """The object that a picture of the page is drawn from; None for one written into the page itself."""
        body = bytes(layer.item.get_data(decode_simple=False))
        return self.by_body.get(hashlib.sha256(body).digest())


def planes(layer: Layer, stock: Stock) -> Iterator[tuple[Image.Image, bool]]:
    """The samples of a picture and of its masks, as pictures; and whether a JPEG has rounded them."""
    one = stock.of(layer)
    wide, high = layer.item.get_px_size()
    left = layer.item.get_filters(skip_simple=True)
    if not left:
        data = bytes(layer.item.get_data(decode_simple=True))
        yield from ((plane, False) for plane in sliced(data, wide, high))
    elif one is not None and _is_tinted(one):
        yield from _coded(bytes(layer.item.get_data(decode_simple=True)))
    for key in ("SMask", "Mask"):
        value = one.get(key) if one is not None else None
        mask = stock.by_number.get(value.number) if isinstance(value, Ref) else None
        if mask is not None:
            yield from _of_object(mask)


def _is_tinted(one: RawObject) -> bool:
    """Whether something stands between the samples and what is seen."""
    return (
        one.get("Decode") is not None or isinstance(one.get("Mask"), list) or _is_list(one.get("ColorSpace"))
    )


def _is_list(value: Any) -> bool:
    return isinstance(value, list | Ref)


def _of_object(one: RawObject) -> Iterator[tuple[Image.Image, bool]]:
    wide, high = one.get("Width"), one.get("Height")
    try:
        data, left = stream_of(one)
    except Undecodable:
        return
    if left:
        yield from _coded(data)
    elif isinstance(wide, int) and isinstance(high, int):
        yield from ((plane, False) for plane in sliced(data, wide, high))


def _coded(data: bytes) -> Iterator[tuple[Image.Image, bool]]:
    """Samples of a JPEG or JPEG 2000; other codes have one bit a pixel, which hides nothing behind a colour."""
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "JPEG2000"))
        image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    yield image, True


def sliced(data: bytes, wide: int, high: int) -> Iterator[Image.Image]:
    """Samples that are not coded any more, plane by plane; the two bytes of deep ones are two planes."""
    if wide < 1 or high < 1:
        return
    row = len(data) // high
    bits = row * 8 // wide
    if bits < 1 or bits > 8 * _MOST_PLANES:
        return
    if bits < 8 or bits % 8:
        yield from _of_bits(data[: row * high], row, wide, high, bits)
        return
    step = bits // 8
    if row != wide * step:
        data = b"".join(data[y * row : y * row + wide * step] for y in range(high))
    data = data[: wide * step * high]
    if step in _MODES:
        yield Image.frombytes(_MODES[step], (wide, high), data)
    else:
        yield from (Image.frombytes("L", (wide, high), data[plane::step]) for plane in range(step))


def _of_bits(data: bytes, row: int, wide: int, high: int, bits: int) -> Iterator[Image.Image]:
    """Pixels of fewer than eight bits, or of a number that eight does not divide."""
    size = bits if bits in (1, 2, 4) else 1
    many = 8 // size
    out = bytearray(len(data) * many)
    for place in range(many):
        shift = 8 - size * (place + 1)
        table = bytes((byte >> shift) & ((1 << size) - 1) for byte in range(256))
        out[place::many] = data.translate(table)
    line = row * many
    if size == bits:
        yield Image.frombytes("L", (line, high), bytes(out)).crop((0, 0, wide, high))
        return
    for plane in range(bits):
        part = b"".join(out[y * line + plane : y * line + wide * bits : bits] for y in range(high))
        yield Image.frombytes("L", (wide, high), part)


def show(layer: Layer, stock: Stock, place: Frame, scale: float, box: Rect) -> bool:
    """Whether the samples under a box (in pixels of the drawn page) have more than one value."""
    for image, rounded in planes(layer, stock):
        part = layers.part_as_placed(image, layer, place, scale, box)
        if part is not None and not (
            pixels.is_flat(part, 2, ringing=True) if rounded else pixels.is_single(part, 2)
        ):
            return True
    return False
