"""Words that stay, with something opaque drawn over them."""

from __future__ import annotations

from . import pdf
from .kit import attack, by_copying
from .sheet import (
    HIGH,
    HOME,
    ID,
    NAME,
    PHONE,
    PLACED,
    SECRETS,
    bars,
    box,
    codes,
    objects,
    picture,
    public,
    rectangle,
    release,
    scan,
    show,
    shown,
    where,
)

RECT = " ".join(f"{v:g}" for v in (box(ID)["x0"], HIGH - box(ID)["y1"], box(ID)["x1"], HIGH - box(ID)["y0"]))
PLACE = f"{box(ID)['x0']:g} {HIGH - box(ID)['y1']:g} {box(ID)['x1'] - box(ID)['x0']:g} {box(ID)['y1'] - box(ID)['y0']:g}"
BARE = public() + shown(ID) + bars(ID)


@attack("cover", by_copying(ID))
def black_bar_over_words() -> bytes:
    """Copy the words from under the black rectangle."""
    return release(public() + shown(ID) + bars())


@attack("cover", by_copying(NAME))
def white_bar_over_words() -> bytes:
    """Copy the words from under a white rectangle."""
    return release(public() + shown(NAME) + bars(NAME) + rectangle(box(NAME), "1 g"))


@attack("cover", by_copying(PHONE))
def bar_first_black_words_on_it() -> bytes:
    """Black words written upon the black bar: select and copy."""
    return release(public() + bars() + shown(PHONE))


@attack("cover", by_copying(ID))
def thick_line() -> bytes:
    """A marker line as thick as the text lies over it."""
    return release(
        BARE
        + f"q 18 w 0 G {box(ID)['x0']} {HIGH - box(ID)['y1'] + 9} m {box(ID)['x1']} {HIGH - box(ID)['y1'] + 9} l S Q"
    )


@attack("cover", by_copying(ID))
def many_thin_lines() -> bytes:
    """The words are hatched over with lines that touch."""
    lines = "".join(
        f"{box(ID)['x0']} {HIGH - box(ID)['y1'] + n / 2} m {box(ID)['x1']} {HIGH - box(ID)['y1'] + n / 2} l "
        for n in range(37)
    )
    return release(BARE + f"q 1 w 0 G {lines} S Q")


@attack("cover", by_copying(ID))
def bar_in_a_form() -> bytes:
    """The bar is a form of its own that is drawn over the words."""
    form = pdf.flate(b"0 g 0 0 1 1 re f", "/Type /XObject /Subtype /Form /BBox [0 0 1 1]")
    wide, high = PLACE.split()[2:]
    left, low = PLACE.split()[:2]
    return release(
        BARE + f"q {wide} 0 0 {high} {left} {low} cm /Fm Do Q",
        {20: form},
        resources="/XObject << /Fm 20 0 R >>",
    )


@attack("cover", by_copying(ID))
def words_in_a_form() -> bytes:
    """The words stand in a form of their own beneath the bar."""
    form = pdf.flate(
        shown(ID).encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /Font << /F1 5 0 R >> >>",
    )
    return release(public() + "/Fm Do " + bars(), {20: form}, resources="/XObject << /Fm 20 0 R >>")


@attack("cover", by_copying(ID))
def tiles() -> bytes:
    """The bar is filled with a black pattern."""
    tile = pdf.flate(
        b"0 g 0 0 4 4 re f",
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources << >>",
    )
    return release(
        BARE + f"q /Pattern cs /P scn {PLACE} re f Q", {20: tile}, resources="/Pattern << /P 20 0 R >>"
    )


@attack("cover", by_copying(ID))
def shading() -> bytes:
    """The bar is a shading from black to black."""
    fill = (
        "<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 100 0] /Extend [true true] "
        "/Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0] /N 1 >> >>"
    )
    return release(BARE + f"q {PLACE} re W n /S sh Q", {20: fill}, resources="/Shading << /S 20 0 R >>")


@attack("cover", by_copying(ID))
def inline_picture() -> bytes:
    """One black pixel, stretched over the words."""
    left, low, wide, high = PLACE.split()
    black = f"q {wide} 0 0 {high} {left} {low} cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 00> EI Q"
    return release(BARE + black)


