"""A redacted file that goes with a reply: the applicant fetches it with number and check code, and only after its release."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.requests.applying import look_up, sent
from tests.files.builder import Pdf, write

from gongkai.apps.requests import actions, gate, marks, redacting, vault
from gongkai.apps.requests.actions import redacting as acts
from gongkai.apps.requests.models import Delivery, Letter, Redaction, Reply, Request
from gongkai.clocks import moment


@pytest.fixture(autouse=True)
def clock():
    with moment.fixed("2026-05-20T10:00:00"):
        yield


def contract() -> bytes:
    pdf = Pdf()
    pdf.page(write("Phone 13912345678", 20, 150))
    return pdf.bytes()


def answered(world, handler, case):
    """The reply of the case as it went out, judged by two others."""
    body, now = world.a.body, moment.now()
    reply = Reply.objects.create(
        request=case, organization=body, section=case.section, state="sent", outcome="r3_2", text="见附件。",
        drafted_by=handler, drafted_at=now, reviewed_by=world.a.office, approved_by=world.a.leader,
        decided_on=moment.today(),
    )  # fmt: skip
    letter = Letter.objects.create(
        request=case, organization=body, section=case.section, kind="reply", number="云教依申复〔2026〕1号", title="答复书",
        text="见附件。", dated_on=moment.today(), made_by=handler, made_at=now, reply=reply,
    )  # fmt: skip
    Delivery.objects.create(
        letter=letter, method="online", sent_on=moment.today(), proof="网上查看", by=handler, at=now
    )
    return letter


@pytest.fixture
def given(world, handler, citizen):
    """Number and code, a finished redaction, the letter."""
    number, code = sent(citizen)
    case = Request.objects.get()
    actions.confirm(handler, case)
    row = acts.begin(handler, case, SimpleUploadedFile("合同.pdf", contract()))
    redacting.read_original(row.pk)
    row.refresh_from_db()
    acts.change(handler, row, lambda it: it.decide_all(marks.HIDE))
    acts.make(handler, row)
    redacting.make_result(row.pk, handler.pk)
    row.refresh_from_db()
    return number, code, row, answered(world, handler, case)


def release(world, row):
    Redaction.objects.filter(pk=row.pk).update(
        state="released", released_by=world.a.office, released_at=moment.now()
    )
    row.refresh_from_db()


def test_what_was_released_is_fetched_with_number_and_code(world, citizen, given):
    number, code, row, letter = given
    home = f"{citizen.place}status/{number}/"
    address = f"{home}letter/{letter.pk}/"
    look_up(citizen, number, code)
    assert "随信给您的材料" not in citizen.client.get(address).content.decode()
    assert citizen.client.get(f"{home}annex/{row.pk}/").status_code == 404
    release(world, row)
    assert "随信给您的材料" in citizen.client.get(address).content.decode()
    answer = citizen.client.get(f"{home}annex/{row.pk}/")
    assert hashlib.sha256(answer.content).hexdigest() == row.certificate["output_sha256"]
    assert "no-store" in answer["Cache-Control"]
    assert citizen.client.get(f"{home}annex/{row.pk + 1}/").status_code == 404
    assert Client().get(f"{home}annex/{row.pk}/").status_code in {302, 303}


def test_a_file_that_no_longer_fits_its_certificate_goes_to_nobody(world, given):
    _, _, row, letter = given
    release(world, row)
    assert gate.annexes(letter) == [row]
    vault.put(row, vault.RESULT, contract())
    row.save()
    assert gate.annexes(letter) == []
