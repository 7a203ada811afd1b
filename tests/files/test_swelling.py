"""Small files that say one thing a thousand times: refused in one sentence before they fill the machine."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from tests.gongwen.hostile import paragraph, relation, relations, word, workbook

from gongkai import files
from gongkai.exceptions import Unreadable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LISTED = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
ROW = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'


def numbered(pattern: str, times: int) -> bytes:
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:start w:val="3999"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    numbering = f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    return word(LISTED * times, **{"word/numbering.xml": numbering})


def set_into(piece: str, times: int, name: str = "c.html") -> bytes:
    chunk = '<w:altChunk r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    rels = relations(relation(1, "aFChunk", name))
    return word(chunk * times, **{"word/_rels/document.xml.rels": rels, f"word/{name}": piece})


def ods(body: str) -> bytes:
    made = io.BytesIO()
    names = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text")
    )
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return made.getvalue()


def repeated(words: str, rows: int, columns: int) -> bytes:
    return ods(
        f'<table:table><table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}"><text:p>{words}</text:p></table:table-cell></table:table-row></table:table>'
    )


def saved(head: bytes, body: bytes = b"<html><body><p>\xe7\x94\xb2</p></body></html>") -> bytes:
    return b"MIME-Version: 1.0\r\n" + head + b"\r\n\r\n" + body


def looked_at_once(data: bytes, name: str) -> str:
    """What is said of the file; it is told within a few seconds of processor time."""
    begun = time.process_time()
    with pytest.raises(Unreadable) as told:
        files.read(data, name)
    assert time.process_time() - begun < 8
    return str(told.value)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (numbered("%1" * 100_000, 2000), "a.docx", "太长"),
        (set_into("<html><body>" + "<p>甲</p>" * 30 + "</body></html>", 5000), "a.docx", "太长"),
        (workbook("<sheetData>" + "".join(map(ROW.format, range(1, 30_000))) + "</sheetData>", f"<si><t>{'甲' * 9000}</t></si>"), "a.xlsx", "过大"),
        (repeated("甲" * 1_000_000, 200, 190), "a.ods", "过大"),
        (saved(b"Content-Type: text/html;" + b" a=b;" * 40_000), "a.html", "过长"),
        (saved(b"Content-Type: text/html; charset=" + b"=?utf-8?q?a?= " * 20_000), "a.html", "过长"),
        (saved(b'Content-Type: multipart/related; boundary="b"', b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 60_000), "a.html", "过多"),
        (b"<html><head><style>" + b"p{color:white}" * 600 + b"</style></head><body>" + b"<p>x</p>" * 35_000, "a.html", "样式过于复杂"),
    ],
    ids=["numbers", "chunks", "shared", "repeated", "parameters", "encoded", "parts", "rules"],
)  # fmt: skip
def test_what_says_one_thing_a_thousand_times_is_refused(data: bytes, name: str, said: str) -> None:
    assert said in looked_at_once(data, name)


def test_a_style_is_taken_apart_once_however_many_stand_in_it() -> None:
    around = (b'<div style="' + b"a:b;" * 20_000 + b'">') * 100
    begun = time.process_time()
    read = files.read(b"<html><body>" + around + b'<b style="color:red">x</b>' * 9000, "a.html")
    assert read.blocks and time.process_time() - begun < 8


def test_fields_within_fields_without_end_cost_no_more_than_their_number() -> None:
    begun = time.process_time()
    opened = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 30_000
    document = files.read(word(f"<w:p>{opened}{'<w:r><w:t>甲</w:t></w:r>' * 30_000}</w:p>"), "a.docx")
    assert document.blocks and time.process_time() - begun < 6


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "zip", "nonsense"])
def test_a_page_in_no_encoding_of_pages_is_read_by_its_bytes(charset: str) -> None:
    page = "<html><body><p>关于收费的通知</p></body></html>".encode()
    read = files.read(saved(f"Content-Type: text/html; charset={charset}".encode(), page), "a.html")
    assert read.blocks[0].text == "关于收费的通知"


def test_what_is_set_into_a_document_once_or_twice_is_read() -> None:
    read = files.read(set_into("<html><body><p>附件内容</p></body></html>", 2), "a.docx")
    assert [block.text for block in read.blocks] == ["附件内容", "附件内容"]
    assert files.read(word(paragraph("甲")), "a.docx").blocks
