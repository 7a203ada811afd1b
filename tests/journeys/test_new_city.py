"""A new city in ten minutes: a stranger with docs/operating.zh.md (四之二) sets up an empty installation, and a parent finds the first document."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from urllib.parse import quote

import docx
import openpyxl
import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import NOW, Server, serving, settings_of
from tests.migrated import seed

PASSWORD = "Qinghe-Chunfeng-7"
MOST_STEPS = 50  # buttons pressed and pages asked for, all eight people together; more would be a longer way than is written
PEOPLE = [
    ["赵立", "zhaoli", "青禾区教育局", "基础教育科", "信息员"],
    ["秦越", "qinyue", "青禾区教育局", "基础教育科", "科室负责人"],
    ["孙岚", "sunlan", "青禾区教育局", "", "保密审查"],
    ["周敏", "zhoumin", "青禾区教育局", "", "办公室审核"],
]


def word() -> bytes:
    """The first notice of the bureau."""
    paper = docx.Document()
    for line in (
        "青禾区教育局文件", "青教〔2026〕1号", "青禾区教育局关于做好2027年义务教育招生入学工作的通知", "各学校：",
        "为做好义务教育招生入学工作，现将有关事项通知如下。", "一、免试就近入学，不得组织考试。", "青禾区教育局", "2026年11月16日",
        "（此件主动公开）",
    ):  # fmt: skip
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


@pytest.fixture
def empty(tmp_path) -> Iterator[Server]:
    """An installation of which nothing is set up; codes are demanded of administrators."""
    seed(tmp_path)
    with serving(settings_of(tmp_path, GONGKAI_CODE_ROLES="admin")) as made:
        yield made


class Steps:
    """Seats each person at a browser of his own and counts what they do."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url, self.count, self.seats = browser, url, 0, []

    def seat(self, width: int = 1280) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        self.seats.append(context)
        return context.new_page()

    def go(self, page: Page, path: str) -> None:
        self.count += 1
        page.goto(path if path.startswith("http") else self.url + path)

    def press(self, page: Page, name: str | re.Pattern[str], kind: str = "button") -> None:
        self.count += 1
        page.get_by_role(kind, name=name, exact=isinstance(name, str)).first.click()  # type: ignore[arg-type]

    def sign_in(self, account: str, first: str) -> Page:
        """With the first password, which is changed at once."""
        page = self.seat()
        self.go(page, "/workbench/")
        page.fill("input[name=username]", account)
        page.fill("input[name=password]", first)
        self.press(page, "登录")
        expect(page.get_by_role("heading", name="修改口令")).to_be_visible()
        page.fill("input[name=present]", first)
        page.fill("input[name=new]", PASSWORD)
        page.fill("input[name=again]", PASSWORD)
        self.press(page, "修改口令")
        return page


@pytest.fixture
def steps(browser, empty) -> Iterator[Steps]:
    made = Steps(browser, empty.url)
    yield made
    for context in made.seats:
        context.close()


def token_of(server: Server) -> str:
    found = re.search(r"初次设置口令  (\S+)", (server.data / "server.log").read_text())
    assert found, "the server tells the token to whoever started it"
    return found[1]


