"""岗位手册: one page a role, kept as Markdown in `handbooks/`, shown with the reader's own roles first.

Of Markdown only headings, lists, paragraphs and bold are read. Beside it: 「entry of the menu」, 〔button〕, “words of a
screen”, which a test holds against the screens; `[期限:proactive]` and `[依据:grounds/privacy]`, which the law answers.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai import law
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Role
from gongkai.apps.workbench.chrome import is_unit_officer
from gongkai.clocks import moment
from gongkai.law import lists
from gongkai.law.processes import process

FOLDER = Path(__file__).parent / "handbooks"
LAW = re.compile(r"\[(期限|依据):([a-z_]+)(?:/([a-z_]+))?\]")
_LINE = re.compile(r"(?P<head>#{1,3}) |(?P<bullet>- )|(?P<number>\d+\. )")


@dataclass(frozen=True)
class Book:
    """The page of one kind of officer. unit: for the information officer of a school or unit."""

    code: str
    title: str
    roles: frozenset[str] = frozenset()
    unit: bool = False

    @property
    def text(self) -> str:
        """The page as written."""
        return (FOLDER / f"{self.code}.md").read_text("utf-8")

    def html(self, day: dt.date) -> SafeString:
        """The page as read, with the law of that day."""
        return to_html(self.text, day)


BOOKS = (
    Book("informant", "拟稿人（信息员）", frozenset({Role.INFORMANT})),
    Book("section_head", "科室负责人", frozenset({Role.SECTION_HEAD})),
    Book("secrecy", "保密审查员", frozenset({Role.SECRECY})),
    Book("office", "办公室审核（政务公开专员）", frozenset({Role.OFFICE})),
    Book("leader", "局领导", frozenset({Role.LEADER})),
    Book("admin", "系统管理员", frozenset({Role.ADMIN})),
    Book("auditor", "审计员", frozenset({Role.AUDITOR})),
    Book("school", "学校信息员", unit=True),
    Book("handler", "信访/依申请承办人", frozenset({Role.HANDLER})),
    Book("other", "其他岗位", frozenset({Role.EVALUATOR})),
)


def own_books(user: Any) -> list[Book]:
    """The pages of the posts a person holds today; an information officer of a school reads the short one."""
    if is_unit_officer(user):
        return [book for book in BOOKS if book.unit]
    held = powers.roles(user)
    return [book for book in BOOKS if book.roles & held]


@login_required
def handbook(request: HttpRequest) -> HttpResponse:
    """帮助: what one's own post does, step by step; the other posts folded behind."""
    own, day = own_books(request.user), moment.today()
    return render(request, "workbench/handbook.html", {
        "own": [(book, book.html(day)) for book in own],
        "others": [(book, book.html(day)) for book in BOOKS if book not in own],
    })  # fmt: skip


def to_html(text: str, day: dt.date) -> SafeString:
    """Headings one level down (the screen has its own first one), lists, paragraphs; every sign is escaped first."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    out = []
    for kind, group in groupby(lines, _kind):
        inner = [_words(line, day) for line in group]
        if kind in {"ul", "ol"}:
            out.append(f"<{kind}>{''.join(f'<li>{item}</li>' for item in inner)}</{kind}>")
        else:
            out += [f"<{kind}>{words}</{kind}>" for words in inner]
    return mark_safe("\n".join(out))


def _kind(line: str) -> str:
    found = _LINE.match(line)
    if found is None:
        return "p"
    if found["head"]:
        return f"h{len(found['head']) + 1}"
    return "ul" if found["bullet"] else "ol"


def _words(line: str, day: dt.date) -> str:
    plain: str = escape(_LINE.sub("", line, count=1))
    plain = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", plain)
    plain = re.sub(r"〔([^〕]+)〕", r'<b class="hb-button">\1</b>', plain)
    plain = re.sub(r"「([^」]+)」", r'<b class="hb-menu">\1</b>', plain)
    return LAW.sub(lambda found: escape(cited(found[1], found[2], found[3] or "", day)), plain)


def cited(what: str, name: str, code: str, day: dt.date) -> str:
    """A limit in words, or the article it stands on. GongkaiError for a name the law does not know."""
    if code:
        return _article(name, code)
    version = law.provision(name).at(day)
    return version.phrase if what == "期限" else _named(version.source, version.status)


def _article(name: str, code: str) -> str:
    if name == "review":
        asked = process(code)
        return _named(asked.source, asked.status)
    entry = lists.entry(name, code)
    return _named(entry.source, entry.status)


def _named(source: law.Source, status: str) -> str:
    if status == "house":
        return f"平台规则，参照{source.short}"
    return source.short if status == "verified" else f"{source.short}，条次待核"
