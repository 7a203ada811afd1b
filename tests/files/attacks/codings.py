"""Words behind filters, escapes and locks that open by themselves."""

from __future__ import annotations

import hashlib
import io
import re
import zlib

import pypdf
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from . import pdf
from .kit import Proof, attack, by_copying, by_looking
from .sheet import HONEST, ID, NAME, PHONE, bars, objects, public, release, shown


def by_undoing(secret: str) -> Proof:
    """The secret stands in a stream once pypdf has undone its filters."""

    def proof(file: bytes) -> bool:
        reader = pypdf.PdfReader(io.BytesIO(file))
        for number in reader.xref[0]:
            found = reader.get_object(number)
            if (
                isinstance(found, pypdf.generic.StreamObject)
                and "/Subtype" not in found
                and secret.encode() in found.get_data()
            ):
                return True
        return False

    return proof


def _filtered(*names: str, entries: str = "") -> bytes:
    return release(
        HONEST,
        {20: pdf.stream(b"key " + ID.encode() + b" end", entries, *names)},
        page="/PieceInfo << /Draw << /LastModified (D:20260501) /Private 20 0 R >> >>",
    )


@attack("codings", by_undoing(ID))
def ascii_85() -> bytes:
    """Stored as ASCII 85."""
    return _filtered("ASCII85Decode")


@attack("codings", by_undoing(ID))
def ascii_hex() -> bytes:
    """Stored as hex digits."""
    return _filtered("ASCIIHexDecode")


@attack("codings", by_undoing(ID))
def lzw() -> bytes:
    """Stored as LZW."""
    return _filtered("LZWDecode")


@attack("codings", by_undoing(ID))
def run_length() -> bytes:
    """Stored as runs."""
    return _filtered("RunLengthDecode")


@attack("codings", by_undoing(ID))
def two_filters() -> bytes:
    """Deflated, then ASCII 85."""
    return _filtered("ASCII85Decode", "FlateDecode")


@attack("codings", by_undoing(ID))
def five_filters() -> bytes:
    """Five filters, one upon another."""
    return _filtered("ASCIIHexDecode", "RunLengthDecode", "LZWDecode", "ASCII85Decode", "FlateDecode")


@attack("codings", by_undoing(ID))
def deflated_three_times() -> bytes:
    """Deflated three times."""
    return _filtered("FlateDecode", "FlateDecode", "FlateDecode")


@attack("codings", by_undoing(ID))
def with_a_predictor() -> bytes:
    """Rows as differences from the row above."""
    rows = [ID.encode().ljust(20)[n : n + 5] for n in range(0, 20, 5)]
    before, body = bytes(5), b""
    for row in rows:
        body += b"\2" + bytes((a - b) % 256 for a, b in zip(row, before, strict=True))
        before = row
    data = zlib.compress(body)
    entries = f"<< /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 5 >> /Length {len(data)} >>\nstream\n".encode()
    return release(HONEST, {20: entries + data + b"\nendstream"})


@attack("codings", by_looking(ID))
def deflated_by_hand() -> bytes:
    """Deflated, though the dictionary tells of no filter."""
    data = zlib.compress(b"key " + ID.encode())
    return release(HONEST, {20: pdf.stream(data)})


@attack("codings", by_looking(ID))
def filter_with_a_wrong_name() -> bytes:
    """The filter has a name that no reader knows; the bytes are plain."""
    return release(
        HONEST,
        {20: f"<< /Filter /GkDecode /Length {len(ID)} >>\nstream\n".encode() + ID.encode() + b"\nendstream"},
    )


@attack("codings", by_undoing(ID))
def filter_in_number_signs() -> bytes:
    """The filter's name is written by codes."""
    data = pdf.ENCODERS["ASCII85Decode"](ID.encode())
    return release(
        HONEST,
        {
            20: f"<< /Filter /ASCII#385#44ecode /Length {len(data)} >>\nstream\n".encode()
            + data
            + b"\nendstream"
        },
    )


