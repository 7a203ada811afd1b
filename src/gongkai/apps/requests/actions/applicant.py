"""What the applicant does himself on the page of his case, known by number and check code."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from gongkai.apps.ledger.actions import Actor, record
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.permissions import holders
from gongkai.apps.requests import events, rules
from gongkai.apps.requests.actions.asking import came_in
from gongkai.apps.requests.actions.closing import taken_back
from gongkai.apps.requests.models import Rating, Request, State
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.standing import answered, facts_of, one
from gongkai.clocks import chinese_day, moment
from gongkai.exceptions import Obstacle, Refused

APPLICANT = Actor(name="申请人", post="凭受理号和查询码")  # no name: the ledger keeps none of a citizen


@transaction.atomic
def correct_online(request: Request, text: str) -> Request:
    """补正 written on the page of the case: it has come in today, and the limit runs anew from today."""
    case = _locked(request)
    _refuse(rules.to_correct_online(facts_of(case)))
    today = moment.today()
    came_in(case, today, text, APPLICANT)
    _save(case, state=State.OPEN)
    _noted(case, events.CORRECTED, "收到补正", received_on=chinese_day(today))
    return case


@transaction.atomic
def withdraw_online(request: Request) -> Request:
    """撤回申请 on the page of the case: it ends today and is counted as such; a reply in the making lapses."""
    case = _locked(request)
    _refuse(rules.to_withdraw(facts_of(case)))
    _save(case, **taken_back(case, moment.today(), by=APPLICANT))
    _noted(case, events.WITHDRAWN, "由申请人在网上撤回，已经办结，不用再办")
    return case


@transaction.atomic
def rate(request: Request, score: int, words: str) -> Rating:
    """满意度, once, when the answer has gone out. The words stay with the case; ledger and notice say the grade alone."""
    case = _locked(request)
    _refuse(rules.to_rate(answered(case), one(case, "rating") is not None))
    made = Rating.objects.create(request=case, score=score, words=words.strip(), said_on=moment.today())
    _noted(case, events.RATED, f"申请人评价：{made.get_score_display()}", score=made.get_score_display())
    return made


def _locked(request: Request) -> Request:
    rows = Request.objects.select_for_update(of=("self",)).select_related(
        "organization", "section", "handler"
    )
    return rows.get(pk=request.pk)


def _refuse(found: list[Obstacle]) -> None:
    if found:
        raise Refused(found)


def _save(case: Request, **values: Any) -> None:
    for name, value in {**values, "updated_at": moment.now()}.items():
        setattr(case, name, value)
    case.save(update_fields=[*values, "updated_at"])


def _noted(case: Request, event: str, said: str, **facts: Any) -> None:
    """A line in the ledger; the handler is told, or everyone who may handle it where nobody does yet."""
    record(event, case, APPLICANT, chain=case.organization.slug, title=case.label, **facts)
    whom = [case.handler_id] if case.handler_id else holders(HANDLE, case.organization)
    tell(whom, f"{case.label}{said}", case, reverse("requests:detail", args=[case.pk]))
