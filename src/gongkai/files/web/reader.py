"""Web pages: what the page shows, as blocks; scripts, styles and navigation are left out."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import lxml.html
from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.files import plain
from gongkai.files.characters import repair
from gongkai.files.document import Align, Block, Cell, Document, Image, Paragraph, Run, Table, images
from gongkai.files.guard import Length
from gongkai.files.web.inputs import said_by_input
from gongkai.files.web.lists import item_label
from gongkai.files.web.shown import Shown, shown

_GONE = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "nav", "footer",
    "button", "head", "audio", "video", "canvas", "rt", "rp", "datalist",
}  # fmt: skip
_INPUTS = {"input", "select", "textarea"}
_BLOCK = {
    "p", "div", "section", "article", "main", "header", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "li",
    "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "center", "address", "body", "form",
    "fieldset", "details", "summary", "hr", "td", "th", "tr", "table", "tbody", "thead", "tfoot", "caption",
}  # fmt: skip
_BOLD, _ITALIC = {"b", "strong", "th"}, {"i", "em"}
_RAISED = {"sup": "sup", "sub": "sub"}
# a picture set into the page itself: often most of a saved page, and no text
_PICTURE = re.compile(r"data:image/[\w.+-]{1,20};base64,([A-Za-z0-9+/=]*)")
_MOST_PICTURES = 200
_MOST_PICTURE_LETTERS = 100 * 1024 * 1024
# Signs beside links and in the frame of a page: they say nothing that the text lacks.
_ORNAMENT = 40  # pixels
_ICON = re.compile(
    r"(?:^|[/_-])(?:icons?|logo|fileTypeImages|emoticons?|blank|spacer|space)(?:[/_.-]|\d)", re.IGNORECASE
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|tiff?)(?:$|[?#])", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ALIGN = re.compile(r"text-align\s*:\s*(center|right|left)", re.IGNORECASE)
_INDENT = re.compile(r"text-indent\s*:\s*([\d.]+)(em|pt|px)", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*([\d.]+)(pt|px)", re.IGNORECASE)
# A line break of the source inside Chinese text is no blank.
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|txt|csv)(?:$|[?#])", re.IGNORECASE)
_MAX_SPAN = 1000
_DEEPEST = 200
# A form of fewer letters is a search box or a login; a longer one holds the page.
_SHORT_FORM = 40
# Cells that only hold a page in place are long; those of a list of figures are not.
_FRAME_CELL = 220


def read(data: bytes) -> Document:
    """The blocks of a page, its `<meta>` names as metadata, its links to files."""
    return read_text(decode_page(data))


def read_text(page: str, picture: Callable[[str], bytes] | None = None) -> Document:
    """The same of a page already decoded. picture: gives the bytes of one that was saved with the page."""
    text, picture = _set_in(_DECLARATION.sub("", page.replace("\x00", "")), picture)
    length = Length()
    length.markup(text)
    try:
        root = lxml.html.document_fromstring(
            text, parser=lxml.html.HTMLParser(huge_tree=False, no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Unreadable("没有可读的网页内容。") from error
    document = Document("html", metadata=_metadata(root))
    body = root.find("body")
    matter = [*root.iter("main", "article")]
    walker = _Walker(document, length, shown(root), matter[0] if len(matter) == 1 else None, picture)
    walker.walk(body if body is not None else root)
    walker.close()
    if not any(isinstance(block, Paragraph | Table) for block in document.blocks):
        raise Unreadable("没有可读的网页内容。")
    if walker.hidden:
        document.hide("hidden_text", f"网页中有{walker.hidden}处不显示的内容，未计入正文。")
    if walker.struck:
        document.hide("hidden_text", f"网页中有{walker.struck}处带删除线的文字，未计入正文，请核对。")
    if walker.deep:
        document.leave(f"嵌套过深的内容{walker.deep}处", "网页的层数过多，请在原页面上复制文字另存再交")
    start, end = document.main or (0, len(document.blocks))
    gone = [one for one in images(document.blocks[start:end]) if not one.data]
    if lost := sum(bool(one.lost) for one in gone):
        document.warnings.append(f"网页里的图片{lost}幅没有带进来，正文里留有提示，请补上。")
    if signs := len(gone) - lost:
        document.warnings.append(f"网页里的图标、链接图{signs}幅没有带进来，要用的请另行插入。")
    plain.name_damage(document, text)
    return document


def _set_in(page: str, beside: Callable[[str], bytes] | None) -> tuple[str, Callable[[str], bytes]]:
    """The page with a name in place of each picture set into it, and what gives a picture by its name."""
    held: list[str] = []
    room = _MOST_PICTURE_LETTERS

    def named(found: re.Match[str]) -> str:
        nonlocal room
        if len(held) >= _MOST_PICTURES or len(found[1]) > room:
            return "data:"
        room -= len(found[1])
        held.append(found[1])
        return f"data:{len(held) - 1}"

    def find(source: str) -> bytes:
        set_in = re.fullmatch(r"data:(\d{1,4})", source)
        if set_in and int(set_in[1]) < len(held):
            try:
                return base64.b64decode(held[int(set_in[1])])
            except ValueError:
                return b""
        return beside(source) if beside else b""

    return _PICTURE.sub(named, page), find


def read_marked(data: bytes) -> Document:
    """Text that carries tables in tags (Markdown, notes): its own lines stay lines."""
    page = plain.decode(data)
    if not re.search(r"<(?:p|div|br|body)\b", page, re.IGNORECASE):
        page = re.sub(r">[ \t]*\r?\n[ \t]*<", "><", page)  # between two tags a line says nothing
        page = "<div>" + re.sub(r"\r?\n", "<br>", page) + "</div>"
    return read_text(page)


def decode_page(data: bytes) -> str:
    """The text of a page: the declared GB encodings are read as GB18030, which contains them."""
    declared = re.search(rb"charset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030|big5)", data[:4096], re.IGNORECASE)
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data.decode("utf-8")  # many pages declare gb2312 and are UTF-8
        except UnicodeDecodeError:
            as_declared = data.decode("big5" if declared[1].lower() == b"big5" else "gb18030", "replace")
            try:
                as_usual = plain.decode(data)
            except Unreadable:
                return as_declared
            return as_usual if as_usual.count(plain.LOST) < as_declared.count(plain.LOST) else as_declared
    return plain.decode(data)


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

    def __init__(
        self,
        document: Document,
        length: Length,
        style: Shown,
        matter: lxml.html.HtmlElement | None = None,
        picture: Callable[[str], bytes] | None = None,
    ) -> None:
        self.document = document
        self.length = length
        self.blocks: list[Block] = document.blocks
        self.hidden = self.struck = self.deep = 0
        self._style = style
        self._matter = matter
        self._picture = picture
        self._runs: list[Run] = []
        self._owner: lxml.html.HtmlElement | None = None
        self._in_link = self._depth = self._gap = 0
        self._outside_links = False
        self._dress: tuple[bool, bool, str] = (False, False, "")
        self._as_typed = False
        self._label = ""

    def walk(self, node: lxml.html.HtmlElement) -> None:
        """Take in one element and what is below it."""
        if self._depth > _DEEPEST:
            self.deep += 1
            return
        self._depth += 1
        self._text(node.text)
        for child in node:
            if isinstance(child.tag, str):
                self._element(child)
            self._text(child.tail)
        self._depth -= 1

    def _element(self, child: lxml.html.HtmlElement) -> None:
        tag = child.tag.lower()
        if tag in _GONE:
            return
        how = self._style.how(child)
        if how:
            said = bool((child.text_content() or "").strip() or child.get("value"))
            self.struck += said and how == "struck"
            self.hidden += said and how != "struck"
            return
        if tag == "br":
            self._runs.append(Run("\n"))
        elif tag == "img":
            self._image(child)
        elif tag in _INPUTS:
            self._input(child)
        elif tag == "form" and _is_small(child):
            return
        elif tag == "table" and _is_grid(child):
            self.close()
            self.blocks.append(self._table(child))
        elif tag == "table" and _is_frame(child):
            self.close()
            self.blocks.append(replace(self._table(child), frame=True))
        elif tag == "pre" and not len(child):
            self.close()
            self.blocks += plain.text_blocks(child.text or "")
        else:
            self._inside(child, tag)

    def _inside(self, child: lxml.html.HtmlElement, tag: str) -> None:
        is_file = tag == "a" and bool(_FILE.search(child.get("href") or ""))
        if is_file:
            self.document.links.append((" ".join(child.text_content().split()), child.get("href") or ""))
        is_block = tag in _BLOCK or self._style.style(child).get("display") in ("block", "list-item", "flex")
        if is_block:
            self.close()
            self._owner = child
            self._label = item_label(child, self._style) if tag == "li" else self._label
        before, typed = self._dress, self._as_typed
        bold, italic, raised = before
        self._dress = (bold or tag in _BOLD, italic or tag in _ITALIC, _RAISED.get(tag, raised))
        self._as_typed = (
            typed or tag == "pre" or self._style.style(child).get("white-space", "").startswith("pre")
        )
        self._in_link += tag == "a" and not is_file
        start = len(self.blocks)
        self.walk(child)
        self._in_link -= tag == "a" and not is_file
        self._dress, self._as_typed = before, typed
        if is_block:
            self.close()
        if child is self._matter:
            self.close()
            self.document.main = (start, len(self.blocks))

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._as_typed and "\n" in text:
            first, *rest = text.split("\n")
            self._say(first)
            for line in rest:
                self._end_line()
                self._say(line)
            return
        self._say(re.sub(r"[ \t\r\n]+", " ", _WRAPPED.sub("", text)))

    def _end_line(self) -> None:
        """A line of typed text ends: an empty one is a gap."""
        empty = not "".join(run.text for run in self._runs).strip()
        self.close()
        self._gap += empty

    def _say(self, text: str) -> None:
        if text:
            bold, italic, raised = self._dress
            self._runs.append(Run(repair(text), bold, italic, raised))  # type: ignore[arg-type]
            self._outside_links = self._outside_links or (not self._in_link and bool(text.strip(" |丨·")))

    def _input(self, node: lxml.html.HtmlElement) -> None:
        said = said_by_input(node)
        if said:
            self._say(said)

    def _image(self, node: lxml.html.HtmlElement) -> None:
        """A picture in its place; one whose file is not there leaves a sign, unless it only adorns the page."""
        alt, source = (node.get("alt") or "").strip()[:80], (node.get("src") or "").strip()
        if not source:
            return
        data = self._picture(source) if self._picture else b""
        if not data and _is_ornament(node, source):
            self.blocks.append(Image(alt or source[:80]))
            return
        name = "" if source.startswith(("cid:", "data:")) else source.rpartition("/")[2][:80]
        self.blocks.append(Image(name or "图片", alt, data, "" if data else "图片"))

    def close(self) -> None:
        """End the paragraph under way."""
        runs, owner, text = _trimmed(self._runs), self._owner, self._outside_links
        self._runs, self._owner, self._outside_links = [], None, False
        if not runs:
            return
        label, self._label = self._label, ""
        if label and not "".join(run.text for run in runs).startswith(label.strip()):
            runs = (Run(label), *runs)
            text = True
        block = replace(_paragraph(runs, owner), gap=self._gap)
        self._gap = 0
        self.length.paragraph(len(block.text))
        self.blocks.append(block if text else replace(block, kind="links"))

    def _table(self, node: lxml.html.HtmlElement) -> Table:
        rows: list[tuple[Cell, ...]] = []
        heads = 0
        for row in _rows(node):
            if self._style.how(row) == "gone":
                self.hidden += 1
                continue
            cells = [cell for cell in row if cell.tag in ("td", "th") and not self._cell_gone(cell)]
            if not cells:
                continue
            if all(cell.tag == "th" for cell in cells) and heads == len(rows):
                heads += 1
            rows.append(tuple(self._cell(cell) for cell in cells))
        return Table(tuple(rows), heads)

    def _cell_gone(self, cell: lxml.html.HtmlElement) -> bool:
        """A cell that takes no room is no cell."""
        gone = self._style.how(cell) == "gone"
        self.hidden += gone and bool((cell.text_content() or "").strip())
        return gone

    def _cell(self, node: lxml.html.HtmlElement) -> Cell:
        inner = Document("html")
        self.length.cell()
        walker = _Walker(inner, self.length, self._style, self._matter, self._picture)
        how = self._style.how(node)
        if how in ("blank", "struck"):
            self.hidden += bool((node.text_content() or "").strip())
        else:
            walker.walk(node)
            walker.close()
        self.document.links += inner.links
        self.hidden += walker.hidden
        self.struck += walker.struck
        return Cell(tuple(inner.blocks), _span(node, "rowspan"), _span(node, "colspan"))


def _is_ornament(node: lxml.html.HtmlElement, source: str) -> bool:
    """A small sign, an icon, or a picture that leads to another page; one that leads to a picture shows something."""
    sides = [
        float(side[1])
        for name in ("width", "height")
        for side in [
            re.match(r"(\d{1,5}(?:\.\d{1,5})?)(?:px)?$", (node.get(name) or "").strip())
            or re.search(rf"(?<![\w-]){name}\s*:\s*(\d{{1,5}}(?:\.\d{{1,5}})?)px", node.get("style") or "")
        ]
        if side
    ]
    if (sides and min(sides) <= _ORNAMENT) or _ICON.search(source):
        return True
    link = next(node.iterancestors("a"), None)
    leads = (link.get("href") or "").strip() if link is not None else ""
    return bool(leads) and not (_PICTURE_FILE.search(leads) or leads.startswith(("#", "javascript:")))


def _is_small(form: lxml.html.HtmlElement) -> bool:
    """Whether a form is a search box or a login, not the page itself."""
    return form.find(".//table") is None and len("".join((form.text_content() or "").split())) < _SHORT_FORM


def _is_grid(table: lxml.html.HtmlElement) -> bool:
    """Whether a table is one, not a page frame: no table inside, somewhere two cells side by side."""
    if table.find(".//table") is not None:
        return False
    return any(sum(cell.tag in ("td", "th") for cell in row) > 1 for row in table.iter("tr"))


def _is_frame(table: lxml.html.HtmlElement) -> bool:
    """One short cell a row, nothing inside that has structure of its own."""
    if table.find(".//table") is not None or table.find(".//tr") is None:
        return False
    cells = [*table.iter("td", "th")]
    return bool(cells) and all(len(cell.text_content() or "") <= _FRAME_CELL for cell in cells)


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
    kept[0] = replace(kept[0], text=kept[0].text.lstrip(" \n"))
    kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" \n"))
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
