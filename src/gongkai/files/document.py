"""The neutral form of a document that every reader yields: paragraphs with runs, tables as grids of cells, pictures.

What stands in the file beside its text is named too: hidden parts, what was left out, what could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["", "left", "center", "right"]


# A mark of a note set small above the line: 12¹, 通知[1], 金额*.
_NOTE_MARK = re.compile(r"[\s\[\]()（）〔〕【】*＊※†‡#\d①-⑳a-e注]{1,8}")
# Behind these a small raised sign is a mark; behind a Latin letter it is a power (m²).
_BEFORE_MARK = re.compile(r"[^A-Za-zＡ-Ｚａ-ｚ\u0370-\u03ff]$")


@dataclass(frozen=True)
class Run:
    """A stretch of text in one dress. note: the mark of a foot- or endnote. href: the web address it leads to."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: Literal["", "sup", "sub"] = ""
    note: bool = False
    underline: bool = False
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. level: heading level of the source (0: none). indent: first-line indent in characters.

    size: largest font size in points, None if the source does not say. gap: how many empty lines stood before it.
    kind: `footnote` and `textbox` stand apart from the running text, as do `links`, which hold nothing else.
    """

    runs: tuple[Run, ...]
    align: Align = ""
    indent: float = 0.0
    size: float | None = None
    level: int = 0
    gap: int = 0
    kind: Literal["", "footnote", "textbox", "links"] = ""

    @property
    def text(self) -> str:
        """The whole text, line breaks kept."""
        return "".join(run.text for run in self.runs)

    @property
    def said(self) -> str:
        """The text without the marks of notes: what a title, a label or a figure says."""
        said = ""
        for run in self.runs:
            mark = run.raised == "sup" and _NOTE_MARK.fullmatch(run.text) and _BEFORE_MARK.search(said)
            if not (run.note or mark):
                said += run.text
        return said


@dataclass(frozen=True)
class Cell:
    """A table cell; spans as printed."""

    blocks: tuple[Block, ...]
    rowspan: int = 1
    colspan: int = 1

    @property
    def text(self) -> str:
        """The text of the cell, paragraphs by line."""
        return "\n".join(block_text(block) for block in self.blocks)

    @property
    def said(self) -> str:
        """The same without the marks of notes."""
        return "\n".join(
            block.said if isinstance(block, Paragraph) else block_text(block) for block in self.blocks
        )


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell covered by a span of another is absent. header_rows: how many rows head the table.

    frame: one cell a row, which only holds the text in place.
    """

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    frame: bool = False


@dataclass(frozen=True)
class Image:
    """A picture in the text; the words in it are not read.

    alt: what the file itself says that it shows. data: its bytes as stored; empty where the file does not hold them or
    it is not kept, which `lost` then says in a few Chinese words.
    """

    name: str
    alt: str = ""
    data: bytes = field(default=b"", repr=False)
    lost: str = ""


Block = Paragraph | Table | Image


@dataclass(frozen=True)
class Hidden:
    """Something a reader of the file does not see or that was left out. code: stable id. sentence: Chinese."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Unread:
    """What was there and could not be read, and why; both in Chinese. order: its words were, only not how they stand."""

    what: str
    why: str
    order: bool = False


@dataclass(frozen=True)
class Printed:
    """A line as printed on a page: its words with the middle of each, in points from the left edge; or a table.

    edges: of a table, the places of its upright lines on the page it began on.
    """

    words: tuple[tuple[str, float], ...]
    table: Table | None = None
    edges: tuple[float, ...] = ()


@dataclass
class Document:
    """What a reader found: blocks, warnings in Chinese, and facts beside the text (metadata, links).

    pages: how many pages the file says it has; 0 where its kind has none. main: of a web page, first and last
    block (exclusive) of the part it marks as its matter; None where it marks none. printed: the lines of a PDF.
    recognised: words of it were read off pictures and may be wrong.
    """

    kind: str
    blocks: list[Block] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    pages: int = 0
    main: tuple[int, int] | None = None
    hidden: list[Hidden] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    recognised: bool = False

    def hide(self, code: str, sentence: str) -> None:
        """Name a hidden part, among the warnings too."""
        self.hidden.append(Hidden(code, sentence))
        self.warnings.append(sentence)

    def leave(self, what: str, why: str, *, order: bool = False) -> None:
        """Name what could not be read, among the warnings too."""
        self.unread.append(Unread(what, why, order))
        self.warnings.append(f"{what}没有读出：{why}。")


def plain(text: str, **traits: object) -> Paragraph:
    """A paragraph of one undressed run."""
    return Paragraph((Run(text),), **traits)  # type: ignore[arg-type]


def block_text(block: Block) -> str:
    """The text of a block: cells by tab, rows by line."""
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Table):
        return "\n".join("\t".join(cell.text for cell in row) for row in block.rows)
    return ""


def all_text(blocks: list[Block]) -> str:
    """The text of a document, one block a line."""
    return "\n".join(block_text(block) for block in blocks if not isinstance(block, Image))


def paragraphs(blocks: list[Block] | tuple[Block, ...]) -> Iterator[Paragraph]:
    """Every paragraph, those in tables included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)


def images(blocks: list[Block] | tuple[Block, ...]) -> Iterator[Image]:
    """Every picture, those in tables included."""
    for block in blocks:
        if isinstance(block, Image):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from images(cell.blocks)
