"""Lists, registers, forms and figures of requests in a real browser at two widths: no violation found by axe, nothing sticks out at 375 px."""

from __future__ import annotations

import re

from tests.journeys.test_staff_screens import faults, look

BASE = "/workbench/requests/"
HANDLER, OFFICE, SECTION = "suhe", "zhoumin", "qinyue"


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
            "new/", "figures/", "figures/?first=2020-01-01&last=2020-02-01", "figures/?first=x&last=y", "disputes/", "disputes/new/",
            "complaints/", "complaints/new/", "assists/", "analysis/", "analysis/?first=2020-01-01&last=2020-02-01",
            "precedents/", "precedents/?view=typical", "precedents/?q=没有这样的字", "plans/", "plans/new/"))]:  # fmt: skip
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


def test_a_plan_is_made_from_typical_cases_reported_done_sent_back_and_checked(person, server):
    """立方案, 报完成, 退回, 再报, 复核: the section, the office, and what each of them reads."""
    handler = person(HANDLER).page
    handler.goto(f"{server.url}{BASE}?view=all&state=closed")
    handler.goto(addresses(handler, "tbody th a")[0])
    mark = handler.get_by_role("button", name="列为典型案例")
    if mark.count():
        mark.click()
        handler.wait_for_load_state()
    handler.goto(f"{server.url}{BASE}plans/new/")
    handler.get_by_role("button", name="立改进方案").click()
    assert handler.locator(".gk-wrong").count() == 1 and not look(handler)
    handler.set_viewport_size({"width": 1280, "height": 900})
    handler.fill("#id_title", "合同签订后七日内上网")
    handler.fill("#id_measure", "采购科签完合同即送办公室")
    section = handler.locator("#id_section option", has_text="基础教育科")
    handler.select_option("#id_section", section.get_attribute("value"))
    handler.fill("#id_due_on", "2026年12月31日")
    handler.locator("input[name=cases]").first.check()
    handler.get_by_role("button", name="立改进方案").click()
    plan = handler.url
    found = look(handler)
    head, office = person(SECTION).page, person(OFFICE).page
    for effect, agree, missing in (("上网三份", "no", "还差两份"), ("五份都上网了", "yes", "")):
        found += look(head, plan)
        head.get_by_role("link", name="报完成").click()
        head.fill("#id_effect", effect)
        found += look(head)
        head.get_by_role("button", name="报完成").click()
        office.goto(plan)
        office.get_by_role("link", name="复核", exact=True).click()
        office.select_option("#id_agree", agree)
        office.fill("#id_opinion", missing)
        found += look(office)
        office.get_by_role("button", name="复核", exact=True).click()
        assert (missing or effect) in office.locator("main").inner_text()
        found += look(office)
    assert not found, "\n".join(found)


def test_what_stands_behind_figures_analysis_and_precedents_opens(person, server):
    page = person(HANDLER).page
    page.goto(f"{server.url}{BASE}analysis/")
    bar = page.locator(".rq-bars a").first
    count = int(bar.inner_text().split()[0])
    bar.click()
    assert f"{count} 件" in page.locator("main").inner_text()
    page.goto(f"{server.url}{BASE}precedents/")
    page.locator("tbody th a").first.click()
    assert not look(page), "\n".join(look(page))


def test_a_spoken_request_is_entered_by_keyboard_and_its_receipt_is_on_paper(person, server):
    """Under two minutes: one page, few keys, the receipt at once."""
    page = person(HANDLER).page
    page.goto(f"{server.url}{BASE}new/")
    keys = 0

    def at(selector: str) -> None:
        nonlocal keys
        for _ in range(60):
            page.keyboard.press("Tab")
            keys += 1
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} 按 Tab 到不了")

    def choose(words: str) -> None:
        for _ in range(12):
            if page.evaluate("() => document.activeElement.selectedOptions[0].text").startswith(words):
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"没有“{words}”")

    at("#id_channel")
    choose("口头")
    for field, words in (
        ("name", "吴桂珍"), ("id_number", "110101194912310024"), ("telephone", "13800000000"),
        ("wanted", "今年秋天学生体检的医院是怎样选的"),
    ):  # fmt: skip
        at(f"#id_{field}")
        page.keyboard.insert_text(words)
    at("#id_supply")
    choose("查阅")
    at("button[name=print]")
    assert keys <= 40, "the paper has no more boxes than that"
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/")
    assert "口头提出" in page.locator("article").inner_text()
    assert not faults(page)


def test_the_words_of_a_letter_are_seen_before_they_are_kept(person, server):
    page = person(OFFICE).page
    page.goto(f"{server.url}{BASE}settings/fee/")
    page.fill("#id_text", page.input_value("#id_text") + "\n联系人见{联系人}。")
    page.get_by_role("button", name="先看样子").click()
    assert "不认识这些名：联系人" in page.locator("main").inner_text()
    assert not look(page), "\n".join(look(page))


def test_how_often_somebody_asked_is_judged_with_a_later_day(person, server):
    """Article 35 on its screens: reasons asked for, judged reasonable, the limit ends on the day told."""
    page = person(HANDLER).page
    page.goto(f"{server.url}{BASE}?view=all&state=open")
    case = addresses(page, "tbody th a")[0]
    page.goto(case)
    page.get_by_role("link", name="要求说明频次理由").click()
    assert "同一申请人近一年" in page.locator("main").inner_text()
    found = look(page)
    page.get_by_role("button", name="要求说明频次理由").click()
    page.get_by_role("link", name="认定频次理由").click()
    page.select_option("#id_reasonable", "yes")
    page.fill("#id_until", "2027年3月31日")
    page.fill("#id_because", "一个月内十二件，分批办理")
    page.get_by_role("button", name="先看文书").click()
    assert "将于2027年3月31日前答复" in page.locator("#looked").inner_text()
    found += look(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="认定频次理由").click()
    assert "3月31日" in page.locator(".gk-casehead").inner_text()
    found += look(page)
    assert not found, "\n".join(found)
