"""Suggestions below the search box: only what is public, kept nowhere, bounded, and nothing without them breaks."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache
from tests.twins import City, twins

from gongkai.apps.documents import actions as documents
from gongkai.apps.organizations.models import Organization
from gongkai.apps.search import missed


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def offered(client, typed, prefix="/donghu/"):
    response = client.get(f"{prefix}search/suggest/", {"q": typed})
    assert response.status_code == 200
    return [(i["kind"], i["words"]) for i in response.json()["items"]]


def test_a_topic_a_school_and_titles_lead_to_pages_with_rows(client, world, publish):
    school = Organization.objects.create(
        parent=world.a.body, slug="zsxx", name="招生路小学", kind="school", path=f"{world.a.body.path}000099"
    )
    world.topic.name = "招生与学籍"
    world.topic.save()
    of_school = publish(world.a, title="学校的通知")
    of_school.organization = school
    of_school.save()
    publication = publish(world.a, topic=world.topic, number="东教〔2026〕8号")
    items = client.get("/donghu/search/suggest/", {"q": "招生"}).json()["items"]
    assert [i["kind"] for i in items] == ["主题", "单位", "文件"]
    for item in items:
        page = client.get(item["href"]).content.decode()
        assert publication.title in page or "学校的通知" in page, item
    assert items[2]["href"] == f"/donghu/doc/{publication.key}.html"
    assert offered(client, "zhaoshenglu") == [("单位", "招生路小学")]


def test_a_body_with_nothing_public_and_a_topic_without_a_row_are_not_offered(client, world):
    Organization.objects.create(
        parent=world.a.body, slug="zsxx", name="招生路小学", kind="school", path=f"{world.a.body.path}000099"
    )
    world.topic.name = "招生与学籍"
    world.topic.save()
    assert offered(client, "招生") == []
    assert offered(client, world.a.body.name[:2], "/") == [("单位", world.a.body.name)]


def test_what_is_withdrawn_is_offered_no_longer(client, world, publish, withdraw):
    publication = publish(world.a)
    assert ("文件", publication.title) in offered(client, "招生入学", "/")
    withdraw(world.a, publication)
    assert offered(client, "招生入学", "/") == []


def test_what_is_not_public_changes_no_suggestion(world, publish, client):
    """Two cities, apart in words of a draft: every suggestion is the same byte for byte."""

    def city(secret):
        def build():
            publish(world.a)
            documents.register(
                world.b.drafter,
                organization=world.b.body,
                section=world.b.section,
                fields={
                    "title": f"关于{secret}的通知",
                    "number": "西教〔2026〕9号",
                    "html": f"<p>{secret}</p>",
                },
            )
            words = ("招生", "龙凤呈祥", "虎跃山林", "lfcx", "西教〔2026〕9号", "西教")
            return City(
                {"citizen": client},
                [f"{p}search/suggest/?q={w}" for p in ("/", "/xiling/") for w in words],
                False,
            )

        return build

    found = twins(city("龙凤呈祥"), city("虎跃山林"))
    assert [d for d in found if "/suggest/" in d.address] == []


def test_it_is_kept_nowhere_and_shared_with_nobody(client, world, publish, settings, tmp_path, caplog):
    settings.DATA = tmp_path
    publish(world.a)
    with caplog.at_level(logging.DEBUG, "gongkai"):
        response = client.get("/donghu/search/suggest/", {"q": "没有人写过"})
    assert missed.fold() == 0 and "没有人写过" not in caplog.text
    assert response["Cache-Control"] == "private, max-age=30" and not response.cookies
    assert (
        response["X-Robots-Tag"] == "noindex" and "default-src 'self'" in response["Content-Security-Policy"]
    )


def test_it_is_small_and_costs_few_questions(client, world, publish, django_assert_max_num_queries):
    for n in range(8):
        publish(world.a, number=f"东教〔2026〕{n + 1}号", topic=world.topic)
    with django_assert_max_num_queries(14):
        response = client.get("/donghu/search/suggest/", {"q": "招生"})
    assert len(response.content) < 2000
    for typed in ("a" * 5000, "招生" * 3000, "zh" * 999):
        with django_assert_max_num_queries(24):
            assert len(offered(client, typed)) <= 10


def test_who_asks_too_often_waits_and_the_search_itself_goes_on(client, world, publish, settings):
    settings.INTAKE_PACE = {**settings.INTAKE_PACE, "suggest": 3}
    publish(world.a)
    answers = [client.get("/donghu/search/suggest/", {"q": "招生"}) for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert answers[3].json() == {"items": []} and answers[3]["Cache-Control"] == "no-store"
    assert client.get("/donghu/search/", {"q": "招生"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/donghu/", "/donghu/guide/", "/donghu/search/?q=x", "/nirgends/"])
def test_every_search_box_knows_where_to_ask_and_works_without(client, world, path):
    text = client.get(path).content.decode()
    prefix = "/donghu/" if path.startswith("/donghu") else "/"
    assert f'data-suggest="{prefix}search/suggest/"' in text and f'action="{prefix}search/"' in text
    assert client.post("/donghu/search/suggest/").status_code == 405
