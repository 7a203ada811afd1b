"""Packed bytes that no filter and no name tells of: found by trying."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

MOST = 8_000_000
_MOST_STARTS = 60
_LEAST = 8
_STARTS = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|BZh[1-9]|\xfd7zXZ\0|PK\x03\x04")


def unpacked(data: bytes) -> Iterator[bytes]:
    """What unpacks in the bytes: zlib, gzip, bzip2, xz and zip wherever they begin, bare deflate at the beginning."""
    left = MOST
    for count, match in enumerate(_STARTS.finditer(data)):
        if count >= _MOST_STARTS or left <= 0:
            break
        for inner in _at(data, match.start(), match[0], left):
            left -= len(inner)
            yield inner
    bare = _inflated(data, -15, left) if left > 0 and len(data) >= _LEAST else b""
    if len(bare) >= _LEAST:
        yield bare


def _at(data: bytes, start: int, sign: bytes, most: int) -> Iterator[bytes]:
    if sign.startswith(b"PK"):
        yield from _members(data[start:], most)
        return
    part = data[start:]
    if sign[:2] in (b"\x1f\x8b",):
        out = _inflated(part, 31, most)
    elif sign[:1] == b"\x78":
        out = _inflated(part, 15, most)
    elif sign.startswith(b"BZh"):
        out = _tried(lambda: bz2.BZ2Decompressor().decompress(part, most))
    else:
        out = _tried(lambda: lzma.LZMADecompressor(memlimit=64_000_000).decompress(part, most))
    if len(out) >= _LEAST:
        yield out


def _inflated(data: bytes, bits: int, most: int) -> bytes:
    """Unpacked to its end, or nothing: bytes that only begin like packed ones break soon."""
    engine = zlib.decompressobj(bits)
    out = _tried(lambda: engine.decompress(data, most))
    # Bare deflate has no sum that proves it: what it leaves over must be little.
    return out if engine.eof and (bits > 0 or len(engine.unused_data) <= len(data) // 2) else b""


def _tried(job: Callable[[], bytes]) -> bytes:
    try:
        return job()
    except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError, MemoryError):
        return b""


def _members(data: bytes, most: int) -> Iterator[bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        for entry in archive.infolist()[:200]:
            most -= entry.file_size
            if most < 0 or entry.flag_bits & 1:
                return
            yield entry.filename.encode() + b"\n" + archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return
