"""Releases that other tools made well: they pass, with original and boxes and without; the same with one fault do not."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from PIL import Image, ImageDraw
from tests.files.builder import Pdf, bar, write
from tests.files.conftest import box

from gongkai.files import pdfium

Check = Callable[..., Any]
SECRET = "13912345678"
BOX = box(1, 84, 33, 190, 56)


def original() -> bytes:
    pdf = Pdf()
    pdf.page(
        write("Contract with annex", 20, 170)
        + write(f"Telephone {SECRET}", 20, 150)
        + write("Page one of two", 20, 30)
    )
    pdf.page(write("Annex, nothing to hide", 20, 150))
    return pdf.bytes()


def scan(hidden: bool = True, scale: int = 3) -> Image.Image:
    """The first page as a scanner sees it, after a bar was drawn on the paper."""
    with pdfium.opened(original()) as document:
        picture = pdfium.draw(pdfium.load(document, 1), scale).convert("L")
    if hidden:
        ImageDraw.Draw(picture).rectangle([edge * scale for edge in (84, 33, 190, 56)], fill=0)
    return picture


def jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def placed(pdf: Pdf, pictures: list[tuple[str, int]], words: bytes = b"", more: bytes = b"") -> None:
    names = b"".join(b"/%b %d 0 R" % (name.encode(), number) for name, number in pictures)
    content = b"".join(b"q 300 0 0 200 0 0 cm /%b Do Q\n" % name.encode() for name, _ in pictures)
    pdf.page(content + words, resources=b"/XObject<<%b>>" % names, more=more)


def a_jpeg(pdf: Pdf, picture: Image.Image) -> int:
    data = jpeg(picture)
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode"
    return pdf.stream(data, head % picture.size, packed=False)


def read_by_a_scanner() -> Pdf:
    """A picture of the page with a layer of what was read beside the bar."""
    pdf = Pdf()
    read = write("Contract with annex", 20.6, 170.5, before="3 Tr") + write(
        "Telephone", 19.5, 149.6, before="3 Tr"
    )
    placed(pdf, [("Im", a_jpeg(pdf, scan()))], read)
    pdf.page(write("Annex, nothing to hide", 20, 150))
    return pdf


def mixed_raster() -> Pdf:
    """Three layers as document scanners write them: paper, colour of the ink, and the ink as a mask."""
    pdf = Pdf()
    picture = scan()
    ink = picture.point(lambda level: 255 if level < 128 else 0).convert("1")
    mask = pdf.stream(
        ink.tobytes(),
        b"/Type/XObject/Subtype/Image/ImageMask true/Width %d/Height %d/BitsPerComponent 1/Decode[1 0]"
        % ink.size,
    )
    paper = a_jpeg(pdf, Image.new("L", (75, 50), 250))
    names = b"/Pa %d 0 R/Ink %d 0 R" % (paper, mask)
    content = b"q 300 0 0 200 0 0 cm /Pa Do Q\nq 0.1 g 300 0 0 200 0 0 cm /Ink Do Q\n"
    pdf.page(content, resources=b"/XObject<<%b>>" % names)
    pdf.page(write("Annex, nothing to hide", 20, 150))
    return pdf


def drawn_anew() -> Pdf:
    """The words were taken out of the content and a bar drawn in their place."""
    pdf = Pdf()
    pdf.page(
        write("Contract with annex", 20, 170)
        + write("Telephone", 20, 150)
        + bar(84, 144, 106, 23)
        + write("Page one of two", 20, 30)
    )
    pdf.page(write("Annex, nothing to hide", 20, 150))
    return pdf


def with_outline_and_labels() -> Pdf:
    pdf = drawn_anew()
    first = pdf.add(
        b"<</Title(Contract)/Parent %d 0 R/Dest[%d 0 R/Fit]>>" % (max(pdf.objects) + 2, pdf.pages[0])
    )
    outline = pdf.add(b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count 1>>" % (first, first))
    pdf.catalog += b"/Outlines %d 0 R/PageLabels<</Nums[0<</S/r>>1<</S/D/St 1>>]>>/Lang(zh-CN)" % outline
    return pdf


def with_metadata() -> Pdf:
    pdf = drawn_anew()
    xmp = (
        b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'/><?xpacket end='w'?>"
        + b" " * 2000
    )
    pdf.catalog += b"/Metadata %d 0 R" % pdf.stream(xmp, b"/Type/Metadata/Subtype/XML", packed=False)
    pdf.trailer += b"/Info %d 0 R" % pdf.add(
        b"<</Producer(LibreOffice 24.2)/CreationDate(D:20260430100000+08'00')>>"
    )
    return pdf


def written_again(pdf: Pdf) -> bytes:
    """By pypdf, as a tool that merges or stamps does."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf.bytes())))
    writer.compress_identical_objects()
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def printed_to_pictures() -> bytes:
    """By Pillow, as picture viewers print."""
    stream = io.BytesIO()
    scan().convert("RGB").save(
        stream, "PDF", resolution=216, save_all=True, append_images=[Image.new("RGB", (900, 600), "white")]
    )
    return stream.getvalue()


RELEASES: dict[str, Callable[[], bytes | Pdf]] = {
    "scanner with words read beside the bar": read_by_a_scanner,
    "mixed raster of a scanner": mixed_raster,
    "words taken out, bar drawn": drawn_anew,
    "outline and labels": with_outline_and_labels,
    "metadata of a printer": with_metadata,
    "written again by pypdf": lambda: written_again(drawn_anew()),
    "scan written again by pypdf": lambda: written_again(read_by_a_scanner()),
    "pictures printed to pdf": printed_to_pictures,
}


