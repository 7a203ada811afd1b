"""Pictures frame by frame, as they are shown: turned as the camera says, on white, in RGB."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageOps

from gongkai.exceptions import Unreadable

MOST_PIXELS = 80_000_000
MOST_FRAMES = 500
_FORMATS = ("PNG", "JPEG", "TIFF", "GIF")
# A picture on a page: no wider or higher than this, and no heavier than a page may be.
PAGE_PIXELS = 1600
_TURN = 0x0112  # tag of EXIF
_PAGE_BYTES = 1_200_000
_PNG = b"\x89PNG\r\n\x1a\n"
# What of a PNG makes its pixels; what else there is says something beside them.
_MARK = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_CHUNKS = (
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
)  # fmt: skip
# What Pillow raises on bent files.
BROKEN = (OSError, ValueError, SyntaxError, KeyError, IndexError, EOFError, TypeError, ZeroDivisionError)


def frames(data: bytes) -> Iterator[Image.Image]:
    """Every frame as shown. Unreadable for damaged pictures and for bombs, before they are unpacked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = open_picture(data)
        for number in range(count(image)):
            yield as_shown(go_to(image, number))


def open_picture(data: bytes) -> Image.Image:
    """A picture not yet unpacked. Unreadable if it is none or too large."""
    Image.init()
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise Unreadable("图片尺寸过大，已拒绝处理。") from error
    except BROKEN as error:
        raise Unreadable("图片已损坏或不是支持的格式（png、jpg、tiff、gif）。") from error
    _measure(image)
    return image


def count(image: Image.Image) -> int:
    """How many frames or pages are shown. Unreadable beyond MOST_FRAMES."""
    if image.format == "MPO":  # a photograph with a second picture inside; only the first is shown
        return 1
    try:
        number = int(getattr(image, "n_frames", 1))
    except BROKEN as error:
        raise Unreadable("图片已损坏，读不出页数。") from error
    if number > MOST_FRAMES:
        raise Unreadable(f"图片有{number}帧，超过{MOST_FRAMES}帧，已拒绝处理。")
    return number


def go_to(image: Image.Image, number: int) -> Image.Image:
    """Frame number (from 0), unpacked. Unreadable if it is damaged."""
    try:
        image.seek(number)
        _measure(image)
        image.load()
    except BROKEN as error:
        raise Unreadable(f"图片第{number + 1}帧已损坏或不完整，请重新扫描或另存。") from error
    return image


def _measure(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise Unreadable(
            f"图片{image.width}×{image.height}像素，超过{MOST_PIXELS // 10_000}万像素，请缩小后再试。"
        )


def as_shown(image: Image.Image) -> Image.Image:
    """RGB on white paper, upright."""
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGB", clear.size, (255, 255, 255))
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return plain(image).convert("RGB")


def plain(image: Image.Image) -> Image.Image:
    """Deep greys brought to eight bits by their own range; Pillow would cut them off."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    if image.mode not in ("I", "F"):
        return image
    low, high = image.getextrema()
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return image.convert("L")
    low, high = min(low, 0), max(high, 255)
    scale = 255.0 / (high - low)
    return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")


@dataclass(frozen=True)
class ForPage:
    """A picture made for a page. suffix: png or jpg. width, height: pixels."""

    data: bytes = field(repr=False)
    suffix: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        """As it is served."""
        return "image/png" if self.suffix == "png" else "image/jpeg"


def for_page(data: bytes) -> ForPage:
    """The first frame as shown, written anew: upright, bounded in size, without place, camera, author or thumbnail.

    Unreadable for what is no picture, damaged, or a bomb.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = open_picture(data)
        drawn = image.format in ("PNG", "GIF")
        shown = as_shown(go_to(image, 0))
    shown.thumbnail((PAGE_PIXELS, PAGE_PIXELS))
    clean = Image.new("RGB", shown.size)
    clean.paste(shown)  # pixels alone: nothing that the file said beside them goes along
    if drawn:
        written = _written(clean, "PNG", optimize=True)
        if len(written) <= _PAGE_BYTES:
            return ForPage(written, "png", *clean.size)
    for quality in (85, 70, 50):
        written = _written(clean, "JPEG", quality=quality, progressive=True)
        if len(written) <= _PAGE_BYTES:
            break
    return ForPage(written, "jpg", *clean.size)


def _written(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def is_plain(data: bytes) -> bool:
    """Whether `bare` knows how to take such a picture apart."""
    return data.startswith((_PNG, b"\xff\xd8\xff"))


def bare(data: bytes, *, upright: bool = True) -> bytes:
    """A PNG or JPEG without what is said beside its pixels, the pixels untouched; other bytes as they are.

    upright: a photograph that is shown turned is turned; where nobody heeds what the camera says, it must not be.
    """
    if data.startswith(_PNG):
        return _bare_png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _bare_jpeg(data, upright)
    return data


def _bare_png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _CHUNKS:
            kept.append(data[at:end])
        if data[at + 4 : at + 8] == b"IEND":
            break  # what is hung on behind is no picture
        at = end
    return b"".join(kept)


def _bare_jpeg(data: bytes, upright: bool) -> bytes:
    """Segments APP0 (JFIF), APP2 (colours) and APP14 (Adobe) stay of what programs add; remarks go."""
    if upright and open_picture(data).getexif().get(_TURN, 1) != 1:
        return for_page(
            data
        ).data  # it is shown turned as the camera says: without that it must stand upright
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        added = 0xE0 <= mark <= 0xEF or mark == 0xFE
        colours = mark == 0xE2 and data[at + 4 : at + 16] == b"ICC_PROFILE\0"
        if mark == 0xDA:  # pixels, up to the next mark that is none of theirs
            end = next((m.start() for m in _MARK.finditer(data, end)), len(data))
        if not added or mark in (0xE0, 0xEE) or colours:
            kept.append(data[at:end])
        at = end
    return b"".join(kept) + b"\xff\xd9"  # what is hung on behind is no picture
