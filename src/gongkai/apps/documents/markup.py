"""The text of a document as HTML: what is allowed in it, and its plain words."""

from __future__ import annotations

import hashlib
import re

import nh3

from gongkai.files.web import fragment
from gongkai.printable import printable

# What an official text is made of; nothing that could carry script, style or a tracker.
TAGS = {
    "h2", "h3", "h4", "p", "ol", "ul", "li", "strong", "em", "sup", "sub", "br", "a", "blockquote",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "div", "u", "img",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "img": {"src", "alt"},
}
# As far as a browser follows a merged cell: one that is cut shorter pushes all others aside.
MOST_ALT = 200
# What is left of a picture from elsewhere; no attribute holds a “>”.
_NAMELESS = re.compile(r"<img(?![^>]*\bsrc=)[^>]*>")
_SPANS = {"colspan": 1000, "rowspan": 65_534}
# A picture is named by the key of its file; where it lies is decided by who shows it.
PICTURE = re.compile(r"picture:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_CLASS = re.compile(r"[a-z][a-z0-9-]{0,40}")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(c for c in value.split() if _CLASS.fullmatch(c)) or None
    if name in _SPANS:
        return value if value.isdecimal() and len(value) < 6 and 1 <= int(value) <= _SPANS[name] else None
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name == "alt":
        return " ".join(value.split())[:MOST_ALT].replace("<", "＜").replace(">", "＞")
    if name == "href" and not value.startswith(("http://", "https://", "#", "/")):
        return None
    return value


def clean(html: str) -> str:
    """The same text with only the allowed elements: for all that comes from a browser or a file."""
    cleaned = nh3.clean(
        printable(html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "picture"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return _NAMELESS.sub("", cleaned)


def plain(html: str) -> str:
    """The words of the text, one line a paragraph or table row."""
    return fragment.words(html)


def fingerprint(text: str) -> str:
    """SHA-256 of the words without blanks: the same text typed with other spacing is the same text."""
    return hashlib.sha256(re.sub(r"\s+", "", text).encode()).hexdigest()
