"""What is typed: compared by what it means, asked about where it is odd, never overwritten by another tab."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from wagtail.models import Revision

from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.documents import actions, queries
from gongkai.apps.documents.models import NumberNote, OfficialDocument
from gongkai.apps.documents.numbering import readings
from gongkai.apps.ledger.models import Entry
from gongkai.apps.publishing import actions as publishing
from gongkai.apps.reviews.models import Round
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db

SPELLINGS = [
    "云教办〔2026〕51号", "云教办[2026]51号", "云教办（2026）51号", "云教办(2026)51号", "云教办【2026】51号", "云教办〔２０２６〕５１号",
    "云教办〔2026〕 51 号", "云教办〔2026〕51", "云教办［2026］第51号", "云教\u200b办〔20\u00ad26〕51号", "云教办2026 51", " 云教办 〔2026〕51号。",
]  # fmt: skip


def make(bureau, **fields) -> OfficialDocument:
    fields = {
        "title": "关于开展校车安全检查的通知",
        "number": "云教办〔2026〕51号",
        "html": "<p>正文</p>",
        **fields,
    }
    return actions.register(bureau.drafter, organization=bureau.body, section=bureau.section, fields=fields)


def sent(bureau, **values):
    return {"title": "另一件通知", "number": "", "place": bureau.section.pk, **values}


@pytest.fixture
def by_hand(world, sign_in):
    """A browser of the drafter at the second step of a registration without a file."""
    browser = sign_in(world.a.drafter)
    return browser, browser.post("/workbench/documents/new/", {"by_hand": "1"}).url


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_of_a_number_is_the_same_number(world, typed):
    assert [(r.agency, r.year, r.serial) for r in readings(typed)] == [("云教办", 2026, 51)]
    kept = make(world.a)
    assert queries.similar(world.a.body, number=typed) == [kept]
    assert queries.similar(world.b.body, number=typed) == []


@pytest.mark.parametrize("kept", SPELLINGS)
def test_a_damaged_number_that_is_kept_is_met_too(world, kept):
    first = make(world.a, number=kept)
    assert queries.similar(world.a.body, number="云教办〔2026〕51号") == [first]


@pytest.mark.parametrize("empty", ["", "无", "—", "号"])
def test_two_documents_without_a_number_are_no_doubles(world, empty):
    make(world.a, number=empty)
    assert queries.similar(world.a.body, number=empty) == []


@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_double_is_pointed_out_before_it_is_stored(world, by_hand, typed):
    make(world.a)
    browser, address = by_hand
    page = browser.post(address, sent(world.a, number=typed)).content.decode()
    assert "文号与已登记的一件相同" in page and "再点一次" in page
    assert OfficialDocument.objects.count() == 1
    assert browser.post(address, sent(world.a, number=typed)).status_code == 302
    second = OfficialDocument.objects.order_by("-id").first()
    shown = browser.get(f"/workbench/documents/{second.pk}/").content.decode()
    assert "文号与另一件相同" in shown


def test_the_same_words_are_pointed_out_before_they_are_stored(world, by_hand):
    make(world.a, html="<p>正文　如下</p>")
    browser, address = by_hand
    page = browser.post(address, sent(world.a, text="正文如下")).content.decode()
    assert "内容" in page and OfficialDocument.objects.count() == 1


def test_another_double_is_asked_about_though_one_was(world, by_hand):
    make(world.a)
    make(world.a, number="云教办〔2026〕52号")
    browser, address = by_hand
    for number in ("云教办〔2026〕51号", "云教办〔2026〕52号"):
        assert browser.post(address, sent(world.a, number=number)).status_code == 200
    assert browser.post(address, sent(world.a, number="云教办〔2026〕52号")).status_code == 302


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("云教办〔2062〕5号", "2062年"),
        ("云教办〔2016〕5号", "2016年"),
        ("云教办〔2026〕905号", "还没有登记过"),
    ],
)
def test_an_implausible_number_is_asked_about_when_typed_and_at_submission(world, by_hand, number, said):
    browser, address = by_hand
    page = browser.post(address, sent(world.a, number=number)).content.decode()
    assert said in page and not OfficialDocument.objects.exists()
    assert browser.post(address, sent(world.a, number=number)).status_code == 302
    document = OfficialDocument.objects.get()
    assert said in browser.get(f"/workbench/documents/{document.pk}/").content.decode()


def test_the_next_number_is_not_asked_about(world, by_hand):
    make(world.a)
    browser, address = by_hand
    assert browser.post(address, sent(world.a, number="云教办〔2026〕52号")).status_code == 302


def test_an_implausible_number_typed_later_is_asked_about_too(world, sign_in):
    document = make(world.a)
    browser = sign_in(world.a.drafter)
    address = f"/workbench/documents/{document.pk}/edit/"
    page = browser.post(address, {"title": "题", "number": "云教办〔2062〕51号"}).content.decode()
    asked = re.findall(r'name="asked" value="([^"]+)"', page)
    document.refresh_from_db()
    assert asked and document.number_year == 2026
    answer = browser.post(address, {"title": "题", "number": "云教办〔2062〕51号", "asked": asked})
    document.refresh_from_db()
    assert answer.status_code == 302 and document.number_year == 2062


@pytest.mark.parametrize("day", ["2026-05-21", "2030年1月1日", "9999-12-31"])
def test_no_document_is_signed_on_a_day_that_has_not_come(world, by_hand, sign_in, day):
    browser, address = by_hand
    page = browser.post(address, sent(world.a, signed_on=day, attribute="open")).content.decode()
    assert "晚于今天" in page and not OfficialDocument.objects.exists()
    document = make(world.a)
    page = browser.post(
        f"/workbench/documents/{document.pk}/edit/", {"title": "题", "signed_on": day}
    ).content.decode()
    document.refresh_from_db()
    assert "晚于今天" in page and document.signed_on is None


@pytest.mark.parametrize("day", ["1985-05-05", "2003年6月1日", "2008-04-30"])
def test_a_document_older_than_the_law_is_registered_with_its_attribute_and_without_a_clock(
    world, by_hand, day
):
    browser, address = by_hand
    answer = browser.post(address, sent(world.a, signed_on=day, attribute="open"), follow=True)
    document = OfficialDocument.objects.get()
    assert document.attribute == "open" and not Deadline.objects.exists()
    assert "早于《政府信息公开条例》施行" in answer.content.decode()
    later = {"attribute": "closed", "ground": "process_draft"}
    for values in (later, {"attribute": "open"}):
        assert browser.post(f"/workbench/documents/{document.pk}/attribute/", values).status_code == 302


def test_registration_and_attribute_are_both_done_or_neither(world, by_hand, monkeypatch):
    browser, address = by_hand

    def fails(*_args, **_kwargs):
        raise actions.GongkaiError("没有办成。")

    monkeypatch.setattr(actions.deadlines, "start", fails)
    browser.post(address, {"attachments": SimpleUploadedFile("名单.txt", b"1"), "more": "1"})
    page = browser.post(address, sent(world.a, signed_on="2026-05-08", attribute="open")).content.decode()
    assert "没有办成。" in page and "名单.txt" in page
    assert (
        not OfficialDocument.objects.exists()
        and not Entry.objects.filter(event="documents:registered").exists()
    )


# Two tabs.


def hidden(page: str) -> str:
    return re.search(r'name="seen" value="([^"]+)"', page)[1]  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "first", "second", "both"),
    [
        ("edit/", {"title": "第一个标签页"}, {"title": "第二个标签页"}, ("第一个标签页", "第二个标签页")),
        (
            "attribute/", {"attribute": "open"}, {"attribute": "closed", "ground": "process_draft"},
            ("主动公开", "不予公开"),
        ),
    ],
)  # fmt: skip
def test_two_tabs_never_overwrite_each_other(world, sign_in, path, first, second, both):
    document = make(world.a)
    browser, address = sign_in(world.a.drafter), f"/workbench/documents/{document.pk}/{path}"
    seen = hidden(browser.get(address).content.decode())
    assert browser.post(address, {**first, "seen": seen}).status_code == 302
    document.refresh_from_db()
    state = (document.title, document.attribute)
    page = browser.post(address, {**second, "seen": seen}).content.decode()
    document.refresh_from_db()
    assert (document.title, document.attribute) == state
    assert "又被改过" in page and all(word in page for word in both)
    assert browser.post(address, {**second, "seen": hidden(page)}).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.attribute) != state


# What others agreed to.


def submitted(bureau, document) -> Round:
    document = actions.change(bureau.drafter, document, {"signed_on": dt.date(2026, 5, 8)})
    actions.decide_attribute(bureau.drafter, document, attribute="open")
    return publishing.submit(bureau.drafter, document)


def save(browser, document, text, **more):
    values = {"title": document.title, "issuer": "", "addressee": "", "html": f"<p>{text}</p>", **more}
    address = f"/workbench/office/documents/edit/{document.pk}/"
    return browser.post(address, values, headers={"Accept": "application/json"})


def test_a_revision_that_reviewers_judged_is_never_overwritten(world, sign_in):
    a, document = world.a, make(world.a)
    submission = submitted(a, document)
    publishing.send_back(a.head, submission, reasons=[], opinion="请改")
    before = dict(Revision.objects.get(pk=submission.revision_id).content)
    lines = Entry.objects.filter(event="documents:changed").count()
    answer = save(
        sign_in(a.drafter), document, "换掉的一段", overwrite_revision_id=submission.revision_id
    ).json()
    assert answer["success"] and answer["revision_id"] != submission.revision_id
    assert Revision.objects.get(pk=submission.revision_id).content == before
    assert Entry.objects.filter(event="documents:changed").count() == lines + 1


def test_an_autosave_after_another_act_is_an_act_of_its_own(world, sign_in):
    a, document, browser = world.a, make(world.a), sign_in(world.a.drafter)
    first = save(browser, document, "甲").json()["revision_id"]
    assert save(browser, document, "甲乙", overwrite_revision_id=first).json()["revision_id"] == first
    actions.attach(a.drafter, document, SimpleUploadedFile("名单.txt", b"1"))
    second = save(browser, document, "甲乙丙", overwrite_revision_id=first).json()["revision_id"]
    assert second != first
    third = save(browser, document, "甲乙丙", title="新题", overwrite_revision_id=second).json()[
        "revision_id"
    ]
    assert third != second  # the line of the sitting does not name the title
    fields = [e.facts["fields"] for e in Entry.objects.filter(event="documents:changed").order_by("id")]
    assert fields == ["正文", "正文", "标题"]


def test_a_text_saved_by_another_since_the_editor_was_opened_is_not_overwritten(world, sign_in):
    document, browser = make(world.a), sign_in(world.a.drafter)
    opened = browser.get(f"/workbench/office/documents/edit/{document.pk}/").content.decode()
    loaded = {
        n: re.search(rf'name="{n}" value="([^"]+)"', opened)[1]
        for n in ("loaded_revision_id", "loaded_revision_created_at")
    }  # type: ignore[index]
    actions.change(world.a.head, document, {"html": "<p>科室负责人改的</p>"})
    assert not save(browser, document, "我改的", **loaded).json()["success"]
    values = {"title": document.title, "issuer": "", "addressee": "", "html": "<p>我改的</p>", **loaded}
    page = browser.post(f"/workbench/office/documents/edit/{document.pk}/", values).content.decode()
    document.refresh_from_db()
    assert "又存过一稿" in page and "我改的" in page and document.text == "科室负责人改的"


def test_a_revision_keeps_nothing_that_its_text_tells_and_brings_all_back(world):
    document = make(world.a, html="<p>一稿</p>")
    assert not {"text", "evidence", "fingerprint"} & set(document.latest_revision.content)
    count = Revision.objects.count()
    actions.decide_attribute(world.a.drafter, document, attribute="open")
    assert Revision.objects.count() == count
    document = actions.change(world.a.drafter, document, {"html": "<p>二稿</p>"})
    old = document.revisions.order_by("id").first().as_object()
    assert (old.text, old.html) == ("一稿", "<p>一稿</p>") and old.fingerprint != document.fingerprint


def test_a_document_that_was_handed_in_cannot_be_discarded(world, sign_in):
    a, document = world.a, make(world.a, number="")
    publishing.recall(a.drafter, submitted(a, document))
    browser, address = sign_in(a.drafter), f"/workbench/documents/{document.pk}/discard/"
    assert "送审过" in browser.get(address).content.decode()
    assert "送审过" in browser.post(address, {"because": "不办了"}).content.decode()
    with pytest.raises(Refused):
        actions.discard(a.drafter, document, "不办了")
    assert OfficialDocument.objects.filter(pk=document.pk).exists()


# The running register.


def test_of_documents_out_of_reach_the_register_shows_the_number_alone(world, sign_in):
    from tests.cast import organization

    other = organization(slug="donghu-renshi", name="人事科", kind="section", parent=world.a.body)
    OfficialDocument.objects.filter(pk=make(world.a, signed_on=dt.date(2026, 5, 7)).pk).update(section=other)
    make(world.a, number="云教办〔2026〕52号", title="本科室的通知")
    browser = sign_in(world.a.drafter)
    page = browser.get("/workbench/documents/register/?size=200").content.decode()
    assert "本科室的通知" in page and "不在您的范围内" in page and "云教办〔2026〕51号" in page
    row = page[page.index('id="n51"') : page.index('id="n52"')]
    assert not any(word in row for word in ("人事科", "5月7日", "未认定", "登记中", "校车"))
    sheet = load_workbook(
        io.BytesIO(sign_in(world.a.office).get("/workbench/documents/register/export.xlsx").content)
    )
    assert any(
        "人事科" in str(c.value) for row in sheet.active.iter_rows() for c in row
    )  # the office sees it


def test_words_of_one_officer_about_a_gap_stay_in_the_house(world, sign_in):
    from django.test import Client

    paper = make(world.a, number="云教办〔2026〕2号")
    OfficialDocument.objects.filter(pk=paper.pk).update(stage="filed")  # reviewed, so the register reaches it
    actions.explain_number(
        world.a.office, organization=world.a.body, agency="云教办", year=2026, serial=1, reason="void",
        note="全市学校明日停课\ufffe",
    )  # fmt: skip
    assert NumberNote.objects.get().note == "全市学校明日停课"
    assert (
        "全市学校明日停课" in sign_in(world.a.office).get("/workbench/documents/register/").content.decode()
    )
    public = Client().get("/donghu/register/2026/").content.decode()
    assert "停课" not in public and "空号" in public
    assert Client().get("/donghu/register/2026.xlsx").status_code == 200


# Handover.


@pytest.mark.parametrize("stage", ["draft", "returned", "in_review", "approved", "scheduled"])
def test_what_is_on_its_way_goes_along_when_duties_are_handed_over(world, stage):
    from django.db import transaction

    from gongkai.apps.documents.handover import DRAFTS
    from gongkai.apps.organizations.models import Organization

    document = make(world.a)
    OfficialDocument.objects.filter(pk=document.pk).update(stage=stage)
    places = Organization.objects.filter(pk=world.a.section.pk)
    (title,) = DRAFTS.find(world.a.drafter, places)
    assert title.startswith(document.label)
    with transaction.atomic():
        DRAFTS.move(world.a.admin, world.a.drafter, world.a.head, places)
    document.refresh_from_db()
    assert document.drafted_by == world.a.head and DRAFTS.find(world.a.drafter, places) == []


def test_what_comes_back_from_review_comes_to_the_taker(world):
    from django.db import transaction

    from gongkai.apps.documents.handover import DRAFTS
    from gongkai.apps.organizations.models import Organization

    a = world.a
    document = make(a)
    submission = submitted(a, document)
    with transaction.atomic():
        DRAFTS.move(a.admin, a.drafter, a.second, Organization.objects.filter(pk=a.section.pk))
    publishing.send_back(a.head, submission, reasons=[], opinion="请补附件")
    document.refresh_from_db()
    assert (document.stage, document.drafted_by) == ("returned", a.second)
