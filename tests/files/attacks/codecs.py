"""Residues within packed pictures: JPEG, JPEG 2000, fax, JBIG2."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageOps

from .kit import at, attack, by_looking, by_seeing, streams
from .sheet import (
    DOTS,
    HIGH,
    ID,
    NAME,
    PHONE,
    PLACED,
    SECRETS,
    WIDE,
    bars,
    box,
    pixels,
    scan,
    scanned,
    scanned_original,
)

W, H = WIDE * DOTS, HIGH * DOTS
SHAPE = f"/Type /XObject /Subtype /Image /Width {W} /Height {H}"


def jpeg(image: Image.Image, **how: object) -> bytes:
    """The pixels as JPEG."""
    made = io.BytesIO()
    image.save(made, "JPEG", quality=90, **how)
    return made.getvalue()


def jpeg_object(data: bytes, entries: str = "") -> bytes:
    """A JPEG as an image object."""
    return (
        f"<< {SHAPE} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode {entries} /Length {len(data)} >>\nstream\n".encode()
        + data
        + b"\nendstream"
    )


def segment(data: bytes, mark: int, body: bytes) -> bytes:
    """The JPEG with a further segment behind its beginning."""
    return data[:2] + bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + body + data[2:]


def _jpegs(file: bytes) -> list[bytes]:
    return [body for body in streams(file) if body.startswith(b"\xff\xd8")]


DONE = jpeg(scan(*SECRETS))


@attack("codecs", by_looking(NAME))
def jpeg_remark() -> bytes:
    """A remark within the JPEG."""
    return scanned(jpeg_object(segment(DONE, 0xFE, NAME.encode())))


@attack("codecs", by_looking(PHONE))
def exif_remark() -> bytes:
    """A remark of the camera."""
    exif = Image.Exif()
    exif[0x010E] = f"tel {PHONE}"
    return scanned(jpeg_object(jpeg(scan(*SECRETS), exif=exif)))


@attack("codecs", by_seeing(ID, at(ID, lambda f: _exif_thumbnail(f))), scanned_original)
def exif_thumbnail() -> bytes:
    """The camera's small picture shows the page as it was."""
    small = jpeg(scan())
    entries = [(0x0103, 3, 6), (0x0201, 4, 58), (0x0202, 4, len(small))]
    second = (
        struct.pack("<H", 3)
        + b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
        + b"\0\0\0\0"
    )
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<HI", 0, 14) + second + b"\0\0" + small
    return scanned(jpeg_object(segment(DONE, 0xE1, b"Exif\0\0" + tiff)))


def _exif_thumbnail(file: bytes) -> Image.Image:
    body = _jpegs(file)[0]
    return Image.open(io.BytesIO(body[body.index(b"\xff\xd8", 2) :]))


@attack(
    "codecs",
    by_seeing(
        ID, at(ID, lambda f: Image.open(io.BytesIO(_jpegs(f)[0][_jpegs(f)[0].index(b"\xff\xd8\xff", 9) :])))
    ),
    scanned_original,
)
def jpeg_behind_the_jpeg() -> bytes:
    """A second JPEG follows the first in the same stream."""
    return scanned(jpeg_object(DONE + jpeg(scan())))


@attack("codecs", by_looking(ID))
def bytes_behind_the_jpeg() -> bytes:
    """A text follows the JPEG in the same stream."""
    return scanned(jpeg_object(DONE + ID.encode()))


@attack("codecs", by_seeing(ID, at(ID, lambda f: Image.open(io.BytesIO(_jpegs(f)[0])))), scanned_original)
def jpeg_under_bars() -> bytes:
    """The old JPEG lies beneath the rectangles."""
    return scanned(jpeg_object(jpeg(scan())), PLACED + bars())


def _tall() -> Image.Image:
    strip = scan().crop(pixels(box(ID)))
    tall = Image.new("L", (W, H + strip.height + 4), 255)
    tall.paste(scan(*SECRETS))
    tall.paste(strip, (pixels(box(ID))[0], H + 2))
    return tall


def _below(tall: Image.Image) -> Image.Image:
    left, high, right, low = pixels(box(ID))
    return tall.convert("L").crop((left, H + 2, right, H + 2 + low - high))


def jpx(image: Image.Image) -> bytes:
    """The pixels as JPEG 2000."""
    made = io.BytesIO()
    image.save(made, "JPEG2000", irreversible=False)
    return made.getvalue()


def jpx_object(data: bytes, entries: str = "") -> bytes:
    """A JPEG 2000 as an image object."""
    return (
        f"<< {SHAPE} {entries} /Filter /JPXDecode /Length {len(data)} >>\nstream\n".encode()
        + data
        + b"\nendstream"
    )


@attack("codecs", by_looking(NAME))
def jpx_box() -> bytes:
    """A box of XML within the JPEG 2000."""
    data = jpx(scan(*SECRETS))
    body = f"<a>{NAME}</a>".encode()
    extra = struct.pack(">I", len(body) + 8) + b"xml " + body
    place = data.index(b"jp2c") - 4
    return scanned(jpx_object(data[:place] + extra + data[place:]))


@attack("codecs", by_seeing(ID, at(ID, lambda f: _jpx(f))), scanned_original)
def jpx_under_bars() -> bytes:
    """The old JPEG 2000 lies beneath the rectangles."""
    return scanned(jpx_object(jpx(scan())), PLACED + bars())


def _jpx(file: bytes) -> Image.Image:
    return Image.open(io.BytesIO(next(body for body in streams(file) if body[4:8] == b"jP  ")))


