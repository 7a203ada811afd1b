"""Reading cases: within reach, with all that a page needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from gongkai import clocks, prepared
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.duties import MENU_UP_TO, Count, Due, Pile
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import asker, grants, may, scope_filter, verbs_anywhere
from gongkai.apps.requests.models import (
    Assist,
    Complaint,
    Consultation,
    Dispute,
    Extension,
    Letter,
    Plan,
    Platform,
    Redaction,
    Reply,
    Request,
    State,
)
from gongkai.apps.requests.powers import APPROVE, ASSIST, EXTEND, HANDLE, READ, REVIEW
from gongkai.apps.reviews import queries as rounds
from gongkai.apps.reviews.models import Round
from gongkai.clocks import moment
from gongkai.law import amount

_OURS = {State.OPEN, State.APPROVED, State.RECEIVED}  # in which it is for the handler to go on
_STATES = {str(value): str(label) for value, label in State.choices}


def visible(user: Any) -> QuerySet[Request]:
    """The cases that the user handles, judges or audits."""
    found = Request.objects.filter(scope_filter(user, READ))
    return found.select_related("organization", "section", "handler")


def body_of(user: Any, verb: str) -> Organization:
    """The body at which the user may do this. Http404 where there is none."""
    held = next((g for g in grants(user) if verb in g.verbs), None)
    if held is None:
        raise Http404
    return Organization.objects.get(pk=held.body_id)


def with_all(rows: QuerySet[Request]) -> QuerySet[Request]:
    """The same with every step, in a fixed number of questions."""
    return rows.select_related(
        "organization", "section", "handler", "correction", "fee", "frequency", "rating", "split_from", "merged_into", "opened"
    ).prefetch_related(
        "points", "extensions", "assists__section", "consultations__party", "replies", "notes", "disputes",
        "redactions",
        Prefetch("letters", Letter.objects.select_related("delivery").order_by("id")),
    )  # fmt: skip


def reach(user: Any, pk: int) -> Request:
    """The case, or 404."""
    request = with_all(Request.objects.filter(pk=pk)).first()
    if request is None or not may(user, READ, request):
        raise Http404
    return request


def _of_case(user: Any, found: Any) -> Any:
    """A row of a case that the user may read, or 404."""
    if found is None or not may(user, READ, found.request):
        raise Http404
    return found


def reach_consultation(user: Any, pk: int) -> Consultation:
    """One consultation, or 404."""
    rows = Consultation.objects.select_related("request__organization", "request__section")
    row: Consultation = _of_case(user, rows.filter(pk=pk).first())
    return row


def reach_letter(user: Any, pk: int) -> Letter:
    """One letter, or 404."""
    rows = Letter.objects.select_related(
        "request__organization", "request__section", "reply", "consultation", "organization", "section"
    )
    row: Letter = _of_case(user, rows.filter(pk=pk).first())
    return row


def reach_redaction(user: Any, pk: int) -> Redaction:
    """One redacted file, or 404."""
    rows = Redaction.objects.select_related(
        "request__organization", "request__section", "organization", "section", "released_by"
    )
    row: Redaction = _of_case(user, rows.filter(pk=pk).first())
    return row


def reach_assist(user: Any, pk: int) -> Assist:
    """What a section is asked: for the section, and for who reads the case; else 404."""
    rows = Assist.objects.select_related(
        "request__organization", "request__section", "organization", "section"
    )
    row = rows.filter(pk=pk).first()
    if row is None or not (may(user, ASSIST, row) or may(user, READ, row.request)):
        raise Http404
    return row


def reach_dispute(user: Any, pk: int) -> Dispute:
    """One proceeding, or 404."""
    row = Dispute.objects.select_related("organization", "section", "request").filter(pk=pk).first()
    if row is None or not may(user, READ, row):
        raise Http404
    return row


def reach_complaint(user: Any, pk: int) -> Complaint:
    """One complaint, or 404."""
    row = Complaint.objects.select_related("organization", "section").filter(pk=pk).first()
    if row is None or not may(user, READ, row):
        raise Http404
    return row


def complaints(user: Any) -> QuerySet[Complaint]:
    """The register of complaints about disclosure."""
    return Complaint.objects.filter(scope_filter(user, READ)).select_related("organization", "section")


def assists(user: Any) -> QuerySet[Assist]:
    """What the user's sections are asked."""
    found = Assist.objects.filter(scope_filter(user, ASSIST) | scope_filter(user, READ))
    return found.select_related("request", "section", "asked_by")


