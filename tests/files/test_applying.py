"""`gongkai redaction apply`: a flat file of the same pages, in which the boxed words are nowhere."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw
from tests.files.builder import Pdf, assemble, bar, write
from tests.files.conftest import GROUND, box

from gongkai.files import child, pages, pdfium
from gongkai.files.geometry import Rect
from gongkai.files.redaction.boxes import boxes_from, on_pages
from gongkai.files.redaction.flatten import flatten

Redact = Callable[..., Any]
SECRET = "13800138000"


def letter_like() -> Pdf:
    """A page with a number, a name, and both again on a second page."""
    pdf = Pdf()
    pdf.page(write(f"Phone {SECRET} end", 20, 150) + write("联系人：李小明", 20, 100))
    pdf.page(write("第二页写着李小明", 20, 150))
    return pdf


def look(path: Path, page: int = 1, scale: float = 3) -> Image.Image:
    with pdfium.opened(path) as document:
        return pdfium.draw(pdfium.load(document, page), scale)


def test_the_boxed_words_are_gone_and_the_others_stay_to_be_seen(redact: Redact) -> None:
    code, answer, _, out, _ = redact(letter_like().bytes(), [box(1, 55, 35, 130, 55)])
    assert (code, answer["pages"], answer["boxes"]) == (0, 2, 1)
    assert look(out).crop((170, 110, 385, 160)).getextrema() == ((0, 0),) * 3
    assert look(out).crop((60, 270, 360, 310)).getextrema()[0][0] < 60, "the name is still legible"
    assert look(out, 2).getextrema()[0][0] < 60
    data = out.read_bytes()
    with pdfium.opened(data) as document:
        assert [pdfium.letters(page) for page in document] == [[], []]
    assert not re.search(rb"/Info|/Metadata|/Font|/Annots|/AcroForm|/Outlines|/Names", data)


def test_what_stands_elsewhere_is_listed_with_its_place(redact: Redact) -> None:
    _, answer, said, _, _ = redact(letter_like().bytes(), [box(1, 20, 85, 110, 105)])
    assert [(one["text"], one["page"]) for one in answer["elsewhere"]] == [("李小明", 2)]
    assert "1处" in said and "李小明" not in said


def test_a_name_broken_over_two_pages_is_found_elsewhere(redact: Redact) -> None:
    pdf = letter_like()
    pdf.page(write("申请人李小", 20, 20))
    pdf.page(write("明的家长", 20, 180))
    _, answer, _, _, _ = redact(pdf.bytes(), [box(1, 20, 85, 110, 105), box(2, 20, 30, 130, 55)])
    assert [(one["text"], one["page"]) for one in answer["elsewhere"]] == [("李小明", 3)]


def test_a_letter_that_a_box_cuts_is_hidden_whole(redact: Redact) -> None:
    """The box ends in the middle of the last digit."""
    pdf = Pdf()
    pdf.page(write(SECRET, 20, 150))
    _, _, _, out, _ = redact(pdf.bytes(), [box(1, 15, 35, 20 + 6.67 * 10.5, 55)])
    right = look(out).crop((int((20 + 6.67 * 10.5) * 3) + 1, 90, 900, 170))
    dark = [x for x in range(right.width) if right.getpixel((x, 40))[0] < 128]  # type: ignore[index]
    column = right.crop((0, 0, 8, right.height)).convert("L").histogram()
    assert len(dark) < 25, "nothing but the rest of the covered digit's rectangle"
    assert sum(column[1:100]) < 20


def test_the_certificate_names_input_output_boxes_and_hour(redact: Redact, monkeypatch: Any) -> None:
    monkeypatch.setenv("GONGKAI_NOW", "2026-04-30T10:00:00")
    data = letter_like().bytes()
    _, _, _, out, proof = redact(data, [box(1, 55, 35, 130, 55)])
    certificate = json.loads(proof.read_text("utf-8"))
    assert certificate["input_sha256"] == hashlib.sha256(data).hexdigest()
    assert certificate["output_sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert certificate["boxes"] == [box(1, 55, 35, 130, 55)]
    assert certificate["made_at"] == "2026-04-30T10:00:00+08:00"


def test_nothing_to_hide_makes_a_flat_file_all_the_same(redact: Redact, own_process: None) -> None:
    code, answer, _, out, proof = redact(letter_like().bytes(), [])
    assert (code, answer["boxes"], out.exists(), proof.exists()) == (0, 0, True, True)


@pytest.mark.parametrize(
    ("boxes", "word"),
    [
        ([box(3, 0, 0, 9, 9)], "只有2页"),
        ([box(1, 300, 0, 309, 9)], "之外"),
        ([box(1, 9, 9, 9, 20)], "空的"),
        ([box(1, 20, 9, 9, 20)], "空的"),
        ([box(1, 0, 0, 9, 9, " ")], "依据"),
        ([box(0, 0, 0, 9, 9)], "page"),
        ([box(1, float("nan"), 0, 9, 9)], "都是数"),
        ([{"page": 1}], "依据"),
        ({"page": 1}, "列表"),
        ("[{", "JSON"),
    ],
)
def test_a_box_that_hides_nothing_stops_the_whole(redact: Redact, boxes: Any, word: str) -> None:
    code, answer, said, out, proof = redact(letter_like().bytes(), boxes)
    assert (code, answer, out.exists(), proof.exists()) == (2, None, False, False)
    assert word in said and "\n" not in said
    assert not list(out.parent.glob(".gongkai*"))


def test_a_box_partly_outside_is_clipped(redact: Redact) -> None:
    code, _, _, out, _ = redact(letter_like().bytes(), [box(1, -50, -50, 30, 900)])
    assert code == 0
    assert look(out).crop((0, 0, 88, 600)).getextrema() == ((0, 0),) * 3


def test_the_input_is_never_written_over(tmp_path: Path, redact: Redact) -> None:
    from gongkai.cli import main

    redact(letter_like().bytes(), [])
    source = tmp_path / "in.pdf"
    before = source.read_bytes()
    link = tmp_path / "other.pdf"
    link.hardlink_to(source)
    for out, proof in ((source, tmp_path / "c2"), (link, tmp_path / "c2"), (tmp_path / "o2", source)):
        args = ["--boxes", str(tmp_path / "boxes.json"), "--out", str(out), "--certificate", str(proof)]
        assert main(["redaction", "apply", str(source), *args]) == 2
    assert source.read_bytes() == before


def locked(user: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(letter_like().bytes())))
    writer.encrypt(user, "owner", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_an_empty_password_is_opened_and_a_real_one_is_asked_for(redact: Redact) -> None:
    assert redact(locked(""), [])[0] == 0
    code, _, said, _, _ = redact(locked("geheim"), [])
    assert code == 2 and "密码" in said


def damaged() -> dict[str, bytes]:
    whole = letter_like().bytes()
    content = whole.index(b"stream\n") + 7
    gone = letter_like()
    gone.objects[6] = gone.objects[6].replace(b"/Contents 5 0 R", b"/Contents 99 0 R")
    bare = letter_like()
    bare.objects[2] = b""
    short = letter_like().bytes().replace(b"/Count 2", b"/Count 3")
    return {
        "cut at half": whole[: len(whole) // 2],
        "no end": whole[: whole.rindex(b"startxref")],
        "table elsewhere": re.sub(rb"startxref\n\d+", b"startxref\n7", whole),
        "bent content": whole[: content + 12] + b"\0\0\0\0" + whole[content + 16 :],
        "content lost": gone.bytes(),
        "fewer pages than said": short,
        "only a head": b"%PDF-1.7\n",
        "not a pdf": b"%PDF-1.7\n" + b"x" * 5000 + b"\nstartxref\n9\n%%EOF",
    }


@pytest.mark.parametrize("kind", damaged())
def test_a_damaged_file_is_refused_and_never_repaired_to_blanks(redact: Redact, kind: str) -> None:
    code, answer, said, out, _ = redact(damaged()[kind], [])
    assert (code, answer, out.exists()) == (2, None, False)
    assert "损坏" in said and "\n" not in said


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", b"plain words"), ("a.docx", None), ("a.pdf", b""), ("a.ofd", b"PK\x03\x04rest")],
)
def test_other_formats_are_asked_for_as_pdf(redact: Redact, name: str, data: bytes | None) -> None:
    if data is None:
        import docx

        stream = io.BytesIO()
        docx.Document().save(stream)
        data = stream.getvalue()
    code, _, said, _, _ = redact(data, [], name)
    assert code == 2 and ("PDF" in said or "空文件" in said) and "\n" not in said


def test_what_annotations_and_forms_show_stays_to_be_seen(redact: Redact) -> None:
    pdf = letter_like()
    look_of = pdf.stream(b"0 0 1 rg 0 0 40 20 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 40 20]")
    note = pdf.add(
        b"<</Type/Annot/Subtype/Stamp/Rect[200 20 240 40]/F 4/Contents(hidden words)/AP<</N %d 0 R>>>>"
        % look_of
    )
    field = pdf.add(
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(value)/Rect[100 20 140 40]/F 4/AP<</N %d 0 R>>>>"
        % look_of
    )
    page = pdf.objects[pdf.pages[0]]
    pdf.objects[pdf.pages[0]] = page[:-2] + b"/Annots[%d 0 R %d 0 R]>>" % (note, field)
    pdf.catalog = b"/AcroForm<</Fields[%d 0 R]>>" % field
    _, _, _, out, _ = redact(pdf.bytes(), [])
    assert look(out).getpixel((660, 510)) == (0, 0, 255)
    assert look(out).getpixel((360, 510)) == (0, 0, 255)
    assert b"hidden words" not in out.read_bytes()


def test_words_beyond_the_crop_box_and_in_older_saves_do_not_come_along(redact: Redact) -> None:
    pdf = Pdf()
    pdf.page(write("seen", 120, 120) + write("unseen", 10, 10), more=b"/CropBox[100 100 200 150]")
    first = pdf.bytes()
    later = assemble(
        first, {6: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<<>>>>"}, b"/Root 1 0 R"
    )
    for data, size in ((first, (100, 50)), (later, (300, 200))):
        _, _, _, out, _ = redact(data, [])
        page = pypdf.PdfReader(out).pages[0]
        assert (page.mediabox.width, page.mediabox.height) == size
        assert out.read_bytes().count(b"%%EOF") == 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    turn=st.sampled_from([0, 90, 180, 270]),
    crop=st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(140, 300), st.integers(120, 200)),
    shift=st.tuples(st.integers(-200, 200), st.integers(-200, 200)),
    unit=st.sampled_from([None, 0.5, 1, 2.5]),
    spot=st.tuples(st.floats(0, 0.7), st.floats(0, 0.7), st.floats(0.1, 0.3), st.floats(0.1, 0.3)),
)
def test_a_box_lands_where_it_is_shown_whatever_turn_crop_and_unit(
    tmp_path: Path, turn: int, crop: tuple[int, ...], shift: tuple[int, int], unit: float | None, spot: Any
) -> None:
    """Everything under the box turns black, everything else keeps its red, and the page keeps its shown size."""
    dx, dy = shift
    pdf = Pdf()
    media = (dx, dy, 300 + dx, 200 + dy)
    edges = b" ".join(b"%d" % one for one in (crop[0] + dx, crop[1] + dy, crop[2] + dx, crop[3] + dy))
    more = b"/Rotate %d/CropBox[%b]" % (turn, edges) + (b"/UserUnit %g" % unit if unit else b"")
    pdf.page(bar(dx, dy, 300, 200, "1 0 0"), media, more)
    wide, high = crop[2] - crop[0], crop[3] - crop[1]
    if turn % 180:
        wide, high = high, wide
    place = Rect(spot[0] * wide, spot[1] * high, (spot[0] + spot[2]) * wide, (spot[1] + spot[3]) * high)
    (tmp_path / "in.pdf").write_bytes(pdf.bytes())
    flatten(
        str(tmp_path / "in.pdf"), [box(1, place.x0, place.y0, place.x1, place.y1)], str(tmp_path / "out.pdf")
    )
    page = pypdf.PdfReader(tmp_path / "out.pdf").pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((wide, high))
    assert float(page.get("/UserUnit", 1)) == (unit or 1)
    shown = look(tmp_path / "out.pdf", scale=4)
    black = shown.crop(place.times(4).grown(-2).outward(*shown.size))
    assert black.getextrema() == ((0, 0),) * 3
    ImageDraw.Draw(shown).rectangle(tuple(place.times(4).grown(4).outward(*shown.size)), fill=(255, 0, 0))
    assert shown.crop((2, 2, shown.width - 2, shown.height - 2)).getextrema()[0][0] > 200


def noise(wide: int, high: int) -> Image.Image:
    return Image.effect_noise((wide, high), 80).convert("RGB")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "GIF"])
def test_a_picture_becomes_a_page_of_its_pixels(redact: Redact, form: str) -> None:
    stream = io.BytesIO()
    frames = [noise(120, 90), noise(120, 90)]
    many = {"save_all": True, "append_images": frames[1:]} if form in ("TIFF", "GIF") else {}
    frames[0].save(stream, form, **many)
    code, answer, _, out, _ = redact(stream.getvalue(), [box(1, 10, 20, 60, 40)], f"a.{form.lower()}")
    assert (code, answer["pages"]) == (0, 2 if many else 1)
    page = pypdf.PdfReader(out).pages[0]
    assert (page.mediabox.width, page.mediabox.height) == (120, 90)
    assert max(high for _, high in look(out, scale=1).crop((11, 21, 59, 39)).getextrema()) <= 24
    assert look(out, scale=1).crop((60, 41, 120, 90)).getextrema()[0][1] > 150


def test_a_picture_is_hidden_as_it_is_shown_turned_and_without_its_alpha(redact: Redact) -> None:
    image = Image.new("RGBA", (80, 40), (255, 0, 0, 255))
    image.paste((0, 0, 255, 0), (0, 0, 80, 20))  # blue under full transparency
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    stream = io.BytesIO()
    image.save(stream, "PNG", exif=exif)
    _, _, _, out, _ = redact(stream.getvalue(), [box(1, 0, 0, 20, 10)], "a.png")
    page = pypdf.PdfReader(out).pages[0]
    assert (page.mediabox.width, page.mediabox.height) == (40, 80)
    shown = look(out, scale=1)
    assert shown.getpixel((30, 40)) == (255, 255, 255) and shown.getpixel((10, 40)) == (255, 0, 0)
    assert shown.getpixel((10, 4)) == (0, 0, 0)


def test_damaged_pictures_and_picture_bombs_are_refused(redact: Redact) -> None:
    stream = io.BytesIO()
    noise(200, 200).save(stream, "JPEG")
    assert redact(stream.getvalue()[:2000], [], "a.jpg")[0] == 2
    small = io.BytesIO()
    noise(9, 9).save(small, "PNG")
    bomb = small.getvalue()[:16] + (30000).to_bytes(4) * 2 + small.getvalue()[24:29]
    bomb += zlib.crc32(bomb[12:29]).to_bytes(4) + small.getvalue()[33:]
    code, _, said, _, _ = redact(bomb, [], "a.png")
    assert code == 2 and "\n" not in said


def test_absurd_pages_are_refused_with_one_sentence(redact: Redact, own_process: None) -> None:
    huge = Pdf()
    huge.page(b"", (0, 0, 1e7, 1e7))
    many = Pdf()
    number = many.page(b"")
    many.pages = [number] * 3001
    laughs = Pdf()
    inner = laughs.stream(b"0 0 1 1 re f " * 50, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    for _ in range(9):
        head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % inner
        inner = laughs.stream(b"/X Do " * 40, head)
    laughs.page(b"/X Do", resources=b"/XObject<</X %d 0 R>>" % inner)
    for pdf in (huge, many, laughs):
        code, _, said, out, _ = redact(pdf.bytes(), [])
        assert code == 2 and not out.exists()
        assert "\n" not in said and "Traceback" not in said


def test_boxes_may_carry_further_keys_and_a_byte_order_mark(redact: Redact) -> None:
    given = "﻿" + json.dumps([box(1, 0, 0, 20, 20) | {"why": "手机号"}])
    assert redact(letter_like().bytes(), given)[0] == 0


def test_boxes_are_placed_by_page() -> None:
    boxes = boxes_from([box(2, 0, 0, 5, 5, GROUND)])
    assert on_pages(boxes, [(10, 10), (4, 10)]) == {2: [Rect(0, 0, 4, 5)]}


def test_a_huge_page_drawn_in_bands_shows_what_it_shows_drawn_at_once(
    redact: Redact, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = [box(1, 20, 85, 110, 105), box(1, 0, 0, 10, 200)]
    _, _, _, out, _ = redact(letter_like().bytes(), boxes)
    once = look(out)
    monkeypatch.setattr(pdfium, "BAND_PIXELS", 100_000)
    code, _, said, out, _ = redact(letter_like().bytes(), boxes)
    assert code == 0, said
    assert out.read_bytes().count(b"/Subtype/Image") == 10
    far = ImageChops.difference(once, look(out)).point(lambda value: 255 if value > 90 else 0).convert("L")
    assert far.histogram()[255] < 0.002 * far.width * far.height, (
        "no more than a blurred line where bands meet"
    )


def test_the_list_of_boxes_is_never_written_over(tmp_path: Path, redact: Redact) -> None:
    from gongkai.cli import main

    redact(letter_like().bytes(), [])
    given = tmp_path / "boxes.json"
    before = given.read_bytes()
    for out, proof in ((given, tmp_path / "c2"), (tmp_path / "o2", given)):
        args = ["--boxes", str(given), "--out", str(out), "--certificate", str(proof)]
        assert main(["redaction", "apply", str(tmp_path / "in.pdf"), *args]) == 2
    assert given.read_bytes() == before


def test_a_page_number_written_as_a_decimal_is_the_same_page(redact: Redact) -> None:
    code, answer, _, _, _ = redact(letter_like().bytes(), [box(1.0, 55, 35, 130, 55)])  # type: ignore[arg-type]
    assert (code, answer["boxes"]) == (0, 1)
    assert redact(letter_like().bytes(), [box(1.5, 55, 35, 130, 55)])[0] == 2  # type: ignore[arg-type]


def test_how_far_the_drawing_is_can_be_heard(tmp_path: Path, own_process: None) -> None:
    source = tmp_path / "in.pdf"
    source.write_bytes(letter_like().bytes())
    heard: list[int] = []
    child.run("flatten", heard=heard.append, path=str(source), boxes=[], out=str(tmp_path / "o.pdf"))
    assert heard == list(range(1, len(heard) + 1))
    assert len(heard) >= 2, "a sign for each page"


def test_the_same_words_are_found_before_anything_is_made(tmp_path: Path) -> None:
    source = tmp_path / "in.pdf"
    source.write_bytes(letter_like().bytes())
    found = pages.elsewhere(source, [box(1, 20, 85, 110, 105)])
    assert [(one["text"], one["page"]) for one in found] == [("李小明", 2)]
