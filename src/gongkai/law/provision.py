"""A rule of law as data: provisions, their versions in time, and closed lists of coded words.

A provision is a matter (“reply”); a version is what one text of the law says on it from one day to another.
A case keeps the id of the version it was judged by, so an old decision can be recomputed and explained.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from gongkai.exceptions import GongkaiError

Level = Literal["national", "city", "bureau"]
Combine = Literal["strictest", "add"]
Limit = Literal["at_most", "at_least"]
Direction = Literal["after", "before"]
Unit = Literal["workday", "day", "month", "year", "hour", "date"]
# verified: the wording was seen; house: a rule of this platform, its source names the article it leans on.
Status = Literal["verified", "memory", "unsure", "house"]
TRUST: tuple[Status, ...] = ("verified", "memory", "unsure")  # what a rule of law can be
Occasion = Literal["correction", "third_party", "co_agency", "fee", "frequency"]

OCCASION_WORDS: dict[Occasion, str] = {
    "correction": "补正",
    "third_party": "征求第三方意见",
    "co_agency": "征求共同制作机关意见",
    "fee": "收取信息处理费",
    "frequency": "数量、频次理由合理",
}
UNIT_WORDS: dict[Unit, str] = {
    "workday": "个工作日",
    "day": "日",
    "month": "个月",
    "year": "年",
    "hour": "小时",
    "date": "",
}
# Rough length in days, only to rank limits of different units; due dates are never computed from it.
_ROUGH_DAYS: dict[Unit, float] = {
    "workday": 1.4,
    "day": 1.0,
    "month": 30.0,
    "year": 365.0,
    "hour": 1 / 24,
    "date": 0.0,
}


@dataclass(frozen=True)
class Source:
    """Where a rule is written: title of the text, its 文号, the article (第三十三条); its wording and an address, if known."""

    title: str
    number: str
    article: str
    quote: str = field(default="", repr=False)  # no limit hangs on it: it does not change the edition
    url: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）{self.article}"

    @property
    def short(self) -> str:
        """As a sentence on a screen cites it, without the 文号: 《政府信息公开条例》第二十六条."""
        return f"《{self.title}》{self.article}"


@dataclass(frozen=True)
class Effect:
    """What an occasion of the case does to a running clock, by the same text of the law.

    when: the occasion (`correction`, `third_party`, `co_agency`, `fee`, `frequency`). pauses: the clock stands from its
    begin to its end. restarts: at its end the limit runs anew. postpones: the body sets a reasonable later day itself
    and tells it; the limit ends on no earlier one. start, end: the days between which the effect was law.
    """

    when: Occasion
    pauses: bool
    restarts: bool
    start: date
    end: date | None
    source: Source
    status: Status
    note: str = ""
    postpones: bool = False

    @property
    def basis(self) -> str:
        """The article to cite, in Chinese."""
        return str(self.source)

    def covers(self, on: date) -> bool:
        """Whether the effect was law on that day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True)
class Version:
    """What one text of the law says about a matter, between two days (both included).

    id: stable and valid on the command line (`reply_2008`). value: a whole number of `unit`, or `MM-DD`
    where unit is `date`. end None: still in force. starts: in Chinese, from when it runs.
    status: verified (wording seen) / memory / unsure; the last two are never shown to the public as law.
    effects: what occasions of the case do to the running limit.
    """

    id: str
    provision: Provision = field(repr=False, compare=False)
    value: int | str
    unit: Unit
    starts: str
    start: date
    end: date | None
    source: Source
    status: Status
    note: str = ""
    effects: tuple[Effect, ...] = ()

    @property
    def basis(self) -> str:
        """The article to cite, in Chinese."""
        return str(self.source)

    def effect(self, when: str, on: date) -> Effect | None:
        """What an occasion that begins on that day does to this limit; None where the law knows of nothing."""
        return next((e for e in self.effects if e.when == when and e.covers(on)), None)

    @property
    def amount(self) -> int:
        """The number of units. GongkaiError for a yearly date, which has none."""
        if isinstance(self.value, str):
            raise GongkaiError(f"“{self.provision.topic}”是每年的固定日期，没有天数。")
        return self.value

    @property
    def phrase(self) -> str:
        """The limit in words: 20个工作日, 每年1月31日前."""
        if isinstance(self.value, str):
            month, day = self.value.split("-")
            return f"每年{int(month)}月{int(day)}日前"
        return f"{self.value}{UNIT_WORDS[self.unit]}"

    def covers(self, on: date) -> bool:
        """Whether this version was in force on that day."""
        return self.start <= on and (self.end is None or on <= self.end)

    @property
    def strictness(self) -> float:
        """Sort key, smaller is stricter; for minimum periods the longer is the stricter."""
        if isinstance(self.value, str):  # 01-20 comes before 01-31
            month, day = self.value.split("-")
            length = int(month) * 31.0 + int(day)
        else:
            length = self.value * _ROUGH_DAYS[self.unit]
        return -length if self.provision.limit == "at_least" else length


@dataclass(frozen=True)
class Provision:
    """A matter on which the law sets a limit, with all versions known, oldest first.

    place: whose rule it is below the national level (`jiading`, `*` = any body of that level may adopt it).
    combine: `strictest` for time limits, `add` where local duties come on top.
    chosen_by: the fact of the case whose date picks the version (`received_on`).
    limit: `at_most` or `at_least`; direction: counted after the start or back before it.
    extended_by: id of the provision that allows an extension, empty if the law knows none.
    rolls: whether a last day that is no working day moves to the next one (day, month, year limits).
    """

    id: str
    topic: str
    level: Level
    place: str
    combine: Combine
    chosen_by: str
    limit: Limit = "at_most"
    direction: Direction = "after"
    extended_by: str = ""
    rolls: bool = True
    versions: tuple[Version, ...] = ()

    @property
    def jurisdiction(self) -> str:
        """`national`, `city:*`, `bureau:jiading`: matched against the levels a body carries."""
        return self.level if self.level == "national" else f"{self.level}:{self.place}"

    def holds_for(self, levels: tuple[str, ...]) -> bool:
        """Whether a body carrying these levels (`national`, `city:shanghai`, …) is bound by it."""
        if self.jurisdiction in levels:
            return True
        return self.place == "*" and any(level.split(":")[0] == self.level for level in levels)

    def at(self, on: date) -> Version:
        """The version in force on that day. GongkaiError where there was none."""
        for version in self.versions:
            if version.covers(on):
                return version
        first = self.versions[0].start
        raise GongkaiError(
            f"“{self.topic}”（{self.id}）在{on.isoformat()}没有可用的规定，"
            f"已收录的规定最早自{first.isoformat()}起施行。"
        )


@dataclass(frozen=True)
class Applicable:
    """What binds one body in one case: the governing version, and all versions looked at."""

    governing: Version
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Entry:
    """One coded word of a closed list, with its article. `facts` holds the list's own extra columns.

    start, end: the days between which it stood in the list (both included).
    """

    code: str
    label: str
    source: Source
    status: Status
    start: date
    end: date | None = None
    note: str = ""
    facts: dict[str, str | bool | int] = field(default_factory=dict)

    def covers(self, on: date) -> bool:
        """Whether it stood in the list on that day."""
        return self.start <= on and (self.end is None or on <= self.end)

    @property
    def citation(self) -> str:
        """As a screen cites it; a house rule says that it is one, and which article it leans on."""
        return f"平台规则（参照{self.source.short}）" if self.status == "house" else self.source.short

    @property
    def basis(self) -> str:
        """The article to cite, in Chinese."""
        return str(self.source)
