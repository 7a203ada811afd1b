"""Readers of report files that keep tables as rows of cells."""

from __future__ import annotations

from pathlib import Path

from gongkai.exceptions import Unreadable
from gongkai.statforms.readers.document import MAX_FILE_BYTES, MAX_TEXT_CHARS, Document, Line
from gongkai.statforms.readers.docx import read_docx
from gongkai.statforms.readers.html import read_html
from gongkai.statforms.readers.pdf import read_pdf
from gongkai.statforms.readers.text import read_text

__all__ = ["Document", "Line", "open_document"]

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_document(path: Path) -> Document:
    """Read a report file whatever its layout; Unreadable with one Chinese sentence if it cannot be.

    The kind is decided by content first, the ending of the name only where content is silent.
    """
    name = path.name
    if path.is_dir():
        raise Unreadable(f"{name} 是文件夹，请给出文件，或用 gongkai report check 文件夹 查一批。")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise Unreadable(
                f"{name} 有 {size // 1_000_000} MB，超过 {MAX_FILE_BYTES // 1_000_000} MB 的上限，请去掉图片后再试。"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(f"找不到文件 {name}。") from error
    except OSError as error:
        raise Unreadable(f"打不开文件 {name}：{error.strerror or '读取失败'}。") from error
    document = _by_content(data, path)
    if document.size() > MAX_TEXT_CHARS:
        raise Unreadable(f"{name} 的文字超过 {MAX_TEXT_CHARS // 10000} 万字，不是一份年度报告。")
    if not any(line.text.strip() for line in document.lines):
        raise Unreadable(f"{name} 里没有文字（可能是扫描图片），请提供带文字的文件。")
    return document


def _by_content(data: bytes, path: Path) -> Document:
    head = data[:2048].lstrip()
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return read_pdf(data, path.name)
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data, path.name)
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(
            f"{path.name} 是旧版 Word（.doc）或加密的 Office 文件，请另存为不加密的 .docx 后再试。"
        )
    if head.startswith(b"{\\rtf"):
        raise Unreadable(f"{path.name} 是 RTF 文件，请另存为 .docx 后再试。")
    lowered = head[:1000].lower()
    if (
        path.suffix.lower() in (".html", ".htm")
        or lowered.startswith((b"<!doctype html", b"<html"))
        or b"<body" in lowered
    ):
        return read_html(data, path.name)
    return read_text(data, path.name)
