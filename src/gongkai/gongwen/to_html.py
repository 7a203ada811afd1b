"""Blocks to clean semantic HTML: classes only (strict CSP), no Word debris, no letter lost.

Numbering stays in the text as printed (一、（一）1.), so that nothing depends on how a browser counts.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from html import escape
from itertools import groupby

from gongkai.files.document import Block, Cell, Image, Paragraph, Run, Table
from gongkai.gongwen.found import Fields, Found
from gongkai.gongwen.labels import label_of
from gongkai.gongwen.lines import is_layout, lines_of
from gongkai.gongwen.text import squeeze

_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"\([一二三四五六七八九十]{1,3}\)")
_CHAPTER = re.compile(r"第[一二三四五六七八九十百零]{1,5}[章编](?!第)")
_SECTION = re.compile(r"第[一二三四五六七八九十百零]{1,5}节")
_CLAUSE = re.compile(r"(第[一二三四五六七八九十百零]{1,7}条)")
_ATTACHMENT = re.compile(r"附件\d{0,2}:?")
# A heading longer than this, or one that ends a sentence, is a paragraph that begins with its number.
_HEADING_LETTERS = 45
_HEAD_LETTERS = 20


def to_html(blocks: list[Block], fields: Fields | None = None) -> str:
    """The whole document. fields: where known, letterhead and signature get their classes."""
    return _Writer(_roles(fields)).write(blocks)


def body_html(blocks: list[Block], fields: Fields) -> str:
    """The document without the lines of red head, number, title and imprint."""
    roles = _roles(fields)
    # Only paragraphs are letterhead; a table that holds a label is text.
    gone = {
        block
        for block, role in roles.items()
        if role in ("letterhead", "number", "title")
        and 0 <= block < len(blocks)
        and isinstance(blocks[block], Paragraph)
    }
    gone |= _imprinted(blocks, fields)
    return _Writer(roles).write(blocks, gone)


def _imprinted(blocks: list[Block], fields: Fields) -> set[int]:
    """The blocks that hold nothing but the imprint."""
    told = Counter(place.block for place in (*fields.copies.evidence, *fields.printed.evidence))
    return {
        block
        for block, number in told.items()
        if 0 <= block < len(blocks) and sum(1 for line in lines_of([blocks[block]]) if line.tight) == number
    }


def _roles(fields: Fields | None) -> dict[int, str]:
    """Block index → class, from the evidence of the fields."""
    if fields is None:
        return {}
    roles: dict[int, str] = {}
    named: list[tuple[str, Found[object]]] = [
        ("signature", fields.signature),  # type: ignore[list-item]
        ("signature", fields.date),  # type: ignore[list-item]
        ("addressee", fields.addressee),  # type: ignore[list-item]
        ("title", fields.title),  # type: ignore[list-item]
        ("number", fields.doc_number),  # type: ignore[list-item]
    ]
    for role, found in named:
        for place in found.evidence:
            roles.setdefault(place.block, role)
    for place in fields.issuer.evidence[:1]:
        if squeeze(place.quote).endswith("文件"):
            roles.setdefault(place.block, "letterhead")
    return roles


class _Writer:
    """Writes blocks, giving every heading and clause an id of its own."""

    def __init__(self, roles: dict[int, str]) -> None:
        self._roles = roles
        self._ids: set[str] = set()
        self._parts = 0
        self._clauses = 0

    def write(self, blocks: list[Block], leave_out: Iterable[int] = ()) -> str:
        gone = set(leave_out)
        written = [
            self._block(block, self._roles.get(index, ""))
            for index, block in enumerate(blocks)
            if index not in gone
        ]
        return "\n".join(part for part in written if part)

    def _block(self, block: Block, role: str = "") -> str:
        if isinstance(block, Paragraph):
            return self._paragraph(block, role)
        if isinstance(block, Table):
            return self._table(block)
        return _picture(block)

    def _paragraph(self, block: Paragraph, role: str) -> str:
        inner = _runs(block.runs)
        if not inner.strip():
            return ""
        if role:
            return f'<p class="{role}">{inner}</p>'
        tag, anchor = self._heading(block)
        if tag != "p":
            return f'<{tag} id="{anchor}">{inner}</{tag}>'
        return f"<p{self._attributes(block)}>{inner}</p>"

    def _heading(self, block: Paragraph) -> tuple[str, str]:
        """Which tag a paragraph gets, and its anchor."""
        tight = squeeze(block.text)
        short = len(tight) <= _HEADING_LETTERS and not tight.endswith(("。", "；", ";", "，", "、"))
        if not short or block.kind:
            return "p", ""
        if _FIRST.match(tight) or _CHAPTER.match(tight) or _ATTACHMENT.fullmatch(tight):
            return "h2", self._anchor()
        if _SECOND.match(tight) or _SECTION.match(tight):
            return "h3", self._anchor()
        if block.level and not re.match(r"\d", tight):
            return f"h{min(max(block.level, 2), 4)}", self._anchor()
        return "p", ""

    def _anchor(self) -> str:
        self._parts += 1
        return self._unique(f"part-{self._parts}")

    def _unique(self, name: str) -> str:
        number, found = 1, name
        while found in self._ids:
            number += 1
            found = f"{name}-{number}"
        self._ids.add(found)
        return found

    def _attributes(self, block: Paragraph) -> str:
        clause = _CLAUSE.match(squeeze(block.text))
        if clause:
            self._clauses += 1
            return f' class="clause" id="{self._unique(f"clause-{self._clauses}")}"'
        if block.kind:
            return f' class="{block.kind}"'
        if block.align in ("center", "right"):
            return f' class="{block.align}"'
        return ""

    def _table(self, table: Table) -> str:
        heads, whole = _heads(table)
        rows = [
            "<tr>" + "".join(self._cell(cell, number < heads) for cell in row) + "</tr>"
            for number, row in enumerate(table.rows)
        ]
        cut = heads if whole else 0
        head = "<thead>\n" + "\n".join(rows[:cut]) + "\n</thead>\n" if cut else ""
        body = "<tbody>\n" + "\n".join(rows[cut:]) + "\n</tbody>\n" if rows[cut:] else ""
        return f"<table>\n{head}{body}</table>"

    def _cell(self, cell: Cell, is_head: bool) -> str:
        tag = "th" if is_head else "td"
        scope = f' scope="{"colgroup" if cell.colspan > 1 else "col"}"' if is_head else ""
        spans = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
            f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        )
        blocks = [block for block in cell.blocks if not isinstance(block, Image) or block.data or block.lost]
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            inner = _runs(blocks[0].runs)
        else:
            inner = "".join(
                f"<p>{_runs(block.runs)}</p>" if isinstance(block, Paragraph) else self._block(block)
                for block in blocks
            )
        return f"<{tag}{scope}{spans}>{inner}</{tag}>"


def _heads(table: Table) -> tuple[int, bool]:
    """How many rows head the table, and whether they can be set apart from the others.

    A cell of the head that goes on downwards brings the rows it reaches into the head: across its end no browser draws
    it. Where it reaches into what is no head, the head stays among the other rows.
    """
    said = table.header_rows
    heads = said or int(_first_row_heads(table))
    reach = heads
    number = 0
    while number < min(reach, len(table.rows)):
        reach = max([reach, *(number + cell.rowspan for cell in table.rows[number])])
        number += 1
    reach = min(reach, len(table.rows))
    if reach == heads:
        return heads, True
    if reach < len(table.rows) and all(_may_head(cell) for row in table.rows[heads:reach] for cell in row):
        return reach, True
    return heads, False


def _may_head(cell: Cell) -> bool:
    """Whether a cell can name a column: a short text without a figure or the end of a sentence."""
    text = squeeze(cell.text)
    return len(text) <= _HEAD_LETTERS and not re.search(r"\d{2,}|[:：。]", text)


def _first_row_heads(table: Table) -> bool:
    """Whether the first row names the columns: several short texts, none of them a figure or a label's value."""
    if len(table.rows) < 2 or len(table.rows[0]) < 2 or is_layout(table):
        return False
    texts = [squeeze(cell.text) for cell in table.rows[0]]
    # Labels with their values beside them (索引号 | … | 文号 | …) head no columns; one label among other names may (… | 审核).
    labels = [bool(label_of(text)) for text in texts]
    if all(labels[::2]) and not all(labels):
        return False
    return all(texts) and all(_may_head(cell) for cell in table.rows[0])


