"""Words in spellings that programs use: codes of addresses, of mail, of scripts, of old word processors."""

from __future__ import annotations

import base64
import io
import quopri
import zipfile
import zlib

from . import pdf
from .kit import Proof, attack, by_looking, streams
from .sheet import HONEST, ID, NAME, PHONE, objects, release


def private(body: bytes, entries: str = "") -> bytes:
    """The honest page with a stream that a program keeps for itself."""
    kept = {20: pdf.flate(body, entries)}
    return release(
        HONEST, kept, page="/PieceInfo << /Draw << /LastModified (D:20260501) /Private 20 0 R >> >>"
    )


def by_decoding(secret: str, decode: object) -> Proof:
    """The secret stands in a stream once it is decoded."""

    def proof(file: bytes) -> bool:
        for body in streams(file):
            try:
                if secret in decode(body):  # type: ignore[operator]
                    return True
            except (ValueError, zlib.error, zipfile.BadZipFile):
                continue
        return False

    return proof


@attack("spellings", by_looking(b"%E7%8E%8B%E5%B0%8F%E5%B7%9D"))
def name_in_an_address() -> bytes:
    """A link's address with the name in per cent codes, as every browser copies it."""
    link = "<< /Type /Annot /Subtype /Link /Rect [300 4 320 20] /Border [0 0 0] /A << /S /URI /URI (https://example.cn/?xm=%E7%8E%8B%E5%B0%8F%E5%B7%9D) >> >>"
    return release(HONEST, {20: link}, page="/Annots [20 0 R]")


@attack("spellings", by_looking(base64.b64encode(NAME.encode())))
def base_64_in_the_title() -> bytes:
    """The title is the name in Base64."""
    return release(
        HONEST, {20: f"<< /Title ({base64.b64encode(NAME.encode()).decode()}) >>"}, trailer="/Info 20 0 R"
    )


@attack("spellings", by_decoding(NAME, lambda b: base64.b64decode(b, validate=True).decode()))
def base_64_in_private_data() -> bytes:
    """A program's own data in Base64."""
    return private(base64.b64encode(f'{{"name":"{NAME}","no":"{ID}"}}'.encode()))


@attack("spellings", by_decoding(NAME, lambda b: quopri.decodestring(b).decode()))
def quoted_printable() -> bytes:
    """A mail's text, quoted and printable."""
    return private(quopri.encodestring(f"name={NAME}".encode()))


@attack("spellings", by_looking(b"\\u738b\\u5c0f\\u5ddd"))
def escapes_of_json() -> bytes:
    """A program's own data as JSON with escapes."""
    return private(b'{"n":"\\u738b\\u5c0f\\u5ddd"}')


@attack("spellings", by_looking(b"\\u29579?\\u23567?\\u24029?"))
def escapes_of_rich_text() -> bytes:
    """Rich text of a word processor: letters as numbers."""
    return private(b"{\\rtf1\\ansi\\ansicpg936 \\u29579?\\u23567?\\u24029?}")


@attack("spellings", by_looking(b"\\'cd\\'f5\\'d0\\'a1\\'b4\\'a8"))
def bytes_of_rich_text() -> bytes:
    """Rich text of a word processor: GBK as hex digits."""
    return private(b"{\\rtf1\\ansi\\ansicpg936 \\'cd\\'f5\\'d0\\'a1\\'b4\\'a8}")


@attack("spellings", by_looking(b"&#29579;&#23567;&#24029;"))
def entities_of_html() -> bytes:
    """A page of the web from which the file was printed."""
    return private(b"<html><body>&#29579;&#23567;&#24029;</body></html>")


@attack("spellings", by_looking("王</b><b>小</b><b>川"))
def letters_between_marks() -> bytes:
    """Every letter in a mark of its own."""
    return private("<p><b>王</b><b>小</b><b>川</b></p>".encode())


@attack("spellings", by_looking(NAME.encode("gb18030")))
def gbk_in_private_data() -> bytes:
    """A program's own data in GBK."""
    return private(b"name=" + NAME.encode("gb18030"))


@attack("spellings", by_looking(NAME.encode("big5")))
def big_5_in_private_data() -> bytes:
    """A program's own data in Big5."""
    return private(b"name=" + NAME.encode("big5"))


@attack("spellings", by_looking(NAME.encode("utf-16-le")))
def wide_letters_at_an_odd_place() -> bytes:
    """Low end first, beginning at an odd byte."""
    return private(b"\1" + NAME.encode("utf-16-le") + b"\0\0")


@attack("spellings", by_looking(ID.encode("utf-16-le")))
def wide_digits_at_an_odd_place() -> bytes:
    """The number in wide letters, low end first, at an odd byte between others."""
    return private(b"\x07\x01\xff" + ID.encode("utf-16-le") + b"\0\0\x99")


