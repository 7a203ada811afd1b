"""当前位置: the way from the home page to where one is, on every public page that has one (walk.md, issue on the site)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.apps.catalogue.models import Column

TEMPLATES = Path(__file__).parents[3] / "src/gongkai/apps/portal/templates/portal"
# pages that lie on no way: the first one, the field that is on every page, and those that say that something is not here
WITHOUT = {"home.html", "search.html", "404.html", "refused.html", "altered.html"}
TRAIL = re.compile(r'<nav class="breadcrumb" aria-label="当前位置">.*?</nav>', re.S)


def test_every_page_that_lies_on_a_way_shows_it():
    pages = {p.name: p.read_text(encoding="utf-8") for p in TEMPLATES.glob("*.html")}
    whole = {name for name, text in pages.items() if '{% extends "portal/base.html" %}' in text}
    assert {name for name in whole if not TRAIL.search(pages[name])} == WITHOUT


@pytest.mark.parametrize("prefix", ["/", "/donghu/"])
def test_each_way_begins_at_home_ends_here_and_every_step_answers(client, world, publish, prefix):
    document = publish(world.a)
    Column.objects.create(organization=world.a.body.parent, slug="zhengce", name="政策文件")
    pages = [
        "list/", "list/zhengce/", "register/", "register/2026/", "guide/", "record/", "corrections/", "bodies/", "map/",
        "accessibility/",
    ]  # fmt: skip
    if prefix == "/donghu/":
        pages.append(f"doc/{document.key}.html")
    for page in pages:
        trail = TRAIL.search(client.get(prefix + page).content.decode())
        assert trail, page
        steps = re.findall(r"<li[^>]*>.*?</li>", trail[0], re.S)
        assert "首页" in steps[0] and 'aria-current="page"' in steps[-1], page
        assert not any('aria-current="page"' in step for step in steps[:-1]), page
        links = re.findall(r'href="([^"]+)"', trail[0])
        assert links[0] == prefix and len(links) == len(steps) - 1, page
        assert all(client.get(link).status_code == 200 for link in links), page
