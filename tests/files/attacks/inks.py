"""Words told in inks: what a screen shows in one black, and a file keeps in two."""

from __future__ import annotations

import struct

from PIL import Image, ImageChops

from . import pdf
from .kit import attack, by_seeing, raw_image, streams
from .sheet import (
    HIGH,
    HONEST,
    ID,
    PLACED,
    SECRETS,
    box,
    picture,
    pixels,
    release,
    scan,
    scanned,
    scanned_original,
)

PART = pixels(box(ID))
SIZE = (PART[2] - PART[0], PART[3] - PART[1])
STRIP = scan().crop(PART)
AT = box(ID)
OVER = f"q {AT['x1'] - AT['x0']} 0 0 {AT['y1'] - AT['y0']} {AT['x0']} {HIGH - AT['y1']} cm /In Do Q\n"
USED = "/XObject << /Im 20 0 R /In 21 0 R >>"
DONE = picture(scan(*SECRETS))
BLACK = Image.new("L", SIZE, 0)


def by_channel(count: int, channel: int, bits: int = 8) -> object:
    """One channel of the strip's samples looks like the secret."""

    def dig(file: bytes) -> Image.Image:
        need = SIZE[0] * SIZE[1] * count * bits // 8
        body = next(b for b in streams(file) if len(b) == need)
        return Image.frombytes("L", SIZE, body[channel::count])

    return by_seeing(ID, dig)


def strip(body: bytes, space: str, entries: str = "") -> bytes:
    """The released scan with a strip of any samples over the number."""
    shape = f"/Type /XObject /Subtype /Image /Width {SIZE[0]} /Height {SIZE[1]} /BitsPerComponent 8"
    return scanned(
        DONE, PLACED + OVER, {21: pdf.flate(body, f"{shape} /ColorSpace {space} {entries}")}, resources=USED
    )


def woven(*channels: Image.Image) -> bytes:
    """Samples of several channels, pixel by pixel."""
    return bytes(v for pixel in zip(*(c.tobytes() for c in channels), strict=True) for v in pixel)


@attack("inks", by_channel(4, 0), scanned_original)
def cyan_under_full_black() -> bytes:
    """The cyan plate of a strip that is full of black."""
    full = Image.new("L", SIZE, 255)
    return strip(woven(STRIP, full, full, full), "/DeviceCMYK")


@attack("inks", by_channel(4, 3), scanned_original)
def black_plate_under_three_colours() -> bytes:
    """The black plate beneath three full colours."""
    full = Image.new("L", SIZE, 255)
    return strip(woven(full, full, full, ImageChops.invert(STRIP)), "/DeviceCMYK")


@attack("inks", by_channel(2, 1), scanned_original)
def second_ink_that_is_never_mixed() -> bytes:
    """Two inks, of which the mixture uses the first only."""
    space = "[/DeviceN [/Black /Note] /DeviceGray 22 0 R]"
    shape = f"/Type /XObject /Subtype /Image /Width {SIZE[0]} /Height {SIZE[1]} /BitsPerComponent 8 /ColorSpace {space}"
    function = pdf.stream(b"{ pop 1 exch sub }", "/FunctionType 4 /Domain [0 1 0 1] /Range [0 1]")
    body = woven(Image.new("L", SIZE, 255), STRIP)
    return scanned(DONE, PLACED + OVER, {21: pdf.flate(body, shape), 22: function}, resources=USED)


@attack("inks", by_channel(1, 0), scanned_original)
def gamma_that_drowns_the_words() -> bytes:
    """Samples of 0 and 40 under a gamma of nine are both black."""
    dim = STRIP.point(lambda v: 40 if v > 127 else 0)
    return strip(dim.tobytes(), "[/CalGray << /WhitePoint [0.95 1 1.09] /Gamma 9 >>]")


@attack("inks", by_channel(3, 1), scanned_original)
def colour_at_no_lightness() -> bytes:
    """Lab: at no lightness every colour is black."""
    return strip(woven(BLACK, STRIP, STRIP), "[/Lab << /WhitePoint [0.95 1 1.09] /Range [-10 10 -10 10] >>]")


@attack("inks", by_seeing(ID, lambda f: _mask(f)), scanned_original)
def mask_of_a_black_strip_on_black() -> bytes:
    """A black strip on the black bar; its soft mask spells the words."""
    parts = {21: picture(BLACK, "/SMask 22 0 R"), 22: picture(STRIP)}
    return scanned(DONE, PLACED + OVER, parts, resources=USED)


