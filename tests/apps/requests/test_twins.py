"""Two cities that differ only in the words of one request answer everyone but its handlers alike, byte for byte.

The words stand wherever a case keeps words: what is asked, attachment, correction, consultation, note, reply, letter,
satisfaction. Everyone: citizens, another applicant with his pass, a neighbour's office, and in the body itself who neither
handles, judges nor audits: the head of a section that is asked to help, the administrator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver
from tests.apps.intake.conftest import Citizen
from tests.apps.requests.applying import answered, look_up, sent
from tests.apps.requests.people import COMPANY
from tests.twins import City, twins

from gongkai.apps.organizations.models import User
from gongkai.apps.requests import actions, urls
from gongkai.apps.requests.actions import applicant
from gongkai.apps.requests.models import Office, Request
from gongkai.clocks import moment

FIRST, SECOND = "第三小学的录取人数", "教师王某某的处分决定以及全部附件"
KEYS = (1, 2, 3)


def staff_addresses() -> Iterator[str]:
    """Every staff address of requests, filled with the keys that the records of this city have."""
    for pattern in urls.urlpatterns:
        yield from _filled(str(pattern.pattern), pattern)


def _filled(route: str, pattern: URLPattern | URLResolver) -> Iterator[str]:
    assert isinstance(pattern, URLPattern)
    parts = {
        "int:pk": KEYS,
        "slug:kind": ("receipt", "reply"),
        "uuid:key": ("0" * 8 + "-0000-0000-0000-" + "0" * 12,),
    }
    routes = [route]
    for part, values in parts.items():
        routes = (
            [r.replace(f"<{part}>", str(v)) for r in routes for v in values]
            if f"<{part}>" in route
            else routes
        )
    assert all("<" not in r for r in routes), route
    yield from (f"/workbench/requests/{r}" for r in routes)


@pytest.fixture
def city(world, citizen, handler, sign_in):
    body = world.a.body

    def lived(words: str) -> None:
        """One case to its end, one that is open, one of another citizen; the words are the only difference."""
        Office.objects.get_or_create(
            organization=body, defaults={"review_body": "云川市人民政府", "kept_since": "2026-01-01"}
        )
        file = SimpleUploadedFile("说明.txt", words.encode(), content_type="text/plain")
        citizen.post("wanted/", wanted=words, files=file, add="1")
        sent(citizen, wanted={"wanted": words})
        case = Request.objects.get()
        actions.confirm(handler, case)
        actions.ask_correction(handler, case, asked=words, due_on=dt.date(2026, 6, 5))
        applicant.correct_online(case, words)
        case.refresh_from_db()
        third = actions.consult(handler, case, kind="third_party", about=words, person=COMPANY)
        actions.answer_consultation(handler, third, answer="refuse", reason=words)
        actions.add_note(handler, case, people_there="法制科", text=words)
        case = Request.objects.get(pk=case.pk)
        actions.ask_assist(
            handler, case, section=world.a.section, question="找材料", due_on=dt.date(2026, 6, 1)
        )
        actions.ask_extension(handler, case, amount=5, reason=words)
        actions.decide_extension(world.a.leader, case, agree=True, opinion=words)
        case = answered(world, handler, Request.objects.get(pk=case.pk))
        applicant.rate(case, 5, words)
        actions.settle_open(handler, Request.objects.get(pk=case.pk), to_open=False, reason=words)
        actions.mark_typical(handler, Request.objects.get(pk=case.pk))
        actions.enter_dispute(
            handler, case, kind="review", before="云川市人民政府", noticed_on=moment.today()
        )
        open_ = Citizen(Client(REMOTE_ADDR="10.0.0.7"), citizen.place)
        sent(open_, wanted={"wanted": words})

    def build(words: str, *seers: str) -> City:
        citizen.client = Client(REMOTE_ADDR="10.0.0.5")
        lived(words)
        other = Citizen(Client(REMOTE_ADDR="10.0.0.8"), citizen.place)
        look_up(other, *sent(other, wanted={"wanted": "别人要的招生计划"}))
        del other.client.cookies["csrftoken"]  # drawn while the city was built
        inside = {part: sign_in(world.a.people[part]) for part in seers or ("head", "admin")}
        outside = {"neighbour": sign_in(world.b.office), "citizen": Client(), "other applicant": other.client}
        User.objects.update(last_login=None)  # told by the computer's clock, not by ours
        numbers = [f"2026-{n:04d}" for n in (1, 2)]
        return City(
            inside if seers else inside | outside,
            [
                *staff_addresses(),
                *(f"/search/?q={w}" for w in (FIRST, SECOND, FIRST[:3])),
                *(f"/{body.slug}/search/?q={w}" for w in (FIRST, SECOND)),
                *(f"{citizen.place}status/{n}/{act}" for n in numbers
                  for act in ("", "withdraw/", "letter/1/", "letter/3/docx/")),
                *(f"{citizen.place}consult/{n}/" for n in KEYS),
                *(f"/workbench/search/?q={w}" for w in (FIRST, SECOND)),
            ],
            follow=False,  # every address of requests is named; those of the whole site are walked for the public form
        )  # fmt: skip

    return build


def test_words_of_a_request_reach_nobody_but_its_handlers(city):
    found = twins(lambda: city(FIRST), lambda: city(SECOND))
    assert [(d.viewer, d.address, d.first[:300], d.second[:300]) for d in found] == []


def test_the_walk_finds_whoever_may_read_them(city):
    """The test can fail: who audits the body reads the cases, and the walk says so."""
    found = twins(lambda: city(FIRST, "auditor"), lambda: city(SECOND, "auditor"))
    assert any(d.address.startswith("/workbench/requests/") for d in found)