@attack("cover", by_copying(HOME))
def picture_of_the_page_over_the_page() -> bytes:
    """The honest scan is laid over the page with all its words."""
    words = public() + "".join(map(shown, SECRETS))
    return release(words + PLACED, {20: picture(scan(*SECRETS))}, resources="/XObject << /Im 20 0 R >>")


@attack("cover", by_copying(ID))
def block_letters() -> bytes:
    """Block letters are typed over the words."""
    left, base = where(ID)
    return release(
        BARE
        + show("█" * 12, left - 2, base)
        + f"BT /F1 14 Tf 1 0 0 1 {left} {HIGH - base} Tm {codes('█' * 11)} Tj ET"
        + bars()
    )


@attack("cover", by_copying(ID))
def bar_in_overprint() -> bytes:
    """The bar is painted in a spot colour with overprint."""
    spot = "/ColorSpace << /Sp [/Separation /Black /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>] >>"
    return release(
        BARE + f"q /G gs /Sp cs 1 scn {PLACE} re f Q",
        resources=spot + " /ExtGState << /G << /OP true /op true /OPM 1 >> >>",
    )


@attack("cover", by_copying(ID))
def bar_multiplied() -> bytes:
    """The bar is blended over the words, as highlighters do."""
    return release(BARE + f"q /G gs 0 g {PLACE} re f Q", resources="/ExtGState << /G << /BM /Multiply >> >>")


def _annotated(entries: str, paint: str = "0 g") -> bytes:
    left, low, right, high = (float(v) for v in RECT.split())
    look = pdf.flate(
        f"{paint} 0 0 {right - left:g} {high - low:g} re f".encode(),
        f"/Type /XObject /Subtype /Form /BBox [0 0 {right - left:g} {high - low:g}]",
    )
    note = f"<< /Type /Annot /Rect [{RECT}] /F 4 /AP << /N 21 0 R >> {entries} >>"
    return release(BARE, {20: note, 21: look}, page="/Annots [20 0 R]")


@attack("cover", by_copying(ID))
def square_note() -> bytes:
    """The black square is a note that can be deleted or moved."""
    return _annotated("/Subtype /Square /C [0 0 0] /IC [0 0 0]")


@attack("cover", by_copying(ID))
def highlight_in_black() -> bytes:
    """A highlighter set to black."""
    left, low, right, high = RECT.split()
    return _annotated(
        f"/Subtype /Highlight /C [0 0 0] /QuadPoints [{left} {high} {right} {high} {left} {low} {right} {low}]"
    )


@attack("cover", by_copying(ID))
def redaction_marked_but_never_applied() -> bytes:
    """Marked for redaction, which nobody applied."""
    return _annotated("/Subtype /Redact /IC [0 0 0] /OC [0 0 0]")


@attack("cover", by_copying(ID))
def stamp() -> bytes:
    """A black stamp that can be moved."""
    return _annotated("/Subtype /Stamp /Name /Draft")


@attack("cover", by_copying(ID))
def ink() -> bytes:
    """Scribbled over with a pen of the viewer."""
    left, low, right, high = RECT.split()
    return _annotated(f"/Subtype /Ink /InkList [[{left} {low} {right} {high}]] /BS << /W 18 >>")


@attack("cover", by_copying(ID))
def black_field() -> bytes:
    """A form field with a black ground lies over the words."""
    left, low, right, high = (float(v) for v in RECT.split())
    look = pdf.flate(
        f"0 g 0 0 {right - left:g} {high - low:g} re f".encode(),
        f"/Type /XObject /Subtype /Form /BBox [0 0 {right - left:g} {high - low:g}]",
    )
    field = f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /F 4 /Rect [{RECT}] /MK << /BG [0] >> /AP << /N 21 0 R >> >>"
    return release(
        BARE, {20: field, 21: look}, page="/Annots [20 0 R]", root="/AcroForm << /Fields [20 0 R] >>"
    )


@attack("cover", by_copying(ID))
def next_page_content() -> bytes:
    """The bar is a second content stream; taken out, the page is as before."""
    parts = objects(public() + shown(ID))
    parts[3] = str(parts[3]).replace("/Contents 4 0 R", "/Contents [4 0 R 20 0 R]")
    return pdf.write({**parts, 20: pdf.flate(bars().encode())})