def _mask(file: bytes) -> Image.Image:
    bodies = [b for b in streams(file) if len(b) == SIZE[0] * SIZE[1]]
    return Image.frombytes("L", SIZE, bodies[-1])


@attack("inks", by_seeing(ID, lambda f: _mask(f)), scanned_original)
def mask_turned_opaque_by_decoding() -> bytes:
    """A soft mask that spells the words, made opaque all over by its table of decoding."""
    parts = {21: picture(BLACK, "/SMask 22 0 R"), 22: picture(STRIP, "/Decode [1 1]")}
    return scanned(DONE, PLACED + OVER, parts, resources=USED)


@attack("inks", by_seeing(ID, lambda f: _palette_words(f)), scanned_original)
def places_beyond_the_palette() -> bytes:
    """Places beyond the end of the palette are shown as its last colour."""
    places = STRIP.point(lambda v: 9 if v > 127 else 5)
    return strip(places.tobytes(), "[/Indexed /DeviceGray 1 <FF00>]")


def _palette_words(file: bytes) -> Image.Image:
    body = next(b for b in streams(file) if len(b) == SIZE[0] * SIZE[1])
    return Image.frombytes("L", SIZE, body).point(lambda v: 255 if v == 9 else 0)


@attack("inks", by_channel(1, 0), scanned_original)
def clipped_by_decoding() -> bytes:
    """A table of decoding beyond black: all samples end at nought."""
    return strip(STRIP.tobytes(), "/DeviceGray", "/Decode [-2 -1]")


@attack("inks", by_channel(1, 0), scanned_original)
def blended_away() -> bytes:
    """The strip is multiplied into the black bar and changes nothing."""
    parts = {21: picture(STRIP)}
    return scanned(
        DONE,
        PLACED + "q /G gs " + OVER + "Q",
        parts,
        resources=USED + " /ExtGState << /G << /BM /Multiply >> >>",
    )


@attack("inks", by_channel(1, 0), scanned_original)
def darkened_away() -> bytes:
    """The darker of bar and strip is shown."""
    state = " /ExtGState << /G << /BM /Darken >> >>"
    return scanned(DONE, PLACED + "q /G gs " + OVER + "Q", {21: picture(STRIP)}, resources=USED + state)


@attack("inks", by_channel(1, 0))
def strip_multiplied_into_a_drawn_bar() -> bytes:
    """The same over a bar that is drawn, on a page of text."""
    state = "/ExtGState << /G << /BM /Multiply >> >> /XObject << /In 20 0 R >>"
    return release(HONEST + "q /G gs " + OVER + "Q", {20: picture(STRIP)}, resources=state)


@attack("inks", by_seeing(ID, lambda f: raw_image()(f).crop(PART)), scanned_original)
def whole_scan_darkened_by_the_honest_one() -> bytes:
    """The honest scan is multiplied over the old one."""
    content = PLACED + "q /G gs " + PLACED.replace("Im", "In") + "Q"
    return scanned(
        picture(scan()), content, {21: DONE}, resources=USED + " /ExtGState << /G << /BM /Multiply >> >>"
    )


@attack("inks", by_seeing(ID, lambda f: _mesh(f)))
def words_in_a_mesh_of_one_colour() -> bytes:
    """A shading of triangles, all black, whose corners' second value spells the words."""
    small = STRIP.resize((60, 8))
    left, low = AT["x0"], HIGH - AT["y1"]
    body = b""
    for n, value in enumerate(small.tobytes()):
        x, y = n % 60, n // 60
        body += struct.pack(">BHHB", 0, x, y, value)
    body = body[: len(body) // 3 * 3]
    ink = "[/Separation /Key /DeviceGray << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [0] /N 1 >>]"
    entries = (
        f"/ShadingType 4 /ColorSpace {ink} /BitsPerCoordinate 16 /BitsPerComponent 8 /BitsPerFlag 8 "
        f"/Decode [{left} {left + 70000} {low} {low + 70000} 0 1]"
    )
    return release(HONEST + "/Sh sh\n", {20: pdf.flate(body, entries)}, resources="/Shading << /Sh 20 0 R >>")


def _mesh(file: bytes) -> Image.Image:
    body = next(b for b in streams(file) if len(b) == 60 * 8 * 6)
    return Image.frombytes("L", (60, 8), body[5::6])
