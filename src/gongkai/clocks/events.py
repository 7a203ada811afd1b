"""What may happen to a running clock: restart, exclude, extend, stop. Order of recording is without meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.exceptions import GongkaiError


@dataclass(frozen=True)
class Restart:
    """The limit runs anew from that day (补正 received, fee paid); the day itself is not counted."""

    on: date
    why: str = "补正，重新起算"


@dataclass(frozen=True)
class Exclude:
    """Time out of the count, both days included (consulting a third party or another agency)."""

    first: date
    last: date
    why: str = "征求意见期间，不计入"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise GongkaiError(
                f"不计入期间的起止颠倒：{self.first.isoformat()}在{self.last.isoformat()}之后。"
            )


@dataclass(frozen=True)
class Extend:
    """The limit is longer by `amount` of its own units (approved, the applicant told)."""

    amount: int
    why: str = "经批准延长"

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise GongkaiError("延长的天数不能是负数。")


@dataclass(frozen=True)
class Stop:
    """The matter ended on that day (answered, withdrawn): the clock rings no more."""

    on: date
    why: str = "已办结"


Event = Restart | Exclude | Extend | Stop


@dataclass(frozen=True)
class Course:
    """All events of one clock, put together so that the order in which they were recorded cannot matter."""

    start: date
    restart: Restart | None
    excluded: tuple[Exclude, ...]
    extra: int
    extensions: tuple[Extend, ...]
    stop: Stop | None
    replaced: tuple[date, ...] = ()  # the days from which the limit counted before the last restart

    @property
    def counts_from(self) -> date:
        """The day after which counting begins."""
        return self.restart.on if self.restart else self.start

    def exclusion(self, on: date) -> Exclude | None:
        """The exclusion that covers a day."""
        return next((gap for gap in self.excluded if gap.first <= on <= gap.last), None)


def course(start: date, events: tuple[Event, ...]) -> Course:
    """Sort the events of a clock. GongkaiError for a restart or stop before the start.

    Of several restarts the latest counts; extensions add up; of several stops the first counts.
    """
    restarts = sorted((e for e in events if isinstance(e, Restart)), key=lambda e: (e.on, e.why))
    stops = sorted((e for e in events if isinstance(e, Stop)), key=lambda e: (e.on, e.why))
    dated: list[Restart | Stop] = [*restarts, *stops]
    for event in dated:
        if event.on < start:
            raise GongkaiError(
                f"{event.why}的日期{event.on.isoformat()}在起算日{start.isoformat()}之前，请核对。"
            )
    excluded = sorted((e for e in events if isinstance(e, Exclude)), key=lambda e: (e.first, e.last, e.why))
    extensions = sorted((e for e in events if isinstance(e, Extend)), key=lambda e: (e.amount, e.why))
    return Course(
        start=start,
        restart=restarts[-1] if restarts else None,
        excluded=tuple(excluded),
        extra=sum(e.amount for e in extensions),
        extensions=tuple(extensions),
        stop=stops[0] if stops else None,
        replaced=tuple(dict.fromkeys([start, *(e.on for e in restarts[:-1])])) if restarts else (),
    )
