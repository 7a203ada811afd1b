"""Words within what draws: patterns, letters that draw, masks, looks of notes."""

from __future__ import annotations

from . import pdf
from .kit import at, attack, by_looking, by_seeing, raw_image, rendered, without
from .letters import BARS
from .sheet import (
    HIGH,
    HONEST,
    ID,
    PHONE,
    PLACED,
    SECRETS,
    WIDE,
    Box,
    bars,
    box,
    boxes,
    objects,
    picture,
    pixels,
    public,
    rectangle,
    release,
    scan,
    scanned,
    scanned_original,
    show,
    shown,
)

F1 = "/Resources << /Font << /F1 5 0 R >> >>"
AT = box(ID)
PLACE = f"{AT['x0']:g} {HIGH - AT['y1']:g} {AT['x1'] - AT['x0']:g} {AT['y1'] - AT['y0']:g}"
STRIP = scan().crop(pixels(box(ID)))
TILE = f"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 {WIDE} {HIGH}] /XStep {WIDE} /YStep {HIGH}"
UNDER = by_seeing(ID, at(ID, without(BARS)))


@attack("nested", UNDER)
def words_in_a_pattern_under_the_bar() -> bytes:
    """The cell of a pattern holds the words; the strip is filled with it, the bar lies upon it."""
    tile = pdf.flate(shown(ID).encode(), f"{TILE} {F1}")
    content = public() + f"q /Pattern cs /P scn {PLACE} re f Q\n" + bars()
    return release(content, {20: tile}, resources="/Pattern << /P 20 0 R >>")


@attack("nested", by_looking(shown(ID).replace("0 g", "1 g").encode()))
def white_words_in_a_pattern() -> bytes:
    """A pattern of white words on the white margin."""
    tile = pdf.flate(shown(ID, "1 g").encode(), f"{TILE} {F1}")
    return release(
        HONEST + f"q 1 0 0 1 0 -80 cm /Pattern cs /P scn {PLACE} re f Q\n",
        {20: tile},
        resources="/Pattern << /P 20 0 R >>",
    )


@attack("nested", UNDER)
def picture_in_a_pattern_under_the_bar() -> bytes:
    """The same with a picture in the cell."""
    tile = pdf.flate(PLACED.encode(), f"{TILE} /Resources << /XObject << /Im 21 0 R >> >>")
    content = public() + f"q /Pattern cs /P scn {PLACE} re f Q\n" + bars()
    return release(content, {20: tile, 21: picture(scan())}, resources="/Pattern << /P 20 0 R >>")


def _drawing_letter(body: str, resources: str, more: dict[int, bytes | str], after: str = "") -> bytes:
    """One letter of a font of drawings, typed at the page's corner, draws the body."""
    font = (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 {WIDE} {HIGH}] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 65 "
        f"/Widths [{WIDE}] /Resources << {resources} >> /CharProcs << /a 21 0 R >> /Encoding << /Differences [65 /a] >> >>"
    )
    parts = objects(public() + "BT 0 g /F9 1 Tf 1 0 0 1 0 0 Tm (A) Tj ET\n" + bars() + after)
    parts[3] = str(parts[3]).replace("/F2 10 0 R", "/F2 10 0 R /F9 20 0 R")
    return pdf.write({**parts, 20: font, 21: pdf.flate(f"{WIDE} 0 d0\n{body}".encode()), **more})


@attack("nested", UNDER)
def letter_that_writes_words() -> bytes:
    """A letter whose drawing writes the words in another font, beneath the bar."""
    return _drawing_letter(shown(ID), "/Font << /F1 5 0 R >>", {})


@attack("nested", UNDER)
def letter_that_shows_a_picture() -> bytes:
    """A letter whose drawing is the old scan's strip, beneath the bar."""
    left, low, wide, high = PLACE.split()
    body = f"q {wide} 0 0 {high} {left} {low} cm /Im Do Q"
    return _drawing_letter(body, "/XObject << /Im 22 0 R >>", {22: picture(STRIP)})


@attack("nested", by_looking(shown(ID).encode()))
def words_in_a_soft_mask() -> bytes:
    """A soft mask has the shape of the words; through it black is painted on the black bar."""
    mask = pdf.flate(
        shown(ID, "1 g").encode() + shown(ID).encode(),
        f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDE} {HIGH}] /Group << /S /Transparency /CS /DeviceGray >> {F1}",
    )
    state = "/ExtGState << /G << /SMask << /S /Luminosity /G 20 0 R >> >> >>"
    return release(HONEST + f"q /G gs {rectangle(AT)} Q\n", {20: mask}, resources=state)


