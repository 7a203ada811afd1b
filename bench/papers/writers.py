"""Papers as Word files, web pages, text and workbooks, written without any of the product's own code."""

from __future__ import annotations

import html
import io
import random
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.shared import Cm
from openpyxl.styles import Alignment

from bench.papers.looks import Look
from bench.papers.sheets import Break, Cell, Paper, Para, Table

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SIZES = {"A4": (21.0, 29.7), "A5": (14.8, 21.0), "B5": (17.6, 25.0)}
_ALIGN = {"title": "center", "centre": "center", "right": "right", "mast": "center", "number": "center"}


def _run(text: str, look: Look, size: float, bold: bool = False, colour: str = "") -> str:
    marks = "<w:b/>" if bold else ""
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    fonts = f'<w:rFonts w:ascii="{look.font}" w:hAnsi="{look.font}" w:eastAsia="{look.font}"/>'
    words = '<w:br/></w:r><w:r><w:rPr>{p}</w:rPr><w:t xml:space="preserve">'
    half = f'<w:sz w:val="{int(size * 2)}"/>'
    properties = f"{fonts}{marks}{tint}{half}"
    lines = escape(text).split("\n")
    joined = ("</w:t>" + words.format(p=properties)).join(lines)
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{joined}</w:t></w:r>'


def _paragraph(para: Para, look: Look) -> str:
    kind = para.kind
    size = {"title": look.size + 6, "mast": look.size + 14, "heading": look.size + 1}.get(kind, look.size)
    indent = (
        '<w:ind w:firstLineChars="200" w:firstLine="420"/>'
        if kind in ("body", "heading", "subheading")
        else ""
    )
    if kind == "right":
        indent = '<w:ind w:rightChars="400" w:right="840"/>'
    edge = (
        '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="FF0000"/></w:pBdr>'
        if kind == "rule"
        else ""
    )
    align = f'<w:jc w:val="{_ALIGN.get(kind, "both")}"/>'
    run = _run(para.text, look, size, kind in ("title", "heading"), "FF0000" if kind == "mast" else "")
    return f"<w:p {_W}><w:pPr>{edge}{indent}{align}</w:pPr>{run}</w:p>"


def _borders(look: Look) -> str:
    kinds = {"all": ("single",) * 6, "none": ("nil",) * 6}
    kinds["lines"] = ("single", "nil", "single", "nil", "single", "nil")
    sides = zip(("top", "left", "bottom", "right", "insideH", "insideV"), kinds[look.rules], strict=True)
    lines = "".join(
        f'<w:{side} w:val="{kind}" w:sz="4" w:space="0" w:color="000000"/>' for side, kind in sides
    )
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def _cell(cell: Cell, width: int, merge: str, look: Look, last: bool) -> str:
    valign = look.valign
    if valign == "mixed":
        valign = "bottom" if last else "center"
    if cell.figure and look.valign == "bottom":
        valign = "bottom"
    span = f'<w:gridSpan w:val="{cell.cols}"/>' if cell.cols > 1 else ""
    upright = look.vertical_labels and cell.rows > 3 and cell.cols == 1
    turned = '<w:textDirection w:val="tbRlV"/>' if upright else ""
    align = look.align if cell.figure else ("center" if len(cell.text) < 12 else "left")
    text = "" if merge == '<w:vMerge w:val="continue"/>' else cell.text
    inside = _run(text, look, look.table_size) if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{turned}<w:vAlign w:val="{valign}"/></w:tcPr>'
        f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{inside}</w:p></w:tc>'
    )


