"""A case in a body with a row of every kind, for the tests that walk over every record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.requests.people import COMPANY, PERSON

from gongkai.apps.requests import above, actions
from gongkai.apps.requests.actions import Given, redacting
from gongkai.apps.requests.models import Letter, OpenedReply, Plan, Platform, Request
from gongkai.clocks import moment


def make(house: Any, secret: str) -> dict[str, Any]:
    """Record by model label. house: body, place and people; secret: words that nobody outside may read."""
    given = Given("counter", moment.today(), "natural", PERSON, f"要{secret}", subject=f"事项{secret}")
    handler = house.people["handler"]
    request = actions.enter(handler, house.body, given)
    asked = actions.consult(handler, request, kind="third_party", about=secret, person=COMPANY)
    due = moment.today() + dt.timedelta(days=5)
    assist = actions.ask_assist(handler, request, section=house.place, question=f"找{secret}", due_on=due)
    dispute = actions.enter_dispute(
        handler, request, kind="review", before=f"{secret}政府", noticed_on=moment.today()
    )
    complaint = actions.enter_complaint(
        handler, house.body, received_on=moment.today(), channel="电话", about=f"反映{secret}"
    )
    upload = SimpleUploadedFile(f"合同{secret}.pdf", b"%PDF-1.7\n%%EOF\n")
    redaction = redacting.begin(handler, request, upload)
    platform = Platform.objects.create(
        organization=house.body, name=f"平台{secret}", columns=[list(c) for c in above.DEFAULT], changed_by=handler,
        changed_at=moment.now(),
    )  # fmt: skip
    opened = OpenedReply.objects.create(
        organization=house.body, section=house.body, request=request, drafted_by=handler, title=f"答复{secret}",
        text=f"正文{secret}", created_at=moment.now(), updated_at=moment.now(),
    )  # fmt: skip
    plan = Plan.objects.create(
        organization=house.body, section=house.place, title=f"改{secret}", measure=secret, due_on=due, made_by=handler,
        made_at=moment.now(), updated_at=moment.now(),
    )  # fmt: skip
    return {
        "requests.Plan": plan,
        "requests.Redaction": redaction,
        "requests.OpenedReply": opened,
        "requests.Platform": platform,
        "requests.Complaint": complaint,
        "requests.Request": Request.objects.get(pk=request.pk), "requests.Consultation": asked, "requests.Assist": assist,
        "requests.Letter": Letter.objects.filter(request=request).latest("id"), "requests.Dispute": dispute,
    }  # fmt: skip
