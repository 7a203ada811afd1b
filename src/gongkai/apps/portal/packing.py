"""How what the public reads is compressed: the same bytes for the same page, quick enough to be done while somebody waits."""

from __future__ import annotations

import gzip

import brotli


def zipped(data: bytes) -> bytes:
    """For readers that take gzip."""
    return gzip.compress(data, 6, mtime=0)


def pressed(data: bytes) -> bytes:
    """For readers that take br."""
    return bytes(brotli.compress(data, quality=5))
