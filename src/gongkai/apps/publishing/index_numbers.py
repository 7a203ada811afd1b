"""索引号: permanent, by the body's own pattern; the shapes are in the reference (目录系统实施指引)."""

from __future__ import annotations

import datetime as dt

from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing.models import IndexCounter, Publication
from gongkai.locking import locked_row


def take(organization: Organization, on: dt.date) -> tuple[str, str]:
    """The next index number of a body and its form for URLs; the counter's row is locked until commit."""
    counter = locked_row(IndexCounter, organization=organization, year=on.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return format_index(organization, on, counter.last), f"{organization.slug}-{on.year}-{counter.last:05d}"


def format_index(organization: Organization, on: dt.date, serial: int) -> str:
    """The index number of that serial: 014416330/2018-04736, …/202105-00021 or SY…."""
    code = organization.index_code
    if organization.index_scheme == "uscc":
        return f"{code}/{on.year}{on.month:02d}-{serial:05d}"
    if organization.index_scheme == "shanghai":
        return f"SY{code}0{on.year}{serial:05d}"
    return f"{code}/{on.year}-{serial:05d}"


def give_back(publication: Publication) -> None:
    """The number of a publication that never was: free again where no later one was taken, else it stays unused."""
    _, year, serial = publication.key.rsplit("-", 2)
    IndexCounter.objects.filter(
        organization_id=publication.organization_id, year=int(year), last=int(serial)
    ).update(last=int(serial) - 1)
