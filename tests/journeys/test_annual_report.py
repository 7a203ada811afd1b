"""A district makes its annual report from records, three people agree, and it goes public; every number opens."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

DRAFTER, HEAD, LEADER = "yexiao", "duheng", "shimingyuan"
CHAIN = ("duheng", "wenjing", "caiyun")


def open_report(page: Page, server, body: str = "东湖区教育局") -> str:
    """Open a body's report from the list; returns the report's own address."""
    page.goto(f"{server.url}/workbench/reports/")
    page.get_by_role("link", name=re.compile(body)).first.click()
    page.wait_for_url(re.compile(r"/workbench/reports/\d+/"))
    return re.match(r".*/reports/\d+/", page.url).group()  # type: ignore[union-attr]


def part(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="年报各部分").get_by_role("link", name=re.compile(title)).click()
    expect(page.locator("h1")).to_contain_text(title)


def write(page: Page, title: str, text: str) -> None:
    part(page, title)
    page.get_by_label(re.compile("正文")).first.fill(text)
    page.get_by_role("button", name="存正文").click()
    expect(page.locator(".rp-read")).to_contain_text(text[:6])


def zeros(page: Page, title: str) -> None:
    part(page, title)
    page.get_by_role("button", name="其余空格核实为0").click()
    expect(page.locator("h1")).to_contain_text(title)


def test_a_district_issues_its_report_from_records(person, server):
    page = person(DRAFTER).page
    address = open_report(page, server)
    expect(page.get_by_text("送审前还差").first).to_be_visible()

    part(page, "三、收到和处理")
    numbers = page.get_by_role("cell").get_by_role("link")
    assert numbers.count() > 50
    page.goto(f"{address}part/3/?cell=t3.r3_1.natural")
    page.locator("#panel input[name=value]").fill("12")
    page.locator("#panel input[name=vouched_by]").fill("办公室 叶晓")
    page.get_by_role("button", name="填好").click()
    zeros(page, "三、收到和处理")
    zeros(page, "二、主动公开")
    part(page, "一、总体情况")
    box = page.get_by_label(re.compile("正文")).first
    typed = box.input_value()
    for heading in ("（四）政府信息公开平台建设情况", "（五）监督保障情况"):
        assert heading in typed
        typed = typed.replace(heading, f"{heading}\n按要求办理，没有新的情况。")
    box.fill(typed)
    page.get_by_role("button", name="存正文").click()
    expect(page.locator(".rp-read")).to_contain_text(
        "12件"
    )  # the number comes from the table, not from typing
    write(
        page, "五、存在的主要问题", "主要问题是个别科室公文公开不够及时。改进措施是每周通报临近期限的公文。"
    )
    write(page, "六、其他需要报告", "本年度没有收取信息处理费。没有其他需要报告的事项。")
    page.get_by_role("button", name=re.compile("^送")).last.click()
    expect(page.get_by_text("审定").first).to_be_visible()

    reviewer = person(HEAD).go(address.removeprefix(server.url))
    reviewer.get_by_role("button", name=re.compile("^同意|审定")).first.click()
    leader = person(LEADER).go(address.removeprefix(server.url))
    leader.get_by_role("button", name=re.compile("签发")).first.click()
    expect(leader.get_by_text(re.compile("已签发|签发")).first).to_be_visible()

    page.goto(address)
    expect(page.get_by_text("冻结").first).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出文档").click()
    path = taken.value.path()
    word = path.with_name("年报.docx")
    path.rename(word)
    done = server.command("report", "check", str(word))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_click_on_any_number_opens_its_list(person, server):
    page = person("zhoumin").page
    address = open_report(page, server, "云川市教育局")
    page.goto(f"{address}part/2/")
    page.locator("a[href*='cell=t2.norm.valid']").click()
    panel = page.get_by_label("打开的数和问题")
    expect(panel).to_contain_text("行政规范性文件")
    count = int(re.search(r"= (\d+)", panel.locator("h2").first.inner_text()).group(1))  # type: ignore[union-attr]
    assert panel.locator("ul.gk-rec > li").count() == min(count, 20) or count == 0


def test_the_commission_sees_what_the_districts_handed_in(person, server):
    page = person("zhoumin").go("/workbench/reports/inbox/")
    expect(page.locator("h1")).to_contain_text("报送")
    page.get_by_role("link", name="各单位汇总").click()
    expect(page.locator("main")).to_contain_text("东湖区教育局")
