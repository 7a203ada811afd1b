"""What officials do after a decision seemed final: change what was filed, take back what was approved, mend what is
public. Nothing may slip past the second person, and nothing may end in a screen without a way on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import Stage
from gongkai.apps.portal.pages.register import series_of
from gongkai.apps.publishing import actions, rules
from gongkai.clocks import moment
from gongkai.exceptions import Refused
from gongkai.law import lists

pytestmark = pytest.mark.django_db


def walk(bureau, document):
    """送审 and the three agreements."""
    document.refresh_from_db()
    submission = actions.submit(bureau.drafter, document)
    for part in ("head", "secrecy", "office"):
        submission = actions.agree(bureau.people[part], submission)
    document.refresh_from_db()
    return document


def pull(bureau, publication, **more):
    reason = lists.entries("withdrawal")[0].code
    return actions.withdraw(bureau.leader, publication, reason=reason, public_note="更正后再公开。", **more)


def test_a_public_attachment_outlives_its_removal_from_the_working_copy(
    world, draft, django_capture_on_commit_callbacks
):
    document = draft(world.a)
    file = documents.attach(world.a.drafter, document, SimpleUploadedFile("名单.txt", "甲乙丙".encode()))
    walk(world.a, document)
    shown = actions.publish(world.a.second, document, columns=world.a.columns[:1]).versions.get()
    stored = shown.facts["attachments"][0]["stored"]
    with django_capture_on_commit_callbacks(execute=True):
        documents.detach(world.a.drafter, file)
    assert default_storage.exists(stored)


def test_the_file_of_a_mere_draft_goes_with_it(world, draft, django_capture_on_commit_callbacks):
    document = draft(world.a)
    file = documents.attach(world.a.drafter, document, SimpleUploadedFile("名单.txt", "甲乙丙".encode()))
    stored = file.file.name
    with django_capture_on_commit_callbacks(execute=True):
        documents.detach(world.a.drafter, file)
    assert not default_storage.exists(stored)


def test_one_person_cannot_put_the_title_of_a_closed_document_on_the_public_register(world, approved):
    document = approved(world.a, attribute="closed", title="不宜公开的标题")
    assert document.stage == Stage.FILED
    documents.decide_attribute(world.a.drafter, document, attribute="on_request", ground="specific_party")
    page = Client().get("/donghu/register/2026/").content.decode()
    assert "不宜公开的标题" not in page
    document.refresh_from_db()
    assert document.stage == Stage.DRAFT


@pytest.mark.parametrize("act", ["change", "attach"])
def test_any_change_of_a_filed_document_asks_the_reviewers_again(world, approved, act):
    document = approved(world.a, attribute="on_request")
    if act == "change":
        documents.change(world.a.drafter, document, {"title": "换了的标题"})
    else:
        documents.attach(world.a.drafter, document, SimpleUploadedFile("a.txt", "字".encode()))
    document.refresh_from_db()
    assert document.stage == Stage.DRAFT
    assert walk(world.a, document).stage == Stage.FILED


def test_what_turns_open_after_its_yearly_review_has_its_days_from_then_on(world, approved):
    document = approved(world.a, attribute="closed")
    with moment.fixed("2027-05-20"):
        document = documents.decide_attribute(world.a.drafter, document, attribute="open")
        clock = Deadline.objects.get(subject_id=str(document.pk), ended_on__isnull=True)
        assert clock.due_on.isoformat() > "2027-06-10"
        walk(world.a, document)
        actions.publish(world.a.second, document, columns=world.a.columns[:1])


def test_the_publisher_gives_back_what_he_finds_wrong(world, approved):
    document = approved(world.a)
    with pytest.raises(Refused):
        actions.turn_back(world.a.second, document, [], "")
    with pytest.raises(Refused):
        actions.turn_back(world.b.second, document, ["wording"], "")
    actions.turn_back(world.a.second, document, ["wording"], "第二段有错字")
    document.refresh_from_db()
    assert document.stage == Stage.RETURNED
    documents.change(world.a.drafter, document, {"title": "改好的标题"})
    document = walk(world.a, document)
    actions.publish(world.a.second, document, columns=world.a.columns[:1])


def test_the_way_back_is_on_the_publishers_screen(world, approved, sign_in):
    document = approved(world.a)
    browser = sign_in(world.a.second)
    address = f"/workbench/documents/{document.pk}/turn-back/"
    assert address in browser.get(f"/workbench/documents/{document.pk}/publish/").content.decode()
    answer = browser.post(address, {"opinion": ""})
    assert "请选退回原因" in answer.content.decode()
    answer = browser.post(address, {"reasons": ["wording"]}, follow=True)
    assert "已退回" in answer.content.decode()
    assert sign_in(world.a.drafter).post(address, {"reasons": ["wording"]}).status_code == 404


def test_the_drafter_takes_back_what_is_approved_but_not_yet_public(world, approved):
    document = approved(world.a)
    submission = document.submissions.get()
    actions.recall(world.a.drafter, submission)
    document.refresh_from_db()
    assert (document.stage, document.submissions.get().state) == (Stage.DRAFT, "recalled")


def test_what_is_public_cannot_be_recalled(world, published):
    document = published(world.a).subject
    assert rules.obstacles_to_recall(world.a.drafter, document.submissions.get(), document)


def test_the_emergency_path_is_closed_to_what_was_public_before(world, published, sign_in):
    publication = published(world.a)
    document = publication.subject
    documents.change(world.a.drafter, document, {"title": "更正的标题"})
    actions.submit(world.a.drafter, document)
    with pytest.raises(Refused, match="公开过"):
        actions.publish_in_emergency(
            world.a.second, document, reason="今晚有大暴雨", columns=world.a.columns[:1]
        )
    answer = sign_in(world.a.second).post(
        f"/workbench/documents/{document.pk}/emergency/",
        {"reason": "今晚有大暴雨", "columns": [world.a.columns[0].pk]},
    )
    assert "公开过" in answer.content.decode()


def test_after_withdrawal_the_emergency_path_says_why_it_is_closed(world, published):
    publication = published(world.a)
    pull(world.a, publication)
    document = publication.subject
    documents.change(world.a.drafter, document, {"title": "更正的标题"})
    document.refresh_from_db()
    actions.submit(world.a.drafter, document)
    with pytest.raises(Refused, match="公开过"):
        actions.publish_in_emergency(
            world.a.second, document, reason="今晚有大暴雨", columns=world.a.columns[:1]
        )


def test_the_public_register_counts_a_document_as_open_while_its_correction_is_reviewed(world, published):
    document = published(world.a).subject
    documents.change(world.a.drafter, document, {"title": "更正的标题"})
    actions.submit(world.a.drafter, document)
    counts = {state: n for state, _, n in series_of(world.a.body, 2026)[0].counts}
    assert (counts["open"], counts.get("pending")) == (1, None)


def test_no_hidden_title_stays_on_any_public_page(world, published):
    publication = published(world.a, title="张三丰处分决定")
    pull(world.a, publication, hide_title=True)
    for page in ("", "list/", "register/", "corrections/", "record/", "feed.xml", "map/", "list/zhengce/",
                 f"doc/{publication.key}.html", "search/?q=处分"):  # fmt: skip
        assert "张三丰" not in Client().get(f"/donghu/{page}").content.decode(), page


def test_staff_reach_the_public_page_in_one_step(world, published, sign_in):
    publication = published(world.a)
    staff = sign_in(world.a.drafter)
    page = f"/workbench/documents/{publication.subject_id}/"
    address = f"/donghu/doc/{publication.key}.html"
    assert address in staff.get(page).content.decode()
    assert Client().get(address).status_code == 200
    pull(world.a, publication)
    assert "看撤回说明" in staff.get(page).content.decode()


def test_a_locked_document_says_how_it_comes_back(world, draft, sign_in):
    document = draft(world.a)
    submission = actions.submit(world.a.drafter, document)
    page = f"/workbench/documents/{document.pk}/edit/"
    browser = sign_in(world.a.drafter)
    assert "由审核人退回" in browser.get(page).content.decode()
    for part in ("head", "secrecy", "office"):
        submission = actions.agree(world.a.people[part], submission)
    assert "由发布人退回" in browser.get(page).content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"effective_on": dt.date(2026, 7, 1)}, {"expires_on": dt.date(2028, 7, 1)}, {"normative": True}],
)
def test_other_dates_are_another_text_to_the_reviewers(world, draft, fields):
    document = draft(world.a)
    submission = actions.submit(world.a.drafter, document)
    submission = actions.agree(world.a.head, submission)
    actions.send_back(world.a.secrecy, submission, ["basis"])
    documents.change(world.a.drafter, document, fields)
    document.refresh_from_db()
    assert actions.submit(world.a.drafter, document).step == "section"
