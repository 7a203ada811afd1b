"""What is kept of a question is its words: the answer is always today's, and nobody gets the question of another."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai import prepared
from gongkai.apps.documents import actions
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Membership, Role, User
from gongkai.apps.publishing import queries
from gongkai.apps.publishing.actions import submit
from gongkai.apps.workbench.queries import due_now
from gongkai.clocks import moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(prepared, "_kept", {})


def made(bureau, number: int = 1):
    document = actions.register(
        bureau.drafter, organization=bureau.body, section=bureau.section,
        fields={
            "title": f"第{number}件通知", "number": f"东教〔2026〕{number}号", "signed_on": dt.date(2026, 4, 1), "html": "<p>文</p>",
        },
    )  # fmt: skip
    return actions.decide_attribute(bureau.drafter, document, attribute="open")


def anew(user: User) -> User:
    """The same person at the next request."""
    return User.objects.get(pk=user.pk)


def test_a_count_is_of_now_though_its_question_is_of_before(world):
    assert queries.count_to_review(world.a.head) == 0
    submit(world.a.drafter, made(world.a))
    assert queries.count_to_review(anew(world.a.head)) == 1
    assert queries.count_to_review(world.b.head) == 0


def test_a_post_given_or_ended_changes_the_question(world):
    submit(world.a.drafter, made(world.a))
    nobody = User.objects.create_user("nobody", password="Wenjin-2026-x", name="新人")
    assert queries.count_to_review(nobody) == 0
    post = Membership.objects.create(
        user=nobody, organization=world.a.section, role=Role.SECTION_HEAD, valid_from="2020-01-01"
    )
    assert queries.count_to_review(anew(nobody)) == 1
    post.ended_at = moment.now()
    post.save()
    assert queries.count_to_review(anew(nobody)) == 0


def test_what_falls_due_is_asked_for_the_day(world):
    made(world.a)
    with moment.fixed("2026-04-02"):
        assert due_now(anew(world.a.drafter)) == 0
    assert due_now(anew(world.a.drafter)) == 1  # 20 May


def test_more_keys_than_places_and_few_of_them_give_the_same_rows(world, monkeypatch):
    keys = [made(world.a, n).pk for n in range(1, 8)]

    def rows(those):
        return OfficialDocument.objects.filter(pk__in=those, number_serial__lt=7).order_by().values_list("pk")

    monkeypatch.setattr(prepared, "PLACES", 3)
    found = {key for (key,) in prepared.among("some", rows, keys)}
    assert found == set(keys[:-1])
    assert prepared.among("some", rows, [keys[2]]) == [(keys[2],)]
    assert prepared.among("some", rows, []) == []


def test_nothing_is_asked_where_no_row_can_be(world):
    with CaptureQueriesContext(connection) as seen:
        assert prepared.count("none", OfficialDocument.objects.none, 10) == 0
        assert prepared.values("none", lambda: OfficialDocument.objects.none().values_list("pk")) == []
        assert (
            prepared.among("none", lambda those: OfficialDocument.objects.none().values_list("pk"), [1]) == []
        )
    assert len(seen) == 0


def test_a_count_goes_no_further_than_asked_and_the_menu_says_so(world, sign_in, monkeypatch):
    for n in range(3):
        submit(world.a.drafter, made(world.a, n + 1))
    monkeypatch.setattr(queries, "MENU_UP_TO", 2)
    monkeypatch.setattr("gongkai.apps.duties.declaration.MENU_UP_TO", 2)
    assert queries.count_to_review(world.a.head) == 2
    assert "1+<span" in sign_in(world.a.head).get("/workbench/documents/").content.decode()


def test_of_many_questions_the_oldest_are_forgotten(world, monkeypatch):
    monkeypatch.setattr(prepared, "KEPT", 2)
    for name in "abc":
        assert prepared.count(name, OfficialDocument.objects.all, 10) == 0
    assert {key[-1] for key in prepared._kept} == {"b", "c"}


def test_who_asks_is_told_by_posts_and_day(world):
    first = powers.asker(world.a.head)
    with moment.fixed("2026-05-21"):
        assert powers.asker(anew(world.a.head)) != first
    assert powers.asker(anew(world.a.head)) == first != powers.asker(world.a.drafter)


def test_what_a_page_and_its_menu_both_ask_is_asked_once(world, sign_in):
    submit(world.a.drafter, made(world.a))
    browser = sign_in(world.a.head)
    with CaptureQueriesContext(connection) as seen:
        page = browser.get("/workbench/").content.decode()
    counts = [q["sql"] for q in seen.captured_queries if "AS counted" in q["sql"]]
    assert counts and len(counts) == len(set(counts))
    assert "最早一件今天送到" in page


def test_answers_are_kept_for_no_longer_than_a_page(world, sign_in):
    with prepared.for_one_page():
        assert queries.count_to_review(world.a.head) == 0
        submit(world.a.drafter, made(world.a))
        assert queries.count_to_review(anew(world.a.head)) == 0  # as the page above it said
    assert queries.count_to_review(anew(world.a.head)) == 1


def test_whoever_posts_is_answered_anew(world, rf):
    from django.http import HttpResponse

    from gongkai.site.one_page import OnePage

    def answer(request):
        before = queries.count_to_review(world.a.head)
        submit(world.a.drafter, made(world.a))
        return HttpResponse(f"{before} {queries.count_to_review(anew(world.a.head))}")

    assert OnePage(answer)(rf.post("/")).content == b"0 1"


def test_a_question_that_another_thread_drops_at_once_is_still_asked(world, monkeypatch):
    class Dropping(dict):
        """What another thread makes of it that needs the room."""

        def __setitem__(self, key, value):
            super().__setitem__(key, value)
            self.pop(key)

    monkeypatch.setattr(prepared, "_kept", Dropping())
    made(world.a)
    assert prepared.count("all", OfficialDocument.objects.all, 10) == 1, (
        "never mistaken for “no row can meet it”"
    )
