"""What a parent does, counted in clicks against its budget (walk.md (b)), at two widths; and pages on paper, measured."""

from __future__ import annotations

import io

import pypdfium2
import pytest


class Walk:
    """A parent who counts clicks; typing and Enter are none."""

    def __init__(self, page) -> None:
        self.page, self.clicks = page, 0

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).locator("visible=true").first.click()

    def ask(self, words: str) -> None:
        self.page.fill("#q", words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/search/**")


def _enrolment(walk, width):
    walk.ask("什么时候报名")
    walk.click(".result h2 a")
    assert (
        "报名" in walk.page.locator("main").inner_text() or "登记" in walk.page.locator("main").inner_text()
    )


def _still_valid(walk, width):
    walk.ask("〔2026〕3号")
    assert walk.page.locator(".result .tag").count()


def _complain(walk, width):
    if width < 760:
        walk.click(".phone-menu summary")
    walk.click("nav a:text-is('公开指南')")
    assert (
        walk.page.locator("main a[href^='tel:']").count() and "监督" in walk.page.locator("main").inner_text()
    )


def _policy(walk, width):
    walk.click(".task-link:has-text('找政策文件')")
    walk.page.wait_for_url("**/list/**")
    walk.click(".document-row h2 a")
    assert walk.page.locator(".official-text").count()


def _topic(walk, width):
    walk.click(".often-sought a")
    walk.page.wait_for_url("**/list/**")
    assert walk.page.locator(".document-row").count(), "a topic of the home page leads to rows"


def _elder(walk, width):
    if width < 760:
        walk.click(".phone-menu summary")
    walk.click("a[data-mode=elder]")
    walk.page.goto(walk.page.url.rstrip("/") + "/guide/")
    assert walk.page.locator("html.elder-mode").count()


def _print(walk, width):
    walk.page.goto(walk.page.locator(".title-list a[href*='/doc/']").first.evaluate("a => a.href"))
    walk.page.evaluate("window.print = () => { document.title = 'printed' }")
    walk.click("button[data-print]")
    assert walk.page.title() == "printed"


# Clicks at most, from walk.md (b). Which school an address belongs to is not among them: no zone table is published in
# the small city, and a search that finds nothing is no walk.
BUDGET = {
    "when does enrolment start": (_enrolment, 2),
    "is a document still valid": (_still_valid, 1),
    "complain, ask": (_complain, 2),
    "read a policy": (_policy, 2),
    "a topic from the home page": (_topic, 1),
    "elder mode": (_elder, 2),
    "print": (_print, 1),
}


@pytest.mark.parametrize("width", [1280, 375])
def test_the_walks_of_a_parent_stay_within_their_clicks(person, width, capsys):
    citizen = person(width=width)
    counted: dict[str, tuple[int, int]] = {}
    for name, (steps, budget) in BUDGET.items():
        page = citizen.go("/")
        walk = Walk(page)
        steps(walk, width)
        counted[name] = (walk.clicks, budget)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), name
    with capsys.disabled():
        print(f"\nclicks at {width}: " + "; ".join(f"{n} {c} of {b}" for n, (c, b) in counted.items()))
    assert all(clicks <= budget for clicks, budget in counted.values()), counted


def words_of(pdf: bytes) -> list[tuple[float, float, str]]:
    """Width, height and text of each sheet."""
    sheets = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [(s.get_width(), s.get_height(), s.get_textpage().get_text_bounded()) for s in sheets]


def place(pdf: bytes, words: str) -> tuple[float, float, float, float]:
    """Where words stand on the first sheet, in points from its lower left: left, bottom, right, top."""
    text = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].get_textpage()
    found = text.search(words).get_next()
    assert found is not None, f"{words} does not stand on the sheet"
    boxes = [text.get_charbox(i) for i in range(found[0], found[0] + found[1])]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def test_the_mark_of_an_ended_document_stands_beside_its_banner_on_every_sheet(person):
    """A15: the number to read instead is not covered."""
    citizen = person()
    page = citizen.go("/list/?validity=repealed")
    page.goto(page.locator(".document-row h2 a").first.evaluate("a => a.href"))
    banner = page.locator(".validity-banner").inner_text().replace("\n", "")
    pdf = page.pdf(prefer_css_page_size=True)
    sheets = words_of(pdf)
    assert all("已不再有效" in text for _, _, text in sheets)
    _, bottom, _, _ = place(pdf, "已不再有效")
    _, _, _, top = place(pdf, banner[:3])
    assert bottom > top, "the mark stands in the margin above, the banner below it"
    assert all(part in sheets[0][2].replace("\r\n", "") for part in (banner[:3], banner[-6:-1])), banner


def test_the_register_lies_on_its_side_and_no_column_is_a_row_of_single_signs(person):
    """B26: landscape, the title has the room."""
    page = person().go("/register/")
    pdf = page.pdf(prefer_css_page_size=True)
    assert all(width > height for width, height, _ in words_of(pdf))
    page.set_viewport_size({"width": 986, "height": 700})  # 261 mm between the margins
    page.emulate_media(media="print")
    widths = page.eval_on_selector_all(
        ".register-table:first-of-type tbody tr:first-child > *",
        "cells => cells.map(c => [c.className, c.getBoundingClientRect().width, parseFloat(getComputedStyle(c).fontSize)])",
    )
    table = page.locator(".register-table").first.bounding_box()
    assert table["x"] + table["width"] <= 986
    title = max(widths[:2], key=lambda cell: cell[1])
    assert title[1] >= 0.25 * table["width"], widths
    assert all(width >= 5 * size for _, width, size in widths), f"a column narrower than five signs: {widths}"


@pytest.mark.parametrize("path", ["/", "/list/", "/guide/", "/search/?q=招生", "/bodies/"])
def test_a_first_visit_weighs_little(browser, server, path):
    """§2: at most 25 KB over the line for a document; other pages little more (printed by `python -m bench weights`)."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    weights: list[float] = []
    session.on("Network.loadingFinished", lambda told: weights.append(told["encodedDataLength"]))
    page.goto(server.url + path, wait_until="networkidle")
    if path == "/list/":
        document = page.locator(".document-row h2 a").first.evaluate("a => a.href")
        context.close()
        context = browser.new_context()
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        weights.clear()
        session.on("Network.loadingFinished", lambda told: weights.append(told["encodedDataLength"]))
        page.goto(document, wait_until="networkidle")
        assert sum(weights) <= 25 * 1024, weights
    assert sum(weights) <= 32 * 1024, weights
    context.close()
