"""What the oracle is given, handed from look to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gongkai.files.geometry import Rect
from gongkai.files.redaction.terms import Finder
from gongkai.files.redaction.verdict import Verdict


@dataclass
class Case:
    """One file under examination.

    name: how it is called in findings ("" for the file itself, otherwise the attachment). boxes: by page, in units of
    the page as shown; None if none were given. inner: examines a file that lies inside this one.
    """

    data: bytes
    finder: Finder
    verdict: Verdict
    name: str = ""
    boxes: dict[int, list[Rect]] | None = None
    depth: int = 0
    inner: Callable[[Case, bytes, str], None] | None = field(default=None, repr=False)

    def where(self, place: str) -> str:
        """A place, with the attachment it is in."""
        return f"{self.name}：{place}" if self.name else place

    def search(self, kind: str, text: str, place: str, page: int | None = None) -> bool:
        """Look for the secrets in a text; whether one was found."""
        found = self.finder.text(text)
        self.verdict.secrets(kind, page, self.where(place), found)
        return bool(found)

    def search_bytes(self, kind: str, data: bytes, place: str, page: int | None = None) -> bool:
        """Look for the secrets in bytes that are no picture; whether one was found."""
        found = self.finder.blind(data) if self.finder else []
        self.verdict.secrets(kind, page, self.where(place), found)
        return bool(found)

    def leak(self, kind: str, place: str, found: str = "", page: int | None = None) -> None:
        """Note a leak."""
        self.verdict.leak(kind, page, self.where(place), found)

    def info(self, kind: str, place: str, found: str = "", page: int | None = None) -> None:
        """Note what is no leak."""
        self.verdict.info(kind, page, self.where(place), found)
