"""The neutral document of a file as numbered lines; a table row keeps its cells. Where reading of reports begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gongkai import files
from gongkai.exceptions import Unreadable
from gongkai.files.document import Block, Cell, Paragraph, Table

MAX_TEXT_CHARS = 300_000
"""Text beyond this is refused: bounded memory whatever the file claims to be."""
_MOST_PAGES = 300
_GIANT_CELL = 400
"""A cell with more characters than this holds running text, not a figure or a label."""
_RULE = re.compile(
    r"^\s*[|｜│]?\s*:?-{2,}:?\s*(?:[|｜│+]\s*:?-{2,}:?\s*)*[|｜│]?\s*$|^[\s+|─━┌┐└┘├┤┬┴┼═║╔╗╚╝\-]*[─━┌┐└┘├┤┬┴┼+]{2,}[\s+|─━┌┐└┘├┤┬┴┼\-]*$"
)
_BARS = re.compile(r"[|｜│┃]")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_MARKUP = re.compile(
    r"</?(?:b|strong|em|i|u|span|p|font|div|td|tr|table|th|tbody|thead)\b[^<>]{0,300}>", re.I
)


@dataclass(frozen=True)
class Line:
    """One line or one table row.

    no: number of the line (txt, md) or of the paragraph (html, docx, pdf), from 1.
    cells: None for running text; the anchor cells of a row otherwise (merged cells count once).
    positions: horizontal middles of the words, only from PDF.
    sheet: of a workbook, the name of a sheet or a row in which one cell is filled and no other.
    """

    no: int
    text: str
    cells: tuple[str, ...] | None = None
    positions: tuple[float, ...] = ()
    sheet: Literal["", "name", "row"] = ""


@dataclass(frozen=True)
class Document:
    """The text of a file. kind: txt, md, html, docx, pdf, ofd. remarks: what was left out or not read.

    recognised: read off pictures, so that any figure may be wrong.
    """

    kind: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = field(default=())
    pictures: int = 0
    recognised: bool = False

    def size(self) -> int:
        """Characters in all."""
        return sum(len(line.text) for line in self.lines)


def open_document(path: Path) -> Document:
    """Read a report file whatever its layout; Unreadable with one Chinese sentence if it cannot be."""
    if path.is_dir():
        raise Unreadable(f"{path.name} 是文件夹，请给出文件，或用 gongkai report check 文件夹 查一批。")
    return as_lines(files.read_path(path), path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """The same of bytes already at hand."""
    return as_lines(files.read(data, name), name)


def as_lines(document: files.Document, name: str) -> Document:
    """The lines of a document as read. Unreadable if it is longer than any report."""
    if document.pages > _MOST_PAGES:
        raise Unreadable(f"“{name}”有 {document.pages} 页，超过 {_MOST_PAGES} 页的上限，不是一份年度报告。")
    kind = "md" if document.kind == "txt" and name.lower().endswith((".md", ".markdown")) else document.kind
    lines = tuple(_PRINTERS.get(document.kind, _block_lines)(document))
    pictures = sum(1 for block in document.blocks if isinstance(block, files.Image))
    remarks = tuple(one.what + "没有读出：" + one.why for one in document.unread if not one.order)
    found = Document(kind, lines, remarks, pictures, document.recognised)
    if found.size() > MAX_TEXT_CHARS:
        raise Unreadable(f"“{name}”的文字超过 {MAX_TEXT_CHARS // 10000} 万字，不是一份年度报告。")
    if not any(line.text.strip() for line in lines):
        raise Unreadable(f"“{name}”里没有文字（可能是扫描图片），请提供带文字的文件。")
    return found


def _typed(document: files.Document) -> Iterator[Line]:
    """Lines of a txt or md file. A lone bar becomes an empty row: separator or blank cell, decided later."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    outer = _outer_bars([block.text for block in paragraphs])
    number = 0
    for block in paragraphs:
        for _ in range(block.gap):
            number += 1
            yield Line(number, "")
        number += 1
        yield text_line(number, block.text, outer)


def _printed(document: files.Document) -> Iterator[Line]:
    number = 0
    for line in document.printed:
        if line.table is None:
            number += 1
            text = " ".join(word for word, _ in line.words)
            yield Line(number, text, None, tuple(x for _, x in line.words))
            continue
        for text, cells in _pieces([line.table]):
            number += 1
            yield Line(number, text, cells)


