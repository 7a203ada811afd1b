"""From a Word file to a public page and off it again, through five people and a citizen, in a real browser."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlsplit

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm
from PIL import Image
from playwright.sync_api import Page, expect

SAMPLE = (
    Path(__file__).parents[2].parent / "shared" / "samples" / "seeds" / "evaluation-notice-shanghai-2018.txt"
)
DRAFTER, CHAIN, PUBLISHER, LEADER = "zhaoli", ("qinyue", "sunlan", "zhoumin"), "liyue", "guchangning"


def own_docx() -> bytes:
    """A notice as a 科室 types it in Word, with a table."""
    word = docx.Document()
    for line in (
        "云川市教育局文件",
        "云教〔2026〕91号",
        "云川市教育局关于做好阳光招生评议工作的通知",
        "各区教育局：",
        "为做好阳光招生评议工作，现将有关事项通知如下。",
        "一、评议范围",
        "各区教育局和市属学校。",
    ):
        word.add_paragraph(line)
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("环节", "时间", "自查", "12月5日前"), strict=True):
        cell.text = text
    for line in ("附件：评议表", "云川市教育局", "2026年11月16日", "（此件主动公开）"):
        word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def drawn_docx() -> bytes:
    """A notice with a picture and a table whose head has two rows, as wide as tables of schools are."""
    word = docx.Document()
    for line in (
        "云川市教育局文件", "云教〔2026〕92号", "云川市教育局关于公布2026年秋季学期校园食堂明厨亮灶检查安排的通知",
        "各区教育局：", "为方便家长监督，现将有关事项通知如下。", "一、检查流程", "检查流程见下图。",
    ):  # fmt: skip
        word.add_paragraph(line)
    pixels = io.BytesIO()
    Image.new("RGB", (1200, 400), (32, 84, 147)).save(pixels, "PNG")
    word.add_picture(pixels, Cm(15))
    (named,) = word.element.body.iter(qn("wp:docPr"))
    named.set("descr", "检查流程图：学校自查，区局检查，市局抽查，结果公布。")
    word.add_paragraph("二、检查安排")
    table = word.add_table(rows=2 + len(SCHOOLS), cols=6, style="Table Grid")
    head = (("序号", "学校", "检查时间", "", "检查结果", "备注"), ("", "", "开始", "结束", "", ""))
    for row, texts in zip(table.rows, (*head, *SCHOOLS), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 2).merge(table.cell(0, 3))
    for column in (0, 1, 4, 5):
        table.cell(0, column).merge(table.cell(1, column))
    for line in ("附件：评议表", "云川市教育局", "2026年11月16日", "（此件主动公开）"):
        word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


SCHOOLS = (
    ("1", "云川市第一中学（东校区）", "11月20日", "11月21日", "整改后通过", "食堂两处"),
    ("2", "松岗实验幼儿园", "11月23日", "11月24日", "通过", ""),
    ("3", "临江第二小学", "11月25日", "11月26日", "通过", "与中学共用一处食堂，由中学一并自查"),
)


def attachment() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["序号", "评议内容", "分值"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fetch(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


def register(page: Page, server, name: str, data: bytes, attach: bool = False) -> str:
    """Upload, confirm, hand in; returns the address of the document's page."""
    page.goto(f"{server.url}/workbench/documents/new/")
    page.set_input_files(
        "input[name=source]", {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="读文件").click()
    expect(page.get_by_role("heading", name="核对登记项")).to_be_visible()
    page.locator("input[name=attribute][value=open]").check()
    if attach:
        page.set_input_files(
            "input[name=attachments]",
            {"name": "评议表.xlsx", "mimeType": "application/zip", "buffer": attachment()},
        )
    page.get_by_role("button", name="确认登记").click()
    page.wait_for_url(re.compile(r"/workbench/documents/\d+/"))
    return page.url


def walk_to_publication(person, document_url: str, drafter_page: Page) -> Page:
    """送审, three reviews, publication: every step by its own person."""
    drafter_page.goto(document_url)
    drafter_page.get_by_role("button", name="送审", exact=True).click()
    expect(drafter_page.locator("main").get_by_text("审核中").first).to_be_visible()
    number = drafter_page.locator(".gk-paper").first.inner_text()
    number = re.search(r"\S+〔\d{4}〕\d+号", number).group()  # type: ignore[union-attr]
    for username in CHAIN:
        page = person(username).go("/workbench/publishing/review/")
        page.get_by_role("link", name=re.compile(re.escape(number))).first.click()
        expect(page.locator(".gk-paper").first).to_contain_text(number)
        page.get_by_role("button", name=re.compile("^同意")).click()
        expect(page.get_by_text("已同意").first).to_be_visible()
    page = person(PUBLISHER).go("/workbench/publishing/waiting/")
    row = page.get_by_role("row", name=re.compile(re.escape(number)))
    row.get_by_role("link", name=re.compile("^发布")).click()
    page.locator("input[name=columns]").first.check()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("main").get_by_text("已发布").first).to_be_visible()
    return page


