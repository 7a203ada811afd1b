"""初次设置: over the net with the printed token, or from one table; all or nothing, and nothing twice."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.ledger.queries import verify
from gongkai.apps.organizations.models import LoginFailure, Membership, Organization, Role, User
from gongkai.exceptions import Refused, Unreadable
from gongkai.site.first import sheet, token
from gongkai.site.first.carry_out import set_up
from gongkai.site.prepare import first_token

pytestmark = pytest.mark.django_db
URL = "/workbench/setup/"
GOOD = {
    "way": "answers", "name": "青禾区教育局", "kind": "区教育局", "codes": "青教、青教办", "index_code": "014416330", "address": "文津路8号",
    "telephone": "0000-1234", "admin": "李华", "admin_account": "lihua", "second": "王局", "second_account": "wangju",
}  # fmt: skip
BODIES = [
    ["云川市教委", "市教委", "", "yunchuan", "", "云教", "", "014416330", "", "", "是"],
    ["青禾区教育局", "区教育局", "云川市教委", "qinghe", "", "青教", "", "", "", "", "是"],
    ["文津小学", "学校", "青禾区教育局", "wenjin", "", "", "", "", "", "", ""],
    ["督导科", "科室", "青禾区教育局"],
]
PEOPLE = [
    ["马骁", "maxiao", "云川市教委", "", "系统管理员", "本单位及下级", ""],
    ["顾长宁", "guchangning", "云川市教委", "", "局领导", "本单位及下级", ""],
    ["薛舟", "xuezhou", "文津小学", "", "信息员", "", ""],
    ["秦越", "qinyue", "青禾区教育局", "督导科", "科室负责人", "", ""],
    ["秦越", "qinyue", "青禾区教育局", "督导科", "信息员", "", ""],
]
COLUMNS = [
    ["青禾区教育局", "招生", "zs", "", "公文", "招生政策", "180"],
    ["青禾区教育局", "小学", "xx", "招生", "公告公示", "", ""],
]


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path
    first_token()
    return tmp_path


def filled(bodies=BODIES, people=PEOPLE, columns=COLUMNS):
    """The blank form, filled in as an office does."""
    book = load_workbook(io.BytesIO(sheet.template()))
    for name, rows in (("单位", bodies), ("人员", people), ("栏目", columns)):
        for row in rows:
            book[name].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def post(client=None, **changed):
    given = changed.pop("token", None)
    return (client or Client()).post(
        URL, {"token": token.made() if given is None else given, **GOOD, **changed}
    )


def said(data):
    with pytest.raises(Refused) as refused:
        set_up(sheet.read(data))
    assert not Organization.objects.exists() and not User.objects.exists(), "all or nothing"
    return [o.sentence for o in refused.value.obstacles]


# ── over the net ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/", "/workbench/", "/workbench/login/"])
def test_an_empty_installation_leads_to_its_first_page(path):
    page = Client().get(path, follow=True)
    assert page.redirect_chain[-1][0] == URL and "初次设置口令" in page.content.decode()


def test_the_token_sets_up_once_and_is_gone(data):
    page = post()
    assert page.status_code == 200 and page["Cache-Control"].count("no-store")
    found = re.findall(r"<td>(\w+)</td><td class=\"gk-mono\">(\S+)</td>", page.content.decode())
    assert [name for name, _ in found] == ["lihua", "wangju"] and found[0][1] != found[1][1]
    assert User.objects.get(username="lihua").check_password(found[0][1])
    assert all(User.objects.values_list("must_change_password", flat=True))
    assert not list(data.glob("setup_token*"))
    for answer in (Client().get(URL), post(), Client().get(f"{URL}blank.xlsx")):
        assert answer.status_code == 404
    assert Organization.objects.filter(parent=None).count() == 1 and not list(verify())
    first_token()
    assert not list(data.glob("setup_token*")), "the next start makes none"


def test_a_stranger_without_the_token_is_refused_and_slowed_down(data, settings):
    for wrong in ("", "aaaaa-bbbbb", token.made()[:-1]):
        page = post(token=wrong).content.decode()
        assert "初次设置口令" in page and 'value="青禾区教育局"' in page, "what was typed stays"
    assert not Organization.objects.exists()
    for _ in range(10):
        page = post(token="x" * 23)
    assert "分钟后再试" in page.content.decode()
    assert "分钟后再试" in post().content.decode(), "even with the right token"
    assert post(Client(REMOTE_ADDR="10.0.0.9")).status_code == 200, "another address is not locked by that"
    assert LoginFailure.objects.exists() and not any(
        "setup" in key for key in LoginFailure.objects.values_list("key", flat=True)
    )


def test_what_is_wrong_stands_on_the_page_and_the_token_stays_valid(data):
    page = post(second_account="lihua")
    assert page.status_code == 422 and "一个账号只能是一个人的" in page.content.decode()
    page = post(index_code="12").content.decode()
    assert "机构代码是 9 位" in page and not Organization.objects.exists()
    assert post().status_code == 200


def test_two_at_one_moment_do_not_both_set_up(data):
    known = token.made()
    assert token.take() and not token.take()
    assert post(token=known).status_code == 422 and not Organization.objects.exists(), "held by another"
    token.give_back()
    assert post(token=known).status_code == 200


def test_the_token_is_readable_by_its_owner_alone(data):
    assert (data / "setup_token").stat().st_mode & 0o077 == 0
    assert not token.is_right("") and token.is_right(f" {token.made().upper()} ")


def test_a_whole_city_is_set_up_by_the_table_on_the_page(data):
    upload = SimpleUploadedFile("setup.xlsx", filled())
    page = Client().post(URL, {"way": "table", "token": token.made(), "table": upload})
    assert page.status_code == 200 and "人员 4 人" in page.content.decode()
    assert Organization.objects.get(slug="wenjin").parent.slug == "qinghe"


# ── the table ────────────────────────────────────────────────────────────────


def test_the_table_sets_up_tree_people_and_columns():
    done = set_up(sheet.read(filled()))
    district = Organization.objects.get(slug="qinghe")
    assert list(district.columns.values_list("slug", "parent__slug")) == [("zs", None), ("xx", "zs")]
    assert Organization.objects.get(slug="yunchuan").columns.filter(slug="gaozhi").exists(), (
        "the starting set"
    )
    assert Topic.objects.filter(name="食品安全").exists()
    assert [s.name for s in district.children.filter(kind="section")] == ["督导科"]
    assert Organization.objects.get(slug="wenjin").reviewed_by_parent
    posts = Membership.objects.filter(user__username="qinyue").values_list("role", flat=True)
    assert set(posts) == {Role.SECTION_HEAD, Role.INFORMANT}
    assert len({password for _, _, password in done.people}) == len(done.people) == 4
    assert not list(verify())


def test_a_body_above_others_has_its_starting_sections_and_people_stand_in_them():
    """The one on top always has bodies below it: its own 科室 were left out, and a person in one of them was an error."""
    people = [*PEOPLE, ["郑思源", "zhengsiyuan", "云川市教委", "办公室", "科室负责人", "", ""]]
    set_up(sheet.read(filled(people=people)))
    top = Organization.objects.get(slug="yunchuan")
    assert "办公室" in [s.name for s in top.children.filter(kind="section")]
    assert Membership.objects.get(user__username="zhengsiyuan").organization.name == "办公室"


def test_a_person_in_a_section_that_will_not_be_there_is_named():
    """文津小学 has no site, so nothing begins there."""
    people = [*PEOPLE, ["林晚", "linwan", "文津小学", "教务处", "信息员", "", ""]]
    assert any("“文津小学”没有科室“教务处”" in line for line in said(filled(people=people)))


def test_what_judges_the_whole_body_is_named_where_it_stands_in_a_section():
    people = [
        *PEOPLE,
        ["周敏", "zhoumin", "云川市教委", "办公室", "办公室审核", "", ""],
        ["苏禾", "suhe", "云川市教委", "办公室", "信访/依申请承办", "", ""],
    ]
    found = said(filled(people=people))
    assert any("办公室审核管全单位的事" in line for line in found)
    assert any("公众的申请没有人收" in line for line in found)


def test_a_second_run_adds_nothing_twice_and_what_is_new_once():
    set_up(sheet.read(filled()))
    before = (
        Organization.objects.count(),
        User.objects.count(),
        Column.objects.count(),
        Membership.objects.count(),
    )
    again = set_up(sheet.read(filled()))
    assert (again.bodies, again.columns, again.people) == (0, 0, [])
    assert before == (
        Organization.objects.count(),
        User.objects.count(),
        Column.objects.count(),
        Membership.objects.count(),
    )
    more = set_up(sheet.read(filled([*BODIES, ["汀兰小学", "学校", "青禾区教育局", "tinglan"]])))
    assert (more.bodies, len(more.people)) == (1, 0)


@pytest.mark.parametrize(
    ("bodies", "people", "columns", "fault"),
    [
        (
            [*BODIES, ["文津小学", "学校", "青禾区教育局", "wenjin2"]],
            PEOPLE,
            [],
            "“单位”表第6行：“文津小学”写了不止一行",
        ),
        (
            [*BODIES, ["汀兰小学", "学校", "没有的局", "tinglan"]],
            PEOPLE,
            [],
            "“单位”表第8行：上级单位“没有的局”不在表里",
        ),
        (
            [*BODIES, ["汀兰小学", "乡校", "青禾区教育局", "tinglan"]],
            PEOPLE,
            [],
            "“单位”表第8行：没有“乡校”这个类别",
        ),
        (
            [*BODIES, ["汀兰小学", "学校", "青禾区教育局", "search"]],
            PEOPLE,
            [],
            "网址名“search”是网站自己的地址",
        ),
        ([*BODIES, ["第二市教委", "市教委", "", "er"]], PEOPLE, [], "最上级单位只能有一个"),
        (
            BODIES,
            [*PEOPLE, ["甲", "jia", "没有的局", "", "信息员"]],
            [],
            "“人员”表第9行：单位“没有的局”不在表里",
        ),
        (BODIES, [*PEOPLE, ["甲", "1", "文津小学", "", "信息员"]], [], "“人员”表第9行：账号须以小写字母开头"),
        (BODIES, [*PEOPLE, ["乙", "maxiao", "文津小学", "", "信息员"]], [], "已写给“马骁”"),
        (BODIES, [*PEOPLE, ["马骁", "maxiao", "云川市教委", "", "信息员"]], [], "不得兼任其他岗位"),
        (BODIES, [*PEOPLE, ["甲", "jia", "青禾区教育局", "", "科室负责人"]], [], "科室负责人要设在科室"),
        (
            [*BODIES, ["汀兰小学", "学校", "青禾区教育局", "tinglan", "", "", "随便", "1"]],
            PEOPLE,
            [],
            "没有“随便”这种索引号规则",
        ),
        (
            BODIES,
            [*PEOPLE, ["甲", "jia", "文津小学", "", "信息员", "全市"]],
            [],
            "“人员”表第9行：范围只能填本单位或本单位及下级",
        ),
        (
            BODIES,
            PEOPLE,
            [["青禾区教育局", "概况", "gk", "", "视频"]],
            "“栏目”表第4行：内容只能填公文或公告公示",
        ),
        (BODIES, PEOPLE, [["青禾区教育局", "概况", "gk", "", "", "", "半年"]], "“栏目”表第4行：更新周期应是"),
        (BODIES, PEOPLE[:1], [], "系统管理员和局领导各一人"),
        (BODIES, PEOPLE, [["文津小学", "概况", "gk"]], "“栏目”表第4行：“文津小学”没有公开站点"),
        (BODIES, PEOPLE, [["青禾区教育局", "概况", "概况"]], "网址名“概况”应是"),
    ],
)
def test_each_fault_is_named_with_sheet_and_row(bodies, people, columns, fault):
    found = said(filled(bodies, people, columns))
    assert any(fault in sentence for sentence in found), found


def test_bodies_that_stand_above_each_other_are_refused_not_followed_for_ever():
    round_about = [*BODIES[:1], ["甲局", "区教育局", "乙局", "jia"], ["乙局", "区教育局", "甲局", "yi"]]
    assert any("绕回到了自己" in s for s in said(filled(round_about, PEOPLE[:2], [])))


def test_the_blank_form_has_one_hint_each_and_sets_nothing_up():
    book = load_workbook(io.BytesIO(sheet.template()))
    assert book.sheetnames == ["单位", "人员", "栏目"] and all(s.cell(1, 1).value for s in book)
    with pytest.raises(Unreadable):
        sheet.read(sheet.template())
    with pytest.raises(Unreadable):
        sheet.read(b"no table")
