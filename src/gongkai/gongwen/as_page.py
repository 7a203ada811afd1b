"""Any readable file as a page to look at: sheets as tables, prose as paragraphs. Bounded, and it says what it leaves out."""

from __future__ import annotations

import re
from dataclasses import replace

from gongkai.files.document import Block, Document, Table
from gongkai.gongwen.to_html import to_html

_MOST_ROWS = 1000  # of one table
_MOST_BLOCKS = 5000
_MOST_SIGNS = 2_000_000
_PLACES = re.compile(r'<p class="(?:picture|lost)">.*?</p>')
_HERE = '<p class="left-out">〔此处有图片或图表，请下载文件看〕</p>'


def as_page(document: Document) -> str:
    """Clean HTML of the file, as `to_html` writes it; empty where it would be too large to be read."""
    blocks: list[Block] = []
    notes: list[str] = []
    for block in document.blocks[:_MOST_BLOCKS]:
        if isinstance(block, Table) and len(block.rows) > _MOST_ROWS:
            notes.append(f"有一个表格共{len(block.rows)}行，这里只列前{_MOST_ROWS}行，其余请下载文件看。")
            block = _cut(block)
        blocks.append(block)
    if len(document.blocks) > _MOST_BLOCKS:
        notes.append("文件很长，这里只列前面的部分，其余请下载文件看。")
    if document.unread:
        notes.append("文件里有没有读出的内容，请下载文件看。")
    html = _PLACES.sub(_HERE, to_html(blocks))
    if len(html) > _MOST_SIGNS:
        return ""
    return "\n".join([*(f'<p class="left-out">{note}</p>' for note in notes), html])


def _cut(table: Table) -> Table:
    """The first rows; no cell reaches below the last of them."""
    rows = tuple(
        tuple(replace(cell, rowspan=min(cell.rowspan, _MOST_ROWS - number)) for cell in row)
        for number, row in enumerate(table.rows[:_MOST_ROWS])
    )
    return replace(table, rows=rows)