def _block_lines(document: files.Document) -> Iterator[Line]:
    for number, (text, cells) in enumerate(_pieces(document.blocks), 1):
        yield Line(number, text, cells)


def _book_lines(document: files.Document) -> Iterator[Line]:
    number = 0
    for block in document.blocks:
        named = isinstance(block, Paragraph) and block.level > 0
        for text, cells in _pieces([block]):
            number += 1
            yield Line(number, text, cells, sheet="" if cells is not None else "name" if named else "row")


_Piece = tuple[str, tuple[str, ...] | None]


def _pieces(blocks: Sequence[Block]) -> Iterator[_Piece]:
    """Paragraphs and rows, in order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for _ in range(block.gap):
                yield "", None
            for part in block.said.split("\n"):
                yield _paragraph(part)
        elif isinstance(block, Table):
            for row in block.rows:
                yield from _row(row)


def _paragraph(text: str) -> _Piece:
    """A paragraph may hold a table typed with tabs or bars."""
    stripped = text.strip()
    if stripped.count("|") >= 2:
        return stripped, split_bars(stripped)
    if "\t" in stripped:
        return stripped, tuple(part.strip() for part in stripped.split("\t"))
    return stripped, None


def _row(row: tuple[Cell, ...]) -> Iterator[_Piece]:
    cells: list[str] = []
    running: list[Cell] = []
    for cell in row:
        text = " ".join(cell.said.split("\n")).strip()
        if len(text) > _GIANT_CELL or any(isinstance(block, Table) for block in cell.blocks):
            running.append(cell)  # a page laid out in a table
        else:
            cells.append(text)
    for cell in running:
        yield from _pieces(cell.blocks)
    if cells and not (running and not any(cells)):
        yield " ".join(filter(None, cells)), tuple(cells)


_PRINTERS = {
    "txt": _typed,
    "pdf": _printed,
    "ofd": _printed,
    "scan": _printed,
    **dict.fromkeys(("xlsx", "xls", "ods"), _book_lines),
}


def _outer_bars(raws: list[str]) -> bool:
    """True if rows begin with a bar of their own, so that a leading bar is no blank cell."""
    rows = [raw.strip() for raw in raws if len(_BARS.findall(raw)) >= 2]
    return not rows or sum(1 for row in rows if _BARS.match(row)) * 2 >= len(rows)


def text_line(number: int, raw: str, outer: bool = True) -> Line:
    """One line of text with its cells, if bars or tabs make any. outer: rows begin with a bar."""
    if "<" in raw:
        raw = _MARKUP.sub("", _BREAK.sub(" ", raw))
    if len(raw) < 600 and _RULE.match(raw):
        return Line(number, "")
    stripped = raw.strip().lstrip("\ufeff")
    if _BARS.search(stripped):
        return Line(number, stripped, split_bars(stripped, outer))
    if "\t" in raw and stripped == "":
        return Line(number, "", ("",) * raw.count("\t"))
    if "\t" in stripped or raw.lstrip(" \u3000").startswith("\t") or raw.count("\t") >= 2:
        return Line(number, stripped, _split_tabs(raw))
    return Line(number, stripped.lstrip("#").strip() if stripped.startswith("#") else stripped)


def split_bars(line: str, outer: bool = True) -> tuple[str, ...]:
    """Cells between bars; the bars at both ends make no cell. A lone bar gives no cell at all.

    outer: False if rows of this file do not begin with a bar: then a leading bar follows a blank cell.
    """
    parts = [part.strip() for part in _BARS.split(line)]
    if parts and parts[0] == "" and (outer or len(parts) < 4):
        parts = parts[1:]
    if parts and parts[-1] == "":
        parts = parts[:-1]
    return tuple(part.strip("*").strip() if part.startswith("**") else part for part in parts)


def _split_tabs(raw: str) -> tuple[str, ...]:
    """Cells between tabs; a short line that begins with a tab continues the row: its first part is no cell."""
    parts = [part.strip() for part in raw.rstrip("\r\n").split("\t")]
    return tuple(parts[1:] if parts[0] == "" and len(parts) < 4 else parts)
