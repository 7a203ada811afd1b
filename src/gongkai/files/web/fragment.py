"""The text of a page of our own as a tree and back: for those who dress it, and for its plain words."""

from __future__ import annotations

import lxml.html
from lxml.html import HtmlElement

__all__ = ["HtmlElement", "add", "element", "put_in", "tree", "words", "written"]

_BLOCKS = {"h2", "h3", "h4", "p", "li", "tr", "caption", "blockquote", "table", "div", "br"}


def tree(html: str) -> HtmlElement:
    """The elements of a cleaned fragment below one `div`."""
    return lxml.html.fragment_fromstring(html, create_parent="div")


def written(root: HtmlElement) -> str:
    """What stands below the `div` as HTML again."""
    return (root.text or "") + "".join(lxml.html.tostring(child, encoding="unicode") for child in root)


def element(tag: str, **attributes: str) -> HtmlElement:
    """A new element; class_ is its class."""
    return lxml.html.Element(tag, _named(attributes))


def add(parent: HtmlElement, tag: str, **attributes: str) -> HtmlElement:
    """A new last child."""
    child = element(tag, **attributes)
    parent.append(child)
    return child


def put_in(node: HtmlElement, at_tail: bool, before: str, made: list[HtmlElement]) -> None:
    """In the place of the text in a node (or behind it): what stays before, then new elements with their tails."""
    holder = node.getparent() if at_tail else node
    if holder is None:
        return
    if at_tail:
        node.tail, place = before, holder.index(node) + 1
    else:
        node.text, place = before, 0
    for number, one in enumerate(made):
        holder.insert(place + number, one)


def _named(attributes: dict[str, str]) -> dict[str, str]:
    return {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}


def words(html: str) -> str:
    """The words of a fragment, one line a paragraph or table row."""
    if not html.strip():
        return ""
    parts: list[str] = []
    _collect(tree(html), parts)
    return "\n".join(line.strip() for line in "".join(parts).split("\n") if line.strip())


def _collect(node: HtmlElement, parts: list[str]) -> None:
    if not isinstance(node.tag, str):
        return
    separator = "\n" if node.tag in _BLOCKS else "\t" if node.tag in {"td", "th"} else ""
    parts.append(separator)
    if node.tag == "img" and node.get("alt"):
        parts.append(f"\n{node.get('alt')}\n")  # what a picture is said to show is text too
    parts.append(node.text or "")
    for child in node:
        _collect(child, parts)
        parts.append(child.tail or "")
    parts.append(separator)
