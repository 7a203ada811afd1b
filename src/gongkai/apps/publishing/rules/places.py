"""Where the steps of a record are done: its section, its body, or the body that does the office's work for it."""

from __future__ import annotations

from typing import Any

from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing.publishable import Subject


def publishing_body(subject: Subject) -> Organization:
    """The body whose office reviews and publishes: the record's own, or the one above it (schools without an office)."""
    return powers.office_of(subject.organization)


def site_of(body: Organization) -> Organization:
    """The body on whose site it publishes: itself or the nearest one above that has a site."""
    while not body.has_site and body.parent is not None:
        body = body.parent
    return body


def may_at(user: Any, verb: str, body: Organization, section: Organization | None) -> bool:
    """`permissions.may` for a place that is not a record."""
    return powers.may(user, verb, section if section is not None and section.is_section else body)


def at_the_office(user: Any, verb: str, subject: Subject) -> bool:
    """Whether the user holds the verb at the record's body or where the office's work is done for it now."""
    return powers.may(user, verb, subject.organization) or may_at(user, verb, publishing_body(subject), None)
