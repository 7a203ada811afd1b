"""信息处理费: progressive tiers, by piece or by page, never both (国办函〔2020〕109号). Yuan throughout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from gongkai.exceptions import GongkaiError, LawDataError
from gongkai.law.load import DATA, parse, source_of, trust_of
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
    status: Status
    note: str

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


def fee(ladder: Ladder, number: int) -> Fee:
    """The fee for `number` pieces (one applicant, one calendar month) or pages (one request).

    Errors: GongkaiError for a negative or absurd number.
    """
    if not 0 <= number <= _MOST:
        raise GongkaiError(f"数量应在0至{_MOST}之间。")
    tariff = tariffs()[ladder]
    steps: list[FeeStep] = []
    done = 0
    while done < number:
        tier = tariff.tier_of(done + 1)
        last = number if tier.last is None else min(number, tier.last)
        steps.append(_step(tariff, done + 1, last, tier.rate))
        done = last
    return Fee(sum(step.yuan for step in steps), str(tariff.source), tuple(steps))


def fee_for_next(ladder: Ladder, before: int, more: int) -> int:
    """Yuan due for `more` further units when `before` were already counted in the same window."""
    return fee(ladder, before + more).yuan - fee(ladder, before).yuan


def _step(tariff: Tariff, first: int, last: int, rate: int) -> FeeStep:
    count, unit = last - first + 1, tariff.unit
    span = f"第{first}{unit}" if first == last else f"第{first}至{last}{unit}"
    why = f"{span}，共{count}{unit}，" + (f"每{unit}{rate}元，{count * rate}元" if rate else "不收费")
    return FeeStep(first, last, count, rate, count * rate, why)


@cache
def tariffs() -> dict[Ladder, Tariff]:
    """Both ladders. LawDataError if tiers have gaps or an end without a tail."""
    data = parse(DATA / "fees.toml")
    return {"pieces": _tariff(data, "pieces"), "pages": _tariff(data, "pages")}


def _tariff(data: dict[str, Any], ladder: Ladder) -> Tariff:
    part = data[ladder]
    tiers = tuple(Tier(t["from"], t.get("to"), t["rate"]) for t in part["tier"])
    expected = 1
    for tier in tiers:
        if tier.first != expected:
            raise LawDataError(f"法规数据 fees.toml：{part['label']}的档次不连续。")
        expected = (tier.last or 0) + 1
    tail = part.get("tail")
    if (tiers[-1].last is None) == bool(tail):
        raise LawDataError(f"法规数据 fees.toml：{part['label']}最后一档应当不封顶，或者写明递增办法。")
    return Tariff(
        unit=part["unit"],
        label=part["label"],
        window=part["window"],
        tiers=tiers,
        tail_every=tail["every"] if tail else 0,
        tail_add=tail["add"] if tail else 0,
        source=source_of(data, "fees.toml"),
        start=data["from"],
        status=trust_of(data, "fees.toml"),
        note=str(data.get("note", "")),
    )
