"""拟答, 审定: two acts of two people."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from tests.house.letters_duty import events, rules
from tests.house.letters_duty.models import Letter
from tests.house.letters_duty.powers import AGREE, DRAFT_ANSWER

from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.duties.public import page_changed
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import Organization, User
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle

MATTER = "reply"


@transaction.atomic
def receive(section: Organization, title: str, on: dt.date) -> Letter:
    """A letter came in; its clock runs from that day."""
    body = section.body or section
    letter = Letter.objects.create(
        organization=body, section=section, title=title, received_on=on, updated_at=moment.now()
    )
    deadlines.start(
        letter, MATTER, on=on, chosen={"received_on": on}, organization=body, section=section, title=title,
        url=f"/workbench/letters/{letter.pk}/",
    )  # fmt: skip
    return letter


def draft_answer(user: User, letter: Letter, *, answer: str) -> Letter:
    """拟答."""
    with acting(user, letter, events.DRAFTED, power=DRAFT_ANSWER, obstacles=rules.obstacles_to_draft) as act:
        if not answer.strip():
            act.refuse([Obstacle("letters:empty", "请写答复。", cure="#answer")])
        act.set(answer=answer.strip(), drafted_by=user, state=Letter.State.DRAFTED)
    return act.record


def agree(user: User, letter: Letter, *, opinion: str = "") -> Letter:
    """审定: the answer goes out, its clock stops, the public page follows."""
    with acting(user, letter, events.AGREED, opinion, power=AGREE, obstacles=rules.obstacles_to_agree) as act:
        act.set(agreed_by=user, state=Letter.State.ANSWERED)
        deadlines.end(act.record, matter=MATTER)
        page_changed(act.record.organization, "letters")
        page_changed(act.record.organization, "letter", key=str(letter.pk))
    return act.record


def remind() -> int:
    """The tick: how many letters wait. A real duty would do something about it."""
    return Letter.objects.exclude(state=Letter.State.ANSWERED).count()


reading = partial(Letter.objects.select_related, "organization", "section", "drafted_by")