def find(page: Page, server, words: str) -> list[str]:
    page.goto(f"{server.url}/search/?q={quote(words)}")
    return page.locator("main a").all_inner_texts()


@pytest.mark.skipif(not SAMPLE.exists(), reason="样例文件夹 shared 不在仓库旁边，这一旅程跳过")
def test_the_sample_notice_goes_public_is_found_and_is_withdrawn(person, server):
    drafter = person(DRAFTER)
    document_url = register(drafter.page, server, SAMPLE.name, SAMPLE.read_bytes())
    expect(drafter.page.locator("h1")).to_contain_text("评议结果的通知")
    staff = walk_to_publication(person, document_url, drafter.page)
    parent = person(width=375)
    title = "政务公开和网站建设评议结果的通知"
    for words in ("评议", "阳光招生", "〔2018〕13号", "[2018]13号"):
        assert any(title in text for text in find(parent.page, server, words)), words
    parent.page.get_by_role("link", name=re.compile(title)).first.click()
    expect(parent.page.locator("h1")).to_contain_text("评议结果")
    public = parent.page.url
    assert parent.context.cookies() == []
    path = public.removeprefix(server.url)
    assert title in fetch(f"{server.url}/feed.xml")[1]
    assert path in fetch(f"{server.url}/sitemap.xml")[1] + _months(server)
    assert (server.data / "public").exists()
    # files are made after the answer; who does not wait for the background makes what is open himself
    assert server.command("bake").returncode == 0
    assert _baked(server, path)
    assert server.command("bake", "--verify").returncode == 0

    staff.goto(document_url)
    leader = person(LEADER).go(document_url.removeprefix(server.url))
    leader.get_by_role("link", name="撤回", exact=False).first.click()
    leader.locator("input[name=reason]").first.check()
    leader.fill("textarea[name=public_note], input[name=public_note]", "内容引用有误，更正后重新公开。")
    leader.get_by_role("button", name="看公众将看到什么").click()
    leader.get_by_role("button", name="撤回公开").click()
    expect(leader.get_by_text("已撤回").first).to_be_visible()

    _, text = fetch(public)
    assert "阳光招生" not in text
    assert "撤回" in text
    for words in ("评议", "阳光招生", "〔2018〕13号"):
        assert not any(title in found for found in find(parent.page, server, words)), words
    assert title not in fetch(f"{server.url}/feed.xml")[1]
    assert title not in fetch(f"{server.url}/")[1]
    assert not any("阳光招生" in f for f in _baked(server, path))
    assert server.command("bake").returncode == 0
    assert not any("阳光招生" in f for f in _baked(server, path))
    assert server.command("bake", "--verify").returncode == 0
    assert server.command("ledger", "verify").returncode == 0


