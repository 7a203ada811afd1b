"""An official document as read: blocks, fields, text, HTML, warnings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from gongkai.exceptions import Unreadable
from gongkai.files import door
from gongkai.files.document import (
    Block,
    Cell,
    Document,
    Image,
    Paragraph,
    Table,
    all_text,
    block_text,
    images,
    plain,
)
from gongkai.gongwen.fields import read_fields
from gongkai.gongwen.found import Fields
from gongkai.gongwen.to_html import body_html, picture_key, to_html


@dataclass(frozen=True)
class ReadDocument:
    """What could be read of a file. name: file name as given; kind: docx, pdf, html or txt."""

    name: str
    reading: Document

    @property
    def kind(self) -> str:
        """Kind of file, by content."""
        return self.reading.kind

    @property
    def blocks(self) -> list[Block]:
        """The neutral blocks."""
        return self.reading.blocks

    @property
    def warnings(self) -> list[str]:
        """What stands in the file beside its text, or was left out; one Chinese sentence each."""
        return self.reading.warnings

    @cached_property
    def pictures(self) -> dict[str, Image]:
        """The pictures that the HTML names by `picture:KEY`, by that key."""
        return {picture_key(one): one for one in images(self.blocks) if one.data and not one.lost}

    @cached_property
    def fields(self) -> Fields:
        """The fields with their evidence."""
        return read_fields(self.reading)

    @cached_property
    def text(self) -> str:
        """The whole text, a block a line."""
        return all_text(self.blocks)

    @cached_property
    def html(self) -> str:
        """The whole text as clean HTML, letterhead included."""
        return to_html(self.blocks, self.fields)

    @cached_property
    def body_html(self) -> str:
        """The text without red head, number and title, for a page that prints those itself."""
        return body_html(self.blocks, self.fields)


def read(source: str | Path | bytes, name: str = "") -> ReadDocument:
    """Read a document from a path or from bytes. Unreadable with one Chinese sentence if it cannot be read."""
    if isinstance(source, bytes):
        return ReadDocument(name, paper_of(door.read(source, name), name))
    path = Path(source)
    name = name or path.name
    return ReadDocument(name, paper_of(door.read(door.bytes_of(path), name), name))


_BARRED = re.compile(r"\|[^|\n]*(?:\|[^|\n]*)+\|")
_TABLES = ("xlsx", "xls", "ods", "xlsb")


def paper_of(document: Document, name: str = "") -> Document:
    """The document proper: of a page the part that it marks as its matter; frames around text opened."""
    if document.kind in _TABLES:
        raise Unreadable(f"“{name}”是表格文件，不是公文；年度报告请用 gongkai report。")
    start, end = document.main or (0, len(document.blocks))
    blocks: list[Block] = []
    for block in document.blocks[start:end]:
        if isinstance(block, Table) and block.frame:
            blocks += [inner for row in block.rows for cell in row for inner in cell.blocks]
        else:
            blocks.append(block)
    return replace(document, blocks=_with_rows(blocks))


def _with_rows(blocks: list[Block]) -> list[Block]:
    """Lines that stand between bars (| 索引号 | … |), one below the other, are rows of a table."""
    found: list[Block] = []
    rows: list[Block] = []
    for block in [*blocks, None]:
        if isinstance(block, Paragraph) and _BARRED.fullmatch(block.text.strip()):
            rows.append(block)
            continue
        found += [_ruled(rows)] if len(rows) > 1 else rows
        rows = []
        found += [block] if block is not None else []
    return found


def _ruled(rows: list[Block]) -> Table:
    said = [[cell.strip() for cell in block_text(row).strip()[1:-1].split("|")] for row in rows]
    return Table(
        tuple(
            tuple(Cell((plain(cell),) if cell else ()) for cell in row)
            for row in said
            if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in row)
        )
    )
