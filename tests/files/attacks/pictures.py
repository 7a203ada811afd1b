"""Pictures of which the page hides a part that the file keeps."""

from __future__ import annotations

from PIL import Image, ImageDraw

from . import pdf
from .kit import at, attack, by_looking, by_seeing, raw_image, streams
from .sheet import (
    DOTS,
    HIGH,
    HONEST,
    ID,
    NAME,
    PLACED,
    SECRETS,
    WIDE,
    bars,
    box,
    picture,
    pixels,
    release,
    scan,
    scanned,
    scanned_original,
)

WHOLE = picture(scan())
DONE = picture(scan(*SECRETS))
KEPT = by_seeing(ID, at(ID, raw_image()))
SECOND = by_seeing(ID, at(ID, raw_image(1)))
SMALL = by_seeing(ID, at(ID, lambda f: raw_image(size=(WIDE, HIGH))(f).resize((WIDE * DOTS, HIGH * DOTS))))
AT = box(ID)
OVER = f"q {AT['x1'] - AT['x0']} 0 0 {AT['y1'] - AT['y0']} {AT['x0']} {HIGH - AT['y1']} cm /In Do Q"
GRAY = f"/Type /XObject /Subtype /Image /Width {WIDE * DOTS} /Height {HIGH * DOTS} /BitsPerComponent 8"


def _mask(inside: int, outside: int) -> bytes:
    """Pixels of a mask: one value in the boxes, another elsewhere."""
    image = Image.new("L", (WIDE * DOTS, HIGH * DOTS), outside)
    for secret in SECRETS:
        ImageDraw.Draw(image).rectangle(pixels(box(secret)), fill=inside)
    return image.tobytes()


@attack("pictures", KEPT, scanned_original)
def bars_over_a_scan() -> bytes:
    """The whole scan lies beneath the rectangles."""
    return scanned(WHOLE, PLACED + bars())


@attack("pictures", KEPT, scanned_original)
def honest_scan_over_the_whole_scan() -> bytes:
    """Two scans, the redacted one on top."""
    return scanned(
        WHOLE,
        PLACED + PLACED.replace("Im", "In"),
        {21: DONE},
        resources="/XObject << /Im 20 0 R /In 21 0 R >>",
    )


@attack("pictures", SECOND, scanned_original)
def whole_scan_never_drawn() -> bytes:
    """The scan as it was is among the resources, no operator draws it."""
    return scanned(DONE, more={21: WHOLE}, resources="/XObject << /Im 20 0 R /In 21 0 R >>")


@attack("pictures", SECOND, scanned_original)
def whole_scan_in_nobody_s_list() -> bytes:
    """The scan as it was is an object to which nothing leads."""
    return scanned(DONE, more={21: WHOLE})


@attack("pictures", KEPT, scanned_original)
def soft_mask_hides_the_words() -> bytes:
    """The boxes are only transparent, on black ground."""
    mask = pdf.flate(_mask(0, 255), GRAY + " /ColorSpace /DeviceGray")
    return scanned(picture(scan(), "/SMask 21 0 R"), bars() + PLACED, {21: mask})


@attack("pictures", KEPT, scanned_original)
def stencil_hides_the_words() -> bytes:
    """The boxes are cut out by a mask of one bit."""
    bits = Image.frombytes("L", (WIDE * DOTS, HIGH * DOTS), _mask(255, 0)).convert("1")
    mask = pdf.flate(bits.tobytes(), GRAY.replace("Component 8", "Component 1") + " /ImageMask true")
    return scanned(picture(scan(), "/Mask 21 0 R"), bars() + PLACED, {21: mask})


@attack(
    "pictures",
    by_seeing(ID, at(ID, lambda f: raw_image()(f).point(lambda v: 0 if v == 1 else 255))),
    scanned_original,
)
def colours_masked_out() -> bytes:
    """Two colours that are not drawn spell the words."""
    image = scan(*SECRETS, ink=2)
    image.paste(scan().crop(pixels(box(ID))).point(lambda v: 2 if v > 127 else 1), pixels(box(ID))[:2])
    return scanned(picture(image, "/Mask [1 2]"), bars() + PLACED)


@attack("pictures", KEPT, scanned_original)
def turned_black_by_decoding() -> bytes:
    """A table of decoding makes the whole strip black."""
    strip = scan().crop(pixels(box(ID)))
    flat = picture(strip, "/Decode [0 0]")
    return scanned(
        WHOLE.replace(b"/Subtype", b"/Decode [0 1] /Subtype"),
        PLACED + bars() + OVER,
        {21: flat},
        resources="/XObject << /Im 20 0 R /In 21 0 R >>",
    )


