"""公文台账: one declaration, shown as a page and taken away as xlsx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from gongkai import paging, prepared
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.queries import lamps_for, running
from gongkai.apps.documents import rules
from gongkai.apps.documents.models import (
    DOCUMENT_KINDS,
    TITLES,
    Attribute,
    NumberState,
    OfficialDocument,
    Stage,
)
from gongkai.apps.documents.numbering import meant_by, readings
from gongkai.apps.documents.publicity import publicity_of
from gongkai.apps.documents.queries import visible
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import Kind, Organization
from gongkai.apps.organizations.permissions import (
    CHANGE,
    DRAFT,
    EXPORT,
    SUBMIT,
    VIEW,
    reachable,
    scope_filter,
    verbs_anywhere,
)
from gongkai.clocks import moment
from gongkai.desk.listing import COUNT_UP_TO, Choice, Column, Listing, Tab, Words

Rows = QuerySet[OfficialDocument]
PICKED = 400  # places offered to pick from; of a city's two thousand schools nobody picks


# what the columns show, and no more: at a page of 50 the rest was most of what was read
_SHOWN = (
    "title", "kind", "number", "number_state", "attribute", "ground", "ground_note", "stage", "signed_on", "created_at",
    "organization__name", "section__name", "drafted_by__name", "drafted_by__username",
)  # fmt: skip


def _rows(user: Any) -> Rows:
    return visible(user).defer(None).only(*_SHOWN)


def _words(rows: Rows, q: str, user: Any) -> Rows:
    """A whole number is looked up as such; anything else is a part of number or title."""
    if readings(q):
        return rows.filter(meant_by(q))
    return TITLES.narrow(rows, q)


def _mine(rows: Rows, user: Any) -> Rows:
    return _own(rows, user).filter(stage__in=[Stage.DRAFT, Stage.RETURNED])


def _own(rows: Rows, user: Any) -> Rows:
    if DRAFT not in verbs_anywhere(user):
        return rows.none()  # whoever never drafts has none: no need to look through a whole city
    return rows.filter(drafted_by=user)


def _late(user: Any) -> QuerySet[Deadline]:
    """The clocks of documents that are over: one a document, at the place of the document."""
    return running(user).filter(
        subject_type=subject_type(OfficialDocument), provision=rules.OPENING, due_on__lt=moment.today()
    )


def _overdue(rows: Rows, user: Any) -> Rows:
    """Few late ones are looked up; where they are many, the newest are met soon in the order of the list."""
    late = _late(user).order_by()
    if prepared.once(late, COUNT_UP_TO + 1) <= COUNT_UP_TO:
        return rows.filter(pk__in=late.values("subject_id"))
    return rows.filter(Exists(late.filter(subject_id=OuterRef("pk"))))


TABS = (
    Tab("", "全部"),
    Tab("mine", "我的待办", _mine, counted=True),
    Tab("overdue", "已逾期", _overdue, counted=True, of=_late),
    Tab(
        "undecided", "属性待认定", lambda rows, user: rows.filter(attribute=Attribute.UNDECIDED), counted=True
    ),
    Tab("review", "审核中", lambda rows, user: rows.filter(stage=Stage.IN_REVIEW)),
    Tab("published", "已公开", lambda rows, user: rows.filter(stage=Stage.PUBLISHED)),
    Tab("own", "我拟的", _own),
)


def _years(user: Any, chosen: Mapping[str, Any]) -> list[tuple[int, str]]:
    this = moment.today().year
    return [(year, str(year)) for year in range(this, this - 8, -1)]


# of a place one may pick: hundreds of them are drawn with every list
_PICKED_BY = (
    "kind",
    "name",
    "short_name",
    "path",
    "body__kind",
    "body__name",
    "body__short_name",
    "body__path",
)


def _places(user: Any) -> list[Organization]:
    """Bodies and sections in reach, asked once a request. Where they are more than one can pick from, those that are
    no schools: a school is found by its name (`unit`), and its own sections once it is chosen."""
    kept: list[Organization] | None = getattr(user, "_gongkai_places", None)
    if kept is None:
        places = reachable(user, VIEW)
        user._gongkai_too_many = places.order_by()[: PICKED + 1].count() > PICKED
        if user._gongkai_too_many:
            places = places.exclude(kind__in=[Kind.SCHOOL, Kind.SECTION])
        user._gongkai_places = kept = list(places.select_related("body").only(*_PICKED_BY).order_by("path"))
    return kept


def _too_many(user: Any) -> bool:
    _places(user)
    return bool(user._gongkai_too_many)


def _bodies(user: Any, chosen: Mapping[str, Any]) -> list[tuple[int, str]]:
    return list({o.body_id or o.pk: (o.body_id or o.pk, (o.body or o).name) for o in _places(user)}.values())


def _many_bodies(user: Any) -> bool:
    return len(_bodies(user, {})) > 1


def _sections(user: Any, chosen: Mapping[str, Any]) -> list[tuple[int, str]]:
    body = paging.whole_number(chosen.get("body", ""))
    if _too_many(user):
        places = (
            reachable(user, VIEW).filter(kind=Kind.SECTION, body_id=body).order_by("path") if body else []
        )
        return [(o.pk, o.name) for o in places]
    found = [o for o in _places(user) if o.is_section and body in (None, o.body_id)]
    named = _many_bodies(user) and body is None
    return [(o.pk, f"{_short(o.body)} {o.name}" if named else o.name) for o in found]


def _of_unit(rows: Rows, words: str, user: Any) -> Rows:
    named = Organization.objects.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
    return rows.filter(organization_id__in=named.values("pk"))


def _short(body: Organization | None) -> str:
    return (body.short_name or body.name) if body else ""


def _prepare(documents: list[OfficialDocument], user: Any) -> None:
    lamps = lamps_for(documents, rules.OPENING)
    public = publicity_of([d.pk for d in documents])
    for document in documents:
        document.due, document.public = lamps.get(document.pk), public.get(document.pk)


def _due(document: Any) -> Any:
    day = document.public.opened_on if document.public is not None else None
    if document.due is None and day is not None:
        return f"{day.year}年{day.month}月{day.day}日公开"
    return document.due


def _validity(document: Any) -> str:
    return document.public.validity if document.public is not None else ""


def _ground(document: OfficialDocument) -> str:
    ground = rules.ground_of(document)
    return ground.label if ground else ""


def _in_reach_to_take_away(rows: Rows, user: Any) -> Rows:
    return rows.filter(scope_filter(user, EXPORT))


COLUMNS = (
    Column("标题", "title", link=lambda d: reverse("documents:detail", args=[d.pk]), head=True, width=48),
    Column(
        "发文字号", lambda d: d.number or "无文号", width=20,
        mark=lambda d: "待核" if d.number_state == NumberState.DAMAGED else "",
    ),
    Column("文种", "kind", width=8, on="sheet"),
    Column(
        "公开属性", lambda d: "" if d.attribute == Attribute.UNDECIDED else Attribute(d.attribute).label, width=12,
        mark=lambda d: "待认定" if d.attribute == Attribute.UNDECIDED else "",
    ),
    Column("理由", _ground, width=30, on="sheet"),
    Column("公开期限", _due, lamp=True, width=26),
    Column("办理状态", lambda d: Stage(d.stage).label, width=14),
    Column("成文日期", "signed_on", width=13, right=True),
    Column("有效性", _validity, width=10),
    Column("主办科室", lambda d: d.section.name, width=16),
    Column("发文机关", lambda d: d.organization.name, width=20, shown=_many_bodies),
    Column("拟稿人", lambda d: d.drafted_by.get_full_name(), width=10, on="sheet"),
    Column("登记时间", "created_at", width=18, on="sheet"),
)  # fmt: skip

DOCUMENTS = Listing(
    name="公文台账", noun="公文", rows=_rows, columns=COLUMNS,
    may_see=lambda user: VIEW in verbs_anywhere(user), may_export=lambda user: EXPORT in verbs_anywhere(user),
    exported=_in_reach_to_take_away, order=("created_at", "id"), prepare=_prepare, tabs=TABS,
    filters=(
        Choice("body", "单位", choices=_bodies, field="organization_id", least=2),
        Choice("year", "年度", choices=_years),
        Choice("attribute", "属性", choices=Attribute.choices),
        Choice("stage", "状态", choices=Stage.choices),
        Choice("kind", "文种", choices=[(kind, kind) for kind, _ in DOCUMENT_KINDS]),
        Choice("section", "科室", choices=_sections, field="section_id", least=2),
        Words("unit", "单位名称中的字", by=_of_unit, shown=_too_many),
        Words("q", "文号或标题中的字", by=_words),
    ),
    empty=("还没有登记过公文", "拟稿人登记后会列在这里。"), head="documents/_list_head.html",
    bulk="documents/_list_bulk.html", may_bulk=lambda user: bool(verbs_anywhere(user) & {CHANGE, SUBMIT}),
)  # fmt: skip


def places_of(user: Any) -> QuerySet[Organization]:
    """Bodies whose register the user may see."""
    bodies = reachable(user, VIEW).order_by().values("body_id")
    return Organization.objects.filter(pk__in=bodies).order_by("path")
