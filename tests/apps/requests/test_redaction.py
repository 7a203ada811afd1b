"""区分处理 on the workbench: from the original to the word of the second person, and what stops it on the way."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image, ImageDraw
from tests.apps.requests.applying import GIVEN
from tests.cast import person
from tests.files.builder import Pdf, write

from gongkai import crypt
from gongkai.apps.ledger.models import Entry
from gongkai.apps.organizations.models import Role
from gongkai.apps.requests import actions, marks, redacting, releasing, vault
from gongkai.apps.requests.actions import redacting as acts
from gongkai.apps.requests.actions import replying
from gongkai.apps.requests.models import Office, Redaction, State
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Refused, Unreadable
from gongkai.files.pages import page_png

PHONE = "13912345678"
NOW = "2026-05-20"


@pytest.fixture(autouse=True)
def clock():
    with moment.fixed(NOW):
        yield


def contract() -> bytes:
    """Two pages: a phone number with its label, and the same number again."""
    pdf = Pdf()
    pdf.page(write("合同正文", 20, 170) + write("联系电话：", 20, 150) + write(PHONE, 90, 150))
    pdf.page(write("附件二", 20, 170) + write(PHONE, 20, 120))
    return pdf.bytes()


def upload(data: bytes | None = None, name: str = "合同.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or contract())


@pytest.fixture
def row(handler, enter):
    """An original that was read: two proposals wait."""
    made = acts.begin(handler, enter(), upload())
    redacting.read_original(made.pk)
    made.refresh_from_db()
    return made


def fax(pages: int = 2) -> bytes:
    """A fax of some pages, as machines write it."""
    out = io.BytesIO()
    first, *more = [Image.new("1", (400, 300), 1) for _ in range(pages)]
    for image in (first, *more):
        ImageDraw.Draw(image).rectangle((40, 40, 200, 60), fill=0)
    first.save(out, "TIFF", save_all=True, append_images=more, compression="group4")
    return out.getvalue()


@pytest.mark.parametrize("name", ["传真.tif", "扫描.TIFF"])
def test_a_fax_of_several_pages_is_taken_in_and_made(handler, enter, name):
    row = acts.begin(handler, enter(), upload(fax(), name))
    redacting.read_original(row.pk)
    row.refresh_from_db()
    assert (row.state, row.sizes) == ("marking", [[400.0, 300.0]] * 2)
    with vault.opened(row, vault.ORIGINAL) as path:
        assert page_png(path, 2).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("data", "why"), [(b"II*\0" + bytes(40), "读不出来|损坏|打不开"), (b"%PDF-1.7", "不符")]
)
def test_a_broken_fax_is_said_to_be_one(handler, enter, data, why):
    try:
        row = acts.begin(handler, enter(), upload(data, "传真.tif"))
    except Unreadable as error:
        assert "传真.tif" in error.sentence and "不符" in error.sentence
        return
    redacting.read_original(row.pk)
    row.refresh_from_db()
    assert row.problem and re.search(why, row.problem)


def decide_all(user, row, state=marks.HIDE):
    acts.change(user, row, lambda it: it.decide_all(state))
    row.refresh_from_db()


def finish(user, row):
    """Have the file made, as the background does."""
    acts.make(user, row)
    redacting.make_result(row.pk, user.pk)
    row.refresh_from_db()
    return row


@pytest.fixture
def made(handler, row):
    decide_all(handler, row)
    return finish(handler, row)


def test_the_background_proposes_what_is_personal_with_its_reason(row):
    assert (row.state, [len(size) for size in row.sizes]) == ("marking", [2, 2])
    asked = [(mark["page"], mark["what"], mark["state"], mark["ground"]) for mark in row.marks]
    assert asked == [(1, "手机号码 139…78", "ask", "privacy"), (2, "手机号码 139…78", "ask", "privacy")]
    assert row.marks[0]["why"] == "11位手机号，前有“联系电话”"


def test_files_lie_encrypted_and_nothing_personal_is_kept_beside_them(row, made):
    for part in ("original", "result"):
        with getattr(made, part).open("rb") as stream:
            assert stream.read().startswith(crypt.keyring().mark.encode())
    kept = str([made.marks, made.past, made.elsewhere, made.attempts, made.name, made.certificate])
    assert PHONE not in kept and "合同" not in kept


def test_the_finished_file_holds_nothing_and_its_certificate_fits(made):
    assert made.state == "made"
    data = vault.take(made, vault.RESULT)
    assert [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(data)).pages] == ["", ""]
    proof = made.certificate
    assert proof["input_sha256"] == hashlib.sha256(contract()).hexdigest() == made.original_sha256
    assert proof["output_sha256"] == hashlib.sha256(data).hexdigest()
    assert {"text", "stream", "metadata", "pixels"} <= set(proof["checks"])
    assert "条例" in proof["boxes"][0]["ground"]
    assert vault.misfits(made) == []
    assert Entry.objects.filter(event="requests:redaction_made").count() == 1


def test_a_file_that_was_exchanged_no_longer_fits(made):
    vault.put(made, vault.RESULT, contract())
    made.save()
    assert vault.misfits(made) == ["成品与凭证记载的不是同一个文件"]
    assert [one.code for one in releasing.unfit(made)] == ["redaction:certificate"]


def test_a_page_reads_a_certified_file_once_and_what_lets_it_go_reads_it_anew(made, monkeypatch):
    taken, take = [], vault.take
    monkeypatch.setattr(vault, "take", lambda row, part: taken.append(part) or take(row, part))
    assert vault.misfits(made, remembered=True) == vault.misfits(made, remembered=True) == []
    assert taken == ["original", "result"]
    assert vault.misfits(made) == [] and taken == ["original", "result"] * 2
    vault.put(made, vault.RESULT, contract())  # exchanged: another stored file
    made.save()
    assert vault.misfits(made, remembered=True) == ["成品与凭证记载的不是同一个文件"]


def test_a_stored_file_written_over_is_read_anew_by_the_next_page(made):
    assert vault.misfits(made, remembered=True) == []
    Path(made.result.path).write_bytes(b"x" * 10)
    with pytest.raises(GongkaiError):
        vault.misfits(made, remembered=True)


def test_boxes_changed_behind_the_certificate_no_longer_fit(made):
    made.marks[0]["x1"] -= 5
    assert vault.misfits(made) == ["遮盖的地方与凭证记载的不一致"]


def test_nothing_is_made_before_every_proposal_is_decided(handler, row):
    with pytest.raises(Refused, match="还有2处没有定：第1页1处、第2页1处"):
        acts.make(handler, row)
    assert Redaction.objects.get(pk=row.pk).state == "marking"


def test_the_same_words_left_elsewhere_are_offered_and_stop_the_release(handler, row):
    first, second = row.marks
    acts.change(handler, row, lambda it: it.decide(first["id"], 0, marks.HIDE))
    acts.change(handler, row, lambda it: it.remove(second["id"], 0))
    done = finish(handler, row)
    assert [place["page"] for place in done.elsewhere] == [2]
    assert [(mark["page"], mark["why"]) for mark in done.marks if mark["state"] == "ask"] == [
        (2, "与已遮的内容相同")
    ]
    codes = [one.code for one in releasing.unfit(done)]
    assert codes == ["redaction:open", "redaction:elsewhere"]
    acts.change(handler, done, lambda it: it.decide_all(marks.LEAVE))
    with pytest.raises(Refused, match="为什么可以不遮"):
        acts.waive(handler, done, " ")
    other = person("fuban", done.organization, Role.HANDLER, name="副办")
    acts.waive(other, done, "是单位的公开电话")
    assert other.pk in Redaction.objects.get(pk=done.pk).hands, "who leaves a place unhidden writes too"
    done.refresh_from_db()
    assert releasing.unfit(done) == []


def test_the_words_of_one_box_are_looked_for_in_the_whole_file(handler, row):
    first, second = row.marks
    acts.change(handler, row, lambda it: it.remove(second["id"], 0))
    acts.seek(handler, row, first["id"])
    redacting.seek_same(row.pk, first["id"])
    row.refresh_from_db()
    assert [(m["page"], m["why"]) for m in row.marks] == [
        (1, first["why"]),
        (2, f"与第{first['id']}处的内容相同"),
    ]


def test_changing_a_box_takes_the_finished_file_back(handler, made):
    acts.change(handler, made, lambda it: it.move(1, it.find(1)["rev"], (80, 30, 200, 60)))
    made.refresh_from_db()
    assert (made.state, made.certificate, bool(made.result)) == ("marking", None, False)
    assert len(made.attempts) == 1, "the attempt stays noted"


def test_two_tabs_never_write_over_each_other(handler, row):
    acts.change(handler, row, lambda it: it.decide(1, 0, marks.HIDE))
    with pytest.raises(marks.Stale, match="另一个窗口"):
        acts.change(handler, row, lambda it: it.move(1, 0, (1, 1, 50, 50)))
    row.refresh_from_db()
    assert row.marks[0]["state"] == "hide" and row.marks[0]["x1"] > 60


def test_every_change_can_be_taken_back(handler, row):
    before = [dict(mark) for mark in row.marks]
    acts.change(handler, row, lambda it: it.add(1, (10, 10, 40, 40), "trade_secret"))
    acts.change(handler, row, lambda it: it.decide_all(marks.HIDE))
    acts.change(handler, row, lambda it: it.remove(2, it.find(2)["rev"]))
    for said in ("去掉第2处", "一起定2处", "新标1处"):
        assert acts.change(handler, row, lambda it: it.undo()) == said
    row.refresh_from_db()
    plain = [{key: value for key, value in mark.items() if key != "rev"} for mark in row.marks]
    assert plain == [{key: value for key, value in mark.items() if key != "rev"} for mark in before]
    with pytest.raises(GongkaiError, match="没有可以撤回"):
        acts.change(handler, row, lambda it: it.undo())


@pytest.mark.parametrize(
    ("page", "edges", "ground", "said"),
    [
        (3, (1, 1, 9, 9), "privacy", "没有第3页"),
        (1, (400, 1, 500, 9), "privacy", "在页面以外"),
        (1, (5, 5, 5, 9), "privacy", "框太小"),
        (1, (float("nan"), 5, 9, 9), "privacy", "写成数字"),
        (1, (1, 1, 9, 9), "because", "从清单里选"),
        # why something is given on request only is no reason to keep it from who requests it
        (1, (1, 1, 9, 9), "specific_party", "从清单里选"),
        (1, (1, 1, 9, 9), "not_compulsory", "从清单里选"),
        (1, (1, 1, 9, 9), "after_redaction", "从清单里选"),
    ],
)
def test_a_box_that_hides_nothing_is_not_taken(handler, row, page, edges, ground, said):
    with pytest.raises(GongkaiError, match=said):
        acts.change(handler, row, lambda it: it.add(page, edges, ground))
    assert len(Redaction.objects.get(pk=row.pk).marks) == 2


@pytest.mark.parametrize("name", ["合同.docx", "表.XLSX", "旧.wps", "版.ofd"])
def test_what_has_no_pages_is_asked_for_as_pdf(handler, enter, name):
    with pytest.raises(Unreadable, match="另存为 PDF"):
        acts.begin(handler, enter(), upload(b"PK\x03\x04", name))


def test_a_broken_original_says_so_and_can_be_taken_away(handler, enter):
    case = enter()
    broken = acts.begin(handler, case, upload(b"%PDF-1.7\nnothing more"))
    redacting.read_original(broken.pk)
    broken.refresh_from_db()
    assert broken.state == "unread" and "损坏" in broken.problem
    assert [one.code for one in releasing.to_submit(case)] == ["redaction:unmade"]
    acts.drop(handler, broken)
    assert not case.redactions.exists()


def test_a_leak_that_the_check_finds_is_said_with_its_page(handler, row, monkeypatch):
    from gongkai.files.redaction import NotHeld

    def leaking(*args, **kwargs):
        raise NotHeld(
            "成品没有通过核验，没有写出：第2页的文字。",
            [{"kind": "text", "page": 2, "where": "第2页的文字", "found": PHONE}],
            [],
        )

    monkeypatch.setattr(redacting, "apply", leaking)
    decide_all(handler, row)
    failed = finish(handler, row)
    assert (failed.state, bool(failed.result)) == ("marking", False)
    assert failed.findings == [{"kind": "text", "page": 2, "where": "第2页的文字"}], (
        "what was found is not kept"
    )
    assert failed.attempts[0]["why"] and releasing.unfit(failed)[0].code == "redaction:unmade"


def test_a_job_that_died_is_done_again_and_once(handler, row):
    decide_all(handler, row)
    finish(handler, row)
    before = vault.take(row, vault.RESULT)
    redacting.make_result(row.pk, handler.pk)
    redacting.read_original(row.pk)
    row.refresh_from_db()
    assert row.state == "made" and vault.take(row, vault.RESULT) == before and len(row.attempts) == 1


def test_a_new_key_writes_name_and_files_anew(made, settings):
    settings.FIELD_KEYS = [crypt.new_key(), *settings.FIELD_KEYS]
    assert vault.renew(10) == 1 and vault.renew(10) == 0
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    made.refresh_from_db()
    assert vault.name_of(made) == "合同.pdf" and vault.misfits(made) == []


# The second person


def test_the_reply_does_not_leave_with_a_file_that_is_not_made(handler, row):
    assert "redaction:unmade" in [one.code for one in replying.obstacles_to_submit(handler, row.request)]


def test_who_marked_never_releases_and_the_table_says_so_too(handler, made):
    assert "redaction:hand" in [one.code for one in releasing.to_look(handler, made)]
    with pytest.raises(Refused):
        acts.release(handler, made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redaction.objects.filter(pk=made.pk).update(
            state="released", released_by=handler, released_at=moment.now()
        )


def reviewed(made):
    """The case as it stands in review."""
    made.request.state = State.IN_REVIEW
    made.request.save()


def test_a_second_person_looks_at_every_page_with_a_box_before_release(world, made):
    reviewed(made)
    other = world.a.office
    assert releasing.unseen(other, made) == [1, 2]
    acts.look(other, made, 1)
    made.refresh_from_db()
    with pytest.raises(Refused, match="还有1页有框的没有看：第2页"):
        acts.release(other, made)
    acts.look(other, made, 2)
    acts.release(other, made)
    made.refresh_from_db()
    assert (made.state, made.released_by) == ("released", other)
    assert releasing.to_agree(made.request) == [] and releasing.to_fetch(made) == []


def test_the_word_is_refused_by_the_act_itself_while_a_file_waits_for_its_release(
    world, made, handler, sign_in
):
    Office.objects.filter(organization=world.a.body).update(review_body="云川市人民政府")
    for code in GIVEN:
        actions.answer(handler, made.request, point=1, code=code, words="档案系统")
    actions.submit(handler, made.request)
    with pytest.raises(Refused, match="遮盖件还没有放行"):
        actions.agree(world.a.office, made.request)
    page = sign_in(world.a.office).post(f"/workbench/requests/{made.request_id}/legal/", follow=True)
    assert "遮盖件还没有放行" in page.content.decode(), "the press sent without its button"
    shown = page.content.decode().split("现在要办")[1].split("经过")[0]
    assert "法制审核同意：现在还不能办" in shown and "送审的答复" in shown, (
        "what is judged, and what it waits for"
    )
    assert f'href="/workbench/requests/redactions/{made.pk}/"' in shown
    made.request.refresh_from_db()
    assert made.request.state == State.IN_REVIEW
    assert made.request.replies.get().reviewed_by is None


def test_the_review_waits_for_the_release_and_a_return_asks_for_another_look(world, made):
    reviewed(made)
    assert [one.code for one in releasing.to_agree(made.request)] == ["redaction:unreleased"]
    for page in (1, 2):
        acts.look(world.a.office, made, page)
    acts.release(world.a.office, made)
    acts.take_back(made.request)
    made.refresh_from_db()
    assert (made.state, made.released_by, made.seen) == ("made", None, {})


# Screens


def test_the_screen_marks_without_a_script(client, sign_in, handler, row):
    signed = sign_in(handler)
    address = reverse("requests:redaction", args=[row.pk])
    page = signed.get(address)
    assert page.status_code == 200 and "等您定" in page.content.decode()
    typed = {
        "do": "add",
        "page": "2",
        "x0": "10",
        "y0": "20",
        "x1": "60",
        "y1": "40",
        "ground": "trade_secret",
    }
    answer = signed.post(address, typed, follow=True)
    assert answer.redirect_chain[-1][0].endswith("?page=2&mark=3#box-3")
    signed.post(address, {"do": "hide_all", "page": ""})
    row.refresh_from_db()
    assert [(m["state"], m["ground"]) for m in row.marks] == [
        ("hide", "privacy"),
        ("hide", "privacy"),
        ("hide", "trade_secret"),
    ]
    assert signed.post(address, {"do": "make", "page": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "making"
    assert "正在逐页遮盖" in signed.get(address).content.decode()
    refused = signed.post(address, typed, follow=True).content.decode()
    assert "正在做成品，做完才能改" in refused


@pytest.mark.parametrize(
    "typed",
    [{"x0": "左"}, {"x0": ""}, {"page": "99"}, {"mark": "77", "do": "hide", "rev": "0"}, {"ground": "'"}],
)
def test_wrong_numbers_are_one_sentence(sign_in, handler, row, typed):
    values = {
        "do": "add",
        "page": "1",
        "x0": "1",
        "y0": "1",
        "x1": "9",
        "y1": "9",
        "ground": "privacy",
    } | typed
    answer = sign_in(handler).post(reverse("requests:redaction", args=[row.pk]), values, follow=True)
    assert answer.status_code == 200 and 'class="gk-note is-error"' in answer.content.decode()
    assert len(Redaction.objects.get(pk=row.pk).marks) == 2


def test_pictures_of_pages_are_for_nobodys_cache_and_not_for_foreigners(world, sign_in, handler, made):
    address = reverse("requests:redaction_picture", args=[made.pk])
    own = sign_in(handler)
    answer = own.get(f"{address}?page=1")
    assert answer["Content-Type"] == "image/png"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert own.get(f"{address}?page=1&of=result").content != answer.content
    for wrong in ("page=0", "page=3", "page=x", ""):
        assert own.get(f"{address}?{wrong}").status_code == 404
    for stranger in (world.b.office, world.a.drafter):
        assert sign_in(stranger).get(f"{address}?page=1").status_code == 404


def test_the_finished_file_is_handed_out_after_its_release_alone(world, sign_in, handler, made):
    address = reverse("requests:redaction_file", args=[made.pk])
    early = sign_in(handler).get(address, follow=True)
    assert "放行以后才能下载" in early.content.decode()
    reviewed(made)
    for page in (1, 2):
        acts.look(world.a.office, made, page)
    acts.release(world.a.office, made)
    answer = sign_in(handler).get(address)
    assert hashlib.sha256(answer.content).hexdigest() == made.certificate["output_sha256"]


def test_the_screen_asks_as_many_questions_for_two_boxes_as_for_a_hundred(sign_in, handler, row):
    signed = sign_in(handler)
    address = reverse("requests:redaction", args=[row.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert signed.get(address).status_code == 200
        return len(found)

    asked()
    few = asked()
    places = [(1, (n, n, n + 9, n + 9), {}) for n in range(100)]
    acts.change(handler, row, lambda it: it.add_all(places, "privacy", "hide"))
    assert asked() == few
