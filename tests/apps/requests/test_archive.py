"""全卷: one zip of an archived case, the same bytes each time, with a line in the ledger."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html
from pypdf import PdfWriter
from tests.apps.requests.people import PERSON

from gongkai import crypt
from gongkai.apps.exports import actions as export_actions
from gongkai.apps.exports import making
from gongkai.apps.exports.models import Export
from gongkai.apps.ledger.models import Entry
from gongkai.apps.organizations.models import Membership
from gongkai.apps.requests import actions
from gongkai.apps.requests.actions import archiving, redacting
from gongkai.apps.requests.models import Request
from gongkai.clocks import moment
from gongkai.exceptions import Refused


def archived(case):
    Request.objects.filter(pk=case.pk).update(archived_at=moment.now())
    case.refresh_from_db()
    return case


def two_pages() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(2):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def zip_of(user, case) -> bytes:
    with archiving.take(user, case) as file:
        return file.read()


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_a_case_that_can_still_change_is_no_file(handler, enter):
    with pytest.raises(Refused, match="归档以后"):
        archiving.take(handler, enter())


def test_everything_is_in_it_register_first_with_hashes(handler, enter):
    case = enter()
    redacting.begin(handler, case, SimpleUploadedFile("合同.pdf", b"%PDF-1.7\n%%EOF\n"))
    actions.consult(handler, case, kind="co_agency", about="合同", name="云川市财政局")
    data = zip_of(handler, archived(case))
    found = names(data)
    assert found[:4] == ["00-卷内目录.html", "00-校验值.txt", "00-版式.css", "01-申请.html"]
    assert any(name.startswith("04-文书/01-") for name in found)
    assert "05-区分处理/01-原件-合同.pdf" in found and found[-1] == "06-经过.html"
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sums = dict(
            reversed(line.split("  ", 1)) for line in packed.read("00-校验值.txt").decode().splitlines()
        )
        for name in found[3:]:
            assert sums[name] == hashlib.sha256(packed.read(name)).hexdigest()
        assert PERSON.name in packed.read("01-申请.html").decode()
        assert sums[found[3]] in packed.read("00-卷内目录.html").decode()


def test_the_same_case_gives_the_same_bytes_and_each_taking_is_noted(handler, enter):
    case = enter()
    actions.consult(handler, case, kind="co_agency", about="合同", name="云川市财政局")
    archived(case)
    with moment.fixed("2026-06-01T09:00:00"):
        first = zip_of(handler, case)
    with moment.fixed("2026-07-01T15:30:00"):
        second = zip_of(handler, case)
    assert first == second
    taken = Entry.objects.filter(event="requests:archive_taken")
    assert [entry.facts["sha256"] for entry in taken] == [hashlib.sha256(first).hexdigest()] * 2
    assert PERSON.name not in str([entry.facts for entry in taken])


def test_only_who_handles_the_case_gets_it(world, sign_in, handler, enter):
    case = archived(enter())
    address = reverse("requests:archive_zip", args=[case.pk])
    answer = sign_in(handler).post(address)
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    assert names(answer.getvalue())[0] == "00-卷内目录.html"
    assert sign_in(handler).get(address).status_code == 302
    for stranger in (world.b.office, world.a.office):
        assert sign_in(stranger).post(address).status_code == 404


def test_the_register_is_that_of_an_archive(handler, enter):
    """Cover, register with number, author, day and pages of each piece, closing note; pages that nobody knows stay blank."""
    case = enter()
    redacting.begin(handler, case, SimpleUploadedFile("合同.pdf", two_pages()))
    actions.consult(handler, case, kind="co_agency", about="合同", name="云川市财政局")
    with zipfile.ZipFile(io.BytesIO(zip_of(handler, archived(case)))) as packed:
        page = html.fromstring(packed.read("00-卷内目录.html").decode())
    assert [head.text_content() for head in page.iter("h1")][1:] == [
        "卷内目录",
        "备考表",
        "校验值（SHA-256）",
    ]
    rows = [[cell.text_content() for cell in row.iter("td")] for row in page.xpath("//section[2]//tbody/tr")]
    letter = case.letters.order_by("id").first()
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert rows[0][2:4] == ["申请人", "申请和当事人"] and rows[0][5] == ""
    written = next(row for row in rows if row[1])
    assert written[1:3] == [letter.number, case.organization.name]
    assert written[4] == f"{letter.dated_on:%Y.%m.%d}"
    assert [row[5] for row in rows if row[3].startswith("区分处理的原件")] == ["2"]
    cover = page.xpath("//section[1]")[0].text_content()
    assert f"{len(rows)}件　2页，另{len(rows) - 1}件打印后填页数" in cover


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(archiving, "AT_ONCE", -1)


@pytest.fixture
def asked(large, sign_in, handler, enter, django_capture_on_commit_callbacks):
    """A large case of which the handler pressed 〔下载全卷〕, made in the background."""
    case = archived(enter())
    with django_capture_on_commit_callbacks(execute=True):
        answer = sign_in(handler).post(reverse("requests:archive_zip", args=[case.pk]))
    assert answer.url == reverse("exports:list")
    export = Export.objects.get()
    making.make(export.pk)
    export.refresh_from_db()
    return case, export


def fetched(client, export) -> bytes:
    answer = client.get(reverse("exports:file", args=[export.pk]))
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    return answer.getvalue()


def test_a_large_case_is_made_behind_and_lies_encrypted_for_a_day(asked, sign_in, handler):
    case, export = asked
    assert export.state == "done" and export.expires_at - export.finished_at == dt.timedelta(days=1)
    with export.file.open("rb") as kept:
        lying = kept.read()
    assert b"PK\x03\x04" not in lying and PERSON.name.encode() not in lying
    assert not Entry.objects.filter(event="requests:archive_taken").exists(), "made is not taken"
    data = fetched(sign_in(handler), export)
    assert data == zip_of(handler, case)
    first = Entry.objects.filter(event="requests:archive_taken").order_by("id").first()
    assert first.facts["sha256"] == export.sha256 == hashlib.sha256(data).hexdigest()
    assert first.facts["bytes"] == export.size == len(data)


def test_it_is_handed_out_through_the_gate_of_the_case(asked, sign_in, handler, world):
    _, export = asked
    address = reverse("exports:file", args=[export.pk])
    assert sign_in(world.a.office).get(address).status_code == 404
    Membership.objects.filter(user=handler).update(valid_to=moment.today() - dt.timedelta(days=1))
    assert sign_in(handler).get(address).status_code in (302, 403, 404)
    assert not Entry.objects.filter(event="requests:archive_taken").exists()


def test_what_happened_since_makes_another_file_of_it(asked, sign_in, handler):
    case, export = asked
    Request.objects.filter(pk=case.pk).update(subject="（个人信息已删除）")
    assert sign_in(handler).get(reverse("exports:file", args=[export.pk])).status_code == 404
    assert "又有办理" in sign_in(handler).get(reverse("exports:list")).content.decode()


def test_a_new_key_writes_what_lies_there_anew(asked, sign_in, handler, settings):
    _, export = asked
    before = fetched(sign_in(handler), export)
    settings.FIELD_KEYS = [crypt.new_key(), *settings.FIELD_KEYS]
    assert export_actions.renew(10) == 1 and export_actions.renew(10) == 0
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    export.refresh_from_db()
    with export.file.open("rb") as kept:
        assert b"".join(crypt.keyring().opened_stream(kept, export.context)) == before
