"""The neutral form of a document that every reader yields: paragraphs with runs, tables, images."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["", "left", "center", "right"]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one dress."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: Literal["", "sup", "sub"] = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. level: heading level of the source (0: none). indent: first-line indent in characters.

    size: largest font size in points, None if the source does not say. gap: an empty line stood before it.
    kind: `footnote` and `textbox` stand apart from the running text, as do `links`, which hold nothing else.
    """

    runs: tuple[Run, ...]
    align: Align = ""
    indent: float = 0.0
    size: float | None = None
    level: int = 0
    gap: bool = False
    kind: Literal["", "footnote", "textbox", "links"] = ""

    @property
    def text(self) -> str:
        """The whole text, line breaks kept."""
        return "".join(run.text for run in self.runs)


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


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell covered by a span of another is absent. header_rows: how many rows head the table."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0


@dataclass(frozen=True)
class Image:
    """A picture in the text; its content is not read."""

    name: str


Block = Paragraph | Table | Image


@dataclass
class Reading:
    """What a reader found: blocks, warnings in Chinese, and facts beside the text (metadata, links).

    pages: how many pages the file says it has; 0 where its kind has none.
    """

    kind: str
    blocks: list[Block] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    pages: int = 0


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
