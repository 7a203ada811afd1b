"""A bureau whose sections stand in for records with people: people/ knows no duty, so neither do its tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.db import connection
from tests import cast
from tests.cast import organization

from gongkai import crypt
from gongkai.apps.organizations.models import Organization, Role, User
from gongkai.apps.people import gate
from gongkai.apps.people.actions import enter
from gongkai.apps.people.details import Details
from gongkai.apps.people.models import Party

ZHANG = Details(
    name="张雨桐", id_kind="resident", id_number="110101199003078515", telephone="138 0013 8000",
    email="yutong@example.invalid", address="云川市文津路8号2幢301室", postcode="400000",
)  # fmt: skip


@dataclass
class Office:
    """One body with a handler, an office head, a leader; `case()` makes a record; `closed` says which are closed."""

    body: Organization
    handler: User
    office: User
    leader: User
    closed: dict[int, dt.date] = field(default_factory=dict)
    forgotten: list[tuple[int, int]] = field(default_factory=list)

    def case(self, name: str = "第一件") -> Organization:
        count = Organization.objects.count()
        return organization(slug=f"case-{count}", name=name, kind="section", parent=self.body)

    def enter(self, given: Details = ZHANG, case: Organization | None = None, **values) -> Party:
        values = {"part": "applicant", "kind": "natural", "retention": "requests", **values}
        return enter(case or self.case(), self.body, given, **values)


def person(body: Organization, role: str) -> User:
    return cast.person(f"{body.slug}-{role}", body, role, name=f"{body.name[:2]}{role}")


def make_office(slug: str = "donghu", name: str = "东湖区教育局") -> Office:
    body = organization(slug=slug, name=name, kind="district")
    return Office(body, *(person(body, r) for r in (Role.HANDLER, Role.OFFICE, Role.LEADER)))


@pytest.fixture
def office(db, monkeypatch) -> Office:
    made = make_office()
    monkeypatch.setattr(gate, "_HOLDINGS", {})
    gate.register(
        Organization,
        gate.Holding(
            may_read=lambda user, case: user.memberships.filter(organization=case.body).exists(),
            closed_on=lambda case: made.closed.get(case.pk),
            forget=lambda case, party: made.forgotten.append((case.pk, party.pk)),
        ),
    )
    return made


@pytest.fixture
def glass(monkeypatch):
    """Encryption one can see through: whatever a table holds then shows in a dump of the database."""
    monkeypatch.setattr(
        crypt.Keyring, "encrypt", lambda self, text, context: f"gk1.glass.{text}" if text else ""
    )
    monkeypatch.setattr(
        crypt.Keyring, "decrypt", lambda self, token, context: token.removeprefix("gk1.glass.")
    )
    monkeypatch.setattr(crypt, "_hashed", lambda key, value, context: value[:32])


def dump() -> str:
    """Every value of every table, as text; a virtual table's content stands in the tables beneath it."""
    said = []
    with connection.cursor() as cursor:
        for table in _tables(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names come from the database itself)
            said += [_text(value) for row in cursor.fetchall() for value in row]
    return "\n".join(said)


def _tables(cursor) -> list[str]:
    names = connection.introspection.table_names(cursor)
    if connection.vendor != "sqlite":
        return names
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    return sorted(set(names) - {name for (name,) in cursor.fetchall()})


def _text(value: object) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
