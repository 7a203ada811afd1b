"""How a table of a public text is drawn: which are ruled like an official form, whose labels stay in sight on a phone.

Nothing of what a cell says is changed; cells get classes, and on narrow tables the name of their column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.files.web.fragment import HtmlElement

WIDE = 5  # columns from which a table does not fit a phone
BLOCK = range(3, WIDE)  # columns of a table whose rows become blocks on a phone
MOST_COLUMNS = 100
MOST_LABELS = 3  # columns of labels that stay in sight
TALL = 3  # rows over which a label is written downwards on a phone
_FIGURE = re.compile(r"[\s\d.,，．%％/／+\-–—－…]*")


@dataclass(frozen=True)
class Placed:
    """A cell with the row and column in which it begins."""

    cell: HtmlElement
    row: int
    column: int
    wide: int
    high: int


def rule(table: HtmlElement) -> None:
    """Give the cells of a table the classes by which they are drawn at every width."""
    placed = _places(table)
    columns = max((one.column + one.wide for one in placed), default=0)
    merged = any(one.wide > 1 or one.high > 1 for one in placed)
    if merged or columns >= WIDE:
        _ruled(table, placed)
    elif columns in BLOCK:
        _named_by_column(table, placed)


def _places(table: HtmlElement) -> list[Placed]:
    """Every cell where a browser draws it: no cell reaches beyond its thead or tbody."""
    found: list[Placed] = []
    first = 0
    for rows in _groups(table):
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(rows):
            x = 0
            for cell in row.iterchildren("th", "td"):
                while (y, x) in taken:
                    x += 1
                wide, high = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - y)
                taken.update((y + down, x + over) for down in range(high) for over in range(wide))
                found.append(Placed(cell, first + y, x, wide, high))
                x += wide
        first += len(rows)
    return found


def _groups(table: HtmlElement) -> list[list[HtmlElement]]:
    parts = list(table.iterchildren("thead", "tbody", "tfoot"))
    return [list(part.iterchildren("tr")) for part in parts] or [list(table.iterchildren("tr"))]


def _span(cell: HtmlElement, name: str) -> int:
    said = cell.get(name) or "1"
    return min(max(int(said), 1), MOST_COLUMNS) if said.isascii() and said.isdigit() else 1


def _words(cell: HtmlElement) -> str:
    return "".join(cell.itertext()).strip()


def _ruled(table: HtmlElement, placed: list[Placed]) -> None:
    """All rules; figures narrow and centred; the columns before the first figure are labels and stay in sight."""
    body = [one for one in placed if not _in_head(one.cell)]
    figures = [one for one in body if _FIGURE.fullmatch(_words(one.cell)) and one.wide == 1]
    labels = min((one.column for one in figures if _words(one.cell)), default=1)
    classes = ["plain-table", "ruled-table"]
    if labels > MOST_LABELS:
        labels = 1
    if labels:
        classes.append(f"has-labels-{labels}")
    table.set("class", " ".join(classes))
    known = {one.cell for one in figures}
    for one in placed:
        said = []
        if one.column + one.wide <= labels:
            said.append(f"label-{one.column + 1}")
            if one.column + one.wide < labels and one.high >= TALL and one.wide == 1:
                said.append("is-tall")
        elif one.column >= labels and (one.cell in known or _in_head(one.cell)):
            said.append("figure-cell")
        if said:
            one.cell.set("class", " ".join(said))


def _in_head(cell: HtmlElement) -> bool:
    return any(above.tag == "thead" for above in cell.iterancestors())


def _named_by_column(table: HtmlElement, placed: list[Placed]) -> None:
    """Each cell carries the head of its column, so that a row can stand as a block; only where there is one row of heads."""
    heads = {one.column: _words(one.cell) for one in placed if one.row == 0 and one.cell.tag == "th"}
    rest = [one for one in placed if one.row > 0]
    whole = set(heads) == set(range(len(heads))) and len(heads) in BLOCK and all(heads.values())
    if not whole or any(_in_head(one.cell) for one in rest):
        return
    table.set("class", "plain-table block-table")
    table.set("role", "table")
    for part in table.iterchildren("thead", "tbody", "tfoot"):
        part.set("role", "rowgroup")
    for row in table.iter("tr"):
        row.set("role", "row")
    for one in placed:
        if one.row == 0:
            one.cell.set("role", "columnheader")
            continue
        one.cell.set("role", "rowheader" if one.cell.tag == "th" else "cell")
        one.cell.set("data-label", heads.get(one.column, ""))
