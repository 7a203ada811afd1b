"""Word files: paragraphs and tables in reading order; merged cells count once, deleted text not at all."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.statforms.readers.document import MAX_TEXT_CHARS, Document, Line
from gongkai.statforms.readers.text import split_bars

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_PART = 40_000_000
"""Largest document.xml read, in bytes: stops zip bombs."""
_GIANT_CELL = 400
"""A cell with more characters than this holds running text, not a figure or a label."""


def read_docx(data: bytes, name: str) -> Document:
    """Lines of a docx file; Unreadable for damaged, encrypted or oversized ones and for other zip files."""
    root = _document_root(data, name)
    body = root.find(f"{_W}body")
    if body is None:
        raise Unreadable(f"{name} 里没有正文，文件可能已损坏。")
    lines: list[Line] = []
    for text, cells in _blocks(body, 0):
        lines.append(Line(len(lines) + 1, text, cells))
        if len(lines) > MAX_TEXT_CHARS:
            raise Unreadable(f"{name} 的段落过多，不是一份年度报告。")
    pictures = sum(1 for _ in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"))
    return Document("docx", tuple(lines), (), pictures)


def _document_root(data: bytes, name: str) -> etree._Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                kind = "Excel 表格" if "xl/workbook.xml" in names else "压缩包"
                raise Unreadable(f"{name} 是{kind}，不是 Word 文件；年度报告请用 docx、pdf、html 或 txt。")
            info = archive.getinfo("word/document.xml")
            if info.flag_bits & 1:
                raise Unreadable(f"{name} 已加密，请去掉密码后再试。")
            if info.file_size > _MAX_PART:
                raise Unreadable(f"{name} 展开后过大，已停止读取。")
            with archive.open(info) as part:
                xml = part.read(_MAX_PART + 1)
    except (
        zipfile.BadZipFile,
        OSError,
        NotImplementedError,
        EOFError,
        ValueError,
        RuntimeError,
        zlib.error,
    ) as error:
        raise Unreadable(f"{name} 打不开，文件可能已损坏。") from error
    if len(xml) > _MAX_PART:
        raise Unreadable(f"{name} 展开后过大，已停止读取。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"{name} 的内容有损坏，读不出来。") from error


def _blocks(parent: etree._Element, depth: int) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Paragraphs and rows of a body or cell, in order; unwraps content controls."""
    for child in parent:
        if child.tag == f"{_W}p":
            for part in _text(child).split("\n"):
                yield _paragraph(part)
        elif child.tag == f"{_W}tbl" and depth < 6:
            yield from _table(child, depth)
        elif (
            child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml")
            and depth < 12
        ):
            yield from _blocks(child, depth + 1)


def _paragraph(text: str) -> tuple[str, tuple[str, ...] | None]:
    """A paragraph may hold a table typed with tabs or bars."""
    stripped = text.strip()
    if "|" in stripped and stripped.count("|") >= 2:
        return stripped, split_bars(stripped)
    if "\t" in stripped:
        return stripped, tuple(part.strip() for part in stripped.split("\t"))
    return stripped, None


def _rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """Rows of a table, also those wrapped in content controls, but not those of nested tables."""
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _rows_of(child)


def _cells_of(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _cells_of(child)


def _table(table: etree._Element, depth: int) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    for row in _rows_of(table):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells: list[str] = []
        running: list[etree._Element] = []
        for cell in _cells_of(row):
            if _continues_merge(cell):
                continue
            text = "\n".join(_text(p) for p in cell.iter(f"{_W}p"))
            if len(text) > _GIANT_CELL or cell.find(f"{_W}tbl") is not None:
                running.append(cell)  # a page laid out in a table
            else:
                cells.append(" ".join(text.split("\n")).strip())
        for cell in running:
            yield from _blocks(cell, depth + 1)
        if cells and not (running and not any(cells)):
            yield " ".join(filter(None, cells)), tuple(cells)


def _continues_merge(cell: etree._Element) -> bool:
    """True for the lower part of a vertical merge (and old-style horizontal continuation)."""
    for tag in ("vMerge", "hMerge"):
        merge = cell.find(f"{_W}tcPr/{_W}{tag}")
        if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
            return True
    return False


def _text(paragraph: etree._Element) -> str:
    """Visible text of a paragraph: tabs and breaks kept, tracked deletions left out."""
    parts: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}tab":
            holder = node.getparent()
            if holder is None or holder.tag != f"{_W}tabs":
                parts.append("\t")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        else:
            parts.append("\n")
    return "".join(parts)