def fax(image: Image.Image) -> bytes:
    """The pixels as Group 4 fax rows."""
    made = io.BytesIO()
    ImageOps.invert(image).convert("1").save(made, "TIFF", compression="group4", tiffinfo={278: image.height})
    tags = Image.open(io.BytesIO(made.getvalue())).tag_v2
    start, long = tags[273][0], tags[279][0]
    return made.getvalue()[start : start + long]


def fax_object(data: bytes, rows: int = H) -> bytes:
    """Fax rows as an image object."""
    parts = f"/K -1 /Columns {W} /Rows {rows} /BlackIs1 false"
    return (
        f"<< {SHAPE} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << {parts} >> /Length {len(data)} >>\nstream\n".encode()
        + data
        + b"\nendstream"
    )


def fax_of(file: bytes) -> bytes:
    body = file[file.index(b"stream\n", file.index(b"/CCITTFaxDecode")) + 7 :]
    return body[: body.index(b"\nendstream")]


def unfax(data: bytes, rows: int) -> Image.Image:
    entries = {
        256: (4, W),
        257: (4, rows),
        258: (3, 1),
        259: (3, 4),
        262: (3, 0),
        273: (4, 122),
        278: (4, rows),
        279: (4, len(data)),
    }
    directory = struct.pack("<H", len(entries)) + b"".join(
        struct.pack("<HHII", tag, kind, 1, value) for tag, (kind, value) in entries.items()
    )
    tiff = b"II*\0" + struct.pack("<I", 8) + directory + b"\0\0\0\0"
    return Image.open(io.BytesIO(tiff.ljust(122, b"\0") + data)).convert("L")


@attack("codecs", by_seeing(ID, lambda f: _below(unfax(fax_of(f), _tall().height)), 0.4), scanned_original)
def fax_taller_than_said() -> bytes:
    """The fax rows go on below the height that the page shows."""
    return scanned(fax_object(fax(_tall()), _tall().height))


@attack("codecs", by_seeing(ID, at(ID, lambda f: unfax(fax_of(f), H)), 0.4), scanned_original)
def fax_under_bars() -> bytes:
    """The old fax lies beneath the rectangles."""
    return scanned(fax_object(fax(scan())), PLACED + bars())


def part(number: int, kind: int, body: bytes) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, 1, len(body)) + body


def region(number: int, image: Image.Image, left: int, top: int, joined: int) -> bytes:
    """A region of fax rows (MMR), joined to what is there: 0 or, 1 and, 2 exclusive or, 4 in its place."""
    # JBIG2 counts black as 1, as fax does.
    head = struct.pack(">IIIIBB", image.width, image.height, left, top, joined, 1)
    return part(number, 38, head + fax(image))


def jbig2_object(*regions: tuple[Image.Image, int, int, int]) -> bytes:
    """A JBIG2 picture of regions."""
    data = part(0, 48, struct.pack(">IIIIBH", W, H, 0, 0, 0x40, 0))
    data += b"".join(region(n + 1, *placed) for n, placed in enumerate(regions))
    return (
        f"<< {SHAPE} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode /Length {len(data)} >>\nstream\n".encode()
        + data
        + b"\nendstream"
    )


def _first_region(file: bytes) -> Image.Image:
    body = next(b for b in streams(file) if b[:6] == b"\0\0\0\0\x30\0")
    place = 11 + 19
    (long,) = struct.unpack(">I", body[place + 7 : place + 11])
    rows = body[place + 11 + 18 : place + 11 + long]
    return unfax(rows, H)


BLACK = Image.new("L", (pixels(box(ID))[2] - pixels(box(ID))[0], pixels(box(ID))[3] - pixels(box(ID))[1]), 0)


@attack("codecs", by_seeing(ID, at(ID, _first_region), 0.4), scanned_original)
def jbig2_black_region_over_the_words() -> bytes:
    """A black region is joined over the region with the words."""
    over = [
        (
            BLACK.resize((pixels(box(s))[2] - pixels(box(s))[0], BLACK.height)),
            pixels(box(s))[0],
            pixels(box(s))[1],
            0,
        )
        for s in SECRETS
    ]
    return scanned(jbig2_object((scan(), 0, 0, 0), *over))


@attack("codecs", by_seeing(ID, at(ID, _first_region), 0.4), scanned_original)
def jbig2_whole_page_replaced() -> bytes:
    """The redacted page replaces the old one within the same picture."""
    return scanned(jbig2_object((scan(), 0, 0, 0), (scan(*SECRETS), 0, 0, 4)))


@attack("codecs", by_seeing(ID, at(ID, _first_region), 0.4), scanned_original)
def jbig2_under_bars() -> bytes:
    """The old JBIG2 picture lies beneath the rectangles."""
    return scanned(jbig2_object((scan(), 0, 0, 0)), PLACED + bars())


@attack("codecs", by_looking(PHONE))
def jbig2_remark() -> bytes:
    """A remark among the parts of the JBIG2 picture."""
    image = jbig2_object((scan(*SECRETS), 0, 0, 0))
    remark = part(9, 62, struct.pack(">I", 0x20000000) + b"tel\0" + PHONE.encode() + b"\0\0")
    start = image.index(b"stream\n") + 7
    data = image[start : -len(b"\nendstream")] + remark
    return scanned(
        image[:start].replace(b"/Length %d" % (len(data) - len(remark)), b"/Length %d" % len(data))
        + data
        + b"\nendstream"
    )