def disputes(user: Any) -> QuerySet[Dispute]:
    """The register of proceedings."""
    return Dispute.objects.filter(scope_filter(user, READ)).select_related(
        "request", "organization", "section"
    )


def plans(user: Any) -> QuerySet[Plan]:
    """The plans that the user's section does, or of the bodies whose cases he reads."""
    return Plan.objects.filter(scope_filter(user, ASSIST) | scope_filter(user, READ)).select_related(
        "section"
    )


def reach_plan(user: Any, pk: int) -> Plan:
    """One plan: for the section that does it and for who reads the cases; else 404."""
    row = (
        Plan.objects.select_related("organization", "section", "done_by", "checked_by").filter(pk=pk).first()
    )
    if row is None or not (may(user, ASSIST, row) or may(user, READ, row)):
        raise Http404
    return row


def platforms(user: Any) -> QuerySet[Platform]:
    """The platforms above of the bodies whose cases the user reads."""
    bodies = [grant.body_id for grant in grants(user) if READ in grant.verbs]
    return Platform.objects.filter(organization__in=bodies).select_related("organization").order_by("name")


def reach_platform(user: Any, pk: int, verb: str) -> Platform:
    """One platform above, for who holds the verb at its body; else 404."""
    row = Platform.objects.select_related("organization").filter(pk=pk).first()
    if row is None or not may(user, verb, row.organization):
        raise Http404
    return row


def untold(user: Any, platform: Platform) -> QuerySet[Request]:
    """Cases of a platform of which it does not know what happened last."""
    news = Q(told_above_at__isnull=True) | Q(told_above_at__lt=F("updated_at"))
    return visible(user).filter(news, platform=platform)


def by_clock(**is_: Any) -> Q:
    """For a queryset of cases: whether the clock of the reply is so. The clocks are looked up, which are few, and not
    each of a hundred thousand cases asked for its own."""
    clocks_ = Deadline.objects.filter(subject_type="requests.request", provision="reply", **is_)
    return Q(pk__in=clocks_.order_by().values("subject_id"))


def soon(today: dt.date) -> dt.date:
    """The last day that is near: so many working days on as the lamp calls near."""
    calendar, day = clocks.known_calendar(), today
    while calendar.working_between(today, day + dt.timedelta(days=1)) <= amount("soon"):
        day += dt.timedelta(days=1)
    return day


def waiting(user: Any) -> Count:
    """Behind the line of the menu: what runs out within three working days, or did."""
    today = moment.today()
    last = soon(today)

    def until(day: dt.date) -> QuerySet[Request]:
        return visible(user).filter(by_clock(state="running", due_on__lte=day))

    near, late = (
        prepared.count(("requests near", day, asker(user)), partial(until, day), up_to)
        for day, up_to in ((last, MENU_UP_TO), (today - dt.timedelta(days=1), 1))
    )
    return Count(near, late > 0)


def to_judge(user: Any) -> QuerySet[Round]:
    """Replies that wait for this person's word."""
    return rounds.queue(user, "request")


def steps_of(rows: Sequence[Request]) -> dict[int, str]:
    """The step at which the reply of each case is judged: two questions for the whole list."""
    waiting = [row.pk for row in rows if row.state == State.IN_REVIEW]
    replies = dict(Reply.objects.filter(request__in=waiting).values_list("pk", "request_id"))
    open_ = Round.objects.filter(subject_type="requests.reply", subject_id__in=list(replies), state="open")
    return {replies[round_.subject_id]: round_.step_label for round_ in open_}


def unconfirmed(user: Any) -> QuerySet[Request]:
    """What came in and this person may confirm: no clock runs before that, so none reminds of it either."""
    return Request.objects.filter(scope_filter(user, HANDLE), state=State.RECEIVED)


def to_extend(user: Any) -> QuerySet[Extension]:
    """Extensions that another person asked for and nobody has decided; at most one a case."""
    return Extension.objects.filter(decision="").exclude(asked_by=user)


