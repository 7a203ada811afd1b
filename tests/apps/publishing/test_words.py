"""Personal data in what stands beside the text, doubles of a number, rounds of review that stay visible."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.apps.documents import actions as documents
from gongkai.apps.publishing import actions, rules
from gongkai.apps.publishing.models import Publication
from gongkai.apps.reviews.models import Word
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db

ID = "11010519491231002X"  # the specimen number of GB 11643


def codes(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return {o.code for o in refused.value.obstacles}


@pytest.mark.parametrize("field", ["title", "issuer", "addressee", "html"])
@pytest.mark.parametrize("attribute", ["open", "on_request"])
def test_an_identity_number_beside_the_text_blocks_review(world, draft, field, attribute):
    document = draft(world.a, attribute=attribute, **{field: f"关于{ID}的通知"})
    blocked = {o.code for o in rules.content_obstacles(document) if "personal" in o.code}
    assert blocked == ({"text:personal"} if field == "html" else {f"{field}:personal"}) or (
        attribute == "on_request" and field == "html" and not blocked  # that text never goes out
    )


def test_an_identity_number_in_the_name_of_a_file_blocks_review_and_is_shown_masked(world, draft, sign_in):
    document = draft(world.a)
    documents.attach(world.a.drafter, document, SimpleUploadedFile(f"{ID}申请表.txt", "甲".encode()))
    assert any(c.startswith("file:name:") for c in codes(actions.submit, world.a.drafter, document))
    page = sign_in(world.a.drafter).get(f"/workbench/documents/{document.pk}/").content.decode()
    assert "附件的文件名里有个人信息" in page
    assert ID not in page.partition("还不能送审")[2].partition("</section>")[0]


def test_no_note_and_no_opinion_carries_an_identity_number_to_the_public_or_the_ledger(
    world, draft, approved, published
):
    a = world.a
    public = published(a, number="东教〔2026〕1号")
    other = published(a, number="东教〔2026〕2号")
    words = f"涉及{ID}"
    assert "words:personal" in codes(
        actions.withdraw, a.leader, public, reason="privacy_found", public_note=words
    )
    import datetime as dt

    assert "words:personal" in codes(
        actions.change_validity,
        a.office,
        other,
        public,
        kind="amends",
        since=dt.date(2026, 5, 1),
        note=words,
    )
    submission = actions.submit(a.drafter, draft(a, number="东教〔2026〕3号"))
    assert "words:personal" in codes(actions.agree, a.head, submission, words)
    assert "words:personal" in codes(actions.send_back, a.head, submission, ["personal"], words)
    ready = approved(a, number="东教〔2026〕4号")
    assert "words:personal" in codes(actions.turn_back, a.second, ready, ["personal"], words)
    urgent = draft(a, number="东教〔2026〕5号")
    assert "words:personal" in codes(
        actions.publish_in_emergency, a.office, urgent, reason=words, columns=a.columns[:1]
    )
    documents.change(a.drafter, public.subject, {"addressee": "各校"})
    submission = actions.submit(a.drafter, public.subject)
    for part in ("head", "secrecy", "office"):
        submission = actions.agree(a.people[part], submission)
    assert "words:personal" in codes(actions.correct, a.second, public, words)


def test_a_second_document_under_the_same_number_is_not_published(world, approved, published, sign_in):
    first, second = approved(world.a), approved(world.a, title="另一件同号的通知")
    actions.publish(world.a.second, first, columns=world.a.columns[:1])
    assert "publish:double" in codes(actions.publish, world.a.second, second, columns=world.a.columns[:1])
    page = sign_in(world.a.second).get(f"/workbench/documents/{second.pk}/publish/")
    assert "同一文号" in page.content.decode()
    assert Publication.objects.count() == 1


def test_another_body_may_use_the_same_number(world, approved):
    for bureau in (world.a, world.b):
        actions.publish(bureau.second, approved(bureau), columns=bureau.columns[:1])
    assert Publication.objects.count() == 2


# --- rounds stay on the line


def test_every_round_stays_on_the_line_and_the_reviewer_sees_the_last_return(world, draft, sign_in):
    a = world.a
    document = draft(a)
    actions.send_back(a.head, actions.submit(a.drafter, document), ["attachment"], "附件二不是最新的")
    documents.change(a.drafter, document, {"addressee": "各校"})
    submission = actions.agree(a.head, actions.submit(a.drafter, document))
    actions.send_back(a.secrecy, submission, ["wording"], "第三段错字")
    documents.change(a.drafter, document, {"addressee": "各中小学"})
    submission = actions.submit(a.drafter, document)
    page = sign_in(a.head).get(f"/workbench/publishing/review/{submission.pk}/").content.decode()
    top = page.partition('class="gk-left"')[2]
    assert "上次退回：文字差错：第三段错字" in top
    for said in ("附件二不是最新的", "第三段错字", "第1次送审", "第2次送审"):
        assert said in page
    assert "第3次送审" not in page  # the present one is not folded
    detail = sign_in(a.drafter).get(f"/workbench/documents/{document.pk}/").content.decode()
    assert "附件二不是最新的" in detail and "第三段错字" in detail


def test_the_drafter_reads_on_his_page_what_came_back(world, draft, sign_in):
    a = world.a
    document = draft(a)
    actions.send_back(a.head, actions.submit(a.drafter, document), ["basis"], "请写明依据")
    page = sign_in(a.drafter).get(f"/workbench/documents/{document.pk}/").content.decode()
    assert "上次退回：依据不全：请写明依据" in page


def test_a_return_by_the_publisher_and_a_recall_stay_on_the_line_too(world, approved, sign_in):
    a = world.a
    document = approved(a)
    actions.turn_back(a.second, document, ["interpretation"], "缺解读")
    document.refresh_from_db()
    submission = actions.submit(a.drafter, document)
    actions.recall(a.drafter, submission)
    document.refresh_from_db()
    submission = actions.submit(a.drafter, document)
    page = sign_in(a.office).get(f"/workbench/publishing/review/{submission.pk}/").content.decode()
    assert "发布前退回" in page and "缺解读" in page and "撤回送审" in page
    assert Word.objects.filter(step="publish", person=a.second).count() == 1


def test_a_reviewer_who_finds_something_late_may_give_it_back_but_not_the_drafter(world, approved):
    a = world.a
    document = approved(a)
    assert codes(actions.turn_back, a.drafter, document, ["wording"]) >= {"turn_back:own"}
    actions.turn_back(a.office, document, ["wording"])


def test_no_grey_button_of_a_document_without_its_sentence(world, draft, approved, published, sign_in):
    """On the page of every act, whoever looks: a grey button has the block with its reasons above."""
    a = world.a
    states = [
        draft(a, number="东教〔2026〕1号"),
        approved(a, number="东教〔2026〕2号"),
        published(a, number="东教〔2026〕3号").subject,
    ]
    actions.submit(a.drafter, draft(a, number="东教〔2026〕4号"))
    for document in states:
        for part in ("drafter", "head", "office", "second", "leader"):
            browser = sign_in(a.people[part])
            pages = [f"/workbench/documents/{document.pk}/"]
            pages += [
                f"/workbench/documents/{document.pk}/{act}/"
                for act in ("publish", "correct", "emergency", "turn-back")
            ]
            for page in pages:
                answer = browser.get(page)
                if answer.status_code != 200:
                    continue
                text = answer.content.decode()
                if 'aria-disabled="true"' in text:
                    assert "还不能" in text and "项阻碍" in text, (part, page)


def test_an_annex_that_the_text_names_and_nobody_added_is_asked_about_before_and_in_the_review(
    world, draft, sign_in
):
    html = "<p>各学校：</p><p>现将有关事项通知如下。</p><p>附件：入学登记材料清单</p><p>云川市教育局</p>"
    document = draft(world.a, html=html)
    asked, page = (
        "正文列了1个附件（入学登记材料清单），随文的附件文件有0个。",
        f"/workbench/documents/{document.pk}/",
    )
    drafter = sign_in(world.a.drafter)
    assert asked in drafter.get(page).content.decode()
    submission = actions.submit(world.a.drafter, document)
    judge = (
        sign_in(world.a.people["head"]).get(f"/workbench/publishing/review/{submission.pk}/").content.decode()
    )
    assert asked in judge, "it stops nothing, and nobody agrees without having read it"
    actions.recall(world.a.drafter, submission)
    document.refresh_from_db()
    documents.attach(world.a.drafter, document, SimpleUploadedFile("入学登记材料清单.txt", "户口簿".encode()))
    assert "正文列了" not in drafter.get(page).content.decode()


def test_a_sign_that_no_database_keeps_is_dropped_from_a_posted_opinion(world, draft, sign_in):
    submission = actions.submit(world.a.drafter, draft(world.a))
    page = sign_in(world.a.head).post(
        f"/workbench/publishing/review/{submission.pk}/word/", {"word": "agree", "opinion": "同\x00意\x07"}
    )
    assert page.status_code == 302
    assert Word.objects.get(person=world.a.head).opinion == "同意"
