"""How a record is judged before it goes out: steps, who may take them, where. Data, one file a process.

Errors: LawDataError naming the file where a step, a place or the source is missing or unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.exceptions import GongkaiError, LawDataError
from gongkai.law.load import parse, source_of, span, trust_of
from gongkai.law.provision import Source, Status

FOLDER = Path(__file__).parent / "data" / "reviews"
# section: where it was drafted; office: where the office's work is done for the body; body: the body itself
PLACES = frozenset({"section", "office", "body"})


@dataclass(frozen=True)
class Step:
    """One judgement. verbs: powers of which one is needed. carries: an agreement to the very same text holds on."""

    code: str
    label: str
    verbs: tuple[str, ...]
    place: str
    carries: bool


@dataclass(frozen=True)
class Process:
    """The steps of one kind of record, in order. drafter: how its author is called. returns: coded reasons of 退回.

    status: `house` where the law asks for a review and the steps are this platform's.
    """

    code: str
    label: str
    drafter: str
    steps: tuple[Step, ...]
    source: Source
    status: Status
    start: date
    note: str = ""
    late: tuple[str, str] = ("", "")  # code and label of a return after the last step
    returns: Mapping[str, str] = field(default_factory=dict)
    acts: Mapping[str, str] = field(default_factory=dict)  # done before they are judged: code and name

    def step(self, code: str) -> Step:
        """The step of that code."""
        for found in self.steps:
            if found.code == code:
                return found
        raise GongkaiError(f"“{self.label}”没有“{code}”这一步。")

    def after(self, code: str) -> Step | None:
        """The step after this one; None after the last."""
        position = self.steps.index(self.step(code)) + 1
        return self.steps[position] if position < len(self.steps) else None

    def name_of(self, code: str) -> str:
        """A step, or the return after the last, in words."""
        return self.late[1] if code == self.late[0] else self.step(code).label


@cache
def process(code: str) -> Process:
    """The process of that code."""
    path = FOLDER / f"{code}.toml"
    if not code.isidentifier() or not path.is_file():
        raise GongkaiError(f"没有名为“{code}”的审核流程。")
    return _read(path.name, parse(path))


def processes() -> tuple[Process, ...]:
    """All processes, by code."""
    return tuple(process(path.stem) for path in sorted(FOLDER.glob("*.toml")))


def _read(name: str, raw: dict[str, Any]) -> Process:
    start, _ = span(raw, name)
    steps = tuple(_step(name, s) for s in raw.get("step", ()))
    codes = [s.code for s in steps]
    if not codes or len(set(codes)) < len(codes):
        raise LawDataError(f"审核流程 {name}：没有步骤，或者步骤重复。")
    late = raw.get("late") or {}
    return Process(
        raw["code"], raw["label"], raw["drafter"], steps, source_of(raw, name), trust_of(raw, name, "house"), start,
        str(raw.get("note", "")), (late.get("code", ""), late.get("label", "")), raw.get("returns", {}),
        raw.get("acts", {}),
    )  # fmt: skip


def _step(name: str, raw: Mapping[str, Any]) -> Step:
    place = raw.get("place", "")
    if place not in PLACES or not raw.get("verbs"):
        raise LawDataError(f"审核流程 {name}：步骤“{raw.get('label', '')}”没有写明由谁、在哪里办。")
    return Step(raw["code"], raw["label"], tuple(raw["verbs"]), place, bool(raw.get("carries")))
