"""信息处理费: progressive tiers, by piece or by page, never both (国办函〔2020〕109号). Yuan throughout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, Literal, get_args

from gongkai.exceptions import GongkaiError, LawDataError
from gongkai.law.load import DATA, parse, source_of, span, tables, trust_of
from gongkai.law.provision import Source, Status

Ladder = Literal["pieces", "pages"]
# A request of a hundred thousand pieces is a typing error, not a case.
_MOST = 1_000_000


@dataclass(frozen=True)
class Tier:
    """Units first..last (both included; last None: no end) cost `rate` yuan each."""

    first: int
    last: int | None
    rate: int


@dataclass(frozen=True)
class FeeStep:
    """One tier as far as used: `count` units at `rate` yuan."""

    first: int
    last: int
    count: int
    rate: int
    yuan: int
    why: str
    basis: str


@dataclass(frozen=True)
class Fee:
    """The fee, its article and how it came about, tier by tier."""

    yuan: int
    basis: str
    steps: tuple[FeeStep, ...]


@dataclass(frozen=True)
class Tariff:
    """One ladder as loaded from data."""

    unit: str
    label: str
    window: str
    tiers: tuple[Tier, ...]
    tail_every: int
    tail_add: int
    source: Source
    start: date
    end: date | None
    status: Status
    note: str

    def covers(self, on: date) -> bool:
        """Whether this tariff was in force on that day."""
        return self.start <= on and (self.end is None or on <= self.end)

    def tier_of(self, number: int) -> Tier:
        """The tier in which the unit of this number falls."""
        for tier in self.tiers:
            if tier.last is None or number <= tier.last:
                return tier
        return self._tail_tier(number)

    def _tail_tier(self, number: int) -> Tier:
        top = self.tiers[-1]
        assert top.last is not None  # noqa: S101 — an open tier never reaches this point
        step = (number - top.last - 1) // self.tail_every
        first = top.last + 1 + step * self.tail_every
        return Tier(first, first + self.tail_every - 1, top.rate + (step + 1) * self.tail_add)


def fee(ladder: Ladder, number: int, on: date | None = None) -> Fee:
    """The fee for `number` pieces (one applicant, one calendar month) or pages (one request), by the tariff of a day.

    Without a day: today's text. Errors: GongkaiError for a negative or absurd number, and for a day without a tariff.
    """
    if not 0 <= number <= _MOST:
        raise GongkaiError(f"数量应在0至{_MOST}之间。")
    tariff = tariff_of(ladder, on)
    steps: list[FeeStep] = []
    done = 0
    while done < number:
        tier = tariff.tier_of(done + 1)
        last = number if tier.last is None else min(number, tier.last)
        steps.append(_step(tariff, done + 1, last, tier.rate))
        done = last
    return Fee(sum(step.yuan for step in steps), str(tariff.source), tuple(steps))


def fee_for_next(ladder: Ladder, before: int, more: int, on: date | None = None) -> int:
    """Yuan due for `more` further units when `before` were already counted in the same window."""
    return fee(ladder, before + more, on).yuan - fee(ladder, before, on).yuan


def _step(tariff: Tariff, first: int, last: int, rate: int) -> FeeStep:
    count, unit = last - first + 1, tariff.unit
    span = f"第{first}{unit}" if first == last else f"第{first}至{last}{unit}"
    why = f"{span}，共{count}{unit}，" + (f"每{unit}{rate}元，{count * rate}元" if rate else "不收费")
    return FeeStep(first, last, count, rate, count * rate, why, str(tariff.source))


def tariff_of(ladder: Ladder, on: date | None = None) -> Tariff:
    """The tariff of a ladder in force on a day, today's without one. GongkaiError where there was none."""
    for tariff in tariffs()[ladder]:
        if tariff.covers(on) if on else tariff.end is None:
            return tariff
    raise GongkaiError(f"在{on.isoformat() if on else '今天'}没有信息处理费的收费标准，不得收取。")


@cache
def tariffs() -> dict[Ladder, tuple[Tariff, ...]]:
    """Both ladders with all their versions, oldest first.

    LawDataError if tiers have gaps or an end without a tail, or two versions of one ladder overlap.
    """
    return tariffs_of(parse(DATA / "fees.toml"), "fees.toml")


def tariffs_of(data: dict[str, Any], place: str) -> dict[Ladder, tuple[Tariff, ...]]:
    """The ladders of a parsed file. place: how the file is called in errors."""
    found: dict[Ladder, tuple[Tariff, ...]] = {}
    for ladder in get_args(Ladder):
        parts = [part for part in tables(data, "tariff", f"法规数据 {place}") if part.get("ladder") == ladder]
        versions = sorted((_tariff(part, place) for part in parts), key=lambda tariff: tariff.start)
        if not versions or any(a.end is None or a.end >= b.start for a, b in pairwise(versions)):
            raise LawDataError(f"法规数据 {place}：收费标准 {ladder} 没有写，或者施行期间重叠。")
        found[ladder] = tuple(versions)
    return found


def _tariff(part: dict[str, Any], place: str) -> Tariff:
    where = f"{place}：{part.get('label', '（没有名称的收费标准）')}"
    tiers = tuple(Tier(t["from"], t.get("to"), t["rate"]) for t in part["tier"])
    expected = 1
    for tier in tiers:
        if tier.first != expected:
            raise LawDataError(f"法规数据 {where}：档次不连续。")
        expected = tier.last + 1 if tier.last else 0  # nothing comes after a tier without end
    tail = part.get("tail")
    if (tiers[-1].last is None) == bool(tail):
        raise LawDataError(f"法规数据 {where}：最后一档应当不封顶，或者写明递增办法。")
    start, end = span(part, where)
    return Tariff(
        unit=part["unit"],
        label=part["label"],
        window=part["window"],
        tiers=tiers,
        tail_every=tail["every"] if tail else 0,
        tail_add=tail["add"] if tail else 0,
        source=source_of(part, where),
        start=start,
        end=end,
        status=trust_of(part, where),
        note=str(part.get("note", "")),
    )
