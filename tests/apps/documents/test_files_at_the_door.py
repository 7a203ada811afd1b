"""Files at the door: looked into once, before the database is asked to wait, and never again for looking at a page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from tests.gongwen.hostile import paragraph, word, workbook

from gongkai import gongwen
from gongkai.apps.documents import actions, reading
from gongkai.apps.documents.models import OfficialDocument
from gongkai.exceptions import Refused

NOTICE = word("".join(map(paragraph, ["关于午餐的通知", "各学校：", "一、按月公开食堂收支。"])))
FAR = workbook('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


@pytest.fixture
def document(world):
    return actions.register(
        world.a.drafter,
        organization=world.a.body,
        section=world.a.section,
        fields={"title": "关于午餐的通知"},
    )


@pytest.fixture
def looked(db, monkeypatch):
    """Whether a transaction was open each time a file was looked into."""
    found: list[bool] = []
    inside, outside = reading.hidden.look, len(connection.savepoint_ids)

    def look(*args, **kwargs):
        found.append(len(connection.savepoint_ids) > outside)
        return inside(*args, **kwargs)

    monkeypatch.setattr(reading.hidden, "look", look)
    return found


def upload(data: bytes = FAR, name: str = "表.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.django_db
def test_no_file_is_looked_into_while_a_transaction_is_open(world, looked, document, sign_in):
    a = world.a
    actions.register(
        a.drafter, organization=a.body, section=a.section, fields={"title": "另一件"},
        source=upload(word(paragraph("正文")), "文.docx"), attachments=[upload()],
    )  # fmt: skip
    actions.attach(a.drafter, document, upload())
    browser = sign_in(a.drafter)
    facts = {"title": document.title, "source": upload(word(paragraph("新的正文")), "新.docx")}
    assert browser.post(f"/workbench/documents/{document.pk}/edit/", facts).status_code == 302
    address = browser.post("/workbench/documents/new/", {"source": upload(NOTICE, "三.docx")}).url
    sent = {"title": "第三件", "place": a.section.pk, "attachments": upload()}
    assert browser.post(address, sent).status_code == 302
    assert OfficialDocument.objects.count() == 3
    assert looked == [False] * 6


@pytest.mark.django_db
def test_a_file_is_read_when_it_comes_and_at_no_later_look(world, sign_in, monkeypatch):
    browser = sign_in(world.a.drafter)
    address = browser.post("/workbench/documents/new/", {"source": upload(NOTICE, "三.docx")}).url
    browser.post(address, {"attachments": upload(), "more": "1"})

    def never(*_args, **_kwargs):
        raise AssertionError("read again")

    monkeypatch.setattr(gongwen, "read", never)
    monkeypatch.setattr(reading.hidden, "look", never)
    for _ in range(3):
        page = browser.get(address).content.decode()
        assert "按月公开" in page and "表.xlsx" in page
    sent = {"title": "第三件", "place": world.a.section.pk}
    assert browser.post(address, sent).status_code == 302
    kept = OfficialDocument.objects.get()
    assert "按月公开" in kept.text and {f.detail for f in kept.files.all()} == {"", "1行"}


@pytest.mark.django_db
def test_a_document_that_is_too_long_is_said_to_be_and_can_be_registered_by_hand(world, sign_in):
    browser = sign_in(world.a.drafter)
    long = upload(word(paragraph("字" * 700_000)), "长.docx")
    address = browser.post("/workbench/documents/new/", {"source": long}).url
    page = browser.get(address).content.decode()
    assert "太长" in page and "文件读不出来" in page
    browser.post(address, {"title": "长文", "place": world.a.section.pk})
    (file,) = OfficialDocument.objects.get().files.all()
    assert "太长" in file.hidden[0]["message"]


@pytest.mark.django_db
def test_who_may_not_change_a_document_makes_nobody_look_into_a_file(world, looked, document):
    with pytest.raises(Refused):
        actions.attach(world.b.drafter, document, upload())
    assert looked == []


@pytest.mark.django_db
def test_a_file_put_in_the_place_of_the_source_leaves_all_as_it_was_if_it_cannot_be_read(world, sign_in):
    a = world.a
    document = actions.register(
        a.drafter, organization=a.body, section=a.section, fields={"title": "题", "html": "<p>旧</p>"},
        source=upload(word(paragraph("旧")), "旧.docx"),
    )  # fmt: skip
    bad = {"title": "新题", "source": upload(word(""), "坏.docx")}
    page = sign_in(a.drafter).post(f"/workbench/documents/{document.pk}/edit/", bad).content.decode()
    assert "坏.docx" in page and "新题" in page
    document.refresh_from_db()
    assert (document.title, document.text, document.files.get().name) == ("题", "旧", "旧.docx")
