"""Lists, registers, forms and figures of requests in a real browser at two widths: no violation found by axe, nothing sticks out at 375 px."""

from __future__ import annotations

import re

from tests.journeys.test_staff_screens import look

BASE = "/workbench/requests/"
HANDLER, OFFICE = "suhe", "zhoumin"


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


STATES = ("received", "open", "correction", "fee", "in_review", "approved", "closed", "merged")
# what hangs on a case, by its address
PARTS = ("/opened/", "/letters/", "/redactions/", "/reply/", "/consultations/", "/assists/")


def addresses(page, selector: str) -> list[str]:
    return list(dict.fromkeys(page.eval_on_selector_all(selector, "all => all.map(a => a.href)")))


def kind_of(address: str) -> str:
    """The address without its numbers: screens of one kind are looked at once."""
    return re.sub(r"\d+", "N", address.partition("/workbench/")[2].partition("?")[0])


def test_a_case_in_each_state_its_acts_and_all_that_hangs_on_it(person, server):
    page, seen, found = person(HANDLER).page, set(), []
    for state in STATES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{server.url}{BASE}?view=all&state={state}")
        for case in addresses(page, "tbody th a")[:1]:
            found += look(page, case)
            ways = addresses(page, ".gk-verbs a.v-name, .rq-acts a")
            parts = [a for part in PARTS for a in addresses(page, f"main a[href*='{part}']")]
            for address in [*ways, *parts]:
                if kind_of(address) not in seen:
                    seen.add(kind_of(address))
                    found += look(page, address)
    assert len(seen) >= 15, "the demonstration city has a case for nearly every act"
    assert not found, "\n".join(found)
