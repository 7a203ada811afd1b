"""What a person sees whose sending is not taken; and nothing of the workbench in a browser's cache."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory


def test_a_post_on_the_public_face_is_answered_in_its_own_dress(world):
    answer = Client().post("/search/", {"q": "x"})
    page = answer.content.decode()
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"
    assert "云川市教育局" in page and "工作台" not in page


def test_a_stale_form_of_the_public_face_gives_its_texts_back_without_the_workbench(world):
    from gongkai.site.errors import stale

    page = stale(RequestFactory().post("/apply/", {"what": "想要的信息", "password": "secret-1"}))
    text = page.content.decode()
    assert (
        page.status_code == 403 and "想要的信息" in text and "工作台" not in text and "secret-1" not in text
    )


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        ("http://testserver/request/person/?over=1", "/request/person/?over=1"),
        ("http://foreign.example/request/person/", ""), ("javascript:alert(1)", ""), ("", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/request/person/", "/workbench/requests/new/"])
def test_a_stale_form_leads_to_a_fresh_one_in_another_window_and_never_to_a_foreign_site(
    world, path, came_from, led_to
):
    from gongkai.site.errors import stale

    page = stale(RequestFactory().post(path, {"what": "想要的信息"}, headers={"Referer": came_from}))
    text = page.content.decode()
    assert ("在新窗口打开这一页</a>" in text) == bool(led_to)
    assert not led_to or f'href="{led_to}"' in text
    assert "foreign.example" not in text and "javascript:" not in text


@pytest.mark.parametrize("path", ["/workbench/", "/workbench/documents/", "/workbench/documents/export/", "/workbench/nowhere/"])  # fmt: skip
def test_nothing_of_the_workbench_stays_in_the_cache(world, sign_in, path):
    assert "no-store" in sign_in(world.a.office).get(path)["Cache-Control"]
    assert "no-store" in Client().get(path)["Cache-Control"]
