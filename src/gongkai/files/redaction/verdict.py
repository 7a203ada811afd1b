"""What the oracle found: leaks, what it looked into, what it could not look into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gongkai.files.redaction.secrets import Secret

MOST_LEAKS = 500
_LONGEST = 80


@dataclass
class Verdict:
    """leaks: dictionaries kind, level (leak or info), page (from 1, None if of the file), where, found.

    It holds if nothing leaks and nothing stayed unexamined.
    """

    leaks: list[dict[str, Any]] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    unexamined: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the file may be released."""
        return not self.unexamined and not any(leak["level"] == "leak" for leak in self.leaks)

    def leak(self, kind: str, page: int | None, where: str, found: str = "", level: str = "leak") -> None:
        """Note one finding; the same is noted once."""
        found = " ".join(found.split())
        found = found if len(found) <= _LONGEST else found[: _LONGEST - 1] + "…"
        one = {"kind": kind, "level": level, "page": page, "where": where, "found": found}
        if one not in self.leaks and len(self.leaks) < MOST_LEAKS:
            self.leaks.append(one)

    def secrets(self, kind: str, page: int | None, where: str, found: Iterable[Secret]) -> None:
        """Note secrets that were found."""
        for secret in found:
            self.leak(kind, page, where, secret.text)

    def info(self, kind: str, page: int | None, where: str, found: str = "") -> None:
        """Note something worth knowing that is no leak."""
        self.leak(kind, page, where, found, "info")

    def looked(self, *kinds: str) -> None:
        """What has been looked into."""
        self.checked += [kind for kind in kinds if kind not in self.checked]

    def could_not(self, sentence: str) -> None:
        """What could not be looked into."""
        if sentence not in self.unexamined:
            self.unexamined.append(sentence)

    def as_json(self) -> dict[str, Any]:
        """The answer of the command."""
        return {
            "holds": self.holds, "leaks": self.leaks, "checked": self.checked, "unexamined": self.unexamined,
        }  # fmt: skip
