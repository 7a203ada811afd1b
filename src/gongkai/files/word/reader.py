"""Word documents: body text with automatic numbering, tables, notes and text boxes, debris left out.

Insertions of tracked changes are kept, deletions dropped; comments, hidden, struck and invisible text, headers and
footers are not part of the text but are named.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Protocol

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.files.document import Block, Document, Image, Paragraph, Table
from gongkai.files.guard import MAX_MARKUP, Length
from gongkai.files.package import OutOfBudget, Parts, broken_said, normal
from gongkai.files.word.body import Beside, WordBody, settle
from gongkai.files.word.looks import sheet_of
from gongkai.files.word.names import PKG, W, one_family
from gongkai.files.word.numbers import WordNumbers

_SECONDS = 60.0
_MOST_PICTURES = 200
_LARGEST_PICTURE = 20 * 1024 * 1024
_MOST_PICTURE_BYTES = 80 * 1024 * 1024
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Opens a piece of another kind set into the document: its bytes and name → blocks. Unreadable if it cannot.
Opener = Callable[[bytes, str], Document]


class Package(Protocol):
    """The parts of a document, in a zip or in one file of XML."""

    def names(self) -> list[str]:
        """All parts."""
        ...

    def __contains__(self, name: str) -> bool: ...

    def whole(self, name: str) -> bytes:
        """One part."""
        ...

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Id → (kind, part)."""
        ...

    def addresses(self, name: str) -> dict[str, str]:
        """Id → address outside the file."""
        ...

    def size(self, name: str) -> int:
        """Bytes of one part."""
        ...


def read(data: bytes, opener: Opener | None = None) -> Document:
    """The blocks of a .docx. Unreadable if it is broken, encrypted or swollen."""
    try:
        with broken_said():
            return _read(Parts(data, _SECONDS), opener)
    except OutOfBudget as error:
        raise Unreadable("太长或结构过于复杂，不像一件公文；请拆分后再传。") from error


def read_flat(data: bytes, opener: Opener | None = None) -> Document:
    """The same of a Word document in one file of XML (Flat OPC, or Word 2003)."""
    length = Length()
    data = one_family(data)
    length.markup(data)
    try:
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("已损坏或不完整，打不开。") from error
    if root.tag == f"{PKG}package":
        return _read(_Flat(root), opener)
    body = root.find(f"{W}body")
    if body is None:
        raise Unreadable("没有正文部分，不是完整的 Word 文件。")
    styles = root.find(f"{W}styles")
    return _walk(root, body, styles, root.find(f"{W}lists"), Beside(sheet=sheet_of(root)), length)[0]


class _Flat:
    """The parts of a package that was written into one file of XML."""

    def __init__(self, root: etree._Element) -> None:
        self._parts = {normal(part.get(f"{PKG}name", "")): part for part in root.findall(f"{PKG}part")}

    def names(self) -> list[str]:
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return normal(name) in self._parts

    def whole(self, name: str) -> bytes:
        part = self._parts[normal(name)]
        xml, packed = part.find(f"{PKG}xmlData"), part.find(f"{PKG}binaryData")
        if xml is not None and len(xml):
            return etree.tostring(xml[0])
        try:
            return base64.b64decode("".join((packed.text or "") if packed is not None else ""))
        except (binascii.Error, ValueError):
            return b""

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        folder = normal(name).rpartition("/")[0]
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                normal(posixpath.join("/" + folder, one.get("Target", ""))),
            )
            for one in self._related(name)
            if one.get("TargetMode") != "External"
        }

    def addresses(self, name: str) -> dict[str, str]:
        return {
            one.get("Id", ""): one.get("Target", "")
            for one in self._related(name)
            if one.get("TargetMode") == "External"
        }

    def size(self, name: str) -> int:
        return len(self.whole(name))

    def _related(self, name: str) -> Iterator[etree._Element]:
        folder, _, base = normal(name).rpartition("/")
        rels = f"{folder}/_rels/{base}.rels"
        if rels in self:
            yield from etree.fromstring(self.whole(rels), _PARSER).iter(_RELATIONSHIP)


def _read(package: Package, opener: Opener | None) -> Document:
    length = Length()
    main = main_part(package)
    root = _part(package, main, length)
    body = root.find(f"{W}body") if root is not None else None
    if root is None or body is None:
        raise Unreadable("没有正文部分，不是完整的 Word 文件。")
    relations = package.relations(main)
    folder = main.rpartition("/")[0] or "word"

    def related(kind: str) -> etree._Element | None:
        named = next((part for one, part in relations.values() if one == kind), f"{folder}/{kind}.xml")
        return _part(package, named, length)

    notes = _notes(related("footnotes"), "footnote")
    notes.update(_notes(related("endnotes"), "endnote"))
    opened: dict[str, list[Block] | None] = {}

    def chunk(link: str) -> list[Block] | None:
        part = relations.get(link, ("", ""))[1]
        if opener is None or part not in package:
            return None
        if part not in opened:
            piece = package.whole(part)
            length.piece(len(piece))
            try:
                opened[part] = opener(piece, part).blocks
            except Unreadable:
                opened[part] = None
        length.taken(opened[part] or ())
        return opened[part]

    beside = Beside(
        {key: part for key, (_, part) in relations.items()}, notes, chunk, sheet_of(root),
        package.addresses(main), Pictures(package).bytes_of,
    )  # fmt: skip
    document, seen = _walk(root, body, related("styles"), related("numbering"), beside, length)
    comments = related("comments")
    _name_hidden(document, seen, len(comments.findall(f"{W}comment")) if comments is not None else 0)
    margins = _margin_text(package, relations, length)
    if margins:
        document.hide("margin", f"页眉页脚未计入正文：{'；'.join(margins)}。")
    return document


