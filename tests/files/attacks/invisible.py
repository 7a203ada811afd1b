"""Words that stay and are not shown, without anything upon them."""

from __future__ import annotations

from . import pdf
from .kit import attack, by_copying, by_looking
from .sheet import (
    HIGH,
    HOME,
    HONEST,
    ID,
    NAME,
    PHONE,
    WIDE,
    bars,
    box,
    codes,
    objects,
    public,
    rectangle,
    release,
    show,
    shown,
)


@attack("invisible", by_copying(ID))
def render_mode_3() -> bytes:
    """Neither filled nor stroked: select and copy."""
    return release(HONEST + shown(ID, "3 Tr"))


@attack("invisible", by_copying(NAME))
def render_mode_3_in_the_margin() -> bytes:
    """Unseen words outside every box."""
    return release(HONEST + show(NAME, 30, 220, before="3 Tr"))


@attack("invisible", by_copying(ID))
def render_mode_7() -> bytes:
    """Letters that only clip."""
    return release(HONEST + "q " + shown(ID, "7 Tr") + " Q")


@attack("invisible", by_copying(ID))
def white_words_no_bar() -> bytes:
    """White on white: the box is a blank."""
    return release(public() + bars(ID) + shown(ID, "1 g"))


@attack("invisible", by_copying(ID))
def white_words_in_rgb_in_the_margin() -> bytes:
    """White on white beside the boxes."""
    return release(HONEST + show(ID, 30, 222, 6, before="1 1 1 rg"))


@attack("invisible", by_copying(ID))
def almost_white_words() -> bytes:
    """One level beside white."""
    return release(HONEST + show(ID, 30, 222, 6, before="0.996 g"))


@attack("invisible", by_copying(ID))
def white_in_a_spot_colour() -> bytes:
    """A spot colour without ink."""
    spot = "/ColorSpace << /Sp [/Separation /None /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1 >>] >>"
    return release(HONEST + show(ID, 30, 222, 6, before="/Sp cs 1 scn"), resources=spot)


@attack("invisible", by_copying(PHONE))
def beyond_the_crop_box() -> bytes:
    """Cut off by the crop box, still on the sheet."""
    return release(
        HONEST + show(PHONE, WIDE + 20, 60),
        media=f"0 0 {WIDE + 200} {HIGH}",
        page=f"/CropBox [0 0 {WIDE} {HIGH}]",
    )


@attack("invisible", by_looking(PHONE))
def beyond_the_media_box() -> bytes:
    """Pushed off the sheet."""
    return release(HONEST + show(PHONE, WIDE + 40, 60))


@attack("invisible", by_looking(ID))
def far_away() -> bytes:
    """Ten thousand points to the left."""
    return release(HONEST + show(ID, -10000, -10000))


@attack("invisible", by_looking(ID))
def clipped() -> bytes:
    """Drawn within an empty clip."""
    return release(HONEST + "q 0 0 0.01 0.01 re W n " + shown(ID) + "Q")


@attack("invisible", by_looking(ID))
def form_with_too_small_a_frame() -> bytes:
    """A form whose frame cuts all its words."""
    form = pdf.flate(
        shown(ID).encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /Font << /F1 5 0 R >> >>",
    )
    return release(HONEST + "/Fm Do", {20: form}, resources="/XObject << /Fm 20 0 R >>")


@attack("invisible", by_looking(ID))
def form_never_drawn() -> bytes:
    """A form among the resources that no operator draws."""
    form = pdf.flate(
        shown(ID).encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << /Font << /F1 5 0 R >> >>",
    )
    return release(HONEST, {20: form}, resources="/XObject << /Fm 20 0 R >>")


@attack("invisible", by_looking(ID))
def pattern_never_painted() -> bytes:
    """A pattern whose cell holds the words."""
    tile = pdf.flate(
        shown(ID).encode(),
        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 400 400] /XStep 400 /YStep 400 /Resources << /Font << /F1 5 0 R >> >>",
    )
    return release(HONEST, {20: tile}, resources="/Pattern << /P 20 0 R >>")


@attack("invisible", by_copying(ID))
def no_alpha() -> bytes:
    """Fully transparent words."""
    return release(
        HONEST + "q /G gs " + show(ID, 30, 222, 6) + "Q", resources="/ExtGState << /G << /ca 0 /CA 0 >> >>"
    )


@attack("invisible", by_copying(ID))
def little_alpha() -> bytes:
    """Words with one hundredth of ink."""
    return release(
        HONEST + "q /G gs " + show(ID, 30, 222, 6) + "Q", resources="/ExtGState << /G << /ca 0.01 >> >>"
    )


@attack("invisible", by_looking(ID))
def soft_mask() -> bytes:
    """A soft mask of nothing hides the words."""
    mask = pdf.flate(
        b"0 g 0 0 400 400 re f",
        "/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Group << /S /Transparency /CS /DeviceGray >>",
    )
    state = "/ExtGState << /G << /SMask << /S /Luminosity /G 20 0 R >> >> >>"
    return release(HONEST + "q /G gs " + show(ID, 30, 222, 6) + "Q", {20: mask}, resources=state)


@attack("invisible", by_copying(ID))
def a_hundredth_of_a_point() -> bytes:
    """So small that it is a dot."""
    return release(HONEST + show(ID, 30, 222, 0.02))


@attack("invisible", by_copying(ID))
def tiny_beside_the_full_stop() -> bytes:
    """Half a point high behind a sentence: zoom in and read."""
    return release(HONEST + show(ID, 158, 172, 0.4))


@attack("invisible", by_looking(ID))
def pressed_flat() -> bytes:
    """Scaled to no width."""
    return release(HONEST + f"BT 0 g /F1 14 Tf 0.00001 0 0 1 30 8 Tm {codes(ID)} Tj ET\n")


@attack("invisible", by_copying(HOME))
def beneath_a_white_picture() -> bytes:
    """A white picture of the margin lies over the words."""
    white = "q 200 0 0 20 28 2 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID FF> EI Q"
    return release(HONEST + show(HOME, 30, 222, 8) + white)


@attack("invisible", by_looking(ID))
def words_as_a_clip_for_nothing() -> bytes:
    """Letters as a clipping path in which nothing is painted."""
    words = f"BT 7 Tr /F1 14 Tf 1 0 0 1 30 8 Tm {codes(ID)} Tj ET"
    return release(HONEST + f"q {words} 0 0 0 0 re f Q")


@attack("invisible", by_copying(ID))
def dashed_away() -> bytes:
    """Outlined with dashes longer than any line, so that nothing is drawn."""
    return release(HONEST + "q [0 9999] 0 d 0 J " + show(ID, 30, 222, 8, before="1 Tr 0.1 w 1 G") + "Q")


@attack("invisible", by_copying(ID))
def on_an_empty_second_page() -> bytes:
    """White words on a page that looks blank."""
    parts = objects(HONEST)
    parts[2] = "<< /Type /Pages /Kids [3 0 R 20 0 R] /Count 2 >>"
    parts[20] = str(parts[3]).replace("/Contents 4 0 R", "/Contents 21 0 R")
    parts[21] = pdf.flate(show(ID, 30, 60, before="1 g").encode())
    return pdf.write(parts)


@attack("invisible", by_copying(ID))
def white_bar_under_white_words() -> bytes:
    """A white bar with white words upon it."""
    return release(public() + bars(ID) + rectangle(box(ID), "1 g") + shown(ID, "1 1 1 rg"))
