"""`gongkai redaction check` on PDFs: each test is one way in which a redaction fails to hold, written by hand."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFilter
from tests.files.builder import Pdf, assemble, bar, write
from tests.files.conftest import box

from gongkai.cli import main

Check = Callable[..., Any]
NAME, PHONE = "李小明", "13800138000"
HERE = box(1, 20, 30, 140, 56)
CLEAN = write("Plain words of a letter", 20, 100) + write("一、按月公开收支。", 20, 60)


def page(content: bytes = b"", **more: Any) -> Pdf:
    pdf = Pdf()
    pdf.page(CLEAN + content, **more)
    return pdf


SECRET = write(PHONE, 20, 150)
COVER = bar(15, 145, 110, 20)


def test_a_plain_page_holds(check: Check) -> None:
    answer = check(page())
    assert answer["holds"] and answer["leaks"] == [] and answer["unexamined"] == []


# --- given neither boxes nor terms: what is legible under something opaque, or not to be seen at all


@pytest.mark.parametrize(
    "content",
    {
        "black box": SECRET + COVER,
        "white box": SECRET + bar(15, 145, 110, 20, "1 1 1"),
        "box with a label": SECRET + COVER + write("B6", 60, 151, 9, "1 1 1 rg"),
        "dark glass": SECRET + b"q /D gs 15 145 110 20 re f Q\n",
        "thick line": SECRET + b"q 20 w 15 154 m 130 154 l S Q\n",
        "many thin bars": SECRET + b"".join(bar(15, 148 + n, 110, 1.05) for n in range(12)),
        "white words": write(PHONE, 20, 150, before="1 1 1 rg"),
        "invisible mode": write(PHONE, 20, 150, before="3 Tr"),
        "tiny words": write(PHONE, 20, 150, size=0.8),
        "clipped away": b"q 0 0 5 5 re W n " + SECRET + b"Q\n",
        "beyond the page": write(PHONE, 20, 250),
        "nearly the colour of the paper": write(PHONE, 20, 150, before="0.99 0.99 0.99 rg"),
        "black on black": bar(15, 145, 110, 20) + SECRET,
    }.items(),
    ids=lambda one: one[0],
)
def test_words_that_nobody_sees_do_not_hold(check: Check, content: tuple[str, bytes]) -> None:
    answer = check(page(content[1], resources=b"/ExtGState<</D<</ca 0.92>>>>"))
    assert not answer["holds"]
    assert any(PHONE.startswith(one["found"][:4]) for one in answer["leaks"] if one["found"])


@pytest.mark.parametrize(
    "content",
    {
        "white words on a dark ground": bar(0, 140, 300, 40, "0 0 0.4")
        + write("Bureau 2026", 20, 150, before="1 1 1 rg"),
        "a table with shaded cells": b"".join(bar(20 + 60 * n, 140, 58, 20, "0.9 0.9 0.9") for n in range(4))
        + b"q 0.5 w 20 140 m 260 140 l S 20 160 m 260 160 l S Q "
        + b"".join(write(f"cell {n}", 24 + 60 * n, 146, 9) for n in range(4)),
        "white cells over grid lines": b"q 0.5 w 20 140 m 260 140 l S 140 120 m 140 190 l S Q "
        + bar(100, 130, 80, 40, "1 1 1"),
        "bold by printing twice": write("Bold", 20, 150) + write("Bold", 20.3, 150),
        "a grey watermark": write("DRAFT", 60, 130, 40, "0.85 0.85 0.85 rg"),
        "a see-through marker": write("marked", 20, 150) + b"q /G gs 1 1 0 rg 15 145 60 20 re f Q\n",
        "underlined": write("under", 20, 150) + b"q 0.6 w 20 147.5 m 50 147.5 l S Q\n",
    }.items(),
    ids=lambda one: one[0],
)
def test_usual_designs_hold(check: Check, content: tuple[str, bytes]) -> None:
    answer = check(page(content[1], resources=b"/ExtGState<</G<</ca 0.3/BM/Multiply>>>>"))
    assert answer["holds"], answer["leaks"]


def test_words_beyond_the_crop_box_do_not_hold(check: Check) -> None:
    answer = check(page(SECRET, more=b"/CropBox[0 0 300 140]"))
    assert answer["kinds"] == {"crop"}


def test_words_in_a_layer_that_is_off_do_not_hold(check: Check) -> None:
    pdf = page(b"/OC /L BDC " + SECRET + b"EMC\n", resources=b"/Properties<</L 40 0 R>>")
    pdf.add(b"<</Type/OCG/Name(a)>>", 40)
    pdf.catalog = b"/OCProperties<</OCGs[40 0 R]/D<</OFF[40 0 R]>>>>"
    assert check(pdf)["kinds"] == {"hidden"}


def test_words_under_a_note_do_not_hold(check: Check) -> None:
    pdf = page(SECRET)
    look = pdf.stream(b"0 g 0 0 120 22 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 120 22]")
    for subtype in (b"Square", b"Stamp", b"FreeText", b"Redact"):
        note = pdf.add(
            b"<</Type/Annot/Subtype/%b/Rect[15 144 135 166]/F 4/AP<</N %d 0 R>>>>" % (subtype, look)
        )
        pdf.objects[pdf.pages[0]] = (
            pdf.objects[pdf.pages[0]].split(b"/Annots")[0].removesuffix(b">>") + b"/Annots[%d 0 R]>>" % note
        )
        assert not check(pdf)["holds"], subtype


def test_a_drawing_of_letters_under_a_bar_does_not_hold(check: Check) -> None:
    """Outlines instead of text."""
    strokes = b"".join(
        b"%d 150 m %d 160 l %d 150 l %d 156 l h f " % (x, x + 4, x + 8, x + 2) for x in range(20, 110, 10)
    )
    assert check(page(strokes))["holds"]
    assert check(page(strokes + COVER))["kinds"] == {"covered"}


def picture(image: Image.Image, pdf: Pdf, more: bytes = b"", filters: str = "flate") -> int:
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % image.size
    if filters == "jpeg":
        stream = io.BytesIO()
        image.convert("RGB").save(stream, "JPEG", quality=80)
        return pdf.stream(
            stream.getvalue(), head + b"/ColorSpace/DeviceRGB/Filter/DCTDecode" + more, packed=False
        )
    return pdf.stream(image.convert("L").tobytes(), head + b"/ColorSpace/DeviceGray" + more)


def scan(words: str = PHONE) -> Image.Image:
    """A page of 300 × 200 points at 144 dpi as a scanner gives it."""
    image = Image.new("L", (600, 400), 245)
    pen = ImageDraw.Draw(image)
    pen.text((44, 70), words, fill=20, font_size=30)
    pen.text((44, 250), "Plain words of a letter", fill=20, font_size=30)
    return image


def with_scan(image: Image.Image, after: bytes = b"", **more: Any) -> Pdf:
    pdf = Pdf()
    number = picture(image, pdf, **more)
    pdf.page(b"q 300 0 0 200 0 0 cm /S Do Q\n" + after, resources=b"/XObject<</S %d 0 R>>" % number)
    return pdf


@pytest.mark.parametrize("filters", ["flate", "jpeg"])
def test_a_scan_under_a_bar_does_not_hold_and_a_blackened_one_does(check: Check, filters: str) -> None:
    assert not check(with_scan(scan(), bar(15, 140, 120, 30), filters=filters))["holds"]
    black = scan()
    ImageDraw.Draw(black).rectangle((30, 60, 270, 120), fill=0)
    assert check(with_scan(black, filters=filters))["holds"]


def test_a_read_scan_holds_unless_its_words_stand_where_nothing_is_seen(check: Check) -> None:
    seen = scan()
    words = write("Plain words of a letter", 22, 60, 13.2, "3 Tr")
    assert check(with_scan(seen, words))["holds"]
    black = scan()
    ImageDraw.Draw(black).rectangle((30, 60, 270, 120), fill=0)
    assert check(with_scan(black, words + write(PHONE, 22, 150, 15, "3 Tr")))["kinds"] == {"hidden"}


def test_a_picture_shown_in_part_or_not_at_all_does_not_hold(check: Check) -> None:
    pdf = Pdf()
    number = picture(scan(), pdf)
    clip = b"q 0 0 300 120 re W n 300 0 0 200 0 0 cm /S Do Q\n"
    pdf.page(clip, resources=b"/XObject<</S %d 0 R>>" % number)
    assert "picture" in check(pdf)["kinds"]
    unused = page(resources=b"/XObject<</S 30 0 R>>")
    unused.objects[30] = pdf.objects[number]
    assert check(unused)["kinds"] == {"picture"}


def test_a_picture_behind_its_mask_does_not_hold(check: Check) -> None:
    mask = Image.new("L", (600, 400), 255)
    ImageDraw.Draw(mask).rectangle((30, 60, 270, 120), fill=0)
    pdf = Pdf()
    hole = picture(mask, pdf)
    number = picture(scan(), pdf, b"/SMask %d 0 R" % hole)
    pdf.page(b"q 300 0 0 200 0 0 cm /S Do Q\n", resources=b"/XObject<</S %d 0 R>>" % number)
    assert "picture" in check(pdf)["kinds"]


def test_a_thumbnail_of_the_page_before_does_not_hold(check: Check) -> None:
    pdf = page()
    thumb = picture(scan().resize((106, 71)), pdf)
    pdf.objects[pdf.pages[0]] = pdf.objects[pdf.pages[0]][:-2] + b"/Thumb %d 0 R>>" % thumb
    assert check(pdf)["kinds"] == {"thumbnail"}


def test_an_earlier_save_with_other_words_does_not_hold(check: Check) -> None:
    pdf = page(SECRET)
    first = pdf.bytes()
    content = zlib.compress(CLEAN)
    number = 5
    later = assemble(
        first,
        {number: b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(content), content)},
        b"/Root 1 0 R",
    )
    assert check(later)["kinds"] == {"revision"}


def test_an_earlier_save_that_only_adds_holds(check: Check) -> None:
    """A signature, a form value: the pages stay as they were."""
    assert check(assemble(page().bytes(), {50: b"<</Note true>>"}, b"/Root 1 0 R"))["holds"]


def test_blocks_that_can_be_copied_as_words_do_not_hold(check: Check) -> None:
    """A font of squares whose map still says which letters they were."""
    pdf = Pdf()
    square = pdf.stream(b"1000 0 0 0 1000 800 d1 50 0 900 800 re f")
    codes = "".join(f"<{n:02x}> <{ord(sign):04x}>\n" for n, sign in enumerate(PHONE, 65))
    table = pdf.stream(
        f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(PHONE)} beginbfchar {codes} endbfchar endcmap".encode()
    )
    names = b" ".join(b"/g%d" % n for n in range(len(PHONE)))
    glyphs = b"".join(b"/g%d %d 0 R" % (n, square) for n in range(len(PHONE)))
    font = pdf.add(
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<<%b>>"
        b"/Encoding<</Type/Encoding/Differences[65 %b]>>/FirstChar 65/LastChar %d/Widths[%b]/ToUnicode %d 0 R/Resources<<>>>>"
        % (glyphs, names, 64 + len(PHONE), b"1000 " * len(PHONE), table)
    )
    shown = bytes(range(65, 65 + len(PHONE)))
    pdf.objects[4] = pdf.objects[font]
    pdf.page(b"BT /F2 12 Tf 20 150 Td (%b) Tj ET\n" % shown)
    assert "glyphs" in check(pdf)["kinds"]
    assert not check(pdf, terms=[PHONE])["holds"]


# --- given terms


@pytest.mark.parametrize(
    ("printed", "term"),
    [
        ("李 小 明", NAME),
        ("李\u200b小\u200b明", NAME),
        ("明小李", NAME),
        ("李小-明", NAME),
        ("张國榮", "张国荣"),
        ("张国荣", "張國榮"),
        ("一三八〇〇一三八零零零", PHONE),
        ("１３８００１３８０００", PHONE),
        ("138-0013 8000", PHONE),
        ("00083100831", PHONE),
    ],
)
def test_a_term_is_found_however_it_is_printed(check: Check, printed: str, term: str) -> None:
    answer = check(page(write(printed, 20, 150)), terms=["无关的词", term])
    assert not answer["holds"]
    assert {one["found"] for one in answer["leaks"] if one["level"] == "leak"} == {term}


def test_a_term_across_lines_pages_and_scattered_letters_is_found(check: Check) -> None:
    lines = page(write("申请人李小", 20, 150) + write("明的家长", 20, 130))
    pages = page(write("申请人李小", 20, 20))
    pages.page(write("明的家长", 20, 180))
    numbered = page(write("申请人李小", 20, 20) + write("- 1 -", 140, 6))
    numbered.page(write("明的家长", 20, 180))
    scattered = page(write("明", 44, 150) + write("李", 20, 150) + write("小", 32, 150))
    upright = page(
        write("李", 200, 160) + write("申", 180, 160) + write("小", 200, 140) + write("明", 200, 120)
    )
    for pdf in (lines, pages, numbered, scattered, upright):
        assert not check(pdf, terms=[NAME])["holds"]


def test_a_term_file_may_have_a_mark_blank_lines_and_two_sorts_of_line_ends(
    tmp_path: Path, check: Check
) -> None:
    check(page(write(NAME, 20, 150)))
    (tmp_path / "terms.txt").write_bytes(f"\r\n{NAME}\r\n\n".encode("utf-8-sig"))
    assert (
        main(["redaction", "check", str(tmp_path / "out.pdf"), "--terms", str(tmp_path / "terms.txt")]) == 1
    )


HEX = b"<feff" + NAME.encode("utf-16-be").hex().encode() + b">"


def places() -> dict[str, Pdf]:
    """The name in every part of a file that no page shows."""
    found: dict[str, Pdf] = {}

    def put(name: str, body: bytes, catalog: bytes = b"", number: int = 40) -> Pdf:
        pdf = page()
        pdf.add(body, number)
        pdf.catalog = catalog
        found[name] = pdf
        return pdf

    put("info", b"<</Author %b>>" % HEX).trailer = b"/Info 40 0 R"
    put("gb18030 string", b"<</Title(%b)>>" % NAME.encode("gb18030")).trailer = b"/Info 40 0 R"
    put("utf-8 string", b"<</Title(\xef\xbb\xbf%b)>>" % NAME.encode()).trailer = b"/Info 40 0 R"
    put("outline", b"<</Type/Outlines/First 41 0 R>>", b"/Outlines 40 0 R").add(
        b"<</Title %b/Parent 40 0 R>>" % HEX, 41
    )
    put("named destination", b"<</Dests<</Names[%b 6 0 R]>>>>" % HEX, b"/Names 40 0 R")
    put("page label", b"<</Nums[0<</P %b>>]>>" % HEX, b"/PageLabels 40 0 R")
    put("layer name", b"<</Type/OCG/Name %b>>" % HEX, b"/OCProperties<</OCGs[40 0 R]/D<<>>>>")
    put("script", b"<</S/JavaScript/JS %b>>" % HEX, b"/OpenAction 40 0 R")
    put("structure", b"<</Type/StructElem/S/Span/ActualText %b>>" % HEX, b"/StructTreeRoot 40 0 R")
    spread = put("structure letter by letter", b"<</K[41 0 R 42 0 R 43 0 R]>>", b"/StructTreeRoot 40 0 R")
    for at, sign in enumerate(NAME):
        spread.add(b"<</ActualText<feff%b>>>" % sign.encode("utf-16-be").hex().encode(), 41 + at)
    put("field", b"<</Fields[<</FT/Tx/T(a)/V %b/F 2>>]>>" % HEX, b"/AcroForm 40 0 R")
    put("unreferenced", b"<</Left %b>>" % HEX)
    for name, data in {
        "xmp": f"<?xpacket?><x:xmpmeta><dc:creator>{NAME}</dc:creator></x:xmpmeta>".encode(),
        "xfa": f"<xdp><field><text>{NAME[:1]}</text><text>{NAME[1:]}</text></field></xdp>".encode(),
        "stream": NAME.encode("utf-16-be"),
    }.items():
        pdf = page()
        number = pdf.stream(data)
        pdf.catalog = b"/Metadata %d 0 R" % number
        found[name] = pdf
    for name, filters, data in (
        ("hex", b"/ASCIIHexDecode", NAME.encode().hex().encode() + b">"),
        ("ascii85", b"/ASCII85Decode", __import__("base64").a85encode(NAME.encode()) + b"~>"),
        ("run length", b"/RunLengthDecode", bytes([len(NAME.encode()) - 1]) + NAME.encode() + b"\x80"),
        ("two filters", b"[/ASCIIHexDecode/FlateDecode]", zlib.compress(NAME.encode()).hex().encode() + b">"),
    ):
        pdf = page()
        pdf.catalog = b"/Metadata %d 0 R" % pdf.stream(data, b"/Filter" + filters, packed=False)
        found[name] = pdf
    note = page()
    note.add(b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents %b>>" % HEX, 40)
    note.objects[note.pages[0]] = note.objects[note.pages[0]][:-2] + b"/Annots[40 0 R]>>"
    found["note"] = note
    comment = page()
    comment.objects[1] = b""
    found["after the end"] = comment
    return found


@pytest.mark.parametrize("where", places())
def test_a_term_is_found_in_every_part_of_the_file(check: Check, where: str) -> None:
    data = places()[where].bytes()
    if where == "after the end":
        data += b"% " + NAME.encode() + b"\n"
    answer = check(data, terms=[NAME])
    assert [one["found"] for one in answer["leaks"] if one["level"] == "leak"], answer
    assert check(data, terms=["不在里面"])["holds"] or where in ("after the end",)


def test_a_term_in_an_attachment_and_in_the_attachments_attachment_is_found(check: Check) -> None:
    def holding(name: str, data: bytes) -> Pdf:
        pdf = page()
        file = pdf.stream(data, b"/Type/EmbeddedFile")
        pdf.catalog = b"/Names<</EmbeddedFiles<</Names[(%b)<</F(%b)/EF<</F %d 0 R>>>>]>>>>" % (
            name.encode(),
            name.encode(),
            file,
        )
        return pdf

    deep = holding("a.pdf", holding("b.pdf", page(SECRET).bytes()).bytes())
    assert not check(deep, terms=[PHONE])["holds"]
    assert check(deep, terms=["13900139000"])["holds"]
    locked = check(holding("a.bin", b"\x00\x01\x02" * 40), terms=["13900139000"])
    assert not locked["holds"] and locked["unexamined"]


def test_a_term_in_a_content_stream_that_no_page_uses_is_found_through_the_map_of_its_font(
    check: Check,
) -> None:
    pdf = page()
    pdf.stream(
        b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 3 beginbfchar"
        + b"".join(b" <%02x> <%04x>" % (n, ord(sign)) for n, sign in enumerate(NAME, 1))
        + b" endbfchar endcmap"
    )
    pdf.stream(b"BT /F9 12 Tf <01> Tj 3 0 Td [<02> -20 <03>] TJ ET")
    assert not check(pdf, terms=[NAME])["holds"]


def test_object_streams_are_opened(check: Check) -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(page().bytes())))
    writer.add_metadata({"/Author": NAME})
    inner = b"7 0 <</A %b>>" % HEX
    pdf = page()
    pdf.stream(inner, b"/Type/ObjStm/N 1/First 4")
    assert not check(pdf, terms=[NAME])["holds"]


# --- given the original and its boxes


def original() -> Pdf:
    return page(write(NAME, 22, 152) + write(PHONE, 62, 152))


def test_a_clean_release_of_the_page_holds_and_the_page_itself_does_not(check: Check) -> None:
    released = page(bar(20, 144, 120, 26))
    assert check(released, original=original(), boxes=[HERE])["holds"]
    assert not check(original(), original=original(), boxes=[HERE])["holds"]


@pytest.mark.parametrize(
    "left",
    {
        "half a glyph": bar(20, 158, 120, 12) + write(NAME, 22, 152) + bar(20, 157, 120, 13),
        "the last digits": bar(20, 144, 100, 26) + write("000", 122, 152),
        "low contrast": bar(20, 144, 120, 26) + write(PHONE, 62, 152, before="0.05 0.05 0.05 rg"),
        "contrast that only a program sees": bar(20, 144, 120, 26) + bar(30, 150, 9, 9, "0.012 0.012 0.012"),
        "nothing covered": write(NAME, 22, 152) + b"q 1 0 0 RG 20 144 120 26 re S Q\n",
    }.items(),
    ids=lambda one: one[0],
)
def test_what_is_left_under_a_box_does_not_hold(check: Check, left: tuple[str, bytes]) -> None:
    answer = check(page(left[1]), original=original(), boxes=[HERE])
    assert not answer["holds"]


@pytest.mark.parametrize("filters", ["flate", "jpeg"])
@pytest.mark.parametrize("kind", ["mosaic", "blur", "faint", "half", "black"])
def test_only_one_flat_colour_hides_a_place_of_a_scan(check: Check, kind: str, filters: str) -> None:
    image, area = scan(), (40, 60, 280, 112)
    part = image.crop(area)
    if kind == "mosaic":
        part = part.reduce(12).resize(part.size, Image.Resampling.NEAREST)
    elif kind == "blur":
        part = part.filter(ImageFilter.GaussianBlur(10))
    elif kind == "faint":
        part = part.point(lambda value: value // 8)
    elif kind == "half":
        part.paste(0, (0, 0, part.width, 25))
    else:
        part.paste(0, (0, 0, *part.size))
    image.paste(part, area)
    answer = check(with_scan(image, filters=filters), original=with_scan(scan()), boxes=[HERE])
    assert answer["holds"] == (kind == "black"), answer


def test_the_same_name_on_another_page_does_not_hold_in_text_or_in_pixels(
    check: Check, tmp_path: Path
) -> None:
    source = original()
    source.page(write(f"第二页还有{NAME}", 20, 150))
    released = page(bar(20, 144, 120, 26))
    released.page(write(f"第二页还有{NAME}", 20, 150))
    assert "text" in check(released, original=source, boxes=[HERE])["kinds"]
    (tmp_path / "in.pdf").write_bytes(source.bytes())
    (tmp_path / "b.json").write_text(json.dumps([HERE]))
    args = [
        "--boxes",
        str(tmp_path / "b.json"),
        "--out",
        str(tmp_path / "o.pdf"),
        "--certificate",
        str(tmp_path / "c.json"),
    ]
    assert main(["redaction", "apply", str(tmp_path / "in.pdf"), *args]) == 0
    flat = (tmp_path / "o.pdf").read_bytes()
    assert check(flat, original=source, boxes=[HERE])["kinds"] == {"elsewhere"}


def test_a_common_word_of_the_box_may_stand_elsewhere(check: Check) -> None:
    source = page(write(f"学生{NAME}", 22, 152))
    released = page(bar(20, 144, 120, 26) + write("学生应当按时到校", 20, 120))
    assert check(released, original=source, boxes=[HERE])["holds"]


def test_a_release_that_lacks_the_page_of_a_box_is_not_examined(check: Check) -> None:
    source = original()
    source.page(CLEAN)
    answer = check(page(), original=source, boxes=[HERE | {"page": 2}])
    assert not answer["holds"] and answer["unexamined"]


def test_a_page_that_the_original_does_not_have_does_not_hold(check: Check) -> None:
    black = scan()
    ImageDraw.Draw(black).rectangle((30, 60, 290, 120), fill=0)
    released = with_scan(black)
    assert check(released, original=with_scan(scan()), boxes=[HERE])["holds"]
    number = picture(scan(), released)
    released.page(b"q 300 0 0 200 0 0 cm /S Do Q\n", resources=b"/XObject<</S %d 0 R>>" % number)
    assert check(released, original=with_scan(scan()), boxes=[HERE])["kinds"] == {"pages"}


def test_boxes_of_a_turned_and_cropped_page_are_looked_at_where_they_are_shown(check: Check) -> None:
    more = b"/Rotate 90/CropBox[10 10 290 190]"
    boxed = box(1, 130, 10, 165, 130)  # shown: x = y - 10, y = x - 10
    assert check(page(bar(20, 140, 120, 35), more=more), boxes=[boxed])["holds"]
    assert not check(page(bar(20, 140, 100, 35) + bar(125, 150, 3, 9), more=more), boxes=[boxed])["holds"]


# --- the certificate, and what cannot be read


def released_files(tmp_path: Path) -> list[str]:
    (tmp_path / "in.pdf").write_bytes(original().bytes())
    (tmp_path / "b.json").write_text(json.dumps([HERE]))
    args = [
        "--boxes",
        str(tmp_path / "b.json"),
        "--out",
        str(tmp_path / "o.pdf"),
        "--certificate",
        str(tmp_path / "c.json"),
    ]
    assert main(["redaction", "apply", str(tmp_path / "in.pdf"), *args]) == 0
    return ["redaction", "check", str(tmp_path / "o.pdf"), "--certificate", str(tmp_path / "c.json")]


def test_a_certificate_fits_its_own_files_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = released_files(tmp_path)
    whole = [*command, "--original", str(tmp_path / "in.pdf"), "--boxes", str(tmp_path / "b.json")]
    assert main(command) == 0 and main(whole) == 0
    assert json.loads((tmp_path / "c.json").read_text("utf-8"))["checks"]
    (tmp_path / "b.json").write_text(json.dumps([HERE | {"x1": 141}]))
    assert main(whole) == 1
    with (tmp_path / "o.pdf").open("ab") as stream:
        stream.write(b"\n")
    capsys.readouterr()
    assert main(command) == 1
    assert "certificate" in {one["kind"] for one in json.loads(capsys.readouterr().out)["leaks"]}


def test_what_cannot_be_read_is_said_in_one_sentence(check: Check, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(page().bytes())))
    writer.encrypt("geheim", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    for data in (stream.getvalue(), b"%PDF-1.7\nrest", b"plain words"):
        said = check(data)
        assert isinstance(said, str) and said.strip().count("\n") == 0 and said.strip()
    for flag in ("--terms", "--boxes", "--certificate", "--original"):
        assert main(["redaction", "check", str(tmp_path / "out.pdf"), flag, str(tmp_path / "nowhere")]) == 2


def test_an_empty_password_hides_nothing_from_the_check(check: Check) -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(page().bytes())))
    writer.add_metadata({"/Author": NAME})
    writer.encrypt("", "owner", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    assert not check(stream.getvalue(), terms=[NAME])["holds"]
    assert check(stream.getvalue(), terms=[PHONE])["holds"]


# --- corners of the file


def test_bytes_that_belong_to_no_object_do_not_hold(check: Check) -> None:
    whole = page().bytes()
    junk = b"PK\x03\x04" + bytes(range(128, 256))
    for data in (whole + junk, junk + whole):
        answer = check(data)
        assert isinstance(answer, str) or "trailer" in answer["kinds"], answer
    hidden = whole.replace(b"\nxref", b"\n% " + junk.hex().encode() * 2 + b"\nxref", 1)
    assert "trailer" in check(hidden)["kinds"]


def test_bytes_behind_packed_data_do_not_hold(check: Check) -> None:
    pdf = page()
    data = zlib.compress(b"% nothing") + b"whatever was here before"
    pdf.catalog = b"/Metadata %d 0 R" % pdf.stream(data, b"/Filter/FlateDecode", packed=False)
    assert check(pdf)["kinds"] == {"trailer"}


def test_words_of_marked_content_are_searched(check: Check) -> None:
    spread = b"".join(
        b"/Span <</ActualText <FEFF %b>>> BDC EMC " % sign.encode("utf-16-be").hex().encode() for sign in NAME
    )
    assert not check(page(spread), terms=[NAME])["holds"]


def test_outlines_that_nobody_sees_do_not_hold(check: Check) -> None:
    def outline(x: int, color: str) -> bytes:
        corners = b"".join(b"%d %d l " % (x + n % 3 * 4, 150 + n) for n in range(1, 13))
        return f"q {color} rg {x} 150 m ".encode() + corners + b"h f Q\n"

    for place, color, holds in ((20, "0 0 0", True), (20, "1 1 1", False), (400, "0 0 0", False)):
        answer = check(page(b"".join(outline(place + 14 * n, color) for n in range(5))))
        assert answer["holds"] is holds, (place, color)


def jbig2(*regions: tuple[int, int, int, int, int]) -> bytes:
    """Segments with the heads of regions only: (type, x, y, width, height)."""
    out = b""
    for number, (kind, x, y, wide, high) in enumerate(regions):
        body = b"".join(value.to_bytes(4) for value in (wide, high, x, y)) + b"\0\0"
        out += number.to_bytes(4) + bytes([kind, 0, 1]) + len(body).to_bytes(4) + body
    return out


def test_a_jbig2_picture_in_layers_does_not_hold(check: Check) -> None:
    for regions, kinds in (
        ([(38, 0, 0, 600, 200), (38, 0, 200, 600, 200)], False),
        ([(38, 0, 0, 600, 400), (38, 30, 60, 240, 60)], True),
    ):
        pdf = page()
        head = b"/Type/XObject/Subtype/Image/Width 600/Height 400/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"
        number = pdf.stream(jbig2(*regions), head, packed=False)
        pdf.objects[pdf.pages[0]] = pdf.objects[pdf.pages[0]].replace(
            b"/Resources<<", b"/Resources<</XObject<</S %d 0 R>>" % number
        )
        assert ("jbig2" in check(pdf)["kinds"]) is kinds
