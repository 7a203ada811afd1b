"""One xlsx with bodies, people and columns: the blank form, and reading it. Each line knows its sheet and row."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai import tables
from gongkai.apps.catalogue.models import Column
from gongkai.apps.organizations.models import INDEX_SCHEMES, Role, Scope
from gongkai.exceptions import Unreadable
from gongkai.site.first.plan import (
    KINDS,
    NO_NUMBER,
    OTHER_WORDS,
    SECTION,
    Body,
    Heading,
    Person,
    Plan,
    codes_of,
)

MOST = 500
YES = {"是", "有", "√", "1", "Y", "y"}
# sheet → (hint, heads, needed heads, example, choices by head)
SHEETS: dict[str, tuple[str, tuple[str, ...], frozenset[str], tuple[str, ...], dict[str, Sequence[str]]]] = {
    "单位": (
        "一行一个单位或科室。最上级单位的“上级单位”留空；科室只填名称、类别和上级单位。以“示例”开头的行不导入。",
        ("单位名称", "类别", "上级单位", "网址名", "简称", "发文代字", "索引号规则", "机构代码", "办公地址", "联系电话", "公开站点"),
        frozenset({"单位名称", "类别", "上级单位", "网址名"}),
        ("示例：青禾区教育局", "区教育局", "", "qinghe", "区教育局", "青教、青教办", "机构代码/年份-流水号", "014416330", "文津路8号", "0000-1234", "是"),
        {"类别": [*KINDS, SECTION], "索引号规则": [label for _, label in INDEX_SCHEMES], "公开站点": ["是", "否"]},
    ),
    "人员": (
        "一行一个岗位；一人几个岗位写几行，账号相同。首次口令由系统逐人生成，不用填。要有最上级单位的系统管理员和局领导。",
        ("姓名", "账号", "单位", "科室", "岗位", "范围", "联系电话"),
        frozenset({"姓名", "账号", "单位", "岗位"}),
        ("示例：李华", "lihua", "青禾区教育局", "", "系统管理员", "本单位及下级", ""),
        {"岗位": [str(label) for label in Role.labels], "范围": [str(label) for label in Scope.labels]},
    ),
    "栏目": (
        "可以不填：没有写栏目的站点按单位类别用起步栏目。网址名用小写字母、数字和短横，栏目最多两级。",
        ("单位", "栏目名称", "网址名", "上级栏目", "内容", "收什么", "更新周期"),
        frozenset({"单位", "栏目名称", "网址名"}),
        ("示例：青禾区教育局", "招生管理", "zhaosheng", "", "公文", "招生政策、计划、范围", "180"),
        {"内容": [str(label) for label in Column.Shows.labels]},
    ),
}  # fmt: skip


def template() -> bytes:
    """The blank form: each sheet with one hint, its heads, an example that is passed over, and lists to choose from."""
    book = Workbook()
    for name, (hint, heads, needed, example, choices) in SHEETS.items():
        sheet: Any = book.create_sheet(name)
        sheet.append([hint])
        sheet.append([f"{head}*" if head in needed - {"上级单位"} else head for head in heads])
        sheet.append(list(example))
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
        sheet.cell(1, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[1].height = 32
        sheet.freeze_panes = "A3"
        for at, head in enumerate(heads, 1):
            letter = get_column_letter(at)
            sheet.cell(2, at).font = Font(bold=True)
            sheet.column_dimensions[letter].width = 20
            if head in choices:
                allowed = DataValidation(
                    type="list", formula1=f'"{",".join(choices[head])}"', allow_blank=True
                )
                sheet.add_data_validation(allowed)
                allowed.add(f"{letter}3:{letter}{MOST}")
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> Plan:
    """The plan of a filled form. Unreadable with one sentence for what is no such form."""
    bodies = tuple(_body(line, cells) for line, cells in _lines(data, "单位"))
    people = tuple(_person(line, cells) for line, cells in _lines(data, "人员"))
    columns = tuple(_column(line, cells) for line, cells in _lines(data, "栏目"))
    if not bodies and not people:
        raise Unreadable(
            "表里没有单位和人员。请用 gongkai setup --template 取得的模板填写“单位”和“人员”两张表。"
        )
    return Plan(bodies, people, columns)


def _lines(data: bytes, sheet: str) -> list[tuple[str, dict[str, str]]]:
    _, heads, needed, _, _ = SHEETS[sheet]
    other = {
        "名称": "栏目名称" if sheet == "栏目" else "单位名称",
        "上级": "上级单位",
        "帐号": "账号",
        "电话": "联系电话",
    }
    rows = tables.read(data, heads=heads, required=needed, other_heads=other, most=MOST, sheet=sheet)
    return [(f"“{sheet}”表第{row.number}行：", {h: row.cells.get(h, "") for h in heads}) for row in rows]


def _body(line: str, cells: dict[str, str]) -> Body:
    kind = OTHER_WORDS.get(cells["类别"], cells["类别"])
    schemes = {label: code for code, label in INDEX_SCHEMES}
    top = not cells["上级单位"]
    return Body(
        name=cells["单位名称"], kind=kind, line=line, parent=cells["上级单位"], slug=cells["网址名"].lower(),
        short_name=cells["简称"], codes=codes_of(cells["发文代字"]), index_scheme=schemes.get(cells["索引号规则"], cells["索引号规则"]),
        index_code=cells["机构代码"].upper(), address=cells["办公地址"], telephone=cells["联系电话"],
        has_site=kind != SECTION and (top or cells["公开站点"] in YES),
    )  # fmt: skip


def _person(line: str, cells: dict[str, str]) -> Person:
    roles = {str(label): str(value) for value, label in Role.choices}
    scopes = {str(label): str(value) for value, label in Scope.choices}
    return Person(
        name=cells["姓名"], account=cells["账号"], body=cells["单位"], role=roles.get(cells["岗位"], cells["岗位"]),
        scope=scopes.get(cells["范围"], cells["范围"] or "own"), section=cells["科室"], phone=cells["联系电话"][:40], line=line,
    )  # fmt: skip


def _column(line: str, cells: dict[str, str]) -> Heading:
    shows = {str(label): str(value) for value, label in Column.Shows.choices}
    days = cells["更新周期"].removesuffix("天")
    return Heading(
        body=cells["单位"], name=cells["栏目名称"], slug=cells["网址名"].lower(), parent=cells["上级栏目"],
        shows=shows.get(cells["内容"], cells["内容"] or "documents"), holds=cells["收什么"][:200],
        days=int(days) if days.isdecimal() and len(days) < 6 else NO_NUMBER if days else None, line=line,
    )  # fmt: skip
