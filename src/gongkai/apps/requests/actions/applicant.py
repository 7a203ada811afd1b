"""What the applicant does himself on the page of his case, known by number and check code."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from gongkai.apps.ledger.actions import Actor, record
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.permissions import holders
from gongkai.apps.requests import events, rules
from gongkai.apps.requests.actions.asking import came_in
from gongkai.apps.requests.models import Request, State
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.standing import facts_of
from gongkai.clocks import chinese_day, moment
from gongkai.exceptions import Refused

APPLICANT = Actor(name="申请人", post="凭受理号和查询码")  # no name: the ledger keeps none of a citizen


@transaction.atomic
def correct_online(request: Request, text: str) -> Request:
    """补正 written on the page of the case: it has come in today, and the limit runs anew from today."""
    case = Request.objects.select_for_update(of=("self",)).select_related("organization").get(pk=request.pk)
    if found := rules.to_correct_online(facts_of(case)):
        raise Refused(found)
    today = moment.today()
    came_in(case, today, text, APPLICANT)
    case.state, case.updated_at = State.OPEN, moment.now()
    case.save(update_fields=["state", "updated_at"])
    record(
        events.CORRECTED, case, APPLICANT, chain=case.organization.slug, title=case.label,
        received_on=chinese_day(today),
    )  # fmt: skip
    whom = [case.handler_id] if case.handler_id else holders(HANDLE, case.organization)
    tell(whom, f"{case.label}收到补正", case, reverse("requests:detail", args=[case.pk]))
    return case
