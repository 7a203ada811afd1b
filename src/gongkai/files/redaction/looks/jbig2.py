"""JBIG2 pictures drawn in several regions, one over the other: what lies beneath the last is still in the file."""

from __future__ import annotations

import struct

from gongkai.files.redaction.case import Case

# Types of segments that put pixels on the page (ITU-T T.88, 7.3): text, halftone, generic, refinement.
_REGIONS = {4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43}
_TEXT = {4, 6, 7}


def look(case: Case, data: bytes, place: str) -> None:
    """Note regions that overlap, and streams of which the segments do not add up."""
    # Extensions of the file hold remarks in plain letters; the coded pixels are looked through with them.
    case.verdict.secrets("metadata", None, case.where(f"{place}的附注"), case.finder.raw(data))
    regions = _regions(data)
    if regions is None:
        case.verdict.could_not(case.where(f"{place}：JBIG2 数据段读不通"))
        return
    over = any(_overlap(one[1:], other[1:]) for at, one in enumerate(regions) for other in regions[at + 1 :])
    if over:
        case.leak("jbig2", f"{place}：图片由几层叠成，下层仍在文件里")
    if case.boxes is not None and any(one[0] in _TEXT for one in regions):
        case.verdict.could_not(case.where(f"{place}：JBIG2 字形表里可能留有被遮的字形"))
    case.verdict.looked("jbig2")


def _regions(data: bytes) -> list[tuple[int, int, int, int, int]] | None:
    """(type, x, y, width, height) of each region segment."""
    found = []
    at = 0
    try:
        while at < len(data):
            number, flags = struct.unpack_from(">IB", data, at)
            at += 5
            count = data[at] >> 5
            if count == 7:
                count = struct.unpack_from(">I", data, at)[0] & 0x1FFFFFFF
                at += 4 + (count + 8) // 8
            else:
                at += 1
            at += count * (1 if number <= 256 else 2 if number <= 65536 else 4)
            at += 4 if flags & 0x40 else 1
            (length,) = struct.unpack_from(">I", data, at)
            at += 4
            kind = flags & 63
            if kind in _REGIONS:
                wide, high, x, y = struct.unpack_from(">IIII", data, at)
                found.append((kind, x, y, wide, high))
            if length == 0xFFFFFFFF:  # a generic region of unknown length runs to its mark
                return found
            at += length
            if len(found) > 10_000:
                return None
    except (struct.error, IndexError):
        return None
    return found


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    ax, ay, aw, ah = one
    bx, by, bw, bh = other
    return ax < bx + bw and bx < ax + aw and ay < by + bh and by < ay + ah
