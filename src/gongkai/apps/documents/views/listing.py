"""公文台账: filters in the address, keyset pages, the same rows as xlsx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai import paging
from gongkai.apps.deadlines.queries import lamps_for, running
from gongkai.apps.documents import rules
from gongkai.apps.documents.models import DOCUMENT_KINDS, Attribute, OfficialDocument, Stage
from gongkai.apps.documents.queries import visible
from gongkai.apps.documents.views.common import xlsx
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import (
    CHANGE,
    DRAFT,
    EXPORT,
    SUBMIT,
    VIEW,
    reachable,
    verbs_anywhere,
)
from gongkai.clocks import moment
from gongkai.gongwen import numbers

VIEWS = {
    "": "全部", "mine": "我的待办", "overdue": "已逾期", "undecided": "属性待认定", "review": "审核中",
    "published": "已公开", "own": "我拟的",
}  # fmt: skip
HEADINGS = (
    "标题", "发文字号", "文种", "公开属性", "理由", "成文日期", "公开期限", "办理状态", "有效性", "主办科室", "发文机关", "拟稿人", "登记时间",
)  # fmt: skip
EXPORT_LIMIT = 20_000


@dataclass(frozen=True)
class Filters:
    """The filters of the list as they stand in the address. Unknown values count as not given."""

    view: str = ""
    q: str = ""
    stage: str = ""
    attribute: str = ""
    kind: str = ""
    section: int | None = None
    body: int | None = None
    year: int | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything but the tab is chosen."""
        return bool(
            self.q or self.stage or self.attribute or self.kind or self.section or self.body or self.year
        )


def filters_of(request: HttpRequest) -> Filters:
    """Read them from the address."""
    get = request.GET

    def number(name: str) -> int | None:
        return paging.whole_number(get.get(name, ""))

    def word(name: str, allowed: Any) -> str:
        return get.get(name, "") if get.get(name, "") in allowed else ""

    return Filters(
        view=word("view", VIEWS), q=get.get("q", "").strip()[:60], stage=word("stage", Stage.values),
        attribute=word("attribute", Attribute.values), kind=word("kind", dict(DOCUMENT_KINDS)),
        section=number("section"), body=number("body"), year=paging.whole_number(get.get("year", ""), 9998),
    )  # fmt: skip


def filtered(user: Any, f: Filters) -> QuerySet[OfficialDocument]:
    """The documents in reach under these filters, in no order yet."""
    rows = visible(user).select_related("publication").order_by()
    rows = _in_view(user, rows, f.view)
    for name in ("stage", "attribute", "kind"):
        if getattr(f, name):
            rows = rows.filter(**{name: getattr(f, name)})
    if f.body:
        rows = rows.filter(organization_id=f.body)
    if f.section:
        rows = rows.filter(section_id=f.section)
    if f.year:
        rows = rows.filter(Q(number_year=f.year) | Q(number_year__isnull=True, signed_on__year=f.year))
    if f.q:
        rows = rows.filter(_words(f.q))
    return rows


def _words(q: str) -> Q:
    """A whole number is looked up as such; anything else is a part of number or title."""
    read = numbers.parse_number(q)
    if read is not None and not read.damaged and read.agency and read.year and read.serial:
        return Q(number_agency=read.agency, number_year=read.year, number_serial=read.serial)
    return Q(title__icontains=q) | Q(number__icontains=q)


