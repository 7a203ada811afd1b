"""`gongkai setup`: the first body, its columns and topics, and two people who keep it. Into an empty installation only."""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any

from gongkai.exceptions import GongkaiError
from gongkai.site.commands import django_setup

STARTERS = Path(__file__).resolve().parent.parent / "starters"
KINDS = {"市": ("city", "bureau"), "区": ("district", "bureau"), "学校": ("school", "school")}
# option, what is asked, whether it may stay empty
QUESTIONS = (
    ("name", "单位全称", False),
    ("kind", "类别（市、区、学校）", False),
    ("codes", "发文代字，几个用顿号隔开（可空）", True),
    ("address", "办公地址（可空）", True),
    ("telephone", "联系电话（可空）", True),
    ("admin", "系统管理员姓名", False),
    ("admin_account", "系统管理员账号（小写字母开头）", False),
    ("second", "第二人姓名：本单位负责人，确认管理员授予的岗位", False),
    ("second_account", "第二人账号", False),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai setup`: what is not given is asked."""
    for name, asked, _ in QUESTIONS:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, help=asked)


def run(args: argparse.Namespace) -> int:
    """Ask what is missing, then set everything up in one transaction; first passwords are printed once."""
    django_setup.load()
    from gongkai.apps.organizations.models import Organization
    from gongkai.site.prepare import prepare

    prepare(demo=False)
    if Organization.objects.exists():
        raise GongkaiError("库里已经有单位，不能再作初次设置；增设单位请在工作台的“机构与科室”办理。")
    said = {name: _ask(getattr(args, name), asked, empty) for name, asked, empty in QUESTIONS}
    people = set_up(said)
    print(
        f"\n“{said['name']}”已设立，栏目、主题和科室可以在工作台使用。首次口令只显示这一次，登录后须立即修改："
    )
    for person, post, password in people:
        print(f"  {post}　{person.name}　账号 {person.username}　首次口令 {password}")
    print("\n下一步：gongkai serve 启动，系统管理员登录后从“机构人员”导入人员，由第二人在“待确认”中确认。")
    return 0


def _ask(given: str | None, asked: str, empty: bool) -> str:
    while True:
        text = given if given is not None else _typed(asked)
        if text.strip() or empty:
            return text.strip()
        if given is not None:
            raise GongkaiError(f"没有给出：{asked}。")


def _typed(asked: str) -> str:
    if not sys.stdin.isatty():
        raise GongkaiError(f"没有给出：{asked}。选项见 gongkai setup --help。")
    return input(f"{asked}：")


def starter(kind: str) -> dict[str, Any]:
    """The starting set of a kind of body, from `starters/`."""
    return tomllib.loads((STARTERS / f"{KINDS[kind][1]}.toml").read_text("utf-8"))


def set_up(said: dict[str, str]) -> list[tuple[Any, str, str]]:
    """Body, sections, columns, topics and the two people, wholly or not at all; people with post and first password."""
    from django.db import transaction

    from gongkai.apps.ledger.actions import SYSTEM, record
    from gongkai.apps.organizations import events
    from gongkai.apps.organizations.accounts import good_account
    from gongkai.apps.organizations.actions.bodies import plant
    from gongkai.apps.organizations.models import Role

    if said["kind"] not in KINDS:
        raise GongkaiError(f"类别只能是{'、'.join(KINDS)}，现在是“{said['kind']}”。")
    accounts = [good_account(said[name]) for name in ("admin_account", "second_account")]
    if accounts[0] == accounts[1]:
        raise GongkaiError("系统管理员和第二人须是两个人，账号不能相同。")
    first = starter(said["kind"])
    codes = [c for c in said["codes"].replace(",", "、").replace("，", "、").split("、") if c.strip()]
    with transaction.atomic():
        body = plant(
            parent=None, kind=KINDS[said["kind"]][0], name=said["name"], slug="main", has_site=True,
            number_codes=[c.strip() for c in codes], index_scheme=first["index_scheme"],
            address=said["address"], telephone=said["telephone"],
        )  # fmt: skip
        record(events.BODY_CREATED, body, SYSTEM, chain=body.slug, name=body.name)
        for number, name in enumerate(first["sections"], 1):
            plant(parent=body, kind="section", name=name, slug=f"main-{number}", position=number)
        _catalogue(body, first)
        return [
            _person(body, accounts[0], said["admin"], Role.ADMIN),
            _person(body, accounts[1], said["second"], Role.LEADER),
        ]


def _catalogue(body: Any, first: dict[str, Any]) -> None:
    from gongkai.apps.catalogue.models import Column, Topic

    for position, (slug, name, holds, shows, days) in enumerate(first["columns"]):
        Column.objects.create(
            organization=body,
            slug=slug,
            name=name,
            description=holds,
            shows=shows,
            fresh_days=days,
            position=position,
        )
    for number, (name, below) in enumerate(first["topics"].items(), 1):
        top = Topic.objects.create(code=f"{number:02d}", name=name, position=number)
        for inner, child in enumerate(below, 1):
            Topic.objects.create(code=f"{number:02d}{inner:02d}", name=child, parent=top, position=inner)


def _person(body: Any, account: str, name: str, role: Any) -> tuple[Any, str, str]:
    from gongkai.apps.ledger.actions import SYSTEM, record
    from gongkai.apps.organizations import events
    from gongkai.apps.organizations.actions.people import first_password
    from gongkai.apps.organizations.models import Membership, Scope, User
    from gongkai.clocks import moment

    password = first_password()
    person = User.objects.create_user(account, password=password, name=name, must_change_password=True)
    record(events.PERSON_ADDED, person, SYSTEM, chain=body.slug)
    post = Membership.objects.create(
        user=person, organization=body, role=role, scope=Scope.SUBTREE, valid_from=moment.today()
    )
    record(
        events.POST_GIVEN, person, SYSTEM, chain=body.slug, place=body.name, role=post.get_role_display(),
        scope=post.get_scope_display(), until=None,
    )  # fmt: skip
    return person, str(role.label), password
