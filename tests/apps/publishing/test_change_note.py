"""更正: the note is the drafter's, judged with the text; what the public reads stands against the desk (walk.md B12, B13)."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.ledger.models import Entry
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.models import Version
from gongkai.apps.publishing.publishable import publication_of
from gongkai.apps.reviews.models import Round, Word

NOTE = "第二段“十月”更正为“十一月”，原来写错了月份。"


@pytest.fixture
def changed(world, approved) -> OfficialDocument:
    """Public, and one word of it changed since."""
    document = approved(world.a, html="<p>各学校：</p><p>十月报名。</p><p>请遵照执行。</p>")
    actions.publish(world.a.second, document, columns=world.a.columns[:1])
    document.refresh_from_db()
    return documents.change(
        world.a.drafter, document, {"html": "<p>各学校：</p><p>十一月报名。</p><p>请遵照执行。</p>"}
    )


def page(client: Any, document: OfficialDocument, act: str = "") -> str:
    return client.get(f"/workbench/documents/{document.pk}/{act}").content.decode()


def hand_in(client: Any, document: OfficialDocument, note: str = NOTE) -> str:
    return client.post(
        f"/workbench/documents/{document.pk}/submit-change/", {"change_note": note}, follow=True
    ).content.decode()


def judge(world: Any, document: OfficialDocument) -> None:
    submission = Round.objects.get(subject_id=document.pk, state="open")
    for part in ("head", "secrecy", "office"):
        submission = actions.agree(world.a.people[part], submission)
    document.refresh_from_db()


def test_the_desk_says_what_the_public_reads_and_what_is_not_handed_in(world, changed, sign_in):
    client = sign_in(world.a.drafter)
    text = page(client, changed)
    assert "公众看到的是" in text and "这里有 1 处未送审的改动" in text
    assert "<ins>一</ins>" in text.replace("\n", "") or "<ins>十一</ins>" in text
    documents.change(world.a.drafter, changed, {"addressee": "各中小学校："})
    assert "2 处未送审的改动" in page(client, changed)
    hand_in(client, changed)
    assert "2 处正在审核的改动" in page(client, changed)


def test_nothing_is_said_where_the_public_reads_the_same(world, published, sign_in):
    publication = published(world.a)
    assert "公众看到的是" not in page(sign_in(world.a.drafter), publication.subject)


def test_the_drafter_writes_the_note_the_reviewers_read_it_and_the_public_gets_it(world, changed, sign_in):
    client = sign_in(world.a.drafter)
    assert "更正后送审" in page(client, changed)
    assert "请写明改了什么" in hand_in(client, changed, "")
    assert not Round.objects.filter(subject_id=changed.pk, state="open").exists()
    hand_in(client, changed)
    submission = Round.objects.get(subject_id=changed.pk, state="open")
    assert submission.change_note == NOTE
    assert (
        NOTE in sign_in(world.a.head).get(f"/workbench/publishing/review/{submission.pk}/").content.decode()
    )
    judge(world, changed)
    publisher = sign_in(world.a.second)
    text = page(publisher, changed, "correct/")
    assert NOTE in text and 'name="change_note"' not in text
    publisher.post(
        f"/workbench/documents/{changed.pk}/correct/", {"change_note": "别的话", "scheduled_for": ""}
    )
    assert Version.objects.get(number=2).change_note == NOTE
    assert NOTE in Entry.objects.filter(event="publishing:submitted").order_by("-pk")[0].because


def test_what_was_public_is_not_handed_in_without_a_note(world, changed, sign_in):
    client = sign_in(world.a.drafter)
    answer = client.post(f"/workbench/documents/{changed.pk}/submit/", follow=True).content.decode()
    assert "须写明改了什么" in answer and "submit-change" in answer
    assert not Round.objects.filter(subject_id=changed.pk, state="open").exists()
    assert f'action="/workbench/documents/{changed.pk}/submit/"' not in page(client, changed)


def test_another_note_on_the_same_text_is_judged_anew(world, changed):
    submission = actions.submit(world.a.drafter, changed, change_note=NOTE)
    submission = actions.agree(world.a.head, submission)
    actions.send_back(world.a.secrecy, submission, reasons=["wording"], opinion="说明写清楚")
    changed.refresh_from_db()  # the note alone is to be changed: the same text may come again
    again = actions.submit(world.a.drafter, changed, change_note="更正了月份。")
    assert not Word.objects.filter(round=again, carried_over=True).exists()
    actions.recall(world.a.drafter, again)
    changed.refresh_from_db()
    same = actions.submit(world.a.drafter, changed, change_note=NOTE)
    assert Word.objects.filter(round=same, carried_over=True).exists()


def test_personal_data_in_the_note_stops_it(world, changed, sign_in):
    text = hand_in(sign_in(world.a.drafter), changed, "张三身份证110101199003074514写错了。")
    assert "身份证" in text and not Round.objects.filter(subject_id=changed.pk, state="open").exists()


def test_publication_keeps_its_day(world, changed):
    before = publication_of(changed).published_at
    actions.submit(world.a.drafter, changed, change_note=NOTE)
    judge(world, changed)
    actions.correct(world.a.second, publication_of(changed))
    assert publication_of(changed).published_at == before