@pytest.mark.parametrize("name", RELEASES)
def test_an_honest_release_passes(check: Check, name: str) -> None:
    data = RELEASES[name]()
    alone = check(data)
    assert alone["holds"], (name, alone["leaks"], alone["unexamined"])
    judged = check(data, original=original(), boxes=[BOX])
    assert judged["holds"], (name, judged["leaks"], judged["unexamined"])


def test_the_same_with_one_fault_do_not(check: Check) -> None:
    pdf = Pdf()
    read = write(f"Telephone {SECRET}", 20, 150, before="3 Tr")
    placed(pdf, [("Im", a_jpeg(pdf, scan()))], read)
    assert not check(pdf, original=original(), boxes=[BOX])["holds"], (
        "the reader of scans read before the bar"
    )
    pdf = Pdf()
    placed(pdf, [("Old", a_jpeg(pdf, scan(hidden=False))), ("New", a_jpeg(pdf, scan()))])
    assert not check(pdf, original=original(), boxes=[BOX])["holds"], "the scan before the bar lies beneath"
    pdf = with_outline_and_labels()
    pdf.objects = {
        number: body.replace(b"(Contract)", f"(Call {SECRET})".encode())
        for number, body in pdf.objects.items()
    }
    assert not check(pdf, original=original(), boxes=[BOX])["holds"], "the outline says it"


def test_words_replaced_in_office_files_pass(check: Check) -> None:
    paper = docx.Document()
    paper.add_paragraph("联系电话：███████████")
    table = paper.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "联系人", "×××"
    stream = io.BytesIO()
    paper.save(stream)
    answer = check(stream.getvalue(), terms=[SECRET, "吴欣然"], name="out.docx")
    assert answer["holds"], answer["leaks"]
    book = openpyxl.Workbook()
    book.active.append(["电话", "*" * 11])
    book.active.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    answer = check(stream.getvalue(), terms=[SECRET], name="out.xlsx")
    assert answer["holds"], answer["leaks"]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "GIF"])
def test_pictures_with_a_bar_pass_with_the_notes_of_a_scanner(check: Check, form: str) -> None:
    more: dict[str, Any] = {"dpi": (300, 300)} if form != "GIF" else {}
    stream = io.BytesIO()
    scan().save(stream, form, **more)
    answer = check(stream.getvalue(), boxes=[box(1, 252, 99, 570, 168)], name=f"out.{form.lower()}")
    assert answer["holds"], answer["leaks"]


def test_an_enclosed_text_without_secrets_is_only_told(check: Check) -> None:
    def enclosing(text: bytes) -> Pdf:
        pdf = drawn_anew()
        inner = pdf.add(
            b"<</Type/EmbeddedFile/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
            % (len(zlib.compress(text)), zlib.compress(text))
        )
        spec = pdf.add(b"<</Type/Filespec/F(list.csv)/UF(list.csv)/EF<</F %d 0 R>>>>" % inner)
        pdf.catalog += b"/Names<</EmbeddedFiles<</Names[(list.csv)%d 0 R]>>>>" % spec
        return pdf

    honest = check(enclosing(b"no,name\r\n1,desk\r\n"), original=original(), boxes=[BOX])
    assert honest["holds"], honest["leaks"]
    assert {"attachment"} == {one["kind"] for one in honest["leaks"]}, "told as info"
    assert not check(enclosing(f"no,name\r\n1,{SECRET}\r\n".encode()), original=original(), boxes=[BOX])[
        "holds"
    ]


def stamped(content: bytes) -> Pdf:
    """A page with a stamp: a note whose look draws a picture, and whatever else is said."""
    pdf = drawn_anew()
    picture = a_jpeg(pdf, Image.new("L", (60, 20), 90))
    look = pdf.stream(
        content, b"/Type/XObject/Subtype/Form/BBox[0 0 60 20]/Resources<</XObject<</Im %d 0 R>>>>" % picture
    )
    note = pdf.add(b"<</Type/Annot/Subtype/Stamp/Rect[220 20 280 40]/F 4/AP<</N %d 0 R>>>>" % look)
    first = pdf.pages[0]
    pdf.objects[first] = pdf.objects[first][:-2] + b"/Annots[%d 0 R]>>" % note
    return pdf


def test_a_stamp_passes_and_one_that_paints_over_its_picture_does_not(check: Check) -> None:
    honest = check(stamped(b"q 60 0 0 20 0 0 cm /Im Do Q"))
    assert honest["holds"], honest["leaks"]
    covered = check(stamped(b"q 60 0 0 20 0 0 cm /Im Do Q 0 g 0 0 60 20 re f"))
    assert covered["kinds"] == {"annotation"}


def locked(rest: bytes) -> bytes:
    """The honest page, locked with an empty password, with a stream to which nothing leads."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(drawn_anew().bytes())))
    lost = pypdf.generic.DecodedStreamObject()
    lost.set_data(rest)
    writer._add_object(lost)
    writer.encrypt("", "owner", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_locked_file_is_searched_also_where_nothing_leads(check: Check) -> None:
    assert check(locked(b"BT (Page) Tj ET"), terms=[SECRET])["holds"]
    answer = check(locked(f"BT ({SECRET}) Tj ET".encode()), terms=[SECRET])
    assert "stream" in answer["kinds"]
