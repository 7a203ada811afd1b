"""A citizen at a public form on a phone: one question a page, the puzzle solved by our own script under the strict policy."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests import races  # noqa: F401  (empties the ledger after a test)
from tests.cast import organization

from gongkai.apps.intake.models import Draft, Receipt, Spent
from gongkai.apps.people.models import Party

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.apps.intake.everything")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def form(live_server, db) -> str:
    city = organization(slug="yunchuan", name="云川市教育局", kind="city", has_site=True)
    organization(slug="donghu", name="东湖区教育局", kind="district", parent=city, has_site=True)
    return f"{live_server.url}/donghu/ask/"


def on_phone(browser: Browser, **more) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": 375, "height": 800}, locale="zh-CN", **more).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def judged(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375, page.url


def test_a_form_from_the_first_question_to_the_state_of_the_matter(browser, form):
    page, said = on_phone(browser)
    page.goto(form)
    page.get_by_role("button", name="保存并继续").click()
    assert page.get_by_role("alert").inner_text().count("请选择身份。") == 1
    judged(page)
    page.get_by_label("我自己").check()
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_label("您想要什么信息").first.fill("第三小学2025年秋季一年级录取人数")
    judged(page)
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_label("姓名").fill("张雨桐")
    page.get_by_role("link", name="返回上一步").click()
    assert page.locator("textarea").input_value() == "第三小学2025年秋季一年级录取人数"
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_label("姓名").fill("张雨桐")
    page.get_by_role("button", name="保存并继续").click()
    page.wait_for_function("document.querySelector('input[data-proof]')?.value.length > 100")
    judged(page)
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/receipt/")
    judged(page)
    assert Spent.objects.count() == 1, "the puzzle, not the slip, opened it"
    number, code = page.locator("strong.figures").all_inner_texts()
    page.get_by_role("link", name="用受理号和查询码查办理进度").click()
    assert page.get_by_label("受理号").input_value() == number
    judged(page)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查进度").click()
    page.wait_for_url(f"**/status/{number}/")
    assert "正在办理" in page.locator("h1").inner_text()
    judged(page)
    assert said == [], "nothing breaks the content security policy"
    assert (Receipt.objects.count(), Party.objects.count()) == (1, 1)


def test_pressing_before_the_puzzle_is_solved_waits_for_it_and_sends_once(browser, form):
    page, said = on_phone(browser)
    page.goto(form)
    page.get_by_label("我自己").check()
    page.get_by_role("button", name="保存并继续").click()
    page.locator("textarea").fill("录取人数")
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_label("姓名").fill("张雨桐")
    page.get_by_role("button", name="保存并继续").click()
    page.wait_for_selector("input[data-proof]", state="attached")
    page.evaluate("document.querySelector('input[data-proof]').value = ''")
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/receipt/")
    assert Receipt.objects.count() == 1 and said == []


def test_a_page_left_open_longer_than_its_draft_and_a_page_that_is_stale_lose_nothing(browser, form):
    """The session is over in the middle of the form: the words of the page come back, or can be copied into a fresh one."""
    page, said = on_phone(browser)
    page.goto(form)
    page.get_by_label("我自己").check()
    page.get_by_role("button", name="保存并继续").click()
    page.locator("textarea").fill("录取人数")
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_label("姓名").fill("张雨桐")
    Draft.objects.all().delete()  # as the daily sweep does after its days
    page.get_by_role("button", name="保存并继续").click()
    assert "您刚才填的那一页留着" in page.get_by_role("status").inner_text()
    judged(page)
    page.get_by_label("我自己").check()
    page.get_by_role("button", name="保存并继续").click()
    page.locator("textarea").fill("录取人数")
    page.get_by_role("button", name="保存并继续").click()
    assert page.get_by_label("姓名").input_value() == "张雨桐"
    kept = [cookie for cookie in page.context.cookies() if cookie["name"] != "csrftoken"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    page.get_by_role("button", name="保存并继续").click()
    assert page.locator("textarea").first.input_value() == "张雨桐"
    judged(page)
    with page.context.expect_page() as fresh:
        page.get_by_role("link", name="在新窗口打开这一页").click()
    assert fresh.value.get_by_label("姓名").input_value() == "张雨桐"
    assert [line for line in said if "403" not in line] == []


def test_without_scripts_every_page_is_there(browser, form):
    page, _ = on_phone(browser, java_script_enabled=False)
    page.goto(form)
    page.get_by_label("单位").check()
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_label("单位叫什么？").fill("云川市星河科技有限公司")
    page.get_by_role("button", name="保存并继续").click()
    page.locator("textarea").fill("录取人数")
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_label("姓名").fill("李明")
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_role("button", name="提交", exact=True).click()
    assert "请再等" in page.get_by_role("alert").inner_text()
    assert "云川市星河科技有限公司" in page.locator("main").inner_text()
