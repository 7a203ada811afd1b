"""A PDF of pictures and nothing else: no text, no metadata, no names; written as it grows, page by page."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageChops

# A page that deflates worse than this share of its pixels is a photograph; JPEG then.
_NOISY = 0.12
_JPEG_QUALITY = 92
# Grey levels between the three colours that are still taken for grey.
_GREY = 6


@dataclass(frozen=True)
class Strip:
    """One picture of a page: its upper row, size in pixels, and the stream as the PDF holds it."""

    row: int
    width: int
    height: int
    space: str
    bits: int
    filter: str
    data: bytes


def strip(row: int, pixels: Image.Image, exact: Iterable[tuple[int, int, int, int]] = ()) -> Strip:
    """Pack pixels. What lies in `exact` (pixel rectangles of this picture) must come out as it went in."""
    grey = _is_grey(pixels)
    image = pixels.convert("L") if grey else pixels
    space, bits = ("DeviceGray", 4) if grey else ("DeviceRGB", 8)
    raw = _sixteen_greys(image) if grey else image.tobytes()
    packed = zlib.compress(raw, 6)
    if len(packed) > _NOISY * len(raw):
        photo = _jpeg(image, list(exact))
        if photo and len(photo) < len(packed) * 0.9:
            return Strip(row, image.width, image.height, space, 8, "DCTDecode", photo)
    return Strip(row, image.width, image.height, space, bits, "FlateDecode", packed)


def _sixteen_greys(image: Image.Image) -> bytes:
    """Half a byte a pixel: enough for print, and the noise of a scanner goes."""
    levels = image.point(lambda value: (value * 15 + 127) // 255)
    return Image.frombytes("P", image.size, levels.tobytes()).tobytes("raw", "P;4")


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return all(
        ImageChops.difference(one, other).getextrema()[1] <= _GREY  # type: ignore[operator]
        for one, other in ((red, green), (green, blue))
    )


def _jpeg(image: Image.Image, exact: list[tuple[int, int, int, int]]) -> bytes | None:
    """A JPEG whose ringing at the edge of the black does not show; None if it would."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    if exact:
        back = Image.open(io.BytesIO(stream.getvalue()))
        for place in exact:
            if any(high > 24 for _, high in _ranges(back.crop(place))):
                return None
    return stream.getvalue()


def _ranges(image: Image.Image) -> Iterator[tuple[int, int]]:
    found = image.getextrema()
    yield from found if isinstance(found[0], tuple) else [found]  # type: ignore[misc]


class FlatPdf:
    """Pages one after the other into an open file."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        self._at = 0
        self._next = 3  # 1 is the catalogue, 2 the list of pages
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)

    def _object(self, body: bytes, number: int | None = None) -> int:
        if number is None:
            number, self._next = self._next, self._next + 1
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def _stream(self, head: str, data: bytes) -> int:
        return self._object(
            f"<<{head}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream",
        )

    def page(self, size: tuple[float, float], unit: float, rows: int, strips: Iterable[Strip]) -> None:
        """One page. size: as shown, in user units; unit: UserUnit; rows: height of all strips in pixels."""
        wide, high = size
        names, drawing = [], []
        for number, piece in enumerate(strips):
            reference = self._stream(
                f"/Type/XObject/Subtype/Image/Width {piece.width}/Height {piece.height}"
                f"/ColorSpace/{piece.space}/BitsPerComponent {piece.bits}/Filter/{piece.filter}",
                piece.data,
            )
            names.append(f"/P{number} {reference} 0 R")
            foot = high - (piece.row + piece.height) * high / rows
            tall = piece.height * high / rows
            drawing.append(f"q {_n(wide)} 0 0 {_n(tall)} 0 {_n(foot)} cm /P{number} Do Q")
        content = self._stream("", "\n".join(drawing).encode())
        user_unit = f"/UserUnit {_n(unit)}" if unit != 1 else ""
        self._pages.append(
            self._object(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_n(wide)} {_n(high)}]{user_unit}"
                f"/Resources<</XObject<<{''.join(names)}>>>>/Contents {content} 0 R>>".encode()
            )
        )

    def close(self) -> None:
        """Catalogue, page list, cross-reference table."""
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        self._object(b"<</Type/Catalog/Pages 2 0 R>>", 1)
        self._object(f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>".encode(), 2)
        start = self._at
        table = [b"0000000000 65535 f \n"]
        table += [b"%010d 00000 n \n" % self._places[number] for number in range(1, self._next)]
        self._write(b"xref\n0 %d\n" % self._next + b"".join(table))
        self._write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (self._next, start))


def _n(value: float) -> str:
    """A number as PDF writes it, without exponent."""
    return f"{value:.5f}".rstrip("0").rstrip(".")
