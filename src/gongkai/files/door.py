"""The one door for files: any format in, one neutral document out, or one sentence that says why not."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from gongkai.exceptions import Unreadable
from gongkai.files import ods, office, plain, sheets, xls
from gongkai.files.document import Document, Table
from gongkai.files.guard import MAX_BYTES
from gongkai.files.ofd import reader as ofd
from gongkai.files.old_word import reader as old_word
from gongkai.files.old_word.chains import is_whole
from gongkai.files.old_word.marks import BROKEN
from gongkai.files.pdf import reader as pdf
from gongkai.files.scan import reader as scan
from gongkai.files.scan import recogniser
from gongkai.files.sorts import REFUSALS, sort
from gongkai.files.web import archive
from gongkai.files.web import reader as web
from gongkai.files.word import reader as word

# sprmPFInTable of [MS-DOC] 2.6.2, set: this paragraph of an old Word file stands in a table.
_ROW_OF_TABLE = b"\x16\x24\x01"

_DEEPEST = 3


def read(data: bytes, name: str = "") -> Document:
    """Read a file by what it is, not by what it is called. Unreadable with one sentence if it cannot be."""
    label = f"“{name}”" if name else "文件"
    try:
        return _read(data, name, 0)
    except Unreadable as error:
        raise Unreadable(f"{label}{error.sentence}") from error
    except RecursionError as error:
        raise Unreadable(f"{label}的结构层数过多，无法读取。") from error


def read_path(source: str | Path) -> Document:
    """The same from the disk; says too when there is no such file."""
    path = Path(source)
    return read(bytes_of(path), path.name)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that may be read. Unreadable for folders, missing and too large ones."""
    if path.is_dir():
        raise Unreadable(f"“{path.name}”是文件夹，不是文件。")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable(f"“{path.name}”{_too_large()}")
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"找不到文件“{path}”。") from None
    except OSError as error:
        raise Unreadable(f"文件“{path}”打不开：{error.strerror or '读取失败'}。") from error


def kind_of(data: bytes, name: str = "") -> str:
    """The kind that `read` would take these bytes for. Unreadable for ruins."""
    return sort(data, name)


def _too_large() -> str:
    return f"超过{MAX_BYTES // 1024 // 1024}MB，请压缩图片后再试。"


def _read(data: bytes, name: str, depth: int) -> Document:
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Unreadable("是空的，没有可读的内容。")
    if len(data) > MAX_BYTES:
        raise Unreadable(_too_large())
    kind = sort(data, name)

    def inner(piece: bytes, part: str) -> Document:
        if depth >= _DEEPEST:
            raise Unreadable("嵌套层数过多。")
        return _read(piece, part, depth + 1)

    if kind == "docx":
        return word.read(data, inner)
    if kind == "flat_word":
        return word.read_flat(data, inner)
    if kind in _READERS:
        return _READERS[kind](data)
    if kind == "scan" and recogniser.available():
        return scan.read(data)
    if kind == "doc" and not is_whole(data):
        raise Unreadable(BROKEN)
    if kind in office.CONVERTED and office.program() is not None:
        return _converted(data, kind, inner)
    if kind == "doc":
        return old_word.read(data)
    raise Unreadable(REFUSALS[kind])


def _converted(data: bytes, kind: str, inner: word.Opener) -> Document:
    """Through LibreOffice; what it makes is read like any other file, and said to be so."""
    made = office.convert(data, kind)
    document = inner(made, "")
    document.kind = kind
    document.warnings.append("原文件由 LibreOffice 转换后读取，请与原件核对。")
    if _ROW_OF_TABLE in data and not any(isinstance(block, Table) for block in document.blocks):
        with contextlib.suppress(Unreadable):
            return old_word.read(data)
        document.leave("原文件里的表格", "转换后只剩下连在一起的文字，请另存为 docx 再交")
    return document


_READERS: dict[str, Callable[[bytes], Document]] = {
    "html": web.read,
    "marked": web.read_marked,
    "mht": archive.read,
    "ods": ods.read,
    "ofd": ofd.read,
    "pdf": pdf.read,
    "txt": plain.read,
    "xls": xls.read,
    "xlsx": sheets.read,
}
