"""What the home page says about keeping one's word: every figure counted from records, with the list behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.documents.models import NumberNote, OfficialDocument
from gongkai.apps.documents.rules import OPENING
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.numbers import ends, numbered
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks import moment

ROW, MOST_CELLS, SIDE, STEP = 22, 200, 9, 11
ABSURD = 1000


@dataclass(frozen=True)
class Cell:
    """One square of a figure: one record, or ten where there are too many."""

    x: float
    y: float
    side: float
    met: bool


@dataclass(frozen=True)
class Figure:
    """n of m, drawn as cells; `worth` records to a cell."""

    met: int
    of: int
    worth: int = 1
    sentence: str = ""  # with {of}, {met} and {missed}: what the picture says, for those who do not see it

    @property
    def words(self) -> str:
        return self.sentence.format(of=self.of, met=self.met, missed=self.missed)

    @property
    def missed(self) -> int:
        return self.of - self.met

    @property
    def cells(self) -> list[Cell]:
        count = -(-self.of // self.worth)
        missed = min(count, -(-self.missed // self.worth))
        out = []
        for n in range(count):
            met = n < count - missed
            edge = 0 if met else 0.75
            out.append(Cell(n % ROW * STEP + edge, n // ROW * STEP + edge, SIDE - 2 * edge, met))
        return out

    @property
    def width(self) -> int:
        return min(ROW, max(1, -(-self.of // self.worth))) * STEP

    @property
    def height(self) -> int:
        return -(-max(1, -(-self.of // self.worth)) // ROW) * STEP


def figure(met: int, of: int, sentence: str = "") -> Figure:
    """A figure whose cells fit the page."""
    worth = 1
    while of > MOST_CELLS * worth:
        worth *= 10
    return Figure(met, of, worth, sentence)


def year_ago() -> dt.date:
    """The first day of the last twelve months."""
    today = moment.today()
    return today.replace(year=today.year - 1, day=min(today.day, 28))


def opening_clocks(site: Organization) -> QuerySet[Deadline]:
    """The clocks of 主动公开 that came due within twelve months, running ones included."""
    return Deadline.objects.filter(
        organization__in=sites.bodies_of(site),
        subject_type=subject_type(OfficialDocument),
        provision=OPENING,
        due_on__gte=year_ago(),
    )


def kept_clocks(site: Organization) -> QuerySet[Deadline]:
    """Those that were met on or before their day."""
    return opening_clocks(site).filter(state=State.MET, ended_on__lte=F("due_on"))


def late_clocks(site: Organization) -> QuerySet[Deadline]:
    """Those that were met after their day, or are past it."""
    late = Q(state=State.MET, ended_on__gt=F("due_on")) | Q(state=State.RUNNING, due_on__lt=moment.today())
    return opening_clocks(site).filter(late)


def on_time(site: Organization) -> Figure:
    """Documents opened within their limit, of all whose limit ended within twelve months."""
    kept = kept_clocks(site).count()
    sentence = "到期的 {of} 件，{met} 件在期限内公开，{missed} 件晚于期限"
    return figure(kept, kept + late_clocks(site).count(), sentence)


def in_force(site: Organization) -> Figure:
    """Open documents that still hold; each stands once in the index of public items."""
    counted = SearchDoc.objects.filter(site=site).aggregate(
        of=Count("id"), met=Count("id", filter=Q(in_force=True))
    )
    return figure(
        counted["met"], counted["of"], "公开的 {of} 件文件，{met} 件现在有效，{missed} 件已废止或失效"
    )


def numbers(site: Organization, year: int) -> Figure:
    """Numbers of this year's register of which it is said what became of them.

    A gap of more than a thousand is one number typed wrong, not a thousand missing ones.
    """
    met = of = 0
    for agency, last in ends(site, year).items():
        series = numbered(site).filter(number_year=year, number_agency=agency, number_serial__lte=last)
        held = series.aggregate(n=Count("number_serial", distinct=True))["n"]
        notes = NumberNote.objects.filter(organization=site, year=year, agency=agency, serial__lte=last)
        explained = notes.exclude(reason=NumberNote.Reason.PENDING).exclude(
            serial__in=series.values("number_serial")
        )
        known = min(last, held + explained.count())
        met += known
        of += last if last - known <= ABSURD else known
    return figure(met, of, "{of} 个文号，{met} 个已说明下落，{missed} 个待核")
