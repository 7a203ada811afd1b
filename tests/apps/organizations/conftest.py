"""A small city: a commission, two district bureaus A and B with sections, a school; people who hold each role."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client

from gongkai.apps.organizations.models import Kind, Membership, Organization, Role, Scope, User
from gongkai.apps.organizations.session import SEEN, SINCE
from gongkai.clocks import moment

PASSWORD = "Lihua-Chunfeng-9"
NOW = "2026-09-21T09:30:00"


@pytest.fixture(autouse=True)
def clock():
    with moment.fixed(NOW) as now:
        yield now


def node(slug, name, kind, parent=None):
    made = Organization(slug=slug, name=name, kind=kind, parent=parent, path=f"~{slug}")
    made.save()
    made.path = (parent.path if parent else "") + f"{made.pk:06d}"
    made.body = parent.body if kind == Kind.SECTION else made
    made.save()
    return made


def person(username, at=None, role=None, scope=Scope.OWN, **kwargs):
    user = User.objects.create_user(
        username=username, password=PASSWORD, name=kwargs.pop("name", username), **kwargs
    )
    if at:
        Membership.objects.create(
            user=user, organization=at, role=role, scope=scope, valid_from=dt.date(2026, 1, 1)
        )
    return user


@pytest.fixture
def city(db):
    root = node("yunchuan", "云川市教育局", Kind.CITY)
    a = node("qinghe", "青禾区教育局", Kind.DISTRICT, root)
    b = node("lanshan", "岚山区教育局", Kind.DISTRICT, root)
    town = SimpleNamespace(
        root=root, a=a, b=b, person=person, node=node,
        a_office=node("qinghe-office", "办公室", Kind.SECTION, a),
        a_basic=node("qinghe-basic", "基教科", Kind.SECTION, a),
        b_basic=node("lanshan-basic", "基教科", Kind.SECTION, b),
        a_school=node("qinghe-1", "青禾区第一小学", Kind.SCHOOL, a),
    )  # fmt: skip
    for letter, body, section in (("a", town.a, town.a_basic), ("b", town.b, town.b_basic)):
        for role in Role.values:
            at = section if role in {Role.INFORMANT, Role.SECTION_HEAD} else body
            setattr(town, f"{letter}_{role}", person(f"{letter}_{role}", at, role))
    town.root_auditor = person("root_auditor", root, Role.AUDITOR, Scope.SUBTREE)
    town.superuser = User.objects.create_superuser("root", None, PASSWORD, name="超级用户")
    return town


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session[SINCE] = session[SEEN] = moment.now().timestamp()
    session.save()
    return client


@pytest.fixture
def signed_in():
    return _signed_in
