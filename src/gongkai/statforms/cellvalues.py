"""What stands in one cell: a figure, a blank mark, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gongkai.statforms.findings import Number
from gongkai.statforms.folding import characters

_BLANKS = {
    "",
    "无",
    "/",
    "\\",
    "-",
    "--",
    "—",
    "——",
    "———",
    "－",
    "–",
    "――",
    "―",
    "*",
    "空",
    "無",
    "／",
    "-/-",
    "......",
    "N/A",
    "n/a",
    "_",
    "__",
}
_UNITS = "条|件|次|篇|个|人|人次|项|宗|例|期|起|份|部|元|万元|亿元"
_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
_FIGURE = re.compile(
    rf"^(?P<sign>[+\-−增减]?(?:加|少)?)(?P<number>{_NUMBER})\.?(?P<unit>{_UNITS})?(?:[(（][^()（）]{{0,40}}[)）])?$"
)
_UP_DOWN = re.compile(
    rf"^(?:增加?|\+)[(（]?(?P<up>{_NUMBER})[)）]?(?:项|件)?[/，,、;；]?(?:减少?|-|−)[(（]?(?P<down>{_NUMBER})[)）]?(?:项|件)?$"
)
_SLASH = re.compile(rf"^(?P<up>{_NUMBER})/(?P<down>{_NUMBER})$")
_WIDE_POINT = re.compile(r"(?<=\d)．(?=\d)")
_WIDE_MINUS = re.compile(r"^－(?=\d)")
# Two figures, or one with a blank within, at its point too.
_SEVERAL = re.compile(
    r"[\d０-９无/—-][ \t\u3000\u00a0]+[\d０-９无/—]|\d[ \t\u3000\u00a0]+[.．]|\d[.．][ \t\u3000\u00a0]+\d"
)
_PAGE = re.compile(
    r"^(?:[-—–－―]\s*\d{1,3}\s*[-—–－―]|第\s*\d{1,3}\s*页(?:[，,/]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3}\s*页)$"
)


@dataclass(frozen=True)
class CellValue:
    """One cell. number: None if blank. unit: unit written inside the cell, 增/减 for a change. raw: as it stands."""

    number: Number | None
    unit: str = ""
    raw: str = ""


def _number(text: str) -> Number:
    figure = float(text.replace(",", "").replace("，", ""))
    return int(figure) if figure.is_integer() and "." not in text else figure


@lru_cache(maxsize=20000)
def read_cell(text: str) -> CellValue | None:
    """The value of a cell's text; None if it is a label or other words. Blank marks give number None."""
    if len(text) > 60 or _SEVERAL.search(text.strip()):
        return None
    compact = re.sub(r"[\s\u3000]+", "", characters(text)).replace("＋", "+").replace("﹣", "-")
    compact = _WIDE_MINUS.sub("-", _WIDE_POINT.sub(".", compact))
    if compact in _BLANKS:
        return CellValue(None, "", text)
    match = _FIGURE.match(compact)
    if match:
        number = _number(match["number"])
        negative = match["sign"][:1] in ("-", "−", "减")
        in_words = match["sign"][:1] in ("增", "减")
        return CellValue(-number if negative else number, "增/减" if in_words else match["unit"] or "", text)
    match = _UP_DOWN.match(compact)
    if match:
        return CellValue(_number(match["up"]) - _number(match["down"]), "增/减", text)
    match = _SLASH.match(compact)
    if match:  # 增/减 printed as 3/0
        return CellValue(_number(match["up"]) - _number(match["down"]), "增/减", text)
    return None


def is_page_number(text: str) -> bool:
    """True for a page number line such as “- 4 -” or “第4页 共6页”."""
    return bool(_PAGE.match(characters(text).strip()))


def in_unit(value: CellValue, unit: str) -> tuple[Number | None, str]:
    """The figure in the unit the form asks for, and a remark in Chinese if it had to be converted."""
    if value.number is None or unit != "万元" or value.unit not in ("元", "亿元"):
        return value.number, ""
    factor = 0.0001 if value.unit == "元" else 10000
    converted = round(value.number * factor, 6)
    figure: Number = int(converted) if float(converted).is_integer() else converted
    return figure, f"单元格写作“{value.raw.strip()}”，已折算为{figure}万元"
