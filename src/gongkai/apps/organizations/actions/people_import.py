"""Staff from a spreadsheet: read with care, checked row by row, taken in whole or not at all."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai import tables
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations import events
from gongkai.apps.organizations.accounts import good_account
from gongkai.apps.organizations.actions.people import add_person, received
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, Role, Scope, User
from gongkai.apps.organizations.names import fold_account, same_name
from gongkai.apps.organizations.permissions import MANAGE_PEOPLE, may
from gongkai.apps.organizations.queries import bodies_in_reach, find_body
from gongkai.apps.organizations.rules import obstacles_to_place
from gongkai.clocks import moment
from gongkai.desk.forms import DayField
from gongkai.exceptions import GongkaiError, Obstacle, Refused, Unreadable

HEADINGS = ["姓名", "账号", "单位", "科室", "岗位", "范围", "联系电话", "起"]
REQUIRED = {"姓名", "账号", "单位", "岗位"}
ROWS = 200  # each account costs one slow password hash; more come in a second table
BYTES = tables.BYTES
OTHER_HEADINGS = {  # spellings that offices use
    "名字": "姓名", "帐号": "账号", "账户": "账号", "帐户": "账号", "用户名": "账号", "登录名": "账号",
    "机构": "单位", "机关": "单位", "所在单位": "单位", "部门": "科室", "处室": "科室", "角色": "岗位",
    "电话": "联系电话", "手机": "联系电话", "手机号": "联系电话", "手机号码": "联系电话", "联系方式": "联系电话",
    "起日": "起", "起始日期": "起", "开始日期": "起", "任职日期": "起",
}  # fmt: skip
LENGTHS = {"姓名": 40, "联系电话": 40}
_ROLES = {str(label): value for value, label in Role.choices}


@dataclass
class Row:
    """One line of the table as read, with what is wrong about it."""

    number: int
    cells: dict[str, str]
    problems: list[str] = field(default_factory=list)


def template() -> bytes:
    """An empty table with the headings, one example and the allowed words to choose from."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = "人员"
    sheet.append(HEADINGS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.append(["示例：李华", "lihua", "青禾区教育局", "基础教育科", "信息员", "本单位", "", ""])
    for column, words in (("E", Role.labels), ("F", Scope.labels)):
        allowed = DataValidation(
            type="list", formula1=f'"{",".join(str(w) for w in words)}"', allow_blank=True
        )
        sheet.add_data_validation(allowed)
        allowed.add(f"{column}2:{column}{ROWS + 1}")
    for column in "ABCDEFGH":
        sheet.column_dimensions[column].width = 20
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> list[Row]:
    """The rows of the table. Unreadable with one sentence for anything that is not such a table."""
    lines = tables.read(
        data, heads=HEADINGS, required=REQUIRED, other_heads=OTHER_HEADINGS, most=ROWS, unit="人"
    )
    if not lines:
        raise Unreadable("表里没有人员。请从第二行起填写。")
    return [Row(line.number, dict(line.cells)) for line in lines]


def check(user: User, rows: list[Row]) -> list[Row]:
    """The same rows, each with what is wrong in it, in words that say how to put it right."""
    seen: dict[str, int] = {}
    bodies = bodies_in_reach(user).filter(closed_on__isnull=True)
    known: dict[tuple[str, str], Organization | None] = {}
    given: set[tuple[int, str]] = set()
    for row in rows:
        row.problems = []
        cells = row.cells
        row.problems += [f"没有填{name}" for name in HEADINGS if name in REQUIRED and not cells[name]]
        _check_account(row, seen)
        row.problems += [
            f"{name}过长，最多{most}个字" for name, most in LENGTHS.items() if len(cells[name]) > most
        ]
        if cells["岗位"] and cells["岗位"] not in Role.labels:
            row.problems.append(f"没有“{cells['岗位']}”这个岗位")
        if cells["范围"] and cells["范围"] not in Scope.labels:
            row.problems.append(f"范围只能填{'或'.join(str(s) for s in Scope.labels)}")
        if cells["起"] and _day(cells["起"]) is None:
            row.problems.append("起日请写成 2026年9月21日 的样子")
        key = (same_name(cells["单位"]), same_name(cells["科室"]))
        if cells["单位"]:
            if key not in known:
                known[key] = _place(bodies, cells["单位"], cells["科室"])
            place = known[key]
            if place is None:
                row.problems.append(f"您管理的范围内没有“{cells['单位']}{cells['科室']}”")
            elif cells["岗位"] in Role.labels:
                row.problems += _misplaced(place, _ROLES[cells["岗位"]], given)
    return rows


def _misplaced(place: Organization, role: str, given: set[tuple[int, str]]) -> list[str]:
    """Why the post may not stand there. given: (key of body, role) of the rows above that stand at a body itself."""
    body = place.body_id or place.pk
    if not place.is_section:
        given.add((body, role))
    at_body = (body, role) in given or received(place, role)
    return [o.sentence.rstrip("。") for o in obstacles_to_place(role, kind=place.kind, received=at_body)]


def _check_account(row: Row, seen: dict[str, int]) -> None:
    account = fold_account(row.cells["账号"])
    if not account:
        return
    try:
        good_account(account)
    except GongkaiError as error:
        row.problems.append(error.sentence.rstrip("。"))
    if account in seen:
        row.problems.append(f"账号与第{seen[account]}行相同")
    seen.setdefault(account, row.number)


def _place(bodies: object, body: str, section: str) -> Organization | None:
    found = find_body(body, bodies.exclude(kind="section"))  # type: ignore[attr-defined]
    if found is None or not section:
        return found
    return find_body(section, bodies.filter(kind="section", body=found))  # type: ignore[attr-defined]


def _day(text: str) -> dt.date | None:
    """A day in any spelling that the single form takes."""
    try:
        return DayField(required=False).to_python(text)
    except ValidationError:
        return None


def carry_out(user: User, rows: list[Row]) -> list[tuple[User, str]]:
    """Open all accounts of the table, or none. Returns people with their first passwords, which are empty for those
    whose post waits for a second person.

    Checks everything anew: an hour may lie between preview and confirmation.
    """
    rows = check(user, rows)
    wrong = [Obstacle("import:row", f"第{r.number}行：{'；'.join(r.problems)}。") for r in rows if r.problems]
    if wrong:
        raise Refused(wrong)
    scopes = {str(label): value for value, label in Scope.choices}
    bodies = bodies_in_reach(user).filter(closed_on__isnull=True)
    made: list[tuple[User, str]] = []
    with transaction.atomic():
        for row in rows:
            cells = row.cells
            place = _place(bodies, cells["单位"], cells["科室"])
            if place is None or not may(user, MANAGE_PEOPLE, place):
                raise PermissionDenied
            try:
                made.append(
                    add_person(
                        user, username=cells["账号"], name=cells["姓名"], phone=cells["联系电话"],
                        organization=place, role=_ROLES[cells["岗位"]],
                        scope=scopes.get(cells["范围"], Scope.OWN), valid_from=_day(cells["起"]) or moment.today(),
                    )
                )  # fmt: skip
            except Refused as refused:
                raise Refused(
                    [Obstacle(o.code, f"第{row.number}行：{o.sentence}") for o in refused.obstacles]
                ) from refused
        top = bodies[0]
        record(events.PEOPLE_IMPORTED, top, actor(user, top), chain=(top.body or top).slug, count=len(made))
    return made