@attack("nested", UNDER)
def inline_picture_under_the_bar() -> bytes:
    """The strip as an inline picture beneath the bar."""
    small = STRIP.resize((STRIP.width // 2, STRIP.height // 2)).convert("1")
    left, low, wide, high = PLACE.split()
    head = (
        f"q {wide} 0 0 {high} {left} {low} cm BI /W {small.width} /H {small.height} /CS /G /BPC 1 /F /AHx ID "
    )
    return release(public() + head + small.tobytes().hex() + "> EI Q\n" + bars())


@attack("nested", by_seeing(ID, at(ID, raw_image())), scanned_original)
def bars_as_notes_over_a_scan() -> bytes:
    """The old scan under black squares that are notes."""
    more: dict[int, bytes | str] = {}
    for n, secret in enumerate(SECRETS):
        of = box(secret)
        wide, high = of["x1"] - of["x0"], of["y1"] - of["y0"]
        rect = f"{of['x0']:g} {HIGH - of['y1']:g} {of['x1']:g} {HIGH - of['y0']:g}"
        more[30 + 2 * n] = (
            f"<< /Type /Annot /Subtype /Square /Rect [{rect}] /F 4 /AP << /N {31 + 2 * n} 0 R >> >>"
        )
        more[31 + 2 * n] = pdf.flate(
            f"0 g 0 0 {wide:g} {high:g} re f".encode(),
            f"/Type /XObject /Subtype /Form /BBox [0 0 {wide:g} {high:g}]",
        )
    return scanned(picture(scan()), PLACED, more, page="/Annots [30 0 R 32 0 R 34 0 R 36 0 R]")


def _note(look: bytes, more: dict[int, bytes | str]) -> bytes:
    note = f"<< /Type /Annot /Subtype /Stamp /Rect [0 0 {WIDE} {HIGH}] /F 4 /AP << /N 21 0 R >> >>"
    return release(HONEST, {20: note, 21: look, **more}, page="/Annots [20 0 R]")


@attack("nested", by_looking(shown(ID).encode()))
def words_under_a_bar_within_a_note() -> bytes:
    """A stamp whose look writes the words and lays a bar upon them."""
    form = f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDE} {HIGH}] {F1}"
    return _note(pdf.flate((shown(ID) + rectangle(AT)).encode(), form), {})


@attack("nested", by_seeing(ID, at(ID, raw_image())))
def picture_under_a_bar_within_a_note() -> bytes:
    """The same with the old scan in the look, cut to the bar."""
    form = (
        f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDE} {HIGH}] /Resources << /XObject << /Im 22 0 R >> >>"
    )
    look = f"q {PLACE} re W n {PLACED} Q {rectangle(AT)}"
    return _note(pdf.flate(look.encode(), form), {22: picture(scan())})


@attack("nested", by_looking(shown(PHONE).encode()))
def form_in_a_form_in_a_form() -> bytes:
    """The words stand four forms deep, beneath the bar."""
    form = f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDE} {HIGH}]"
    parts = {24: pdf.flate(shown(PHONE).encode(), f"{form} {F1}")}
    for number in (23, 22, 21, 20):
        parts[number] = pdf.flate(b"/Fm Do", f"{form} /Resources << /XObject << /Fm {number + 1} 0 R >> >>")
    return release(public() + "/Fm Do\n" + bars(), parts, resources="/XObject << /Fm 20 0 R >>")


@attack("nested", by_looking(shown(ID).encode()))
def form_of_a_layer_that_is_off() -> bytes:
    """A form that belongs to a layer which is off."""
    form = pdf.flate(
        shown(ID).encode(), f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDE} {HIGH}] /OC 21 0 R {F1}"
    )
    root = "/OCProperties << /OCGs [21 0 R] /D << /OFF [21 0 R] >> >>"
    return release(
        HONEST + "/Fm Do\n",
        {20: form, 21: "<< /Type /OCG /Name (a) >>"},
        root=root,
        resources="/XObject << /Fm 20 0 R >>",
    )


def _doubled() -> list[Box]:
    """The boxes on a page whose unit is two points: in user units they are the same."""
    return boxes()


@attack(
    "nested",
    by_looking(shown(ID).encode()),
    lambda: release(public() + "".join(map(shown, SECRETS)), page="/UserUnit 2"),
    _doubled,
)
def bars_half_as_big_in_another_unit() -> bytes:
    """The page's unit is two points; the program that drew the bars did not know."""
    half = "".join(rectangle({**of, **{k: of[k] / 2 for k in ("x0", "y0", "x1", "y1")}}) for of in boxes())
    return release(public() + "".join(map(shown, SECRETS)) + half, page="/UserUnit 2")


@attack("nested", by_seeing(ID, lambda f: rendered(f).crop(pixels(box(ID)))), lambda: _moved(""), boxes)
def bars_beside_a_moved_origin() -> bytes:
    """The sheet's corner is not at nought; the bars were drawn as if it were."""
    return _moved("q 1 0 0 1 -40 -60 cm " + bars() + "Q")


def _moved(after: str) -> bytes:
    words = public() + "".join(map(shown, SECRETS))
    return release(f"q 1 0 0 1 40 60 cm {words} {after} Q", media=f"40 60 {WIDE + 40} {HIGH + 60}")


@attack("nested", by_looking(show(ID, 0, 0).split("Tm ")[1].split(" Tj")[0].encode()))
def words_shown_by_the_quote_operator() -> bytes:
    """The operator that shows a word on the next line, with wide spaces."""
    word = show(ID, 0, 0).split("Tm ")[1].split(" Tj")[0]
    return release(public() + f'BT 0 g /F1 14 Tf 14 TL 1 0 0 1 72 104 Tm 0 0 {word} " ET\n' + bars())
