"""What every reader hands on: numbered lines; a table row keeps its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_FILE_BYTES = 50_000_000
"""Larger files are refused before they are opened; a text report is far smaller."""
MAX_TEXT_CHARS = 300_000
"""Text beyond this is refused: bounded memory whatever the file claims to be."""


@dataclass(frozen=True)
class Line:
    """One line or one table row.

    no: number of the line (txt, md) or of the paragraph (html, docx, pdf), from 1.
    cells: None for running text; the anchor cells of a row otherwise (merged cells count once).
    positions: horizontal middles of the words, only from PDF.
    """

    no: int
    text: str
    cells: tuple[str, ...] | None = None
    positions: tuple[float, ...] = ()


@dataclass(frozen=True)
class Document:
    """The text of a file. kind: txt, md, html, docx, pdf. remarks: what could not be carried over."""

    kind: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = field(default=())
    pictures: int = 0

    def size(self) -> int:
        """Characters in all."""
        return sum(len(line.text) for line in self.lines)