def _months(server) -> str:
    index = fetch(f"{server.url}/sitemap.xml")[1]
    found = re.findall(r"<loc>([^<]+\.xml)</loc>", index)
    return "".join(fetch(server.url + urlsplit(address).path)[1] for address in found)


def _baked(server, path: str) -> list[str]:
    name = path.rpartition("/")[2]
    return [f.read_text() for f in (server.data / "public").rglob(name)]


def test_an_own_word_file_with_attachment_and_its_public_file_disappear_on_withdrawal(person, server):
    drafter = person(DRAFTER)
    document_url = register(drafter.page, server, "通知.docx", own_docx(), attach=True)
    walk_to_publication(person, document_url, drafter.page)
    parent = person(width=375)
    assert any("阳光招生评议" in text for text in find(parent.page, server, "云教[2026] 91号"))
    parent.page.get_by_role("link", name=re.compile("阳光招生评议")).first.click()
    expect(parent.page.locator("table").first).to_contain_text("自查")
    links = parent.page.locator("a[href*='/doc/'][href$='.xlsx']")
    file_url = server.url + links.first.get_attribute("href").removeprefix(server.url)
    assert fetch(file_url)[0] == 200
    leader = person(LEADER).go(document_url.removeprefix(server.url))
    leader.get_by_role("link", name="撤回", exact=False).first.click()
    leader.locator("input[name=reason]").nth(1).check()
    leader.fill("textarea[name=public_note], input[name=public_note]", "附件含有个人信息，更正后重新公开。")
    leader.get_by_role("button", name="看公众将看到什么").click()
    leader.get_by_role("button", name="撤回公开").click()
    expect(leader.get_by_text("已撤回").first).to_be_visible()
    assert fetch(file_url)[0] in {404, 410}


def test_a_two_row_head_a_picture_and_a_sheet_are_read_on_a_phone(person, server):
    drafter = person(DRAFTER)
    document_url = register(drafter.page, server, "明厨亮灶.docx", drawn_docx(), attach=True)
    walk_to_publication(person, document_url, drafter.page)
    drafter.page.goto(document_url)
    parent = person(width=375)
    assert any("明厨亮灶" in text for text in find(parent.page, server, "明厨亮灶"))
    parent.page.get_by_role("link", name=re.compile("明厨亮灶")).first.click()
    page = parent.page
    expect(page.locator("h1")).to_contain_text("明厨亮灶")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 375
    picture = page.get_by_role("img", name=re.compile("检查流程图"))
    expect(picture).to_be_visible()
    assert picture.evaluate("(one) => one.complete && one.naturalWidth > 0")
    box = picture.bounding_box()
    assert (
        box and box["x"] >= 0 and box["x"] + box["width"] <= 375 and 2.5 < box["width"] / box["height"] < 3.5
    )
    table = page.locator("table", has_text="检查时间").first
    heads = table.locator("thead th").evaluate_all(
        "(all) => all.map((one) => [one.textContent.trim(), one.rowSpan, one.colSpan])"
    )
    assert heads == [
        ["序号", 2, 1], ["学校", 2, 1], ["检查时间", 1, 2], ["检查结果", 2, 1], ["备注", 2, 1], ["开始", 1, 1], ["结束", 1, 1],
    ]  # fmt: skip
    # No cell is a row of single signs, and what is wider than the screen moves in its own frame.
    narrow = table.locator("th,td").evaluate_all(
        "(all) => all.filter((one) => one.textContent.trim().length > 1 && one.clientWidth < 32).length"
    )
    assert narrow == 0
    expect(page.get_by_role("link", name=re.compile("评议表")).first).to_be_visible()


def test_the_drafter_sees_why_he_may_not_review_his_own(person, server):
    page = person(CHAIN[0]).go("/workbench/publishing/review/")
    expect(page.locator("main")).to_be_visible()
    assert "Traceback" not in page.content()


def test_staff_pages_are_closed_to_citizens(person, server):
    page = person().go("/workbench/documents/")
    assert "/workbench/login/" in page.url
