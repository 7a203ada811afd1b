"""What the fields of a form on a page show: values, choices, ticks."""

from __future__ import annotations

import re

import lxml.html

_SILENT = {"hidden", "submit", "button", "reset", "image", "file", "password", "search", "color", "range"}
# Boxes of the site, not of the paper: search, login, verification.
_OF_SITE = re.compile(
    r"search|keyword|query|captcha|verif|user|login|pwd|passw|检索|搜索|关键[词字]|验证码|用户名",
    re.IGNORECASE,
)
_PROMPT = re.compile(r"^请(?:输入|选择|填写)")


def said_by_input(node: lxml.html.HtmlElement) -> str:
    """The words or the sign that a field shows; empty if it shows nothing of the paper."""
    tag = node.tag.lower()
    if tag == "select":
        return _choice(node)
    if tag == "textarea":
        return "" if _of_site(node) else (node.text or "").strip()
    kind = (node.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if node.get("checked") is not None else "□"
    value = (node.get("value") or "").strip()
    return "" if kind in _SILENT or _of_site(node) or _PROMPT.match(value) else value


def _choice(node: lxml.html.HtmlElement) -> str:
    """The chosen entries; a closed list without a choice shows its first."""
    options = list(node.iter("option"))
    chosen = [one for one in options if one.get("selected") is not None]
    if not chosen and options and node.get("multiple") is None and int_or(node.get("size"), 1) < 2:
        chosen = options[:1]
    if node.get("multiple") is None:
        chosen = chosen[-1:]
    words = "、".join(" ".join((one.text_content() or "").split()) for one in chosen)
    return "" if _of_site(node) or _PROMPT.match(words) else words


def int_or(text: str | None, otherwise: int) -> int:
    """A small whole number of an attribute."""
    return int(text) if text and text.strip().lstrip("-").isdecimal() and len(text) < 6 else otherwise


def _of_site(node: lxml.html.HtmlElement) -> bool:
    if next(node.iterancestors("td", "th"), None) is not None:
        return False
    return bool(
        _OF_SITE.search(" ".join(node.get(name) or "" for name in ("name", "id", "class", "placeholder")))
    )
