"""Numbers that a page prints before the items of an ordered list."""

from __future__ import annotations

import lxml.html

from gongkai.files.web.inputs import int_or
from gongkai.files.web.shown import Shown
from gongkai.files.word.number_words import number_word

_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting", "trad-chinese-informal": "chineseCounting",
    "simp-chinese-formal": "chineseLegalSimplified", "cjk-decimal": "ideographDigital",
    "cjk-earthly-branch": "ideographZodiac", "cjk-heavenly-stem": "ideographTraditional",
}  # fmt: skip
_SILENT = {"none", "disc", "circle", "square"}


def item_label(item: lxml.html.HtmlElement, style: Shown) -> str:
    """“1.” or “一、”; empty for items of other lists and where the page hides the numbers."""
    owner = item.getparent()
    if owner is None or owner.tag != "ol":
        return ""
    named = _named(item, style) or _named(owner, style)
    if named in _SILENT:
        return ""
    kind = _STYLES.get(named) or _TYPES.get(item.get("type") or owner.get("type") or "1", "decimal")
    word = number_word(_number(item, owner), kind)
    return word + ("、" if named.startswith(("cjk", "simp", "trad")) else ".")


def _named(node: lxml.html.HtmlElement, style: Shown) -> str:
    told = style.style(node)
    said = told.get("list-style-type") or told.get("list-style") or ""
    return next((word for word in said.split() if word in _STYLES or word in _SILENT), "")


def _number(item: lxml.html.HtmlElement, owner: lxml.html.HtmlElement) -> int:
    items = [one for one in owner if one.tag == "li"]
    backwards = owner.get("reversed") is not None
    step = -1 if backwards else 1
    number = int_or(owner.get("start"), len(items) if backwards else 1) - step
    for one in items:
        number = int_or(one.get("value"), number + step)
        if one is item:
            break
    return number