def filled(blank: bytes) -> bytes:
    """The form that the workbench hands out, with the four people."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for row in PEOPLE:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def passwords(page: Page) -> dict[str, str]:
    """Account → first password, from the only screen that shows them."""
    rows = [row.locator("td").all_inner_texts() for row in page.locator("tbody tr").all()]
    return {row[-2].strip(): row[-1].strip() for row in rows}


def test_a_stranger_sets_up_a_city_and_a_parent_finds_its_first_document(empty, steps):
    # 1 the first page, with the token that the server printed
    setter = steps.seat()
    steps.go(setter, "/")
    expect(setter.get_by_role("heading", name="初次设置")).to_be_visible()
    for name, value in {
        "token": token_of(empty), "name": "青禾区教育局", "codes": "青教、青教办", "index_code": "014416330", "address": "文津路8号",
        "telephone": "0000-1234567", "admin": "李华", "admin_account": "lihua", "second": "王局", "second_account": "wangju",
    }.items():  # fmt: skip
        setter.fill(f"#id_{name}", value)
    setter.select_option("#id_kind", "区教育局")
    steps.press(setter, "设立单位")
    first = passwords(setter)
    assert set(first) == {"lihua", "wangju"}
    assert steps.seat().request.get(f"{empty.url}/workbench/setup/").status == 404, "gone when it is done"

    # 2 the administrator: password, one-time code, the people of the bureau from one table
    admin = steps.sign_in("lihua", first["lihua"])
    expect(admin.get_by_role("heading", name="启用动态口令")).to_be_visible()
    secret = "".join(admin.locator(".gk-mono").inner_text().split())
    admin.fill("input[name=code]", pyotp.TOTP(secret).at(dt.datetime.fromisoformat(f"{NOW}+08:00")))
    steps.press(admin, "启用")
    steps.go(admin, "/workbench/people/import/")
    blank = admin.request.get(f"{empty.url}/workbench/people/import/template.xlsx").body()
    admin.set_input_files(
        "input[name=file]", {"name": "人员.xlsx", "mimeType": "application/zip", "buffer": filled(blank)}
    )
    steps.press(admin, "上传核对")
    steps.press(admin, "导入 4 人")
    first |= passwords(admin)

    # 3 what stands in the foot, at 站点管理
    steps.press(admin, "记下了", "link")
    steps.press(admin, re.compile("站点管理"), "link")
    admin.fill("#id_icp_number", "鲁ICP备05070218号-1")
    steps.press(admin, "保存")
    expect(admin.get_by_text("已办好，记入台账。")).to_be_visible()

    # 4 the second person confirms the posts
    leader = steps.sign_in("wangju", first["wangju"])
    steps.go(leader, "/workbench/people/waiting/")
    for box in leader.locator("input[name=pk][type=checkbox]").all():
        steps.count += 1
        box.check()
    steps.press(leader, "确认勾选的")
    first |= {account: word for account, word in passwords(leader).items() if word}
    assert "等另一人确认" not in first.values()

    # 5 a Word file is registered, reviewed by three, published by the leader
    drafter = steps.sign_in("zhaoli", first["zhaoli"])
    steps.go(drafter, "/workbench/documents/new/")
    drafter.set_input_files(
        "input[name=source]", {"name": "通知.docx", "mimeType": "application/octet-stream", "buffer": word()}
    )
    steps.press(drafter, "读文件")
    expect(drafter.get_by_role("heading", name="核对登记项")).to_be_visible()
    drafter.locator("input[name=attribute][value=open]").check()
    steps.press(drafter, "确认登记")
    drafter.wait_for_url(re.compile(r"/workbench/documents/\d+/"))
    steps.press(drafter, "送审")
    expect(drafter.locator("main").get_by_text("审核中").first).to_be_visible()
    for account in ("qinyue", "sunlan", "zhoumin"):
        page = steps.sign_in(account, first[account])
        steps.go(page, "/workbench/publishing/review/")
        steps.press(page, re.compile("招生入学"), "link")
        steps.press(page, re.compile("^同意"))
        expect(page.get_by_text("已同意").first).to_be_visible()
    steps.go(leader, "/workbench/publishing/waiting/")
    steps.press(leader, re.compile("^发布"), "link")
    leader.get_by_label("招生管理").check()
    steps.press(leader, "发布")
    expect(leader.locator("main").get_by_text("已发布").first).to_be_visible()

    # 6 a parent, on a phone
    parent = steps.seat(width=375)
    steps.go(parent, f"/search/?q={quote('就近入学')}")
    steps.press(parent, re.compile("义务教育招生入学"), "link")
    expect(parent.locator("h1")).to_contain_text("招生入学工作的通知")
    expect(parent.get_by_text("014416330/2026-00001").first).to_be_visible()
    expect(parent.get_by_text("鲁ICP备05070218号-1")).to_be_visible()
    assert parent.context.cookies() == []
    assert empty.command("ledger", "verify").returncode == 0
    assert steps.count <= MOST_STEPS, steps.count
