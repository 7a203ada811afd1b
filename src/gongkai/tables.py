"""Filled-in xlsx tables from people: read with care, found by their heads, never cut short without a word.

Nothing here knows what the table is about. Pure: no Django.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from openpyxl import load_workbook

from gongkai.exceptions import Unreadable

MEGABYTE = 1024 * 1024
BYTES = 5 * MEGABYTE
UNPACKED = 24 * MEGABYTE  # a small file that unpacks to more is no table somebody filled in
COLUMNS = 60
HEAD_WITHIN = 20  # rows in which the heads are looked for: titles and remarks may stand above
EXAMPLE = "示例"

T = TypeVar("T")
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
    most: rows allowed, each a `unit`; empty rows do not count. sheet: its name; "" is the first; where it is missing there are no rows.
    Raises Unreadable with one sentence for anything that is not such a table, and for one that is too long.
    """
    return _opened(
        data, sheet, lambda rows: _under_heads(rows, heads, required, other_heads, most, unit, sheet)
    )


def grid(data: bytes, most: int) -> list[tuple[int, list[str]]]:
    """Every filled row of the first sheet with its number, whatever its heads. Unreadable as in `read`."""
    rows = _opened(data, "", lambda found: islice(found, most + 1))
    if len(rows) > most:
        raise Unreadable(f"表里超过{most}行，请分几张表。")
    return rows


def pasted(text: str) -> list[tuple[int, list[str]]]:
    """The filled rows of a table pasted as text: cells by tabs, quoted where they hold a line break."""
    lines = csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter="\t")
    try:
        return list(_filled(tuple(line[:COLUMNS]) for line in lines))
    except csv.Error as error:
        raise Unreadable("粘贴的表读不出来：有一格过长或者引号没有成对，请核对。") from error


def _opened(data: bytes, sheet: str, take: Callable[[Rows], Iterable[T]]) -> list[T]:
    """What `take` makes of the filled rows of a sheet; nothing where it is missing."""
    harmless(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        names = {head_of(s.title): s for s in book.worksheets}
        found = names.get(sheet) if sheet else book.worksheets[0]
        if found is None:
            return []
        found.reset_dimensions()  # the file's own claim about its size is not believed
        return list(take(_filled(found.iter_rows(max_col=COLUMNS, values_only=True))))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file provokes
        raise Unreadable("表格读不出来。请用下载的模板另存为 xlsx 后再上传。") from error


def harmless(data: bytes) -> None:
    """Refuse what is too large, no xlsx, or carries a macro, before anything is unpacked."""
    if len(data) > BYTES:
        raise Unreadable(f"文件超过 {BYTES // MEGABYTE} MB，不像一张填好的表，请检查。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("不是 xlsx 文件。请用下载的模板填写，不要用 xls 或 csv。") from error
    if sum(p.file_size for p in parts) > UNPACKED or len(parts) > 500:
        raise Unreadable("文件展开后过大，不像一张填好的表，请检查。")
    if any(p.filename.lower().endswith("vbaproject.bin") for p in parts):
        raise Unreadable("文件带有宏，不能导入。请另存为不带宏的 xlsx。")


def _filled(rows: Iterable[tuple[object, ...]]) -> Rows:
    for number, row in enumerate(rows, start=1):
        cells = [text_of(value) for value in row]
        if any(cells):
            yield number, cells


def text_of(value: object) -> str:
    """A cell as text: days as 2026-09-21, whole numbers without a point, unseen signs and outer blanks gone."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "".join(c for c in str(value) if unicodedata.category(c) not in {"Cf", "Cc", "Cs"} or c == "\n")
    return text.strip()


def _under_heads(
    rows: Rows,
    heads: Sequence[str],
    required: Collection[str],
    other_heads: Mapping[str, str],
    most: int,
    unit: str,
    sheet: str,
) -> Iterator[Line]:
    places: dict[str, int] = {}
    count = 0
    for number, cells in rows:
        if not places:
            named = [other_heads.get(h, h) for h in map(head_of, cells)]
            if set(named) >= set(required):
                places = {name: named.index(name) for name in heads if name in named}
            elif number > HEAD_WITHIN:
                break
            continue
        found = {name: cells[at] if (at := places.get(name, COLUMNS)) < len(cells) else "" for name in heads}
        if not any(found.values()) or found[heads[0]].startswith(EXAMPLE):
            continue
        count += 1
        if count > most:
            raise Unreadable(f"{_of(sheet)}一次最多导入{most}{unit}，第{number}行起超出，请分几张表。")
        yield Line(number, found)
    if not places:
        raise Unreadable(f"{_of(sheet)}没有找到表头。应有：{'、'.join(heads)}。")


def _of(sheet: str) -> str:
    return f"“{sheet}”表" if sheet else ""
