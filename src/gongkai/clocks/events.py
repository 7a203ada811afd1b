"""What may happen to a running clock: restart, exclude, extend, postpone, pause, resume, stop. The order of recording is
without meaning."""

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
class Postpone:
    """The body set a reasonable later day itself and told it (延迟答复): the limit ends on that day, or later where its
    own days end later. on: the day on which it was told."""

    on: date
    until: date
    why: str = "延迟答复"

    def __post_init__(self) -> None:
        if self.until <= self.on:
            raise GongkaiError(f"延迟答复的日期{self.until.isoformat()}应在告知之后。")


@dataclass(frozen=True)
class Stop:
    """The matter ended on that day (answered, withdrawn): the clock rings no more."""

    on: date
    why: str = "已办结"


@dataclass(frozen=True)
class Pause:
    """The clock stands from that day, the day itself included, until the resumption of the same `ref`.

    ref: what is waited for, where several things are waited for at once (two third parties); "" for the only one.
    """

    on: date
    ref: str = ""
    why: str = "等待期间，不计入"


@dataclass(frozen=True)
class Resume:
    """What was waited for came on that day; the day itself is still out of the count."""

    on: date
    ref: str = ""
    why: str = "恢复计期"


Event = Restart | Exclude | Extend | Postpone | Pause | Resume | Stop


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
    waiting: tuple[Pause, ...] = ()  # pauses that nothing has ended yet
    postponed: Postpone | None = None  # the latest day that was told

    @property
    def counts_from(self) -> date:
        """The day after which counting begins."""
        return self.restart.on if self.restart else self.start

    @property
    def is_moved(self) -> bool:
        """Whether anything happened that limits in hours, fixed dates and backward counts know nothing of."""
        return bool(self.restart or self.excluded or self.extra or self.waiting or self.postponed)

    def exclusion(self, on: date) -> Exclude | None:
        """The exclusion that covers a day."""
        return next((gap for gap in self.excluded if gap.first <= on <= gap.last), None)


def course(start: date, events: tuple[Event, ...]) -> Course:
    """Sort the events of a clock. GongkaiError for an event before the start or a resumption without its pause.

    Of several restarts the latest counts, of several days that were told the latest day; extensions add up; of several stops the first counts. A pause that is
    still open counts for nothing yet, but a stop ends it.
    """
    restarts = sorted((e for e in events if isinstance(e, Restart)), key=lambda e: (e.on, e.why))
    stops = sorted((e for e in events if isinstance(e, Stop)), key=lambda e: (e.on, e.why))
    told = sorted((e for e in events if isinstance(e, Postpone)), key=lambda e: (e.until, e.on, e.why))
    waits_for = (e for e in events if isinstance(e, Pause))
    dated: list[Restart | Pause | Postpone | Stop] = [*restarts, *waits_for, *told, *stops]
    for event in dated:
        if event.on < start:
            raise GongkaiError(
                f"{event.why}的日期{event.on.isoformat()}在起算日{start.isoformat()}之前，请核对。"
            )
    stop = stops[0] if stops else None
    waits, waiting = _waits(events, stop)
    gaps = [*(e for e in events if isinstance(e, Exclude)), *waits]
    extensions = sorted((e for e in events if isinstance(e, Extend)), key=lambda e: (e.amount, e.why))
    return Course(
        start=start,
        restart=restarts[-1] if restarts else None,
        excluded=tuple(sorted(gaps, key=lambda e: (e.first, e.last, e.why))),
        extra=sum(e.amount for e in extensions),
        extensions=tuple(extensions),
        stop=stop,
        replaced=tuple(dict.fromkeys([start, *(e.on for e in restarts[:-1])])) if restarts else (),
        waiting=() if stop else tuple(waiting),
        postponed=told[-1] if told else None,
    )


def _waits(events: tuple[Event, ...], stop: Stop | None) -> tuple[list[Exclude], list[Pause]]:
    """Every pause with its resumption as time out of the count, and the pauses still open."""
    gaps: list[Exclude] = []
    waiting: list[Pause] = []
    both = [e for e in events if isinstance(e, Pause | Resume)]
    for ref in sorted({e.ref for e in both}):
        closed, standing = _turns([e for e in both if e.ref == ref])
        gaps += closed
        if standing is None:
            continue
        waiting.append(standing)
        if stop:
            gaps.append(Exclude(standing.on, max(stop.on, standing.on), standing.why))
    return gaps, waiting


def _turns(both: list[Pause | Resume]) -> tuple[list[Exclude], Pause | None]:
    """Pauses and resumptions of one `ref`, taking turns by day. Within a day their order is without meaning."""
    gaps: list[Exclude] = []
    standing: Pause | None = None
    for day in sorted({e.on for e in both}):
        pauses = sorted((e for e in both if isinstance(e, Pause) and e.on == day), key=lambda e: e.why)
        resumptions = sum(isinstance(e, Resume) and e.on == day for e in both)
        depth = (standing is not None) + len(pauses) - resumptions
        if depth not in (0, 1):
            said = "恢复计期之前没有停计" if depth < 0 else "已经停计，不能再停"
            raise GongkaiError(f"{day.isoformat()}：{said}，请核对。")
        first = standing or pauses[0]
        standing = first if depth else None
        if not depth:
            gaps.append(Exclude(first.on, day, first.why))
    return gaps, standing
