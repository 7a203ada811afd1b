"""An export for the test of leaks: of the body's drafter, with a secret in its name."""

from __future__ import annotations

from gongkai.apps.exports.models import Export
from gongkai.clocks import moment


def make(house, secret):
    now = moment.now()
    made = Export.objects.create(
        user=house.drafter, route="documents:export", name=secret, key=house.body.slug, state="failed",
        asked_at=now, expires_at=now,
    )  # fmt: skip
    return {"exports.Export": made}
