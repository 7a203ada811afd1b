"""A whole report in a given form, layout and damage, with the cells that reading it must give back."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .damages import LABEL_CHANGES, WRITERS, relabel
from .figures import Cells, consistent_cells
from .grids import grids
from .layouts import ALL_LAYOUTS, TEXT_LAYOUTS, giant_cell, html_giant, html_page, text_file, word_file
from .pdfs import pdf_file

FORMS = ("annual_2014", "annual_2019", "annual_2021")
YEARS = {"annual_2014": 2016, "annual_2019": 2019, "annual_2021": 2023}


@dataclass(frozen=True)
class Made:
    """A generated file and the truth about it."""

    name: str
    data: bytes
    cells: Cells
    form: str


def narrative(form: str) -> tuple[list[str], list[str]]:
    """Running text without figures, before and after the tables."""
    before = [
        f"本报告根据《中华人民共和国政府信息公开条例》要求编制，所列数据的统计期限自{YEARS[form]}年1月1日起至{YEARS[form]}年12月31日止。",
        "一、总体情况",
        "我局坚持以公开为常态、不公开为例外，依法做好主动公开、依申请公开和平台建设工作，行政许可、行政处罚等信息均及时公开。",
    ]
    after = [
        "五、存在的主要问题及改进情况",
        "公开内容的针对性还不够强，下一步将加强培训，规范流程。",
        "六、其他需要报告的事项",
        "本年度没有收取信息处理费。",
    ]
    return before, after if form != "annual_2014" else []


def make(
    form: str, layout: str, seed: int, writer: str = "plain", labels: str = "as-printed", blanks: float = 0.0
) -> Made:
    """Generate one report. layout: one of ALL_LAYOUTS."""
    rng = random.Random(seed)
    cells = consistent_cells(form, seed, blanks)
    return make_from(form, layout, cells, rng, writer, labels)


def make_from(
    form: str,
    layout: str,
    cells: Cells,
    rng: random.Random,
    writer: str = "plain",
    labels: str = "as-printed",
) -> Made:
    """Print given cells."""
    tables = {k: relabel(g, LABEL_CHANGES[labels]) for k, g in grids(form, cells, WRITERS[writer]).items()}
    before, after = narrative(form)
    title = f"云海市教育局{YEARS[form]}年政府信息公开工作年度报告"
    if layout == "J-no-tables":
        return Made(
            "report.txt", text_file(title, before, {k: [] for k in tables}, after, "A-bars", rng), {}, form
        )
    if layout in TEXT_LAYOUTS:
        return Made("report.txt", text_file(title, before, tables, after, layout, rng), cells, form)
    if layout == "docx":
        return Made("report.docx", word_file(title, before, tables, after), cells, form)
    if layout == "pdf":
        return Made("report.pdf", pdf_file(title, before, tables, after), cells, form)
    if layout == "I-giant-cell":
        return Made("report.txt", giant_cell(title, before, tables, after, rng), cells, form)
    page = html_page if layout == "F-html" else html_giant
    return Made("report.html", page(title, before, tables, after, rng), cells, form)


__all__ = ["ALL_LAYOUTS", "FORMS", "Made", "make", "make_from"]
