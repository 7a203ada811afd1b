"""A neutral document as JSON and back: what a reader in a process of its own hands to its caller.

Only plain values cross; whatever a hostile file made of the child, the caller gets text, tables and numbers.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gongkai.files.document import (
    Block,
    Cell,
    Document,
    Hidden,
    Image,
    Paragraph,
    Printed,
    Run,
    Table,
    Unread,
)


def packed(document: Document) -> dict[str, Any]:
    """The document in lists, words and numbers."""
    said = {
        name: getattr(document, name)
        for name in ("kind", "warnings", "metadata", "links", "pages", "main", "recognised")
    }
    said["blocks"] = [_block(block) for block in document.blocks]
    said["hidden"] = [asdict(one) for one in document.hidden]
    said["unread"] = [asdict(one) for one in document.unread]
    said["printed"] = [_printed(line) for line in document.printed]
    return said


def unpacked(said: dict[str, Any]) -> Document:
    """The same document again."""
    return Document(
        kind=said["kind"],
        blocks=[_as_block(one) for one in said["blocks"]],
        warnings=said["warnings"],
        metadata=said["metadata"],
        links=[(address, name) for address, name in said["links"]],
        pages=said["pages"],
        main=tuple(said["main"]) if said["main"] else None,
        hidden=[Hidden(**one) for one in said["hidden"]],
        unread=[Unread(**one) for one in said["unread"]],
        printed=[_as_printed(one) for one in said["printed"]],
        recognised=said["recognised"],
    )


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        traits = {name: getattr(block, name) for name in ("align", "indent", "size", "level", "gap", "kind")}
        return {"runs": [asdict(run) for run in block.runs], **traits}
    if isinstance(block, Image):
        return {"image": block.name, "alt": block.alt, "lost": block.lost}
    rows = [[_cell(cell) for cell in row] for row in block.rows]
    return {"rows": rows, "header_rows": block.header_rows, "frame": block.frame}


def _cell(cell: Cell) -> list[Any]:
    return [[_block(block) for block in cell.blocks], cell.rowspan, cell.colspan]


def _as_block(said: dict[str, Any]) -> Block:
    if "image" in said:
        return Image(said["image"], said["alt"], lost=said["lost"])
    if "rows" in said:
        rows = tuple(tuple(_as_cell(cell) for cell in row) for row in said["rows"])
        return Table(rows, said["header_rows"], said["frame"])
    return Paragraph(**{**said, "runs": tuple(Run(**run) for run in said["runs"])})


def _as_cell(said: list[Any]) -> Cell:
    blocks, rowspan, colspan = said
    return Cell(tuple(_as_block(one) for one in blocks), rowspan, colspan)


def _printed(line: Printed) -> list[Any]:
    return [line.words, _block(line.table) if line.table else None, line.edges]


def _as_printed(said: list[Any]) -> Printed:
    words, table, edges = said
    whole = _as_block(table) if table else None
    return Printed(
        tuple((word, middle) for word, middle in words),
        whole if isinstance(whole, Table) else None,
        tuple(edges),
    )
