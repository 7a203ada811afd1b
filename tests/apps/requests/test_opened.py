"""转主动公开: the twin of a closed case, drafted without the person, reviewed, published, found by the next citizen."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.requests.people import COMPANY, PERSON
from tests.apps.requests.test_redaction import PHONE, contract
from tests.cast import person

from gongkai.apps.organizations.models import Role
from gongkai.apps.portal.baking import make
from gongkai.apps.publishing import actions as publishing
from gongkai.apps.publishing import rules
from gongkai.apps.requests import actions, marks, opened, redacting, releasing
from gongkai.apps.requests.actions import redacting as redacting_acts
from gongkai.apps.requests.models import Letter, Office, OpenedFile, OpenedReply, Redaction, Request
from gongkai.apps.reviews.queries import latest
from gongkai.apps.search.queries import described
from gongkai.clocks import moment
from gongkai.exceptions import Refused

GIVEN = (("1_yes", ""), ("2_ours", ""), ("3_found", "招生科"), ("4_no", ""), ("5_none", ""))
NOTHING = (("1_yes", ""), ("2_ours", ""), ("3_nothing", "检索词3个"))


@pytest.fixture
def closed(world, handler, enter):
    """A case on its whole way, closed: the function takes the answers and what is asked."""
    Office.objects.get_or_create(
        organization=world.a.body, defaults={"review_body": "云川市人民政府", "kept_since": "2026-01-01"}
    )
    Office.objects.filter(organization=world.a.body).update(review_body="云川市人民政府")

    def close(way=GIVEN, text="", **values):
        request = enter("2026-05-18", **values)
        for code, words in way:
            actions.answer(handler, request, point=1, code=code, words=words)
        if text:
            actions.draft(handler, request, text=text)
        actions.submit(handler, Request.objects.get(pk=request.pk))
        actions.agree(world.a.office, Request.objects.get(pk=request.pk))
        actions.agree(world.a.leader, Request.objects.get(pk=request.pk))
        actions.deliver(
            handler, Letter.objects.get(request=request, kind="reply"), method="post", proof="挂号1"
        )
        return Request.objects.get(pk=request.pk)

    return close


def settle(handler, case):
    actions.settle_open(handler, case, to_open=True, reason="多人申请")
    return OpenedReply.objects.get(request=case)


def test_the_draft_says_what_was_asked_and_answered_and_nothing_of_the_person(handler, closed):
    words = f"{PERSON.name}（13800138000）要2025年课后服务采购合同"
    assert opened.without_numbers("张某11010519491231002X、13912345678") == "张某＊＊、＊＊"
    case = closed(wanted=words, subject=words)
    twin = settle(handler, case)
    assert twin.title == "关于＊＊（＊＊）要2025年课后服务采购合同的政府信息公开答复"
    assert "申请公开的内容：＊＊（＊＊）要2025年课后服务采购合同。" in twin.text and "予以公开" in twin.text
    for gone in (PERSON.name, "13800138000", case.shown_number, "受理号", "行政复议", "您"):
        assert gone not in twin.text + twin.title, gone


def test_only_what_gives_something_can_be_opened(handler, closed):
    case = closed(NOTHING)
    with pytest.raises(Refused, match="没有予以公开的内容"):
        actions.settle_open(handler, case, to_open=True, reason="多人申请")
    actions.settle_open(handler, case, to_open=False, reason="不存在")
    assert not OpenedReply.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"给{PERSON.name}的答复", "写了申请人或者第三方的姓名"),
        (COMPANY.name, "写了申请人或者第三方的姓名"),
        ("请联系13900139000", "没有遮盖"),
        ("受理号2026-0001", "写了申请的受理号"),
    ],
)
def test_words_that_lead_to_a_person_stop_the_review(world, handler, enter, closed, words, said):
    case = closed()
    if words == COMPANY.name:
        actions.approve_reopening(world.a.leader, case, because="漏答一项")
        actions.consult(
            handler, Request.objects.get(pk=case.pk), kind="third_party", about="合同", person=COMPANY
        )
        OpenedReply.objects.create(
            organization=case.organization, section=case.section, request=case, drafted_by=handler, title="答复",
            text=words, created_at=moment.now(), updated_at=moment.now(),
        )  # fmt: skip
        twin = OpenedReply.objects.get()
    else:
        twin = settle(handler, case)
        actions.change_opened(handler, twin, title="公开的答复", text=words)
    with pytest.raises(Refused, match=said):
        publishing.submit(handler, OpenedReply.objects.get(pk=twin.pk))


def test_it_walks_its_own_reviews_and_meets_the_next_citizen(world, handler, closed, sign_in,
                                                            django_capture_on_commit_callbacks):  # fmt: skip
    a = world.a
    case = closed(wanted="文津小学课后服务采购合同")
    twin = settle(handler, case)
    client, address = sign_in(handler), f"/workbench/opened/{twin.pk}/"
    shown = client.get(address).content.decode()
    assert case.shown_number in shown and f'action="{address}submit/"' in shown
    done = client.post(f"{address}submit/", follow=True).content.decode()
    assert "已送审" in done
    with pytest.raises(Refused, match="任何人不得改动"):
        actions.change_opened(handler, OpenedReply.objects.get(), title="改", text="改")
    for part in ("secrecy", "office"):
        publishing.agree(a.people[part], latest(OpenedReply.objects.get()))
    with django_capture_on_commit_callbacks(execute=True):
        public = publishing.publish(a.second, OpenedReply.objects.get(), columns=a.columns[:1])
    make.work_off(60)
    page = Client().get(f"/donghu/doc/{public.key}.html").content.decode()
    assert "文津小学课后服务采购合同" in page and "申请答复" in page
    for gone in (PERSON.name, case.shown_number, case.number, "requests"):
        assert gone not in page, gone
    found = described(a.body, "我想要文津小学课后服务采购合同", 3)
    assert [hit.doc.kind for hit in found.hits] == ["申请答复"], "an earlier public reply is offered first"
    assert "公开的答复" in client.get(f"/workbench/requests/{case.pk}/").content.decode()


@pytest.fixture
def released(world, handler, enter):
    """A closed case whose letter went out with a released file, and its twin."""
    Office.objects.update_or_create(
        organization=world.a.body, defaults={"review_body": "云川市人民政府", "kept_since": "2026-01-01"}
    )
    case = enter("2026-05-18")
    for code, words in GIVEN:
        actions.answer(handler, case, point=1, code=code, words=words)
    row = redacting_acts.begin(handler, case, SimpleUploadedFile("合同.pdf", contract()))
    redacting.read_original(row.pk)
    redacting_acts.change(handler, Redaction.objects.get(pk=row.pk), lambda it: it.decide_all(marks.HIDE))
    redacting_acts.make(handler, Redaction.objects.get(pk=row.pk))
    redacting.make_result(row.pk, handler.pk)
    actions.submit(handler, Request.objects.get(pk=case.pk))
    row.refresh_from_db()
    for page in releasing.unseen(world.a.office, row):
        redacting_acts.look(world.a.office, row, page)
    row.refresh_from_db()
    redacting_acts.release(world.a.office, row)
    actions.agree(world.a.office, Request.objects.get(pk=case.pk))
    actions.agree(world.a.leader, Request.objects.get(pk=case.pk))
    actions.deliver(handler, Letter.objects.get(request=case, kind="reply"), method="post", proof="挂号1")
    twin = settle(handler, Request.objects.get(pk=case.pk))
    return Redaction.objects.get(pk=row.pk), twin


def test_the_redacted_file_goes_to_the_public_as_it_was_certified(world, handler, released, sign_in,
                                                                 django_capture_on_commit_callbacks):  # fmt: skip
    row, twin = released
    client, address = sign_in(handler), f"/workbench/opened/{twin.pk}/files/"
    assert "合同.pdf" in client.get(f"/workbench/opened/{twin.pk}/change/").content.decode()
    client.post(address, {"redaction": row.pk, "name": "采购合同（区分处理件）"})
    kept = OpenedFile.objects.get()
    assert kept.sha256 == row.certificate["output_sha256"] and kept.name == "采购合同（区分处理件）.pdf"
    saved = client.get(f"{address}{kept.key}/")
    data = b"".join(saved.streaming_content)
    assert hashlib.sha256(data).hexdigest() == kept.sha256 and PHONE.encode() not in data
    publishing.submit(handler, OpenedReply.objects.get(pk=twin.pk))
    with pytest.raises(Refused, match="任何人不得改动"):
        actions.drop_opened_file(handler, OpenedReply.objects.get(pk=twin.pk), file=kept.pk)
    publishing.agree(world.a.people["secrecy"], latest(OpenedReply.objects.get(pk=twin.pk)))
    publishing.agree(world.a.second, latest(OpenedReply.objects.get(pk=twin.pk)))
    with django_capture_on_commit_callbacks(execute=True):
        public = publishing.publish(
            world.a.leader, OpenedReply.objects.get(pk=twin.pk), columns=world.a.columns[:1]
        )
    make.work_off(60)
    page = Client().get(f"/donghu/doc/{public.key}.html").content.decode()
    assert "采购合同（区分处理件）" in page
    link = next(url for url in re.findall(r'href="([^"]+)"', page) if str(kept.key) in url)
    saved = Client().get(link)
    assert hashlib.sha256(saved.getvalue()).hexdigest() == row.certificate["output_sha256"]


def test_who_released_or_marked_a_file_of_it_judges_nothing_of_the_public_reply(world, handler, released):
    """The file is part of what the public reads: its second person has judged himself."""
    row, twin = released
    marker = person("biaozhu", world.a.body, Role.OFFICE, name="标注")
    assert rules.hands_of(twin) == {handler.pk}, "a file that does not go along bars nobody"
    actions.add_opened_file(handler, twin, redaction=row.pk, name="合同")
    Redaction.objects.filter(pk=row.pk).update(hands=[marker.pk])
    twin = OpenedReply.objects.get(pk=twin.pk)
    assert rules.hands_of(twin) == {handler.pk, world.a.office.pk, marker.pk}
    publishing.submit(handler, twin)
    publishing.agree(world.a.people["secrecy"], latest(twin))
    for barred in (world.a.office, marker):
        with pytest.raises(Refused, match="须由第二个人"):
            publishing.agree(barred, latest(twin))
    publishing.agree(world.a.second, latest(twin))


def test_only_a_released_file_of_this_case_goes_along_and_only_while_it_fits(world, handler, released, enter):
    row, twin = released
    with pytest.raises(Refused, match="请写公众看到的名称"):
        actions.add_opened_file(handler, twin, redaction=row.pk, name=" ")
    other = redacting_acts.begin(handler, enter(), SimpleUploadedFile("别件.pdf", contract()))
    with pytest.raises(Refused, match="本件没有这份遮盖件"):
        actions.add_opened_file(handler, twin, redaction=other.pk, name="别件")
    actions.add_opened_file(handler, twin, redaction=row.pk, name="合同")
    with pytest.raises(Refused, match="已经随文公开"):
        actions.add_opened_file(handler, twin, redaction=row.pk, name="合同")
    Redaction.objects.filter(pk=row.pk).update(certificate={**row.certificate, "output_sha256": "0" * 64})
    with pytest.raises(Refused, match="不是同一个"):
        publishing.submit(handler, OpenedReply.objects.get(pk=twin.pk))
    Redaction.objects.filter(pk=row.pk).update(certificate=row.certificate)
    Redaction.objects.filter(pk=row.pk).update(state="made", released_by=None, released_at=None)
    with pytest.raises(Refused, match="不是同一个"):
        publishing.submit(handler, OpenedReply.objects.get(pk=twin.pk))
    actions.drop_opened_file(handler, OpenedReply.objects.get(pk=twin.pk), file=OpenedFile.objects.get().pk)
    publishing.submit(handler, OpenedReply.objects.get(pk=twin.pk))


def test_a_file_named_after_the_applicant_stops_the_review(handler, released):
    row, twin = released
    actions.add_opened_file(handler, twin, redaction=row.pk, name=f"{PERSON.name}的合同")
    with pytest.raises(Refused, match="姓名"):
        publishing.submit(handler, OpenedReply.objects.get(pk=twin.pk))


def test_who_handles_no_requests_sees_the_twin_and_not_the_case(world, handler, closed, sign_in):
    case = closed()
    twin = settle(handler, case)
    shown = sign_in(world.a.drafter).get(f"/workbench/opened/{twin.pk}/").content.decode()
    assert case.shown_number not in shown and f"/workbench/requests/{case.pk}/" not in shown
    assert sign_in(world.a.drafter).get(f"/workbench/opened/{twin.pk}/change/").status_code in {403, 404}


def test_the_question_says_how_many_people_asked_for_the_same(handler, closed, sign_in):
    for _ in range(2):
        closed(wanted="文津小学课后服务采购合同2025年")
    other = COMPANY
    case = closed(wanted="文津小学2025年课后服务采购合同", person=other, kind="biz")
    closed(wanted="校车安全检查记录")
    shown = sign_in(handler).get(f"/workbench/requests/{case.pk}/settle-open/").content.decode()
    assert "近三年有 2 件申请" in shown and "2 个申请人要过" in shown and "第四十四条" in shown
