"""A request comes in: from the public form, over the counter, by post, from the platform above. Receipt starts the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from gongkai import clocks
from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.intake.actions.sending import next_number
from gongkai.apps.ledger.actions import SYSTEM, Actor, record
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import holders, may
from gongkai.apps.people import actions as people
from gongkai.apps.people.details import CONTACT, IDENTITY, NAME, Details
from gongkai.apps.people.models import Part
from gongkai.apps.requests import events, letters, rules
from gongkai.apps.requests.actions.days import obstacles_of_day, past
from gongkai.apps.requests.models import FORM, Office, Platform, Point, Request, State, Supply
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.standing import against
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Obstacle, Refused
from gongkai.law import lists

UPPER = "upper"  # the channel of what a platform above passes down, of the way 网络 in the form
REPLY = "reply"  # the provision under which the answer is due
KEPT = "requests"  # code of the retention schedule
MOST_POINTS = 30


@dataclass(frozen=True)
class Given:
    """What somebody asks for, as it came in. points: one text an item; without them the whole is one item."""

    channel: str
    submitted_on: dt.date
    applicant_kind: str
    person: Details
    wanted: str
    subject: str = ""
    points: Sequence[str] = ()
    supply: str = Supply.EMAIL
    purpose: str = ""
    signed_on: dt.date | None = None
    confirmed_on: dt.date | None = None
    foreign_number: str = ""
    platform: Platform | None = None  # which passed it down

    @property
    def received_on(self) -> dt.date | None:
        """The legal day of receipt, None while it still depends on something."""
        days = {
            "submitted_on": self.submitted_on,
            "signed_on": self.signed_on,
            "confirmed_on": self.confirmed_on,
        }
        known = {name: day for name, day in days.items() if day is not None}
        try:
            return lists.received_on(receipt_of(self.channel), known)
        except GongkaiError:
            return None


def receipt_of(channel: str) -> str:
    """The rule of receipt of a channel (law list `receipt`)."""
    return str(lists.entry("channels", channel).facts["receipt"])


@transaction.atomic
def enter(
    user: User, organization: Organization, given: Given, *, section: Organization | None = None
) -> Request:
    """登记 what came in by any other way than the public form. With its day of receipt known, the clock runs at once."""
    if not may(user, HANDLE, section or organization):
        raise PermissionDenied
    _refuse(obstacles_to_enter(organization, given))
    number = next_number(FORM, organization)
    request = _make(
        organization, number, given, actor(user, organization), section=section, handler=user, by=user
    )
    if request.received_on is not None:
        start_clock(request, by=actor(user, organization), maker=user)
    return request


@transaction.atomic
def from_public(organization: Organization, number: str, given: Given) -> Request:
    """What a citizen sent: waits for the confirmation of receipt. For the `submit` of the public form."""
    given = replace(given, channel="web", submitted_on=moment.today(), confirmed_on=None)
    _refuse(obstacles_to_enter(organization, given))
    request = _make(organization, number, given, SYSTEM)
    words = f"收到一件{request.label}，请当日与申请人确认收到。"
    tell(holders(HANDLE, organization), words, request, reverse("requests:detail", args=[request.pk]))
    return request


def obstacles_to_enter(organization: Organization, given: Given, *, known: bool = False) -> list[Obstacle]:
    """What is missing or cannot be, each at its field. known: whether its number is new has been asked already."""
    found = []
    if not given.wanted.strip():
        article = rules.article("identity")
        found.append(Obstacle("request:wanted", "请写要什么信息。", article, "#id_wanted"))
    if len(given.points) > MOST_POINTS:
        words = f"一件申请最多{MOST_POINTS}项，请先分成几件登记。"
        found.append(Obstacle("request:points", words, cure="#id_points"))
    for name, day in (("submitted_on", given.submitted_on), ("signed_on", given.signed_on),
                      ("confirmed_on", given.confirmed_on)):  # fmt: skip
        found += obstacles_of_day(day, given.submitted_on, name)
    found += _obstacles_from_above(given)
    if given.foreign_number and not known:
        twin = here_already(organization, given.platform, [given.foreign_number]).first()
        if twin is not None:
            words = f"上级平台编号{given.foreign_number}已经登记过，是{twin.shown_number}，不能登记两件。"
            found.append(Obstacle("request:twice", words, cure="#id_foreign_number"))
    return found


def here_already(
    organization: Organization, platform: Platform | None, numbers: Sequence[str]
) -> QuerySet[Request]:
    """Cases of these foreign numbers: of that platform, or entered by hand when nobody named one. Numbers repeat between platforms."""
    of = Q(platform=None) if platform is None else Q(platform=platform) | Q(platform=None)
    return Request.objects.filter(of, organization=organization, foreign_number__in=numbers)


def _obstacles_from_above(given: Given) -> list[Obstacle]:
    """What a platform passed down has its number there, and came by that way: else its sheet would bring it once more."""
    found = []
    if given.platform is not None and not given.foreign_number:
        words = f"“{given.platform.name}”转来的，请填它的编号，以免整表再来时重收。"
        found.append(Obstacle("request:foreign", words, cure="#id_foreign_number"))
    if given.platform is not None and given.channel != UPPER:
        words = "选了上级平台，“怎么来的”请选上级平台转来的那一种。"
        found.append(Obstacle("request:channel", words, cure="#id_channel"))
    return found


def _refuse(found: Sequence[Obstacle]) -> None:
    if found:
        raise Refused(found)


def _make(
    organization: Organization,
    number: str,
    given: Given,
    who: Actor,
    *,
    section: Organization | None = None,
    handler: User | None = None,
    by: User | None = None,
) -> Request:
    now = moment.now()
    wanted = given.wanted.strip()
    request = Request.objects.create(
        organization=organization, section=section or organization, handler=handler, number=number,
        platform=given.platform, foreign_number=given.foreign_number[:60], channel=lists.entry("channels", given.channel).code,
        submitted_on=given.submitted_on, signed_on=given.signed_on, confirmed_on=given.confirmed_on,
        applicant_kind=given.applicant_kind, subject=(given.subject.strip() or wanted)[:120], wanted=wanted,
        purpose=given.purpose.strip()[:500], supply=given.supply, state=State.RECEIVED, entered_by=by,
        entered_at=now, updated_at=now,
    )  # fmt: skip
    request.received_on = given.received_on  # kept with the start of the clock
    texts = [text.strip() for text in given.points if text.strip()] or [request.subject]
    Point.objects.bulk_create(
        Point(request=request, position=n, text=text[:500]) for n, text in enumerate(texts, 1)
    )
    people.enter(
        request, organization, given.person, part=Part.APPLICANT, kind=given.applicant_kind, retention=KEPT,
        needs=(NAME,) if given.platform else (NAME, IDENTITY, CONTACT), article=rules.article("identity"), by=who,
    )  # fmt: skip
    Office.objects.get_or_create(organization=organization, defaults={"kept_since": moment.today()})
    channel = lists.entry("channels", given.channel).label
    record(events.ENTERED, request, who, chain=organization.slug, title=request.label, channel=channel)
    return request


def start_clock(
    request: Request, *, by: Actor, maker: User | None = None, corrected: dt.date | None = None
) -> None:
    """收到之日: from here the limit of the reply runs; the law of that day stays with the case. 回执 says so.

    maker: the officer who makes the 回执; nobody where the applicant's own act starts the clock. corrected: the day on
    which the correction of the request that this one is split from came in; the limit runs anew from it.
    """
    assert request.received_on is not None  # noqa: S101 — asked by every caller
    clock = deadlines.start(
        request, REPLY, on=request.received_on, chosen={"received_on": request.received_on},
        organization=request.organization, section=request.section, title=f"{request.label}答复",
        holder=request.handler, url=reverse("requests:detail", args=[request.pk]), version=request.provision,
        by=by,
    )  # fmt: skip
    if corrected is not None:
        clock = deadlines.end_waiting(clock, "correction", on=corrected, by=by)
    request.provision, request.state = clock.version, State.OPEN
    request.updated_at = moment.now()
    request.save(update_fields=["received_on", "provision", "state", "updated_at"])
    letters.make(request, "receipt", by=maker, on=moment.today(), 期限=letters.day(clock.due_on))


def confirm(user: User, request: Request, *, on: dt.date | None = None) -> Request:
    """确认收到 (or the day of signing for it): the day of receipt is known, the case is registered."""
    with acting(user, request, events.CONFIRMED, power=HANDLE, obstacles=against(rules.to_confirm)) as act:
        name = str(lists.entry("receipt", receipt_of(act.record.channel)).facts["date_of"])
        day = past(on, act.record.submitted_on)
        act.set(**{name: day}, received_on=day)
        if act.record.handler is None:
            act.set(handler=user)
        act.save()
        start_clock(act.record, by=actor(user, act.record.organization), maker=user)
        act.set(provision=act.record.provision, state=act.record.state)
        act.say(received_on=clocks.chinese_day(day))
    return act.record
