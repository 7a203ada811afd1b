"""Bytes in a stream behind the end of what it packs, and behind the last row of a picture: no reader shows them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from gongkai.files.filters import Undecodable
from gongkai.files.pdfraw import Name, RawObject, Ref, left_over_of
from gongkai.files.redaction.case import Case
from gongkai.files.redaction.looks import faxes

# Fewer are the line end of a hasty program.
_LEAST = 8
_PADDING = b"\0\r\n\t "
_END_OF_FAX = "000000000001" * 2
# Boxes of JPEG 2000 that readers know: notes, and those of the picture.
_NOTES = {b"xml ", b"uuid", b"uinf", b"jp2i", b"asoc", b"nlst", b"lbl "}
_USUAL = {b"jP  ", b"ftyp", b"jp2h", b"rreq", b"jpch", b"jplh", b"colr", b"res "}
_MOST_FAX = 4_000_000
_PLANES = {
    "DeviceGray": 1, "G": 1, "CalGray": 1, "Indexed": 1, "I": 1, "Separation": 1, "DeviceRGB": 3, "RGB": 3, "CalRGB": 3,
    "Lab": 3, "DeviceCMYK": 4, "CMYK": 4,
}  # fmt: skip


def look(case: Case, one: RawObject, data: bytes, place: str) -> None:
    """Behind the packed data of any stream. data: as decoded."""
    body = one.body or b""
    # The sum that ends packed data stands at the end: nothing can be behind it.
    if zlib.adler32(data).to_bytes(4) in body[-_LEAST:]:
        return
    try:
        rest = left_over_of(one).strip(_PADDING)
    except Undecodable:
        return
    case.search_bytes("stream", rest, f"{place}压缩数据以后的字节")
    if len(rest) > _LEAST:
        case.leak("trailer", f"{place}压缩数据以后还有{len(rest)}字节")


def look_at_picture(
    case: Case, one: RawObject, data: bytes, left: str, place: str, objects: Mapping[int, RawObject]
) -> None:
    """Behind the samples of a picture, in the manner of its code. left: the code still on it."""
    rest = b""
    if not left:
        rest = _behind_rows(one, data, objects)
    elif left in ("CCITTFaxDecode", "CCF"):
        rest = _behind_fax(data)
        if faxes.goes_on(one, data):
            case.leak("crop", f"{place}说明的高度以下还有图像，不显示却在文件里")
    elif left == "JPXDecode":
        for name, body in boxes(data):
            if name == "behind":
                rest += body
            else:
                case.search_bytes("metadata", body, f"{place}的附注{name}")
    if not rest:
        return
    case.search_bytes("stream", rest[:2_000_000], f"{place}像素以后的字节")
    if len(rest) > _LEAST and len(set(rest)) > 1:
        case.leak("trailer", f"{place}像素以后还有{len(rest)}字节，不显示却在文件里")


def _behind_rows(one: RawObject, data: bytes, objects: Mapping[int, RawObject]) -> bytes:
    wide, high = one.get("Width"), one.get("Height")
    bits = 1 if one.get("ImageMask") is True else one.get("BitsPerComponent") or 8
    if not all(isinstance(value, int) and value > 0 for value in (wide, high, bits)):
        return b""
    many = 1 if one.get("ImageMask") is True else planes(one.get("ColorSpace"), objects)
    return data[(wide * many * bits + 7) // 8 * high :].strip(_PADDING)


def planes(space: Any, objects: Mapping[int, RawObject]) -> int:
    """Numbers a pixel; the most there may be, where the colours are not told."""
    space = _followed(space, objects)
    if isinstance(space, Name):
        return _PLANES.get(space, 4)
    if not isinstance(space, list) or not space:
        return 4
    kind = str(space[0])
    if kind == "ICCBased" and len(space) > 1 and isinstance(space[1], Ref) and space[1].number in objects:
        count = objects[space[1].number].get("N")
        return count if isinstance(count, int) and count > 0 else 4
    if kind == "DeviceN" and len(space) > 1:
        inks = _followed(space[1], objects)
        return len(inks) if isinstance(inks, list) else 32
    return _PLANES.get(kind, 4)


def _followed(value: Any, objects: Mapping[int, RawObject]) -> Any:
    for _ in range(8):
        if not isinstance(value, Ref):
            break
        value = objects[value.number].value if value.number in objects else None
    return value


def _behind_fax(data: bytes) -> bytes:
    """Behind the mark that ends a fax (ITU-T T.6, 2.4.1.1: EOFB), which no row can hold."""
    if len(data) > _MOST_FAX:
        return b""
    bits = f"{int.from_bytes(data):0{8 * len(data)}b}"
    end = bits.find(_END_OF_FAX)
    return data[(end + len(_END_OF_FAX) + 7) // 8 :].strip(_PADDING) if end >= 0 else b""


def boxes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a JPEG 2000 that are no picture (ISO/IEC 15444-1, annex I); "behind" is what no reader shows."""
    if data[:2] == b"\xff\x4f":
        yield "behind", data[_end_of_code(data) :].strip(_PADDING)
        return
    at, pictures = 0, 0
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1 and at + 16 <= len(data):
            length, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        end = len(data) if length == 0 else at + max(length, head)
        body = data[at + head : end]
        if name == b"jp2c":
            pictures += 1
            yield "behind", body if pictures > 1 else body[_end_of_code(body) :].strip(_PADDING)
        elif name in _NOTES:
            yield name.decode("latin-1"), body
        elif name not in _USUAL:
            yield "behind", data[at:end].strip(_PADDING)
        at = end
    yield "behind", data[at:].strip(_PADDING)


def _end_of_code(data: bytes) -> int:
    """Where a codestream ends: over its header and its tiles, of which each says its length (annex A)."""
    at = 2
    while at + 4 <= len(data):
        mark, length = struct.unpack_from(">HH", data, at)
        if mark == 0xFFD9:
            return at + 2
        if mark == 0xFF90 and at + 12 <= len(data):
            (whole,) = struct.unpack_from(">I", data, at + 6)
            if whole == 0:  # the last tile runs to the end mark
                end = data.find(b"\xff\xd9", at + 12)
                return end + 2 if end >= 0 else len(data)
            at += max(whole, 12)
        else:
            at += 2 + max(length, 2)
    return at + 2 if data[at : at + 2] == b"\xff\xd9" else len(data)
