"""The life of a document on screen: obstacles before buttons, two clicks a review, errors that keep what was typed."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.documents import actions as documents
from gongkai.apps.publishing import actions, queries
from gongkai.apps.publishing.actions import submit
from gongkai.apps.publishing.models import Publication
from gongkai.apps.reviews.models import Round, Signature
from gongkai.clocks import moment


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_obstacles_stand_on_the_page_before_the_button_with_article_and_cure(world, sign_in):
    document = documents.register(
        world.a.drafter, organization=world.a.body, section=world.a.section, fields={"title": "没有定属性的"}
    )
    page = text(sign_in(world.a.drafter).get(f"/workbench/documents/{document.pk}/"))
    assert "还不能送审：有 2 项阻碍" in page
    assert "还没有认定公开属性。" in page and "依据 平台规则（参照《政府信息公开条例》第十七条）" in page
    assert f'href="/workbench/documents/{document.pk}/attribute/"' in page
    assert f'action="/workbench/documents/{document.pk}/submit/"' not in page


def test_from_draft_to_public_through_the_screens(draft, world, sign_in):
    document = draft(world.a)
    page = f"/workbench/documents/{document.pk}/"
    sign_in(world.a.drafter).post(f"/workbench/documents/{document.pk}/submit/")
    submission = Round.objects.get()
    for part in ("head", "secrecy", "office"):
        client = sign_in(world.a.people[part])
        start = client.get("/workbench/publishing/review/")
        assert start["Location"] == f"/workbench/publishing/review/{submission.pk}/"
        assert "还不能同意" not in text(client.get(start["Location"]))
        client.post(f"/workbench/publishing/review/{submission.pk}/word/", {"word": "agree"})
        assert client.get("/workbench/publishing/review/").status_code == 200  # says that nothing waits
    second = sign_in(world.a.second)
    assert document.title in text(second.get("/workbench/publishing/waiting/"))
    form = f"/workbench/documents/{document.pk}/publish/"
    kept = text(second.post(form, {"scheduled_for": "2026年6月1日 9:00"}))
    assert "请至少选一个栏目" in kept and 'value="2026年6月1日 9:00"' in kept
    second.post(form, {"columns": [world.a.columns[0].pk]})
    publication = Publication.objects.get()
    assert publication.state == "live"
    assert publication.index_number in text(second.get(page))


def test_returning_needs_a_reason_and_keeps_the_opinion(draft, world, sign_in):
    submission = actions.submit(world.a.drafter, draft(world.a))
    client = sign_in(world.a.head)
    word = f"/workbench/publishing/review/{submission.pk}/word/"
    assert "没有办成" in text(client.post(word, {"word": "return"}))
    answer = client.post(
        word, {"word": "return", "reasons": ["wording"], "opinion": "第三段有错字"}, follow=True
    )
    assert "已退回" in text(answer)
    home = text(sign_in(world.a.drafter).get("/workbench/"))
    assert "退回给我" in home and "第三段有错字" in home


def test_the_drafter_cannot_review_and_is_told_why(draft, world, sign_in):
    submission = actions.submit(world.a.drafter, draft(world.a))
    page = text(sign_in(world.a.drafter).get(f"/workbench/publishing/review/{submission.pk}/"))
    assert "您是本件拟稿人" in page and 'name="word"' not in page


def test_after_a_change_the_reviewer_sees_both_texts(draft, world, sign_in):
    document = draft(world.a)
    first = actions.submit(world.a.drafter, document)
    actions.send_back(world.a.head, first, ["wording"], "改")
    document.refresh_from_db()
    documents.change(
        world.a.drafter, document, {"html": "<p>各学校：</p><p>现将阳光招生有关要求通知如下。</p>"}
    )
    second = actions.submit(world.a.drafter, document)
    page = text(sign_in(world.a.head).get(f"/workbench/publishing/review/{second.pk}/"))
    assert "<del>事项</del>" in page and "<ins>要求</ins>" in page


def test_withdrawal_shows_the_public_note_first_and_asks_for_all_facts(published, world, sign_in):
    publication = published(world.a)
    client = sign_in(world.a.second)
    address = f"/workbench/publishing/{publication.pk}/withdraw/"
    assert "请选定撤回原因" in text(client.post(address, {"public_note": "有误"}))
    said = {"reason": "inaccurate", "public_note": "数据有误，更正后重新发布。"}
    preview = text(client.post(address, said))
    assert "公众只看到" in preview and "数据有误，更正后重新发布。" in preview
    publication.refresh_from_db()
    assert publication.state == "live"
    again = text(client.post(address, {**said, "confirmed": "1", "rewrite": "1"}))
    assert "公众只看到" not in again and "数据有误，更正后重新发布。" in again
    client.post(address, {**said, "confirmed": "1"})
    publication.refresh_from_db()
    assert publication.state == "withdrawn"


def test_an_emergency_waits_for_the_second_signature(draft, world, sign_in):
    document = draft(world.a)
    address = f"/workbench/documents/{document.pk}/emergency/"
    client = sign_in(world.a.office)
    assert "不少于5个字" in text(client.post(address, {"columns": [world.a.columns[0].pk], "reason": "急"}))
    client.post(address, {"columns": [world.a.columns[0].pk], "reason": "暴雨橙色预警，须立即停课"})
    pending = Signature.objects.get()
    sign = f"/workbench/publishing/countersigns/{pending.pk}/countersign/"
    assert "您是本件经办人或拟稿人，不能自己补签" in text(client.get(sign))
    other = sign_in(world.a.second)
    assert document.title in text(other.get("/workbench/publishing/countersigns/"))
    other.post(sign, {"opinion": "同意"})
    pending.refresh_from_db()
    assert pending.word.person == world.a.second


def test_a_correction_is_shown_against_the_public_text(published, world, sign_in):
    publication = published(world.a)
    document = publication.subject
    document.refresh_from_db()
    documents.change(
        world.a.drafter, document, {"html": "<p>各学校：</p><p>现将阳光招生有关安排通知如下。</p>"}
    )
    submission = actions.submit(world.a.drafter, document)
    for part in ("head", "secrecy", "office"):
        submission = actions.agree(world.a.people[part], submission)
    client = sign_in(world.a.second)
    address = f"/workbench/documents/{document.pk}/correct/"
    page = text(client.get(address))
    assert "<del>事项</del>" in page and "<ins>安排</ins>" in page
    assert "请写明改了什么" in text(client.post(address, {}))
    client.post(address, {"change_note": "更正一处用词。"})
    assert publication.versions.count() == 2


def test_a_repeal_is_found_by_its_number_and_refused_for_a_foreign_one(published, world, sign_in):
    old = published(world.a, number="东教〔2026〕7号")
    new = published(world.a, number="东教〔2026〕8号")
    foreign = published(world.b, number="西教〔2026〕1号")
    client = sign_in(world.a.second)
    address = f"/workbench/publishing/{old.pk}/relate/"
    said = {"kind": "repeals", "since": "2026年5月20日"}
    assert "没有找到已公开的" in text(client.post(address, {**said, "source": foreign.number}))
    client.post(address, {**said, "source": new.number})
    old.refresh_from_db()
    assert old.validity == "repealed"


@pytest.mark.parametrize("part", ["drafter", "head", "secrecy", "office", "second", "leader", "auditor"])
def test_no_page_of_a_document_is_a_dead_end(part, published, world, sign_in):
    publication = published(world.a)
    client = sign_in(world.a.people[part])
    assert publication.index_number in text(client.get(f"/workbench/documents/{publication.subject_id}/"))


def test_a_document_of_another_body_is_not_there(draft, world, sign_in):
    document = draft(world.a)
    client = sign_in(world.b.office)
    for tail in ("", "edit/", "attribute/", "discard/"):
        assert client.get(f"/workbench/documents/{document.pk}/{tail}").status_code == 404
    for act in ("publish", "emergency", "correct"):
        assert client.get(f"/workbench/documents/{document.pk}/{act}/").status_code == 404


def test_what_is_late_stands_first_in_the_queue_however_short_it_waits(draft, world):
    """walk.md B5: “余1个工作日” may not stand above “逾期1个工作日”."""
    with moment.fixed("2026-05-11"):
        waits = submit(
            world.a.drafter, draft(world.a, number="东教〔2026〕8号", signed_on=dt.date(2026, 5, 8))
        )
    late = submit(world.a.drafter, draft(world.a, number="东教〔2026〕9号", signed_on=dt.date(2026, 4, 1)))
    assert list(queries.queue(world.a.head)) == [late, waits]
    assert [s.step_since for s in (waits, late)] == sorted(s.step_since for s in (waits, late))


def test_the_review_screen_stays_cheap_with_a_full_queue(
    draft, world, sign_in, django_assert_max_num_queries
):
    def queue(count: int, start: int) -> Round:
        for n in range(count):
            done = actions.submit(world.a.drafter, draft(world.a, number=f"东教〔2026〕{start + n}号"))
        return done

    submission = queue(2, 100)
    client = sign_in(world.a.head)
    address = f"/workbench/publishing/review/{submission.pk}/"
    client.get(address)
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    queue(8, 200)
    with django_assert_max_num_queries(len(few)):
        client.get(address)
