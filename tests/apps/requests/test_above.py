"""转办: what a platform above passes down is read row by row, taken in once, and told of in its own columns."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from gongkai import tables
from gongkai.apps.ledger.models import Entry
from gongkai.apps.requests import above, actions
from gongkai.apps.requests.models import Request
from gongkai.clocks import moment
from gongkai.exceptions import Refused, Unreadable

TODAY = dt.date(2026, 5, 20)
HEADS = ("转办编号", "收到日期", "申请人", "申请人类别", "联系电话", "申请内容", "备注")
GOOD = ("YCS-2026-0001", "2026-05-18", "林知夏", "公民", "13800138000", "2025年校服采购合同", "加急")


def text(*rows, heads=HEADS):
    return above.as_text([heads, *rows])


def row(number, **changed):
    cells = dict(zip(HEADS, GOOD, strict=True)) | {"转办编号": number} | changed
    return tuple(cells[head] for head in HEADS)


def sheet(*rows, heads=HEADS):
    return above.read(tables.pasted(text(*rows, heads=heads)), above.DEFAULT, TODAY)


@pytest.fixture
def platform(world):
    return actions.set_platform(world.a.office, world.a.body, None, name="省申请平台", columns=above.DEFAULT)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"收到日期": "2026-05-21"}, "收到日期2026-05-21在今天之后，请核对。"),
        ({"收到日期": "五月十八"}, "收到日期“五月十八”读不懂，请写成 2026-04-28 这样。"),
        ({"收到日期": "2026-02-30"}, "读不懂"),
        ({"申请人": ""}, "没有写申请人姓名或者名称。"),
        ({"申请内容": "", "转办编号": ""}, "没有写转办编号、要什么信息。"),
        ({"申请人类别": "法人"}, "申请人类别“法人”读不懂，可以写：自然人、"),
    ],
)
def test_each_odd_row_says_why_in_one_sentence_and_the_others_stand(changed, said):
    found = sheet(row("A1"), row("A2", **changed), row("A3"))
    assert [bool(r.problem) for r in found.rows] == [False, True, False]
    assert said in found.rows[1].problem and found.rows[1].problem.count("。") == 1
    assert found.rows[1].cells == row("A2", **changed), "what came is kept"


def test_a_row_with_several_faults_names_them_all():
    said = sheet(row("A1", 申请人="", 收到日期="2026-13-25", 申请人类别="法人")).rows[0].problem
    for words in ("没有写申请人姓名", "收到日期“2026-13-25”读不懂", "申请人类别“法人”读不懂"):
        assert words in said, "mended once, not thrice"


@pytest.mark.parametrize(
    "day", ["2026-05-18", "2026年5月18日", "2026/5/18", "20260518", "2026-05-18 09:30:00"]
)
def test_a_day_is_read_as_platforms_write_it(day):
    assert sheet(row("A1", 收到日期=day)).rows[0].received_on == dt.date(2026, 5, 18)


def test_two_rows_of_one_number_are_one_if_they_agree_and_none_if_they_differ():
    same = sheet(row("A1"), row("A1"))
    assert [r.problem for r in same.rows] == ["", "和第2行完全相同，只收那一行。"]
    differ = sheet(row("A1"), row("A1", 申请内容="另一件"), row("A2"))
    assert [r.problem for r in differ.rows][:2] == [
        "编号A1在第2、3行各有一件，内容不同，请核对后只留一行。"
    ] * 2
    assert differ.good == [differ.rows[2]]


def test_a_strange_sheet_is_one_sentence():
    with pytest.raises(Unreadable, match=r"没有找到表头：.*转办编号、收到日期、申请人、申请人类别、申请内容"):
        sheet(row("A1"), heads=("甲", "乙", "丙", "丁", "戊", "己", "庚"))
    with pytest.raises(Unreadable, match=f"一次最多收{above.MOST}件，这张表有{above.MOST + 1}行"):
        sheet(*[row(f"A{n}") for n in range(above.MOST + 1)])
    assert sheet(row("A1")).unread == ("备注",), "a column the map does not know is named"


def test_titles_above_the_heads_and_cells_with_line_breaks_are_read():
    pasted = text(("省平台转办件清单",), HEADS, row("A1", 申请内容="第一行\n第二行"), heads=("",))
    found = above.read(tables.pasted(pasted), above.DEFAULT, TODAY)
    assert found.rows[0].values["wanted"] == "第一行\n第二行"
    again = above.as_text([*found.above, *(r.cells for r in found.rows)])
    assert above.read(tables.pasted(again), above.DEFAULT, TODAY).rows[0].values == found.rows[0].values


def test_taken_in_once_with_its_number_day_and_channel(world, handler, platform):
    taken = actions.take_in(handler, world.a.body, platform, sheet(row("A1"), row("A2", 收到日期="明天")))
    (case,) = taken.made
    assert (case.foreign_number, case.channel, case.received_on) == ("A1", "upper", dt.date(2026, 5, 18))
    assert case.state == "open" and case.provision == "reply_2019", "its clock runs from the platform's day"
    assert [r.values["foreign_number"] for r in taken.left] == ["A2"]
    again = actions.take_in(handler, world.a.body, platform, sheet(row("A1"), row("A3")))
    assert [r.problem for r in again.left] == [f"已经收过，是{case.shown_number}，不再收。"]
    assert Request.objects.count() == 2


def test_a_number_is_unique_within_its_platform_only(world, handler, platform):
    other = actions.set_platform(world.a.office, world.a.body, None, name="市申请平台", columns=above.DEFAULT)
    for each in (platform, other):
        assert actions.take_in(handler, world.a.body, each, sheet(row("A1"))).made
    assert Request.objects.filter(foreign_number="A1").count() == 2


BY_PHONE = {
    "channel": "upper", "submitted_on": "2026-05-18", "confirmed_on": "2026-05-18", "kind": "natural", "name": "林知夏",
    "id_kind": "passport", "id_number": "E12345678", "telephone": "13800138000", "wanted": "2025年校服采购合同",
    "supply": "email", "foreign_number": "A1",
}  # fmt: skip


def test_one_passed_down_by_telephone_is_entered_by_hand_and_its_sheet_brings_it_no_second_time(
    world, handler, platform, sign_in
):
    client = sign_in(handler)
    for wrong, said in (
        ({"foreign_number": ""}, "“省申请平台”转来的，请填它的编号"),
        ({"channel": "counter"}, "“怎么来的”请选上级平台转来的那一种"),
    ):
        answer = client.post("/workbench/requests/new/", {**BY_PHONE, "platform": platform.pk, **wrong})
        assert said in answer.content.decode() and "2025年校服采购合同" in answer.content.decode()
    assert not Request.objects.exists()
    assert client.post("/workbench/requests/new/", {**BY_PHONE, "platform": platform.pk}).status_code == 302
    case = Request.objects.get()
    assert (case.platform, case.foreign_number, case.received_on) == (platform, "A1", dt.date(2026, 5, 18))
    twice = client.post("/workbench/requests/new/", {**BY_PHONE, "platform": platform.pk}).content.decode()
    assert f"已经登记过，是{case.shown_number}" in twice
    taken = actions.take_in(handler, world.a.body, platform, sheet(row("A1"), row("A2")))
    assert [r.problem for r in taken.left] == [f"已经收过，是{case.shown_number}，不再收。"]
    assert Request.objects.count() == 2


def test_a_number_entered_before_anybody_named_the_platform_is_not_taken_in_again(
    world, handler, platform, sign_in
):
    assert sign_in(handler).post("/workbench/requests/new/", BY_PHONE).status_code == 302
    taken = actions.take_in(handler, world.a.body, platform, sheet(row("A1")))
    assert not taken.made and "已经收过" in taken.left[0].problem and Request.objects.count() == 1


def test_the_platform_of_another_body_is_no_choice(world, handler, sign_in):
    other = actions.set_platform(world.b.office, world.b.body, None, name="别处平台", columns=above.DEFAULT)
    answer = sign_in(handler).post("/workbench/requests/new/", {**BY_PHONE, "platform": other.pk})
    assert answer.status_code == 200 and "别处平台" not in answer.content.decode()
    assert not Request.objects.exists()


def test_a_map_without_what_is_needed_is_refused(world):
    def refused(columns):
        with pytest.raises(Refused) as said:
            actions.set_platform(world.a.office, world.a.body, None, name="省平台", columns=columns)
        return said.value.obstacles[0].sentence

    assert (
        refused([("编号", "foreign_number")])
        == "还没有哪一列对应收到日期、申请人姓名或者名称、申请人类别、要什么信息。"
    )
    assert refused([*above.DEFAULT, ("再一列", "wanted")]) == "有两列都对应“要什么信息”，只能有一列。"
    assert refused([*above.DEFAULT, ("申请人", "")]) == "列名“申请人”写了两次。"
    with pytest.raises(PermissionDenied):
        actions.set_platform(world.a.drafter, world.a.body, None, name="省平台", columns=above.DEFAULT)


def xlsx_of(*rows):
    book, out = Workbook(), io.BytesIO()
    for cells in (HEADS, *rows):
        book.active.append(cells)
    book.save(out)
    return SimpleUploadedFile("转办.xlsx", out.getvalue())


def test_from_their_sheet_to_ours_and_back_through_the_screens(world, handler, platform, sign_in):
    client, address = sign_in(handler), f"/workbench/requests/above/{platform.pk}/"
    bad = row("A2", 收到日期="2026-05-21", 申请内容="不能丢的话")
    shown = client.post(address, {"do": "look", "file": xlsx_of(row("A1"), bad)}).content.decode()
    assert "2 行，可以收 1 件" in shown and "在今天之后，请核对。" in shown and "备注" in shown
    assert not Request.objects.exists(), "looked at, not taken in"
    typed = text(row("A1"), bad)
    done = client.post(address, {"do": "take", "rows": typed}).content.decode()
    assert "收进 1 件" in done and "没有收的 1 行" in done and "不能丢的话" in done
    case = Request.objects.get()
    home = client.get("/workbench/requests/above/").content.decode()
    assert "1 件有新情况没有回报" in home
    answer = client.post(f"{address}sheet/")
    book = load_workbook(io.BytesIO(answer.content)).active
    rows = list(book.values)
    assert list(rows[0]) == [title for title, _ in above.DEFAULT], "in the order of the platform"
    up = dict(zip(rows[0], rows[1], strict=True))
    assert (up["转办编号"], up["申请人"], up["办理状态"]) == ("A1", "林知夏", "在办")
    assert "都回报过" in client.get("/workbench/requests/above/").content.decode()
    assert Entry.objects.filter(event="people:read").count() == 1, "the look at the name is noted"
    with moment.fixed("2026-05-21"):
        actions.withdraw(handler, Request.objects.get(pk=case.pk), proof="撤回书在案卷第3页")
    assert "1 件有新情况没有回报" in client.get("/workbench/requests/above/").content.decode()


def test_a_sheet_that_cannot_be_read_leaves_the_text_in_the_box(world, handler, platform, sign_in):
    address = f"/workbench/requests/above/{platform.pk}/"
    shown = sign_in(handler).post(address, {"do": "look", "rows": "甲\t乙\n不能丢的话\t2"}).content.decode()
    assert "没有找到表头" in shown and "不能丢的话" in shown


def test_the_list_leaves_in_the_same_order_and_without_names_where_no_column_asks(
    world, handler, enter, sign_in
):
    columns = [
        ("编号", "foreign_number"),
        ("收到", "received_on"),
        ("要什么", "wanted"),
        ("谁", "name"),
        ("类", "kind"),
    ]
    platform = actions.set_platform(world.a.office, world.a.body, None, name="省平台", columns=columns)
    enter(), enter("2026-05-19", wanted="另一件")
    client = sign_in(handler)
    shown = client.get("/workbench/requests/").content.decode()
    assert f"above/{platform.pk}/sheet/" in shown and "本表按“省平台”的列序导出" in shown
    answer = client.post(f"/workbench/requests/above/{platform.pk}/sheet/?q=另一件", {"which": "list"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert [r[2] for r in rows] == ["要什么", "另一件"]
    type(platform).objects.update(columns=[c for c in columns if c[1] != "name"])
    looked = Entry.objects.filter(event="people:read").count()
    client.post(f"/workbench/requests/above/{platform.pk}/sheet/", {"which": "list"})
    assert Entry.objects.filter(event="people:read").count() == looked


def test_the_map_is_written_on_a_screen(world, handler, sign_in):
    assert sign_in(handler).get("/workbench/requests/settings/above/new/").status_code in {403, 404}
    client, address = sign_in(world.a.office), "/workbench/requests/settings/above/new/"
    shown = client.get(address).content.decode()
    assert shown.count('name="title"') == len(above.DEFAULT) + 6
    titles, codes = zip(*above.DEFAULT, strict=True)
    wrong = client.post(address, {"name": "省平台", "title": titles[1:], "field": codes[1:]}).content.decode()
    assert "还没有哪一列对应转办编号" in wrong and 'value="申请日期"' in wrong
    done = client.post(
        address, {"name": "省平台", "title": titles, "field": codes}, follow=True
    ).content.decode()
    assert "已保存" in done and "省平台" in done


def test_a_wording_is_seen_as_a_letter_before_it_is_kept(world, enter, sign_in):
    case = enter()
    client, address = sign_in(world.a.office), "/workbench/requests/settings/correction/"
    words = "{机关}请您在{期限}前补正受理号{受理号}的申请，{没有的名}。"
    shown = client.post(address, {"do": "look", "text": words}).content.decode()
    assert f"{world.a.body.name}请您在（期限）前补正受理号{case.shown_number}的申请" in shown
    assert "不认识这些名：没有的名" in shown and "还没有保存" in shown
    assert "示范写法" in client.get("/workbench/requests/settings/").content.decode(), "nothing was kept"
