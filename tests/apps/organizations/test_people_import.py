"""Staff from a spreadsheet: hostile files, row-level sentences, whole or not at all."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from gongkai.apps.organizations.actions import people_import
from gongkai.apps.organizations.actions.people_import import HEADINGS
from gongkai.apps.organizations.models import User
from gongkai.exceptions import Refused, Unreadable

URL = "/workbench/people/import/"
GOOD = ["李华", "lihua", "青禾区教育局", "基教科", "信息员", "本单位", "8765", "2026-09-01"]


def table(*rows, headings=HEADINGS):
    book = Workbook()
    sheet = book.active
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, data, name="人员.xlsx"):
    return client.post(URL, {"file": SimpleUploadedFile(name, data)})


def token(page):
    found = re.search(r'name="token" value="([^"]+)"', page.content.decode())
    return found and found.group(1)


def test_a_clean_table_is_shown_and_then_taken_in(city, signed_in):
    client = signed_in(city.a_admin)
    page = upload(client, table(GOOD, ["王一", "wangyi", "青禾区教育局", "", "局领导", "", "", ""]))
    assert "没有发现问题" in page.content.decode() and not User.objects.filter(username="lihua").exists()
    done = client.post(URL + "confirm/", {"token": token(page)}).content.decode()
    assert "已导入 2 人" in done
    person = User.objects.get(username="lihua")
    assert person.memberships.get().organization == city.a_basic and person.must_change_password
    password = re.search(r"lihua</td>\s*<td class=\"gk-mono\">([^<]+)", done).group(1)
    assert person.check_password(password)


def test_what_is_wrong_is_said_row_by_row_and_nothing_is_taken_in(city, signed_in):
    client = signed_in(city.a_admin)
    rows = [
        GOOD,
        ["张三", "lihua", "青禾区教育局", "基教科", "信息员", "", "", ""],
        ["", "1x", "青禾区教育局", "没有这科", "科长", "全市", "", "九月"],
        ["赵六", "zhaoliu", "岚山区教育局", "", "局领导", "", "", ""],
        ["钱七", "a_office", "青禾区教育局", "", "局领导", "", "", ""],
    ]
    page = upload(client, table(*rows))
    text = page.content.decode()
    for sentence in (
        "账号与第2行相同", "没有填姓名", "没有“科长”这个岗位", "范围只能填", "起日请写成", "没有“青禾区教育局没有这科”",
        "您管理的范围内没有“岚山区教育局”", "账号“a_office”已经有人用", "还不能导入：4 行有问题",
    ):  # fmt: skip
        assert sentence in text, sentence
    assert token(page) is None
    assert not User.objects.filter(username__in=["lihua", "zhaoliu"]).exists()


def test_nothing_is_half_imported_when_the_world_changed_in_between(city, signed_in):
    client = signed_in(city.a_admin)
    page = upload(client, table(GOOD, ["王一", "wangyi", "青禾区教育局", "", "局领导", "", "", ""]))
    city.person("wangyi")
    answer = client.post(URL + "confirm/", {"token": token(page)}).content.decode()
    assert "没有导入，一人也没有建立" in answer and "第3行" in answer
    assert not User.objects.filter(username="lihua").exists()


def test_a_preview_belongs_to_who_made_it(city, signed_in):
    page = upload(signed_in(city.a_admin), table(GOOD))
    signed_in(city.b_admin).post(URL + "confirm/", {"token": token(page)})
    signed_in(city.a_admin).post(URL + "confirm/", {"token": "forged"})
    assert not User.objects.filter(username="lihua").exists()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))
    return out.getvalue()


def with_part(name, content):
    out = io.BytesIO(table(GOOD))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def laughing():
    source, out = zipfile.ZipFile(io.BytesIO(table(GOOD))), io.BytesIO()
    evil = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(out, "w") as archive:
        for part in source.namelist():
            data = source.read(part)
            if part.endswith("sheet1.xml"):
                data = evil + data.replace(b"<?xml version='1.0' encoding='UTF-8'?>", b"")
                data = re.sub(rb"<sheetData>", b"<sheetData><!-- -->", data)
            archive.writestr(part, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"not a zip", "不是 xlsx 文件"),
        (b"", "文件是空的"),
        (bomb(), "展开后过大"),
        (with_part("xl/vbaProject.bin", b"x"), "带有宏"),
        (table(GOOD, headings=["a", "b", "c"]), "没有找到表头"),
        (table(), "表里没有人员"),
        (table(*[[f"人{i}", f"ren{i:04d}", *GOOD[2:]] for i in range(201)]), "一次最多导入200人"),
        (b"PK\x05\x06" + b"\0" * 18, "读不出来"),
        (laughing(), "读不出来"),
    ],
)
def test_hostile_and_wrong_files_get_one_clear_sentence(city, signed_in, data, sentence):
    assert sentence in upload(signed_in(city.a_admin), data).content.decode()


def test_markup_and_formulas_stay_text(city, signed_in):
    rows = [["<script>x</script>", "liming", "=HYPERLINK(1)", "", "信息员", "", "", ""]]
    text = upload(signed_in(city.a_admin), table(*rows)).content.decode()
    assert "<script>x" not in text


def test_the_template_can_be_read_back(city):
    book = load_workbook(io.BytesIO(people_import.template()))
    assert [c.value for c in book.active[1]] == HEADINGS
    with pytest.raises(Unreadable):
        people_import.read(people_import.template())


def test_carry_out_checks_anew(city):
    rows = people_import.read(table(GOOD))
    people_import.carry_out(city.a_admin, rows)
    with pytest.raises(Refused):
        people_import.carry_out(city.a_admin, people_import.read(table(GOOD)))


def spread(*rows, gap=250, headings=HEADINGS):
    """The same rows with empty ones between the first half and the second."""
    book = Workbook()
    sheet = book.active
    sheet.append(headings)
    for number, row in enumerate(rows):
        at = 2 + number + (gap if number >= len(rows) // 2 else 0)
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_rows_after_many_empty_ones_are_people_too():
    rows = [[f"人{i}", f"ren{i:03d}", *GOOD[2:]] for i in range(6)]
    found = people_import.read(spread(*rows))
    assert [r.cells["账号"] for r in found] == [r[1] for r in rows]
    assert found[-1].number == 257, "the number is that of the sheet"


def test_a_row_at_the_end_of_the_sheet_is_read_in_time():
    assert len(people_import.read(spread(GOOD, GOOD, gap=1_000_000))) == 2


def test_a_table_that_is_too_long_is_not_cut_but_refused():
    rows = [[f"人{i}", f"ren{i:04d}", *GOOD[2:]] for i in range(201)]
    with pytest.raises(Unreadable) as refused:
        people_import.read(spread(*rows))
    assert "一次最多导入200人" in refused.value.sentence and "第452行起" in refused.value.sentence


@pytest.mark.parametrize(
    "headings",
    [
        ["姓　名", "帐号", "单 位", "科室", "岗位", "范围", "联系电话", "起"],
        ["*姓名", "*账号", "＊单位", "部门", "*岗位", "范围", "手机", "起日"],
        [
            "姓名（必填）",
            "账号(必填)",
            "单位（全称）（必填）",
            "科室",
            "岗位【】",
            "范围",
            "电话",
            "起始日期",
        ],
        ["\ufeff姓名", "账\u200b号", "机构", "处室", "角色*", "范围", "联系方式", "任职日期"],
    ],
)
def test_heads_are_read_as_offices_write_them(headings):
    headings = [h.replace("【】", "") for h in headings]
    found = people_import.read(table(GOOD, headings=headings))
    assert found[0].cells == dict(zip(HEADINGS, GOOD, strict=True))


def test_titles_and_remarks_may_stand_above_the_heads():
    book = Workbook()
    sheet = book.active
    for row in (["人员表"], ["填表说明：账号用小写字母"], [], HEADINGS, GOOD):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert [r.number for r in people_import.read(out.getvalue())] == [5]


@pytest.mark.parametrize(
    "day", ["2026年12月1日", "2026/12/1", "2026.12.1", "2026-12-01", "２０２６年１２月１日", "2026-12-1"]
)
def test_a_day_is_read_in_every_spelling_of_the_single_form(city, day):
    rows = people_import.check(city.a_admin, people_import.read(table([*GOOD[:7], day])))
    assert rows[0].problems == []
    people_import.carry_out(city.a_admin, rows)
    assert str(User.objects.get(username="lihua").memberships.get().valid_from) == "2026-12-01"


def test_an_account_of_the_table_is_folded_like_one_of_the_form(city):
    rows = people_import.check(city.a_admin, people_import.read(table(["李华", "ＬｉＨua\u200b", *GOOD[2:]])))
    people_import.carry_out(city.a_admin, rows)
    assert User.objects.filter(username="lihua").exists()


def test_nothing_is_cut_off_in_silence(city):
    rows = people_import.check(
        city.a_admin, people_import.read(table(["李" * 41, *GOOD[1:6], "1" * 41, GOOD[7]]))
    )
    assert rows[0].problems == ["姓名过长，最多40个字", "联系电话过长，最多40个字"]


def test_what_judges_the_whole_body_does_not_stand_at_its_office(city, signed_in):
    """办公室审核 with 科室 办公室 is how a stranger fills it in: it would reach what that section drafts and nothing else."""
    client = signed_in(city.a_admin)
    city.a_handler.memberships.all().delete()
    rows = [
        ["孙一", "sunyi", "青禾区教育局", "基教科", "办公室审核", "", "", ""],
        ["周二", "zhouer", "青禾区教育局", "基教科", "信访/依申请承办", "", "", ""],
        ["吴三", "wusan", "青禾区教育局", "", "科室负责人", "", "", ""],
        ["郑四", "zhengsi", "青禾区教育局", "基教科", "局领导", "", "", ""],
    ]
    said = upload(client, table(*rows)).content.decode()
    assert said.count("管全单位的事，要设在单位") == 2 and "公众的申请没有人收" in said
    assert "科室负责人要设在科室" in said and "4 行有问题" in said, (
        "also what was only said at the end before"
    )
    first = ["钱零", "qianling", "青禾区教育局", "", "信访/依申请承办", "", "", ""]
    page = upload(client, table(first, rows[1]))
    assert "没有发现问题" in page.content.decode(), (
        "one who receives, then one for what is assigned to the section"
    )
    assert "已导入 2 人" in client.post(URL + "confirm/", {"token": token(page)}).content.decode()
