"""Tags of the public templates: addresses that keep the reader's mode, dates as officials write them."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import breaking, contacts, sites
from gongkai.apps.premises.queries import texts
from gongkai.apps.publishing import addresses
from gongkai.apps.publishing.models import Publication, Validity
from gongkai.apps.publishing.rules import states_validity
from gongkai.clocks.moment import BEIJING

register = template.Library()

TAGS = {
    Validity.UPCOMING: "tag-not-yet",
    Validity.VALID: "tag-in-force",
    Validity.AMENDED: "tag-amended",
    Validity.REPEALED: "tag-ended",
    Validity.EXPIRED: "tag-ended",
}


def keep(context: dict[str, Any], path: str) -> str:
    """The path with the reader's mode, for readers without script."""
    wishes = [(name, "1") for name in ("elder", "large") if context.get(name)]
    if not wishes:
        return path
    path, mark, fragment = path.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode(wishes)}{mark}{fragment}"


@register.simple_tag(takes_context=True)
def to(
    context: dict[str, Any], page: str, site: Any = None, topic: str = "", body: str = "", **parts: Any
) -> str:
    """The address of a page of this site (or of another); topic and body narrow a list."""
    narrowed = {name: value for name, value in (("topic", topic), ("body", body)) if value}
    path = sites.address(site or context["site"], page, **parts)
    return keep(context, f"{path}?{urlencode(narrowed)}" if narrowed else path)


@register.simple_tag(takes_context=True)
def document_at(context: dict[str, Any], publication: Publication) -> str:
    """The address of a publication's page; the prefix of each body is looked up once a page."""
    prefixes: dict[int, str] = context.get("prefixes", {})
    own = sites.PATHS["document"].format(key=publication.key)
    if publication.organization_id not in prefixes:
        path = addresses.publication_path(publication)
        prefixes[publication.organization_id] = path.removesuffix(own)
    return keep(context, prefixes[publication.organization_id] + own)


@register.simple_tag(takes_context=True)
def kept(context: dict[str, Any], path: str) -> str:
    """A path as it stands, with the reader's mode."""
    return keep(context, path)


@register.filter
def day(value: dt.date | dt.datetime | str | None) -> str:
    """2026年5月20日."""
    found = _date(value)
    return f"{found.year}年{found.month}月{found.day}日" if found else ""


@register.filter
def short_day(value: dt.date | dt.datetime | str | None) -> str:
    """5月20日."""
    found = _date(value)
    return f"{found.month}月{found.day}日" if found else ""


@register.filter
def iso_day(value: dt.date | dt.datetime | str | None) -> str:
    """2026-05-20."""
    found = _date(value)
    return found.isoformat() if found else ""


@register.filter
def minute(value: dt.datetime | None) -> str:
    """2026-03-18 09:10, as the guide for government sites writes the time of a page."""
    return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def dialled(value: str) -> SafeString:
    """The text with its telephone numbers as links that a phone dials."""
    return contacts.linked(str(value or ""))


@register.filter
def mailed(value: str) -> SafeString:
    """A mail address as a link; it may break at its signs alone."""
    said = escape(value or "")
    shown = said.replace("@", "<wbr>@").replace(".", "<wbr>.")
    return mark_safe(f'<a class="mail-link" href="mailto:{said}">{shown}</a>') if said else said


@register.filter
def by_sense(value: str) -> SafeString:
    """A title that breaks between words; its element has the class of the same name."""
    return breaking.by_sense(str(value or ""))


@register.filter
def stamp(value: dt.datetime | None) -> str:
    """2026-03-18T09:10:00+08:00."""
    return value.astimezone(BEIJING).isoformat(timespec="seconds") if value else ""


@register.filter
def rfc822(value: dt.datetime | None) -> str:
    """The form that feeds want."""
    return format_datetime(value.astimezone(BEIJING)) if value else ""


def _date(value: dt.date | dt.datetime | str | None) -> dt.date | None:
    if not value:
        return None
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(BEIJING).date() if value.tzinfo else value.date()
    return value


@register.filter
def office(site: Organization) -> str:
    """The office for information, with the body's name before it where it lacks it."""
    name = site.office_name
    return name if name.startswith(site.name[:4]) else f"{site.name}{name}"


@register.filter
def validity_tag(publication: Publication) -> str:
    """The class of the frame around its validity."""
    return TAGS[Validity(publication.validity)]


@register.filter
def validity_word(publication: Publication) -> str:
    """现行有效, 已废止, 9月1日起施行."""
    if publication.validity == Validity.UPCOMING and publication.effective_on:
        return f"{short_day(publication.effective_on)}起施行"
    return Validity(publication.validity).label


@register.filter
def stated(publication: Publication) -> bool:
    """Whether it is said if it still holds: kinds that lay nothing down have no validity."""
    return states_validity(publication)


@register.filter
def ended(publication: Publication) -> bool:
    """Whether it no longer holds."""
    return publication.validity in {Validity.REPEALED, Validity.EXPIRED}


@register.filter
def filesize(size: int) -> str:
    """38 KB, 1.1 MB."""
    if size < 1024:
        return f"{size} 字节"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


@register.filter
def footer(site: Organization) -> str:
    """The text that the body has in its foot, clean HTML; asked once a site and page."""
    if site.pk is None:
        return ""
    if not hasattr(site, "_footer"):
        site._footer = texts(site).get("footer", "")  # type: ignore[attr-defined]
    return str(site._footer)  # type: ignore[attr-defined]
