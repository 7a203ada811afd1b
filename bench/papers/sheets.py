"""What a paper is made of: paragraphs and tables of cells that may span rows and columns."""

from __future__ import annotations

from dataclasses import dataclass

Grid = list[list[str]]


@dataclass
class Cell:
    """One printed cell; `figure` marks those that hold a value of a form."""

    text: str
    cols: int = 1
    rows: int = 1
    figure: bool = False


@dataclass
class Table:
    """Rows as printed, each naming only the cells that begin in it; widths are shares of the line."""

    rows: list[list[Cell]]
    widths: list[float]
    head: int = 0

    def places(self) -> list[tuple[int, int, Cell]]:
        """Each cell with the row and column in which it begins."""
        taken: set[tuple[int, int]] = set()
        found = []
        for y, row in enumerate(self.rows):
            x = 0
            for cell in row:
                while (y, x) in taken:
                    x += 1
                found.append((y, x, cell))
                taken |= {(y + down, x + right) for down in range(cell.rows) for right in range(cell.cols)}
                x += cell.cols
        return found

    def grid(self) -> Grid:
        """The text of each place; a cell that spans stands in its first place only."""
        lines = [["" for _ in self.widths] for _ in self.rows]
        for y, x, cell in self.places():
            lines[y][x] = cell.text
        return lines


@dataclass
class Para:
    """One paragraph. Kinds: title, heading, subheading, body, right, centre, plain, mast, number, rule, imprint."""

    text: str
    kind: str = "body"


@dataclass
class Break:
    """A new page."""


Block = Para | Table | Break


@dataclass
class Paper:
    """A whole paper: its blocks, and what stands at the head of each page."""

    blocks: list[Block]
    title: str
    running: str = ""

    def tables(self) -> list[Table]:
        """The tables, in their order."""
        return [block for block in self.blocks if isinstance(block, Table)]
