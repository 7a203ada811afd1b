"""公文台账 and 成批办理: filters in the address, keyset pages, few queries, an outcome for each row."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gongkai.apps.documents import actions
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.publishing.models import Publication
from gongkai.clocks import moment


@pytest.fixture
def many(world):
    def make(count: int) -> None:
        start = moment.now() - dt.timedelta(days=count)
        OfficialDocument.objects.bulk_create(
            OfficialDocument(
                organization=world.a.body, section=world.a.section, drafted_by=world.a.drafter,
                title=f"第{n}件关于一个相当长的标题用来看列表怎样截断的通知", created_at=start + dt.timedelta(days=n // 2),
                updated_at=start, attribute="open" if n % 2 else "undecided",
            )
            for n in range(count)
        )  # fmt: skip

    return make


def titles(answer) -> list[str]:
    return [row[0].title for row in answer.context["rows"]]


def test_pages_meet_without_gap_or_double(many, world, sign_in):
    many(130)
    client = sign_in(world.a.office)
    seen: list[str] = []
    address = "/workbench/documents/"
    while address:
        answer = client.get(address)
        seen += titles(answer)
        after = answer.context["page"].next_after
        address = f"/workbench/documents/?after={after.replace('+', '%2B')}" if after else ""
    assert len(seen) == len(set(seen)) == 130


def test_two_hundred_rows_cost_the_queries_of_fifty(many, world, sign_in, django_assert_max_num_queries):
    many(260)
    client = sign_in(world.a.office)
    client.get("/workbench/documents/")
    with django_assert_max_num_queries(24) as few:
        client.get("/workbench/documents/")
    with django_assert_max_num_queries(len(few)):
        assert len(titles(client.get("/workbench/documents/?size=200"))) == 200


def test_what_is_public_of_a_page_of_documents_costs_one_question(
    many, world, sign_in, django_assert_num_queries
):
    """公开日期 and 有效性 stand in the row, however many of the page are public."""
    many(60)
    client, address = sign_in(world.a.office), "/workbench/documents/?size=50"
    client.get(address)
    with CaptureQueriesContext(connection) as none_public:
        client.get(address)
    now = moment.now()
    Publication.objects.bulk_create(
        Publication(
            subject_type="documents.officialdocument", subject_id=d.pk, organization=world.a.body,
            section=world.a.section, key=f"k{d.pk}", index_number=f"i{d.pk}", state="live", published_at=now,
            drafter=world.a.drafter, published_by=world.a.leader, title=d.title,
        )
        for d in OfficialDocument.objects.all()
    )  # fmt: skip
    with django_assert_num_queries(len(none_public)):
        page = client.get(address).content.decode()
    assert page.count("2026年5月20日公开") == 50 and page.count("现行有效") >= 50
    asked = [q["sql"] for q in none_public if q["sql"].startswith('SELECT "publishing_publication"')]
    assert len(asked) == 1


def test_filters_narrow_and_unknown_values_do_no_harm(draft, many, world, sign_in):
    many(6)
    draft(world.a, number="东教〔2026〕7号")
    client = sign_in(world.a.office)
    assert titles(client.get("/workbench/documents/?q=东教[2026]7号")) == [
        "关于做好2026年义务教育招生入学工作的通知"
    ]
    assert len(titles(client.get("/workbench/documents/?view=undecided"))) == 3
    assert len(titles(client.get("/workbench/documents/?attribute=open&year=2026"))) == 1
    assert len(titles(client.get("/workbench/documents/?stage=nonsense&year=abc&after=x~y"))) == 7
    empty = client.get("/workbench/documents/?q=没有这样的字").content.decode()
    assert "没有符合条件的公文" in empty and "清除条件再看" in empty


def test_another_body_sees_and_exports_nothing(draft, world, sign_in):
    draft(world.a)
    client = sign_in(world.b.office)
    assert titles(client.get("/workbench/documents/")) == []
    sheet = load_workbook(io.BytesIO(client.get("/workbench/documents/export.xlsx").content)).active
    assert sheet.max_row == 1


def test_the_sheet_has_the_rows_of_the_list(draft, world, sign_in):
    draft(world.a)
    answer = sign_in(world.a.office).get("/workbench/documents/export.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("标题", "发文字号")
    assert rows[1][1] == "东教〔2026〕7号" and "个工作日" in rows[1][rows[0].index("公开期限")]


def test_overdue_view_shows_what_is_late(draft, world, sign_in):
    draft(world.a, signed_on=dt.date(2026, 3, 2))
    client = sign_in(world.a.office)
    assert len(titles(client.get("/workbench/documents/?view=overdue"))) == 1
    assert "逾期" in client.get("/workbench/documents/?view=overdue").content.decode()


def test_bulk_submission_tells_each_row_its_outcome(draft, world, sign_in):
    good = draft(world.a)
    bad = actions.register(
        world.a.drafter, organization=world.a.body, section=world.a.section, fields={"title": "没有定属性的"}
    )
    foreign = draft(world.b, number="西教〔2026〕1号")
    page = sign_in(world.a.drafter).post(
        "/workbench/documents/bulk/", {"ids": [good.pk, bad.pk, foreign.pk], "act": "submit"}
    )
    text = page.content.decode()
    assert "办成 1 件，没有办成 1 件" in text and "还没有认定公开属性" in text
    good.refresh_from_db()
    foreign.refresh_from_db()
    assert (good.stage, foreign.stage) == ("in_review", "draft")


def test_bulk_attribute_asks_for_the_ground_and_then_decides(world, sign_in):
    documents = [
        actions.register(
            world.a.drafter, organization=world.a.body, section=world.a.section, fields={"title": t}
        )
        for t in ("甲", "乙")
    ]
    client = sign_in(world.a.drafter)
    chosen = {"ids": [d.pk for d in documents], "act": "attribute"}
    assert "给 2 件公文认定公开属性" in client.post("/workbench/documents/bulk/", chosen).content.decode()
    asked = client.post("/workbench/documents/bulk/", {**chosen, "decided": "1", "attribute": "closed"})
    assert "须选定理由" in asked.content.decode()
    done = client.post(
        "/workbench/documents/bulk/",
        {**chosen, "decided": "1", "attribute": "closed", "ground": "process_draft"},
    )
    assert "办成 2 件" in done.content.decode()
    assert set(OfficialDocument.objects.values_list("attribute", flat=True)) == {"closed"}
