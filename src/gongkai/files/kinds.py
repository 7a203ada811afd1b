"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from gongkai.exceptions import Unreadable

MOST_BYTES = 256 * 1024 * 1024
PICTURES = {"png", "jpg", "tiff", "gif"}
_SIGNS = [
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\xd0\xcf\x11\xe0", "ole"),
]


def kind_of(data: bytes) -> str:
    """pdf, png, jpg, tiff, gif, docx, xlsx, zip, ole (old or locked Office), or "" for anything else."""
    for sign, kind in _SIGNS:
        if data.startswith(sign):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    return ""


def _kind_of_zip(data: bytes) -> str:
    try:
        names = {name.replace("\\", "/").lower() for name in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "zip"


def is_text(data: bytes) -> bool:
    """Whether bytes of no known kind are plain text of some encoding, as their beginning tells."""
    return not any(byte < 9 or 13 < byte < 32 for byte in data[:4096]) or data[:2] in (
        b"\xff\xfe",
        b"\xfe\xff",
    )


def read_file(path: str | Path) -> bytes:
    """The bytes of a file. Unreadable if it is not there, empty, or larger than MOST_BYTES."""
    path = Path(path)
    try:
        if not path.is_file():
            raise Unreadable(f"找不到文件“{path.name}”。")
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(f"“{path.name}”超过{MOST_BYTES // 1024 // 1024}MB，请拆分后再试。")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"“{path.name}”读不出来：没有权限或磁盘出错。") from error
    if not data:
        raise Unreadable(f"“{path.name}”是空文件。")
    return data
