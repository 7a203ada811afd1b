"""`gongkai redaction check` on pictures, Word and Excel files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from docx.shared import Pt, RGBColor
from openpyxl.comments import Comment
from openpyxl.styles import Font
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from tests.files.conftest import box

Check = Callable[..., Any]
NAME, PHONE = "李小明", "13800138000"
HERE = box(1, 40, 60, 280, 112)


def scan(black: bool = True) -> Image.Image:
    image = Image.new("RGB", (600, 400), (245, 245, 245))
    pen = ImageDraw.Draw(image)
    pen.text((44, 70), PHONE, fill=(20, 20, 20), font_size=30)
    pen.text((44, 250), "Plain words of a letter", fill=(20, 20, 20), font_size=30)
    if black:
        pen.rectangle((38, 58, 282, 114), fill=(0, 0, 0))
    return image


def saved(image: Image.Image, form: str = "PNG", **more: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **more)
    return stream.getvalue()


NAMES = {"PNG": "a.png", "JPEG": "a.jpg", "TIFF": "a.tiff", "GIF": "a.gif"}


@pytest.mark.parametrize("form", NAMES)
def test_a_blackened_picture_holds_and_one_that_shows_through_does_not(check: Check, form: str) -> None:
    assert check(saved(scan(), form), boxes=[HERE], name=NAMES[form])["holds"]
    assert check(saved(scan(False), form), boxes=[HERE], name=NAMES[form])["kinds"] >= {"pixels"}


def test_colours_under_transparency_do_not_hold(check: Check) -> None:
    image = scan(False).convert("RGBA")
    alpha = Image.new("L", image.size, 255)
    ImageDraw.Draw(alpha).rectangle((38, 58, 282, 114), fill=0)
    image.putalpha(alpha)
    assert "channel" in check(saved(image), boxes=[HERE], name="a.png")["kinds"]
    assert "channel" in check(saved(image), name="a.png")["kinds"]
    clean = scan().convert("RGBA")
    assert check(saved(clean), boxes=[HERE], name="a.png")["holds"]


def test_two_palette_places_of_one_colour_do_not_hold(check: Check) -> None:
    image = Image.new("P", (600, 400), 2)
    image.putpalette([0, 0, 0, 0, 0, 0, 245, 245, 245])
    pen = ImageDraw.Draw(image)
    pen.rectangle((38, 58, 282, 114), fill=0)
    pen.text((44, 70), PHONE, fill=1, font_size=30)
    assert check(saved(image), boxes=[HERE], name="a.png")["kinds"] == {"channel"}


def test_low_bits_of_a_deep_picture_do_not_hold(check: Check) -> None:
    image = Image.new("I;16", (600, 400), 65535)
    black = Image.new("I;16", (244, 56), 0)
    black.paste(3, (20, 20, 60, 40))
    image.paste(black, (38, 58))
    assert "channel" in check(saved(image), boxes=[HERE], name="a.png")["kinds"]


@pytest.mark.parametrize("form", ["GIF", "TIFF", "PNG"])
def test_a_further_frame_without_the_box_does_not_hold(check: Check, form: str) -> None:
    data = saved(scan(), form, save_all=True, append_images=[scan(False)])
    assert "frame" in check(data, boxes=[HERE], name=NAMES[form])["kinds"]


def test_the_camera_s_thumbnail_of_the_picture_before_does_not_hold(check: Check) -> None:
    exif = Image.Exif()
    exif[0x010E] = "a note"
    plain = saved(scan(), "JPEG", exif=exif)
    small = saved(scan(False).resize((160, 107)), "JPEG")
    note = b"Exif\0\0" + exif.tobytes()[6:] + small
    data = plain[:2] + b"\xff\xe1" + (len(note) + 2).to_bytes(2) + note + plain[2:]
    assert "thumbnail" in check(data, boxes=[HERE], name="a.jpg")["kinds"]
    assert "thumbnail" in check(data, name="a.jpg")["kinds"]


def test_notes_are_searched(check: Check) -> None:
    words = PngInfo()
    words.add_itxt("Comment", f"办件人{NAME}", zip=True)
    exif = Image.Exif()
    exif[0x9286] = b"UNICODE\0" + NAME.encode("utf-16-le")
    tiff = saved(scan(), "TIFF", tiffinfo={270: f"note {PHONE}"})
    for data, name, term in (
        (saved(scan(), "PNG", pnginfo=words), "a.png", NAME),
        (saved(scan(), "JPEG", comment=NAME.encode()), "a.jpg", NAME),
        (saved(scan(), "JPEG", exif=exif), "a.jpg", NAME),
        (saved(scan(), "GIF", comment=PHONE.encode()), "a.gif", PHONE),
        (tiff, "a.tiff", PHONE),
    ):
        assert not check(data, terms=[term], name=name)["holds"], name
        assert check(data, terms=["不在里面"], name=name)["holds"], name


@pytest.mark.parametrize("form", NAMES)
def test_bytes_behind_the_end_do_not_hold(check: Check, form: str) -> None:
    data = saved(scan(), form) + saved(scan(False), "PNG")
    assert check(data, name=NAMES[form])["kinds"] == {"trailer"}


def word(change: Callable[[Any], None] = lambda document: None) -> bytes:
    document = docx.Document()
    document.core_properties.author = ""
    document.add_paragraph("关于公开校园食堂收支的答复")
    change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_thumbnail_of_the_page_does_not_hold_and_a_blank_one_does(check: Check) -> None:
    plain = word()
    assert b"thumbnail" in plain and check(plain, name="a.docx")["holds"]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            lively = saved(scan(False), "JPEG") if "thumbnail" in entry.filename else old.read(entry)
            new.writestr(entry.filename, lively)
    assert check(out.getvalue(), name="a.docx")["kinds"] == {"thumbnail"}


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            body = before.read(entry)
            if entry.filename == part:
                assert old.encode() in body
                body = body.replace(old.encode(), new.encode(), 1)
            after.writestr(entry.filename, body)
    return out.getvalue()


def test_a_plain_word_file_holds_and_its_words_are_searched_over_runs(check: Check) -> None:
    def runs(document: Any) -> None:
        paragraph = document.add_paragraph("申请人")
        for sign in NAME:
            paragraph.add_run(sign).bold = True

    assert check(word(), name="a.docx")["holds"]
    assert check(word(runs), name="a.docx")["holds"]
    assert not check(word(runs), terms=[NAME], name="a.docx")["holds"]


def hidden(document: Any) -> None:
    document.add_paragraph().add_run(PHONE).font.hidden = True


def white(document: Any) -> None:
    document.add_paragraph().add_run(PHONE).font.color.rgb = RGBColor(255, 255, 255)


def tiny(document: Any) -> None:
    document.add_paragraph().add_run(PHONE).font.size = Pt(1)


def marked(document: Any) -> None:
    document.add_paragraph().add_run(PHONE).font.highlight_color = 1


def noted(document: Any) -> None:
    paragraph = document.paragraphs[0]
    document.add_comment(paragraph.runs, text=PHONE, author="a")


@pytest.mark.parametrize("change", [hidden, white, tiny, marked, noted])
def test_words_that_a_word_file_does_not_show_do_not_hold(check: Check, change: Any) -> None:
    answer = check(word(change), name="a.docx")
    assert any(PHONE in one["found"] for one in answer["leaks"] if one["level"] == "leak")


RUN = "<w:r><w:t>13800138000</w:t></w:r>"


@pytest.mark.parametrize(
    "xml",
    [
        '<w:del w:id="1" w:author="a"><w:r><w:delText>13800138000</w:delText></w:r></w:del>',
        f'<w:ins w:id="1" w:author="a">{RUN}</w:ins>',
        f'<w:moveFrom w:id="1" w:author="a">{RUN}</w:moveFrom>',
    ],
)
def test_tracked_changes_do_not_hold(check: Check, xml: str) -> None:
    data = changed(word(), "word/document.xml", "</w:p>", f"{xml}</w:p>")
    assert check(data, name="a.docx")["kinds"] == {"revision"}


def test_white_words_on_a_dark_cell_hold(check: Check) -> None:
    def dark(document: Any) -> None:
        run = document.add_paragraph().add_run("标题")
        run.font.color.rgb = RGBColor(255, 255, 255)
        shade = docx.oxml.parse_xml(
            '<w:shd xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:val="clear" w:fill="1F3864"/>'
        )
        run._r.get_or_add_rPr().append(shade)

    assert check(word(dark), name="a.docx")["holds"]


def test_files_and_properties_inside_a_word_file_are_looked_into(check: Check) -> None:
    inner = workbook(lambda book: book.active.append([PHONE]))
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/embeddings/book.xlsx", inner)
    answer = check(out.getvalue(), terms=[PHONE], name="a.docx")
    assert "attachment" in answer["kinds"] and any(one["found"] == PHONE for one in answer["leaks"])

    def author(document: Any) -> None:
        document.core_properties.last_modified_by = NAME

    assert not check(word(author), terms=[NAME], name="a.docx")["holds"]
    assert check(word(author), name="a.docx")["holds"], "an author alone is only told"


def workbook(change: Callable[[Any], None] = lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    sheet.append(["项目", "金额", "备注"])
    sheet.append(["早餐", 5, "无"])
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hidden_sheet(book: Any) -> None:
    book.create_sheet("底稿").sheet_state = "hidden"


def very_hidden_sheet(book: Any) -> None:
    book.create_sheet("底稿").sheet_state = "veryHidden"


def hidden_row(book: Any) -> None:
    book.active.row_dimensions[2].hidden = True


def flat_row(book: Any) -> None:
    book.active.row_dimensions[2].height = 0.5


def hidden_column(book: Any) -> None:
    book.active.column_dimensions["B"].hidden = True


def narrow_column(book: Any) -> None:
    book.active.column_dimensions["B"].width = 0.1


def comment(book: Any) -> None:
    book.active["A2"].comment = Comment(NAME, "a")


def white_cell(book: Any) -> None:
    book.active["A2"].font = Font(color="FFFFFF")


def blank_format(book: Any) -> None:
    book.active["B2"].number_format = ";;;"


@pytest.mark.parametrize(
    "change",
    [
        hidden_sheet, very_hidden_sheet, hidden_row, flat_row, hidden_column, narrow_column, comment, white_cell,
        blank_format,
    ],
)  # fmt: skip
def test_what_a_workbook_does_not_show_does_not_hold(check: Check, change: Any) -> None:
    assert check(workbook(), name="a.xlsx")["holds"]
    assert not check(workbook(change), name="a.xlsx")["holds"]


def test_words_deleted_from_the_cells_but_kept_among_the_strings_do_not_hold(check: Check) -> None:
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}"><si><t>{NAME}</t></si></sst>')
    assert check(out.getvalue(), name="a.xlsx")["kinds"] == {"revision"}
    assert not check(out.getvalue(), terms=[NAME], name="a.xlsx")["holds"]


def test_a_term_in_a_header_a_name_or_a_list_of_values_is_found(check: Check) -> None:
    def header(book: Any) -> None:
        book.active.oddHeader.center.text = NAME

    def values(book: Any) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation(type="list", formula1=f'"{NAME},乙"')
        book.active.add_data_validation(rule)
        rule.add("C3")

    for change in (header, values):
        assert not check(workbook(change), terms=[NAME], name="a.xlsx")["holds"]


def test_a_cropped_picture_in_a_word_file_does_not_hold(check: Check) -> None:
    def cropped(document: Any) -> None:
        shape = document.add_picture(io.BytesIO(saved(scan(False))))
        shape._inline.graphic.graphicData.pic.blipFill.insert(
            1,
            docx.oxml.parse_xml(
                '<a:srcRect xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" t="40000"/>'
            ),
        )

    assert "picture" in check(word(cropped), name="a.docx")["kinds"]


def test_a_bomb_a_locked_file_and_a_ruin_are_refused_in_one_sentence(check: Check) -> None:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/big.bin", b"\0" * 60_000_000)
    for data in (out.getvalue(), word()[:3000], b"\xd0\xcf\x11\xe0" + b"x" * 600):
        said = check(data, name="a.docx")
        assert isinstance(said, str) and said.strip() and "\n" not in said.strip()
