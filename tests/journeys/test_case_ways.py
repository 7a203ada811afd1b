"""Cases that came from above and go back up, between sections, as paper and by keys, in a real browser at two widths."""

from __future__ import annotations

import io

import openpyxl
from tests.journeys.test_request_screens import BASE, HANDLER, OFFICE, addresses
from tests.journeys.test_staff_screens import faults, look

HEADS = (
    "转办编号",
    "申请日期",
    "收到日期",
    "申请人",
    "申请人类别",
    "联系电话",
    "申请内容",
    "提供方式",
    "备注",
)
ROWS = (
    ("省转901", "2026-11-16", "2026-11-17", "陈一鸣", "自然人", "13900000001", "2026年初中学位供给预测", "纸质", "急"),
    ("省转902", "2026-11-16", "2026-12-17", "陈二鸣", "自然人", "13900000002", "2026年校车安全检查通报", "纸质", ""),
)  # fmt: skip


def an_open_case(page, server) -> str:
    page.goto(f"{server.url}{BASE}?view=all&state=open")
    return addresses(page, "tbody th a")[0]


def wide(page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})


def test_cases_from_above_come_by_paste_and_by_file_and_go_back_in_the_order_of_the_map(person, server):
    office, page = person(OFFICE).page, person(HANDLER).page
    office.goto(f"{server.url}{BASE}above/")
    office.get_by_role("link", name="改列的对应").first.click()
    titles = office.locator("input[name=title]")
    found = look(office)
    wide(office)
    # the platform has put its state first: two columns change places
    for at, (title, field) in ((0, ("办理状态", "state")), (13, ("转办编号", "foreign_number"))):
        titles.nth(at).fill(title)
        office.locator("select[name=field]").nth(at).select_option(field)
    office.get_by_role("button", name="保存").click()
    page.goto(f"{server.url}{BASE}above/")
    page.get_by_role("link", name="收转办件").first.click()
    box = page.url
    page.fill("#id_rows", "\n".join("\t".join(row) for row in (HEADS, *ROWS, ROWS[0])))
    page.get_by_role("button", name="逐行核对").click()
    said = page.locator("main").inner_text()
    assert "3 行，可以收 1 件" in said and "在今天之后" in said and "只收那一行" in said
    found += look(page)
    wide(page)
    page.get_by_role("button", name="收进 1 件").click()
    left = page.input_value("#id_rows")
    assert "省转902" in left and left.count("省转901") == 1, (
        "what was taken is gone, the rest stays to be mended"
    )
    # the same sheet as a file, its day mended: what is in is not taken twice
    book = openpyxl.Workbook()
    for row in (HEADS, ROWS[0], (*ROWS[1][:2], "2026-11-18", *ROWS[1][3:])):
        book.active.append(row)
    book.save(kept := io.BytesIO())
    page.goto(box)
    page.set_input_files("#id_file", {
        "name": "转办.xlsx", "buffer": kept.getvalue(),
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    })  # fmt: skip
    page.get_by_role("button", name="逐行核对").click()
    assert "已经收过" in page.locator("main").inner_text()
    page.get_by_role("button", name="收进 1 件").click()
    page.goto(f"{server.url}{BASE}above/")
    found += look(page)
    wide(page)
    with page.expect_download() as got:
        page.get_by_role("button", name="导出回报表").click()
    heads, *lines = openpyxl.load_workbook(io.BytesIO(got.value.path().read_bytes())).active.iter_rows(
        values_only=True
    )
    assert (heads[0], heads[13]) == ("办理状态", "转办编号")
    assert [(row[0], row[13]) for row in lines] == [("在办", "省转901"), ("在办", "省转902")]
    page.reload()
    assert "都回报过" in page.locator("main").inner_text()
    assert not found, "\n".join(found)


def test_a_case_goes_to_another_section_and_its_days_stay(person, server):
    page = person(HANDLER).page
    page.goto(case := an_open_case(page, server))
    days = page.locator(".gk-casehead .gk-big").inner_text()
    page.get_by_role("link", name="分办", exact=True).click()
    found = look(page)
    wide(page)
    section = page.locator("#id_section option", has_text="民办教育科")
    page.select_option("#id_section", section.get_attribute("value"))
    page.get_by_role("button", name="分办", exact=True).click()
    assert page.url == case
    head = page.locator(".gk-casehead")
    assert "民办教育科" in head.inner_text() and head.locator(".gk-big").inner_text() == days
    assert "分给民办教育科办理" in page.locator("main").inner_text()
    found += look(page)
    assert not found, "\n".join(found)


def test_receipt_letters_and_what_the_applicant_sees_fit_a_phone_and_print(person, server):
    page, found = person(HANDLER).page, []
    page.goto(case := an_open_case(page, server))
    for letter in [a for a in addresses(page, "main a[href*='/letters/']") if "deliver" not in a]:
        found += look(page, letter)
    page.goto(case)
    page.get_by_text("打印收件回执").click()
    page.get_by_role("button", name="换发查询码，打印").click()
    found += look(page)
    number, code = (page.locator(".rq-receipt strong").nth(n).inner_text() for n in (0, 1))
    citizen = person(width=375).page
    citizen.goto(f"{server.url}/request/status/?number={number}")
    citizen.fill("input[name=code]", code)
    citizen.locator("main form:has(input[name=code]) button[type=submit]").click()
    citizen.wait_for_url(f"**/status/{number}/")
    found += faults(citizen)
    for printed, words in ((page, number), (citizen, number)):
        printed.emulate_media(media="print")
        assert words in printed.locator("main").inner_text()
        assert not printed.get_by_role("button", name="打印").is_visible()
    assert not found, "\n".join(found)


def test_the_seven_questions_are_answered_by_keys_that_can_be_turned_off(person, server):
    """1 2 choose, Enter decides, U goes back, L reads the letter; none while one writes, none when turned off (WCAG 2.1.4)."""
    page = person(HANDLER).page
    reply = an_open_case(page, server) + "reply/"
    page.goto(reply)
    done, keys = page.locator(".rq-q .is-done"), page.keyboard
    before = done.count()
    keys.press("1")
    assert page.evaluate("document.activeElement.type") == "radio"
    keys.press("Enter")
    page.wait_for_url("**#asked")
    assert done.count() == before + 1
    page.click("#id_words")
    keys.type("2u1p")
    assert page.input_value("#id_words") == "2u1p" and done.count() == before + 1
    page.goto(reply)
    keys.press("l")
    assert page.evaluate("document.activeElement.id") == "letter"
    found = look(page)
    wide(page)
    page.get_by_role("button", name="关掉单键").click()
    page.reload()
    keys.press("1")
    keys.press("u")
    assert not page.locator(".rq-q .is-on input:checked").count() and done.count() == before + 1
    page.get_by_role("button", name="打开单键").click()
    keys.press("u")
    page.wait_for_function(f"document.querySelectorAll('.rq-q .is-done').length === {before}")
    assert not found, "\n".join(found)
