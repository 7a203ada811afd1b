"""Bars that do not hide: too small, too thin, too light, blurred, in the wrong place."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from .kit import at, attack, by_guessing, by_seeing, raw_image, rendered
from .sheet import (
    HIGH,
    ID,
    NAME,
    PHONE,
    SECRETS,
    WIDE,
    Box,
    bars,
    box,
    boxes,
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
    where,
)

Spoil = Callable[[Image.Image], Image.Image]


def _spoiled(spoil: Spoil, secret: str = ID) -> bytes:
    """The scan with honest bars, but for one secret that is only spoiled."""
    image = scan(*(s for s in SECRETS if s != secret))
    part = pixels(box(secret))
    image.paste(spoil(image).crop(part), part[:2])
    return scanned(picture(image))


def mosaic(image: Image.Image, block: int = 8) -> Image.Image:
    """The pixels in blocks."""
    small = image.resize((image.width // block, image.height // block), Image.Resampling.BOX)
    return small.resize(image.size, Image.Resampling.NEAREST)


def blur(image: Image.Image) -> Image.Image:
    """The pixels washed out."""
    return image.filter(ImageFilter.GaussianBlur(7))


def _faint(dark: int, light: int) -> Spoil:
    return lambda image: image.point(lambda v: dark if v < 128 else light)


@attack("weak", by_guessing(ID, mosaic, at(ID, raw_image())), scanned_original)
def mosaic_of_eight_pixels() -> bytes:
    """Try numbers: the right one gives the same blocks."""
    return _spoiled(mosaic)


@attack("weak", by_guessing(ID, lambda i: mosaic(i, 20), at(ID, raw_image())), scanned_original)
def mosaic_of_twenty_pixels() -> bytes:
    """The same with coarse blocks."""
    return _spoiled(lambda image: mosaic(image, 20))


@attack("weak", by_guessing(ID, blur, at(ID, raw_image())), scanned_original)
def blurred() -> bytes:
    """Try numbers: the right one gives the same blur."""
    return _spoiled(blur)


@attack("weak", by_seeing(ID, at(ID, lambda f: _unswirled(raw_image()(f)))), scanned_original)
def turned_upside_down() -> bytes:
    """The words are mirrored: turn them back."""
    return _spoiled(_mirror)


def _mirror(image: Image.Image) -> Image.Image:
    part = pixels(box(ID))
    image = image.copy()
    image.paste(image.crop(part).transpose(Image.Transpose.ROTATE_180), part[:2])
    return image


_unswirled = _mirror


@attack("weak", by_seeing(ID, at(ID, raw_image())), scanned_original)
def half_transparent_bar_in_the_pixels() -> bytes:
    """Raise the contrast."""
    return _spoiled(_faint(0, 128))


@attack("weak", by_seeing(ID, at(ID, raw_image())), scanned_original)
def marker_that_shines_through() -> bytes:
    """A pen was drawn over the paper before the scan: 0 and 24 of 255."""
    return _spoiled(_faint(0, 24))


@attack("weak", by_seeing(ID, at(ID, raw_image())), scanned_original)
def marker_that_hardly_shines_through() -> bytes:
    """The same with 30 and 34 of 255."""
    return _spoiled(_faint(30, 34))


@attack("weak", by_seeing(ID, at(ID, raw_image())), scanned_original)
def white_fluid_that_shines_through() -> bytes:
    """Correcting fluid: 250 and 255."""
    return _spoiled(_faint(250, 255))


@attack("weak", by_seeing(ID, at(ID, rendered)), scanned_original)
def transparent_bar_over_a_scan() -> bytes:
    """A rectangle with nine tenths of opacity."""
    return scanned(
        picture(scan()),
        "q 330 0 0 230 0 0 cm /Im Do Q q /G gs " + bars() + "Q",
        resources="/XObject << /Im 20 0 R >> /ExtGState << /G << /ca 0.9 >> >>",
    )


@attack("weak", by_seeing(ID, at(ID, lambda f: raw_image(mode="RGB")(f).convert("L")), 0.3), scanned_original)
def blue_on_black() -> bytes:
    """Dark blue letters on the black bar."""
    image = scan(*SECRETS).convert("RGB")
    part = pixels(box(ID))
    blue = scan().crop(part).point(lambda v: 0 if v > 127 else 60)
    empty = Image.new("L", blue.size, 0)
    image.paste(Image.merge("RGB", (empty, empty, blue)), part[:2])
    return scanned(picture(image))


def _short(of: Box, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> Box:
    return {
        **of,
        "x0": of["x0"] + left,
        "y0": of["y0"] + top,
        "x1": of["x1"] - right,
        "y1": of["y1"] - bottom,
    }


def _barred(bar: Box, spoil: Spoil | None = None) -> bytes:
    """The scan with a bar of this size over the number."""
    image = scan(*(s for s in SECRETS if s != ID))
    ImageDraw.Draw(image).rectangle(pixels(bar), fill=0)
    return scanned(picture(image))


def _rest(bar: Box) -> Callable[[bytes], bool]:
    """What the bar left is as in the original."""
    whole = scan(*(s for s in SECRETS if s != ID))
    ImageDraw.Draw(whole).rectangle(pixels(bar), fill=0)

    def proof(file: bytes) -> bool:
        part = pixels(box(ID))
        seen = raw_image()(file).crop(part)
        shown_ink = sum(v < 128 for v in scan(ID, ink=255).crop(part).tobytes())
        return (
            seen.tobytes() == whole.crop(part).tobytes() and shown_ink == 0 and len(set(seen.tobytes())) > 1
        )

    return proof


LOWER = _short(box(ID), bottom=9)
UPPER = _short(box(ID), top=9)
LAST = _short(box(ID), right=12)
FIRST = _short(box(ID), left=30)
TOPS = _short(box(ID), top=5)


@attack("weak", _rest(LOWER), scanned_original)
def lower_half_of_the_letters() -> bytes:
    """The bar covers the upper half: digits are told by their lower half."""
    return _barred(LOWER)


@attack("weak", _rest(UPPER), scanned_original)
def upper_half_of_the_letters() -> bytes:
    """The bar covers the lower half."""
    return _barred(UPPER)


@attack("weak", _rest(TOPS), scanned_original)
def tops_of_the_letters() -> bytes:
    """The upper edges of the letters stand out."""
    return _barred(TOPS)


@attack("weak", _rest(LAST), scanned_original)
def last_digit() -> bytes:
    """The last digit stands out."""
    return _barred(LAST)


@attack("weak", _rest(FIRST), scanned_original)
def first_digits() -> bytes:
    """The first digits stand out."""
    return _barred(FIRST)


@attack("weak", by_seeing(ID, at(ID, raw_image()), 0.4), scanned_original)
def grid_of_lines() -> bytes:
    """Lines with gaps between them."""
    image = scan(*(s for s in SECRETS if s != ID))
    left, top, right, bottom = pixels(box(ID))
    for row in range(top, bottom, 6):
        ImageDraw.Draw(image).line((left, row, right, row), fill=0, width=1)
    return scanned(picture(image))


@attack("weak", by_seeing(ID, at(ID, raw_image()), 0.4), scanned_original)
def scribble() -> bytes:
    """Scribbled over with a pen."""
    image = scan(*(s for s in SECRETS if s != ID))
    left, top, right, bottom = pixels(box(ID))
    points = [(x, top if n % 2 else bottom) for n, x in enumerate(range(left, right, 14))]
    ImageDraw.Draw(image).line(points, fill=0, width=2)
    return scanned(picture(image))


@attack("weak", by_seeing(ID, at(ID, raw_image())), scanned_original)
def bar_on_the_wrong_line() -> bytes:
    """The bar missed: a line too low."""
    image = scan(*(s for s in SECRETS if s != ID))
    left, top, right, bottom = pixels(box(ID))
    ImageDraw.Draw(image).rectangle((left, top + 70, right, bottom + 60), fill=0)
    return scanned(picture(image))


@attack("weak", by_seeing(ID, at(ID, raw_image())), scanned_original)
def forgotten() -> bytes:
    """Three bars for four boxes."""
    return scanned(picture(scan(*(s for s in SECRETS if s != ID))))


@attack("weak", lambda f: "1101051" in _text(f))
def first_digits_as_words() -> bytes:
    """Of the text only the last digits were removed."""
    part = _short(box(ID), left=58)
    return release(public() + _beginning(ID, 7) + bars(ID) + rectangle(part))


@attack("weak", lambda f: "小川" in _text(f))
def given_name_stays() -> bytes:
    """Of the name only the family name was removed."""
    part = _short(box(NAME), right=30)
    return release(public() + show("小川", box(NAME)["x0"] + 16, 65) + bars(NAME) + rectangle(part))


@attack("weak", lambda f: "5678" in _text(f))
def last_four_under_the_bar() -> bytes:
    """The last four digits were left beneath the bar."""
    return release(public() + show("5678", box(PHONE)["x1"] - 40, 90) + bars())


def _text(file: bytes) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def _beginning(secret: str, count: int) -> str:
    return show(secret[:count], *where(secret))


def _turned(degrees: int) -> tuple[Callable[[], bytes], Callable[[], list[Box]]]:
    """The original shown turned, and its boxes as they are shown then."""

    def made() -> bytes:
        return release(public() + "".join(map(shown, SECRETS)), page=f"/Rotate {degrees}")

    def turned() -> list[Box]:
        found = []
        for of in boxes():
            x0, y0, x1, y1 = (of[k] for k in ("x0", "y0", "x1", "y1"))
            if degrees == 90:
                x0, y0, x1, y1 = HIGH - y1, x0, HIGH - y0, x1
            else:
                x0, y0, x1, y1 = WIDE - x1, HIGH - y1, WIDE - x0, HIGH - y0
            found.append({**of, "x0": x0, "y0": y0, "x1": x1, "y1": y1})
        return found

    return made, turned


SIDE, SIDE_BOXES = _turned(90)
HEAD, HEAD_BOXES = _turned(180)


@attack("weak", lambda f: ID in _text(f), SIDE, SIDE_BOXES)
def bars_of_a_turned_page_in_the_wrong_place() -> bytes:
    """The program forgot that the page is turned."""
    wrong = "".join(rectangle(of) for of in SIDE_BOXES())
    return release(public() + "".join(map(shown, SECRETS)) + wrong, page="/Rotate 90")


@attack("weak", by_seeing(ID, lambda f: _upright(f)), HEAD, HEAD_BOXES)
def scan_of_a_turned_page_barred_in_the_wrong_place() -> bytes:
    """The same with pixels only."""
    image = scan()
    for of in HEAD_BOXES():
        ImageDraw.Draw(image).rectangle(pixels(of), fill=0)
    strip = scan().crop(pixels(box(ID)))
    image.paste(strip, pixels(box(ID))[:2])
    return scanned(picture(image), page="/Rotate 180")


def _upright(file: bytes) -> Image.Image:
    return rendered(file).transpose(Image.Transpose.ROTATE_180).crop(pixels(box(ID)))
