"""Kinds of carriers beside words: codes, fax rows, meshes, thumbnails, pages left twice, watermarks."""

from __future__ import annotations

import base64
import io
import json

import pytest
import segno
from PIL import Image, ImageDraw
from tests.files.attacks import codecs, pdf, sheet
from tests.files.attacks.kit import command

from gongkai.files.redaction.looks import meshes


def judged(tmp_path, released: bytes, original: bytes):
    """Findings of the check that are leaks, by kind."""
    out, source, listed = tmp_path / "out.pdf", tmp_path / "in.pdf", tmp_path / "boxes.json"
    out.write_bytes(released)
    source.write_bytes(original)
    listed.write_text(json.dumps(sheet.boxes()))
    said = command("check", out, "--original", source, "--boxes", listed)
    return {one["kind"] for one in said["leaks"] if one["level"] == "leak"}


def two_scans(first: bytes, second: bytes) -> bytes:
    """A file with a picture a page."""
    place = f"q {sheet.WIDE} 0 0 {sheet.HIGH} 0 0 cm /Im Do Q"
    parts = sheet.objects(place, resources="/XObject << /Im 20 0 R >>")
    parts[30] = str(parts[3]).replace("/Im 20 0 R", "/Im 21 0 R")
    parts[2] = "<< /Type /Pages /Kids [3 0 R 30 0 R] /Count 2 >>"
    return pdf.write({**parts, 20: first, 21: second})


def drawn(code: segno.QRCode) -> str:
    """Operators of a code in the corner of the page."""
    return "0 g " + "".join(
        f"{240 + 2 * x} {90 - 2 * y} 2 2 re "
        for y, row in enumerate(code.matrix)
        for x, v in enumerate(row)
        if v
    ) + "f\n"  # fmt: skip


@pytest.mark.parametrize("said", [sheet.PHONE, f"https://example.org/?id={sheet.ID}", f"姓名{sheet.NAME}"])
def test_a_square_code_is_read(tmp_path, said) -> None:
    page = sheet.HONEST + drawn(segno.make(said, micro=False, error="l"))
    assert "code" in judged(tmp_path, sheet.release(page), sheet.original())


def test_a_square_code_that_tells_nothing_hidden_passes(tmp_path) -> None:
    page = sheet.HONEST + drawn(segno.make("https://example.org/open", micro=False, error="l"))
    assert judged(tmp_path, sheet.release(page), sheet.original()) == set()


@pytest.mark.parametrize("more", [2, 30])
def test_fax_rows_below_the_height_are_seen(tmp_path, more) -> None:
    tall = Image.new("L", (codecs.W, codecs.H + more), 255)
    tall.paste(sheet.scan(*sheet.SECRETS))
    ImageDraw.Draw(tall).rectangle((20, codecs.H, 90, codecs.H + more), fill=0)
    released = sheet.scanned(codecs.fax_object(codecs.fax(tall)))
    assert "crop" in judged(tmp_path, released, sheet.scanned_original())


def test_a_fax_of_its_height_passes(tmp_path) -> None:
    released = sheet.scanned(codecs.fax_object(codecs.fax(sheet.scan(*sheet.SECRETS))))
    assert judged(tmp_path, released, sheet.scanned_original()) == set()


def shading(values: bytes, ink: str = "/DeviceGray") -> bytes:
    """A page with triangles in its corner, of which each corner has one value."""
    body = b"".join(
        bytes([0]) + x.to_bytes(2) + y.to_bytes(2) + bytes([value])
        for value, (x, y) in zip(values, [(0, 0), (65535, 0), (0, 65535)] * (len(values) // 3), strict=True)
    )
    entries = (
        f"/ShadingType 4 /ColorSpace {ink} /BitsPerCoordinate 16 /BitsPerComponent 8 /BitsPerFlag 8 "
        "/Decode [230 320 10 40 0 1]"
    )
    return sheet.release(
        sheet.HONEST + "/Sh sh\n", {20: pdf.flate(body, entries)}, resources="/Shading << /Sh 20 0 R >>"
    )


BLACK = "[/Separation /Key /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0] /N 1 >>]"


def test_a_mesh_that_is_one_colour_with_several_values_is_a_leak(tmp_path) -> None:
    assert "channel" in judged(tmp_path, shading(bytes([1, 90, 200]), BLACK), sheet.original())


@pytest.mark.parametrize(("values", "ink"), [((0, 120, 240), "/DeviceGray"), ((7, 7, 7), BLACK)])
def test_an_ordinary_mesh_passes(tmp_path, values, ink) -> None:
    assert judged(tmp_path, shading(bytes(values), ink), sheet.original()) == set()


def test_a_drawing_of_nothing_is_plain() -> None:
    assert meshes.is_plain(Image.new("RGB", (20, 20), "white"))


@pytest.mark.parametrize(("hidden", "leak"), [((), True), (sheet.SECRETS, False)])
def test_a_picture_packed_into_a_note_is_compared(tmp_path, hidden, leak) -> None:
    small = io.BytesIO()
    sheet.scan(*hidden).resize((330, 230)).save(small, "JPEG", quality=90)
    packet = b"http://ns.adobe.com/xap/1.0/\0<x>" + base64.b64encode(small.getvalue()) + b"</x>"
    released = sheet.scanned(codecs.jpeg_object(codecs.segment(codecs.DONE, 0xE1, packet)))
    assert ("thumbnail" in judged(tmp_path, released, sheet.scanned_original())) is leak


def test_a_page_left_once_more_is_seen_by_what_it_shows(tmp_path) -> None:
    """Two pages that are one, boxes on the first only."""
    whole = sheet.picture(sheet.scan())
    released = two_scans(sheet.picture(sheet.scan(*sheet.SECRETS)), whole)
    assert "pages" in judged(tmp_path, released, two_scans(whole, whole))


def test_another_page_of_the_same_form_passes(tmp_path) -> None:
    """Only the hidden words differ, as from one pupil to the next."""
    other = sheet.scan(*sheet.SECRETS)
    pen = ImageDraw.Draw(other)
    for secret in sheet.SECRETS:
        box = sheet.pixels(sheet.box(secret))
        pen.rectangle(box, fill=255)
        pen.line((box[0] + 4, box[1] + 4, box[2] - 4, box[3] - 4), fill=0, width=5)
    original = two_scans(sheet.picture(sheet.scan()), sheet.picture(other))
    released = two_scans(sheet.picture(sheet.scan(*sheet.SECRETS)), sheet.picture(other))
    assert judged(tmp_path, released, original) == set()


def test_a_letter_of_the_hidden_size_under_a_box_is_a_leak(tmp_path) -> None:
    """Only a word larger than the box may run under it."""
    page = sheet.public() + sheet.show("公", *sheet.where(sheet.NAME)) + sheet.bars()
    assert "text" in judged(tmp_path, sheet.release(page), sheet.original())
