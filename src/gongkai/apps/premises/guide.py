"""公开指南 on 信息处理费: out of the same data that computes the notice; a change of the data asks for a revision."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from gongkai.apps.duties import Pile
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import reachable
from gongkai.apps.premises.models import GuideEdition
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.law import fees, lists
from gongkai.law.fees import Ladder, Tariff


@dataclass(frozen=True)
class Charge:
    """One way of charging as the guide says it: its name, what is counted together, each tier, the article."""

    label: str
    lines: tuple[str, ...]
    basis: str


def charges() -> list[Charge]:
    """Both ways in force today, as far as their wording was seen, and how a fee is waived by the rule that the act obeys;
    what was not seen is not told to the public as law."""
    found = [fees.tariff_of(ladder) for ladder in get_args(Ladder)]
    told = [
        Charge(each.label, tuple(_lines(each)), each.source.short)
        for each in found
        if each.status == "verified"
    ]
    waiver = lists.entry("duties", "fee_waiver")
    return [*told, Charge(waiver.label, (str(waiver.facts["sentence"]),), waiver.citation)] if told else []


def _lines(tariff: Tariff) -> Iterator[str]:
    unit = tariff.unit
    for tier in tariff.tiers:
        span = f"第{tier.first}{unit}起" if tier.last is None else f"第{tier.first}—{tier.last}{unit}"
        yield f"{span}：" + (f"每{unit}{tier.rate}元" if tier.rate else "不收费")
    if tariff.tail_every:
        yield f"其后每{tariff.tail_every}{unit}为一档，每档每{unit}加{tariff.tail_add}元"


def edition() -> str:
    """A fingerprint of what the guide says of the fee."""
    return hashlib.sha256(repr(charges()).encode()).hexdigest()[:16]


def latest(place: Organization) -> GuideEdition | None:
    """When and how the guide was last revised."""
    return GuideEdition.objects.filter(organization=place).order_by("-at", "-id").first()


def piles(user: Any) -> list[Pile]:
    """公开指南待修订, on the desk of who keeps the site."""
    places = list(
        reachable(user, MANAGE_SITE).filter(has_site=True, closed_on__isnull=True).order_by("path")[:200]
    )
    newest = Subquery(
        GuideEdition.objects.filter(organization=OuterRef("pk")).order_by("-at", "-id").values("edition")[:1]
    )
    now = edition()
    rows = Organization.objects.filter(pk__in=[p.pk for p in places]).annotate(said=newest).order_by("path")
    old = [row.pk for row in rows if row.said != now]
    if not old:
        return []
    return [Pile("公开指南待修订", len(old), reverse("premises:guide", args=[old[0]]) + "#revision")]


def outdated(place: Organization) -> bool:
    """待修订: nobody has looked at the guide since its data changed."""
    last = latest(place)
    return last is None or last.edition != edition()
