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