@attack("pictures", by_seeing(ID, at(ID, lambda f: _drawn_alone(f))), scanned_original)
def strip_turned_black_by_decoding() -> bytes:
    """Nothing but the strip holds the words; its table of decoding makes them black."""
    strip = scan().crop(pixels(box(ID)))
    return scanned(
        DONE,
        PLACED + OVER,
        {21: picture(strip, "/Decode [0 0]")},
        resources="/XObject << /Im 20 0 R /In 21 0 R >>",
    )


def _drawn_alone(file: bytes) -> Image.Image:
    """The strip put back into its place."""
    part = pixels(box(ID))
    size = (part[2] - part[0], part[3] - part[1])
    body = next(b for b in streams(file) if len(b) == size[0] * size[1])
    page = scan(ID, ink=255)
    page.paste(Image.frombytes("L", size, body), part[:2])
    return page


@attack(
    "pictures",
    by_seeing(ID, at(ID, lambda f: raw_image()(f).point(lambda v: 255 if v == 7 else 0))),
    scanned_original,
)
def two_places_of_black_in_the_palette() -> bytes:
    """Two places of the palette are black; which one is used spells the words."""
    image = scan(*SECRETS)
    indexed = image.point(lambda v: v // 64)
    letters = scan().crop(pixels(box(ID))).point(lambda v: 0 if v > 127 else 7)
    indexed.paste(letters, pixels(box(ID))[:2])
    palette = "000000 555555 AAAAAA FFFFFF 000000 000000 000000 000000"
    body = pdf.flate(indexed.tobytes(), GRAY + f" /ColorSpace [/Indexed /DeviceRGB 7 <{palette}>]")
    return scanned(body)


@attack("pictures", KEPT, scanned_original)
def cut_by_a_clip() -> bytes:
    """Strips of the scan are drawn, the words lie between them; the whole scan is in the file."""
    strips = "".join(
        f"q 0 {HIGH - low} {WIDE} {low - high} re W n {PLACED} Q\n" for high, low in ((0, 48), (154, 230))
    )
    return scanned(WHOLE, strips + bars())


@attack("pictures", SECOND, scanned_original)
def below_the_crop_box() -> bytes:
    """The sheet goes on below the crop box: there lies the old scan."""
    content = PLACED + f"q {WIDE} 0 0 {HIGH} 0 {-HIGH} cm /In Do Q"
    use = "/XObject << /Im 20 0 R /In 21 0 R >>"
    return scanned(
        DONE,
        content,
        {21: WHOLE},
        resources=use,
        media=f"0 {-HIGH} {WIDE} {HIGH}",
        page=f"/CropBox [0 0 {WIDE} {HIGH}]",
    )


@attack("pictures", by_seeing(ID, at(ID, lambda f: _drawn_alone(f))), scanned_original)
def strip_in_an_ink_of_one_black() -> bytes:
    """The strip with the words is drawn in an ink that is black at every strength."""
    ink = "/Separation /Key /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0] /N 1 >>"
    strip = picture(scan().crop(pixels(box(ID)))).replace(b"/DeviceGray", f"[{ink}]".encode())
    return scanned(DONE, PLACED + OVER, {21: strip}, resources="/XObject << /Im 20 0 R /In 21 0 R >>")


@attack("pictures", by_seeing(ID, at(ID, lambda f: _stencil(f))))
def stencil_of_the_words_on_the_bar() -> bytes:
    """The words as a stencil, painted black upon the black bar."""
    strip = scan().crop(pixels(box(ID))).convert("1")
    body = f"/Type /XObject /Subtype /Image /Width {strip.width} /Height {strip.height} /ImageMask true /BitsPerComponent 1"
    return release(
        HONEST + "0 g " + OVER, {20: pdf.flate(strip.tobytes(), body)}, resources="/XObject << /In 20 0 R >>"
    )


def _stencil(file: bytes) -> Image.Image:
    left, top, right, bottom = pixels(box(ID))
    size = (right - left, bottom - top)
    body = next(b for b in streams(file) if len(b) == (size[0] + 7) // 8 * size[1])
    page = scan(ID, ink=255)
    page.paste(Image.frombytes("1", size, body).convert("L"), (left, top))
    return page


@attack("pictures", SECOND, scanned_original)
def alternate() -> bytes:
    """The picture for print is the old one."""
    return scanned(
        picture(scan(*SECRETS), "/Alternates [<< /Image 21 0 R /DefaultForPrinting true >>]"),
        more={21: WHOLE},
    )


@attack("pictures", SMALL, scanned_original)
def thumbnail() -> bytes:
    """The small picture in the side bar is the old page."""
    small = picture(scan().resize((WIDE, HIGH)))
    return scanned(DONE, more={21: small}, page="/Thumb 21 0 R")


@attack("pictures", SMALL)
def thumbnail_of_a_text_page() -> bytes:
    """The same beside a page of text."""
    return release(HONEST, {20: picture(scan().resize((WIDE, HIGH)))}, page="/Thumb 20 0 R")


@attack("pictures", SECOND, scanned_original)
def one_pixel_wide() -> bytes:
    """The scan as it was, drawn so small that it is a dot."""
    return scanned(
        DONE,
        PLACED + "q 0.1 0 0 0.1 5 5 cm /In Do Q",
        {21: WHOLE},
        resources="/XObject << /Im 20 0 R /In 21 0 R >>",
    )


@attack("pictures", SECOND, scanned_original)
def beyond_the_page() -> bytes:
    """The scan as it was, drawn beside the page."""
    return scanned(
        DONE,
        PLACED + f"q {WIDE} 0 0 {HIGH} {WIDE + 50} 0 cm /In Do Q",
        {21: WHOLE},
        resources="/XObject << /Im 20 0 R /In 21 0 R >>",
    )


@attack(
    "pictures",
    by_seeing(ID, at(ID, lambda f: raw_image()(f).point(lambda v: (v & 1) * 255))),
    scanned_original,
)
def lowest_bit_under_the_bar() -> bytes:
    """Black and the level beside it spell the words under the bar."""
    image = scan(*SECRETS)
    image.paste(scan().crop(pixels(box(ID))).point(lambda v: 1 if v < 128 else 0), pixels(box(ID))[:2])
    return scanned(picture(image))


@attack(
    "pictures",
    lambda f: next(b for b in streams(f) if len(b) > WIDE * HIGH * 4).endswith(
        scan().crop(pixels(box(ID))).tobytes()
    ),
    scanned_original,
)
def bytes_behind_the_last_row() -> bytes:
    """The strip of the words follows the last row of the picture."""
    body = scan(*SECRETS).tobytes() + scan().crop(pixels(box(ID))).tobytes()
    return scanned(pdf.flate(body, GRAY + " /ColorSpace /DeviceGray"))


@attack(
    "pictures",
    by_seeing(
        ID,
        at(
            ID,
            lambda f: Image.frombytes(
                "L",
                (WIDE * DOTS, HIGH * DOTS),
                next(b for b in streams(f) if len(b) == 2 * WIDE * HIGH * DOTS * DOTS)[1::2],
            ),
        ),
    ),
    scanned_original,
)
def low_byte_of_sixteen_bits() -> bytes:
    """Sixteen bits a pixel: the low byte, which no screen shows, is the old scan."""
    high, low = scan(*SECRETS).tobytes(), scan().tobytes()
    body = bytes(v for pair in zip(high, low, strict=True) for v in pair)
    return scanned(pdf.flate(body, GRAY.replace("Component 8", "Component 16") + " /ColorSpace /DeviceGray"))


@attack("pictures", by_looking(NAME))
def xmp_of_a_picture() -> bytes:
    """An XMP packet of the picture."""
    packet = pdf.stream(
        f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{NAME}</x:xmpmeta>".encode(), "/Type /Metadata /Subtype /XML"
    )
    return release(
        PLACED,
        {20: picture(scan(*SECRETS), "/Metadata 21 0 R"), 21: packet},
        resources="/XObject << /Im 20 0 R >>",
    )


@attack("pictures", KEPT)
def whole_scan_beneath_honest_words() -> bytes:
    """A white sheet and honest words lie over the old scan."""
    white = f"1 g 0 0 {WIDE} {HIGH} re f\n"
    return release(PLACED + white + HONEST, {20: WHOLE}, resources="/XObject << /Im 20 0 R >>")


@attack("pictures", SECOND, scanned_original)
def no_ink_of_a_second_colour() -> bytes:
    """The old scan as a spot colour whose ink is white."""
    spot = "[/Separation /Varnish /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1 >>]"
    old = pdf.flate(scan().tobytes(), GRAY + f" /ColorSpace {spot}")
    return scanned(
        DONE,
        PLACED.replace("Im", "In") + "q /G gs " + PLACED + "Q",
        {21: old},
        resources="/XObject << /Im 20 0 R /In 21 0 R >> /ExtGState << /G << /BM /Multiply >> >>",
    )


@attack("pictures", SECOND, scanned_original)
def group_never_seen() -> bytes:
    """The old scan in a transparent group of no opacity."""
    form = pdf.flate(
        PLACED.encode(),
        f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDE} {HIGH}] /Group << /S /Transparency >> /Resources << /XObject << /Im 21 0 R >> >>",
    )
    return scanned(
        DONE,
        PLACED + "q /G gs /Fm Do Q",
        {21: WHOLE, 22: form},
        resources="/XObject << /Im 20 0 R /Fm 22 0 R >> /ExtGState << /G << /ca 0 >> >>",
    )