def picture_key(image: Image) -> str:
    """How the HTML names a picture that the file holds: `picture:` and this."""
    return hashlib.sha256(image.data).hexdigest()[:32]


def lost_paragraph(what: str) -> str:
    """What stands in the text where something of the file could not be kept; nothing with it may be handed in."""
    return f'<p class="lost">〔此处原有{escape(what)}，没有带进来；请补上后删去这句话〕</p>'


def _picture(image: Image) -> str:
    """A picture with its place; of a web page, which does not hold its pictures, nothing: the warnings name them."""
    if image.lost:
        return lost_paragraph(f"{image.lost}{'一幅' if image.lost.endswith('图片') else '一个'}")
    if not image.data:
        return ""
    return f'<p class="picture"><img src="picture:{picture_key(image)}" alt="{escape(image.alt)}"></p>'


def _runs(runs: tuple[Run, ...]) -> str:
    """The runs, those that lead to one address in one link."""
    return "".join(
        f'<a href="{escape(href)}">{inner}</a>' if href else inner
        for href, group in groupby(runs, key=lambda run: run.href)
        for inner in ["".join(_run(run) for run in group)]
    )


def _run(run: Run) -> str:
    text = escape(run.text, quote=False).replace("\n", "<br>")
    if run.underline and (run.text.strip() or len(run.text) > 1):
        text = f"<u>{text}</u>"  # blanks too: a line to be filled in
    if not run.text.strip():
        return text
    if run.raised:
        text = f"<{run.raised}>{text}</{run.raised}>"
    if run.italic:
        text = f"<em>{text}</em>"
    return f"<strong>{text}</strong>" if run.bold else text
