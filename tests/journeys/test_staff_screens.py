"""Every staff screen in a real browser: no violation found by axe, nothing sticks out at 375 px, no script fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

LETTER = """云川市教育局文件
云教〔2026〕99号
云川市教育局关于规范课后服务经费管理的通知
各区教育局：
现就有关事项通知如下。
云川市教育局
2026年11月12日
"""
LISTS = [
    "/workbench/",
    "/workbench/deadlines/",
    "/workbench/ledger/",
    "/workbench/overview/",
    "/workbench/brief/",
    "/workbench/brief/list/",
    "/workbench/documents/",
    "/workbench/documents/?q=没有这样的字",
    "/workbench/documents/register/",
    "/workbench/documents/new/",
    "/workbench/publishing/review/",
    "/workbench/publishing/waiting/",
    "/workbench/publishing/countersigns/",
]
# stage of a document in the list → the acts whose screens are looked at, by link or address
ACTS = ["edit/", "attribute/", "discard/"]


def faults(page) -> list[str]:
    found = [
        f"{page.url} {v['id']}: {v['nodes'][0]['html'][:120]}" for v in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{page.url} 横向多出 {wide}px"] if wide > 0 else [])


def look(page, address: str = "") -> list[str]:
    found = []
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        if address:
            answer = page.goto(address)
            assert answer.status == 200, f"{address} {answer.status}"
        found += faults(page)
    return found


def test_lists_and_forms_of_the_office(person, server):
    """The lists, and whatever a duty put into the menu."""
    found = []
    page = person("zhoumin").page
    page.goto(f"{server.url}/workbench/")
    menu = page.eval_on_selector_all(".gk-menu a", "all => all.map(a => a.getAttribute('href'))")
    assert len(menu) > 5
    for path in dict.fromkeys([*LISTS, *menu]):
        found += look(page, server.url + path)
    assert not found, "\n".join(found)


def first_document(page, server, query: str) -> str:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{server.url}/workbench/documents/?{query}")
    link = page.locator("tbody th a").first
    if not link.count():
        pytest.skip(f"演示城市没有 {query} 的公文")
    return str(link.get_attribute("href"))


def test_the_pages_of_documents_at_each_stage(person, server):
    found = []
    page = person("zhoumin").page
    for stage in ("draft", "in_review", "approved", "published"):
        address = first_document(page, server, f"stage={stage}")
        found += look(page, server.url + address)
        if stage == "draft":
            for act in ACTS:
                found += look(page, server.url + address + act)
        if stage == "published":
            page.goto(server.url + address)
            acts = page.locator("a.v-name").evaluate_all("links => links.map(a => a.getAttribute('href'))")
            for act in acts:
                found += look(page, server.url + act)
    assert not found, "\n".join(found)


def test_the_two_steps_of_registration(person, server, tmp_path: Path):
    letter = tmp_path / "云教〔2026〕99号.txt"
    letter.write_text(LETTER, encoding="utf-8")
    page = person("zhaoli").page
    page.goto(f"{server.url}/workbench/documents/new/")
    page.set_input_files("input[type=file]", letter)
    page.click("text=读文件")
    found = look(page)
    page.fill("textarea[name=title]", "")
    page.click("text=确认登记")
    assert page.locator("[role=alert]").inner_text().startswith("没有办成")
    found += look(page)
    assert page.input_value("input[name=number]") == "云教〔2026〕99号"
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["xuezhou", "maxiao", "baihua", "guchangning", "sunlan", "qinyue"])
def test_the_home_of_each_role(name, person, server):
    assert not look(person(name).page, f"{server.url}/workbench/")


def test_review_by_keyboard(person, server):
    page = person("sunlan").page
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{server.url}/workbench/publishing/review/")
    for key in ('"', "'", "\\", "]"):
        page.keyboard.press(key)
    assert not broken
    if not page.locator("button[value=return]").count():
        pytest.skip("演示城市没有等她审的")
    page.keyboard.press("b")
    assert page.evaluate("document.activeElement.value") == "return"
    if page.locator("[data-key=j]").count():
        before = page.url
        page.keyboard.press("j")
        page.wait_for_url(lambda url: url != before)
