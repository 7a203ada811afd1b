"""Word documents: body text with automatic numbering, tables, footnotes and text boxes, debris left out.

Insertions of tracked changes are kept, deletions dropped; comments, hidden text, headers and footers are
not part of the text but are reported.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Callable

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.gongwen.blocks import Block, Image, Paragraph, Reading, Table
from gongkai.gongwen.readers.guard import MAX_MARKUP, Length, open_zip
from gongkai.gongwen.readers.word_body import WordBody
from gongkai.gongwen.readers.word_numbers import W, WordNumbers

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_Part = Callable[[str], etree._Element | None]
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def read(data: bytes) -> Reading:
    """The blocks of a .docx. Unreadable if it is broken, encrypted or swollen."""
    try:
        archive = open_zip(data)
        return _read(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        EOFError,
        etree.XMLSyntaxError,
        NotImplementedError,
    ) as error:
        raise Unreadable("已损坏或不完整，打不开。") from error
    except (zipfile.LargeZipFile, OSError, ValueError) as error:
        raise Unreadable("内部结构不合规范，打不开。") from error


def _read(archive: zipfile.ZipFile) -> Reading:
    length = Length()

    def part(name: str) -> etree._Element | None:
        return _part(archive, name, length)

    root = part("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if root is None or body is None:
        raise Unreadable("没有正文部分，不是完整的 Word 文件。")
    styles = part("word/styles.xml")
    numbers = WordNumbers(part("word/numbering.xml"), styles)
    notes = _notes(part("word/footnotes.xml"), "footnote")
    notes.update(_notes(part("word/endnotes.xml"), "endnote"))
    walker = WordBody(numbers, styles, _targets(part("word/_rels/document.xml.rels")), notes, length)
    blocks = walker.blocks(body) + walker.footnotes()
    reading = Reading("docx", blocks)
    if not any(_has_text(block) for block in blocks):
        images = any(isinstance(block, Image) for block in blocks)
        raise Unreadable("只有图片，没有文字，请提供文字版。" if images else "里没有文字。")
    reading.warnings = _warnings(archive, part, walker.seen)
    return reading


def _has_text(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text.strip())
    return isinstance(block, Table) and any(cell.text.strip() for row in block.rows for cell in row)


def _part(archive: zipfile.ZipFile, name: str, length: Length) -> etree._Element | None:
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    if entry.file_size > MAX_MARKUP:
        raise Unreadable("太长或结构过于复杂，不像一件公文；请拆分后再传。")
    data = archive.read(entry)
    length.markup(data)
    return etree.fromstring(data, _PARSER)


def _targets(root: etree._Element | None) -> dict[str, str]:
    """Relation id → target, to name images and read where links lead."""
    if root is None:
        return {}
    return {item.get("Id", ""): item.get("Target", "") for item in root.findall(f"{_RELATIONS}Relationship")}


def _notes(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    """Foot- or endnotes by `kind:id`; the separators Word keeps among them are no notes."""
    if root is None:
        return {}
    return {
        f"{kind}:{note.get(f'{W}id', '')}": note
        for note in root.findall(f"{W}{kind}")
        if note.get(f"{W}type") in (None, "normal")
    }


def _warnings(archive: zipfile.ZipFile, part: _Part, seen: Counter[str]) -> list[str]:
    """What stands in the file beside its text, one Chinese sentence each."""
    comments = part("word/comments.xml")
    count = len(comments.findall(f"{W}comment")) if comments is not None else 0
    counts = {
        "修订插入{}处，已作为正文保留，请确认已接受修订。": seen["ins"],
        "修订删除{}处，未计入正文，但仍留在原文件里。": seen["del"],
        "批注{}条，未计入正文，但仍留在原文件里。": count,
        "隐藏文字{}处，未计入正文，但仍留在原文件里。": seen["hidden"],
        "图片{}幅，其中的文字没有读取。": seen["image"],
        "公式或嵌入对象{}处，请与原件核对。": seen["object"],
        "脚注、尾注{}条，已附在正文之后。": seen["note"],
        "文本框{}个，其文字已接在所在段落之后。": seen["textbox"],
    }
    found = [sentence.format(number) for sentence, number in counts.items() if number]
    margins = _margin_text(archive, part)
    if margins:
        found.append(f"页眉页脚未计入正文：{'；'.join(margins)}。")
    return found


def _margin_text(archive: zipfile.ZipFile, part: _Part) -> list[str]:
    """The text of headers and footers, page numbers left out, each once."""
    texts: list[str] = []
    for name in sorted(archive.namelist()):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            root = part(name)
            text = "".join(node.text or "" for node in root.iter(f"{W}t")).strip() if root is not None else ""
            if text.strip(" -—0123456789") and text not in texts:
                texts.append(text[:60])
    return texts
