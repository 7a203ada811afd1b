"""Files of citizens: by type and content, scanned where a scanner is set, encrypted, and handed out by one gate."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from tests.apps.intake.conftest import text_of

from gongkai import crypt, scanner
from gongkai.apps.intake import gate
from gongkai.apps.intake.actions import attachments, drafts
from gongkai.apps.intake.models import Attachment, Draft
from gongkai.apps.organizations.models import User
from gongkai.apps.people.models import Party
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Unreadable

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF " + b"secret-words"


def file(name="shenfenzheng.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(gate, "_OWNERS", {})
    gate.register(Party, lambda user, record: user.is_authenticated and user.name == "承办人")


@pytest.fixture
def handler(db):
    return User.objects.create_user("handler", name="承办人")


@pytest.fixture(autouse=True)
def _records(monkeypatch):
    """The form's records are Party rows of themselves."""
    from tests.apps.intake import form

    def submit(sending):
        made = form.submit(sending)
        Party.objects.filter(pk=made.pk).update(subject_type="people.party", subject_id=made.pk)
        return made

    object.__setattr__(form.FLOW, "submit", submit)
    yield
    object.__setattr__(form.FLOW, "submit", form.submit)


def stored(settings) -> list[bytes]:
    return [p.read_bytes() for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]


def attach(citizen, *files, **more):
    citizen.post("who/", kind="natural")
    return citizen.post("wanted/", wanted="录取人数", files=list(files), add="1", **more)


def test_a_file_goes_with_the_form_to_its_record(
    citizen, registered, handler, settings, django_capture_on_commit_callbacks
):
    page = attach(citizen, file())
    assert page.status_code == 200 and "shenfenzheng.pdf" in text_of(page)
    assert all(b"secret-words" not in data for data in stored(settings)), (
        "not even the bureau can open a draft's file"
    )
    citizen.answer_all()
    assert "shenfenzheng.pdf" in text_of(citizen.get("check/"))
    with django_capture_on_commit_callbacks(execute=True):
        citizen.send()
    record, row = Party.objects.get(), Attachment.objects.get()
    assert list(attachments.of(record)) == [row] and row.draft is None
    assert "shenfenzheng" not in row.name, "a file's name may name a person"
    assert len(stored(settings)) == 1 and b"secret-words" not in stored(settings)[0]

    answer = gate.answer(handler, str(row.key), record)
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert gate.name_of(handler, row) == "shenfenzheng.pdf"


def test_the_gate_asks_viewer_and_record(citizen, registered, handler, bodies):
    attach(citizen, file())
    draft_key = str(Attachment.objects.get().key)
    with pytest.raises(Http404):
        gate.answer(handler, draft_key)
    citizen.answer_all()
    citizen.send()
    row = Attachment.objects.get()
    other = Party.objects.create(
        organization=bodies[0], subject_type="x", subject_id=0, part="applicant", kind="natural",
        retention="requests", given_at=moment.now(),
    )  # fmt: skip
    for user, key, record in (
        (User.objects.create_user("s", name="旁人"), str(row.key), None),
        (AnonymousUser(), str(row.key), None),
        (handler, str(row.key), other),
        (handler, "00000000-0000-0000-0000-000000000000", None),
    ):
        with pytest.raises(Http404):
            gate.answer(user, key, record)
    Attachment.objects.update(subject_type="nobody.registered")
    with pytest.raises(Http404):
        gate.answer(handler, str(row.key))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.exe", b"MZ", "不是可以收的文件类型"),
        ("a.html", b"<script>", "不是可以收的文件类型"),
        ("a.zip", b"PK\x03\x04", "不是可以收的文件类型"),
        ("a.pdf", b"MZ\x90\x00\x03 program", "内容与扩展名 .pdf 不符"),
        ("a.jpg", PDF, "内容与扩展名 .jpg 不符"),
        ("a.pdf", b"", "是空文件"),
        ("a.pdf", PDF + b" " * (5 * 1024 * 1024), "超过 5 MB 的上限"),
    ],
)
def test_what_may_not_come_in_is_one_sentence_and_the_answers_stay(citizen, name, data, said):
    page = attach(citizen, file(name, data))
    assert page.status_code == 200 and text_of(page).count(said) == 1
    assert "录取人数" in page.content.decode()
    assert Attachment.objects.count() == 0


def test_five_files_and_no_sixth(citizen):
    attach(citizen, *(file(f"{i}.pdf") for i in range(6)))
    assert Attachment.objects.count() == 5
    assert "最多附 5 个文件" in text_of(citizen.post("wanted/", wanted="x", files=[file()], add="1"))


def test_a_file_is_taken_away_by_its_writer_only(
    citizen, browser, settings, django_capture_on_commit_callbacks
):
    attach(citizen, file())
    key = Attachment.objects.get().key.hex
    stranger = browser()
    stranger.post("who/", kind="natural")
    stranger.post("wanted/", wanted="x", remove=key)
    assert Attachment.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        citizen.post("wanted/", wanted="x", remove=key)
    assert Attachment.objects.count() == 0 and stored(settings) == []


def test_files_of_a_draft_that_ends_go_with_it(citizen, settings, django_capture_on_commit_callbacks):
    attach(citizen, file())
    with moment.fixed("2026-06-20"), django_capture_on_commit_callbacks(execute=True):
        drafts.prune()
    assert Attachment.objects.count() == 0 and stored(settings) == []


def test_files_are_forgotten_with_the_person(citizen, settings, django_capture_on_commit_callbacks):
    attach(citizen, file())
    citizen.answer_all()
    with django_capture_on_commit_callbacks(execute=True):
        citizen.send()
        assert attachments.forget(Party.objects.get()) == 1
    assert stored(settings) == []


