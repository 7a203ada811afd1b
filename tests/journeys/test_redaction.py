"""区分处理 in a real browser: boxes by keyboard, by mouse and without a script; the finished file; axe and 375 px."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.files.builder import Pdf, write
from tests.journeys.test_staff_screens import faults

PHONE = "13912345678"
MOST_LOOKS = 600


def contract() -> bytes:
    pdf = Pdf()
    pdf.page(
        write("合同正文", 60, 760) + write("联系电话：", 60, 700) + write(PHONE, 130, 700),
        media=(0, 0, 595, 842),
    )
    pdf.page(write("附件二", 60, 760) + write(PHONE, 60, 700), media=(0, 0, 595, 842))
    return pdf.bytes()


@pytest.fixture
def contract_file(tmp_path: Path) -> str:
    path = tmp_path / "采购合同.pdf"
    path.write_bytes(contract())
    return str(path)


def open_case(page, server) -> str:
    """The address of a case whose reply is being written."""
    page.goto(f"{server.url}/workbench/requests/")
    for link in page.locator("tbody a[href^='/workbench/requests/']").evaluate_all(
        "all => all.map(a => a.href)"
    ):
        page.goto(link)
        if page.locator("text=写答复书").count():
            return str(link)
    pytest.skip("演示城市没有在办的申请")


def begun(page, server, file: str) -> None:
    """Upload, and wait until the background has read it."""
    page.goto(f"{open_case(page, server)}redactions/")
    assert not faults(page)
    page.set_input_files("#id_file", file)
    page.click("text=上传，开始标")
    page.wait_for_selector("#rd-marks a[data-mark]", timeout=60_000)


def rows(page) -> list[str]:
    return page.locator("#rd-boxes li .b-what").all_inner_texts()


def test_boxes_by_keyboard_and_mouse_and_a_finished_file(person, server, contract_file):
    page = person("suhe").page
    begun(page, server, contract_file)
    assert not faults(page)
    # keyboard: the proposal is hidden, a box of one's own is added, moved, made larger, taken back
    page.focus("#rd-marks a[data-mark]")
    with page.expect_response(lambda answer: answer.request.method == "GET" and "mark=1" in answer.url):
        page.keyboard.press("a")
    page.wait_for_selector("#rd-marks a[data-mark='1'] rect.x-box")
    page.keyboard.press("b")
    page.wait_for_selector("#rd-marks a[data-mark='3']:focus")
    before = page.locator("#rd-marks a[data-mark='3'] rect").first.get_attribute("y")
    with page.expect_response(lambda answer: answer.request.method == "GET" and "mark=3" in answer.url):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector("#rd-marks a[data-mark='3'][data-rev='1']")
    assert page.locator("#rd-marks a[data-mark='3'] rect").first.get_attribute("y") != before
    page.keyboard.press("z")
    page.wait_for_selector("#rd-marks a[data-mark='3'][data-rev='2']")
    assert page.locator("#rd-marks a[data-mark='3'] rect").first.get_attribute("y") == before
    # mouse: a box is drawn where nothing is
    frame = page.locator("#rd-page").bounding_box()
    page.mouse.move(frame["x"] + 200, frame["y"] + 300)
    page.mouse.down()
    page.mouse.move(frame["x"] + 320, frame["y"] + 340, steps=4)
    page.mouse.up()
    page.wait_for_selector("#rd-marks a[data-mark='4']")
    # what is open on another page is decided in one press, then it is made
    page.click("text=都不用遮")
    page.wait_for_function("!document.querySelector('#rd-bar').textContent.includes('没有定')")
    page.click("#rd-bar >> text=做成品并核验")
    page.wait_for_selector("text=成品已核验", timeout=120_000)
    page.wait_for_selector("text=同样的内容还有1处没有遮")
    page.fill("#id_reason", "第二页的是单位公开的电话")
    page.click("text=记下理由")
    page.click("text=对照看")
    assert page.locator("svg.rq-page image").count() == 2
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        assert not faults(page)


def test_it_works_without_a_script(browser, person, server, contract_file):
    signed = person("suhe")
    plain = browser.new_context(
        java_script_enabled=False, storage_state=signed.context.storage_state(), locale="zh-CN"
    )
    page = plain.new_page()
    page.goto(f"{open_case(signed.page, server)}redactions/")
    page.set_input_files("#id_file", contract_file)
    page.click("text=上传，开始标")
    for _ in range(MOST_LOOKS):
        if page.locator("#rd-marks a[data-mark]").count():
            break
        page.click("text=看做到哪里")
    page.click("text=写数字加一个框")
    for name, value in {"x0": "50", "y0": "60", "x1": "200", "y1": "90"}.items():
        page.fill(f"#{name}-new", value)
    page.click("text=加上并遮住")
    assert page.locator("#box-3").count() == 1
    page.click("#rd-boxes >> text=撤回")
    assert page.locator("#box-3").count() == 0
    plain.close()
