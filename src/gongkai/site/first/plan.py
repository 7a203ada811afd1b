"""What is to be set up, as values: bodies, people, columns, each with the line it came from. Pure, but for the starting sets on disk."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.apps.organizations.names import same_name
from gongkai.exceptions import GongkaiError

STARTERS = Path(__file__).resolve().parent.parent / "starters"
# word → (kind of the node, starting set)
KINDS = {
    "市教委": ("city", "commission"), "区教育局": ("district", "district"), "学校": ("school", "school"),
    "高校": ("school", "university"), "直属单位": ("unit", "school"),
}  # fmt: skip
OTHER_WORDS = {
    "市": "市教委", "市教育局": "市教委", "市级教育部门": "市教委", "区": "区教育局", "县教育局": "区教育局",
    "区级教育部门": "区教育局", "中小学": "学校", "幼儿园": "学校", "大学": "高校", "高等学校": "高校",
}  # fmt: skip
SECTION = "科室"
NO_NUMBER = -1  # of days: something was written that is no number


@dataclass(frozen=True)
class Body:
    """A body or section to be set up. line: where it was written, for faults."""

    name: str
    kind: str  # of KINDS, or SECTION
    line: str = ""
    parent: str = ""
    slug: str = ""
    short_name: str = ""
    codes: tuple[str, ...] = ()
    index_scheme: str = ""
    index_code: str = ""
    address: str = ""
    telephone: str = ""
    has_site: bool = False


@dataclass(frozen=True)
class Person:
    """An account with one post; the same account on several lines has several."""

    name: str
    account: str
    body: str
    role: str
    scope: str = "own"
    section: str = ""
    phone: str = ""
    line: str = ""


@dataclass(frozen=True)
class Heading:
    """A column of a body's site."""

    body: str
    name: str
    slug: str
    parent: str = ""
    shows: str = "documents"
    holds: str = ""
    days: int | None = None
    line: str = ""


@dataclass(frozen=True)
class Plan:
    """All of it."""

    bodies: tuple[Body, ...]
    people: tuple[Person, ...]
    columns: tuple[Heading, ...] = ()
    sections: bool = True  # set up the starting sections of a body that names none


@dataclass
class Outcome:
    """What was set up: counts, and each new person with post and first password, told once."""

    bodies: int = 0
    columns: int = 0
    people: list[tuple[Any, str, str]] = field(default_factory=list)


def kind_of(word: str) -> str:
    """The kind that a word means. GongkaiError with the words that are known."""
    kind = OTHER_WORDS.get(word, word)
    if kind not in KINDS:
        raise GongkaiError(f"类别只能是{'、'.join(KINDS)}，现在是“{word}”。")
    return kind


def starter(kind: str) -> dict[str, Any]:
    """The starting set of a kind of body, from `starters/`."""
    return tomllib.loads((STARTERS / f"{KINDS[kind_of(kind)][1]}.toml").read_text("utf-8"))


def starting_sections(plan: Plan, body: Body) -> list[str]:
    """科室 that a body begins with: the starting ones of its kind, where it has a site and the plan names none of its own."""
    if body.kind not in KINDS or not body.has_site or not plan.sections:
        return []
    if any(b.kind == SECTION and same_name(b.parent) == same_name(body.name) for b in plan.bodies):
        return []
    return list(starter(body.kind)["sections"])


def codes_of(text: str) -> tuple[str, ...]:
    """发文代字 as they were typed, with any usual sign between."""
    return tuple(c.strip() for c in text.replace(",", "、").replace("，", "、").split("、") if c.strip())


def from_answers(said: dict[str, str]) -> Plan:
    """The plan of the five questions: one body, its administrator and the second person."""
    body = Body(
        name=said["name"], kind=kind_of(said["kind"]), slug="main", codes=codes_of(said["codes"]),
        index_code=said.get("index_code", "").upper(), address=said["address"], telephone=said["telephone"],
        has_site=True,
    )  # fmt: skip
    people = (
        Person(said["admin"], said["admin_account"], body.name, "admin", "subtree"),
        Person(said["second"], said["second_account"], body.name, "leader", "subtree"),
    )
    return Plan((body,), people)
