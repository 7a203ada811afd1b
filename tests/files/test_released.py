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
from gongkai.files.word.names import R, W

from .builder import Pdf, write
from .papers import p, r, word

SECRET = "内部底价"
SPACE, LINKS = W.strip("{}"), R.strip("{}")
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


def set_beside(parts: dict[str, str | bytes], body: str = "", *links: tuple[str, str]) -> bytes:
    """A Word file with further parts. links: kind and target of relations of the text, rId1 and on."""
    named = "".join(
        f'<Relationship Id="rId{n}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, 1)
    )
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{named}</Relationships>'
    with zipfile.ZipFile(io.BytesIO(word(p("关于午餐的通知") + body))) as plain:
        whole = {name: plain.read(name) for name in plain.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**whole, "word/_rels/document.xml.rels": rels, **parts}.items():
            archive.writestr(name, data)
    return out.getvalue()


def headed(run: str) -> dict[str, str | bytes]:
    return {"word/header1.xml": f'<w:hdr xmlns:w="{SPACE}">{p(run)}</w:hdr>'}


def noted(text: str, kind: str = "") -> dict[str, str | bytes]:
    return {
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{SPACE}"><w:footnote w:id="5" {kind}>{p(text)}</w:footnote></w:footnotes>'
    }


HELP = f'<w:ffData><w:helpText w:val="{SECRET}"/></w:ffData>'
NOTES = ("footnotes", "footnotes.xml")
FIELD = '<w:r><w:fldChar w:fldCharType="begin">{}</w:fldChar></w:r><w:r><w:instrText>{}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>甲</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
TWO_WAYS = '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:t>甲</w:t></mc:Choice><mc:Fallback><w:t>{}</w:t></mc:Fallback></mc:AlternateContent>'


@pytest.mark.parametrize(
    "data",
    [
        set_beside({"hidden/secret.txt": SECRET}),
        set_beside({"word/more.xml": f"<a>{SECRET}</a>"}),
        set_beside({"word/objects/o.bin": SECRET}, "", ("oleObject", "objects/o.bin")),
        set_beside({"word/pieces/c.docx": word(p(r(SECRET, "<w:vanish/>")))}, '<w:altChunk r:id="rId1"/>', ("aFChunk", "pieces/c.docx")),
        set_beside({"word/media/i.svg": f"<svg><!--{SECRET}--></svg>"}, '<w:pict r:id="rId1"/>', ("image", "media/i.svg")),
        set_beside({"media/i.jpg": photograph() + SECRET.encode()}, '<w:pict r:id="rId1"/>', ("image", "../media/i.jpg")),
        set_beside({"word/thumb.jpg": SECRET}, "", ("thumbnail", "thumb.jpg")),
        set_beside(headed(SECRET), "", ("header", "header1.xml")),
        set_beside(headed(r(SECRET, '<w:color w:val="FFFFFF"/>')), '<w:sectPr><w:headerReference r:id="rId1"/></w:sectPr>', ("header", "header1.xml")),
        set_beside(noted(SECRET), "", NOTES),
        set_beside(noted(SECRET, 'w:type="separator"'), "", NOTES),
        word(f"<w:p><w:r>{TWO_WAYS.format(SECRET)}</w:r></w:p>"),
        word(f"<w:p><w:r><w:delText>{SECRET}</w:delText><w:t>甲</w:t></w:r></w:p>"),
        word(p("甲") + f'<x:y xmlns:x="urn:x">{SECRET}</x:y>'),
        word(f'<w:p xmlns:x="urn:x" x:y="{SECRET}"><w:r><w:t>甲</w:t></w:r>{SECRET}</w:p>'),
        word(f'<w:tbl><w:tr><w:tc><w:tcPr><w:cellIns w:id="1" w:author="{SECRET}"/></w:tcPr>{p("甲")}</w:tc></w:tr></w:tbl>'),
        word(f'<w:customXmlInsRangeStart w:id="1" w:author="{SECRET}"/>' + p("甲")),
        word(f'<w:p>{FIELD.format("", f"INCLUDETEXT {SECRET}")}</w:p>'),
        word(f'<w:p>{FIELD.format(HELP, "FORMTEXT")}</w:p>'),
        word(f'<w:p><w:fldSimple w:instr="AUTHOR {SECRET}"><w:r><w:t>甲</w:t></w:r></w:fldSimple></w:p>'),
        word(f'<w:sdt><w:sdtPr><w:alias w:val="{SECRET}"/></w:sdtPr><w:sdtContent>{p("甲")}</w:sdtContent></w:sdt>'),
        word(f'<w:p><w:bookmarkStart w:id="1" w:name="{SECRET}"/><w:r><w:t>甲</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'),
    ],
)  # fmt: skip
def test_what_lies_anywhere_in_a_word_file_and_on_no_page_never_goes_out(data: bytes) -> None:
    assert SECRET.encode() in everything(data) or b"pieces/c.docx" in everything(data)
    try:
        clean = released(data)
    except Unreadable as error:
        assert "不提供下载" in error.sentence
        return
    assert SECRET.encode() not in everything(clean)
    assert all_text(read(clean).blocks) == all_text(read(data).blocks)


