"""What the home page says about keeping one's word: every figure counted from records, with the list behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.documents.models import NumberNote, NumberState, OfficialDocument
from gongkai.apps.documents.rules import OPENING
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.publishing.models import Placement
from gongkai.apps.publishing.rules import IN_FORCE
from gongkai.clocks import moment

ROW, MOST_CELLS, SIDE, STEP = 22, 200, 9, 11
ABSURD = 1000
SENTENCE_FORCE = "公开的 {of} 件文件，{met} 件现在有效，{missed} 件已废止或失效"


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
    """The clocks of 主动公开 that came due within twelve months: met, or past their day."""
    today = moment.today()
    return Deadline.objects.filter(
        Q(state=State.MET) | Q(state=State.RUNNING, due_on__lt=today),
        organization__in=sites.bodies_of(site),
        provision=OPENING,
        due_on__gte=year_ago(),
    )


def on_time(site: Organization) -> Figure:
    """Documents opened within their limit, of all whose limit ended within twelve months."""
    counted = opening_clocks(site).aggregate(
        of=Count("id"), met=Count("id", filter=Q(state=State.MET, ended_on__lte=F("due_on")))
    )
    return figure(counted["met"], counted["of"], "到期的 {of} 件，{met} 件在期限内公开，{missed} 件晚于期限")


def in_force(site: Organization) -> Figure:
    """Open documents that still hold."""
    placed = Placement.objects.filter(organization=site, is_live=True).values("publication").distinct()
    return figure(placed.filter(publication__validity__in=IN_FORCE).count(), placed.count(), SENTENCE_FORCE)


def numbers(site: Organization, year: int) -> Figure:
    """Numbers of this year's register of which it is said what became of them."""
    series = OfficialDocument.objects.filter(
        organization=site, number_state=NumberState.NUMBERED, number_year=year
    )
    met = of = 0
    held: dict[str, set[int]] = {}
    for agency, serial in series.values_list("number_agency", "number_serial"):
        held.setdefault(agency, set()).add(serial or 0)
    explained = NumberNote.objects.filter(organization=site, year=year).exclude(
        reason=NumberNote.Reason.PENDING
    )
    for agency, serial in explained.values_list("agency", "serial"):
        held.setdefault(agency, set()).add(serial)
    for serials in held.values():
        met += len(serials)
        of += len(serials)
        previous = 0
        for serial in sorted(serials):
            gap = serial - previous - 1
            of += gap if gap <= ABSURD else 0  # one number typed wrong is no thousand missing ones
            previous = serial
    return figure(met, of, "{of} 个文号，{met} 个已说明下落，{missed} 个待核")
