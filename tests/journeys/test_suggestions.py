"""Suggestions in a real browser: keyboard, mouse, names for screen readers, both widths; without script as before."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe


def typed(page, words, box="#q"):
    page.fill(box, "")
    page.focus(box)
    page.keyboard.type(words)
    page.wait_for_selector("[role=option]")
    return page.locator("[role=listbox]")


@pytest.mark.parametrize("width", [1280, 375])
def test_arrows_choose_enter_opens_and_escape_keeps_the_words(person, width):
    citizen = person(width=width)
    page = citizen.go("/")
    options = typed(page, "招生").locator("[role=option]")
    box = page.locator("#q")
    assert box.get_attribute("role") == "combobox" and box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false" and box.input_value() == "招生"
    assert page.locator("[role=listbox]").is_hidden()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    target = options.first.get_attribute("data-href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    assert page.locator("main h1").count() == 1
    assert citizen.context.cookies() == []


def test_enter_without_a_choice_searches_and_a_click_opens(person):
    page = person().go("/guide/")
    options = typed(page, "招生", "#site-search").locator("[role=option]")
    target = options.last.get_attribute("data-href")
    options.last.click()
    page.wait_for_url(f"**{target}")
    typed(page, "招生", "#site-search")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_without_script_the_box_is_a_box(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/")
    page.fill("#q", "招生")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(".result").count() and not page.locator("[role=combobox]").count()
    context.close()
