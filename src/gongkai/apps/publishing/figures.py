"""What publications answer to a report: what was made public, what was repealed, what is in force."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing.models import Publication, Relation, Validity, Withdrawal
from gongkai.apps.publishing.publishable import kind
from gongkai.clocks import moment
from gongkai.figures import Figure, Line

RECORDS = (Publication,)
ONCE = "同一信息在多个栏目或者多次发布的计1条"
_ENDING = (Relation.Kind.REPEALS, Relation.Kind.REPLACES)


def _moments(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    start = dt.datetime.combine(first, dt.time.min, moment.BEIJING)
    return start, dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min, moment.BEIJING)


def _all(organization: Organization) -> QuerySet[Publication]:
    return Publication.objects.filter(organization=organization)


def _of_documents(rows: QuerySet[Publication], **said: object) -> QuerySet[Publication]:
    """Those of official documents of which this is true."""
    documents = OfficialDocument.objects.filter(**said)
    return rows.filter(subject_type=subject_type(OfficialDocument), subject_id__in=documents.values("pk"))


def published(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[Publication]:
    """First made public in the period and not withdrawn within it, doubles with them.

    What is withdrawn after the period was public in it: a later recount gives the same.
    """
    start, end = _moments(first, last)
    withdrawn = Withdrawal.objects.filter(publication=OuterRef("pk"), at__lt=end)
    return (
        _all(organization)
        .filter(
            Q(state=Publication.State.LIVE) | (Q(state=Publication.State.WITHDRAWN) & ~Exists(withdrawn)),
            published_at__gte=start,
            published_at__lt=end,
        )
        .order_by("published_at", "id")
    )


def doubles(rows: QuerySet[Publication], organization: Organization) -> list[int]:
    """Publications whose very text stands in an earlier one of the same rows."""
    same = (
        OfficialDocument.objects.filter(organization=organization)
        .exclude(fingerprint="")
        .order_by()
        .values("fingerprint")
        .annotate(n=Count("id"))
        .filter(n__gt=1)
        .values("fingerprint")
    )
    seen: set[str] = set()
    later: list[int] = []
    twice = OfficialDocument.objects.filter(organization=organization, fingerprint__in=same).order_by()
    texts = dict(twice.values_list("pk", "fingerprint"))
    found = rows.filter(subject_type=subject_type(OfficialDocument), subject_id__in=twice.values("pk"))
    for pk, document in found.values_list("pk", "subject_id"):
        fingerprint = texts[document]
        if fingerprint in seen:
            later.append(pk)
        seen.add(fingerprint)
    return later


def normative(organization: Organization) -> QuerySet[Publication]:
    """Normative documents of the body that are public now."""
    return _normative(organization).order_by("signed_on", "id")


def _normative(organization: Organization, **said: object) -> QuerySet[Publication]:
    live = _all(organization).filter(state=Publication.State.LIVE)
    return _of_documents(live, organization=organization, normative=True, **said)


def repealed(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[Publication]:
    """Normative documents that another one repealed or replaced with effect in the period."""
    acts = Relation.objects.filter(target=OuterRef("pk"), kind__in=_ENDING, since__gte=first, since__lte=last)
    noted = Q(validity=Validity.REPEALED, validity_since__gte=first, validity_since__lte=last)
    return normative(organization).filter(Exists(acts) | noted)


def expired(organization: Organization, first: dt.date, last: dt.date) -> QuerySet[Publication]:
    """Normative documents whose own term ended in the period, not counted as repealed."""
    return normative(organization).filter(
        expires_on__gte=first - dt.timedelta(days=1), expires_on__lt=last
    ).exclude(pk__in=repealed(organization, first, last).values("pk"))  # fmt: skip


def in_force(organization: Organization, day: dt.date) -> QuerySet[Publication]:
    """Normative documents issued by the end of a day and neither repealed nor expired then."""
    acts = Relation.objects.filter(target=OuterRef("pk"), kind__in=_ENDING, since__lte=day)
    return (
        _normative(organization, signed_on__lte=day)
        .order_by("signed_on", "id")
        .exclude(Exists(acts))
        .exclude(Q(validity=Validity.REPEALED) & Q(validity_since__lte=day))
        .exclude(Q(expires_on__isnull=False) & Q(expires_on__lt=day))
    )


def figures(organization: Organization, form: str, first: dt.date, last: dt.date) -> dict[str, Figure]:
    """The cells of a form, and figures for the text (`x.…`), that publications know for a period."""
    rows = published(organization, first, last)
    later = doubles(rows, organization)
    once = rows.exclude(pk__in=later) if later else rows
    period = f"{_day(first)}至{_day(last)}"
    name = organization.name
    whole = _figure(once, f"{name}在{period}首次公开、期内没有撤回的信息，{ONCE}")
    rules = _of_documents(once, organization=organization, normative=True)
    regular = _figure(rules, f"{name}在{period}首次公开、期内没有撤回的行政规范性文件，{ONCE}")
    known = {"x.published": whole, "x.published_rules": regular}
    if form == "annual_2014":
        site = f"{name}在{period}经政府网站首次公开、期内没有撤回的信息，{ONCE}"
        known |= {"s1_1": whole, "s1_1_1": regular, "s1_2_2": _figure(once, site, whole.value)}
    elif form == "annual_2019":
        known |= {
            "t2.norm.opened_new": regular,
            "t2.norm.opened_total": _figure(
                normative(organization).filter(published_at__lt=_moments(first, last)[1]),
                f"到{_day(last)}为止{name}对外公开、没有撤回的行政规范性文件，含已废止、失效的",
            ),
        }
    else:
        known |= _of_2021(organization, first, last)
    return known


def _of_2021(organization: Organization, first: dt.date, last: dt.date) -> dict[str, Figure]:
    name, period = organization.name, f"{_day(first)}至{_day(last)}"
    made = _normative(organization, signed_on__gte=first, signed_on__lte=last).order_by("signed_on", "id")
    return {
        "t2.norm.made": _figure(made, f"{name}在{period}成文、已经公开的行政规范性文件"),
        "t2.norm.repealed": _figure(
            repealed(organization, first, last),
            f"{name}的行政规范性文件，在{period}被明令废止或者被新文件替代的；到期自行失效的不计",
        ),
        "t2.norm.valid": _figure(
            in_force(organization, last),
            f"{name}到{_day(last)}成文并已公开、未被废止且未到期失效的行政规范性文件，含已印发待施行的",
        ),
        "x.expired_rules": _figure(
            expired(organization, first, last), f"{name}的行政规范性文件，在{period}到期自行失效的"
        ),
    }


def _figure(rows: QuerySet[Publication], sentence: str, value: int | float | None = None) -> Figure:
    return Figure(rows.order_by().count() if value is None else value, sentence, rows, "")


def describe(record: Publication) -> Line:
    """A publication as the list behind a figure shows it."""
    day = f"{_day(record.published_at.astimezone(moment.BEIJING).date())}公开" if record.published_at else ""
    note = "，".join(part for part in (record.number, day, record.get_validity_display()) if part)
    place = record if record.state != Publication.State.LIVE else None
    return Line(record.title, note, kind(record.subject_type).address(record.subject_id), place)


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
