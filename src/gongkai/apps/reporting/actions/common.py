"""What every act on a report begins and ends with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.reporting.compiled import title_of
from gongkai.apps.reporting.models import Report
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused


def lock(report: Report) -> Report:
    """The row, locked for this transaction."""
    return (
        Report.objects.select_for_update(of=("self",))
        .select_related("organization", "section", "drafted_by", "document")
        .get(pk=report.pk)
    )


def refuse(obstacles: Sequence[Obstacle]) -> None:
    """Raise Refused where something stands against the act."""
    if obstacles:
        raise Refused(obstacles)


def keep(report: Report, **values: Any) -> Report:
    """Set and save, with the moment."""
    for name, value in values.items():
        setattr(report, name, value)
    report.updated_at = moment.now()
    report.save(update_fields=[*values, "updated_at"])
    return report


def tell(event: str, user: User, report: Report, because: str = "", **facts: Any) -> None:
    """Write the act into the ledger of the body."""
    record(
        event, report, actor(user, report.organization), chain=report.organization.slug,
        title=title_of(report), because=because, year=report.year, **facts,
    )  # fmt: skip
