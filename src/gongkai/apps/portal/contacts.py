"""Telephone numbers in public words become links that a phone dials. What else a text holds is left as it is."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.files.web.fragment import HtmlElement, element, put_in

# area code with its number, service numbers of ten digits; a bare row of digits is anything but surely a telephone
_NUMBER = re.compile(
    r"(?<![\d\-—])(?:0\d{2,3}\s?[-－—]\s?\d{7,8}(?:\s?[-－—转]\s?\d{1,4})?|[48]00[-－]?\d{3}[-－]?\d{4})(?![\d\-—])"
)
_OTHER = re.compile(r"\D")
_LEFT = {"a", "script", "style"}


def dial(number: str) -> str:
    """What a phone dials: the digits, an extension after a pause."""
    main, _, extension = number.partition("转")
    behind = _OTHER.sub("", extension)
    return f"tel:{_OTHER.sub('', main)}" + (f",{behind}" if behind else "")


def linked(text: str) -> SafeString:
    """Plain words with each number as a link."""
    parts: list[str] = []
    at = 0
    for found in _NUMBER.finditer(text):
        parts += [escape(text[at : found.start()]), f'<a href="{dial(found[0])}">{escape(found[0])}</a>']
        at = found.end()
    return mark_safe("".join([*parts, escape(text[at:])]))


def link_numbers(root: HtmlElement) -> None:
    """The same within the text of a document; what stands in a link stays."""
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            continue
        if node.tail and node is not root and not _within_link(node.getparent()):
            _put(node, True, node.tail)
        if node.text and not _within_link(node):
            _put(node, False, node.text)


def _within_link(node: HtmlElement | None) -> bool:
    while node is not None:
        if node.tag in _LEFT:
            return True
        node = node.getparent()
    return False


def _put(node: HtmlElement, at_tail: bool, text: str) -> None:
    found = list(_NUMBER.finditer(text))
    if not found:
        return
    made = []
    ends = [*(one.start() for one in found[1:]), len(text)]
    for one, end in zip(found, ends, strict=True):
        link = element("a", href=dial(one[0]))
        link.text, link.tail = one[0], text[one.end() : end]
        made.append(link)
    put_in(node, at_tail, text[: found[0].start()], made)
