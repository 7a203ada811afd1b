"""The page that all these files are made of: an answer with four secrets; and its honest release."""

from __future__ import annotations

from functools import cache
from typing import Any

from PIL import Image, ImageDraw

from . import glyphs, pdf

WIDE, HIGH = 330, 230
SIZE = 14
NAME, PHONE, HOME, ID = "王小川", "13812345678", "中山里12号3门502", "11010519491231002X"
# Left, base line from the upper edge, public words, secret.
LINES = (
    (30, 35, "公开件2026年8号", ""),
    (30, 65, "姓名：", NAME),
    (30, 90, "手机：", PHONE),
    (30, 115, "住址：", HOME),
    (30, 140, "证号：", ID),
    (30, 172, "本人同意公开上件。", ""),
    (30, 205, "市小学公开科2026年5月", ""),
)
Box = dict[str, Any]


def where(secret: str) -> tuple[float, float]:
    """Left end and base line (from the upper edge) of a secret."""
    for left, base, label, hidden in LINES:
        if hidden == secret:
            return left + glyphs.width(label, SIZE), base
    raise ValueError(secret)


def box(secret: str, page: int = 1) -> Box:
    """The box of a secret as the command takes it."""
    left, base = where(secret)
    right = left + glyphs.width(secret, SIZE)
    return {
        "page": page,
        "x0": left - 2,
        "y0": base - 14,
        "x1": right + 2,
        "y1": base + 4,
        "ground": "条例第十五条",
    }


def boxes(page: int = 1) -> list[Box]:
    """Boxes of all four secrets."""
    return [box(secret, page) for secret in (NAME, PHONE, HOME, ID)]


def show(text: str, left: float, base: float, size: float = SIZE, before: str = "0 g") -> str:
    """Operators that show the text in the drawn font; the base line is counted from the upper edge."""
    return f"BT {before} /F1 {size} Tf 1 0 0 1 {left:g} {HIGH - base:g} Tm {codes(text)} Tj ET\n"


def codes(text: str) -> str:
    """The text as glyph numbers."""
    return "<" + "".join(f"{glyphs.gid(letter):04X}" for letter in text) + ">"


def shown(secret: str, before: str = "0 g") -> str:
    """Operators that show a secret in its place."""
    return show(secret, *where(secret), before=before)


def rectangle(of: Box, paint: str = "0 g") -> str:
    """Operators that fill a box."""
    return (
        f"q {paint} {of['x0']:g} {HIGH - of['y1']:g} {of['x1'] - of['x0']:g} {of['y1'] - of['y0']:g} re f Q\n"
    )


def public() -> str:
    """Operators of the words that may stay."""
    return "".join(show(words, left, base) for left, base, words, _ in LINES)


def bars(*but: str) -> str:
    """Operators of the black boxes, but for the secrets named."""
    return "".join(rectangle(box(secret)) for secret in (NAME, PHONE, HOME, ID) if secret not in but)


@cache
def fonts() -> dict[int, bytes | str]:
    """Objects 5 to 10: the drawn font with its map of letters, and Helvetica."""
    pairs = "".join(f"<{glyphs.gid(letter):04X}> <{ord(letter):04X}>\n" for letter in glyphs.LETTERS)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(glyphs.LETTERS)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    )
    widths = " ".join(str(glyphs.advance(letter)) for letter in glyphs.LETTERS)
    return {
        5: "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Attack /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 9 0 R >>",
        6: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Attack /CIDToGIDMap /Identity /FontDescriptor 7 0 R "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [1 [{widths}]] >>",
        7: "<< /Type /FontDescriptor /FontName /ABCDEF+Attack /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 /FontFile2 8 0 R >>",
        8: pdf.flate(glyphs.truetype(), f"/Length1 {len(glyphs.truetype())}"),
        9: pdf.flate(cmap.encode()),
        10: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }


def objects(
    content: str | bytes = "",
    *,
    page: str = "",
    root: str = "",
    resources: str = "",
    media: str = f"0 0 {WIDE} {HIGH}",
) -> dict[int, bytes | str]:
    """Objects 1 to 10 of a file with one page."""
    content = content if isinstance(content, bytes) else content.encode()
    return {
        1: f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R /F2 10 0 R >> {resources} >> {page} >>",
        4: pdf.flate(content),
        **fonts(),
    }


HONEST = public() + bars()


def release(
    content: str | bytes = HONEST,
    more: dict[int, bytes | str] | None = None,
    *,
    trailer: str = "",
    **parts: str,
) -> bytes:
    """A released page: an honest one unless a part says otherwise. Further objects count from 20."""
    return pdf.write({**objects(content, **parts), **(more or {})}, f"/Root 1 0 R {trailer}")


@cache
def original() -> bytes:
    """The page as it was."""
    return release(public() + "".join(map(shown, (NAME, PHONE, HOME, ID))))


# Scans: the same page in pixels.
DOTS = 2  # pixels a point


def scan(*hidden: str, ink: int = 0) -> Image.Image:
    """The page as pixels, the boxes of the secrets named painted over."""
    image = Image.new("L", (WIDE * DOTS, HIGH * DOTS), 255)
    for left, base, words, secret in LINES:
        glyphs.draw(image, words + secret, left * DOTS, base * DOTS, SIZE * DOTS)
    pen = ImageDraw.Draw(image)
    for secret in hidden:
        pen.rectangle(pixels(box(secret)), fill=ink)
    return image


def pixels(of: Box) -> tuple[int, int, int, int]:
    """The box in pixels of the scan, wholly within."""
    return tuple(round(of[k] * DOTS) for k in ("x0", "y0", "x1", "y1"))  # type: ignore[return-value]


SECRETS = (NAME, PHONE, HOME, ID)
PLACED = f"q {WIDE} 0 0 {HIGH} 0 0 cm /Im Do Q\n"


def picture(image: Image.Image, entries: str = "") -> bytes:
    """An image object of the pixels."""
    space = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "1": "/DeviceGray"}[image.mode]
    bits = 1 if image.mode == "1" else 8
    return pdf.flate(
        image.tobytes(),
        f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /ColorSpace {space} /BitsPerComponent {bits} {entries}",
    )


def scanned(
    image: bytes, content: str = PLACED, more: dict[int, bytes | str] | None = None, **parts: str
) -> bytes:
    """A released page that shows the image object 20."""
    return release(
        content,
        {20: image, **(more or {})},
        resources="/XObject << /Im 20 0 R >> " + parts.pop("resources", ""),
        **parts,
    )


@cache
def scanned_original() -> bytes:
    """The scan as it was."""
    return scanned(picture(scan()))
