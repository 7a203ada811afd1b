"""A report as read: year, issuer, cells, missing tables, facts of the narrative, outline, reading remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.exceptions import Unreadable
from gongkai.statforms.cellvalues import is_page_number
from gongkai.statforms.findings import Finding, Number
from gongkai.statforms.folding import plain
from gongkai.statforms.forms import Form, form_for_year, load_form
from gongkai.statforms.lines import Document, open_document
from gongkai.statforms.narrative.facts import Fact, read_facts
from gongkai.statforms.narrative.outline import Announcement, Section, read_announcement, read_sections
from gongkai.statforms.narrative.paragraphs import Paragraph, paragraphs
from gongkai.statforms.reading.heading import Heading, read_heading
from gongkai.statforms.reading.stream import Token, cut, is_running
from gongkai.statforms.reading.tables import TableReading, read_tables


@dataclass(frozen=True)
class Report:
    """Everything `gongkai report read` knows about one file.

    form: id of the form most of the tables follow (None if neither table nor year tells). cells: figure or
    None for blank; cells of a missing table are absent. unread: cells printed but not told apart.
    table_forms: forms of the blocks of each table (two if the report mixes forms). recognised: read off pictures.
    """

    name: str
    heading: Heading
    form: Form | None
    cells: dict[str, Number | None]
    unread: frozenset[str]
    missing_tables: tuple[str, ...]
    table_forms: dict[str, tuple[str, ...]]
    cell_lines: dict[str, int]
    paragraphs: tuple[Paragraph, ...]
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    announcement: Announcement | None
    findings: tuple[Finding, ...]
    raw_lines: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    recognised: bool = False

    @property
    def known(self) -> dict[str, Number | None]:
        """The cells that were read: what is judged. A cell that was not read is neither blank nor nothing."""
        return {cell: value for cell, value in self.cells.items() if cell not in self.unread}

    @property
    def year(self) -> int | None:
        """Reporting year."""
        return self.heading.year

    @property
    def issuer(self) -> str:
        """Name of the body, empty if the report does not say."""
        return self.heading.issuer

    def as_dict(self) -> dict[str, Any]:
        """The shape promised by `gongkai report read --json`."""
        return {
            "form": self.form.id if self.form else None,
            "year": self.year,
            "issuer": self.issuer,
            "title": self.heading.title,
            "cells": self.cells,
            "unread": sorted(self.unread),
            "missing_tables": list(self.missing_tables),
            "facts": [fact.as_dict() for fact in self.facts],
            "sections": [
                {"level": s.level, "number": s.number, "title": s.title, "line": s.line}
                for s in self.sections
            ],
            "findings": [finding.as_dict() for finding in self.findings],
        }


def read_report(path: Path) -> Report:
    """Read the report in a file; Unreadable if it cannot be opened or is no annual report."""
    return read_document(open_document(path), path.name)


def read_document(document: Document, name: str) -> Report:
    """Read a report from lines already at hand."""
    tokens = cut(document)
    heading = read_heading(_outside_rows(document))
    tables = read_tables(tokens, heading.year)
    lines = _narrative_lines(document, tokens, tables)
    text = paragraphs(lines)
    if not tables.cells and not _is_report(heading, text):
        raise Unreadable(f"{name} 不像政府信息公开工作年度报告：既没有统计表，也没有年度报告的标题和内容。")
    form = _form(tables, heading.year)
    missing = tuple(t.id for t in form.tables if t.id not in tables.table_forms) if form else ()
    lost = _lost_tables(form, tables, document)
    findings = [
        *tables.findings, *_missing_findings(form, missing, document), *_lost_findings(lost), *_about_the_file(document),
    ]  # fmt: skip
    return Report(
        name,
        heading,
        form,
        tables.cells,
        frozenset(tables.unread).union(*lost.values()),
        missing,
        {table: tuple(forms) for table, forms in tables.table_forms.items()},
        tables.lines,
        tuple(text),
        tuple(read_facts(text, heading.year)),
        tuple(read_sections(text)),
        read_announcement(text),
        tuple(findings),
        tuple(
            (line.no, line.text[i : i + 2000])
            for line in document.lines
            if line.text.strip()
            for i in range(0, len(line.text), 2000)
        ),
        document.recognised,
    )


def _outside_rows(document: Document) -> list[Any]:
    return [
        line
        for line in document.lines
        if line.cells is None or len(line.cells) <= 1 or len(list(filter(None, line.cells))) == 1
    ]


def _form(tables: TableReading, year: int | None) -> Form | None:
    """The form most blocks follow; with no table at all the form ordered for the year."""
    if tables.votes:
        return load_form(tables.votes.most_common(1)[0][0])
    return form_for_year(year) if year else None


def _missing_findings(form: Form | None, missing: Sequence[str], document: Document) -> list[Finding]:
    if form is None:
        return []
    picture = "（文件里有图片，表格可能是图片）" if document.pictures else ""
    return [
        Finding(
            "R04",
            "warn",
            (table,),
            f"没有读到表格“{form.table(table).title}”{picture}，该表各格按未报处理，不当作零",
            None,
            None,
            form.basis,
        )
        for table in missing
    ]


def _lost_tables(form: Form | None, tables: TableReading, document: Document) -> dict[str, list[str]]:
    """Tables of one line whose heads were read and no figure, in a file of which something was not read; with their cells.

    The line may stand on the page that is a picture: then it is not blank, nobody has seen it.
    """
    if form is None or not document.remarks:
        return {}
    lines = {table.id: table.cell_ids() for table in form.tables if table.kind == "transposed"}
    return {
        table: cells
        for table, cells in lines.items()
        if table in tables.table_forms and all(tables.cells.get(cell) is None for cell in cells)
    }


def _lost_findings(lost: dict[str, list[str]]) -> list[Finding]:
    return [
        Finding(
            "R02", "warn", (table,), f"只读到表头，{len(ids)}格的数没有读到（文件有没读出的部分），按没有读出处理，不当作空格",
            len(ids), 0, "没有读出的内容不作判断",
        )
        for table, ids in lost.items()
    ]  # fmt: skip


def _about_the_file(document: Document) -> list[Finding]:
    """What was not read of the file, and that it was read off pictures."""
    found = [
        Finding("R08", "info", ("全文",), f"{one}。请对照原件", basis="没有读出的内容不作判断")
        for one in document.remarks
    ]
    if document.recognised:
        said = "全部或部分文字读自图像，请核对；图像认字会有错，本报告的问题最高只作“请核对”"
        found.append(Finding("R09", "info", ("全文",), said, basis="读自图像的数字不能作为错误的依据"))
    return found


def _narrative_lines(
    document: Document, tokens: Sequence[Token], tables: TableReading
) -> list[tuple[int, str]]:
    """Lines of running text: everything that is not part of a table."""
    pieces: dict[int, list[str]] = {}
    for token in tokens:
        if token.kind == "running":
            pieces.setdefault(token.line, []).append(token.text)
    lines: list[tuple[int, str]] = []
    for line in document.lines:
        if line.no in pieces:
            lines.extend((line.no, part) for piece in pieces[line.no] for part in split_giant(piece))
        elif line.no not in tables.table_lines and line.text.strip() and not is_page_number(line.text):
            lines.append((line.no, line.text))
    return lines


_GIANT_HEADING = re.compile(r"\s+(?=[一二三四五六七八九]、|[（(][一二三四五六七八九十][)）])")


def split_giant(text: str) -> list[str]:
    """A whole report in one line: cut again before its headings."""
    if len(text) < 200:
        return [text]
    parts: list[str] = []
    for part in _GIANT_HEADING.split(text):
        head = re.match(r"([一二三四五六七八九]、\S{2,30})\s+(?=\S)", part)
        if head and "，" not in head[1] and "。" not in head[1]:
            parts.extend([head[1], part[head.end() :]])
        else:
            parts.append(part)
    return [p for p in parts if p.strip()]


def _is_report(heading: Heading, text: Sequence[Paragraph]) -> bool:
    """A title that names an annual report, and enough talk of disclosure."""
    body = "".join(p.text for p in text)
    mentions = len(re.findall(r"信息公开|政务公开|主动公开|依申请", body))
    if heading.title and re.search(r"报告|年报|总结", heading.title):
        return mentions >= 2
    parts = sum(1 for word in ("主动公开", "依申请公开", "行政复议", "存在的", "年度报告") if word in body)
    return mentions >= 6 and parts >= 4 and not re.search(r"通知|要点|通报|方案|办法", plain(body[:60]))


__all__ = ["Report", "is_running", "read_document", "read_report"]
