"""待发布: what those who act last have before them. Each kind of record has its own list; below, what is set for a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.apps.duties import counted
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import queries
from gongkai.apps.publishing.actions.standing import page_of
from gongkai.apps.publishing.acts import address_of
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import kind_of, kinds, label_of, publications_of, with_subjects
from gongkai.desk.listing import Choice, Column, Listing

SCHEDULED_SHOWN = 50


def _rows(user: Any) -> QuerySet[Any]:
    return queries.waiting_to_publish(user, kinds()[0])


def _kinds(user: Any, chosen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The kinds with how many wait; those of which something waits stand first, and the first is shown."""
    found = [(of, queries.count_of_kind_to_publish(user, of)) for of in kinds()]
    found.sort(key=lambda pair: not pair[1])
    return [(of.label, f"{of.noun} {counted(count)}") for of, count in found]


def _of_kind(rows: QuerySet[Any], label: str, user: Any) -> QuerySet[Any]:
    return queries.waiting_to_publish(user, next(of for of in kinds() if of.label == label)).order_by()


def _prepare(rows: list[Any], user: Any) -> None:
    lamps = queries.lamps_of(rows)
    public = publications_of(label_of(rows[0]), [row.pk for row in rows]) if rows else {}
    for row in rows:
        row.due, row.corrects = lamps.get((label_of(row), row.pk)), _is_live(public.get(row.pk))


def _is_live(publication: Publication | None) -> bool:
    """Whether what waits is a correction of a text that the public reads now."""
    return publication is not None and publication.state == Publication.State.LIVE


def _act(row: Any) -> SafeString:
    return format_html(
        '<a class="gk-btn is-small is-main" href="{}">{}<span class="gk-vh">：{}</span></a>',
        address_of(kind_of(row), "correct" if row.corrects else "publish", row.pk),
        "发布更正" if row.corrects else "发布",
        row.title,
    )


def _what(row: Any) -> str:
    number = getattr(row, "number", "")
    return f"{number}　{row.organization.name}" if number else str(row.organization.name)


def _scheduled(user: Any) -> Mapping[str, Any]:
    planned = list(queries.planned(user)[:SCHEDULED_SHOWN])
    with_subjects(p.publication for p in planned)
    return {"scheduled": [(p, page_of(p.publication.subject)) for p in planned]}


WAITING = Listing(
    name="待发布", noun="待发布的", rows=_rows, order=("updated_at", "id"), newest_first=False, prepare=_prepare,
    may_see=lambda user: powers.PUBLISH in powers.verbs_anywhere(user),
    lead="审核已齐；您没有参与拟稿和审核的才列在这里。",
    filters=(Choice("kind", "种类", choices=_kinds, by=_of_kind, least=2, always=True),),
    columns=(
        Column(
            "标题", "title", link=lambda row: kind_of(row).address(row.pk), note=_what, head=True,
            mark=lambda row: "更正" if row.corrects else "",
        ),
        Column("公开期限", "due", lamp=True),
        Column("拟稿", lambda row: row.drafted_by.get_full_name(), note=lambda row: row.section.name),
        Column("办理", _act),
    ),
    bulk="publishing/_waiting_bulk.html", may_bulk=lambda user: powers.PUBLISH in powers.verbs_anywhere(user),
    above="publishing/_standstill.html", below="publishing/_scheduled.html", context=_scheduled,
    empty=("没有等您发布的", "审核走完的会列在这里；您拟过或审过的由别人发布。"),
)  # fmt: skip
