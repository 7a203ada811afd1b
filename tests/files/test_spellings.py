"""A secret in another spelling: codes, packed bytes, letters in pieces. Each is found, and what only looks alike is not."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import quopri
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from tests.files.builder import Pdf, write

from gongkai.files.folding import fold
from gongkai.files.redaction.secrets import Secret
from gongkai.files.redaction.terms import Finder

Check = Callable[..., Any]
NAME, PHONE = "欧阳小明", "13800138000"


def finder(*terms: str) -> Finder:
    return Finder([Secret(term, fold(term)) for term in terms or (NAME, PHONE)])


def rich(text: str) -> str:
    return "".join(f"\\u{ord(sign)}?" for sign in text)


def bytes_of_rich(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


def dump(data: bytes) -> str:
    lines = []
    for at in range(0, len(data), 16):
        part = data[at : at + 16]
        pairs = " ".join(part[n : n + 2].hex() for n in range(0, len(part), 2))
        lines.append(f"{at:08x}: {pairs}  {'.' * len(part)}")
    return "\n".join(lines)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "numbers of XML": lambda text: "".join(f"&#{ord(sign)};" for sign in text),
    "hex numbers of XML": lambda text: "".join(f"&#x{ord(sign):X};" for sign in text),
    "entities twice": lambda text: html.escape("".join(f"&#{ord(sign)};" for sign in text)),
    "tags": lambda text: "<p>" + "".join(f"<b>{sign}</b>" for sign in text) + "</p>",
    "CDATA": lambda text: "".join(f"<![CDATA[{sign}]]>" for sign in text),
    "percent": quote,
    "percent of GBK": lambda text: quote(text, encoding="gb18030"),
    "percent u": lambda text: "".join(f"%u{ord(sign):04X}" for sign in text),
    "percent of digits too": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "base 64": lambda text: base64.b64encode(text.encode()).decode(),
    "base 64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "base 64 of a longer text": lambda text: base64.b64encode(f"办件人：{text}，已办结。".encode()).decode(),
    "base 64 in an address": lambda text: "https://a.gov.cn/f/" + base64.urlsafe_b64encode(text.encode()).decode(),
    "base 64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "packed in base 64": lambda text: base64.b64encode(zlib.compress(text.encode() * 3)).decode(),
    "lines of base 64": lambda text: base64.encodebytes(("收件" * 30 + text).encode()).decode(),
    "mail": lambda text: quopri.encodestring(text.encode()).decode() + " =41",
    "mail of digits too": lambda text: "".join(f"={byte:02X}" for byte in text.encode()),
    "header of mail": lambda text: f"=?gb2312?B?{base64.b64encode(text.encode('gb18030')).decode()}?=",
    "base 16": lambda text: text.encode().hex(),
    "pairs of base 16": lambda text: text.encode("gb18030").hex(" "),
    "dump": lambda text: dump(("收件" * 9 + text).encode()),
    "JSON": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text),
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)),
    "script": lambda text: "".join(f"\\u{{{ord(sign):x}}}" for sign in text),
    "script of bytes": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()),
    "script of numbers": lambda text: f"String.fromCharCode({','.join(str(ord(sign)) for sign in text)})",
    "rich text": rich,
    "bytes of rich text": bytes_of_rich,
    "octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()),
    "seven bits": lambda text: "+" + base64.b64encode(text.encode("utf-16-be")).decode().rstrip("=") + "-",
    "mark of a language": lambda text: text[:2] + "\x1bzhCN\x1b" + text[2:],
}  # fmt: skip


@pytest.mark.parametrize("term", [NAME, PHONE])
@pytest.mark.parametrize("way", SPELLINGS)
def test_a_code_is_undone_before_secrets_are_compared(way: str, term: str) -> None:
    text = f"前 {SPELLINGS[way](term)} 后"
    assert [one.text for one in finder().text(text)] == [term]
    assert [one.text for one in finder().blind(text.encode())] == [term]
    assert finder("司马光华", "13900139000").text(text) == []


def test_radicals_count_as_the_characters_they_look_like() -> None:
    assert fold("⻢⻓⻰") == fold("马长龙") == fold("馬長龍")
    assert fold("⻨") == fold("麦")


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    return stream.getvalue()


def bare(data: bytes) -> bytes:
    return zlib.compress(data, wbits=-15)


PACKERS = {
    "zlib": zlib.compress, "gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress,
    "zip": zipped, "deflate": bare,
}  # fmt: skip


# Bare deflate has no beginning to look for.
PLACES = [
    (way, where)
    for way in PACKERS
    for where in ("stream", "string", "behind other bytes")
    if (way, where) != ("deflate", "behind other bytes")
]


@pytest.mark.parametrize(("way", "where"), PLACES)
def test_packed_bytes_without_a_filter_are_unpacked(check: Check, way: str, where: str) -> None:
    data = PACKERS[way](f"办件人 {NAME}，{PHONE}。".encode())
    pdf = Pdf()
    pdf.page(write("Plain words of a letter", 20, 100))
    if where == "string":
        pdf.catalog = b"/PieceInfo<</A<</Private<%b>>>>>" % data.hex().encode()
    else:
        before = b"" if where == "stream" else b"\0\1\2\3 version 1 "
        pdf.catalog = b"/PieceInfo<</A<</Private %d 0 R>>>>" % pdf.stream(before + data, packed=False)
    assert {one["found"] for one in check(pdf, terms=[NAME, PHONE])["leaks"]} == {NAME, PHONE}
    assert check(pdf, terms=["司马光华"])["holds"]


WRITTEN = {
    "a string a letter": b"[" + b"".join(b"<feff%b>" % one.encode("utf-16-be").hex().encode() for one in NAME) + b"]",
    "two strings": "(欧阳)/B(小明)".encode(),
    "numbers of letters": b"[" + b" ".join(b"%d" % ord(sign) for sign in NAME) + b"]",
    "numbers of bytes": b"[" + b" ".join(b"%d" % byte for byte in NAME.encode()) + b"]",
    "a number": PHONE.encode(),
    "a number with a point": b"1380013.8000",
    "three numbers": b"[138 0013 8000]",
    "a remark": b"%% \xe5\x8a\x9e %b\n null" % NAME.encode(),
}  # fmt: skip


@pytest.mark.parametrize("way", WRITTEN)
def test_letters_numbers_and_remarks_of_an_object_are_read_together(check: Check, way: str) -> None:
    pdf = Pdf()
    pdf.page(write("Plain words of a letter", 20, 100))
    pdf.catalog = b"/PieceInfo %d 0 R" % pdf.add(b"<</A %b>>" % WRITTEN[way])
    assert not check(pdf, terms=[NAME, PHONE])["holds"]
    assert check(pdf, terms=["司马光华", "13900139000"])["holds"]


def test_one_letter_in_each_object_is_read_together(check: Check) -> None:
    pdf = Pdf()
    pdf.page(write("Plain words of a letter", 20, 100))
    parts = [pdf.add(b"<</A<feff%b>>>" % sign.encode("utf-16-be").hex().encode()) for sign in NAME]
    pdf.catalog = b"/PieceInfo[" + b"".join(b"%d 0 R " % part for part in parts) + b"]"
    assert not check(pdf, terms=[NAME])["holds"]
