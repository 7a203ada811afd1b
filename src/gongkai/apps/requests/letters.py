"""Making a letter: its words from the bureau's template or the shipped one, its number from that of the case."""

from __future__ import annotations

import datetime as dt

from gongkai.apps.ledger.actions import SYSTEM, record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.requests import events, rules, wording
from gongkai.apps.requests.models import Consultation, Letter, Reply, Request, Template
from gongkai.clocks import moment
from gongkai.law import lists


def day(on: dt.date) -> str:
    """2026年5月12日, as a letter writes it."""
    return f"{on.year}年{on.month}月{on.day}日"


def template_of(request: Request, kind: str) -> str:
    """The bureau's own text, or the shipped one."""
    own = Template.objects.filter(organization=request.organization, kind=kind).first()
    return own.text if own else wording.kind(kind).text


def common(request: Request) -> dict[str, str]:
    """What every letter may say of the case."""
    channel = lists.entry("channels", request.channel)
    return {
        "受理号": request.shown_number,
        "收到日期": day(request.received_on) if request.received_on else "",
        "收到依据": channel.source.short,
        "机关": request.organization.name,
        "事项": request.subject,
        "补正依据": rules.article("clear"),
        "延期依据": rules.article("reply"),
        "征询依据": rules.article("third_party"),
        "协商依据": rules.article("co_agency"),
        "频次依据": rules.article("frequency"),
    }


def number_of(request: Request, kind: str) -> str:
    """云教依申复〔2026〕27号; a second one of a kind is 27-2号."""
    body = request.organization
    code = body.number_codes[0] if body.number_codes else body.short_name or body.name
    year, _, serial = request.number.rpartition("-")
    same = Letter.objects.filter(request=request, kind=kind).count()
    tail = f"-{same + 1}" if same else ""
    return f"{code}{wording.kind(kind).mark}〔{year}〕{serial.lstrip('0') or serial}{tail}号"


def compose(request: Request, kind: str, **values: str) -> str:
    """The text of a letter, without its addressee: who that is stands in `people`."""
    return wording.fill(template_of(request, kind), common(request) | values)


def make(
    request: Request,
    kind: str,
    *,
    by: User | None,
    on: dt.date,
    text: str = "",
    title: str = "",
    reply: Reply | None = None,
    consultation: Consultation | None = None,
    **values: str,
) -> Letter:
    """A letter of that day with its number, noted in the ledger."""
    made = Letter.objects.create(
        request=request, organization=request.organization, section=request.section, kind=kind,
        number=number_of(request, kind), title=title or wording.kind(kind).title,
        addressee=wording.kind(kind).addressee, text=text or compose(request, kind, **values), dated_on=on, made_by=by,
        made_at=moment.now(), reply=reply, consultation=consultation,
    )  # fmt: skip
    who = actor(by, request.organization) if by else SYSTEM
    record(
        events.LETTER_MADE, request, who, chain=request.organization.slug, title=request.label, kind=made.title,
        number=made.number,
    )  # fmt: skip
    return made
