"""Web pages saved in one file (.mht): the page inside with the encoding its part declares, and the pictures beside it."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from email.message import Message
from urllib.parse import urljoin

from gongkai.exceptions import Unreadable
from gongkai.files import plain
from gongkai.files.document import Document
from gongkai.files.web import reader as web

_PAGES = ("text/html", "application/xhtml+xml")
_MOST_PARTS = 2000
_MOST_PICTURES = 200
_MOST_PICTURE_BYTES = 80 * 1024 * 1024
_LONGEST_HEAD = 4000  # signs of one line of a part's head: libraries take them apart over and over
_BORDER = re.compile(rb"\n--(?!>)")
_MOST_BORDERS = 20_000  # a text may hold lines that look like one
# Encodings of pages; other codecs of Python are no encodings, or take hours for a megabyte.
_ENCODINGS = re.compile(r"(?:utf-?(?:8|16|32)|gb|big5|hz|iso-|us-ascii|windows-|cp\d|euc-|shift_jis|koi8)")
_TOO_MANY = "所含部件过多或部件的说明过长，疑似恶意文件，已拒绝读取。"
# What Word saves beside a page: its own header, no page of the reader's.
_ASIDE = ("header.htm", "header.html")


def read(data: bytes) -> Document:
    """The page of a .mht with its pictures. Nothing is fetched: what is not in the file is said to be missing."""
    parts: list[Message] = []
    if len(_BORDER.findall(data)) > _MOST_BORDERS:
        raise Unreadable(_TOO_MANY)
    message = email.message_from_bytes(data)
    for part in message.walk():
        parts.append(part)
        if len(parts) > _MOST_PARTS or any(len(str(value)) > _LONGEST_HEAD for value in part.values()):
            raise Unreadable(_TOO_MANY)
    pages = [one for one in parts if one.get_content_type() in _PAGES and _bytes(one).strip()]
    start = str(message.get_param("start") or "").strip("<>")
    page = next((one for one in pages if start and _id(one) == start), pages[0] if pages else None)
    if page is None:
        words = next(
            (one for one in parts if one.get_content_type() == "text/plain" and _bytes(one).strip()), None
        )
        if words is None:
            raise Unreadable("里没有网页。")
        return plain.read(_decoded(words).encode())
    document = web.read_text(_decoded(page), _pictures(parts, _location(page)))
    others = [one for one in pages if one is not page and not _location(one).lower().endswith(_ASIDE)]
    if others:
        document.leave(f"另外{len(others)}个网页（框架里的内容）", "只读了主网页，请另存为单个网页再交")
    return document


def _pictures(parts: list[Message], base: str) -> Callable[[str], bytes]:
    """Finds a picture of the file by what the page calls it; no bytes where the file does not hold it."""
    held = [one for one in parts if one.get_content_maintype() == "image"][:_MOST_PICTURES]
    known = {name: one for one in held for name in (_location(one), f"cid:{_id(one)}") if name}
    taken: dict[int, bytes] = {}

    def find(name: str) -> bytes:
        try:
            part = known.get(name) or known.get(urljoin(base, name))
        except ValueError:
            return b""
        if part is None:
            return b""
        if id(part) not in taken:  # a page may show one picture a thousand times
            data = _bytes(part)
            fits = sum(map(len, taken.values())) + len(data) <= _MOST_PICTURE_BYTES
            taken[id(part)] = data if fits else b""
        return taken[id(part)]

    return find


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _location(part: Message) -> str:
    return str(part.get("Content-Location") or "").strip()


def _id(part: Message) -> str:
    return str(part.get("Content-ID") or "").strip().strip("<>")


def _decoded(part: Message) -> str:
    payload, charset = _bytes(part), (part.get_content_charset() or "").lower()
    if not _ENCODINGS.match(charset):
        return web.decode_page(payload)
    try:
        return payload.decode("gb18030" if charset in ("gb2312", "gbk") else charset)
    except (LookupError, UnicodeError):
        return web.decode_page(payload)
