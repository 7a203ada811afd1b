"""A bureau with its handler, legal reviewer and approver; a function that enters a case."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from tests.apps.intake.conftest import Citizen
from tests.apps.requests.people import PERSON
from tests.cast import person

from gongkai.apps.organizations.models import Membership, Organization, Role
from gongkai.apps.requests import actions
from gongkai.apps.requests.actions import Given
from gongkai.clocks import moment


@pytest.fixture
def citizen(world, settings, tmp_path):
    """A browser without scripts at the public form of the first bureau, on 20 May 2026."""
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    Organization.objects.filter(pk=world.a.body.pk).update(has_site=True)
    with moment.fixed("2026-05-20T10:00:00"):
        yield Citizen(Client(), f"/{world.a.body.slug}/request/")
    cache.clear()


@pytest.fixture
def handler(world):
    user = person("suhe", world.a.body, Role.HANDLER, since="2008-01-01", name="苏禾")
    Membership.objects.exclude(user=user).update(valid_from="2008-01-01")
    return user


@pytest.fixture
def enter(world, handler):
    """A case over the counter, of the day given (today, if none)."""

    def make(on="2026-05-20", *, channel="counter", wanted="2025年课后服务采购合同", **values):
        day = dt.date.fromisoformat(on) if isinstance(on, str) else on
        person = values.pop("person", PERSON)
        given = Given(channel, day, values.pop("kind", "natural"), person, wanted, **values)
        return actions.enter(handler, world.a.body, given)

    return make
