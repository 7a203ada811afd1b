"""Where figures come from: every duty that declares `figures`. Two duties may not answer one cell."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model

from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations.models import Organization
from gongkai.exceptions import GongkaiError
from gongkai.figures import Figure, Line


def collect(organization: Organization, form: str, year: int) -> dict[str, Figure]:
    """Every figure that some record knows for a year, by cell."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    known: dict[str, Figure] = {}
    for figures in registry().figures:
        found = figures.source(organization, form, first, last)
        twice = sorted(set(found) & set(known))
        if twice:
            raise GongkaiError(f"数据{twice[0]}有两处记录作答，请查各事项的 duty.py。")
        known.update(found)
    return known


def describe(record: Model) -> Line:
    """A counted record as a line of a list; its own name where no duty says more."""
    label: Any = record._meta.label
    for figures in registry().figures:
        if label in figures.models and figures.describe:
            line: Line = figures.describe(record)
            return line
    return Line(str(record), "", "", record)
