"""Web pages: the visible text as blocks; scripts, styles and navigation are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import lxml.html
from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.gongwen.blocks import Align, Block, Cell, Image, Paragraph, Reading, Run, Table
from gongkai.gongwen.readers.guard import Length
from gongkai.gongwen.readers.txt import decode
from gongkai.gongwen.text import repair

_GONE = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "nav", "footer",
    "form", "select", "button", "input", "textarea", "head", "audio", "video", "canvas",
}  # fmt: skip
_BLOCK = {
    "p", "div", "section", "article", "main", "header", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "li",
    "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "center", "address", "body",
    "fieldset", "details", "summary", "hr", "td", "th", "tr", "table", "tbody", "thead", "tfoot", "caption",
}  # fmt: skip
_BOLD, _ITALIC = {"b", "strong", "th"}, {"i", "em"}
# a picture set into the page itself: often most of a saved page, and never read
_PICTURE = re.compile(r"data:image/[\w.+-]{1,20};base64,[A-Za-z0-9+/=]*")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ALIGN = re.compile(r"text-align\s*:\s*(center|right|left)", re.IGNORECASE)
_INDENT = re.compile(r"text-indent\s*:\s*([\d.]+)(em|pt|px)", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*([\d.]+)(pt|px)", re.IGNORECASE)
# A line break of the source inside Chinese text is no blank.
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|txt|csv)(?:$|[?#])", re.IGNORECASE)
_MAX_SPAN = 1000


def read(data: bytes) -> Reading:
    """The blocks of a page, its `<meta>` names as metadata, its links to files."""
    text = _PICTURE.sub("", _DECLARATION.sub("", decode_page(data)))
    length = Length()
    length.markup(text)
    try:
        root = lxml.html.document_fromstring(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("没有可读的网页内容。") from error
    reading = Reading("html", metadata=_metadata(root))
    body = root.find("body")
    main = [*root.iter("main", "article")]
    start = main[0] if len(main) == 1 else body if body is not None else root
    walker = _Walker(reading, length)
    walker.walk(start)
    walker.close()
    if not any(isinstance(block, Paragraph | Table) for block in reading.blocks):
        raise Unreadable("没有可读的网页内容。")
    if walker.hidden:
        reading.warnings.append(f"网页中有{walker.hidden}处不显示的内容，未计入正文。")
    return reading


def decode_page(data: bytes) -> str:
    """The text of a page: the declared GB encodings are read as GB18030, which contains them."""
    declared = re.search(rb"charset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030)", data[:4096], re.IGNORECASE)
    if declared:
        try:
            data.decode("utf-8")  # many pages declare gb2312 and are UTF-8
        except UnicodeDecodeError:
            return data.decode("gb18030", errors="replace")
    return decode(data)


def _metadata(root: lxml.html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name, content = meta.get("name"), meta.get("content")
        if name and content and name not in found:
            found[name] = repair(content).strip()
    title = root.findtext(".//title")
    if title and title.strip():
        found["<title>"] = repair(" ".join(title.split()))
    return found


class _Walker:
    """Collects inline text until a block boundary closes the paragraph."""

    def __init__(self, reading: Reading, length: Length) -> None:
        self.reading = reading
        self.length = length
        self.blocks: list[Block] = reading.blocks
        self.hidden = 0
        self._runs: list[Run] = []
        self._owner: lxml.html.HtmlElement | None = None
        self._in_link = 0
        self._outside_links = False

    def walk(self, node: lxml.html.HtmlElement, bold: bool = False, italic: bool = False) -> None:
        """Take in one element and what is below it."""
        self._text(node.text, bold, italic)
        for child in node:
            if isinstance(child.tag, str):
                self._element(child, bold, italic)
            self._text(child.tail, bold, italic)

    def _element(self, child: lxml.html.HtmlElement, bold: bool, italic: bool) -> None:
        tag = child.tag.lower()
        if tag in _GONE:
            return
        if _HIDDEN.search(child.get("style") or "") or child.get("hidden") is not None:
            self.hidden += bool((child.text_content() or "").strip())
            return
        if tag == "br":
            self._runs.append(Run("\n"))
        elif tag == "img":
            self._image(child)
        elif tag == "table" and _is_grid(child):
            self.close()
            self.blocks.append(self._table(child))
        else:
            self._inside(child, tag, bold, italic)

    def _inside(self, child: lxml.html.HtmlElement, tag: str, bold: bool, italic: bool) -> None:
        if tag == "a" and _FILE.search(child.get("href") or ""):
            self.reading.links.append((" ".join(child.text_content().split()), child.get("href") or ""))
        is_block = tag in _BLOCK
        if is_block:
            self.close()
            self._owner = child
        is_link = tag == "a" and not _FILE.search(child.get("href") or "")
        self._in_link += is_link
        self.walk(child, bold or tag in _BOLD, italic or tag in _ITALIC)
        self._in_link -= is_link
        if is_block:
            self.close()

    def _text(self, text: str | None, bold: bool, italic: bool) -> None:
        if text:
            joined = re.sub(r"[ \t\r\n]+", " ", _WRAPPED.sub("", text))
            self._runs.append(Run(repair(joined), bold, italic))
            self._outside_links = self._outside_links or (not self._in_link and bool(joined.strip(" |丨·")))

    def _image(self, node: lxml.html.HtmlElement) -> None:
        name = (node.get("alt") or node.get("src") or "").strip()[:80]
        if name and not name.startswith("data:"):
            self.blocks.append(Image(name))

    def close(self) -> None:
        """End the paragraph under way."""
        runs, owner, text = _trimmed(self._runs), self._owner, self._outside_links
        self._runs, self._owner, self._outside_links = [], None, False
        if runs:
            block = _paragraph(runs, owner)
            self.length.paragraph(len(block.text))
            self.blocks.append(block if text else replace(block, kind="links"))

    def _table(self, node: lxml.html.HtmlElement) -> Table:
        rows: list[tuple[Cell, ...]] = []
        heads = 0
        for row in _rows(node):
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            if not cells:
                continue
            if all(cell.tag == "th" for cell in cells) and heads == len(rows):
                heads += 1
            rows.append(tuple(self._cell(cell) for cell in cells))
        return Table(tuple(rows), heads)

    def _cell(self, node: lxml.html.HtmlElement) -> Cell:
        inner = Reading("html")
        self.length.cell()
        walker = _Walker(inner, self.length)
        walker.walk(node)
        walker.close()
        self.reading.links += inner.links
        self.hidden += walker.hidden
        return Cell(tuple(inner.blocks), _span(node, "rowspan"), _span(node, "colspan"))


def _is_grid(table: lxml.html.HtmlElement) -> bool:
    """Whether a table is one, not a page frame: no table inside, somewhere two cells side by side."""
    if table.find(".//table") is not None:
        return False
    return any(sum(cell.tag in ("td", "th") for cell in row) > 1 for row in table.iter("tr"))


def _rows(table: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    yield from table.iter("tr")


def _span(node: lxml.html.HtmlElement, name: str) -> int:
    value = (node.get(name) or "1").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() and len(value) < 6 else 1


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Runs without blanks at both ends; none if nothing is printed."""
    text = "".join(run.text for run in runs)
    if not text.strip():
        return ()
    kept = list(runs)
    while not kept[0].text.strip(" \n"):
        kept.pop(0)
    while not kept[-1].text.strip(" \n"):
        kept.pop()
    first, last = kept[0], kept[-1]
    kept[0] = Run(first.text.lstrip(" \n"), first.bold, first.italic)
    last = kept[-1]
    kept[-1] = Run(last.text.rstrip(" \n"), last.bold, last.italic)
    return tuple(kept)


def _paragraph(runs: tuple[Run, ...], owner: lxml.html.HtmlElement | None) -> Paragraph:
    if owner is None:
        return Paragraph(runs)
    style = owner.get("style") or ""
    aligned = _ALIGN.search(style)
    align = (aligned.group(1) if aligned else owner.get("align") or "").lower()
    level = int(owner.tag[1]) if re.fullmatch(r"h[1-6]", owner.tag) else 0
    indent = _INDENT.search(style)
    size = _SIZE.search(style)
    known: Align = (
        "center" if align == "center" or owner.tag == "center" else "right" if align == "right" else ""
    )
    return Paragraph(
        runs,
        align=known,
        level=level,
        indent=_in_letters(indent) if indent else 0.0,
        size=_in_points(size) if size else None,
    )


def _in_letters(match: re.Match[str]) -> float:
    value = _decimal(match.group(1))
    return value if match.group(2).lower() == "em" else value / 16


def _in_points(match: re.Match[str]) -> float:
    value = _decimal(match.group(1))
    return value if match.group(2).lower() == "pt" else value * 0.75


def _decimal(text: str) -> float:
    try:
        return min(float(text), 1000.0)
    except ValueError:
        return 0.0
