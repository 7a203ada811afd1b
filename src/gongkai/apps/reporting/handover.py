"""What of reports goes along when duties are handed over: those not yet issued, wherever they lie now."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.apps.organizations.actions.handover import Part
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.reporting import events
from gongkai.apps.reporting.actions.common import tell
from gongkai.apps.reporting.compiled import title_of
from gongkai.apps.reporting.models import Report, State


def _in_work(person: User, places: QuerySet[Organization]) -> QuerySet[Report]:
    return (
        Report.objects.filter(drafted_by=person, section__in=places)
        .exclude(state=State.ISSUED)
        .select_related("organization")
    )


def _titles(person: User, places: QuerySet[Organization]) -> list[str]:
    return [title_of(r) for r in _in_work(person, places)]


def _move(by: User, giver: User, taker: User, places: QuerySet[Organization]) -> None:
    """The taker becomes the drafter, so he may neither review nor issue; what comes back from review comes to him."""
    for report in _in_work(giver, places).select_for_update(of=("self",)):
        report.drafted_by = taker
        report.save(update_fields=["drafted_by"])
        tell(events.TAKEN_OVER, by, report, because=f"{giver.name}移交{taker.name}", name=taker.name)


REPORTS = Part("年度报告", _titles, _move)