def _table(table: Table, look: Look, room: float) -> str:
    scale = room * 567 / sum(table.widths)
    widths = [int(w * scale) for w in table.widths]
    if look.narrow and len(widths) > 5:
        widths = [int(room * 567 / len(widths))] * len(widths)
    owners: dict[tuple[int, int], tuple[int, int, Cell]] = {}
    for y, x, cell in table.places():
        for down in range(cell.rows):
            for right in range(cell.cols):
                owners[y + down, x + right] = (y, x, cell)
    rows = []
    for y in range(len(table.rows)):
        cells, x = [], 0
        while x < len(widths):
            if (y, x) not in owners:
                cells.append(_cell(Cell(""), widths[x], "", look, False))
                x += 1
                continue
            top, _left, cell = owners[y, x]
            merge = ""
            if cell.rows > 1:
                merge = '<w:vMerge w:val="restart"/>' if top == y else '<w:vMerge w:val="continue"/>'
            width = sum(widths[x : x + cell.cols])
            cells.append(_cell(cell, width, merge, look, x + cell.cols == len(widths)))
            x += cell.cols
        high = f'<w:trHeight w:val="{int(look.row_height * 567)}"/>' if look.row_height else ""
        again = "<w:tblHeader/>" if look.repeat_head and y < table.head else ""
        rows.append(f"<w:tr><w:trPr>{high}{again}</w:trPr>{''.join(cells)}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{_borders(look)}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _running(paper: Paper, look: Look) -> tuple[str, str]:
    head = f'<w:p {_W}><w:pPr><w:jc w:val="center"/></w:pPr>{_run(paper.running, look, 9)}</w:p>'
    number = '<w:r><w:t xml:space="preserve">- </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    number += '<w:r><w:t xml:space="preserve"> -</w:t></w:r>'
    return head, f'<w:p {_W}><w:pPr><w:jc w:val="center"/></w:pPr>{number}</w:p>'


def word(paper: Paper, look: Look) -> bytes:
    """The paper as docx."""
    document = docx.Document()
    section = document.sections[0]
    width, height = _SIZES[look.paper]
    if look.landscape:
        width, height = height, width
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = Cm(look.margin)
    section.top_margin = section.bottom_margin = Cm(max(1.5, look.margin - 0.5))
    body = document.element.body
    end = body[-1]
    for block in paper.blocks:
        if isinstance(block, Break):
            xml = f'<w:p {_W}><w:r><w:br w:type="page"/></w:r></w:p>'
        elif isinstance(block, Table):
            xml = _table(block, look, width - 2 * look.margin)
        else:
            xml = _paragraph(block, look)
        end.addprevious(parse_xml(xml))
    head, foot = _running(paper, look)
    if paper.running and look.running:
        section.header._element.insert(0, parse_xml(head))
    if look.page_numbers:
        section.footer._element.insert(0, parse_xml(foot))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_CSS = "body{font-family:'%s',serif;font-size:%spt;max-width:%scm}table{border-collapse:collapse;width:100%%}"


def page(paper: Paper, look: Look) -> str:
    """The paper as a web page, also what the browser prints to PDF."""
    line = {"all": "1px solid #000", "none": "0", "lines": "0;border-top:1px solid #000"}[look.rules]
    width, height = _SIZES[look.paper]
    if look.landscape:
        width, height = height, width
    css = _CSS % (look.font, look.size, width - 2 * look.margin)
    css += f"td{{border:{line};font-size:{look.table_size}pt;padding:2px;height:{look.row_height or 0.5}cm}}"
    css += f"td.f{{text-align:{look.align};vertical-align:{ {'center': 'middle', 'mixed': 'middle'}.get(look.valign, look.valign) }}}"
    css += f"@page{{size:{width}cm {height}cm;margin:{max(1.5, look.margin - 0.5)}cm {look.margin}cm}}"
    css += (
        ".c{text-align:center}.r{text-align:right;margin-right:3em}.b{text-indent:2em}.k{break-before:page}"
    )
    if look.narrow:
        css += "table{table-layout:fixed}"
    out = []
    for block in paper.blocks:
        if isinstance(block, Break):
            out.append('<div class="k"></div>')
        elif isinstance(block, Table):
            out.append(_html_table(block, look))
        else:
            shape = {"center": "c", "right": "r"}.get(_ALIGN.get(block.kind, ""), "b")
            tag = {"title": "h1", "heading": "h2"}.get(block.kind, "p")
            words = html.escape(block.text).replace("\n", "<br>")
            out.append(f'<{tag} class="{shape}">{words}</{tag}>')
    head = f'<meta charset="utf-8"><title>{html.escape(paper.title)}</title><style>{css}</style>'
    return (
        f"<!DOCTYPE html>\n<html lang=zh><head>{head}</head><body>\n" + "\n".join(out) + "\n</body></html>\n"
    )


def _html_table(table: Table, look: Look) -> str:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            spans = (f" colspan={cell.cols}" if cell.cols > 1 else "") + (
                f" rowspan={cell.rows}" if cell.rows > 1 else ""
            )
            words = html.escape(cell.text).replace("\n", "<br>") or "&nbsp;"
            cells.append(f"<td{' class=f' if cell.figure else ''}{spans}>{words}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


TEXTS = ["pipes", "outer pipes", "cell a line", "blank lines", "tabs"]


def text(paper: Paper, way: str) -> str:
    """The paper as text, its tables in one of the ways met on public pages."""
    out: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Break):
            out.append("")
        elif isinstance(block, Para):
            out.append(("　　" if block.kind == "body" else "") + block.text.replace("\n", ""))
        else:
            out += _text_table(block, way)
    return "\n".join(out) + "\n"


def _text_table(table: Table, way: str) -> list[str]:
    rows = [[cell.text.replace("\n", "") for cell in row] for row in table.rows]
    if way == "pipes":
        return [" | ".join(row) + " |" for row in rows]
    if way == "outer pipes":
        lines = []
        for row, printed in zip(table.rows, rows, strict=True):
            tails = sum(c.cols - 1 for c in row)
            lines.append("| " + " | ".join(printed) + " |" + "|" * tails)
        return lines
    if way == "tabs":
        return ["\t".join(row) for row in rows]
    if way == "cell a line":
        return [line for row in rows for word in row for line in (word, "|")]
    return [line for row in rows for word in row for line in (word, "")]


def workbook(paper: Paper, look: Look, rng: random.Random) -> bytes:
    """The paper as a workbook: words and tables on one sheet, or a sheet for each table."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("年度报告")
    row = 1
    apart = rng.random() < 0.4
    for block in paper.blocks:
        if isinstance(block, Break):
            continue
        if isinstance(block, Para):
            sheet.cell(row, 1, block.text)
            row += 1
            continue
        target, top = (book.create_sheet(f"表{len(book.sheetnames) + 1}"), 1) if apart else (sheet, row)
        for y, x, cell in block.places():
            value = _value(cell, rng)
            place = target.cell(top + y, x + 1, value)
            place.alignment = Alignment(wrap_text=True, horizontal=look.align if cell.figure else "center")
            if cell.rows > 1 or cell.cols > 1:
                target.merge_cells(
                    start_row=top + y,
                    start_column=x + 1,
                    end_row=top + y + cell.rows - 1,
                    end_column=x + cell.cols,
                )
        row += 0 if apart else len(block.rows) + 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(cell: Cell, rng: random.Random) -> str | int | float | None:
    if not cell.text:
        return None
    if cell.figure and rng.random() < 0.8:
        try:
            return int(cell.text)
        except ValueError:
            try:
                return float(cell.text)
            except ValueError:
                return cell.text
    return cell.text


def _ways(paper: Paper) -> list[str]:
    """The ways that can show this paper: between blank lines a blank cell could not be seen."""
    blank = any(c.figure and not c.text for t in paper.tables() for row in t.rows for c in row)
    return [way for way in TEXTS if not (blank and way == "blank lines")]


def write(path: Path, paper: Paper, look: Look, rng: random.Random) -> None:
    """The paper in the format of the path's ending."""
    kind = path.suffix
    if kind == ".docx":
        path.write_bytes(word(paper, look))
    elif kind == ".html":
        path.write_text(page(paper, look), "utf-8")
    elif kind == ".txt":
        path.write_text(text(paper, rng.choice(_ways(paper))), "utf-8")
    elif kind == ".xlsx":
        path.write_bytes(workbook(paper, look, rng))
    else:
        raise ValueError(f"no writer for {kind}")
