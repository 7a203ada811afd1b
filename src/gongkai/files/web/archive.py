"""Web pages saved in one file (.mht): the page inside with the encoding its part declares, and the pictures beside it."""

from __future__ import annotations

import email
import email.policy
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
# What Word saves beside a page: its own header, no page of the reader's.
_ASIDE = ("header.htm", "header.html")


def read(data: bytes) -> Document:
    """The page of a .mht with its pictures. Nothing is fetched: what is not in the file is said to be missing."""
    parts = []
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        parts.append(part)
        if len(parts) > _MOST_PARTS:
            raise Unreadable("所含部件过多，疑似恶意文件，已拒绝读取。")
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

    def find(name: str) -> bytes:
        try:
            part = known.get(name) or known.get(urljoin(base, name))
        except ValueError:
            return b""
        return _bytes(part) if part is not None else b""

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
    if not charset:
        return web.decode_page(payload)
    try:
        return payload.decode("gb18030" if charset in ("gb2312", "gbk") else charset)
    except (LookupError, UnicodeDecodeError):
        return web.decode_page(payload)
