"""A citizen's browser on the small form of `form.py`."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass

import altcha
import pytest
from django.core.cache import cache
from django.test import Client
from tests.cast import organization

from gongkai.apps.organizations.models import Organization
from gongkai.clocks import moment

ANSWERS = {
    "who": {"kind": "natural"},
    "wanted": {"wanted": "云川市第三小学2025年秋季一年级录取人数"},
    "contact": {"name": "张雨桐", "telephone": "13800138000"},
}


def solve(challenge: dict) -> str:
    """What our script does in the browser."""
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    assert solution is not None
    said = {
        "challenge": challenge,
        "solution": {"counter": solution.counter, "derivedKey": solution.derived_key},
    }
    return base64.b64encode(json.dumps(said).encode()).decode()


@dataclass
class Citizen:
    """One browser without scripts at one body's form; `solved()` does what the script would."""

    client: Client
    place: str

    def get(self, page: str = "", **query: str):
        return self.client.get(self.place + page, query)

    def post(self, page: str, **fields):
        return self.client.post(self.place + page, fields)

    def answer_all(self, **changed) -> None:
        for step, fields in {**ANSWERS, **changed}.items():
            response = self.post(f"{step}/", **fields)
            assert response.status_code == 303, response.content.decode()

    def solved(self, act: str = "send") -> str:
        return solve(self.get(f"proof-{act}.json").json())

    def send(self, **fields):
        return self.post("check/", **({"solved": self.solved()} | fields))

    def hidden(self, page: str, name: str) -> str:
        return re.search(rf'name="{name}" value="([^"]*)"', self.get(page).content.decode())[1]

    def receipt(self) -> tuple[str, str]:
        text = self.get("receipt/").content.decode()
        return re.findall(r'<strong class="figures">([^<]+)</strong>', text)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture(autouse=True)
def _form(settings, tmp_path):
    settings.ROOT_URLCONF = "tests.apps.intake.form"
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    with moment.fixed("2026-05-20T10:00:00"):
        yield
    cache.clear()


@pytest.fixture
def bodies(db) -> tuple[Organization, Organization]:
    city = organization(slug="yunchuan", name="云川市教育局", kind="city", has_site=True)
    return (
        organization(slug="donghu", name="东湖区教育局", kind="district", parent=city, has_site=True),
        organization(slug="xiling", name="西岭区教育局", kind="district", parent=city, has_site=True),
    )


@pytest.fixture
def browser(bodies):
    def make(site: str = "donghu", **headers) -> Citizen:
        return Citizen(Client(**headers), f"/{site}/ask/")

    return make


@pytest.fixture
def citizen(browser) -> Citizen:
    return browser()
