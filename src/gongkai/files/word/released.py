"""A Word file as it may be handed to the public: without author, comments, revisions, hidden words and what pictures tell.

It is judged afterwards by reading it again (`files.released`); what cannot be taken out safely is refused, not patched.
"""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.files.guard import MAX_MARKUP, open_zip
from gongkai.files.package import broken_said, normal
from gongkai.files.pictures import bare
from gongkai.files.word.names import A, W, child, one_family, switched

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
# Parts that say who, when and what else; nothing of the printed page stands in them.
_DROPPED = (
    "docprops/", "customxml/", "word/comments", "word/people", "word/customxml", "word/printersettings",
    "word/glossary/", "word/_rels/settings.xml.rels", "[trash]/", "word/_rels/comments", "userdocs/",
)  # fmt: skip
# A file inside the file, programs, and other formats set into it: nobody has looked into those.
_REFUSED = {
    "word/embeddings/": "里嵌有其他文件", "word/activex/": "带有控件", "word/vba": "带有宏", "word/afchunk": "嵌有其他格式的内容",
    "word/charts/": "里有图表，图表带着自己的数据表",
}  # fmt: skip
_UNWRAPPED = {f"{W}ins", f"{W}moveTo"}
_GONE = {
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "proofErr", "moveFromRangeStart",
        "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "rsids", "rsid", "docVars", "attachedTemplate", "mailMerge",
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange",
        "numberingChange", "tblPrExChange", "permStart", "permEnd",
    )
}  # fmt: skip


def released(data: bytes) -> bytes:
    """The same document, cleaned. Unreadable with a reason (without the name of the file) where it cannot be."""
    out = io.BytesIO()
    with broken_said(), open_zip(data) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = {entry.filename: normal(entry.filename) for entry in source.infolist() if not entry.is_dir()}
        for name in names.values():
            for start, why in _REFUSED.items():
                if name.startswith(start):
                    raise Unreadable(why)
        gone = {name for name in names.values() if name.startswith(_DROPPED)}
        for entry, name in names.items():
            if name in gone:
                continue
            kept = _part(name, source.read(entry), gone)
            made.writestr(
                zipfile.ZipInfo(entry.replace("\\", "/"), (1980, 1, 1, 0, 0, 0)), kept, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _part(name: str, data: bytes, gone: set[str]) -> bytes:
    if name.startswith("word/media/"):
        return bare(data)
    if not name.endswith((".xml", ".rels")):
        return data
    if len(data) > MAX_MARKUP:
        raise Unreadable("太长或结构过于复杂")
    root = etree.fromstring(one_family(data), _PARSER)
    if name.endswith(".rels"):
        _relations(root, name, gone)
    elif name == "[content_types].xml":
        for one in list(root):
            if normal(one.get("PartName", "/-")) in gone:
                root.remove(one)
    else:
        _markup(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relations(root: etree._Element, name: str, gone: set[str]) -> None:
    folder = name.rpartition("_rels/")[0]
    for one in list(root):
        target, outside = one.get("Target", ""), one.get("TargetMode") == "External"
        if outside:
            is_link = one.get("Type", "").endswith("/hyperlink")
            if not is_link or not target.lower().startswith(("http://", "https://", "mailto:")):
                raise Unreadable("引用了本机或别处的文件")
        elif normal(posixpath.join("/" + folder, target)) in gone:
            root.remove(one)


def _markup(root: etree._Element) -> None:
    for run in list(root.iter(f"{W}r")):
        if switched(child(run, "rPr"), "vanish"):
            _take_out(run)
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            if node.getparent() is not None:
                _take_out(node)  # a remark of the program that wrote it
            continue
        if node.tag in _GONE:
            _take_out(node)
        elif node.tag in _UNWRAPPED:
            _unwrap(node)
        elif node.tag == f"{A}srcRect" and any(value not in ("0", "") for value in node.attrib.values()):
            raise Unreadable("里有裁剪过的图片，裁掉的部分还在文件里")
        for attribute in [key for key in node.attrib if str(key).rpartition("}")[2].startswith("rsid")]:
            del node.attrib[attribute]
        if any(sign in node.get("descr", "") for sign in ("\\", "/")):
            del node.attrib["descr"]  # where the picture lay on somebody's disk


def _take_out(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _unwrap(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    place = parent.index(node)
    for number, one in enumerate(list(node)):
        parent.insert(place + number, one)
    parent.remove(node)
