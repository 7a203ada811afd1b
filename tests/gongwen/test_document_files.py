"""Files that are broken, hostile or not what they are called; PDF; encodings."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import cli
from gongkai.exceptions import Unreadable
from gongkai.files import guard
from gongkai.gongwen import read
from gongkai.gongwen.text import close_up, repair

Maker = Callable[..., bytes]


def zipped(**entries: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


def sentence(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, name)
    text = caught.value.sentence
    assert "\n" not in text and name in text and text.endswith("。")
    return text


def test_empty_files() -> None:
    for data in (b"", b" \r\n ", b"\xef\xbb\xbf", b"\x00" * 100):
        assert "空" in sentence(data, "a.txt")


def test_old_word_rtf_sheet_and_other_archives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.files.office.program", lambda: None)
    assert ".docx" in sentence(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.doc")
    assert "RTF" in sentence(b"{\\rtf1 abc}", "a.docx")
    assert "表格" in sentence(zipped(xl__workbook_xml=b"<x/>"), "a.docx")
    assert "压缩包" in sentence(zipped(hello=b"x"), "a.docx")


def test_broken_word_files(make_docx: Maker) -> None:
    data = make_docx(["正文"])
    for cut in (10, 100, len(data) // 2, len(data) - 10):
        assert sentence(data[:cut], "a.docx")
    assert "损坏" in sentence(zipped(word__document_xml=b"<broken"), "a.docx")
    assert "正文" in sentence(zipped(word__document_xml=b"<a/>"), "a.docx")


def test_flipped_bytes_never_escape(make_docx: Maker) -> None:
    data = make_docx(["正文一二三"] * 20)
    for place in range(0, len(data), 211):
        damaged = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        try:
            assert read(damaged, "a.docx").html is not None
        except Unreadable:
            continue


def test_zip_bombs() -> None:
    assert "异常" in sentence(zipped(word__document_xml=b"0" * 30_000_000), "a.docx")


def test_entities_are_not_resolved() -> None:
    ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = (
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY b "bbbb">]>'
        f'<w:document xmlns:w="{ns}"><w:body><w:p><w:r><w:t>甲&e;乙&b;</w:t></w:r></w:p></w:body></w:document>'
    )
    with contextlib.suppress(Unreadable):
        assert "root" not in read(zipped(word__document_xml=xml.encode()), "a.docx").text


def test_deep_nesting_is_refused_or_read(make_docx: Maker) -> None:
    ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
    deep = "<w:sdt><w:sdtContent>" * 4000 + inner + "</w:sdtContent></w:sdt>" * 4000
    xml = f'<w:document xmlns:w="{ns}"><w:body>{deep}</w:body></w:document>'
    for data, name in (
        (zipped(word__document_xml=xml.encode()), "a.docx"),
        (b"<div>" * 30000 + "甲".encode(), "a.html"),
    ):
        try:
            read(data, name)
        except Unreadable:
            continue


def test_binary_called_text() -> None:
    assert "文本" in sentence(bytes(range(256)) * 20, "a.txt")
    assert sentence(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "a.txt")


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.files.door.MAX_BYTES", 10)
    assert "超过" in sentence(b"x" * 11, "a.txt")
    assert guard.MAX_BYTES > 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    text = "关于某事的通知\n各学校：\n正文，㐂字也在。\n"
    assert read(text.encode(encoding), "a.txt").text == text.strip()


def test_a_page_that_declares_gb2312() -> None:
    page = "<html><head><meta charset=gb2312></head><body><p>政务公开镕</p></body></html>"
    assert read(page.encode("gb18030"), "a.html").text == "政务公开镕"
    assert read(page.encode("utf-8"), "a.html").text == "政务公开镕"


def test_scripts_never_reach_the_page() -> None:
    page = "<p onclick=x()>甲<script>alert(1)</script><b>&lt;img src=x onerror=y&gt;</b></p><style>p{}</style><p style='display:none'>藏</p>"
    document = read(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert document.html == '<p class="title">甲<strong>&lt;img src=x onerror=y&gt;</strong></p>'
    assert document.warnings


def test_pages_of_any_name_are_known_by_content(make_docx: Maker) -> None:
    assert read(b"<!DOCTYPE html><html><body><p>x</p></body></html>", "a.txt").kind == "html"
    assert read(make_docx(["甲"]), "a.txt").kind == "docx"
    assert read("甲".encode(), "a.md").kind == "txt"


def test_radicals_are_repaired() -> None:
    assert repair("⼀⾏⽂⺠⻔⻅⻬") == "一行文民门见齐"
    assert read("⺠办学校⼯作".encode(), "a.txt").text == "民办学校工作"


def test_closing_up_keeps_latin_words_apart() -> None:
    assert close_up("2021 年 度 报 告") == "2021年度报告"
    assert close_up("使用 Open Data 平台") == "使用Open Data平台"


@pytest.mark.usefixtures("own_process")
def test_the_server_itself_never_enters_pdfium(make_pdf: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one state machine a process and a hostile page may crash it: a child opens the document."""

    def opened(*_: object) -> None:
        raise AssertionError("opened here")

    monkeypatch.setattr(pypdfium2, "PdfDocument", opened)
    line = "现将有关事项通知如下请各单位结合实际认真贯彻落实并及时报送有关工作情况"
    assert line in read(make_pdf([(80, 600 - 20 * n, 12, line) for n in range(4)]), "a.pdf").text