class Pictures:
    """The pictures of one file, within a budget: what does not fit in is left to be named."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._left = _MOST_PICTURE_BYTES
        self._held: dict[str, bytes] = {}

    def bytes_of(self, part: str) -> bytes:
        """One picture as stored; empty if it is not in the file or too large."""
        if part in self._held:
            return self._held[part]
        if part not in self._package or len(self._held) >= _MOST_PICTURES:
            return b""
        size = self._package.size(part)
        if size > min(_LARGEST_PICTURE, self._left):
            return b""
        self._left -= size
        self._held[part] = self._package.whole(part)
        return self._held[part]


def main_part(package: Package) -> str:
    """The part with the body: by the relation of the package, else by its usual name."""
    named = (part for kind, part in package.relations("").values() if kind == "officeDocument")
    return next(named, "word/document.xml")


def _walk(
    root: etree._Element,
    body: etree._Element,
    styles: etree._Element | None,
    numbering: etree._Element | None,
    beside: Beside,
    length: Length,
) -> tuple[Document, Counter[str]]:
    settled = settle(root)
    walker = WordBody(WordNumbers(numbering, styles), styles, beside, length)
    blocks = walker.blocks(body) + walker.footnotes()
    if not any(_has_text(block) for block in blocks):
        images = any(isinstance(block, Image) for block in blocks)
        raise Unreadable("只有图片，没有文字，请提供文字版。" if images else "里没有文字。")
    return Document("docx", blocks), walker.seen + settled


def _has_text(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text.strip())
    return isinstance(block, Table) and any(cell.text.strip() for row in block.rows for cell in row)


def _part(package: Package, name: str, length: Length) -> etree._Element | None:
    if name not in package:
        return None
    data = one_family(package.whole(name))
    if len(data) > MAX_MARKUP:
        raise Unreadable("太长或结构过于复杂，不像一件公文；请拆分后再传。")
    length.markup(data)
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise Unreadable("已损坏或不完整，打不开。") from error


def _notes(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    """Foot- or endnotes by `kind:id`; the separators Word keeps among them are no notes."""
    if root is None:
        return {}
    settle(root)
    return {
        f"{kind}:{note.get(f'{W}id', '')}": note
        for note in root.findall(f"{W}{kind}")
        if note.get(f"{W}type") in (None, "normal")
    }


def _name_hidden(document: Document, seen: Counter[str], comments: int) -> None:
    """What stands in the file beside its text, one Chinese sentence each."""
    hidden = [
        ("revision", seen["ins"], "修订插入{}处，已作为正文保留，请确认已接受修订。"),
        ("revision", seen["del"], "修订删除{}处，未计入正文，但仍留在原文件里。"),
        ("comment", comments, "批注{}条，未计入正文，但仍留在原文件里。"),
        ("hidden_text", seen["hidden"], "隐藏文字{}处，未计入正文，但仍留在原文件里。"),
        (
            "hidden_text",
            seen["invisible"],
            "看不见的文字（与底色相同或极小）{}处，未计入正文，但仍留在原文件里。",
        ),
        ("hidden_text", seen["struck"], "带删除线的文字{}处，未计入正文，请核对；原文件里仍在。"),
        ("hidden_text", seen["covered"], "被合并单元格盖住的内容{}处，未计入正文，但仍留在原文件里。"),
    ]
    for code, number, sentence in hidden:
        if number:
            document.hide(code, sentence.format(number))
    if seen["chunk"]:
        document.leave(f"嵌入的其他格式内容{seen['chunk']}处", "不是能读的格式，请打开原文件另存后再试")
    if seen["field"]:
        document.leave(f"公式域{seen['field']}处", "只取到其中的字，请与原件核对")
    if seen["sign"]:
        document.leave(f"特殊字体的符号{seen['sign']}处", "认不出是什么符号，正文里写作“〓”")
    plain = {
        "图片{}幅，其中的文字没有读取。": seen["image"],
        "公式{}处，已改写成一行文字，请与原件核对。": seen["formula"],
        "嵌入对象{}处，正文里只留它的图或提示，请与原件核对。": seen["object"],
        "图表、图示{}个没有读出，正文里留有提示，请改插图片。": seen["chart"],
        "指向网页的链接{}处，已保留，请核对地址。": seen["link"],
        "脚注、尾注{}条，已附在正文之后。": seen["note"],
        "文本框{}个，其文字已接在所在段落之后。": seen["textbox"],
        "没有填写的提示文字{}处，未计入正文。": seen["prompt"],
    }
    document.warnings += [sentence.format(number) for sentence, number in plain.items() if number]


def _margin_text(package: Package, relations: dict[str, tuple[str, str]], length: Length) -> list[str]:
    """The text of headers and footers, page numbers left out, each once."""
    texts: list[str] = []
    named = {part for kind, part in relations.values() if kind in ("header", "footer")}
    named |= {
        one
        for one in package.names()
        if one.startswith(("word/header", "word/footer")) and one.endswith(".xml")
    }
    for name in sorted(named):
        root = _part(package, name, length)
        if root is None:
            continue
        settle(root)
        text = "".join(node.text or "" for node in root.iter(f"{W}t")).strip()
        if text.strip(" -—0123456789") and text not in texts:
            texts.append(text[:60])
    return texts
