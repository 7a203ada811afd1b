"""The sheet that goes back up: cases in the columns and the order of a platform above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from gongkai.apps.deadlines.queries import lamps_for
from gongkai.apps.organizations.models import User
from gongkai.apps.people import gate
from gongkai.apps.people.details import CONTACT, ID_KINDS, IDENTITY, NAME, Details
from gongkai.apps.people.models import Part, Party
from gongkai.apps.requests import above
from gongkai.apps.requests.actions.receiving import REPLY
from gongkai.apps.requests.models import Letter, Platform, Request
from gongkai.law import lists

_GROUPS = {
    "name": NAME, "id_kind": IDENTITY, "id_number": IDENTITY, "telephone": CONTACT, "email": CONTACT, "address": CONTACT,
}  # fmt: skip
_OF_CASE: Mapping[str, Callable[[Request], Any]] = {
    "foreign_number": lambda case: case.foreign_number,
    "submitted_on": lambda case: case.submitted_on,
    "received_on": lambda case: case.received_on,
    "kind": lambda case: case.get_applicant_kind_display(),
    "wanted": lambda case: case.wanted,
    "subject": lambda case: case.subject,
    "purpose": lambda case: case.purpose,
    "supply": lambda case: case.get_supply_display(),
    "our_number": lambda case: case.shown_number,
    "section": lambda case: case.section.name,
    "state": lambda case: case.get_state_display(),
    "closed_on": lambda case: case.closed_on,
    "outcome": lambda case: lists.entry("decisions", case.outcome).label if case.outcome else "",
}


def lines(user: User, platform: Platform, cases: Sequence[Request]) -> Iterator[list[Any]]:
    """Row by row. Who applied is read only where the platform has a column for it, and each look is noted."""
    codes = [code for _, code in platform.columns]
    groups = sorted({_GROUPS[code] for code in codes if code in _GROUPS})
    keys = [case.pk for case in cases]
    rows = Party.objects.filter(subject_type="requests.request", subject_id__in=keys, part=Part.APPLICANT)
    people = {party.subject_id: party for party in rows.select_related("organization")} if groups else {}
    due = lamps_for(list(cases), REPLY)
    sent = Letter.objects.filter(request__in=keys, kind="reply", delivery__isnull=False).order_by("id")
    letters = {letter.request_id: letter for letter in sent}
    for case in cases:
        party = people.get(case.pk)
        who = gate.read(user, party, groups, because="回报上级平台") if party else Details()
        said: dict[str, Any] = {code: make(case) for code, make in _OF_CASE.items()}
        said |= {code: getattr(who, code) for code in _GROUPS} | {"id_kind": ID_KINDS.get(who.id_kind, "")}
        letter, clock = letters.get(case.pk), due.get(case.pk)
        said |= {
            "due_on": clock.deadline.due_on if clock else None, "letter": letter.number if letter else "",
            "reply": letter.text if letter else "",
        }  # fmt: skip
        yield [said.get(code, "") for code in codes]


def widths(platform: Platform) -> list[int]:
    """Of its columns, in characters."""
    return [above.FIELDS[code].width if code else 12 for _, code in platform.columns]
