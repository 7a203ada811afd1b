"""Web pages: paragraphs and table rows; scripts, styles and hidden parts are never read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from gongkai.exceptions import Unreadable
from gongkai.statforms.readers.document import Document, Line
from gongkai.statforms.readers.text import decode, text_line

_SKIP = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "object",
    "select",
    "svg",
    "button",
    "nav",
}
_BLOCK = {
    "p", "div", "section", "article", "main", "header", "footer", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2",
    "h3", "h4", "h5", "h6", "pre", "blockquote", "center", "form", "fieldset", "figure", "body", "html", "td", "th",
}  # fmt: skip
_GIANT_CELL = 400
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030)", re.I)
_MAX_DEPTH = 200


def read_html(data: bytes, name: str) -> Document:
    """Lines of a page; Unreadable if it cannot be parsed at all."""
    if _CHARSET.search(data[:4096]):
        text = data.decode("gb18030", "replace")
    else:
        text = decode(data, name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    text = "".join(c for c in text if c >= " " or c in "\t\r\n")
    try:
        root = lxml_html.fromstring(text, parser=lxml_html.HTMLParser(huge_tree=False, no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Unreadable(f"{name} 不是能读的网页。") from error
    pieces = list(_Walker().pieces(root))
    lines = [
        Line(number, piece, None)
        if isinstance(piece, str)
        else Line(number, " ".join(filter(None, piece)), piece)
        for number, piece in enumerate(pieces, 1)
    ]
    lines = [
        text_line(line.no, line.text) if line.cells is None and "|" in line.text else line for line in lines
    ]
    return Document("html", tuple(lines), (), sum(1 for _ in root.iter("img")))


class _Walker:
    """Turns the tree into paragraphs (str) and rows (tuple of cells), in reading order."""

    def __init__(self) -> None:
        self._buffer: list[str] = []

    def pieces(self, root: etree._Element) -> Iterator[str | tuple[str, ...]]:
        """Everything visible below `root`."""
        yield from self._walk(root, 0)
        yield from self._flush()

    def _flush(self) -> Iterator[str]:
        text = "".join(self._buffer)
        self._buffer = []
        for part in text.split("\x00"):
            cleaned = re.sub(r"[ \t\r\n\u00a0]+", " ", part).strip()
            if cleaned:
                yield cleaned

    def _walk(self, node: etree._Element, depth: int) -> Iterator[str | tuple[str, ...]]:
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in _SKIP or depth > _MAX_DEPTH or _hidden(node):
            return
        if tag == "table":
            yield from self._flush()
            yield from self._table(node, depth)
            return
        if tag == "br":
            self._buffer.append("\x00")
            return
        block = tag in _BLOCK
        if block:
            yield from self._flush()
        self._buffer.append(_pre(node, node.text))
        for child in node:
            yield from self._walk(child, depth + 1)
            self._buffer.append(_pre(node, child.tail))
        if block:
            yield from self._flush()

    def _table(self, table: etree._Element, depth: int) -> Iterator[str | tuple[str, ...]]:
        for row in _rows_of(table):
            cells: list[str] = []
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                text = _cell_text(cell)
                if len(text) > _GIANT_CELL or cell.find(".//table") is not None:
                    yield from self._walk(cell, depth + 1)  # the page itself is laid out in a table
                    yield from self._flush()
                else:
                    cells.append(text)
            if cells:
                yield tuple(cells)


def _pre(node: etree._Element, text: str | None) -> str:
    """Text of a node; line breaks count inside <pre>."""
    if not text:
        return ""
    return text.replace("\n", "\x00") if node.tag in ("pre", "textarea") else text


def _rows_of(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot", "form"):
            yield from _rows_of(child)


def _cell_text(cell: etree._Element) -> str:
    parts: list[str] = []
    for node in cell.iter():
        if node.tag in _SKIP:
            continue
        if node is not cell and node.tag in ("br", "p", "div"):
            parts.append(" ")
        parts.append(node.text or "" if isinstance(node.tag, str) else "")
        if node is not cell:
            parts.append(node.tail or "")
    return re.sub(r"[ \t\r\n\u00a0\u3000]+", " ", "".join(parts)).strip()


def _hidden(node: etree._Element) -> bool:
    style = (node.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or node.get("hidden") is not None
