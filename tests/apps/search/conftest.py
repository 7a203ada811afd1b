"""A site with a handful of indexed items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.cast import organization

from gongkai.apps.organizations.models import Kind, Organization
from gongkai.apps.search.actions import index
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks.moment import BEIJING


@pytest.fixture
def city(db: None) -> Organization:
    return organization(slug="yunchuan", name="云川市教育局", kind=Kind.CITY, has_site=True)


@pytest.fixture
def district(city: Organization) -> Organization:
    return organization(slug="east", name="东区教育局", kind=Kind.CITY, parent=city, has_site=True)


@pytest.fixture
def put(city: Organization) -> Callable[..., SearchDoc]:
    """Index one item; the subject is any saved record, here a body made for it."""
    made = 0

    def put(title: str, body: str = "", **given: Any) -> SearchDoc:
        nonlocal made
        made += 1
        site = given.pop("site", city)
        subject = given.pop("subject", None) or Organization(pk=1000 + made)
        fields = {
            "site": site, "organization": site, "url": f"/doc/{made}/", "title": title, "body": body, "number": "",
            "kind": "通知", "topic": "招生入学", "column": "tongzhi", "year": 2026, "validity": "valid",
            "in_force": True, "published_at": dt.datetime(2026, 4, 1, 9, tzinfo=BEIJING), **given,
        }  # fmt: skip
        return index(subject, **fields)

    return put


@pytest.fixture(autouse=True)
def _own_lines(settings: Any, tmp_path: Any) -> None:
    """The lines of searches without hit lie in a folder of this test."""
    settings.DATA = tmp_path
