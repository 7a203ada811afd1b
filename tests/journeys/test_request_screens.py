"""Every screen of requests in a real browser at two widths: no violation found by axe, nothing sticks out at 375 px."""

from __future__ import annotations

import re

import pytest
from tests.journeys.test_staff_screens import faults, look

BASE = "/workbench/requests/"
HANDLER, OFFICE, LEADER = "suhe", "zhoumin", "guchangning"


def hrefs(page, selector: str) -> list[str]:
    return list(
        dict.fromkeys(page.eval_on_selector_all(selector, "all => all.map(a => a.getAttribute('href'))"))
    )


def test_lists_registers_settings_and_figures(person, server):
    page = person(HANDLER).page
    page.goto(server.url + BASE)
    tabs = [f"{BASE}{h}" for h in hrefs(page, ".gk-views a") if h.startswith("?")]
    found = []
    for path in [BASE, *tabs, f"{BASE}?q=没有这样的字", *(f"{BASE}{p}" for p in (
            "new/", "figures/", "figures/?first=2020-01-01&last=2020-02-01", "figures/?first=x&last=y", "disputes/",
            "complaints/", "complaints/new/", "assists/"))]:  # fmt: skip
        found += look(page, server.url + path)
    office = person(OFFICE).page
    for path in ("settings/", "settings/reply/"):
        found += look(office, f"{server.url}{BASE}{path}")
    assert not found, "\n".join(found)


def test_what_is_refused_at_the_counter_is_drawn_well(person, server):
    page = person(HANDLER).page
    page.goto(f"{server.url}{BASE}new/")
    page.get_by_role("button", name="只登记").click()
    assert page.locator(".gk-wrong").count() == 1
    assert not look(page), "\n".join(look(page))


@pytest.mark.parametrize("name", [HANDLER, OFFICE, LEADER])
def test_every_case_with_the_screens_of_all_its_acts(person, server, name):
    page = person(name).page
    page.goto(f"{server.url}{BASE}?view=all&size=50")
    cases = hrefs(page, "tbody th a")
    assert len(cases) >= 5
    acts: dict[str, str] = {}
    found = []
    for case in cases:
        found += look(page, server.url + case)
        for href in hrefs(
            page, ".gk-verbs a, .rq-acts a, .gk-files a[href*='/requests/'], .gk-facts a[href*='/requests/']"
        ):
            kind = re.sub(r"\d+", "N", href.split("?")[0])
            if "/files/" not in kind:
                acts.setdefault(kind, href)
    assert len(acts) >= (15 if name == HANDLER else 3), sorted(acts)
    for href in acts.values():
        found += look(page, server.url + href)
    assert not found, "\n".join(dict.fromkeys(found))


def test_who_applied_the_receipt_and_the_code_on_paper(person, server):
    page = person(HANDLER).page
    page.goto(f"{server.url}{BASE}?view=all&size=50")
    case = hrefs(page, "tbody th a")[0]
    for button in ("看身份和联系方式", "打印收件回执，换发查询码"):
        page.goto(server.url + case)
        page.get_by_role("button", name=button).click()
        assert not look(page), button
    page.set_viewport_size({"width": 1280, "height": 900})
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1, "the receipt fits on one page of A4"


@pytest.mark.parametrize("path", ["/request/", "/request/status/", "/request/consult/1/"])
def test_public_pages_without_a_case(person, server, path):
    page = person(width=375).page
    page.goto(server.url + path)
    assert not faults(page)