def test_a_change_of_keys_reaches_the_files(
    citizen, registered, handler, settings, django_capture_on_commit_callbacks
):
    attach(citizen, file())
    citizen.answer_all()
    with django_capture_on_commit_callbacks(execute=True):
        citizen.send()
        settings.FIELD_KEYS = [crypt.new_key(), *settings.FIELD_KEYS]
        assert (attachments.renew(10), attachments.renew(10)) == (1, 0)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert gate.answer(handler, str(Attachment.objects.get().key)).content == PDF
    assert len(stored(settings)) == 1


def test_no_file_of_a_citizen_is_scanned_while_a_transaction_is_open(citizen, monkeypatch):
    outside, found = len(connection.savepoint_ids), []
    monkeypatch.setattr(
        scanner, "check", lambda *given: found.append(len(connection.savepoint_ids) > outside)
    )
    attach(citizen, file(), file("b.pdf"))
    assert found == [False, False], "a slow scanner would keep every body from writing"
    attach(citizen, *(file(f"{i}.pdf") for i in range(5)))
    assert len(found) == 5, "what is one too many is not scanned at all"


def test_a_file_that_comes_when_the_draft_is_gone_is_refused_in_a_sentence(citizen, monkeypatch):
    citizen.post("who/", kind="natural")
    monkeypatch.setattr(scanner, "check", lambda *given: Draft.objects.all().delete())
    page = citizen.post("wanted/", wanted="录取人数", files=[file()], add="1")
    assert "“shenfenzheng.pdf”没有收下" in text_of(page) and Attachment.objects.count() == 0


def test_files_of_one_address_wait_for_the_next_minute_and_the_words_stay(citizen, browser, settings):
    settings.INTAKE_PACE = {**settings.INTAKE_PACE, "file": 3}
    for one in (citizen, browser(), browser()):
        page = attach(one, file("a.pdf"), file("b.pdf"))
    assert "附件传得太快了" in text_of(page) and "录取人数" in page.content.decode()
    assert Attachment.objects.count() == 3


def test_no_file_of_a_citizen_takes_the_last_of_the_disk(citizen, monkeypatch):
    monkeypatch.setattr(attachments, "free_megabytes", lambda: 100)
    page = attach(citizen, file())
    assert "现在存不下更多附件" in text_of(page) and "录取人数" in page.content.decode()
    assert Attachment.objects.count() == 0
    citizen.answer_all()
    assert citizen.send().status_code == 303, "the words come in all the same"


# ── the scanner ──────────────────────────────────────────────────────


@contextmanager
def clamd(answer: bytes, path: Path | None = None):
    """A scanner that reads a whole stream and says one thing; yields its address and what it read."""
    read: list[bytes] = []
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET, socket.SOCK_STREAM)
    server.bind(str(path) if path else ("127.0.0.1", 0))
    server.listen(1)

    def serve():
        link, _ = server.accept()
        with link, link.makefile("rb") as incoming:
            assert incoming.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", incoming.read(4))[0]:
                read.append(incoming.read(size))
            link.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield (f"unix:{path}" if path else f"tcp://127.0.0.1:{server.getsockname()[1]}"), read
    finally:
        thread.join(5)
        server.close()


def test_a_clean_file_passes_whole_over_tcp_and_over_a_socket(settings, tmp_path):
    data = bytes(range(256)) * 1000
    for path in (None, tmp_path / "clamd"):
        with clamd(b"stream: OK\0", path) as (where, read):
            settings.CLAMD = where
            scanner.check("a.pdf", data)
        assert b"".join(read) == data


def test_a_file_with_a_virus_is_refused_by_name(settings):
    with clamd(b"stream: Eicar-Test-Signature FOUND\0") as (where, _):
        settings.CLAMD = where
        with pytest.raises(Unreadable, match="没有通过病毒检查"):
            scanner.check("a.pdf", b"x")


@pytest.mark.parametrize(
    "answer", [b"", b"stream: OK", b"INSTREAM size limit exceeded. ERROR\0", b"OK\0", b"x" * 9000]
)
def test_a_scanner_that_gives_no_clear_answer_lets_nothing_in(settings, answer):
    with clamd(answer) as (where, _):
        settings.CLAMD = where
        with pytest.raises(scanner.Unavailable, match="不能做病毒检查，没有收下"):
            scanner.check("a.pdf", b"x")


def test_a_scanner_that_is_away_lets_nothing_in_and_the_form_says_so(settings, citizen):
    settings.CLAMD, settings.SCAN_SECONDS = "tcp://127.0.0.1:1", 1
    page = attach(citizen, file())
    assert "不能做病毒检查，没有收下；请过几分钟再传。" in text_of(page)
    assert Attachment.objects.count() == 0
    settings.CLAMD = "unix:/nowhere/clamd"
    with pytest.raises(scanner.Unavailable):
        scanner.check("a.pdf", b"x")


def test_a_scanner_that_is_silent_is_not_waited_for_long(settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        settings.CLAMD, settings.SCAN_SECONDS = f"tcp://127.0.0.1:{silent.getsockname()[1]}", 0.2
        with pytest.raises(scanner.Unavailable):
            scanner.check("a.pdf", b"x")


def test_without_a_scanner_nothing_is_asked_and_a_wrong_setting_is_said(settings):
    settings.CLAMD = ""
    scanner.check("a.pdf", b"x")
    settings.CLAMD = "127.0.0.1:3310"
    with pytest.raises(GongkaiError, match="GONGKAI_CLAMD"):
        scanner.check("a.pdf", b"x")
