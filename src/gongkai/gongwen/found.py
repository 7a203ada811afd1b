"""A field value with the proof of where it was found. Nothing is proposed without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day
from typing import Generic, Literal, TypeVar

from gongkai.gongwen.lines import Line
from gongkai.gongwen.numbers import DocNumber

How = Literal["read", "inferred", "missing", "contradictory", "damaged"]
T = TypeVar("T")


@dataclass(frozen=True)
class Evidence:
    """A place: block index, line index, the quoted text. block −1: beside the text (page metadata)."""

    block: int
    line: int
    quote: str


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value, how it was found, why (for all but `read`), and the places."""

    value: T | None
    how: How = "missing"
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Attachment:
    """An attachment named in the text, or a file linked from the page."""

    name: str
    number: int | None = None
    href: str = ""


@dataclass(frozen=True)
class Fields:
    """All fields of a document."""

    doc_number: Found[DocNumber]
    title: Found[str]
    issuer: Found[str]
    addressee: Found[str]
    addressees: tuple[str, ...]
    date: Found[Day]
    date_candidates: tuple[Day, ...]
    published: Found[Day]
    attribute: Found[str]
    index_no: Found[str]
    validity: Found[str]
    effective: Found[str]
    expires: Found[str]
    attachments: Found[tuple[Attachment, ...]]
    signature: Found[str]
    copies: Found[str]
    printed: Found[str]


def proof(*lines: Line) -> tuple[Evidence, ...]:
    """Evidence from lines."""
    return tuple(Evidence(line.block, line.number, line.text.strip()[:200]) for line in lines)


def missing(reason: str = "文中没有找到") -> Found[T]:
    """No value."""
    return Found(None, "missing", reason)
