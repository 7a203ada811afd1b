"""公文流水目录 for the public: one square a number, with what became of it. Drafts show no more than that they exist."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from gongkai.apps.documents.models import Attribute, NumberNote, OfficialDocument, Stage
from gongkai.apps.ledger.queries import day_head
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import sites
from gongkai.apps.portal.numbers import REVIEWED, ends, holders, numbered, years
from gongkai.apps.portal.pages import Page
from gongkai.apps.portal.pages.document import shown_title
from gongkai.apps.portal.templatetags.portal import iso_day
from gongkai.apps.publishing.models import Publication, Validity
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks import moment
from gongkai.law import lists
from gongkai.sheets import workbook

DOCUMENT = OfficialDocument._meta.label_lower
BLOCK = 120  # numbers of one series on the page of a year; the rest is one step further
MOST_ROWS = 20_000  # of a series in the sheet

# state → class of its square, word for it
STATES = {
    "open": ("number-open", "主动公开"),
    "request": ("number-on-request", "依申请公开"),
    "closed": ("number-closed", "不予公开"),
    "pending": ("number-pending", "办理中"),
    "withdrawn": ("number-void", "已撤回"),
    "void": ("number-void", "空号"),
    "unexplained": ("number-unexplained", "待核"),
}

PUBLIC = {Publication.State.LIVE: "open", Publication.State.WITHDRAWN: "withdrawn"}


@dataclass(frozen=True)
class Line:
    """One number as the public sees it."""

    agency: str
    year: int
    serial: int
    state: str
    title: str = ""
    signed_on: dt.date | None = None
    note: str = ""
    publication: Publication | None = None

    @property
    def number(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.serial}号"

    @property
    def square(self) -> str:
        return STATES[self.state][0]

    @property
    def word(self) -> str:
        return STATES[self.state][1]

    @property
    def whole_row(self) -> bool:
        return self.state in {"void", "unexplained", "pending"}


@dataclass(frozen=True)
class Series:
    """One code of a year: its block of numbers, its counts, and where the earlier numbers are."""

    body: Organization
    agency: str
    year: int
    last: int
    first: int
    lines: list[Line]
    counts: list[tuple[str, str, int]]
    earlier: int

    @property
    def newest_first(self) -> list[Line]:
        return self.lines[::-1]

    @property
    def opened(self) -> int:
        return next((n for state, _, n in self.counts if state == "open"), 0)

    @property
    def held(self) -> int:
        """Documents whose attribute is decided: what the share of open ones is counted of."""
        return sum(n for state, _, n in self.counts if state in {"open", "request", "closed", "withdrawn"})


def series_of(site: Organization, year: int, code: str = "", upto: int = 0) -> list[Series]:
    """The series of a year, or the one of a code with a block that ends at `upto`; bodies that were taken up come last."""
    found = []
    for body in holders(site):
        lasts = ends(body, year)
        order = {name: i for i, name in enumerate(body.number_codes or [])}
        names = sorted(lasts, key=lambda a: (order.get(a, len(order)), a))
        found += [_series(body, a, year, lasts[a], upto) for a in names if not code or a == code]
    return found


def _series(body: Organization, agency: str, year: int, last: int, upto: int) -> Series:
    end = min(last, upto) if upto > 0 else last
    first = max(1, end - BLOCK + 1)
    counts = _counts(body, agency, year, last)
    lines = _lines(body, agency, year, first, end)
    return Series(body, agency, year, last, first, lines, counts, first - 1)


def _lines(body: Organization, agency: str, year: int, first: int, end: int) -> list[Line]:
    rows = numbered(body).filter(
        number_agency=agency, number_year=year, number_serial__gte=first, number_serial__lte=end
    )
    drafts: dict[int, OfficialDocument] = {}
    reviewed: dict[int, OfficialDocument] = {}
    for found, wanted in (
        (drafts, rows.exclude(pk__in=rows.filter(REVIEWED))),
        (reviewed, rows.filter(REVIEWED)),
    ):
        for document in wanted.defer("html", "text", "evidence").order_by("-id"):
            found[document.number_serial or 0] = document
    publications = {
        p.subject_id: p
        for p in Publication.objects.filter(
            subject_type=DOCUMENT, subject_id__in=[d.pk for d in reviewed.values()]
        )
        .exclude(state=Publication.State.SCHEDULED)
        .select_related("organization__parent__parent")
        .prefetch_related("withdrawals")
    }
    documents = (
        drafts | reviewed
    )  # a draft under a number that is given away does not hide the one that is public
    kept = _under_old_number(body, agency, year, set(range(first, end + 1)) - set(reviewed))
    notes = {
        n.serial: n
        for n in NumberNote.objects.filter(
            organization=body, agency=agency, year=year, serial__gte=first, serial__lte=end
        )
    }
    return [
        kept.get(serial)
        or _line(agency, year, serial, documents.get(serial), notes.get(serial), publications)
        for serial in range(first, end + 1)
    ]


def _under_old_number(body: Organization, agency: str, year: int, serials: set[int]) -> dict[int, Line]:
    """Public items whose working copy is getting another number: until that is public the old number stands."""
    spelled = {f"{agency}〔{year}〕{serial}号": serial for serial in serials}
    docs = SearchDoc.objects.filter(number__in=list(spelled), organization=body)
    numbers = dict(
        docs.filter(subject_type=Publication._meta.label_lower).values_list("subject_id", "number")
    )
    live = Publication.objects.filter(pk__in=[int(pk) for pk in numbers], state=Publication.State.LIVE)
    return {
        (serial := spelled[numbers[str(p.pk)]]): Line(
            agency, year, serial, "open", p.title, p.signed_on, "", p
        )
        for p in live.select_related("organization__parent__parent")
    }


def _line(
    agency: str,
    year: int,
    serial: int,
    document: OfficialDocument | None,
    note: NumberNote | None,
    publications: dict[int, Publication],
) -> Line:
    if document is None:
        return _gap(agency, year, serial, note)
    publication = publications.get(document.pk)
    signed = document.signed_on
    if publication is not None and publication.state == Publication.State.LIVE:
        return Line(agency, year, serial, "open", publication.title, signed, "", publication)
    if publication is not None:
        return Line(agency, year, serial, "withdrawn", shown_title(publication), signed, "", publication)
    if document.stage == Stage.FILED and document.attribute == Attribute.ON_REQUEST:
        return Line(agency, year, serial, "request", document.title, signed)
    if document.stage == Stage.FILED and document.attribute == Attribute.CLOSED:
        return Line(agency, year, serial, "closed", "标题不公开", signed, _ground(document))
    return Line(agency, year, serial, "pending", note="号码已取，正在办理，尚未公开。")


def _gap(agency: str, year: int, serial: int, note: NumberNote | None) -> Line:
    if note is None or note.reason == NumberNote.Reason.PENDING:
        told = "号码没有登记文件，正在核对。" if note is None else "已取号，文件待补登。"
        return Line(agency, year, serial, "unexplained", note=told)
    if note.reason == NumberNote.Reason.SECRET:
        return Line(agency, year, serial, "closed", "标题不公开", note="另行管理")
    # the words of one officer stay in the house (decision 0008): the public reads the reason of the closed list
    return Line(agency, year, serial, "void", note=f"{note.get_reason_display()}，{iso_day(note.at)} 登记。")


def _ground(document: OfficialDocument) -> str:
    """The article of the ground, where its wording was seen; and when it is looked at again."""
    known = lists.by_code("grounds")
    entry = known.get(document.ground)
    parts = [entry.source.article if entry and entry.status == "verified" else (entry.label if entry else "")]
    if document.review_again_on:
        parts.append(f"{document.review_again_on:%Y-%m} 复核")
    return "，".join(p for p in parts if p)


def _counts(body: Organization, agency: str, year: int, last: int) -> list[tuple[str, str, int]]:
    """How many numbers are in each state, over the whole series."""
    rows = numbered(body).filter(number_agency=agency, number_year=year, number_serial__lte=last).order_by()
    tally = dict.fromkeys(STATES, 0)
    for stage, attribute, n in rows.values_list("stage", "attribute").annotate(n=Count("id")):
        tally[_state(stage, attribute)] += n
    # what is public stays so while its correction is reviewed
    again = rows.filter(REVIEWED, stage__in=[Stage.IN_REVIEW, Stage.APPROVED, Stage.SCHEDULED])
    states = Publication.objects.filter(subject_type=DOCUMENT, subject_id=OuterRef("pk")).values("state")
    for public, n in again.annotate(public=Subquery(states)).values_list("public").annotate(n=Count("id")):
        moved = PUBLIC.get(public)
        if moved:
            tally[moved] += n
            tally["pending"] -= n
    known = rows.aggregate(n=Count("number_serial", distinct=True))["n"]
    notes = NumberNote.objects.filter(organization=body, agency=agency, year=year, serial__lte=last)
    free = notes.exclude(
        serial__in=rows.filter(number_serial__in=notes.values("serial")).values("number_serial")
    )
    for reason, n in free.order_by().values_list("reason").annotate(n=Count("id")):
        tally[{"secret": "closed", "pending": "unexplained"}.get(reason, "void")] += n
        known += n
    tally["unexplained"] += max(0, last - known)
    return [(state, STATES[state][1], n) for state, n in tally.items() if n]


def _state(stage: str, attribute: str) -> str:
    if stage == Stage.PUBLISHED:
        return "open"
    if stage == Stage.WITHDRAWN:
        return "withdrawn"
    if stage == Stage.FILED:
        return "closed" if attribute == Attribute.CLOSED else "request"
    return "pending"


def register_page(site: Organization, year: int | None = None, code: str = "", upto: int = 0) -> Page:
    """The register of a year: the newest numbers of each series, or one block of one series."""
    known = years(site)
    shown = year or (known[0] if known else moment.today().year)
    context = {
        "year": shown,
        "years": known,
        "series": series_of(site, shown, code, upto),
        "code": code,
        "validities": dict(Validity.choices),
        "head": day_head(site.slug, moment.today() - dt.timedelta(days=1)),
    }
    page = "register_year" if year else "register"
    return Page(
        site, sites.address(site, page, year=shown), "portal/register.html", context, place="register"
    )


def register_sheet(site: Organization, year: int) -> bytes:
    """The whole year as xlsx, every series after the other."""
    rows = (
        _row(line)
        for series in series_of(site, year)
        for line in _lines(series.body, series.agency, year, 1, min(series.last, MOST_ROWS))
    )
    headings = ["文号", "标题", "成文日期", "状态", "公开日期", "有效性", "索引号", "说明"]
    return workbook(f"公文流水目录{year}", headings, rows, [24, 60, 12, 12, 12, 12, 24, 40])


def _row(line: Line) -> list[str]:
    p = line.publication if line.state == "open" else None
    opened = [iso_day(p.published_at), Validity(p.validity).label, p.index_number] if p else ["", "", ""]
    return [line.number, line.title, iso_day(line.signed_on), line.word, *opened, line.note]
