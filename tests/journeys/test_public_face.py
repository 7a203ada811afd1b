"""The public face in a real browser: nothing axe objects to, the keyboard alone, modes without a cookie, no overflow."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from gongkai.apps.duties.registry import registry

PAGES = {
    "home": "/",
    "sub-site": "/donghu/",
    "list": "/list/",
    "column": "/list/zhengce/",
    "filtered": "/list/?kind=通知&validity=valid",
    "empty list": "/list/?year=1999",
    "search": "/search/?q=招生",
    "search by number": "/search/?q=〔2026〕3号",
    "nothing found": "/search/?q=火星 招胜",
    "search start": "/search/",
    "register": "/register/",
    "guide": "/guide/",
    "record": "/record/",
    "corrections": "/corrections/",
    "bodies": "/bodies/",
    "map": "/map/",
    "accessibility": "/accessibility/",
    "not found": "/nirgends/",
    "elder home": "/?elder=1",
}
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def faults(page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{v['id']}: {v['help']}: {n['html'][:160]}" for v in found for n in v["nodes"][:2]]


def first_of_each_kind(page) -> dict[str, str]:
    """Addresses of a document in force, an ended one, an earlier version and a withdrawn one."""
    seen: dict[str, str] = {}
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/list/")
    hrefs = page.eval_on_selector_all(".document-row h2 a", "all => all.map(a => a.href)")
    ended = page.eval_on_selector_all(".document-row.is-ended h2 a", "all => all.map(a => a.href)")
    seen["document"] = hrefs[0]
    if ended:
        seen["ended"] = ended[0]
    page.goto(page.url.replace("/list/", "/corrections/"))
    for what, words in (("withdrawn", "撤回"), ("corrected", "更正")):
        link = page.locator(f".change-title:has(.tag:text-is('{words}')) a").first
        if link.count():
            seen[what] = link.evaluate("a => a.href")
    if "corrected" in seen:
        page.goto(seen["corrected"])
        seen["version"] = page.locator(".change a").first.evaluate("a => a.href")
    return seen


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_on_any_template(person, width):
    citizen = person(width=width)
    page = citizen.go("/")
    found: dict[str, list[str]] = {}
    brought = {p.name: f"/{p.path}" for p in registry().pages.values() if not p.parts}  # what duties show
    addresses = {name: citizen.server.url + path for name, path in {**PAGES, **brought}.items()}
    addresses |= first_of_each_kind(page)
    assert "document" in addresses
    for name, address in addresses.items():
        page.goto(address)
        problems = faults(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            problems.append("wider than the window")
        if problems:
            found[name] = problems
    citizen.faults = [f for f in citizen.faults if "410" not in f]
    assert not found, found
    assert citizen.context.cookies() == []


def test_a_narrow_window_holds_every_page(person):
    citizen = person(width=320)
    for path in ("/", "/list/", "/search/?q=招生", "/register/", "/guide/", "/?elder=1"):
        page = citizen.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_elder_mode_stays_in_this_browser_and_can_be_left(person):
    citizen = person()
    page = citizen.go("/")
    page.locator(".utility-links a[data-mode=elder]").click()
    assert page.locator("html.elder-mode").count() == 1
    assert page.url.endswith("/")
    citizen.go("/guide/")
    assert page.locator("html.elder-mode").count() == 1
    page.locator(".utility-links a[data-mode=elder]").click()
    citizen.go("/")
    assert page.locator("html.elder-mode").count() == 0
    assert citizen.context.cookies() == []


def test_the_keyboard_alone_finds_and_opens_a_document(person):
    citizen = person()
    page = citizen.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("招生")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.result h2')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/**")
    assert page.locator("h1.official-title").count() == 1


def test_baked_pages_come_from_the_folder_and_show_when_tampered(person):
    citizen = person()
    page = citizen.go("/guide/")
    baked = citizen.server.data / "public" / "guide" / "index.html"
    assert baked.read_text() == page.request.get(citizen.server.url + "/guide/").text()
    assert citizen.server.command("bake", "--verify").returncode == 0
    whole = baked.read_text()
    baked.write_text(re.sub("工作机构", "骗子机构", whole))
    checked = citizen.server.command("bake", "--verify")
    assert checked.returncode == 1 and "guide/index.html" in checked.stdout
    baked.write_text(whole)
