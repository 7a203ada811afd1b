"""What an app answers when a report asks it for a figure: the value, the question in words, the records themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

Number = int | float


@dataclass(frozen=True)
class Figure:
    """One counted figure.

    value: what was counted. sentence: the question in officials' words, with its limits. records: exactly the
    rows that were counted, in the order in which a person would read them. law: what says it is counted so.
    """

    value: Number
    sentence: str
    records: QuerySet[Any]
    law: str = ""


@dataclass(frozen=True)
class Line:
    """One counted record as a list shows it. url: where it is kept; empty if it has no page.

    place: the record whose place decides who may read the line; None where anybody may who reads the report.
    """

    title: str
    note: str = ""
    url: str = ""
    place: Model | None = field(default=None, compare=False)
