"""The places marked on a file: proposed, hidden or left; every change can be taken back. Pure.

A mark is a dictionary as it is kept: id, page (from 1), x0, y0, x1, y1 (units of the page as shown), ground (code of
law list `grounds`), state (`ask`, `hide`, `leave`), rev (how often it was changed), what and why in words for a screen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.exceptions import GongkaiError
from gongkai.law import lists
from gongkai.law.provision import Entry

ASK, HIDE, LEAVE = "ask", "hide", "leave"
MOST = 2000
MOST_PAST = 50
DEFAULT_GROUND = "privacy"
Mark = dict[str, Any]
STALE = "这一处刚才在另一个窗口改过，没有覆盖；请看现在的样子，再改一次。"


class Stale(GongkaiError):
    """Somebody changed it meanwhile; nothing was written over."""


@dataclass
class Sheet:
    """All marks of one file. past: what was there before each change, the latest last."""

    sizes: Sequence[Sequence[float]]
    marks: list[Mark] = field(default_factory=list)
    past: list[dict[str, Any]] = field(default_factory=list)

    def find(self, number: int) -> Mark:
        """GongkaiError where there is none (any more)."""
        for mark in self.marks:
            if mark["id"] == number:
                return mark
        raise GongkaiError(f"第{number}处已经不在了，可能在另一个窗口撤掉了。")

    def add(self, page: int, edges: Sequence[float], ground: str, state: str = HIDE, **words: str) -> Mark:
        """One more place, clipped to its page."""
        (made,) = self.add_all([(page, edges, words)], ground, state)
        return made

    def add_all(
        self, places: Iterable[tuple[int, Sequence[float], dict[str, str]]], ground: str, state: str
    ) -> list[Mark]:
        """Several places at once, one change. GongkaiError for one that is empty or outside, or beyond MOST."""
        made: list[Mark] = []
        known(ground)
        number = max((mark["id"] for mark in self.marks), default=0)
        number = max([number, *(int(key) for change in self.past for key in change["was"])])
        for page, edges, words in places:
            number += 1
            made.append(
                {
                    "id": number, "page": page, **self._placed(page, edges), "ground": ground, "state": state, "rev": 0,
                    "what": words.get("what", ""), "why": words.get("why", ""),
                }
            )  # fmt: skip
        if len(self.marks) + len(made) > MOST:
            raise GongkaiError(f"一份文件最多标{MOST}处，请把文件拆开再做。")
        self.marks += made
        self._noted(f"新标{len(made)}处", {str(mark["id"]): None for mark in made})
        return made

    def decide(self, number: int, rev: int, state: str, ground: str = "") -> Mark:
        """遮住 or 不用遮, and on what ground."""
        if state not in (ASK, HIDE, LEAVE):
            raise GongkaiError("请选“遮住”或“不用遮”。")
        return self._changed(
            number, rev, "定第{}处", state=state, **({"ground": known(ground)} if ground else {})
        )

    def move(self, number: int, rev: int, edges: Sequence[float]) -> Mark:
        """Another place or size on the same page."""
        return self._changed(number, rev, "改第{}处的位置", **self._placed(self.find(number)["page"], edges))

    def _changed(self, number: int, rev: int, said: str, **values: Any) -> Mark:
        mark = self.find(number)
        if mark["rev"] != rev:
            raise Stale(STALE)
        before = dict(mark)
        mark.update(values, rev=rev + 1)
        self._noted(said.format(number), {str(number): before})
        return mark

    def decide_all(self, state: str) -> int:
        """The same word on every open proposal; how many."""
        open_ = [mark for mark in self.marks if mark["state"] == ASK]
        if open_:
            before = {str(mark["id"]): dict(mark) for mark in open_}
            for mark in open_:
                mark.update(state=state, rev=mark["rev"] + 1)
            self._noted(f"一起定{len(open_)}处", before)
        return len(open_)

    def remove(self, number: int, rev: int) -> None:
        """Take a place away."""
        mark = self.find(number)
        if mark["rev"] != rev:
            raise Stale(STALE)
        self.marks.remove(mark)
        self._noted(f"去掉第{number}处", {str(number): mark})

    def undo(self) -> str:
        """The last change taken back; what it was."""
        if not self.past:
            raise GongkaiError("没有可以撤回的改动。")
        change = self.past.pop()
        was: dict[str, Mark | None] = change["was"]
        now = {mark["id"]: mark["rev"] for mark in self.marks}
        self.marks[:] = [mark for mark in self.marks if str(mark["id"]) not in was]
        for mark in was.values():
            if mark is not None:
                self.marks.append(mark | {"rev": max(now.get(mark["id"], 0), mark["rev"]) + 1})
        self.marks.sort(key=lambda mark: mark["id"])
        return str(change["said"])

    def _noted(self, said: str, was: Mapping[str, Mark | None]) -> None:
        self.past.append({"said": said, "was": dict(was)})
        del self.past[:-MOST_PAST]

    def _placed(self, page: int, edges: Sequence[float]) -> dict[str, float]:
        if not 1 <= page <= len(self.sizes):
            raise GongkaiError(f"没有第{page}页，文件共{len(self.sizes)}页。")
        wide, high = self.sizes[page - 1]
        if len(edges) != 4 or not all(math.isfinite(edge) for edge in edges):
            raise GongkaiError("左、上、右、下四个数都要写，写成数字。")
        (x0, x1), (y0, y1) = sorted((edges[0], edges[2])), sorted((edges[1], edges[3]))
        x0, x1, y0, y1 = (max(x0, 0.0), min(x1, wide), max(y0, 0.0), min(y1, high))
        if x1 - x0 < 1 or y1 - y0 < 1:
            raise GongkaiError(f"框太小，或者在页面以外（这一页宽{wide:.0f}、高{high:.0f}，从左上角量起）。")
        return {"x0": round(x0, 2), "y0": round(y0, 2), "x1": round(x1, 2), "y1": round(y1, 2)}


def grounds() -> tuple[Entry, ...]:
    """What lets a passage be kept from an applicant.

    The list also has why something is not published on one's own and given on request: no ground against who requests it.
    """
    return lists.grounds_for("closed")


def known(ground: str) -> str:
    """The code, if it is a ground of the closed list that holds against an applicant."""
    if ground not in {entry.code for entry in grounds()}:
        raise GongkaiError("请从清单里选遮盖的依据。")
    return ground


def cited(ground: str) -> str:
    """The ground as a certificate and a letter cite it."""
    entry = lists.entry("grounds", ground)
    return f"{entry.source.short}（{entry.label}）"


def boxes_of(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    """What is hidden, in the shape of BOXES.json."""
    return [
        {name: mark[name] for name in ("page", "x0", "y0", "x1", "y1")} | {"ground": cited(mark["ground"])}
        for mark in marks
        if mark["state"] == HIDE
    ]


def overlaps(mark: Mark, page: int, edges: Sequence[float], share: float = 0.7) -> bool:
    """Whether a mark already covers so much of a place."""
    wide = min(mark["x1"], edges[2]) - max(mark["x0"], edges[0])
    high = min(mark["y1"], edges[3]) - max(mark["y0"], edges[1])
    area = max((edges[2] - edges[0]) * (edges[3] - edges[1]), 1e-6)
    return bool(mark["page"] == page and wide > 0 and high > 0 and wide * high >= share * area)


def counted(marks: Iterable[Mark], test: Callable[[Mark], bool] = lambda mark: True) -> dict[int, list[Mark]]:
    """The marks by page, in reading order."""
    pages: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark["page"], mark["y0"], mark["x0"], mark["id"])):
        if test(mark):
            pages.setdefault(mark["page"], []).append(mark)
    return pages