def piles(user: Any) -> list[Pile]:
    """What of requests stands on the home of each."""
    held = verbs_anywhere(user)
    found = []
    if HANDLE in held:
        to_confirm = unconfirmed(user).count()
        link = reverse("requests:list") + "?view=unconfirmed"
        found += [Pile("待确认收到的申请", to_confirm, link)] if to_confirm else []
    if {REVIEW, APPROVE} & held:
        found.append(
            Pile("待审核、签发的答复", to_judge(user).count(), reverse("requests:list") + "?view=judge")
        )
    if EXTEND in held:
        asked = visible(user).filter(pk__in=to_extend(user).values("request_id"))
        found.append(Pile("待批的延长", asked.count(), reverse("requests:list") + "?view=judge"))
    if ASSIST in held and assists(user).exists():
        mine = Assist.objects.filter(scope_filter(user, ASSIST), answered_at__isnull=True)
        found.append(Pile("请我协办的申请", mine.count(), reverse("requests:assists")))
    if ASSIST in held:
        mine_to_do = Plan.objects.filter(scope_filter(user, ASSIST), state=Plan.State.OPEN).count()
        found += [Pile("要改进的方案", mine_to_do, reverse("requests:plans"))] if mine_to_do else []
    if REVIEW in held:
        to_check = (
            Plan.objects.filter(scope_filter(user, REVIEW), state=Plan.State.DONE)
            .exclude(done_by=user)
            .count()
        )
        found += (
            [Pile("待复核的改进方案", to_check, reverse("requests:plans") + "?view=done")] if to_check else []
        )
    return found


def due(user: Any, keys: Sequence[str]) -> Mapping[str, Due]:
    """Whose turn it is: two questions for all, which the menu of every page asks."""
    wanted, handles = [int(key) for key in keys], HANDLE in verbs_anywhere(user)
    states = prepared.among(
        "requests turn", lambda some: Request.objects.filter(pk__in=some).values_list("pk", "state"), wanted
    )
    seen = prepared.among(
        ("requests turn", asker(user)),
        lambda some: visible(user).filter(pk__in=some).order_by().values_list("pk"),
        wanted,
    )
    mine, found = {row[0] for row in seen}, {}
    for pk, state in states:
        solid = handles and pk in mine and state in _OURS
        found[str(pk)] = Due("办理" if solid else "看进度", solid, _STATES[state])
    return found


def plans_due(user: Any, keys: Sequence[str]) -> Mapping[str, Due]:
    """What each can do about plans that are due: the section that does one reports it."""
    rows = Plan.objects.filter(pk__in=[int(key) for key in keys]).only("id", "state")
    mine = set(rows.filter(scope_filter(user, ASSIST), state=Plan.State.OPEN).values_list("pk", flat=True))
    return {
        str(row.pk): Due("报完成" if row.pk in mine else "看进度", row.pk in mine, row.get_state_display())
        for row in rows
    }


def disputes_due(user: Any, keys: Sequence[str]) -> Mapping[str, Due]:
    """What each can do about proceedings in which we are to answer."""
    return _registered(user, Dispute.objects.filter(pk__in=[int(key) for key in keys]), "提出答复")


def complaints_due(user: Any, keys: Sequence[str]) -> Mapping[str, Due]:
    """What each can do about complaints that are to be closed."""
    return _registered(user, Complaint.objects.filter(pk__in=[int(key) for key in keys]), "办结")


def _registered(user: Any, rows: QuerySet[Any], what: str) -> Mapping[str, Due]:
    mine = set(rows.filter(scope_filter(user, HANDLE)).values_list("pk", flat=True))
    return {
        str(pk): Due(what if pk in mine else "看进度", pk in mine)
        for pk in rows.order_by().values_list("pk", flat=True)
    }


def answers_of(rows: Sequence[Dispute]) -> dict[int, Deadline]:
    """The newest clock of our answer in each proceeding: one question for a page."""
    found = Deadline.objects.filter(
        subject_type="requests.dispute", subject_id__in=[row.pk for row in rows]
    ).exclude(state="cancelled")
    return {clock.subject_id: clock for clock in found.order_by("id").defer("chosen", "facts")}
