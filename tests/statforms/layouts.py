"""Prints a report in every layout met in public pages: bars, lines, tabs, HTML, Word, PDF text, one giant cell."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from docx import Document as Word

from .grids import Box, Grid

TITLES = {
    "main": "附件 政府信息公开情况统计表",
    "t2": "二、主动公开政府信息情况",
    "t3": "三、收到和处理政府信息公开申请情况",
    "t4": "四、政府信息公开行政复议、行政诉讼情况",
}


def expanded(grid: Grid) -> list[list[str]]:
    """The grid with a blank where a merged cell covers."""
    covered: dict[tuple[int, int], bool] = {}
    rows: list[list[str]] = []
    for y, row in enumerate(grid):
        line: list[str] = []
        x = 0
        for box in row:
            while covered.get((y, x)):
                line.append("")
                x += 1
            line.append(box.text)
            for dy in range(box.rows):
                for dx in range(box.cols):
                    covered[(y + dy, x + dx)] = True
            line.extend([""] * (box.cols - 1))
            x += box.cols
        while covered.get((y, x)):
            line.append("")
            x += 1
        rows.append(line)
    return rows


def bars(grid: Grid) -> list[str]:
    """A: `规章 | 0 | 0 | 0 |`."""
    return [" | ".join(box.text for box in row) + " |" for row in grid]


def markdown(grid: Grid) -> list[str]:
    """B: outer bars, empty cells where merged cells were."""
    rows = expanded(grid)
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def markdown_tails(grid: Grid) -> list[str]:
    """B: outer bars, merged cells leave bars at the end of the row."""
    return [
        "| " + " | ".join(b.text for b in row) + " |" + "|" * (sum(b.cols for b in row) - len(row))
        for row in grid
    ]


def lone_bars(grid: Grid) -> list[str]:
    """C: cell, bar, cell, bar."""
    lines: list[str] = []
    for row in grid:
        for box in row:
            if box.text:
                lines.append(box.text)
            lines.append("|")
    return lines


def ending_bars(grid: Grid) -> list[str]:
    """D: each cell on a line that ends with a bar."""
    return [f"{box.text} |".strip() for row in grid for box in row]


def blank_lines(grid: Grid) -> list[str]:
    """E: each cell on a line, a blank line between."""
    return [line for row in grid for box in row for line in (box.text, "")]


def bare_lines(grid: Grid) -> list[str]:
    """E without blank lines; an empty cell is an empty line."""
    return [box.text for row in grid for box in row]


def tab_rows(grid: Grid) -> list[str]:
    """H: one row per line."""
    return ["\t".join(box.text for box in row) for row in grid]


def tab_led(grid: Grid) -> list[str]:
    """H: label line, then tab-led lines."""
    lines: list[str] = []
    for row in grid:
        for index, box in enumerate(row):
            lines.append(box.text if box.label and index == 0 else "\t" + box.text)
        lines.append("")
    return lines


def pdf_text(grid: Grid, rng: random.Random) -> list[str]:
    """G: long labels wrap, the figures stand at the middle line, upright letters and page numbers between."""
    lines: list[str] = []
    letters = iter("三本年度办理结果")
    for number, row in enumerate(grid):
        labels = [box.text for box in row if box.label and box.rows < 15]
        label = " ".join(labels)
        values = " ".join(box.text for box in row if not box.label)
        if len(row) > 3 and all(box.label for box in row):
            lines.append(" ".join(labels))
        elif len(label) > 20 and values:
            third = len(label) // 3 + 1
            parts = [label[:third], label[third : 2 * third], label[2 * third :]]
            parts[1 if rng.random() < 0.7 else 0] += " " + values
            lines.extend(parts)
        else:
            lines.append(f"{label} {values}".strip())
        if len(grid) > 20 and number % 3 == 2:
            letter = next(letters, "")
            if letter:
                lines.append(letter)
        if number and number % 11 == 0:
            lines.append(f"- {number // 11 + 3} -")
    return lines


def word_text(grid: Grid, rng: random.Random) -> list[str]:
    """K: Word turned to text, one row per line, blanks inside words at old line ends."""
    lines = []
    for row in grid:
        cells = []
        for box in row:
            text = box.text
            if box.label and len(text) > 6:
                cut = rng.randint(3, len(text) - 2)
                text = text[:cut] + " " + text[cut:]
            cells.append(text)
        lines.append("\t".join(cells))
    return lines


def html_table(grid: Grid, rng: random.Random) -> str:
    """F: rowspan, colspan, &nbsp; in empty cells."""

    def cell(box: Box) -> str:
        span = (f' colspan="{box.cols}"' if box.cols > 1 else "") + (
            f' rowspan="{box.rows}"' if box.rows > 1 else ""
        )
        inner = box.text or rng.choice(["&nbsp;", ""])
        return f'<td{span} style="border:1px"><p><span>{inner}</span></p></td>'

    return (
        '<table border="1"><tbody>'
        + "".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in grid)
        + "</tbody></table>"
    )


def html_page(
    title: str, before: list[str], tables: dict[str, Grid], after: list[str], rng: random.Random
) -> bytes:
    """A page of a government site."""
    parts = [f"<h1>{title}</h1>", *(f"<p>{p}</p>" for p in before)]
    for name, grid in tables.items():
        parts += [f"<p><strong>{TITLES[name]}</strong></p>", html_table(grid, rng)]
    parts += [f"<p>{p}</p>" for p in after]
    head = "<head><meta charset='utf-8'><title>x</title><script>var a='收到申请数 99';</script><style>p{}</style></head>"
    return (
        f"<!DOCTYPE html><html>{head}<body><div class='nav'>首页</div>{''.join(parts)}</body></html>".encode()
    )


def word_file(title: str, before: list[str], tables: dict[str, Grid], after: list[str]) -> bytes:
    """A docx with the merged cells of the official form."""
    word = Word()
    word.add_heading(title, 0)
    for paragraph in before:
        word.add_paragraph(paragraph)
    for name, grid in tables.items():
        word.add_paragraph(TITLES[name])
        width = sum(box.cols for box in grid[0])
        table = word.add_table(rows=len(grid), cols=max(width, 1))
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(grid):
            x = 0
            for box in row:
                while (y, x) in taken:
                    x += 1
                cell = table.cell(y, x)
                if box.cols > 1 or box.rows > 1:
                    cell = cell.merge(table.cell(y + box.rows - 1, x + box.cols - 1))
                cell.text = box.text
                taken |= {(y + dy, x + dx) for dy in range(box.rows) for dx in range(box.cols)}
                x += box.cols
    for paragraph in after:
        word.add_paragraph(paragraph)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


TEXT_LAYOUTS: dict[str, Callable[[Grid, random.Random], list[str]]] = {
    "A-bars": lambda g, r: bars(g),
    "B-markdown": lambda g, r: markdown(g),
    "B-tails": lambda g, r: markdown_tails(g),
    "C-lone-bars": lambda g, r: lone_bars(g),
    "D-ending-bars": lambda g, r: ending_bars(g),
    "E-blank-lines": lambda g, r: blank_lines(g),
    "E-bare-lines": lambda g, r: bare_lines(g),
    "G-pdf-text": pdf_text,
    "H-tab-rows": lambda g, r: tab_rows(g),
    "H-tab-led": lambda g, r: tab_led(g),
    "K-word-text": word_text,
}
ALL_LAYOUTS = (*TEXT_LAYOUTS, "F-html", "I-giant-cell", "I-html-giant", "J-no-tables", "docx", "pdf")


def text_file(
    title: str, before: list[str], tables: dict[str, Grid], after: list[str], layout: str, rng: random.Random
) -> bytes:
    """A txt or md file."""
    lines = [title, "", *before, ""]
    for name, grid in tables.items():
        lines += [TITLES[name], "", *TEXT_LAYOUTS[layout](grid, rng), ""]
    return "\n".join([*lines, *after, ""]).encode()


def giant_cell(
    title: str, before: list[str], tables: dict[str, Grid], after: list[str], rng: random.Random
) -> bytes:
    """I: everything in one cell, then hundreds of empty bars."""
    parts = [title, *before]
    for name, grid in tables.items():
        parts += [TITLES[name], *(" ".join(b.text for b in row) for row in grid)]
    return ("| " + " ".join([*parts, *after]) + " |" + " |" * 300 + "\n").encode()


def html_giant(
    title: str, before: list[str], tables: dict[str, Grid], after: list[str], rng: random.Random
) -> bytes:
    """I: the page is laid out in one table cell."""
    inner = html_page(title, before, tables, after, rng).decode()
    body = inner.split("<body>")[1].split("</body>")[0]
    return f"<html><meta charset='utf-8'><body><table><tr><td>{body}</td></tr></table></body></html>".encode()
