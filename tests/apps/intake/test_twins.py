"""Two cities that differ in the words of one unsent and one sent form answer everyone alike; and the helper can fail."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.apps.intake import everything
from tests.apps.intake.conftest import Citizen
from tests.twins import City, plain_addresses, twins

from gongkai.clocks import moment

pytestmark = pytest.mark.django_db
FIRST, SECOND = "第三小学的录取人数", "教师王某的处分决定以及全部附件"


@pytest.fixture
def city(world, sign_in, settings):
    settings.ROOT_URLCONF = "tests.apps.intake.everything"

    def build(words: str) -> City:
        sender = Citizen(Client(REMOTE_ADDR="10.0.0.9"), "/donghu/ask/")
        sender.answer_all(wanted={"wanted": words})
        sender.send()
        half = Citizen(Client(REMOTE_ADDR="10.0.0.9"), "/donghu/ask/")
        half.post("who/", kind="natural")
        half.post("wanted/", wanted=words)
        staff = {"auditor": sign_in(world.a.auditor)}
        asked = [f"/search/?q={w}" for w in (FIRST, SECOND)] + [
            f"/donghu/ask/status/?number=2026-000{i}" for i in (1, 2)
        ]
        return City({"citizen": Client(), "neighbour": sign_in(world.b.office), **staff}, asked)

    return build


def test_words_of_a_form_reach_nobody(city):
    found = twins(lambda: city(FIRST), lambda: city(SECOND))
    assert [(d.viewer, d.address) for d in found] == []


def test_the_walk_finds_one_page_that_counts_the_signs(city, monkeypatch):
    monkeypatch.setitem(everything.LEAKS, "on", True)
    found = twins(lambda: city(FIRST), lambda: city(SECOND))
    assert {d.address for d in found} == {"/a-page/"}
    assert {d.viewer for d in found} == {"citizen", "neighbour", "auditor"}


def test_the_walk_goes_everywhere(city, settings):
    city(FIRST)
    assert {"/", "/workbench/", "/feed.xml", "/search/", "/a-page/"} <= set(plain_addresses())
    assert moment.today().year == 2026