def test_a_picture_keeps_nothing_behind_its_end_or_in_chunks_of_its_own() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(plain, "PNG")
    end = plain.getvalue().rindex(b"IEND") - 4
    own = len(SECRET.encode()).to_bytes(4, "big") + b"prVt" + SECRET.encode() + b"\0\0\0\0"
    said = plain.getvalue()[:end] + own + plain.getvalue()[end:] + SECRET.encode()
    for data in (said, photograph() + SECRET.encode()):
        assert SECRET.encode() not in bare(data)
        assert Image.open(io.BytesIO(bare(data))).convert("RGB").getpixel((3, 3)) == Image.open(
            io.BytesIO(data)
        ).convert("RGB").getpixel((3, 3))


def test_a_picture_in_several_scans_stays_whole() -> None:
    out = io.BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(out, "JPEG", progressive=True, comment=b"Zhang San")
    clean = bare(out.getvalue())
    assert b"Zhang" not in clean
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(io.BytesIO(out.getvalue())).tobytes()


BOX = "0 g 40 40 200 200 re f "
PICTURE = "q 100 0 0 100 50 50 cm /I Do Q "
IMAGE = "/Type /XObject /Subtype /Image /Width 40 /Height 20 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"


def sheet(drawn: str = "", resources: str = "", beside: str = "", more: bytes = b"", head: str = "") -> bytes:
    """A PDF of one page by hand. beside: keys of the page; more: a sixth object, a stream with this head."""
    content = f"BT /F 12 Tf 50 700 Td (Notice on school lunches in the year 2026) Tj ET {drawn}".encode()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R {beside} /Resources << /Font << /F 5 0 R >> {resources} >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(more), head.encode(), more),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 7\n0000000000 65535 f \n%strailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


def streams(data: bytes) -> bytes:
    """All objects of a PDF, unpacked."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    held = [getattr(one, "_data", b"") for one in writer._objects]
    held += [
        one.get_data()
        for one in writer._objects
        if "/FlateDecode" in str(getattr(one, "get", str)("/Filter"))
    ]
    return b"\n".join([data, *held, *(str(one).encode() for one in writer._objects)])


@pytest.mark.parametrize(
    "data",
    [
        sheet(PICTURE, "/XObject << /I 6 0 R >>", "", photograph(6), IMAGE),
        sheet("", "/XObject << /I 6 0 R >>", "", b"Kamera", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"),
        sheet("%Kamera\n"),
        sheet("/X << /Note (Kamera) >> BDC EMC "),
        sheet("", "", "/Mine (Kamera)"),
        sheet("/G gs ", "/ExtGState << /G << /Note (Kamera) >> >>"),
        sheet("/D Do ", "/XObject << /D 6 0 R >>", "", b"0 0 1 1 re f %Kamera\n", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Mine (Kamera)"),
    ],
    ids=["camera", "unused", "remark", "property", "page", "state", "form"],
)  # fmt: skip
def test_what_no_page_of_a_pdf_draws_never_goes_out(data: bytes) -> None:
    assert b"Kamera" in streams(data)
    clean = released(data)
    assert b"Kamera" not in streams(clean) and b"Zhang San" not in streams(clean)
    assert all_text(read(clean).blocks) == all_text(read(data).blocks)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (sheet(PICTURE + BOX, "/XObject << /I 6 0 R >>", "", photograph(), IMAGE), "盖着"),
        (sheet("/G gs ", "/ExtGState << /G << /SMask << /S /Alpha /G 6 0 R >> >> >>", "", b"BT /F 9 Tf (Kamera) Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Group << /S /Transparency >>"), "看不见"),
    ],
)  # fmt: skip
def test_a_pdf_whose_picture_is_covered_or_whose_shade_has_words_is_not_offered(
    data: bytes, why: str
) -> None:
    with pytest.raises(Unreadable, match=why):
        released(data)
