"""Registration, attribute at source, files, the running register."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai import uploads
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.documents import actions, queries
from gongkai.apps.documents.models import DocumentFile, NumberLine, NumberState, OfficialDocument
from gongkai.apps.documents.reading import kind_of, propose
from gongkai.apps.publishing import actions as publishing
from gongkai.exceptions import Refused, Unreadable

pytestmark = pytest.mark.django_db
ID = "11010519491231002X"  # the worked example of GB 11643, nobody's number


def make(bureau, **fields) -> OfficialDocument:
    fields = {
        "title": "关于开展校车安全检查的通知",
        "number": "东教〔2026〕1号",
        "html": "<p>正文</p>",
        **fields,
    }
    return actions.register(bureau.drafter, organization=bureau.body, section=bureau.section, fields=fields)


def sheet(hidden: bool) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "班级"])
    if hidden:
        draft = book.create_sheet("底稿")
        draft.append(["甲", ID])
        draft.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


def test_a_foreign_section_cannot_register(world):
    with pytest.raises(PermissionDenied):
        actions.register(
            world.b.drafter, organization=world.a.body, section=world.a.section, fields={"title": "题"}
        )


@pytest.mark.parametrize(
    ("typed", "state", "kept"),
    [
        ("东教[2026] 3 号", NumberState.NUMBERED, "东教〔2026〕3号"),
        ("东教20263号", NumberState.DAMAGED, "东教20263号"),
        ("无", NumberState.NONE, ""),
        ("胡写一气", NumberState.DAMAGED, "胡写一气"),
        ("教育部令第29号", NumberState.NONE, "教育部令第29号"),
    ],
)
def test_a_number_is_normalised_or_marked_never_repaired(world, typed, state, kept):
    document = make(world.a, number=typed)
    assert (document.number_state, document.number) == (state, kept)


def test_script_never_reaches_the_record(world):
    document = make(world.a, html='<p onclick="x()">甲<script>alert(1)</script></p><img src=x onerror=y>')
    assert document.html == "<p>甲</p>"


@pytest.mark.parametrize("attribute", ["on_request", "closed"])
def test_not_opening_needs_a_coded_ground(world, attribute):
    document = make(world.a)
    with pytest.raises(Refused) as error:
        actions.decide_attribute(world.a.drafter, document, attribute=attribute, ground="随便")
    assert error.value.obstacles[0].article


def test_a_joint_document_names_who_discloses_and_by_what_authority(world):
    document = make(world.a)
    with pytest.raises(Refused) as error:
        actions.decide_attribute(world.a.drafter, document, attribute="open", party_and_government=True)
    assert {o.code for o in error.value.obstacles} == {"attribute:disclosing_body", "attribute:authorisation"}


def test_the_clock_follows_attribute_and_date(world):
    a = world.a
    document = make(a, signed_on=dt.date(2026, 5, 8))
    assert not Deadline.objects.exists()
    document = actions.decide_attribute(a.drafter, document, attribute="open")
    assert Deadline.objects.get().due_on == dt.date(2026, 6, 4)
    document = actions.change(a.drafter, document, {"signed_on": dt.date(2026, 5, 11)})
    assert Deadline.objects.get().due_on == dt.date(2026, 6, 8)
    actions.decide_attribute(a.drafter, document, attribute="closed", ground="process_draft")
    assert Deadline.objects.get().state == "cancelled"
    document.refresh_from_db()
    assert document.review_again_on == dt.date(2027, 5, 20)


def test_hidden_personal_data_blocks_submission_with_its_place(world):
    a = world.a
    document = make(a, signed_on=dt.date(2026, 5, 8))
    document = actions.decide_attribute(a.drafter, document, attribute="open")
    file = actions.attach(a.drafter, document, sheet(hidden=True))
    with pytest.raises(Refused) as error:
        publishing.submit(a.drafter, document)
    (obstacle,) = [o for o in error.value.obstacles if o.code.startswith("file:personal")]
    assert "底稿" in obstacle.sentence and obstacle.article == "《政府信息公开条例》第十五条"
    assert ID not in obstacle.sentence
    actions.detach(a.drafter, file)
    actions.attach(a.drafter, document, sheet(hidden=False))
    publishing.submit(a.drafter, document)


def test_personal_data_in_the_text_blocks_too(world):
    a = world.a
    document = make(a, signed_on=dt.date(2026, 5, 8), html=f"<p>学生甲（{ID}）</p>")
    document = actions.decide_attribute(a.drafter, document, attribute="open")
    with pytest.raises(Refused) as error:
        publishing.submit(a.drafter, document)
    assert "text:personal" in {o.code for o in error.value.obstacles}


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 120_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.docx", b""),
        ("程序.exe", b"MZ\x90\x00"),
        ("假.pdf", b"PK\x03\x04 not a pdf"),
        ("假.docx", b"%PDF-1.7"),
        ("坏.docx", b"PK\x03\x04 cut off"),
        ("图.png", b"\x00\x01\x02"),
        ("炸.docx", bomb()),
    ],
)
def test_hostile_uploads_get_one_sentence_and_nothing_is_kept(world, name, data):
    document = make(world.a)
    with pytest.raises(Unreadable) as error:
        actions.attach(world.a.drafter, document, SimpleUploadedFile(name, data))
    assert name in error.value.sentence
    assert not DocumentFile.objects.exists()


def test_a_path_in_the_name_is_cut_off(world):
    assert uploads.receive(SimpleUploadedFile("..\\..\\etc/passwd.txt", b"x"))[0] == "passwd.txt"


def test_a_text_file_proposes_its_fields(world):
    text = (
        "东湖区教育局文件\n东教〔2026〕12号\n\n东湖区教育局关于做好暑期校园安全工作的通知\n\n各中小学校：\n\n"
        "现将有关事项通知如下。\n\n东湖区教育局\n2026年6月18日\n（此件主动公开）\n"
    )
    proposal = propose("通知.txt", text.encode("gb18030"))
    assert proposal.fields["number"] == "东教〔2026〕12号"
    assert proposal.fields["signed_on"] == dt.date(2026, 6, 18)
    assert proposal.fields["addressee"] == "各中小学校"
    assert proposal.attribute == "open"
    assert proposal.evidence["doc_number"]["how"] == "read"


@pytest.mark.parametrize(
    ("title", "kind"), [("…工作的通知", "通知"), ("…办法（试行）", "其他"), ("…的批复", "批复")]
)
def test_the_kind_is_read_from_the_title(title, kind):
    assert kind_of(title) == kind


def test_the_register_shows_gaps_doubles_and_wrong_order(world):
    a = world.a
    for serial, day in [(1, 5), (2, 9), (4, 7), (4, 8), (7, 12)]:
        make(a, number=f"东教〔2026〕{serial}号", signed_on=dt.date(2026, 1, day))
    actions.explain_number(
        a.office, organization=a.body, agency="东教", year=2026, serial=5, reason="void", note="号未使用"
    )
    assert lines() == [
        (1, ""), (2, ""), (3, "gap"), (4, "double"), (4, "double"), (5, "explained"), (6, "gap"), (7, ""),
    ]  # fmt: skip


def lines() -> list[tuple[int, str]]:
    return list(NumberLine.objects.order_by("serial", "id").values_list("serial", "trouble"))


def test_an_earlier_date_under_a_later_number_is_found(world):
    for serial, day in [(1, 5), (2, 20), (3, 9)]:
        make(world.a, number=f"东教〔2026〕{serial}号", signed_on=dt.date(2026, 1, day))
    assert [trouble for _, trouble in lines()] == ["", "", "order"]


def test_an_absurd_number_does_not_write_out_a_hundred_thousand_gaps(world):
    make(world.a, number="东教〔2026〕99999号")
    assert lines() == [(1, "gap"), (99998, "gap"), (99999, "")]


def test_doubles_of_number_and_text_are_found(world):
    first = make(world.a)
    second = make(world.a, number="东教〔2026〕1号", html="<p>另一文</p>")
    assert queries.similar(world.a.body, number="东教〔2026〕1号", but=second.pk) == [first]
    third = make(world.a, number="东教〔2026〕5号", html="<p>正 文</p>")
    assert queries.similar(world.a.body, fingerprint=third.fingerprint, but=third.pk) == [first]


def test_a_numbered_document_is_never_deleted(world):
    document = make(world.a)
    with pytest.raises(Refused):
        actions.discard(world.a.drafter, document, "重复")
    actions.discard(world.a.drafter, make(world.a, number=""), "登记错了")
    assert OfficialDocument.objects.count() == 1
