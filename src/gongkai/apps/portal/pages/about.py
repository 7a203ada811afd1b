"""Pages about the body and its site: guide, bodies, map, accessibility, and the two records of its own conduct."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef

from gongkai import law
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import duties, figures, sites
from gongkai.apps.portal.pages import Page
from gongkai.apps.portal.pages.document import shown_title
from gongkai.apps.portal.pages.lists import columns_of
from gongkai.apps.premises import guide
from gongkai.apps.premises.queries import texts
from gongkai.apps.publishing.models import Placement, Publication, Version, Withdrawal
from gongkai.clocks import moment
from gongkai.law import lists

MOST_ROWS = 200


def guide_page(site: Organization) -> Page:
    """信息公开指南: what the law asks for, from the body's own fields. An empty field is said to be missing."""
    fields = [
        ("机构名称", site.name),
        ("工作机构", site.office_name),
        ("办公地址", site.address),
        ("邮政编码", site.postcode),
        ("办公时间", site.office_hours),
        ("联系电话", site.telephone),
        ("传真号码", site.fax),
        ("电子邮箱", site.email),
    ]
    opening = law.provision("proactive").at(moment.today())
    context = {
        "fields": [(name, value) for name, value in fields if value],
        "missing": [name for name, value in fields if not value],
        "columns": columns_of(site),
        "more": texts(site).get("guide", ""),
        "duties": [line for line in site.duties.splitlines() if line.strip()],
        "opening": opening if opening.status == "verified" else None,
        "bodies": sites.bodies_of(site)[1:],
        "charges": guide.charges(),
        "above": site.parent,
        "revised": guide.latest(site),
    }
    return Page(site, sites.address(site, "guide"), "portal/guide.html", context, place="guide")


def bodies_page(site: Organization) -> Page:
    """学校与机构: every public site of the installation under this one, and the bodies that publish here."""
    rows = [b for b in sites.sites_below(site) if b.closed_on is None]
    groups: dict[str, list[Organization]] = {}
    for body in rows:
        groups.setdefault(body.get_kind_display(), []).append(body)
    live = Publication.objects.filter(organization=OuterRef("pk"), state=Publication.State.LIVE)
    here = [b.pk for b in sites.bodies_of(site)[1:]]
    shown = Organization.objects.filter(pk__in=here).annotate(published=Exists(live)).order_by("path")
    context = {"groups": list(groups.items()), "here": list(shown)}
    return Page(site, sites.address(site, "bodies"), "portal/bodies.html", context, place="bodies")


def map_page(site: Organization) -> Page:
    """网站地图: every column and page of the site."""
    context = {
        "columns": columns_of(site), "below": sites.sites_below(site), "brought": duties.map_lines(site),
    }  # fmt: skip
    return Page(site, sites.address(site, "map"), "portal/map.html", context)


def accessibility_page(site: Organization) -> Page:
    """无障碍声明."""
    return Page(site, sites.address(site, "accessibility"), "portal/accessibility.html", {})


def record_page(site: Organization) -> Page:
    """按期公开: the list behind the figure on the home page, late ones first."""
    late, kept = figures.late_clocks(site), figures.kept_clocks(site)
    clocks = list(late.order_by("-due_on", "-id")[:MOST_ROWS])
    clocks += kept.order_by("-due_on", "-id")[: MOST_ROWS - len(clocks)]
    shown = Placement.objects.filter(publication=OuterRef("pk"), organization=site, is_live=True)
    numbers = [c.subject_id for c in clocks]
    live = {
        p.subject_id: p
        for p in Publication.objects.filter(
            Exists(shown), subject_type=subject_type(OfficialDocument), subject_id__in=numbers
        ).select_related("organization__parent__parent")
    }
    counts = {"late": late.count(), "kept": kept.count()}
    everything = counts["late"] + counts["kept"]
    context = {
        "rows": [(c, live.get(c.subject_id)) for c in clocks],
        **counts,
        "all": everything,
        "since": figures.year_ago(),
        "opening": law.provision("proactive").at(moment.today()),
        "cut": everything > MOST_ROWS,
    }
    return Page(site, sites.address(site, "record"), "portal/record.html", context)


def corrections_page(site: Organization) -> Page:
    """更正与撤回记录: every one of the last years, with its reason; also what was withdrawn and is public again."""
    bodies = sites.bodies_of(site)
    withdrawals = (
        Withdrawal.objects.filter(publication__organization__in=bodies)
        .select_related("publication__organization__parent__parent")
        .prefetch_related("publication__withdrawals")
    )
    corrections = (
        Version.objects.filter(
            number__gt=1, publication__organization__in=bodies, publication__state=Publication.State.LIVE
        )
        .select_related("publication__organization__parent__parent")
        .defer("html", "text", "facts")
    )
    reasons = {e.code: e.label for e in lists.entries("withdrawal")}
    rows: list[tuple[dt.datetime, str, object, str, str]] = [
        (w.at, "withdrawn", w, shown_title(w.publication), reasons.get(w.reason, ""))
        for w in withdrawals.order_by("-at")[:MOST_ROWS]
    ]
    restored = withdrawals.filter(undone_at__isnull=False).order_by("-undone_at")[:MOST_ROWS]
    rows += [(w.undone_at, "restored", w, shown_title(w.publication), "") for w in restored if w.undone_at]
    rows += [(v.at, "corrected", v, v.publication.title, "") for v in corrections.order_by("-at")[:MOST_ROWS]]
    rows.sort(key=lambda row: row[0], reverse=True)
    context = {"rows": rows[:MOST_ROWS]}
    return Page(site, sites.address(site, "corrections"), "portal/corrections.html", context)
