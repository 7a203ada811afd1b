"""Where the steps of a document are done: its section, its body, or the body that does the office's work for it."""

from __future__ import annotations

from typing import Any

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Organization


def publishing_body(document: OfficialDocument) -> Organization:
    """The body whose office reviews and publishes: the issuer, or the one above it (schools without an office)."""
    return powers.office_of(document.organization)


def site_of(body: Organization) -> Organization:
    """The body on whose site it publishes: itself or the nearest one above that has a site."""
    while not body.has_site and body.parent is not None:
        body = body.parent
    return body


def may_at(user: Any, verb: str, body: Organization, section: Organization | None) -> bool:
    """`permissions.may` for a place that is not a record."""
    return powers.may(user, verb, section if section is not None and section.is_section else body)


def at_the_office(user: Any, verb: str, document: OfficialDocument) -> bool:
    """Whether the user holds the verb at the document's body or where the office's work is done for it now."""
    return powers.may(user, verb, document.organization) or may_at(
        user, verb, publishing_body(document), None
    )
