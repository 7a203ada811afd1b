"""Where figures come from: the `figures.py` of every app that stands below. A new duty is one more line here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.db.models import Model

from gongkai.apps.organizations.models import Organization
from gongkai.figures import Figure, Line

# Asked in this order; the first that knows a cell answers it. Names that do not stand yet are passed over.
_MODULES = [
    "gongkai.apps.publishing.figures",
    "gongkai.apps.documents.figures",
    "gongkai.apps.requests.figures",
    "gongkai.apps.dialogue.figures",
    "gongkai.apps.decisions.figures",
]
Source = Callable[[Organization, str, dt.date, dt.date], dict[str, Figure]]
_registered: list[Source] = []


def register_figures(source: Source) -> None:
    """Let an app that reporting does not know answer cells: called once in its `AppConfig.ready()`."""
    if source not in _registered:
        _registered.append(source)


def unregister_figures(source: Source) -> None:
    """Take a source back (tests)."""
    _registered.remove(source)


def _stands(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(import_module(name) for name in _MODULES if _stands(name))


def collect(organization: Organization, form: str, year: int) -> dict[str, Figure]:
    """Every figure that some record knows for a year, by cell."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    known: dict[str, Figure] = {}
    for source in [*_registered, *(module.figures for module in _modules())]:
        for cell, figure in source(organization, form, first, last).items():
            known.setdefault(cell, figure)
    return known


@cache
def _describers() -> dict[str, Callable[[Any], Line]]:
    return {model._meta.label_lower: m.describe for m in _modules() for model in m.RECORDS}


def describe(record: Model) -> Line:
    """A counted record as a line of a list; its own name where no app says more."""
    describer = _describers().get(record._meta.label_lower)
    return describer(record) if describer else Line(str(record), "", "", record)
