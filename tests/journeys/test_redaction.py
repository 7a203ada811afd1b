"""区分处理 in a real browser: boxes by keyboard, by mouse and without a script; the finished file; axe and 375 px."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Browser, Page
from tests import (
    cast,
    races,  # noqa: F401  (empties the ledger after a test)
)
from tests.apps.requests.people import PERSON
from tests.cast import organization, person
from tests.files.builder import Pdf, write
from tests.journeys.test_staff_screens import faults

from gongkai.apps.organizations.models import Role, User
from gongkai.apps.requests import actions, redacting
from gongkai.apps.requests.actions import Given
from gongkai.apps.requests.actions import redacting as acts
from gongkai.apps.requests.models import Redaction
from gongkai.clocks import moment

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "13912345678"


def contract() -> bytes:
    pdf = Pdf()
    pdf.page(
        write("合同正文", 60, 760) + write("联系电话：", 60, 700) + write(PHONE, 130, 700),
        media=(0, 0, 595, 842),
    )
    pdf.page(write("附件二", 60, 760) + write(PHONE, 60, 700), media=(0, 0, 595, 842))
    return pdf.bytes()


@pytest.fixture
def suhe(db) -> User:
    body = organization(slug="yunchuan", name="云川市教育局", kind="city", has_site=True)
    return person("suhe", body, Role.HANDLER, name="苏禾")


@pytest.fixture
def row(suhe) -> Redaction:
    """A file of a case that the background has read: a telephone number on each of two pages."""
    body = suhe.memberships.get().organization
    case = actions.enter(suhe, body, Given("counter", moment.today(), "natural", PERSON, "课后服务采购合同"))
    made = acts.begin(suhe, case, SimpleUploadedFile("采购合同.pdf", contract()))
    redacting.read_original(made.pk)
    made.refresh_from_db()
    return made


def signed_in(browser: Browser, live_server, user: User, **more) -> tuple[Page, list[str]]:
    """A browser of this person, and what its console complains of."""
    client = cast.browser(user)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", **more)
    context.add_cookies([
        {"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()
    ])  # fmt: skip
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def top(page: Page, mark: int) -> str | None:
    return page.locator(f"#rd-marks a[data-mark='{mark}'] rect").first.get_attribute("y")


def test_boxes_by_keyboard_and_mouse_and_a_finished_file(browser, live_server, suhe, row):
    page, said = signed_in(browser, live_server, suhe)
    address = live_server.url + reverse("requests:redaction", args=[row.pk])
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        assert not faults(page)
    # the proposal is hidden by one key
    page.focus("#rd-marks a[data-mark='1']")
    page.keyboard.press("a")
    page.wait_for_selector("#rd-marks a[data-mark='1'] rect.x-box")
    # a box of one's own is added, moved and made larger by the arrows, and taken back
    page.keyboard.press("b")
    page.wait_for_selector("#rd-marks a[data-mark='3']:focus")
    before = top(page, 3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector("#rd-marks a[data-mark='3'][data-rev='1']")
    assert top(page, 3) != before
    page.keyboard.press("z")
    page.wait_for_selector("#rd-marks a[data-mark='3'][data-rev='2']")
    assert top(page, 3) == before
    # the mouse draws one where nothing is
    frame = page.locator("#rd-page").bounding_box()
    assert frame
    page.mouse.move(frame["x"] + 100, frame["y"] + 150)
    page.mouse.down()
    page.mouse.move(frame["x"] + 220, frame["y"] + 190, steps=4)
    page.mouse.up()
    page.wait_for_selector("#rd-marks a[data-mark='4']")
    # what is open on the other page is decided in one press; then it is made
    page.click("#rd-boxes >> text=都不用遮")
    page.wait_for_selector("#rd-bar button[value=make]:not([disabled])")
    page.click("#rd-bar button[value=make]")
    page.wait_for_selector("#rd-bar:has-text('成品已经做好')")
    page.fill("#id_reason", "第二页的是单位公开的电话")
    page.click("button[value=waive]")
    page.wait_for_selector("text=不遮的理由")
    page.click("text=对照看")
    assert page.locator("svg.rq-page image").count() == 2
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert not faults(page)
    assert not said, said
    row.refresh_from_db()
    assert (row.state, len(row.certificate["boxes"])) == ("made", 3)


def test_a_page_whose_file_is_being_worked_on_comes_by_itself(browser, live_server, suhe, row):
    page, said = signed_in(browser, live_server, suhe)
    Redaction.objects.filter(pk=row.pk).update(state="making", done=1, total=6)
    page.goto(live_server.url + reverse("requests:redaction", args=[row.pk]))
    assert page.locator("progress").get_attribute("value") == "1"
    assert not faults(page)
    Redaction.objects.filter(pk=row.pk).update(state="marking")
    page.wait_for_selector("#rd-all:not([data-busy]) #rd-marks")
    page.keyboard.press("b")
    page.wait_for_selector("#rd-marks a[data-mark='3']:focus")
    assert not said, said


def test_it_works_without_a_script(browser, live_server, suhe, row):
    page, _ = signed_in(browser, live_server, suhe, java_script_enabled=False)
    page.goto(live_server.url + reverse("requests:redaction", args=[row.pk]))
    page.click("text=写数字加一个框")
    for name, value in {"x0": "50", "y0": "60", "x1": "200", "y1": "90"}.items():
        page.fill(f"#{name}-new", value)
    page.click("text=加上并遮住")
    assert page.locator("#box-3").count() == 1
    page.click("#rd-undo button")
    assert page.locator("#box-3").count() == 0
