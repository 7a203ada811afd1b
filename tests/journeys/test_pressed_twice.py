"""A button of the workbench pressed twice in a hurry: one letter over the counter is one case, one third party is asked once."""

from __future__ import annotations

from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "src/gongkai/apps/workbench/static/workbench/workbench.js"
COUNTED = """window.sent = 0; window.addEventListener("submit", function (event) {
if (!event.defaultPrevented) { window.sent += 1; event.preventDefault(); } });"""


@pytest.mark.parametrize(("method", "times"), [("post", 1), ("get", 2)])
def test_what_is_pressed_twice_is_sent_once_and_asked_as_often_as_one_likes(browser, method, times):
    page = browser.new_page()
    page.set_content(f'<form method="{method}"><button>登记</button></form>')
    page.add_script_tag(content=SCRIPT.read_text("utf-8"))
    page.add_script_tag(content=COUNTED)
    page.dblclick("button")
    assert page.evaluate("window.sent") == times
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")  # back on the page
    page.click("button")
    assert page.evaluate("window.sent") == times + 1
    page.close()
