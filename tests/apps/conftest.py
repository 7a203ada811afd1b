"""A small world: two bureaus, each with a full chain of people. The clock stands at 2026-05-20 (Wednesday)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from tests.cast import browser, organization, person

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.organizations.models import Organization, Role, User
from gongkai.clocks import moment

TODAY = "2026-05-20"


@dataclass
class Bureau:
    """A body with its section, columns and people by part."""

    body: Organization
    section: Organization
    columns: list[Column]
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class World:
    a: Bureau
    b: Bureau
    topic: Topic


PARTS = {
    "drafter": (Role.INFORMANT, "section"),
    "head": (Role.SECTION_HEAD, "section"),
    "secrecy": (Role.SECRECY, "body"),
    "office": (Role.OFFICE, "body"),
    "second": (Role.OFFICE, "body"),
    "leader": (Role.LEADER, "body"),
    "auditor": (Role.AUDITOR, "body"),
    "admin": (Role.ADMIN, "body"),
}


def bureau(slug: str, name: str, code: str, parent: Organization | None = None) -> Bureau:
    body = organization(
        slug=slug, name=name, kind="district", parent=parent, has_site=True, index_code=f"00000000{code}",
        number_codes=["云教"], office_name=f"{name}办公室", address="文津路8号", telephone="0000-00000000",
        office_hours="工作日 9:00-17:00", fax="0000-00000001", email="xxgk@example.invalid",
    )  # fmt: skip
    section = organization(slug=f"{slug}-jijiao", name="基础教育科", kind="section", parent=body)
    columns = [
        Column.objects.create(organization=body, slug=s, name=n, position=i)
        for i, (s, n) in enumerate([("zhengce", "政策文件"), ("gonggao", "公告公示")])
    ]
    made = Bureau(body, section, columns)
    for part, (role, place) in PARTS.items():
        at = section if place == "section" else body
        made.people[part] = person(f"{slug}-{part}", at, role, name=f"{name[:2]}{part}")
    return made


@pytest.fixture(autouse=True)
def _clock():
    with moment.fixed(TODAY):
        yield


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.BAKED_ROOT = tmp_path / "public"
    city = organization(
        slug="yunchuan", name="云川市教育局", kind="city", has_site=True, index_code="000000001"
    )
    return World(
        a=bureau("donghu", "东湖区教育局", "A", city),
        b=bureau("xiling", "西岭区教育局", "B", city),
        topic=Topic.objects.create(code="05", name="基础教育"),
    )


@pytest.fixture
def sign_in():
    """A function that gives a browser without scripts, signed in as a person."""
    return browser