def test_pdf_with_text(make_pdf: Maker) -> None:
    wide = "现将有关事项通知如下请各单位结合实际认真贯彻落实并及时报送有关工作情况"
    lines = [
        (150, 760, 22, "云州市教育局文件"),
        (220, 720, 16, "云教〔2024〕5号"),
        (170, 660, 22, "关于某事的通知"),
        (80, 600, 16, "各学校："),
        (112, 570, 12, wide),
        (80, 545, 12, "后半句在第二行。"),
        (330, 480, 16, "云州市教育局"),
        (330, 450, 16, "2024年1月2日"),
        (290, 30, 10, "- 1 -"),
    ]
    document = read(make_pdf(lines), "a.pdf")
    found = document.fields
    assert found.doc_number.value and found.doc_number.value.text == "云教〔2024〕5号"
    assert found.title.value == "关于某事的通知" and found.addressee.value == "各学校"
    assert found.date.value and found.date.value.isoformat() == "2024-01-02"
    assert wide + "后半句在第二行。" in document.text
    assert "- 1 -" not in document.text and any("页码" in warning for warning in document.warnings)


def test_pdf_without_text_and_broken_pdf(make_pdf: Maker) -> None:
    assert "扫描" in sentence(make_pdf([]), "a.pdf")
    assert sentence(make_pdf([(80, 700, 16, "甲乙丙丁")])[:200], "a.pdf")
    assert sentence(b"%PDF-1.7\n" + b"x" * 300, "a.pdf")


def test_encrypted_pdf(make_pdf: Maker) -> None:
    data = make_pdf([(80, 700, 16, "甲乙丙丁")])
    locked = data.replace(
        b"trailer << ",
        b"trailer << /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <"
        + b"22" * 32 + b"> >> ",
    )  # fmt: skip
    assert "加密" in sentence(locked, "a.pdf")


def test_missing_file_folder_and_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["read", str(tmp_path / "absent.docx")],
        ["read", str(tmp_path)],
        ["read"],
        [],
        ["write", "x"],
    ):
        assert cli.main(["document", *words]) == 2
        out, err = capsys.readouterr()
        assert out == "" and len(err.strip().splitlines()) == 1 and "Traceback" not in err


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf", "a"]))
def test_no_bytes_break_the_reader(data: bytes, name: str) -> None:
    for lead in (b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>", b"\xff\xfe"):
        try:
            document = read(lead + data, name)
        except Unreadable:
            continue
        assert document.fields and document.html is not None
