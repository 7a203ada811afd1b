"""More residues in packed pictures: what follows, what stands beside, what is never joined."""

from __future__ import annotations

import base64
import io
import struct
import zlib

from PIL import Image

from . import pdf
from .codecs import (
    DONE,
    SHAPE,
    H,
    W,
    fax,
    fax_object,
    fax_of,
    jbig2_object,
    jpeg,
    jpeg_object,
    jpx,
    jpx_object,
    part,
    region,
    segment,
    unfax,
)
from .kit import at, attack, by_seeing, streams
from .sheet import ID, SECRETS, scan, scanned, scanned_original

CLEAN = scan(*SECRETS)


def _inner_jpeg(file: bytes) -> Image.Image:
    """The second JPEG within the first JPEG's stream."""
    body = next(b for b in streams(file) if b.startswith(b"\xff\xd8"))
    return Image.open(io.BytesIO(body[body.index(b"\xff\xd8\xff", 9) :])).resize((W, H))


INNER = by_seeing(ID, at(ID, _inner_jpeg))


@attack("packed", INNER, scanned_original)
def thumbnail_of_the_painting_program() -> bytes:
    """The painting program's own small picture in APP13 is the old page."""
    small = jpeg(scan().convert("RGB").resize((W // 2, H // 2)))
    body = struct.pack(">IIIIIIHH", 1, W // 2, H // 2, W * 3 // 2, 0, len(small), 24, 1) + small
    resource = b"8BIM" + struct.pack(">HHI", 0x040C, 0, len(body)) + body + b"\0" * (len(body) % 2)
    return scanned(jpeg_object(segment(DONE, 0xED, b"Photoshop 3.0\0" + resource)))


@attack("packed", INNER, scanned_original)
def thumbnail_of_the_old_standard() -> bytes:
    """A small picture in APP0, as the oldest standard allows."""
    small = jpeg(scan().resize((W // 2, H // 2)))
    return scanned(jpeg_object(segment(DONE, 0xE0, b"JFXX\0\x10" + small)))


@attack("packed", by_seeing(ID, at(ID, lambda f: _from_xmp(f))), scanned_original)
def thumbnail_in_xmp() -> bytes:
    """A small picture in Base64 within the XMP of the JPEG."""
    small = base64.b64encode(jpeg(scan().resize((W // 2, H // 2))))
    packet = (
        b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><xmpGImg:image>"
        + small
        + b"</xmpGImg:image></x:xmpmeta>"
    )
    return scanned(jpeg_object(segment(DONE, 0xE1, packet)))


def _from_xmp(file: bytes) -> Image.Image:
    body = next(b for b in streams(file) if b.startswith(b"\xff\xd8"))
    text = body[body.index(b"<xmpGImg:image>") + 15 : body.index(b"</xmpGImg:image>")]
    return Image.open(io.BytesIO(base64.b64decode(text))).resize((W, H))


@attack("packed", by_seeing(ID, at(ID, lambda f: _behind_jpx(f))), scanned_original)
def second_codestream_of_jpeg_2000() -> bytes:
    """A second box of samples follows the first."""
    second = jpx(scan())
    place = second.index(b"jp2c") - 4
    tail = second[place:]
    first = jpx(CLEAN)
    return scanned(jpx_object(first + struct.pack(">I", len(tail)) + tail[4:]))


def _behind_jpx(file: bytes) -> Image.Image:
    body = next(b for b in streams(file) if b[4:8] == b"jP  ")
    return Image.open(io.BytesIO(body[body.rindex(b"\xff\x4f\xff\x51") :]))


@attack("packed", by_seeing(ID, at(ID, lambda f: _behind_fax(f))), scanned_original)
def fax_behind_the_fax() -> bytes:
    """The old fax follows the end of the new one."""
    return scanned(fax_object(fax(CLEAN) + b"GKFX" + fax(scan())))


def _behind_fax(file: bytes) -> Image.Image:
    return unfax(fax_of(file).split(b"GKFX")[1], H)


@attack("packed", by_seeing(ID, at(ID, lambda f: _behind_deflated(f))), scanned_original)
def deflated_behind_the_deflated() -> bytes:
    """The old samples, deflated, follow the new ones within the stream."""
    data = zlib.compress(CLEAN.tobytes(), 9) + zlib.compress(scan().tobytes(), 9)
    head = f"<< {SHAPE} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length {len(data)} >>\nstream\n"
    return scanned(head.encode() + data + b"\nendstream")


def _behind_deflated(file: bytes) -> Image.Image:
    place = file.index(b"stream\n", file.index(b"/Subtype /Image")) + 7
    first = zlib.decompressobj()
    first.decompress(file[place:])
    return Image.frombytes("L", (W, H), zlib.decompressobj().decompress(first.unused_data))


@attack("packed", by_seeing(ID, at(ID, lambda f: _behind_runs(f))), scanned_original)
def runs_behind_the_end() -> bytes:
    """The old samples as runs follow the mark that ends the new ones."""
    data = pdf.ENCODERS["RunLengthDecode"](CLEAN.tobytes()) + pdf.ENCODERS["RunLengthDecode"](
        scan().tobytes()
    )
    shape = f"<< {SHAPE} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/FlateDecode /RunLengthDecode]"
    data = zlib.compress(data, 9)
    return scanned(f"{shape} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")


def _behind_runs(file: bytes) -> Image.Image:
    runs = next(b for b in streams(file) if len(b) > 2 * W * H)
    half = runs[len(runs) // 2 :]
    parts = b"".join(half[n + 1 : n + 129] for n in range(0, len(half) - 1, 129))
    return Image.frombytes("L", (W, H), parts[: W * H])


def _jbig2(*parts: bytes) -> bytes:
    """The redacted page as JBIG2, with further segments before it."""
    image = jbig2_object((CLEAN, 0, 0, 0))
    start = image.index(b"stream\n") + 7
    data = image[start : -len(b"\nendstream")]
    page, rest = data[:30], data[30:]
    whole = page + b"".join(parts) + rest
    return (
        image[:start].replace(b"/Length %d" % len(data), b"/Length %d" % len(whole)) + whole + b"\nendstream"
    )


def _other_region(file: bytes) -> Image.Image:
    body = next(b for b in streams(file) if b[:6] == b"\0\0\0\0\x30\0")
    place = (
        body.index(struct.pack(">IB", 7, 36))
        if struct.pack(">IB", 7, 36) in body
        else body.index(struct.pack(">IB", 7, 38))
    )
    (long,) = struct.unpack(">I", body[place + 7 : place + 11])
    return unfax(body[place + 11 + 18 : place + 11 + long], H)


@attack("packed", by_seeing(ID, at(ID, _other_region)), scanned_original)
def jbig2_region_never_joined() -> bytes:
    """An intermediate region holds the old page; nothing joins it to the picture."""
    whole = region(7, scan(), 0, 0, 0)
    return scanned(_jbig2(struct.pack(">IB", 7, 36) + whole[5:]))


@attack("packed", by_seeing(ID, at(ID, _other_region)), scanned_original)
def jbig2_region_of_another_page() -> bytes:
    """A region of a second page within the same picture."""
    whole = region(7, scan(), 0, 0, 0)
    page = bytearray(part(6, 48, struct.pack(">IIIIBH", W, H, 0, 0, 0x40, 0)))
    page[6] = 2
    other = bytearray(whole)
    other[6] = 2
    return scanned(_jbig2(bytes(page) + bytes(other)))
