"""Readers of files: each turns bytes into the neutral blocks, or says in one sentence why it cannot."""

from __future__ import annotations

import zipfile
from collections.abc import Callable

from gongkai.exceptions import Unreadable
from gongkai.gongwen.blocks import Reading
from gongkai.gongwen.readers import docx, html, pdf, txt
from gongkai.gongwen.readers.guard import MAX_BYTES, open_zip

_READERS: dict[str, Callable[[bytes], Reading]] = {
    "docx": docx.read,
    "html": html.read,
    "pdf": pdf.read,
    "txt": txt.read,
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_bytes(data: bytes, name: str = "") -> Reading:
    """Read a file by what it is, not by what it is called. Unreadable with one sentence if it cannot be."""
    label = f"“{name}”" if name else "文件"
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Unreadable(f"{label}是空的，没有可读的内容。")
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{label}超过{MAX_BYTES // 1024 // 1024}MB，请压缩图片后再试。")
    kind = kind_of(data, name, label)
    try:
        return _READERS[kind](data)
    except Unreadable as error:
        raise Unreadable(f"{label}{error.sentence}") from error
    except RecursionError as error:
        raise Unreadable(f"{label}的结构层数过多，无法读取。") from error


def kind_of(data: bytes, name: str = "", label: str = "文件") -> str:
    """docx, pdf, html or txt, from the first bytes and only then from the name."""
    head = data[:1024]
    if head.startswith(_OLE):
        raise Unreadable(f"{label}是旧版 Office 或 WPS 格式（.doc/.wps），请另存为 .docx 后再试。")
    if head.lstrip().startswith(b"{\\rtf"):
        raise Unreadable(f"{label}是 RTF 格式，请另存为 .docx 后再试。")
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        return _office_kind(data, label)
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if suffix in ("html", "htm", "shtml", "xhtml") or start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "txt"


def _office_kind(data: bytes, label: str) -> str:
    try:
        names = set(open_zip(data).namelist())
    except Unreadable as error:
        raise Unreadable(f"{label}{error.sentence}") from error
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{label}已损坏或不完整，打不开。") from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        raise Unreadable(f"{label}是表格文件（.xlsx），不是公文。")
    raise Unreadable(f"{label}是压缩包或其他格式，不是 Word 公文，请解压或另存为 .docx 后再试。")