@attack("spellings", by_looking(NAME.encode("utf-32-le")))
def letters_of_four_bytes() -> bytes:
    """Four bytes a letter."""
    return private(NAME.encode("utf-32-le"))


def _unzipped(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return archive.read("a.xml").decode()


@attack("spellings", by_decoding(NAME, _unzipped))
def zip_in_private_data() -> bytes:
    """The drawing program's own file, a zip, in its private data."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.xml"), f"<n>{NAME}{PHONE}</n>", zipfile.ZIP_DEFLATED)
    return private(made.getvalue())


@attack("spellings", by_decoding(ID, lambda b: zlib.decompress(b[8:]).decode()))
def deflated_in_private_data() -> bytes:
    """Deflated once more behind a head of eight bytes, as drawing programs do."""
    return private(b"GKDRAW\0\1" + zlib.compress(b"no=" + ID.encode()))


@attack("spellings", by_looking(b"31 31 30 31 30 35"))
def dump_in_hex() -> bytes:
    """A dump in hex digits."""
    return private(" ".join(f"{ord(c):02x}" for c in ID).encode())


@attack("spellings", by_looking(ID))
def remark_in_a_function() -> bytes:
    """A remark in a function of colours."""
    spot = "/ColorSpace << /Sp [/Separation /Key /DeviceGray 20 0 R] >>"
    body = f"{{ % {ID}\n1 exch sub }}".encode()
    return release(
        HONEST, {20: pdf.stream(body, "/FunctionType 4 /Domain [0 1] /Range [0 1]")}, resources=spot
    )


@attack("spellings", by_looking(PHONE))
def samples_of_a_function() -> bytes:
    """The samples of a function are the digits."""
    spot = "/ColorSpace << /Sp [/Separation /Key /DeviceGray 20 0 R] >>"
    entries = "/FunctionType 0 /Domain [0 1] /Range [0 1] /Size [11] /BitsPerSample 8"
    return release(HONEST, {20: pdf.flate(PHONE.encode(), entries)}, resources=spot)


@attack("spellings", by_looking(PHONE))
def remark_within_a_dictionary() -> bytes:
    """A remark between two entries of the page."""
    return release(HONEST, page=f"% {PHONE}\n")


@attack("spellings", by_looking(b"1\0003\0008\0001\0002\0003"))
def noughts_between_the_digits() -> bytes:
    """A string with a nought after every digit."""
    text = "\0".join(PHONE).encode()
    return release(HONEST, {20: b"<< /Title (" + text + b") >>"}, trailer="/Info 20 0 R")


@attack("spellings", by_looking(b"/138123#345678"))
def name_in_part_by_codes() -> bytes:
    """A name of which one digit is written by its code."""
    return release(HONEST, root="/PieceInfo << /138123#345678 << /LastModified (D:20260501) >> >>")


@attack("spellings", by_looking(b"13812345678.0"))
def number_with_a_point() -> bytes:
    """The telephone as a number with a point."""
    return release(HONEST, page=f"/Tabs /S /GkNo {PHONE}.0")


@attack("spellings", by_looking(b"1381 234 5678"))
def three_numbers() -> bytes:
    """The telephone as three numbers of an array."""
    return release(HONEST, page="/GkNo [1381 234 5678]")


@attack("spellings", by_looking(NAME.encode("utf-16-be")))
def text_of_a_colour_profile() -> bytes:
    """The wide text of a colour profile."""
    text = (
        b"mluc"
        + bytes(4)
        + (1).to_bytes(4, "big")
        + (12).to_bytes(4, "big")
        + b"zhCN"
        + (6).to_bytes(4, "big")
        + (28).to_bytes(4, "big")
    )
    text += NAME.encode("utf-16-be")
    profile = (
        (len(text) + 144).to_bytes(4, "big")
        + bytes(8)
        + b"mntrGRAYXYZ "
        + bytes(12)
        + b"acsp"
        + bytes(88)
        + (1).to_bytes(4, "big")
    )
    profile += b"desc" + (144).to_bytes(4, "big") + len(text).to_bytes(4, "big") + text
    intent = "/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (a) /DestOutputProfile 20 0 R >>]"
    return release(HONEST, {20: pdf.flate(profile, "/N 1")}, root=intent)


@attack("spellings", by_looking(NAME))
def remark_in_a_map_of_letters() -> bytes:
    """A remark in the font's map of letters."""
    parts = objects(HONEST)
    body = next(streams(bytes(parts[9])))
    parts[9] = pdf.flate(body + f"\n% {NAME}\n".encode())
    return pdf.write(parts)


@attack("spellings", by_looking(b"+c4tcD13d-"))
def seven_bits() -> bytes:
    """UTF-7, as old mail has it."""
    return private(NAME.encode("utf-7"))