def _in_view(user: Any, rows: QuerySet[OfficialDocument], view: str) -> QuerySet[OfficialDocument]:
    if view in {"mine", "own"} and DRAFT not in verbs_anywhere(user):
        return rows.none()  # whoever never drafts has none: no need to look through a whole city
    if view == "mine":
        return rows.filter(drafted_by=user, stage__in=[Stage.DRAFT, Stage.RETURNED])
    if view == "own":
        return rows.filter(drafted_by=user)
    if view == "undecided":
        return rows.filter(attribute=Attribute.UNDECIDED)
    if view == "review":
        return rows.filter(stage=Stage.IN_REVIEW)
    if view == "published":
        return rows.filter(stage=Stage.PUBLISHED)
    if view == "overdue":
        late = running(user).order_by().filter(provision=rules.OPENING, due_on__lt=moment.today())
        return rows.filter(
            pk__in=late.filter(subject_type=subject_type(OfficialDocument)).values("subject_id")
        )
    return rows


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """公文台账."""
    user: Any = request.user
    held = verbs_anywhere(user)
    if VIEW not in held:
        raise PermissionDenied
    f = filters_of(request)
    page = paging.cut(
        filtered(user, f), by=("created_at", "id"), after=request.GET.get("after", ""),
        size=paging.size_of(request.GET.get("size")),
    )  # fmt: skip
    lamps = lamps_for(list(page.rows), rules.OPENING)
    rows = [(d, lamps.get(d.pk), getattr(d, "publication", None)) for d in page.rows]
    places = list(reachable(user, VIEW).select_related("body").order_by("path")[:400])
    bodies = {o.body_id or o.pk: (o.body or o) for o in places}
    return render(request, "documents/list.html", {
        "f": f, "page": page, "rows": rows, "views": _tabs(user, f), "stages": Stage.choices,
        "attributes": Attribute.choices, "kinds": [k for k, _ in DOCUMENT_KINDS], "years": _years(),
        "sections": [o for o in places if o.is_section and (f.body in (None, o.body_id))],
        "bodies": list(bodies.values()) if len(bodies) > 1 else [],
        "may_export": EXPORT in held, "may_draft": DRAFT in held, "may_bulk": bool(held & {CHANGE, SUBMIT}),
    })  # fmt: skip


def _years() -> list[int]:
    this = moment.today().year
    return list(range(this, this - 8, -1))


def _tabs(user: Any, f: Filters) -> list[dict[str, Any]]:
    """The saved views; a count only where it calls for work."""
    counted = {"mine", "overdue", "undecided"}
    tabs = []
    for key, name in VIEWS.items():
        count = _in_view(user, visible(user).order_by(), key)[:1000].count() if key in counted else None
        tabs.append({"key": key, "name": name, "count": count, "current": key == f.view})
    return tabs


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """导出表格: the list under the same filters, with the same headings."""
    user: Any = request.user
    if EXPORT not in verbs_anywhere(user):
        raise PermissionDenied
    places = list(reachable(user, EXPORT).values_list("pk", flat=True))
    found = filtered(user, filters_of(request)).filter(section_id__in=places)
    rows = list(found.order_by("-created_at", "-id")[:EXPORT_LIMIT])
    return xlsx("公文台账", HEADINGS, _rows(rows), (48, 20, 8, 12, 30, 13, 26, 14, 10, 16, 20, 10, 18))


def _rows(documents: list[OfficialDocument]) -> Any:
    lamps: dict[int, Any] = {}
    for start in range(0, len(documents), 500):
        lamps |= lamps_for(list(documents[start : start + 500]), rules.OPENING)
    for d in documents:
        row = lamps.get(d.pk)
        ground = rules.ground_of(d)
        publication = getattr(d, "publication", None)
        yield (
            d.title, d.number, d.kind, d.get_attribute_display(), ground.label if ground else "", d.signed_on,
            f"{row.lamp.words}，{row.lamp.until}" if row else "", d.get_stage_display(),
            publication.get_validity_display() if publication and publication.state == "live" else "", d.section.name, d.organization.name,
            d.drafted_by.get_full_name(), d.created_at.astimezone(moment.BEIJING),
        )  # fmt: skip


def places_of(user: Any) -> QuerySet[Organization]:
    """Bodies whose register the user may see."""
    bodies = reachable(user, VIEW).order_by().values("body_id")
    return Organization.objects.filter(pk__in=bodies).order_by("path")
