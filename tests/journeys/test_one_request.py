"""One request through a real browser: a citizen on a phone asks, a third party answers, five acts, three people, the letter
in hand, a review, and the annual form counts it in its cell, which opens the case. And by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.files.builder import Pdf, write
from tests.journeys.test_staff_screens import faults

HANDLER, OFFICE, LEADER, WRITER = "suhe", "zhoumin", "guchangning", "luoqing"
WANTED = "实验小学2026年校服采购合同和评标得分"
COUNTER = "2026年校车合同和各校校车年检记录"
PHONE, A4 = "13912345678", (0, 0, 595, 842)
SLOW = 120_000  # for work of the background on a busy machine, never for time to pass
ANSWERS = (
    ("1_yes", ""), ("2_ours", ""), ("3_found", "档案系统，检索词“校服采购”，找到合同一份"), ("4_no", ""),
    ("5_third", "报价明细涉及第三方商业秘密"), ("6_apart", ""), ("7_no", ""),
)  # fmt: skip


def clean(page: Page) -> None:
    """axe finds nothing and nothing sticks out."""
    found = faults(page)
    assert not found, "\n".join(found)


def onward(page: Page) -> None:
    clean(page)
    page.get_by_role("button", name="保存并继续").click()


def asked(page: Page, server) -> tuple[str, str]:
    """A citizen asks on a phone; number and check code."""
    page.goto(f"{server.url}/request/")
    page.locator("textarea").fill(WANTED)
    page.get_by_role("button", name="先找找看").click()
    expect(page.get_by_role("heading", name="还缺的，申请")).to_be_visible()
    onward(page)
    page.get_by_label("我自己（自然人）").check()
    onward(page)
    page.get_by_label("姓名").fill("江晚")
    page.get_by_label("护照").check()
    page.get_by_label("证件号码").fill("E12345678")
    onward(page)
    page.get_by_label("电话", exact=True).fill("13800138000")
    page.locator("input[name=supply][value=email]").check()
    page.get_by_label(re.compile("电子邮箱")).fill("jiang@example.cn")
    onward(page)
    clean(page)
    page.get_by_role("button", name="提交", exact=True).click()
    page.wait_for_url("**/receipt/")
    clean(page)
    number, code = page.locator("strong.figures").all_inner_texts()
    return number, code


def looked_up(page: Page, server, number: str, code: str) -> None:
    page.goto(f"{server.url}/request/status/?number={number}")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查进度").click()
    page.wait_for_url(f"**/status/{number}/")
    clean(page)


def act(page: Page, case: str, label: str, **fields: str) -> None:
    """One act on its own screen, filled and pressed."""
    page.goto(case)
    page.get_by_role("link", name=label, exact=True).first.click()
    for name, value in fields.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    clean(page)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".gk-wrong")).to_have_count(0)


def press(page: Page, case: str, label: str) -> None:
    """An act that needs no more than its button."""
    page.goto(case)
    clean(page)
    page.get_by_role("button", name=label, exact=True).first.click()
    expect(page.locator(".gk-wrong")).to_have_count(0)


def pressed_by_keyboard(page: Page, case: str, act: str, words: str) -> None:
    """An approval with Tab and Enter alone, from the head of the case to its button, with an opinion."""
    page.goto(case)
    clean(page)
    tab_to(page, f"form[action$='/{act}/'] textarea, form[action$='/{act}/'] input[name=opinion]")
    page.keyboard.insert_text(words)
    tab_to(page, f"form[action$='/{act}/'] button", 2)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator(".gk-wrong")).to_have_count(0)
    expect(page.locator(f"form[action$='/{act}/']")).to_have_count(0)


def delivered_by_keyboard(page: Page, case: str, proof: str) -> None:
    """送达 with its proof, by keyboard alone."""
    page.goto(case)
    tab_to(page, ".rq-acts a.is-main[href$='/deliver/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/deliver/")
    tab_to(page, "#id_method")
    while page.evaluate("document.activeElement.value") != "email":
        page.keyboard.press("ArrowDown")
    tab_to(page, "#id_proof")
    page.keyboard.insert_text(proof)
    clean(page)
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(case)


def answered_by_keyboard(page: Page, case: str) -> None:
    """All seven questions with Tab, the arrows, Space and Enter; each next question is where the keyboard stands."""
    page.goto(case)
    tab_to(page, ".rq-now a.is-main")
    page.keyboard.press("Enter")
    for number, (answer, words) in enumerate(ANSWERS):
        page.wait_for_url(re.compile(r"/reply/\?point=1#asked$" if number else r"/reply/$"))
        expect(page.locator(".rq-q .is-on .q-n")).to_have_text(str(number + 1))
        tab_to(page, "input[name=code]", 3 if number else 80)
        page.keyboard.press("Space")
        while page.evaluate("document.activeElement.value") != answer:
            page.keyboard.press("ArrowDown")
        if words:
            tab_to(page, "#id_words", 1)
            page.keyboard.insert_text(words)
            tab_to(page, "button[value=answer]", 1)
        page.keyboard.press("Enter")
    expect(page.locator(".rq-q .is-done")).to_have_count(7)
    clean(page)


def redacted(page: Page, case: str, folder: Path) -> str:
    """区分处理 on its screen: a contract goes in, its telephone number is hidden, the flat file is made and checked."""
    paper = folder / "校服采购合同.pdf"
    pdf = Pdf()
    pdf.page(write("校服采购合同", 60, 760) + write("联系电话：", 60, 700) + write(PHONE, 130, 700), media=A4)
    pdf.page(write("附件二 评标得分", 60, 760), media=A4)
    paper.write_bytes(pdf.bytes())
    page.goto(case)
    page.get_by_role("link", name="遮盖要给的材料").click()
    clean(page)
    page.set_input_files("#id_file", paper)
    page.get_by_role("button", name="上传，开始标").click()
    page.wait_for_selector("#rd-all:not([data-busy]) #rd-marks", timeout=SLOW)
    page.focus("#rd-marks a[data-mark='1']")
    page.keyboard.press("a")
    page.wait_for_selector("#rd-marks a[data-mark='1'] rect.x-box")
    page.click("#rd-bar button[value=make]")
    page.wait_for_selector("#rd-bar:has-text('成品已经做好')", timeout=SLOW)
    clean(page)
    return page.url.partition("?")[0]


def released(page: Page, case: str, sheet: str) -> None:
    """The second person looks at original and result side by side and lets the file go."""
    page.goto(f"{sheet}?view=both")
    clean(page)
    page.get_by_role("button", name="这一页看过了，看下一页").click()
    expect(page.locator("#rd-boxes")).to_contain_text("有框的页都看过了")
    page.get_by_role("button", name="放行", exact=True).click()
    expect(page.locator("#rd-bar")).to_contain_text("这份遮盖件已经放行")
    clean(page)
    page.get_by_role("link", name="回办件").click()
    page.wait_for_url(case)


def test_from_search_to_letter_to_review_to_the_annual_form(person, server, tmp_path):
    citizen = person(width=375).page
    number, code = asked(citizen, server)
    looked_up(citizen, server, number, code)
    expect(citizen.locator("h1")).to_contain_text("等着与您确认")

    officer = person(HANDLER).page
    officer.goto(f"{server.url}/workbench/requests/?q={number}")
    officer.get_by_role("link", name=re.compile("校服采购合同")).click()
    case = officer.url
    act(officer, case, "确认收到")
    looked_up(citizen, server, number, code)
    expect(citizen.locator("h1")).to_contain_text("前答复您")

    # 征求第三方意见，对方在函上的网页答复
    act(officer, case, "征求第三方意见", about="合同报价明细", name="云川锦衣校服有限公司", kind="biz")
    officer.goto(case)
    officer.get_by_role("button", name="发网上答复口令").click()
    clean(officer)
    address, pass_code = (officer.locator("dl.gk-facts dd").nth(n).inner_text() for n in (0, 1))
    third = person(width=375).page
    third.goto(address)
    clean(third)
    third.get_by_label("口令").fill(pass_code)
    third.get_by_role("button", name="打开").click()
    third.get_by_label("有一部分不同意公开").check()
    third.get_by_label(re.compile("不同意公开的是哪些")).fill("第三条的单价")
    third.get_by_label(re.compile("为什么不同意")).fill("单价是商业秘密")
    third.get_by_label("填写人").fill("许言")
    clean(third)
    third.get_by_role("button", name="提交意见").click()
    expect(third.get_by_role("heading", name="已经收到您的意见")).to_be_visible()
    clean(third)

    # 延长由另一人批准；收费、缴费
    act(officer, case, "提请延长", amount="10", reason="合同附件多，需要逐页区分处理")
    leader = person(LEADER).page
    act(leader, case, "批延长", agree="yes")
    officer.goto(case)
    officer.get_by_role("link", name="发收费通知", exact=True).first.click()
    officer.locator("#id_ladder").select_option("pages")
    officer.locator("#id_pages").fill("50")
    officer.get_by_role("button", name="先看文书").click()
    expect(officer.locator("#looked article")).to_contain_text("应缴200元")
    assert officer.evaluate("document.activeElement.id") == "looked"
    clean(officer)
    officer.get_by_role("button", name="发收费通知", exact=True).click()
    looked_up(citizen, server, number, code)
    expect(citizen.locator("main")).to_contain_text("200 元")
    expect(citizen.locator("main")).to_contain_text("视为放弃申请")
    act(officer, case, "已缴费")

    # 七问只用键盘，区分处理的附件，法制审核、放行、签发、送达
    answered_by_keyboard(officer, case)
    sheet = redacted(officer, case, tmp_path)
    officer.goto(f"{case}reply/")
    expect(officer.locator("article")).to_contain_text("附件：1.区分处理后的材料（共2页）")
    expect(officer.locator("article")).to_contain_text("行政复议")
    clean(officer)
    officer.get_by_role("button", name="送法制审核").click()
    legal = person(OFFICE).page
    legal.goto(case)
    expect(legal.locator(".rq-now")).to_contain_text("遮盖件还没有放行")
    released(legal, case, sheet)
    pressed_by_keyboard(legal, case, "legal", "依据准确，同意。")
    pressed_by_keyboard(leader, case, "issue", "同意签发。")
    delivered_by_keyboard(officer, case, "邮件回执")

    # 市民拿到信，评价
    looked_up(citizen, server, number, code)
    expect(citizen.locator("h1")).to_contain_text("部分公开")
    with citizen.expect_download() as taken:
        citizen.get_by_role("link", name=re.compile("^下载.*答复书")).click()
    assert taken.value.suggested_filename.endswith(".docx") and taken.value.path().stat().st_size > 5_000
    citizen.get_by_role("link", name=re.compile("^政府信息.*答复书$")).click()
    expect(citizen.locator("article")).to_contain_text("其余内容予以公开，见附件1")
    clean(citizen)
    with citizen.expect_download() as given:
        citizen.get_by_role("link", name="附件1（2页）").click()
    flat = given.value.path().read_bytes()
    assert flat.startswith(b"%PDF") and PHONE.encode() not in flat and PHONE.encode("utf-16-be") not in flat
    citizen.go_back()
    citizen.get_by_label("满意", exact=True).check()
    citizen.get_by_role("button", name="提交评价").click()
    expect(citizen.locator("main")).to_contain_text("您已评价：满意")

    # 复议，年报表三
    act(officer, case, "登记复议、诉讼", kind="review", before="云川市人民政府", noticed_on="2026年11月19日")
    officer.goto(f"{server.url}/workbench/requests/disputes/")
    expect(officer.locator("table")).to_contain_text("云川市人民政府")
    clean(officer)
    officer.locator("tbody th a").first.click()
    clean(officer)
    officer.get_by_role("link", name="记进展").click()
    officer.locator("#id_stage").fill("已受理")
    clean(officer)
    officer.get_by_role("button", name="记进展").click()
    expect(officer.locator("main")).to_contain_text("行政复议进展：已受理")
    writer = person(WRITER).page
    writer.goto(f"{server.url}/workbench/reports/begin/")
    writer.get_by_label("年度").select_option("2026")
    writer.get_by_role("button", name="开始编制").click()
    writer.wait_for_url(re.compile(r"/reports/\d+/"))
    report = re.match(r".*/reports/\d+/", writer.url).group()  # type: ignore[union-attr]
    for cell in ("t3.r3_2.natural", "t4.review.pending"):
        legal.goto(f"{report}part/{'3' if cell.startswith('t3') else '4'}/?cell={cell}")
        panel = legal.get_by_label("打开的数和问题")
        assert int(re.search(r"= (\d+)", panel.locator("h2").first.inner_text()).group(1)) >= 1  # type: ignore[union-attr]
        clean(legal)
    legal.goto(f"{report}part/3/?cell=t3.r3_2.natural")
    serial = int(number.split("-")[1])
    legal.get_by_label("打开的数和问题").get_by_role(
        "link", name=f"政府信息公开申请〔2026〕第{serial}号"
    ).click()
    legal.wait_for_url(case)


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Only the Tab key, until it stands there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} 按 Tab 到不了")


def enter(page: Page, where: str, button: str = "button.button[type=submit]") -> None:
    """To the button, if it is not where one stands, and Enter: the next page is there."""
    if button:
        tab_to(page, button)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{where}" if where.endswith("*") else f"**/{where}/")


def test_a_citizen_asks_and_takes_it_back_by_keyboard_alone(person, server):
    page = person(width=375).page
    page.goto(f"{server.url}/request/")
    tab_to(page, "textarea")
    page.keyboard.insert_text("2026年校车安全检查记录")
    enter(page, "who")
    tab_to(page, "input[name=kind]")
    page.keyboard.press("Space")
    enter(page, "person")
    tab_to(page, "input[name=name]")
    page.keyboard.insert_text("卞之")
    tab_to(page, "input[name=id_kind]")
    while page.evaluate("document.activeElement.value") != "passport":
        page.keyboard.press("ArrowDown")
    tab_to(page, "input[name=id_number]")
    page.keyboard.insert_text("E87654321")
    enter(page, "contact")
    tab_to(page, "input[name=telephone]")
    page.keyboard.insert_text("13900139000")
    tab_to(page, "input[name=supply]")
    page.keyboard.press("Space")
    tab_to(page, "input[name=email]")
    page.keyboard.insert_text("bian@example.cn")
    enter(page, "check")
    enter(page, "receipt")
    number, code = page.locator("strong.figures").all_inner_texts()
    tab_to(page, "a[href*='status/?number=']")
    enter(page, "status/**", "")
    tab_to(page, "#code")
    page.keyboard.insert_text(code)
    enter(page, f"status/{number}", "")
    tab_to(page, "a[href$='/withdraw/']")
    enter(page, "withdraw", "")
    clean(page)
    enter(page, f"status/{number}")
    expect(page.locator("h1")).to_contain_text("已经办结")


def test_side_ways_at_the_counter_and_on_a_phone(person, server):
    """Entered at the counter, split and joined again, corrected online, a fee waived, taken back, taken up again."""
    officer = person(HANDLER, width=375).page
    officer.goto(f"{server.url}/workbench/requests/new/")
    for name, value in {
        "channel": "counter",
        "kind": "natural",
        "id_kind": "passport",
        "supply": "inspect",
    }.items():
        officer.locator(f"#id_{name}").select_option(value)
    for name, value in {
        "name": "钟离",
        "id_number": "E11223344",
        "telephone": "13900001111",
        "wanted": COUNTER,
    }.items():
        officer.locator(f"#id_{name}").fill(value)
    officer.get_by_text("事项概括、分成几项、上级平台编号").click()
    officer.locator("#id_points").fill("校车合同\n校车年检记录")
    clean(officer)
    officer.get_by_role("button", name="登记并打印回执").click()
    number, code = (officer.locator(".rq-receipt strong").nth(n).inner_text() for n in (0, 1))
    officer.goto(f"{server.url}/workbench/requests/?q={number}")
    officer.locator("tbody th a").first.click()
    officer.wait_for_url(re.compile(r"/requests/\d+/$"))
    case = officer.url
    press(officer, case, "拆成几件")
    officer.goto(f"{server.url}/workbench/requests/?q=校车年检记录")
    officer.locator("tbody th a").first.click()
    officer.wait_for_url(re.compile(r"/requests/\d+/$"))
    act(officer, officer.url, "并入另一件", into=number)
    act(officer, case, "告知补正", asked="写明哪几所学校", due_on="2026年12月3日")

    citizen = person(width=375).page
    looked_up(citizen, server, number, code)
    citizen.locator("form[action$='/correct/'] textarea").fill("第一小学、实验小学")
    citizen.get_by_role("button", name="提交补正").click()
    expect(citizen.locator("h1")).to_contain_text("前答复您")
    clean(citizen)

    officer.goto(case)
    officer.get_by_role("link", name="发收费通知", exact=True).first.click()
    officer.locator("#id_ladder").select_option("pages")
    officer.locator("#id_pages").fill("60")
    officer.get_by_role("button", name="发收费通知", exact=True).click()
    office = person(OFFICE, width=375).page
    act(office, case, "减免收费", because="最低生活保障家庭")
    act(officer, case, "申请人撤回申请", proof="撤回书在案卷第3页")
    act(office, case, "批准重新办理", because="申请人说没有撤回")
    looked_up(citizen, server, number, code)
    expect(citizen.locator("h1")).to_contain_text("前答复您")
