"""Whether the main stream of an old Word file lies in it whole ([MS-CFB]): a converter makes words of any bytes."""

from __future__ import annotations

import struct

_NAME = "WordDocument".encode("utf-16-le") + b"\0\0"
_LISTED = 109  # tables of sectors that the head of the file itself names
_SMALL = 4096  # shorter streams lie in a finer system


def is_whole(data: bytes) -> bool:
    """False where the stream goes in a ring, or ends before its size, or behind the end of the file.

    True too where that is not looked at: very large files, and streams too short for text.
    """
    shift = struct.unpack_from("<H", data, 30)[0] if len(data) > 512 else 0
    at = data.find(_NAME)
    if shift not in (9, 12) or at < 0 or at + 128 > len(data):
        return shift in (9, 12)
    start, size = struct.unpack_from("<II", data, at + 116)
    if size < _SMALL:
        return True
    sector = 1 << shift
    tables = [one for one in struct.unpack_from(f"<{_LISTED}I", data, 76) if one < 0xFFFFFFFA]
    if len(tables) == _LISTED:
        return True
    table = b"".join(data[sector * (one + 1) : sector * (one + 2)] for one in tables)
    seen: set[int] = set()
    while len(seen) * sector < size:
        if start in seen or sector * (start + 1) >= len(data) or 4 * start + 4 > len(table):
            return False
        seen.add(start)
        start = struct.unpack_from("<I", table, 4 * start)[0]
    return True