@attack("codings", by_looking(ID))
def identity_lock() -> bytes:
    """A lock named identity, which locks nothing."""
    return release(
        HONEST,
        {
            20: f"<< /Filter /Crypt /DecodeParms << /Name /Identity >> /Length {len(ID)} >>\nstream\n".encode()
            + ID.encode()
            + b"\nendstream"
        },
    )


def _titled(value: str | bytes) -> bytes:
    value = value if isinstance(value, bytes) else value.encode()
    return release(HONEST, {20: b"<< /Title " + value + b" >>"}, trailer="/Info 20 0 R")


def by_title(secret: str) -> Proof:
    """pypdf reads the secret from the title."""
    return lambda file: secret in str((pypdf.PdfReader(io.BytesIO(file)).metadata or {}).get("/Title"))


@attack("codings", by_title(ID))
def octal_escapes() -> bytes:
    """Every letter as an octal escape."""
    return _titled("(" + "".join(f"\\{ord(c):03o}" for c in ID) + ")")


@attack("codings", by_title(ID))
def hex_string_with_blanks() -> bytes:
    """Hex digits with blanks and line ends between them."""
    return _titled("<" + " \n".join(ID.encode().hex()) + ">")


@attack("codings", by_title(NAME))
def utf_16_in_octal() -> bytes:
    """UTF-16 as octal escapes."""
    return _titled("(" + "".join(f"\\{b:03o}" for b in b"\xfe\xff" + NAME.encode("utf-16-be")) + ")")


@attack(
    "codings",
    lambda f: (
        NAME
        in re.sub(rb"\\\n", b"", f).decode("utf-16-be", "ignore")
        + re.sub(rb"\\\n", b"", f)[1:].decode("utf-16-be", "ignore")
    ),
)
def utf_16_low_end_first() -> bytes:
    """UTF-16 with the low byte first."""
    text = ("\ufeff" + NAME).encode("utf-16-le")
    return _titled(
        b"("
        + text
        + b")\n/Subject <FEFF"
        + NAME.encode("utf-16-be").hex().encode()
        + b"> /Keywords ("
        + NAME.encode("utf-16-be")
        + b"  )"
    )


@attack("codings", by_title(ID))
def broken_by_line_ends() -> bytes:
    """A string that breaks after every third letter."""
    return _titled("(" + "\\\n".join(ID[n : n + 3] for n in range(0, 18, 3)) + ")")


@attack("codings", by_looking(b"(1)3(1)"))
def one_string_a_letter() -> bytes:
    """An array of one string a letter."""
    return release(HONEST, {20: "[" + " ".join(f"({c})" for c in ID) + " (1)3(1)]"})


@attack("codings", by_looking(b"49 49 48 49 48 53 49 57"))
def numbers_of_letters() -> bytes:
    """An array of the letters' numbers."""
    return release(
        HONEST,
        {20: "[" + " ".join(str(ord(c)) for c in ID) + "]"},
        root="/PieceInfo << /Draw << /Private 20 0 R /LastModified (D:20260501) >> >>",
    )


@attack("codings", by_looking(ID))
def as_a_number() -> bytes:
    """The number as a number."""
    return release(HONEST, {20: f"<< /No {ID[:-1]} /Rest /{ID} >>"})


@attack("codings", by_looking(PHONE))
def as_a_plain_number() -> bytes:
    """The telephone as a number."""
    return release(HONEST, {20: f"<< /No {PHONE} >>"})


@attack("codings", by_looking(b"ID " + ID.encode()))
def inline_picture_of_letters() -> bytes:
    """An inline picture whose bytes are the letters."""
    return release(HONEST + f"q 1 0 0 1 5 5 cm BI /W 18 /H 1 /CS /G /BPC 8 ID {ID} EI Q\n")


@attack("codings", by_copying(ID))
def words_in_an_ascii_85_content() -> bytes:
    """The content with its words, twice coded."""
    parts = objects()
    parts[4] = pdf.stream((public() + shown(ID) + bars()).encode(), "", "ASCII85Decode", "LZWDecode")
    return pdf.write(parts)


