"""The parts of a picture file beside its pixels: notes, thumbnails, what hangs behind its end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

# (name, bytes) of a part; "behind" is what follows the end of the picture.
Part = tuple[str, bytes]
_WORDS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"iCCP"}
_PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"fdAT", b"fcTL", b"acTL"}
_MOST = 16 * 1024 * 1024


def parts(data: bytes, kind: str) -> Iterator[Part]:
    """All parts that are no pixels. A file that breaks off ends the list."""
    try:
        if kind == "jpg":
            yield from _jpeg(data)
        elif kind == "png":
            yield from _png(data)
        elif kind == "gif":
            yield from _gif(data)
        elif kind == "tiff":
            yield from _tiff(data)
    except (struct.error, IndexError):
        return


def _jpeg(data: bytes) -> Iterator[Part]:
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xD9:
            yield "behind", data[at + 2 :]
            return
        if mark in range(0xD0, 0xD8) or mark == 1:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        if 0xE0 <= mark <= 0xEF or mark == 0xFE:
            yield f"APP{mark - 0xE0}" if mark != 0xFE else "COM", data[at + 4 : at + 2 + length]
        at += 2 + length
        if mark == 0xDA:
            at = _over_scan(data, at)


def _over_scan(data: bytes, at: int) -> int:
    """The mark that ends the coded pixels."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _png(data: bytes) -> Iterator[Part]:
    at = 8
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if name not in _PIXELS:
            yield name.decode("latin-1"), body
        if name in (b"zTXt", b"iTXt", b"iCCP"):
            yield name.decode("latin-1"), _inflated(body)
        at += 12 + length
        if name == b"IEND":
            yield "behind", data[at:]
            return


def _inflated(body: bytes) -> bytes:
    """What a packed note of a PNG says; empty if it is not packed."""
    for start in (place for place, byte in enumerate(body[:400]) if byte == 0x78):
        try:
            return zlib.decompressobj().decompress(body[start:], _MOST)
        except zlib.error:
            continue
    return b""


def _gif(data: bytes) -> Iterator[Part]:
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while at < len(data):
        sign = data[at]
        if sign == 0x3B:
            yield "behind", data[at + 1 :]
            return
        if sign == 0x21:
            label = data[at + 1]
            body, at = _gif_blocks(data, at + 2)
            if label != 0xF9:
                yield "COM" if label == 0xFE else "APP", body
        elif sign == 0x2C:
            flags = data[at + 9]
            at += 10 + (3 << (flags & 7) + 1 if flags & 0x80 else 0) + 1
            _, at = _gif_blocks(data, at)
        else:
            yield "behind", data[at:]
            return


def _gif_blocks(data: bytes, at: int) -> tuple[bytes, int]:
    out = bytearray()
    while data[at]:
        out += data[at + 1 : at + 1 + data[at]]
        at += data[at] + 1
    return bytes(out), at + 1


_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
# Offsets and byte counts of strips, tiles and old JPEG; then the tags that lead to further directories.
_DATA = {273: 279, 324: 325, 513: 514}
_FURTHER = {330, 34665, 34853, 40965}


def _tiff(data: bytes) -> Iterator[Part]:
    """Notes, and the bytes that no directory of the file names."""
    order = "<" if data[:2] == b"II" else ">"
    if struct.unpack_from(order + "H", data, 2)[0] != 42:
        return
    used: list[tuple[int, int]] = [(0, 8)]
    (at,) = struct.unpack_from(order + "I", data, 4)
    todo: list[int] = [at]
    seen: set[int] = set()
    while todo:
        at = todo.pop()
        if not at or at in seen or len(seen) > 2000:
            continue
        seen.add(at)
        try:
            todo += yield from _directory(data, order, at, used)
        except (struct.error, IndexError):
            continue
    loose = _not_used(data, used)
    if loose:
        yield "behind", loose


def _directory(data: bytes, order: str, at: int, used: list[tuple[int, int]]):  # type: ignore[no-untyped-def]
    """Yields notes, marks what it names as used, returns where further directories begin."""
    (count,) = struct.unpack_from(order + "H", data, at)
    used.append((at, at + 6 + 12 * count))
    numbers: dict[int, list[int]] = {}
    further = list(struct.unpack_from(order + "I", data, at + 2 + 12 * count))
    for number in range(count):
        place = at + 2 + 12 * number
        tag, kind, many = struct.unpack_from(order + "HHI", data, place)
        size = _SIZES.get(kind, 1) * many
        start = place + 8 if size <= 4 else struct.unpack_from(order + "I", data, place + 8)[0]
        used.append((start, start + size))
        if kind in (3, 4, 13) and many < 100_000:
            form = order + str(many) + ("H" if kind == 3 else "I")
            numbers[tag] = list(struct.unpack_from(form, data, start))
        if tag in _FURTHER:
            further += numbers.get(tag, [])
        elif kind in (1, 2, 7) and size > 4 and tag not in _DATA:
            yield f"标签{tag}", data[start : start + size]
    for tag, lengths in _DATA.items():
        for first, length in zip(numbers.get(tag, []), numbers.get(lengths, []), strict=False):
            used.append((first, first + length))
    return further


def _not_used(data: bytes, used: list[tuple[int, int]]) -> bytes:
    loose, at = bytearray(), 0
    for start, end in sorted(used):
        if start > at:
            loose += data[at:start]
        at = max(at, end)
    loose += data[at:]
    return bytes(loose)
