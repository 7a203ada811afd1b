"""Who may see a case and the people in it, since when it is closed, and what an erasure takes from it."""

from __future__ import annotations

import datetime as dt

from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.people.models import Part, Party
from gongkai.apps.requests.models import (
    Complaint,
    Correction,
    Frequency,
    Letter,
    Point,
    Rating,
    Request,
    State,
)
from gongkai.apps.requests.powers import READ

ERASED = "（个人信息已删除）"


def may_read(user: User, request: Request | Complaint) -> bool:
    """Handlers, reviewers, approvers and auditors at the place of the case; nobody else by any post."""
    return may(user, READ, request)


def closed_on(request: Request) -> dt.date | None:
    """None while it is open: open cases keep their people."""
    if request.state == State.MERGED and request.merged_into is not None:
        return closed_on(request.merged_into)
    return request.closed_on if request.state == State.CLOSED else None


def complaint_ended_on(complaint: Complaint) -> dt.date | None:
    """None while it is open."""
    return complaint.ended_on


def forget_complainant(complaint: Complaint, party: Party) -> None:
    """What was reported, in the words of whoever did; what was found and put right stays."""
    Complaint.objects.filter(pk=complaint.pk).update(about=ERASED)


def forget(request: Request, party: Party) -> None:
    """The words of the applicant and the letters that name the person; kind, days and outcome stay for the figures."""
    if party.part == Part.APPLICANT:
        Request.objects.filter(pk=request.pk).update(subject=ERASED, wanted=ERASED, purpose="")
        Point.objects.filter(request=request).update(text=ERASED, answers=[])
        Letter.objects.filter(request=request).update(text=ERASED)
        request.replies.update(text=ERASED)
        Correction.objects.filter(request=request).update(text="")
        Frequency.objects.filter(request=request).update(reason="")
        Rating.objects.filter(request=request).update(words="")
        return
    Letter.objects.filter(consultation__party=party).update(text=ERASED)
    request.consultations.filter(party=party).update(reason=ERASED, marks=[])