@attack("codings", by_copying(ID))
def words_broken_over_contents() -> bytes:
    """The text object begins in one content stream and ends in the next."""
    parts = objects(public())
    whole = shown(ID)
    place = whole.index("Tj")
    parts[3] = str(parts[3]).replace("/Contents 4 0 R", "/Contents [4 0 R 20 0 R 21 0 R]")
    return pdf.write(
        {**parts, 20: pdf.flate(whole[:place].encode()), 21: pdf.flate((whole[place:] + bars()).encode())}
    )


PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i, j, out = 0, 0, bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def locked(parts: dict[int, bytes | str], trailer: str = "/Root 1 0 R", *, aes: bool = False) -> bytes:
    """The file locked with an empty password; its streams and hex strings are enciphered."""
    mark, owner, rights = b"0123456789abcdef", bytes(range(32)), (0xFFFFFFFC).to_bytes(4, "little")
    long = 16 if aes else 5
    key = hashlib.md5(PAD + owner + rights + mark).digest()[:long]  # noqa: S324 - what the format asks for
    for _ in range(50 if aes else 0):
        key = hashlib.md5(key).digest()[:long]  # noqa: S324
    user = _rc4(key, PAD)
    if aes:
        user = _rc4(key, hashlib.md5(PAD + mark).digest())  # noqa: S324
        for turn in range(1, 20):
            user = _rc4(bytes(b ^ turn for b in key), user)
        user = user.ljust(32, b"\0")

    def seal(number: int, data: bytes) -> bytes:
        salted = key + number.to_bytes(3, "little") + b"\0\0" + (b"sAlT" if aes else b"")
        own = hashlib.md5(salted).digest()[: min(16, long + 5)]  # noqa: S324
        if not aes:
            return _rc4(own, data)
        fill = 16 - len(data) % 16
        sealing = Cipher(algorithms.AES(own), modes.CBC(b"\7" * 16)).encryptor()
        return b"\7" * 16 + sealing.update(data + bytes([fill]) * fill) + sealing.finalize()

    out: dict[int, bytes | str] = {}
    for number, value in parts.items():
        body = value if isinstance(value, bytes) else value.encode()
        if b"stream\n" in body:
            head, data = body.split(b"stream\n", 1)
            data = seal(number, data[: -len(b"\nendstream")])
            out[number] = (
                re.sub(rb"/Length \d+", b"/Length %d" % len(data), head) + b"stream\n" + data + b"\nendstream"
            )
        else:
            out[number] = re.sub(
                rb"<FEFF([0-9A-F]+)>",
                lambda m, n=number: (
                    b"<" + seal(n, bytes.fromhex("FEFF" + m[1].decode())).hex().encode() + b">"
                ),
                body,
            )
    kind = (
        "/V 4 /R 4 /Length 128 /CF << /StdCF << /CFM /AESV2 /Length 16 /AuthEvent /DocOpen >> >> /StmF /StdCF /StrF /StdCF"
        if aes
        else "/V 1 /R 2"
    )
    lock = f"<< /Filter /Standard {kind} /O <{owner.hex()}> /U <{user.hex()}> /P -4 >>"
    return pdf.write({**out, 90: lock}, f"{trailer} /Encrypt 90 0 R /ID [<{mark.hex()}> <{mark.hex()}>]")


@attack("codings", by_title(NAME))
def locked_with_an_empty_password() -> bytes:
    """Locked; every reader opens it without asking."""
    return locked({**objects(HONEST), 20: f"<< /Title {pdf.wide(NAME)} >>"}, "/Root 1 0 R /Info 20 0 R")


@attack("codings", by_title(NAME))
def locked_by_aes_with_an_empty_password() -> bytes:
    """The same with AES."""
    return locked(
        {**objects(HONEST), 20: f"<< /Title {pdf.wide(NAME)} >>"}, "/Root 1 0 R /Info 20 0 R", aes=True
    )


@attack("codings", by_copying(ID))
def locked_words_under_a_bar() -> bytes:
    """Locked, with words under the bar."""
    return locked(objects(public() + shown(ID) + bars()))


@attack("codings", by_undoing(ID))
def locked_stream_to_which_nothing_leads() -> bytes:
    """Locked, with a stream to which nothing leads."""
    return locked({**objects(HONEST), 20: pdf.flate(b"key " + ID.encode())})
