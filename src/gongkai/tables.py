"""Filled-in xlsx tables from people: read with care, found by their heads, never cut short without a word.

Nothing here knows what the table is about. Pure: no Django.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from gongkai.exceptions import Unreadable
from gongkai.files import gate, sheets

MEGABYTE = 1024 * 1024
BYTES = 5 * MEGABYTE
UNPACKED = 24 * MEGABYTE  # a small file that unpacks to more is no table somebody filled in
COLUMNS = 60
HEAD_WITHIN = 20  # rows in which the heads are looked for: titles and remarks may stand above
EXAMPLE = "示例"

Rows = Iterator[tuple[int, list[str]]]
_MARKS = re.compile(r"^[*＊※]+|[*＊※]+$|[(（][^()（）]*[)）]$")


@dataclass(frozen=True)
class Line:
    """One filled row: its number in the sheet, and its cells by head."""

    number: int
    cells: Mapping[str, str]


def head_of(text: str) -> str:
    """A column's head without blanks, unseen signs, stars and a remark in brackets: “＊姓　名（必填）” → 姓名."""
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf" and not c.isspace())
    while (shorter := _MARKS.sub("", seen)) != seen:
        seen = shorter
    return seen


def read(
    data: bytes,
    *,
    heads: Sequence[str],
    required: Collection[str],
    other_heads: Mapping[str, str],
    most: int,
    unit: str = "行",
    sheet: str = "",
) -> list[Line]:
    """The filled rows of a sheet, by heads.

    heads: in the words of the template. required: those that must be there. other_heads: further spellings → head.
    most: rows allowed, each a `unit`; empty rows do not count. sheet: its name; "" is the first one shown; where it is missing there are no rows.
    Raises Unreadable with one sentence for anything that is not such a table, and for one that is too long.
    """
    shown = _sheets(data)
    if sheet:
        named = next((one for one in shown if head_of(one.name) == sheet), None)
        if named is None:
            return []
        if named.hidden:
            raise Unreadable(f"“{sheet}”表是隐藏的，没有读；请取消隐藏后再上传。")
        rows = named.rows
    else:
        seen = [one.rows for one in shown if not one.hidden]
        rows = next((one for one in seen if _head(_filled(one), required, other_heads)), seen[0])
    return list(_under_heads(_filled(rows), heads, required, other_heads, most, unit, sheet))


def grid(data: bytes, most: int) -> list[tuple[int, list[str]]]:
    """Every filled row of the first sheet shown with its number, whatever its heads. Unreadable as in `read`."""
    first = next(one for one in _sheets(data) if not one.hidden)
    rows = list(islice(_filled(first.rows), most + 1))
    if len(rows) > most:
        raise Unreadable(f"表里超过{most}行，请分几张表。")
    for number, cells in rows:
        if sheets.NO_RESULT in cells:
            raise Unreadable(_no_result(f"第{number}行第{cells.index(sheets.NO_RESULT) + 1}列"))
    return rows


def pasted(text: str) -> list[tuple[int, list[str]]]:
    """The filled rows of a table pasted as text: cells by tabs, quoted where they hold a line break."""
    lines = csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter="\t")
    try:
        return list(_filled(enumerate((line[:COLUMNS] for line in lines), 1)))
    except csv.Error as error:
        raise Unreadable("粘贴的表读不出来：有一格过长或者引号没有成对，请核对。") from error


def _sheets(data: bytes) -> list[sheets.Filled]:
    gate.table(data, BYTES, UNPACKED)
    try:
        return sheets.filled(data, COLUMNS)
    except Unreadable as error:
        raise Unreadable("表格读不出来。请用下载的模板另存为 xlsx 后再上传。") from error


def _no_result(place: str) -> str:
    return f"{place}是公式，文件里没有存结果；请在 Excel 或 WPS 中打开这张表、保存一次再上传。"


def _filled(rows: Iterable[tuple[int, Sequence[str]]]) -> Rows:
    for number, row in rows:
        cells = [text_of(value) for value in row]
        if any(cells):
            yield number, cells


def text_of(said: str) -> str:
    """The words of a cell without unseen signs and outer blanks."""
    return "".join(c for c in said if unicodedata.category(c) not in {"Cf", "Cc", "Cs"} or c == "\n").strip()


def _under_heads(
    rows: Rows,
    heads: Sequence[str],
    required: Collection[str],
    other_heads: Mapping[str, str],
    most: int,
    unit: str,
    sheet: str,
) -> Iterator[Line]:
    head = _head(rows, required, other_heads)
    if not head:
        raise Unreadable(f"{_of(sheet)}没有找到表头。应有：{'、'.join(heads)}。")
    places = {name: head.index(name) for name in heads if name in head}
    count = 0
    for number, cells in rows:
        found = {name: cells[at] if (at := places.get(name, COLUMNS)) < len(cells) else "" for name in heads}
        if not any(found.values()) or found[heads[0]].startswith(EXAMPLE):
            continue
        count += 1
        if count > most:
            raise Unreadable(f"{_of(sheet)}一次最多导入{most}{unit}，第{number}行起超出，请分几张表。")
        for name, said in found.items():
            if said == sheets.NO_RESULT:
                raise Unreadable(_no_result(f"{_of(sheet)}第{number}行的“{name}”"))
        yield Line(number, found)


def _head(rows: Rows, required: Collection[str], other_heads: Mapping[str, str]) -> list[str]:
    """The line of heads in the words of the template, its rows used up to it; empty where there is none."""
    for number, cells in rows:
        named = [other_heads.get(h, h) for h in map(head_of, cells)]
        if set(named) >= set(required):
            return named
        if number > HEAD_WITHIN:
            break
    return []


def _of(sheet: str) -> str:
    return f"“{sheet}”表" if sheet else ""
