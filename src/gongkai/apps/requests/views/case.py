"""The page of one case, who applied, its files and letters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai import law
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.queries import drawable, lamp_of, of_subject
from gongkai.apps.intake import gate as files
from gongkai.apps.intake.models import Attachment
from gongkai.apps.ledger.queries import Line, history
from gongkai.apps.organizations.acts import Button
from gongkai.apps.organizations.permissions import may
from gongkai.apps.people import gate
from gongkai.apps.people.details import CONTACT, FIELD_WORDS, ID_KINDS, IDENTITY, NAME
from gongkai.apps.requests import composing, counting, events, prospects, queries, questions, strips
from gongkai.apps.requests import gate as release
from gongkai.apps.requests.actions.receiving import REPLY
from gongkai.apps.requests.acts import REQUESTS
from gongkai.apps.requests.models import Letter, Request, State
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.standing import open_reply
from gongkai.clocks import chinese_day, moment
from gongkai.law import lists


@dataclass(frozen=True)
class Offer:
    """One act with the due date it would give."""

    button: Button
    due: str


def _offers(user: Any, case: Request, clock: Deadline | None) -> list[Offer]:
    ahead = prospects.due_after(case, clock) if clock is None or clock.state in {"running", "paused"} else {}
    names = {"consult_third": "consult", "consult_agency": "consult"}
    offers = []
    for button in REQUESTS.buttons(user, case):
        key = names.get(button.act.name, button.act.name)
        day = ahead.get(key)
        due = chinese_day(day) if day else "顺延" if key in ahead and key in prospects.STANDS else ""
        offers.append(Offer(button, due))
    return offers


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it asks, what may be done now and what each act would do to the date, what happened."""
    user: Any = request.user
    case = queries.reach(user, pk)
    clock = next((d for d in of_subject(case) if d.provision == REPLY), None)
    offers = _offers(user, case, clock)
    possible = [o for o in offers if o.button.possible]
    main = next((o for o in possible if o.button.main), None)
    stuck = None if main else next((o for o in offers if not o.button.possible and o.button.main), None)
    points = [(p, questions.follow(p.answers)) for p in case.points.all()]
    party = counting.applicant(case)
    return render(request, "requests/case.html", {
        "case": case, "clock": clock, "lamp": lamp_of(clock) if clock else None, "main": main,
        "offers": [o for o in possible if o is not main], "stuck": stuck,
        "blocked": [o for o in offers if not o.button.possible and o is not stuck],
        "points": points, "seven": range(1, 8), "writes": may(user, HANDLE, case) and case.state == State.OPEN,
        "applicant": gate.masked(party) if party else "", "channel": lists.entry("channels", case.channel),
        "provision": law.version(case.provision) if case.provision else None,
        "outcome": lists.entry("decisions", case.outcome) if case.outcome else None,
        "history": _history(case), "handles": may(user, HANDLE, case), "files": Attachment.objects.filter(
            subject_type="requests.request", subject_id=case.pk
        ), "alike": _alike(user, case), "judged": _judged(case) if main or stuck else None,
        "to_send": _to_send(case) if may(user, HANDLE, case) else None, **_strip(clock),
    })  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """The reply that waits for a judgement, as it will go out."""

    title: str
    text: str


def _judged(case: Request) -> Judged | None:
    """What whoever judges must have read before the press."""
    reply = open_reply(case) if case.state == State.IN_REVIEW else None
    return Judged(composing.title_of(reply.outcome), reply.text) if reply else None


def _to_send(case: Request) -> Letter | None:
    """The reply that two signed and nobody sent yet: the limit runs until it is sent."""
    if case.state != State.APPROVED:
        return None
    return next((x for x in case.letters.all() if x.reply_id and not hasattr(x, "delivery")), None)


def _history(case: Request) -> list[Line]:
    """What happened, of a row of answered questions the last alone: the ledger keeps each."""
    lines = history(case)
    following = [*lines[1:], None]
    return [
        line for line, after in zip(lines, following, strict=True)
        if after is None or not line.entry.event == after.entry.event == events.ANSWERED
    ]  # fmt: skip


def _strip(clock: Deadline | None) -> dict[str, Any]:
    """The strip of days, where the clock can be reckoned."""
    due = drawable(clock)
    if clock is None or due is None:
        return {}
    today = min(clock.ended_on or moment.today(), moment.today())
    cells = strips.cells(due, today)
    return {
        "cells": cells, "months": strips.months(cells), "reasons": strips.reasons(due.steps, today),
        "sum": strips.summed(due, today),
    }  # fmt: skip


def _alike(user: Any, case: Request) -> list[tuple[str, int]]:
    """先例: how cases with the same grounds ended in the last three years."""
    if not case.outcome and not any(p.ground for p in case.points.all()):
        return []
    grounds = {p.ground for p in case.points.all() if p.ground}
    since = moment.today() - dt.timedelta(days=3 * 365)
    rows = queries.visible(user).filter(points__ground__in=grounds, closed_on__gte=since).exclude(pk=case.pk)
    counted: dict[str, int] = {}
    for outcome in rows.distinct().values_list("outcome", flat=True)[:200]:
        label = lists.entry("decisions", outcome).label if outcome else ""
        counted[label] = counted.get(label, 0) + 1
    return sorted(counted.items(), key=lambda pair: -pair[1])


@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """身份和联系方式 of the applicant: every look is noted in the ledger, so it takes a press."""
    user: Any = request.user
    case = queries.reach(user, pk)
    party = counting.applicant(case)
    if request.method != "POST" or party is None:
        return redirect("requests:detail", pk)
    read = gate.read(user, party, [NAME, IDENTITY, CONTACT], because="办理申请")
    rows = [(FIELD_WORDS[k], ID_KINDS.get(v, v)) for k, v in vars(read).items() if v]
    return render(request, "requests/person.html", {
        "rows": rows, "who": "申请人", "home": reverse("requests:detail", args=[pk]), "of": case.shown_number,
    })  # fmt: skip


@login_required
def file(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """An attachment of the applicant, to be saved."""
    user: Any = request.user
    return files.answer(user, str(key), queries.reach(user, pk))


@login_required
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter as it will be printed; its addressee is not named on the screen."""
    user: Any = request.user
    row = queries.reach_letter(user, pk)
    to_deliver = not hasattr(row, "delivery") and may(user, HANDLE, row.request)
    return render(
        request, "requests/letter.html", {"letter": row, "case": row.request, "to_deliver": to_deliver}
    )


@login_required
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as a Word file with the name it is written to; that reading is noted."""
    user: Any = request.user
    queries.reach_letter(user, pk)
    if request.method != "POST":
        return redirect("requests:letter", pk)
    return release.to_staff(user, pk)


@login_required
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """A consultation has no page of its own."""
    row = queries.reach_consultation(request.user, pk)
    return redirect(reverse("requests:detail", args=[row.request_id]))
