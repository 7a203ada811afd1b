"""From publication on: set times, correction, withdrawal, validity, index numbers, the opening clock."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import Stage
from gongkai.apps.ledger.queries import history, verify
from gongkai.apps.publishing import actions, faces, queries
from gongkai.apps.publishing.models import Placement, Publication, Validity
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks import moment
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db


def correct_text(a, publication, html="<p>改正后的正文</p>"):
    document = publication.subject
    document.refresh_from_db()
    documents.change(a.drafter, document, {"html": html})
    submission = actions.submit(a.drafter, document)
    for part in ("head", "secrecy", "office"):
        submission = actions.agree(a.people[part], submission)
    document.refresh_from_db()
    return document


def test_publication_meets_the_clock_of_article_26(world, published):
    publication = published(world.a)
    deadline = Deadline.objects.get(provision="proactive")
    assert deadline.started_on == dt.date(2026, 5, 8)
    assert deadline.due_on == dt.date(2026, 6, 4)  # 20 working days, 9 May is a make-up Saturday
    assert deadline.state == "met"
    assert deadline.ended_on == dt.date(2026, 5, 20)
    assert publication.subject.stage == Stage.PUBLISHED


def test_a_set_time_is_kept_and_caught_up(world, approved):
    a = world.a
    when = dt.datetime(2026, 5, 22, 9, tzinfo=moment.BEIJING)
    publication = actions.publish(a.second, approved(a), columns=a.columns[:1], scheduled_for=when)
    assert publication.state == Publication.State.SCHEDULED
    assert actions.publish_due() == []
    assert not SearchDoc.objects.exists()
    with moment.fixed("2026-05-25"):
        assert actions.publish_due() == [publication]
        assert actions.publish_due() == []
    publication.refresh_from_db()
    assert publication.state == Publication.State.LIVE
    assert SearchDoc.objects.get().subject_id == str(publication.pk)


def test_a_time_in_the_past_or_a_foreign_column_is_refused(world, approved):
    a = world.a
    document = approved(a)
    past = dt.datetime(2026, 5, 1, tzinfo=moment.BEIJING)
    with pytest.raises(Refused) as error:
        actions.publish(a.second, document, columns=world.b.columns[:1], scheduled_for=past)
    assert {o.code for o in error.value.obstacles} == {"publish:foreign_column", "publish:past"}


def test_a_correction_is_reviewed_and_told(world, published):
    a = world.a
    publication = published(a)
    document = correct_text(a, publication)
    assert Deadline.objects.get().state == "met"  # a correction does not start the opening clock again
    assert queries.public_version(publication).html != document.html  # the public still sees the old text
    with pytest.raises(Refused):
        actions.correct(a.second, publication, " ")
    version = actions.correct(a.second, publication, "第二条的日期原写6月31日，应为6月30日。")
    assert (version.number, version.html) == (2, document.html)
    publication.refresh_from_db()
    assert publication.subject.stage == Stage.PUBLISHED
    assert SearchDoc.objects.count() == 1


def test_withdrawal_removes_it_everywhere_at_once(world, published, django_capture_on_commit_callbacks):
    a = world.a
    publication = published(a)
    seen = []
    faces.register_face(seen.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.withdraw(
                a.leader, publication, reason="privacy_found", public_note="附件含个人信息，更正后重新公开。"
            )
    finally:
        faces.unregister_face(seen.append)
    assert [c.what for c in seen] == ["withdrawn"]
    assert not SearchDoc.objects.exists()
    assert queries.public_list(a.body) == []
    assert not Placement.objects.filter(is_live=True).exists()
    publication.refresh_from_db()
    assert publication.state == Publication.State.WITHDRAWN
    assert queries.to_sign(a.office).count() == 1


def test_withdrawal_needs_a_reason_of_the_closed_list(world, published):
    publication = published(world.a)
    with pytest.raises(Refused) as error:
        actions.withdraw(world.a.leader, publication, reason="因为", public_note="")
    assert {o.code for o in error.value.obstacles} == {"withdraw:reason", "withdraw:note"}


def test_a_withdrawn_document_comes_back_only_after_review_and_with_a_note(world, published):
    a = world.a
    publication = published(a)
    actions.withdraw(a.leader, publication, reason="inaccurate", public_note="数字有误。")
    document = correct_text(a, publication)
    document.refresh_from_db()
    assert document.stage == Stage.APPROVED
    with pytest.raises(Refused):
        actions.publish(a.second, document, columns=a.columns[:1])
    again = actions.publish(a.second, document, columns=a.columns[:1], change_note="更正了招生人数。")
    assert again.index_number == publication.index_number  # 索引号 never changes
    assert queries.public_version(again).number == 2


def test_repeal_and_amendment_show_from_their_day_on(world, published):
    a = world.a
    old = published(a, number="东教〔2026〕1号")
    new = published(a, number="东教〔2026〕2号", title="关于废止旧办法的通知")
    actions.change_validity(a.office, new, old, kind="amends", since=dt.date(2026, 5, 1))
    old.refresh_from_db()
    assert old.validity == Validity.AMENDED
    actions.change_validity(a.office, new, old, kind="repeals", since=dt.date(2026, 6, 1))
    old.refresh_from_db()
    assert old.validity == Validity.AMENDED  # not before its day
    with moment.fixed("2026-06-01"):
        assert actions.expire_due() == 1
    old.refresh_from_db()
    assert (old.validity, old.validity_since) == (Validity.REPEALED, dt.date(2026, 6, 1))
    assert not SearchDoc.objects.get(subject_id=str(old.pk)).in_force


def test_time_brings_force_and_expiry(world, approved):
    a = world.a
    publication = actions.publish(
        a.second, approved(a, effective_on=dt.date(2026, 6, 1), expires_on=dt.date(2026, 12, 31)),
        columns=a.columns[:1],
    )  # fmt: skip
    assert publication.validity == Validity.UPCOMING
    with moment.fixed("2026-06-01"):
        actions.expire_due()
    publication.refresh_from_db()
    assert publication.validity == Validity.VALID
    with moment.fixed("2026-12-31"):
        assert actions.expire_due() == 0  # its last day
    with moment.fixed("2027-01-01"):
        actions.expire_due()
    publication.refresh_from_db()
    assert publication.validity == Validity.EXPIRED


def test_a_foreign_document_cannot_repeal(world, published):
    ours, theirs = published(world.a), published(world.b, number="西教〔2026〕1号")
    with pytest.raises(Refused):
        actions.change_validity(world.a.office, theirs, ours, kind="repeals", since=dt.date(2026, 5, 1))


def test_index_numbers_count_per_body_and_year(world, published):
    first = published(world.a, number="东教〔2026〕1号")
    second = published(world.a, number="东教〔2026〕2号")
    other = published(world.b, number="西教〔2026〕1号")
    with moment.fixed("2027-01-05"):
        next_year = published(world.a, number="东教〔2027〕1号", signed_on=dt.date(2027, 1, 4))
    assert [p.index_number[-5:] for p in (first, second, other, next_year)] == [
        "00001",
        "00002",
        "00001",
        "00001",
    ]


def test_history_reads_as_sentences_and_the_chain_holds(world, published):
    publication = published(world.a)
    lines = [line.sentence for line in history(publication.subject)]
    assert lines[0] == "登记公文"
    assert "认定公开属性为“主动公开”" in lines
    assert "科室负责人审核同意，送保密审查" in lines
    assert any(line.startswith("发布到政策文件，索引号") for line in lines)
    assert list(verify()) == []


def test_lists_are_paged_by_key_in_a_fixed_number_of_queries(world, published, django_assert_num_queries):
    for serial in range(1, 8):
        with moment.fixed(f"2026-05-{10 + serial:02d}"):
            published(world.a, number=f"东教〔2026〕{serial}号", signed_on=dt.date(2026, 5, 8))
    column = world.a.columns[0]
    with django_assert_num_queries(2):
        first = queries.public_list(world.a.body, column=column, limit=3)
    second = queries.public_list(
        world.a.body, column=column, limit=3, before=(first[-1].published_at, first[-1].pk)
    )
    rest = queries.public_list(world.a.body, limit=9, before=(second[-1].published_at, second[-1].pk))
    numbers = [p.number for p in [*first, *second, *rest]]
    assert numbers == [f"东教〔2026〕{n}号" for n in range(7, 0, -1)]
