"""待补签: what waits for a second person, as page and sheet."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.queries import publication_signed
from gongkai.apps.reviews.actions import ask_second
from gongkai.apps.reviews.models import Signature
from gongkai.clocks import moment

ADDRESS = "/workbench/publishing/countersigns/"


@pytest.fixture
def waiting(world):
    """A function that lets so many withdrawals of a body wait for their second person."""

    def make(count: int, by: str = "office") -> None:
        a, now = world.a, moment.now()
        documents = OfficialDocument.objects.bulk_create(
            OfficialDocument(
                organization=a.body, section=a.section, drafted_by=a.drafter, title=f"第{n}件撤下的通知",
                stage="withdrawn", created_at=now, updated_at=now,
            )
            for n in range(count)
        )  # fmt: skip
        publications = Publication.objects.bulk_create(
            Publication(
                subject_type="documents.officialdocument", subject_id=d.pk, organization=a.body, section=a.section,
                key=f"{by}{d.pk}", index_number=f"{by}{d.pk}", state="withdrawn", published_at=now,
                drafter=a.drafter, published_by=a.leader, title=d.title,
            )
            for d in documents
        )  # fmt: skip
        with moment.fixed("2026-05-13"):
            for publication in publications:
                ask_second(
                    a.people[by], publication, act="withdrawal", reason="内容有误", organization=a.body,
                    section=a.section, drafter=a.drafter,
                )  # fmt: skip

    return make


def test_what_i_may_sign_stands_apart_from_what_others_must(world, waiting, sign_in):
    waiting(1, "office")
    waiting(1, "second")
    mine = sign_in(world.a.second).get(ADDRESS)
    pending = Signature.objects.get(round__submitted_by=world.a.office)
    page = mine.content.decode()
    assert len(mine.context["rows"]) == 1 and f"{ADDRESS}{pending.pk}/" in page and "5个工作日" in page
    others = sign_in(world.a.second).get(f"{ADDRESS}?view=others")
    own = publication_signed(Signature.objects.get(round__submitted_by=world.a.second))
    assert f'href="/workbench/documents/{own.subject_id}/"' in others.content.decode()
    assert [t["count"] for t in others.context["tabs"]] == [1, 1]
    assert sign_in(world.b.second).get(ADDRESS).context["rows"] == []
    assert sign_in(world.a.head).get(ADDRESS).status_code == 404


def test_two_hundred_cost_the_queries_of_fifty(world, waiting, sign_in, django_assert_max_num_queries):
    waiting(210)
    client = sign_in(world.a.second)
    client.get(ADDRESS)
    with django_assert_max_num_queries(30) as few:
        client.get(f"{ADDRESS}?size=50")
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(f"{ADDRESS}?size=200").context["rows"]) == 200


def test_the_sheet_holds_the_rows_of_the_page(world, waiting, sign_in):
    waiting(2)
    book = load_workbook(io.BytesIO(sign_in(world.a.second).get(f"{ADDRESS}export.xlsx").content)).active
    rows = list(book.iter_rows(values_only=True))
    assert rows[0][:5] == ("事项", "已等", "经办人", "办理时间", "理由")
    assert len(rows) == 3 and rows[1][0].startswith("撤回：") and rows[1][1] == "5个工作日"
