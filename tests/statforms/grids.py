"""The printed tables of each form as grids of merged cells, filled with figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.statforms.forms import load_form

from .figures import Cells

Write = Callable[[str], str]
"""Gives the printed text of a cell id."""


@dataclass(frozen=True)
class Box:
    """One printed cell with its spans. label: printed by the form, not filled in."""

    text: str
    cols: int = 1
    rows: int = 1
    label: bool = True


Grid = list[list[Box]]


def plain_number(value: float | None) -> str:
    """A figure as typed by a clerk."""
    return "" if value is None else str(value)


def grids(form_id: str, cells: Cells, write: Callable[[str, float | None], str]) -> dict[str, Grid]:
    """Table id → grid."""

    def put(cell: str, cols: int = 1) -> Box:
        return Box(write(cell, cells[cell]), cols, 1, False)

    if form_id == "annual_2014":
        return {"main": _main(put)}
    return {
        "t2": _t2_2021(put) if form_id == "annual_2021" else _t2_2019(put),
        "t3": _t3(form_id, put),
        "t4": _t4(put),
    }


def _main(put: Callable[..., Box]) -> Grid:
    grid: Grid = [[Box("统　计　指　标"), Box("单位"), Box("统计数")]]
    for row in load_form("annual_2014").table("main").blocks[0].rows:
        label = (
            f"{row.no}：{row.label}"
            if row.no == "其中"
            else f"{row.no}{'、' if len(row.no) == 1 else ''}{row.label}"
        )
        if row.id in ("s1_1", "s2_1", "s8_3_1", "s8_4"):
            label += f"（{row.note}）"
        if row.kind == "header":
            grid.append([Box(label), Box("——"), Box("")])
        else:
            grid.append([Box(label), Box(row.unit), put(row.id)])
    return grid


def _t2_2021(put: Callable[..., Box]) -> Grid:
    return [
        [Box("第二十条第（一）项", 4)],
        [Box("信息内容"), Box("本年制发件数"), Box("本年废止件数"), Box("现行有效件数")],
        [Box("规章"), put("t2.reg.made"), put("t2.reg.repealed"), put("t2.reg.valid")],
        [Box("行政规范性文件"), put("t2.norm.made"), put("t2.norm.repealed"), put("t2.norm.valid")],
        [Box("第二十条第（五）项", 4)],
        [Box("信息内容"), Box("本年处理决定数量", 3)],
        [Box("行政许可"), put("t2.licence.decisions", 3)],
        [Box("第二十条第（六）项", 4)],
        [Box("信息内容"), Box("本年处理决定数量", 3)],
        [Box("行政处罚"), put("t2.penalty.decisions", 3)],
        [Box("行政强制"), put("t2.coercion.decisions", 3)],
        [Box("第二十条第（八）项", 4)],
        [Box("信息内容"), Box("本年收费金额（单位：万元）", 3)],
        [Box("行政事业性收费"), put("t2.fee.amount", 3)],
    ]


def _t2_2019(put: Callable[..., Box]) -> Grid:
    three = [Box("信息内容"), Box("上一年项目数量"), Box("本年增/减"), Box("处理决定数量")]

    def row(label: str, name: str, *columns: str) -> list[Box]:
        return [Box(label), *(put(f"t2.{name}.{c}") for c in columns)]

    old, new = ("last_year", "delta", "decisions"), ("made_new", "opened_new", "opened_total")
    return [
        [Box("第二十条第（一）项", 4)],
        [Box("信息内容"), Box("本年新制作数量"), Box("本年新公开数量"), Box("对外公开总数量")],
        row("规章", "reg", *new),
        row("规范性文件", "norm", *new),
        [Box("第二十条第（五）项", 4)],
        three,
        row("行政许可", "licence", *old),
        row("其他对外管理服务事项", "other_admin", *old),
        [Box("第二十条第（六）项", 4)],
        three,
        row("行政处罚", "penalty", *old),
        row("行政强制", "coercion", *old),
        [Box("第二十条第（八）项", 4)],
        [Box("信息内容"), Box("上一年项目数量"), Box("本年增/减", 2)],
        [Box("行政事业性收费"), put("t2.fee.last_year"), put("t2.fee.delta", 2)],
        [Box("第二十条第（九）项", 4)],
        [Box("信息内容"), Box("采购项目数量", 2), Box("采购总金额")],
        [Box("政府集中采购"), put("t2.procure.count", 2), put("t2.procure.amount")],
    ]


def _t3(form_id: str, put: Callable[..., Box]) -> Grid:
    block = load_form(form_id).table("t3").blocks[0]
    grid: Grid = [
        [
            Box("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            Box("申请人情况", 7),
        ],
        [Box("自然人", 1, 2), Box("法人或其他组织", 5), Box("总计", 1, 2)],
        [Box(x) for x in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    rows = {row.id: row for row in block.rows}
    result_rows = [r for r in block.value_rows() if r.id.startswith("r3_")]
    seen: set[str] = set()
    for row in block.value_rows():
        values = [put(f"t3.{row.id}.{c.id}") for c in block.columns]
        label = row.no + row.label
        if row.id == "r3_2":
            label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
        boxes: list[Box] = []
        if row.id.startswith("r3_") and "r3" not in seen:
            seen.add("r3")
            boxes.append(Box("三、本年度办理结果", 1, len(result_rows)))
        parent = row.parent or ""
        if not row.id.startswith("r3_"):
            boxes.append(Box(label, 3))
        elif parent == "r3":
            boxes.append(Box(label, 2))
        else:
            if parent not in seen:
                seen.add(parent)
                size = sum(1 for r in block.value_rows() if r.parent == parent)
                boxes.append(Box(rows[parent].no + rows[parent].label, 1, size))
            boxes.append(Box(label))
        grid.append(boxes + values)
    return grid


def _t4(put: Callable[..., Box]) -> Grid:
    columns = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    ids = ("maintain", "correct", "other", "pending", "total")
    return [
        [Box("行政复议", 5), Box("行政诉讼", 10)],
        [*(Box(c, 1, 2) for c in columns), Box("未经复议直接起诉", 5), Box("复议后起诉", 5)],
        [Box(c) for c in columns + columns],
        [put(f"t4.{row}.{c}") for row in ("review", "suit_direct", "suit_after") for c in ids],
    ]
