"""各单位期限: what is late at the bodies below, the list behind each figure, 催办 from there (findings/walk.md B4)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import organization, person

from gongkai.apps.deadlines import actions
from gongkai.apps.deadlines.models import Chase, Deadline
from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.models import Organization, Role

GRID, LIST = "/workbench/overview/", "/workbench/overview/list/"


@pytest.fixture
def city(world) -> Organization:
    return Organization.objects.get(slug="yunchuan")


@pytest.fixture
def officer(world, city) -> Any:
    """The 政务公开专员 of the city: a post at the city alone, not at what is below."""
    return person("zhuanyuan", city, Role.OFFICE, name="周专员")


@pytest.fixture
def papers(world) -> dict[str, OfficialDocument]:
    """Two late ones in 东湖 and one in 西岭, one of 东湖 that ends this week, one far away."""
    days = {"oldest": ("a", "2026-03-02"), "late": ("a", "2026-04-15"), "far": ("a", "2026-05-18"), "week": ("a", "2026-04-22"), "other": ("b", "2026-04-01")}  # fmt: skip
    made = {}
    for number, (name, (where, day)) in enumerate(days.items(), start=1):
        bureau = getattr(world, where)
        document = documents.register(
            bureau.drafter, organization=bureau.body, section=bureau.section,
            fields={"title": f"关于{name}的通知", "number": f"云教〔2026〕{number}号", "signed_on": dt.date.fromisoformat(day), "html": "<p>文</p>"},
        )  # fmt: skip
        made[name] = documents.decide_attribute(bureau.drafter, document, attribute="open")
    return made


def row_of(text: str, name: str) -> str:
    return next(r for r in re.findall(r"<tr>(.*?)</tr>", text, re.S) if name in r.split("</th>")[0])


def figures(row: str) -> list[str]:
    cells = re.findall(r"<td.*?</td>", row, re.S)
    return ["".join(re.sub("<[^>]*>", "", cell).split()) for cell in cells]


def test_the_grid_counts_each_body_and_every_figure_opens_its_rows(world, officer, papers, sign_in):
    client = sign_in(officer)
    text = client.get(GRID).content.decode()
    row = row_of(text, "东湖区教育局")
    last = Deadline.objects.get(subject_id=papers["oldest"].pk)
    assert figures(row)[:4] == ["4", "2", "0", "1"]  # running, late, today, this week
    assert figures(row)[4].endswith("个工作日") and last.due_on < dt.date(2026, 5, 20)
    assert figures(row_of(text, "合计"))[:2] == ["5", "3"]
    for link in re.findall(r'href="(/workbench/overview/list/[^"]*)"', row):
        shown = client.get(link.replace("&amp;", "&"))
        number = int(re.search(rf'{re.escape(link)}"[^>]*>(?:<b[^>]*>)?(?:\d+/)?(\d+)', row)[1])
        if "个工作日" not in row.split(link)[1].split("</a>")[0]:
            assert shown.context["page"].total == number, link


def test_the_list_behind_says_who_has_it_and_chases_him(world, officer, papers, sign_in):
    client = sign_in(officer)
    answer = client.get(f"{LIST}?body=donghu&when=late")
    assert [d.subject_id for d in answer.context["page"].rows] == [papers["oldest"].pk, papers["late"].pk]
    text = answer.content.decode()
    assert f"在{world.a.drafter.get_full_name()}处" in text
    row = answer.context["page"].rows[0]
    assert row.url not in text  # the paper itself is not the city's to read
    address = f"/workbench/overview/{row.pk}/chase/"
    assert address in text
    done = client.post(address, {"words": "请本周内公开。"}, follow=True)
    assert done.status_code == 200 and done.request["PATH_INFO"] == LIST
    assert Chase.objects.get().by == officer
    assert Notice.objects.get(text__contains="请本周内公开").user == world.a.drafter
    assert "已催1次" in client.get(f"{LIST}?body=donghu").content.decode()


def test_who_watches_over_one_district_sees_nothing_of_the_other(world, papers, sign_in):
    client = sign_in(world.b.office)
    text = client.get(GRID).content.decode()
    assert "西岭区教育局" in text and "东湖" not in text
    assert client.get(f"{GRID}?of=donghu").status_code == 404
    mine = client.get(LIST).context["page"]
    assert [d.subject_id for d in mine.rows] == [papers["other"].pk]
    foreign = Deadline.objects.get(subject_id=papers["late"].pk)
    assert client.get(f"/workbench/overview/{foreign.pk}/chase/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.chase(world.b.office, foreign, "请尽快。", [world.a.drafter])
    assert not Chase.objects.exists()


@pytest.mark.parametrize("part", ["drafter", "head", "secrecy", "admin"])
def test_who_has_no_such_power_finds_no_grid(part, world, papers, sign_in):
    client = sign_in(world.a.people[part])
    assert client.get(GRID).status_code == 404 == client.get(LIST).status_code
    assert GRID not in client.get("/workbench/").content.decode()


def test_a_district_stands_with_its_schools_and_opens_into_them(world, officer, papers, sign_in):
    school = organization(slug="diyi", name="第一小学", kind="school", parent=world.a.body)
    Deadline.objects.filter(subject_id=papers["late"].pk).update(organization=school, section=school)
    client = sign_in(officer)
    assert figures(row_of(client.get(GRID).content.decode(), "东湖区教育局"))[:2] == ["4", "2"]
    inside = client.get(f"{GRID}?of=donghu").content.decode()
    assert figures(row_of(inside, "第一小学"))[:2] == ["1", "1"]
    assert figures(row_of(inside, "东湖区教育局（本级）"))[:2] == ["3", "1"]
    own = client.get(f"{LIST}?body=donghu.own").context["page"]
    assert papers["late"].pk not in [d.subject_id for d in own.rows] and len(own.rows) == 3


def test_the_home_says_how_much_is_late_below_and_leads_there(world, officer, papers, sign_in):
    text = sign_in(officer).get("/workbench/").content.decode()
    assert "下级单位逾期的" in text and GRID in text
    assert "下级单位逾期的" not in sign_in(world.a.office).get("/workbench/").content.decode()


def test_the_grid_asks_the_same_few_questions_for_many_bodies(
    world, officer, papers, sign_in, django_assert_max_num_queries
):
    client = sign_in(officer)
    client.get(GRID)
    for n in range(8):
        body = organization(slug=f"d{n}", name=f"第{n}区", kind="district", parent=world.a.body.parent)
        row = Deadline.objects.get(subject_id=papers["far"].pk)
        row.pk, row.subject_id, row.organization, row.section = None, 900 + n, body, body
        row.save()
    with django_assert_max_num_queries(30):
        assert "第7区" in client.get(GRID).content.decode()
