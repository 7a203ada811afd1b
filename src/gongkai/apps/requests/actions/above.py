"""转办: requests that a platform above passes down are taken in, and what became of them goes back up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.people import rules as people
from gongkai.apps.people.details import NAME, Details
from gongkai.apps.requests import above, events
from gongkai.apps.requests.actions.receiving import UPPER, Given, enter, here_already, obstacles_to_enter
from gongkai.apps.requests.models import Platform, Request
from gongkai.apps.requests.powers import HANDLE, REVIEW
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Obstacle, Refused


@dataclass(frozen=True)
class Taken:
    """made: the cases. left: rows that were not taken, each with its sentence."""

    made: tuple[Request, ...]
    left: tuple[above.Row, ...]


@transaction.atomic
def set_platform(
    user: User, organization: Organization, platform: Platform | None, *, name: str, columns: above.Columns
) -> Platform:
    """上级平台: its name and its columns; None: a new one."""
    if not may(user, REVIEW, organization):
        raise PermissionDenied
    columns = [[title.strip()[:60], code] for title, code in columns if title.strip()]
    found = [] if name.strip() else [Obstacle("platform:name", "请填写上级平台的名称。", cure="#id_name")]
    others = Platform.objects.filter(organization=organization, name=name.strip())
    if platform is not None:
        others = others.exclude(pk=platform.pk)
    if others.exists():
        found.append(Obstacle("platform:name", f"已经有“{name.strip()}”。", cure="#id_name"))
    if wrong := above.wrong_columns(columns):
        found.append(Obstacle("platform:columns", wrong, cure="#columns"))
    if found:
        raise Refused(found)
    made = platform or Platform(organization=organization)
    made.name, made.columns, made.changed_by, made.changed_at = name.strip()[:60], columns, user, moment.now()
    made.save()
    record(
        events.PLATFORM_SET, made, actor(user, organization), chain=organization.slug, title=made.name, name=made.name
    )  # fmt: skip
    return made


def given_of(platform: Platform, row: above.Row) -> Given:
    """What a row asks for, as the counter would have typed it; the day of receipt is the platform's."""
    said = row.values
    assert row.received_on is not None and row.submitted_on is not None  # noqa: S101 — read and found good
    who = {name: said.get(name, "") for name in ("name", "id_number", "telephone", "email", "address")}
    return Given(
        channel=UPPER, submitted_on=row.submitted_on, confirmed_on=row.received_on,
        applicant_kind=above.kind_of(said["kind"]), person=Details(**who, id_kind=above.id_kind_of(said)),
        wanted=said["wanted"], subject=said.get("subject", ""), purpose=said.get("purpose", ""),
        supply=above.supply_of(said), foreign_number=said["foreign_number"], platform=platform,
    )  # fmt: skip


def checked(organization: Organization, platform: Platform, sheet: above.Sheet) -> above.Sheet:
    """The same rows, those that are here already or that the register would refuse with their sentence."""
    numbers = [row.values["foreign_number"] for row in sheet.good]
    known = here_already(organization, platform, numbers)
    here = {case.foreign_number: case.shown_number for case in known}
    rows = []
    for row in sheet.rows:
        if not row.problem:
            row = replace(row, problem=_refused(organization, platform, row, here))
        rows.append(row)
    return replace(sheet, rows=tuple(rows))


def _refused(organization: Organization, platform: Platform, row: above.Row, here: dict[str, str]) -> str:
    if number := here.get(row.values["foreign_number"]):
        return f"已经收过，是{number}，不再收。"
    given = given_of(platform, row)
    found = obstacles_to_enter(organization, given, known=True)
    found += people.obstacles_to_enter(given.applicant_kind, given.person.tidy(), (NAME,))
    return found[0].sentence if found else ""


def take_in(user: User, place: Organization, platform: Platform, sheet: above.Sheet) -> Taken:
    """收进 every good row as a case of its own, its clock running from the platform's day of receipt.

    Each row stands for itself: what is refused stays behind with its sentence, and what is in is never entered twice.
    """
    made: list[Request] = []
    left: list[above.Row] = []
    for row in checked(platform.organization, platform, sheet).rows:
        if row.problem:
            left.append(row)
            continue
        try:
            with transaction.atomic():
                made.append(enter(user, platform.organization, given_of(platform, row), section=place))
        except IntegrityError:  # another hand took the same number in at this moment
            left.append(replace(row, problem="刚刚已经收过，不再收。"))
        except GongkaiError as error:
            left.append(replace(row, problem=error.sentence))
    return Taken(tuple(made), tuple(left))


@transaction.atomic
def tell_above(user: User, platform: Platform, cases: Sequence[Request]) -> None:
    """回报: the sheet with these cases is made; those that came from this platform count as told."""
    if not may(user, HANDLE, platform.organization):
        raise PermissionDenied
    own = Request.objects.filter(pk__in=[case.pk for case in cases], platform=platform)
    own.update(told_above_at=moment.now())
    record(
        events.TOLD_ABOVE, platform, actor(user, platform.organization), chain=platform.organization.slug,
        title=platform.name, name=platform.name, count=len(cases),
    )  # fmt: skip
