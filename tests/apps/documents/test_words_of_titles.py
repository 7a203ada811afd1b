"""Parts of titles and numbers: the index finds what a walk through all rows finds, whoever wrote the row."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Q

from gongkai import fragments
from gongkai.apps.documents import actions
from gongkai.apps.documents.models import TITLES, OfficialDocument
from gongkai.apps.ledger.models import TITLES as OF_ENTRIES
from gongkai.apps.ledger.models import Entry

pytestmark = pytest.mark.django_db
WRITTEN = [
    ("关于做好2026年课后服务工作的通知", "东教〔2026〕30001号"),
    ("《课后服务收费办法（试行）》的批复", "东教办〔2026〕7号"),
    ("KTV等场所　Kèyú 100% 安全_检查", ""),
    ("课 后 服 务", "教育部令第29号"),
    ("𠮷林㐂龘〇路小学的函", "无"),
    ("后课务服", ""),
]  # fmt: skip
ASKED = [
    "课后服务", "课后", "后服", "服务工", "育", "课", "龘", "㐂", "𠮷", "𠮷林", "〇路", "（试行）", "（试", "行）》", "》", "ktv", "TV", "k",
    "è", "È", "0001", "〕30001号", "3", "%", "100%", "_", "安全_检", "　", " ", "课 后", "令第2", "没有", "没有这样的字", "'", '"', '课"后',
    "'; DROP", "课后 服务", "*", "AND", "通知", "号",
]  # fmt: skip


@pytest.fixture
def written(world):
    for title, number in WRITTEN:
        actions.register(
            world.a.drafter, organization=world.a.body, section=world.a.section,
            fields={"title": "先", "signed_on": dt.date(2026, 1, 5)},
        )  # fmt: skip
        # past every action: the index is kept by the database, not by who remembers it
        OfficialDocument.objects.filter(title="先").update(title=title, number=number)


def by_walk(words: str) -> set[int]:
    rows = OfficialDocument.objects.filter(Q(title__icontains=words) | Q(number__icontains=words))
    return set(rows.values_list("pk", flat=True))


def by_index(words: str) -> set[int]:
    return set(TITLES.narrow(OfficialDocument.objects.all(), words).values_list("pk", flat=True))


@pytest.mark.parametrize("few", [2000, 0], ids=["looked up", "met in the order of the list"])
def test_the_index_finds_what_a_walk_finds(written, monkeypatch, few):
    monkeypatch.setattr(fragments, "FEW", few)
    assert {words: by_index(words) for words in ASKED} == {words: by_walk(words) for words in ASKED}
    assert len(by_index("课后服务")) == 2


def test_what_is_changed_or_gone_is_found_no_more(written):
    row = OfficialDocument.objects.get(title__startswith="关于做好")
    OfficialDocument.objects.filter(pk=row.pk).update(title="另一件事")
    assert TITLES.few("另一件") == [row.pk]
    assert TITLES.few("做好2026") == []
    OfficialDocument.objects.filter(pk=row.pk).update(attribute="open")  # other columns leave it as it is
    assert TITLES.few("另一件") == [row.pk]
    OfficialDocument.objects.filter(pk=row.pk)._raw_delete("default")
    assert TITLES.few("另一件") == []


def test_rare_words_are_looked_up_and_not_searched_for(written):
    assert TITLES.few("没有这样的字") == []
    assert len(TITLES.few("龘") or []) == 1
    assert TITLES.few("》") is None or connection.vendor == "postgresql"  # SQLite keeps no such signs


def test_a_common_word_is_known_as_such_and_still_finds_what_comes_and_goes(
    written, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(fragments, "FEW", 1)
    monkeypatch.setattr(fragments, "MOST_COMMON", 2)
    monkeypatch.setattr(fragments, "_common", {})
    assert TITLES.few("课后服务") is None
    with django_assert_num_queries(0):
        assert TITLES.few("课后服务") is None
    before = by_index("课后服务")
    gone, other = sorted(before)[0], OfficialDocument.objects.get(title__startswith="关于做好").pk
    OfficialDocument.objects.filter(pk=gone).update(title="另一件事", number="")
    OfficialDocument.objects.filter(pk=other).update(title="也说课后服务")
    assert by_index("课后服务") == before - {gone} | {other} == by_walk("课后服务")
    for n in range(4):
        fragments._remember("another", str(n))
    assert len(fragments._common) == 2


def test_words_of_the_ledger(written, world):
    entry = Entry.objects.order_by("id").first()
    assert entry.subject_title == "先"
    found = OF_ENTRIES.narrow(Entry.objects.all(), "先")
    assert set(found) == set(Entry.objects.filter(subject_title__icontains="先"))
    assert OF_ENTRIES.few("没有这样的字") == []


def test_every_index_of_words_is_there_after_all_migrations(db):
    """SQLite makes a table anew for some changes of its columns, and its triggers go with the old one."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%fragments%'")
        kept = {row[0] for row in cursor.fetchall()}
    assert kept == {
        "document_fragments_added", "document_fragments_changed", "document_fragments_gone", "ledger_fragments_added",
        "deadline_fragments_added", "deadline_fragments_changed", "deadline_fragments_gone",
        "request_fragments_added", "request_fragments_changed", "request_fragments_gone",
    }  # fmt: skip


def test_the_year_of_a_document_is_that_of_its_number_else_of_its_day(world):
    def year(**fields) -> int | None:
        made = actions.register(
            world.a.drafter,
            organization=world.a.body,
            section=world.a.section,
            fields={"title": "题", **fields},
        )
        return OfficialDocument.objects.get(pk=made.pk).year

    assert year(number="东教〔2024〕3号", signed_on=dt.date(2025, 1, 2)) == 2024
    assert year(signed_on=dt.date(2025, 1, 2)) == 2025
    assert year(number="东教2024第3", signed_on=dt.date(2025, 12, 31)) == 2025
    assert year() is None
