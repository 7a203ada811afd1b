"""One finding: what is wrong, where, the two figures, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["error", "warn", "info"]
Number = int | float

_ORDER = {"error": 0, "warn": 1, "info": 2}


@dataclass(frozen=True)
class Finding:
    """One thing that a reader of the report should look at.

    code: stable id (see docs/annual-reports.md). level: error = must be mended before publication,
    warn = please confirm or explain, info = remark. where: cell ids (`t3.r1.total`) and places in the
    text (`第12行`). expected and found: the two figures or phrases, None where there is none.
    basis: article, form note or arithmetic rule it rests on.
    """

    code: str
    level: Level
    where: tuple[str, ...]
    message: str
    expected: Number | str | None = None
    found: Number | str | None = None
    basis: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The shape promised by `gongkai report check --json`."""
        return {
            "code": self.code,
            "level": self.level,
            "where": list(self.where),
            "message": self.message,
            "expected": self.expected,
            "found": self.found,
            "basis": self.basis,
        }


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then remarks; the same finding only once."""
    seen: set[tuple[str, tuple[str, ...], str]] = set()
    kept: list[Finding] = []
    for finding in findings:
        mark = (finding.code, finding.where, finding.message)
        if mark not in seen:
            seen.add(mark)
            kept.append(finding)
    return sorted(kept, key=lambda f: _ORDER[f.level])


def has_error(findings: Iterable[Finding]) -> bool:
    """True if anything must be mended (exit code 1)."""
    return any(f.level == "error" for f in findings)
