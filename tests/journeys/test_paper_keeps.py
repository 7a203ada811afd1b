"""The sheet of the editor, in a real browser: what a text holds is there after it was opened, touched and saved."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

import gongkai.apps.documents
from gongkai.apps.documents.markup import clean, plain

STATIC = Path(gongkai.apps.documents.__file__).parent / "static/documents"
KEY = "0b8f1c1e-52d5-4c0e-9a53-0e9c6f3a2f10"
TEXT = (
    '<h2 id="part-1">一、流程</h2><p>姓名：<u>　　　</u>，详见<a href="https://www.moe.gov.cn/">教育部</a>，面积30m<sup>2</sup>。</p>'
    f'<p class="picture"><img src="picture:{KEY}" alt="流程图"></p><p class="lost">〔此处原有图表一个，没有带进来〕</p>'
    '<table><thead><tr><th scope="col" rowspan="2">学段</th><th scope="colgroup" colspan="2">时间</th></tr>'
    '<tr><th scope="col">登记</th><th scope="col">审核</th></tr></thead>'
    '<tbody><tr><td rowspan="2">小学</td><td rowspan="2">5月</td><td rowspan="2">6月</td></tr><tr></tr>'
    '<tr><td>初中</td><td colspan="2"><table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table></td></tr></tbody></table>'
    '<p class="signature">云川市教育局</p><p class="signature">2026年6月1日</p>'
)
SELECT = """([from, to]) => {
  const cell = (text) => [...document.querySelectorAll(".paper-sheet td,.paper-sheet th")].find((c) => c.textContent === text);
  const range = document.createRange();
  range.setStart(cell(from).firstChild, 0);
  range.setEnd(cell(to).firstChild, cell(to).textContent.length);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}"""
GRID = "() => gkGrid.layout(document.querySelector('.paper-sheet table')).grid.map((l) => l.map((p) => p.cell.textContent))"


@pytest.fixture
def sheet(browser):
    """Opens a text; what the form would send is `sheet.sent()`."""
    page = browser.new_page(viewport={"width": 375, "height": 800})

    def begin(html: str) -> None:
        page.set_content(
            '<style></style><form><label for="t">正文</label><textarea id="t" data-paper data-pictures="/p/9/pictures/"></textarea></form>'
        )
        page.add_style_tag(path=str(STATIC / "paper.css"))
        page.evaluate("(html) => { document.querySelector('textarea').value = html; }", html)
        page.add_script_tag(path=str(STATIC / "grid.js"))
        page.add_script_tag(content=(STATIC / "paper.js").read_text(), type="module")
        page.wait_for_selector(".paper-sheet")

    def sent() -> str:
        page.evaluate("() => document.querySelector('.paper-sheet').dispatchEvent(new Event('blur'))")
        return str(page.evaluate("() => document.querySelector('textarea').value"))

    begin.page, begin.sent = page, sent
    yield begin
    page.close()


def tree(html: str) -> list[tuple[str, dict[str, str], str]]:
    root = lxml.html.fragment_fromstring(clean(html), create_parent="div")
    return [(n.tag, dict(n.attrib), (n.text or "").strip("\n ")) for n in root.iter()]


def test_a_text_comes_out_as_it_went_in(sheet):
    sheet(TEXT)
    assert tree(sheet.sent()) == tree(TEXT) and plain(sheet.sent()) == plain(TEXT)
    shown = sheet.page.locator(".paper-sheet img")
    assert shown.get_attribute("src") == f"/p/9/pictures/{KEY}/"


def test_on_a_phone_the_sheet_is_no_wider_than_the_screen(sheet):
    wide = "".join(f"<td>第{n}列的很长的内容</td>" for n in range(12))
    sheet(f"{TEXT}<table><tbody><tr>{wide}</tr></tbody></table>")
    assert sheet.page.evaluate("() => document.documentElement.scrollWidth") <= 375


def test_pictures_of_other_pages_do_not_come_in(sheet):
    sheet('<p>甲<img src="https://t.cn/p.gif" alt="x"><img src="data:image/png;base64,AA"></p>')
    assert "img" not in sheet.sent()


def test_cells_are_merged_with_their_words_and_split_again(sheet):
    sheet(
        "<table><tbody><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></tbody></table><p>后</p>"
    )
    sheet.page.evaluate(SELECT, ["甲", "丙"])
    sheet.page.get_by_role("button", name="合并").click()
    assert sheet.page.evaluate(GRID) == [["甲丙", "乙"], ["甲丙", "丁"]]
    assert 'rowspan="2"' in sheet.sent() and "甲<br>丙" in sheet.sent()
    sheet.page.get_by_role("button", name="拆开").click()
    assert sheet.page.evaluate(GRID) == [["甲丙", "乙"], ["", "丁"]]


def test_head_and_body_are_not_merged(sheet):
    sheet("<table><thead><tr><th>甲</th></tr></thead><tbody><tr><td>乙</td></tr></tbody></table>")
    sheet.page.evaluate(SELECT, ["甲", "乙"])
    sheet.page.get_by_role("button", name="合并").click()
    assert "不能合并" in sheet.page.locator(".paper-note").text_content()
    assert sheet.page.evaluate(GRID) == [["甲"], ["乙"]]


def test_a_link_is_set_and_a_picture_is_told(sheet):
    sheet(f'<p>教育部网站</p><p class="picture"><img src="picture:{KEY}" alt=""></p>')
    page = sheet.page
    page.evaluate("() => getSelection().selectAllChildren(document.querySelector('.paper-sheet p'))")
    page.get_by_role("button", name="链接").click()
    page.get_by_label("链接地址").fill("javascript:alert(1)")
    page.get_by_role("button", name="确定").click()
    assert "javascript" not in sheet.sent() and "开头" in page.locator(".paper-note").text_content()
    page.evaluate("() => getSelection().selectAllChildren(document.querySelector('.paper-sheet p'))")
    page.get_by_role("button", name="链接").click()
    page.get_by_label("链接地址").fill("https://www.moe.gov.cn/")
    page.get_by_label("链接地址").press("Enter")
    assert '<a href="https://www.moe.gov.cn/">教育部网站</a>' in sheet.sent()
    page.locator(".paper-sheet img").dispatch_event("click")
    page.get_by_label("图片说明").fill("四步流程图")
    page.get_by_role("button", name="确定").click()
    assert f'<img alt="四步流程图" src="picture:{KEY}">' in sheet.sent() or 'alt="四步流程图"' in sheet.sent()
