"""Telephone numbers in public words become links that a phone dials. What else a text holds is left as it is."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.apps.portal.links import outside_links, put_links
from gongkai.files.web.fragment import HtmlElement

# area code with its number, service numbers of ten digits; a bare row of digits is anything but surely a telephone
_NUMBER = re.compile(
    r"(?<![\d\-—])(?:0\d{2,3}\s?[-－—]\s?\d{7,8}(?:\s?[-－—转]\s?\d{1,4})?|[48]00[-－]?\d{3}[-－]?\d{4})(?![\d\-—])"
)
_OTHER = re.compile(r"\D")


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
    for node, at_tail, text in outside_links(root):
        numbers = [(one.start(), one.end(), dial(one[0])) for one in _NUMBER.finditer(text)]
        put_links(node, at_tail, text, numbers)
