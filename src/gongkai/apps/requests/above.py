"""转办: the columns of a platform above, and its sheet read row by row. Pure over texts; nothing is taken in here.

One map serves both ways: by its titles a sheet that comes down is read, in its order a sheet goes back up. A row that
cannot be taken says why in one sentence; it stays in the text, so nothing is lost.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gongkai import tables
from gongkai.apps.people.details import CREDIT, ID_KINDS, RESIDENT
from gongkai.apps.people.models import Kind
from gongkai.apps.requests.models import Supply
from gongkai.exceptions import Unreadable
from gongkai.gongwen.text import fold

MOST = 200  # rows taken in at once; a platform that passes down more sends a second sheet
_DAY = re.compile(r"(\d{4})\s*[年./\-]?\s*(\d{1,2})\s*[月./\-]?\s*(\d{1,2})\s*日?(?:[ T].*)?")


@dataclass(frozen=True)
class Field:
    """What may stand in a column. comes: read from a sheet that comes down; else it is only written on the way up."""

    label: str
    comes: bool = True
    needed: bool = False
    width: int = 16


FIELDS: Mapping[str, Field] = {
    "foreign_number": Field("转办编号", needed=True, width=20),
    "submitted_on": Field("申请提交日期"),
    "received_on": Field("收到日期", needed=True),
    "name": Field("申请人姓名或者名称", needed=True),
    "kind": Field("申请人类别", needed=True),
    "id_kind": Field("证件类型"),
    "id_number": Field("证件号码", width=22),
    "telephone": Field("联系电话"),
    "email": Field("电子邮箱", width=24),
    "address": Field("通信地址", width=30),
    "wanted": Field("要什么信息", needed=True, width=48),
    "subject": Field("事项", width=30),
    "purpose": Field("用途", width=24),
    "supply": Field("提供方式"),
    "our_number": Field("本机关受理号", comes=False),
    "section": Field("承办科室", comes=False),
    "state": Field("办理状态", comes=False),
    "due_on": Field("答复期限", comes=False),
    "closed_on": Field("答复日期", comes=False),
    "outcome": Field("处理结果", comes=False, width=24),
    "letter": Field("答复文号", comes=False, width=26),
    "reply": Field("答复内容", comes=False, width=60),
}
NEEDED = tuple(code for code, each in FIELDS.items() if each.needed)
DEFAULT: tuple[tuple[str, str], ...] = (
    ("转办编号", "foreign_number"), ("申请日期", "submitted_on"), ("收到日期", "received_on"), ("申请人", "name"),
    ("申请人类别", "kind"), ("证件类型", "id_kind"), ("证件号码", "id_number"), ("联系电话", "telephone"),
    ("电子邮箱", "email"), ("通信地址", "address"), ("申请内容", "wanted"), ("用途", "purpose"), ("提供方式", "supply"),
    ("办理状态", "state"), ("答复日期", "closed_on"), ("处理结果", "outcome"), ("答复文号", "letter"), ("答复内容", "reply"),
)  # fmt: skip
_KINDS = {label: code for code, label in Kind.choices} | {
    "公民": "natural", "个人": "natural", "企业": "biz", "公司": "biz", "律师事务所": "legal", "其他组织": "other",
}  # fmt: skip
_SUPPLIES = {label: code for code, label in Supply.choices} | {
    "邮寄": "paper", "纸面": "paper", "邮件": "email", "电子文档": "email", "光盘": "disc", "查阅": "inspect",
}  # fmt: skip
_IDS = {label: code for code, label in ID_KINDS.items()} | {"身份证": RESIDENT, "营业执照": CREDIT}


@dataclass(frozen=True)
class Row:
    """One row that came down. cells: as they came. values: by field. problem: why it cannot be taken, "" where it can."""

    number: int
    cells: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    received_on: dt.date | None = None
    submitted_on: dt.date | None = None
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    """All rows below the heads. above: the lines down to the heads, as they came. unread: heads that the map knows nothing of."""

    above: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    unread: tuple[str, ...]

    @property
    def good(self) -> list[Row]:
        """The rows that can be taken in."""
        return [row for row in self.rows if not row.problem]


Columns = Sequence[Sequence[str]]


def as_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as a spreadsheet copies them: cells by tabs, quoted where they hold a line break."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def read(rows: Sequence[tuple[int, Sequence[str]]], columns: Columns, today: dt.date) -> Sheet:
    """The rows under the heads of this platform. Unreadable for a sheet without them, or with too many rows."""
    wanted = {tables.head_of(title): code for title, code in columns if code and FIELDS[code].comes}
    at = next((n for n, (_, cells) in enumerate(rows[: tables.HEAD_WITHIN]) if _is_head(cells, wanted)), None)
    if at is None:
        needed = "、".join(title for title, code in columns if code in NEEDED)
        raise Unreadable(
            f"没有找到表头：前{tables.HEAD_WITHIN}行里应有一行写着{needed}；列名不同的，请改列的对应。"
        )
    heads = [tables.head_of(cell) for cell in rows[at][1]]
    known = {tables.head_of(title) for title, _ in columns}
    below = [(number, tuple(cells)) for number, cells in rows[at + 1 :] if any(cells)]
    if len(below) > MOST:
        raise Unreadable(f"一次最多收{MOST}件，这张表有{len(below)}行，请分几张表。")
    places = {wanted[head]: n for n, head in reversed(list(enumerate(heads))) if head in wanted}
    found = [_row(number, cells, places, today) for number, cells in below]
    unread = tuple(dict.fromkeys(head for head in heads if head and head not in known))
    return Sheet(tuple(tuple(cells) for _, cells in rows[: at + 1]), tuple(_doubles(found)), unread)


def _is_head(cells: Sequence[str], wanted: Mapping[str, str]) -> bool:
    return {wanted.get(tables.head_of(cell), "") for cell in cells} >= set(NEEDED)


def _row(number: int, cells: tuple[str, ...], places: Mapping[str, int], today: dt.date) -> Row:
    values = {code: cells[at].strip() if at < len(cells) else "" for code, at in places.items()}
    row = Row(number, cells, values)
    received = day_of(values.get("received_on", ""))
    submitted = day_of(values["submitted_on"]) if values.get("submitted_on") else received
    row = replace(row, received_on=received, submitted_on=submitted)
    return replace(row, problem="".join(_wrong(row, today)))


def _wrong(row: Row, today: dt.date) -> Iterator[str]:
    """All that keeps the row out, a sentence each: a row is mended once."""
    said = row.values
    missing = [FIELDS[code].label for code in NEEDED if not said.get(code)]
    if missing:
        yield f"没有写{'、'.join(missing)}。"
    for code, day in (("received_on", row.received_on), ("submitted_on", row.submitted_on)):
        if day is None and said.get(code):
            yield f"{FIELDS[code].label}“{said[code][:20]}”读不懂，请写成 2026-04-28 这样。"
        if day is not None and said.get(code) and day > today:
            yield f"{FIELDS[code].label}{day.isoformat()}在今天之后，请核对。"
    if row.submitted_on and row.received_on and row.submitted_on > row.received_on:
        yield "申请提交日期在收到日期之后，请核对。"
    for code, words in (("kind", _KINDS), ("supply", _SUPPLIES), ("id_kind", _IDS)):
        if said.get(code) and said[code] not in words:
            yield f"{FIELDS[code].label}“{said[code][:20]}”读不懂，可以写：{'、'.join(list(words)[:9])}。"


def _doubles(rows: Sequence[Row]) -> Iterable[Row]:
    """Two rows of one number: the same twice is one; two that differ are for a person to decide."""
    of: dict[str, list[Row]] = {}
    for row in rows:
        of.setdefault(row.values.get("foreign_number", ""), []).append(row)
    for row in rows:
        number = row.values.get("foreign_number", "")
        same = of[number]
        if not number or len(same) == 1 or row.problem:
            yield row
        elif any(other.cells != row.cells for other in same):
            places = "、".join(str(other.number) for other in same)
            yield replace(row, problem=f"编号{number}在第{places}行各有一件，内容不同，请核对后只留一行。")
        elif row is same[0]:
            yield row
        else:
            yield replace(row, problem=f"和第{same[0].number}行完全相同，只收那一行。")


def day_of(text: str) -> dt.date | None:
    """A day as platforms write it: 2026-04-28, 2026年4月28日, 20260428, with or without a time. None: not a day."""
    found = _DAY.fullmatch(fold(text).strip())
    try:
        return dt.date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def kind_of(text: str) -> str:
    """The column of the form, from the words of the sheet."""
    return _KINDS[text]


def supply_of(values: Mapping[str, str]) -> str:
    """In what form it is wanted; unsaid, by e-mail where there is an address, else on paper."""
    if values.get("supply"):
        return _SUPPLIES[values["supply"]]
    return Supply.EMAIL if values.get("email") else Supply.PAPER


def id_kind_of(values: Mapping[str, str]) -> str:
    """The kind of proof; unsaid, a natural person's 18 digits are an ID card, other numbers are something else."""
    if values.get("id_kind"):
        return _IDS[values["id_kind"]]
    if not values.get("id_number"):
        return ""
    if kind_of(values["kind"]) == Kind.NATURAL:
        return RESIDENT if len(fold(values["id_number"]).strip()) == 18 else "other"
    return CREDIT if len(fold(values["id_number"]).strip()) == 18 else "other"


def wrong_columns(columns: Columns) -> str:
    """What is wrong with a map of columns, as one sentence; "" where nothing is."""
    titles = [tables.head_of(title) for title, _ in columns]
    codes = [code for _, code in columns if code]
    if len(set(titles)) < len(titles):
        twice = next(title for title in titles if titles.count(title) > 1)
        return f"列名“{twice}”写了两次。"
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        return f"有两列都对应“{FIELDS[twice].label}”，只能有一列。"
    missing = [FIELDS[code].label for code in NEEDED if code not in codes]
    if missing:
        return f"还没有哪一列对应{'、'.join(missing)}。"
    return ""
