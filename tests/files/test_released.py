"""The original for the public: it says the same and hides nothing; what cannot be cleaned is not offered."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdf
import pytest
from PIL import Image

from gongkai.exceptions import Unreadable
from gongkai.files import read
from gongkai.files.document import all_text
from gongkai.files.pictures import bare
from gongkai.files.released import released

from .builder import Pdf, write
from .papers import p, r, word

SECRET = "内部底价"
INS = '<w:ins w:author="张三" w:id="1">' + r("乙") + "</w:ins>"
DEL = f'<w:del w:author="张三" w:id="2"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>'


def everything(data: bytes) -> bytes:
    """All parts of a zip in one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())


def photograph(turn: int = 1) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turn, "Kamera 9"
    Image.new("RGB", (40, 20), "blue").save(out, "JPEG", exif=exif, comment=b"Zhang San")
    return out.getvalue()


def test_author_comments_revisions_hidden_words_and_what_pictures_tell_are_taken_out() -> None:
    made = docx.Document()
    made.core_properties.author = "张三三"
    made.core_properties.comments = SECRET
    paragraph = made.add_paragraph("甲")
    paragraph.add_run(SECRET).font.hidden = True
    made.add_paragraph().add_run().add_picture(io.BytesIO(photograph()))
    made.add_comment(paragraph.runs[0], text=SECRET, author="李四四")
    out = io.BytesIO()
    made.save(out)
    clean = released(out.getvalue())
    whole = everything(clean)
    for word_ in (SECRET, "张三三", "李四四"):
        assert word_.encode() in everything(out.getvalue()) and word_.encode() not in whole
    assert b"Kamera" not in whole and b"Zhang San" not in whole and b"w:rsid" not in whole
    assert all_text(read(clean).blocks) == all_text(read(out.getvalue()).blocks)
    assert docx.Document(io.BytesIO(clean)).paragraphs[0].text == "甲"


def test_accepted_as_it_is_read() -> None:
    clean = released(word(p("甲", INS, DEL, "丙")))
    assert all_text(read(clean).blocks) == "甲乙丙" and not read(clean).hidden
    assert SECRET.encode() not in everything(clean) and "张三".encode() not in everything(clean)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (word(p("甲") + p(r(SECRET, '<w:color w:val="FFFFFF"/>'))), "看不见"),
        (word(p("甲", props='<w:rPr><w:del w:id="1"/></w:rPr>') + p("乙")), "修订|看不见"),
        (word(p("甲"), embeddings__book_xlsx="x"), "嵌有其他文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "."),
        ("一、纯文本".encode(), "Word"),
    ],
)
def test_what_cannot_be_cleaned_is_not_offered(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        released(data)


def paper(text: str = "关于做好校园食堂信息公开工作的通知", more: bytes = b"") -> bytes:
    made = Pdf()
    made.page(write(text, 40, 100), more=more)
    return made.bytes()


def test_a_pdf_keeps_its_words_and_loses_author_notes_and_files() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(paper()))
    writer.add_metadata({"/Author": "张三三", "/Title": SECRET})
    writer.add_attachment("底稿.txt", SECRET.encode())
    out = io.BytesIO()
    writer.write(out)
    clean = released(out.getvalue())
    again = pypdf.PdfReader(io.BytesIO(clean))
    assert not again.metadata or "/Author" not in again.metadata
    assert not dict(again.attachments) and SECRET.encode() not in clean
    assert (
        all_text(read(clean).blocks)
        == all_text(read(out.getvalue()).blocks)
        == "关于做好校园食堂信息公开工作的通知"
    )


def test_a_pdf_that_prints_what_nobody_sees_is_not_offered() -> None:
    made = Pdf()
    made.page(write("关于做好校园食堂信息公开工作的通知", 40, 100) + write(SECRET, 40, 60, before="3 Tr"))
    with pytest.raises(Unreadable, match="看不见"):
        released(made.bytes())


@pytest.mark.parametrize("turn", [1, 6])
def test_a_bare_picture_looks_as_before(turn: int) -> None:
    data = photograph(turn)
    shown = Image.open(io.BytesIO(bare(data)))
    assert shown.size == ((40, 20) if turn == 1 else (20, 40)) and not shown.getexif()
    assert b"Kamera" not in bare(data) and b"Zhang" not in bare(data)
