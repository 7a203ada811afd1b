"""Web pages saved in one file (.mht): the page inside, with the encoding its part declares."""

from __future__ import annotations

import email
import email.policy

from gongkai.exceptions import Unreadable
from gongkai.files import plain
from gongkai.files.document import Document
from gongkai.files.web import reader as web


def read(data: bytes) -> Document:
    """The first page of a .mht; its pictures and styles are not looked at."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml", "text/plain"):
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload.strip():
            continue
        charset = (part.get_content_charset() or "").lower()
        try:
            page = (
                payload.decode("gb18030" if charset in ("gb2312", "gbk") else charset)
                if charset
                else web.decode_page(payload)
            )
        except (LookupError, UnicodeDecodeError):
            page = web.decode_page(payload)
        return plain.read(page.encode()) if part.get_content_type() == "text/plain" else web.read_text(page)
    raise Unreadable("里没有网页。")
