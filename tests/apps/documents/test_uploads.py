"""What may come in at the door: judged by what the bytes are, not by what the name says."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai import uploads
from gongkai.exceptions import Unreadable
from gongkai.files import gate

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(60)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(60)


def packed(*names: str, data: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, data)
    return out.getvalue()


def given(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("通知.docx", packed("word/document.xml"), "openxmlformats"),
        ("旧.doc", OLE, "application/msword"),
        ("通知.PDF", b"\n" + PDF, "application/pdf"),
        ("图.png", PNG, "image/png"),
        ("图.jpeg", JPG, "image/jpeg"),
        ("表.csv", "甲,乙".encode("gbk"), "text/csv"),
        ("文.txt", "\ufeff甲".encode("utf-16"), "text/plain"),
    ],
)
def test_what_officials_attach_is_taken_with_its_kind_and_its_sum(name: str, data: bytes, media: str) -> None:
    kept, read, kind, sha = uploads.receive(given(name, data))
    assert (kept, read, sha) == (name, data, hashlib.sha256(data).hexdigest()) and media in kind


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.pdf", b"", "空文件"),
        ("程序.pdf", b"MZ" + bytes(100), "与扩展名 .pdf 不符"),
        ("图.png", JPG, "与扩展名 .png 不符"),
        ("文.txt", b"a\x00b", "与扩展名 .txt 不符"),
        ("网页.svg", b"<svg/>", "不是可以收的文件类型"),
        ("没有扩展名", PDF, "不是可以收的文件类型"),
        ("宏.docx", packed("word/document.xml", "word/vbaProject.bin"), "带有宏"),
        ("坏.docx", b"PK\x03\x04" + bytes(60), "已损坏"),
    ],
)
def test_what_is_not_what_it_says_is_refused_by_name(name: str, data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=name.split(".", maxsplit=1)[0]) as error:
        uploads.receive(given(name, data))
    assert said in error.value.sentence


def test_a_form_takes_only_the_suffixes_it_names() -> None:
    assert uploads.receive(given("a.pdf", PDF), only={"pdf"})
    with pytest.raises(Unreadable, match=r"可收：pdf。"):
        uploads.receive(given("a.txt", b"a"), only={"pdf"})


def test_the_limit_is_whole_megabytes_of_the_installation_or_of_the_form(settings) -> None:
    settings.UPLOAD_LIMIT_MB = 2
    whole = PDF + bytes(2 * 1024 * 1024 - len(PDF))
    assert uploads.receive(given("a.pdf", whole))[1] == whole
    with pytest.raises(Unreadable, match="超过 2 MB"):
        uploads.receive(given("a.pdf", whole + b"x"))
    huge = given("a.pdf", PDF)
    huge.size = 1500 * 1024 * 1024
    with pytest.raises(Unreadable, match="有 1500 MB，超过 2 MB"):
        uploads.receive(huge)
    with pytest.raises(Unreadable, match="有 2 MB，超过 1 MB"):
        uploads.receive(given("a.pdf", whole), megabytes=1)


def test_the_name_loses_its_path_and_all_beyond_two_hundred_signs() -> None:
    assert uploads.receive(given("x.pdf", PDF))[0] == "x.pdf"
    for sent in ("C:\\桌面\\通知.pdf", "../../etc/通知.pdf"):
        upload = given("x.pdf", PDF)
        upload._name = sent  # as a browser of old sent it
        assert uploads.receive(upload)[0] == "通知.pdf"


def test_an_archive_that_swells_is_refused_before_it_is_unpacked(monkeypatch) -> None:
    """Beyond the limit always; from fifty megabytes on where it swells two hundredfold."""
    small = packed("a.xml", data=b"abcdefghij" * 100)
    monkeypatch.setattr(gate, "_UNPACKED", 999)
    with pytest.raises(Unreadable, match="压缩炸弹"):
        uploads.receive(given("大.zip", small))
    monkeypatch.setattr(gate, "_UNPACKED", 1000)
    assert uploads.receive(given("大.zip", small))
    monkeypatch.undo()
    with pytest.raises(Unreadable, match="压缩炸弹"):
        uploads.receive(given("零.zip", packed("a.txt", data=bytes(50_000_001))))
    assert uploads.receive(given("零.zip", packed("a.txt", data=bytes(50_000_000)))), "fifty megabytes may be"


LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600)
WITH_MACRO = OLE + "_VBA_PROJECT".encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("锁.docx", LOCKED, "设有打开密码"),
        ("锁.xlsx", LOCKED, "设有打开密码"),
        ("宏.doc", WITH_MACRO, "带有宏"),
        ("宏.xlsx", packed("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "带有宏"),
        ("宏.odt", packed("mimetype", "content.xml", "Basic/Standard/Module1.xml"), "带有宏"),
        ("弹.zip", packed("a", data=bytes(60_000_000)), "压缩炸弹"),
    ],
)
def test_locks_macros_and_bombs_are_called_what_they_are(name: str, data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=name) as error:
        uploads.receive(given(name, data))
    assert said in error.value.sentence


def test_folders_of_a_plain_archive_are_nobodys_macros() -> None:
    assert uploads.receive(given("包.zip", packed("scripts/说明.txt", "Basic/x.txt")))
