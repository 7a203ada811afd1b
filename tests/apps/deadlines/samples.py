"""A running clock for the test of leaks, with a secret in its title."""

from __future__ import annotations

import datetime as dt

from gongkai.apps.deadlines.models import Deadline


def make(house, secret):
    made = Deadline.objects.create(
        organization=house.body, section=house.place, holder=house.drafter, subject_type="organizations.organization",
        subject_id=house.body.pk, title=secret, url="/workbench/", provision="proactive", version="x", basis="x",
        started_on=dt.date(2026, 5, 1), due_on=dt.date(2026, 6, 1),
    )  # fmt: skip
    return {"deadlines.Deadline": made}
