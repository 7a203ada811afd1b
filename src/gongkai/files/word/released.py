"""A Word file as it may be handed to the public: without author, comments, revisions, hidden words and what pictures tell.

Only what is known goes along: parts that the document itself reaches by relations whose meaning is known, elements and
attributes of known names, text where text is printed (`word.bare`). It is judged afterwards by reading it again
(`files.released`); what cannot be taken out safely is refused, not patched.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.files.guard import MAX_MARKUP, open_zip
from gongkai.files.package import broken_said, normal
from gongkai.files.pictures import bare, is_plain
from gongkai.files.word import bare as markup
from gongkai.files.word.names import R, one_family

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[content_types].xml"
# The last word of a relation: what it leads to goes along …
_KEPT = {
    "officeDocument", "styles", "numbering", "settings", "fontTable", "theme", "footnotes", "endnotes", "header", "footer",
    "image",
}  # fmt: skip
# … or only where the text of the part names it; Word finds the others by their kind.
_NAMED = {"header", "footer", "image", "hyperlink"}
# It says who, when and what else; nothing of the printed page stands in it.
_DROPPED = {
    "core-properties", "extended-properties", "custom-properties", "thumbnail", "customXml", "customXmlProps", "comments",
    "commentsExtended", "commentsIds", "commentsExtensible", "people", "glossaryDocument", "printerSettings", "font",
    "webSettings", "stylesWithEffects", "attachedTemplate", "keyMapCustomizations", "documenttasks",
    "recipientData", "userCustomization", "mailMergeSource", "mailMergeHeaderSource",
}  # fmt: skip
# A file inside the file, programs, and other formats set into it: nobody has looked into those.
_REFUSED = {
    "oleObject": "里嵌有其他文件", "package": "里嵌有其他文件", "control": "带有控件", "vbaProject": "带有宏",
    "aFChunk": "嵌有其他格式的内容", "chart": "里有图表，图表带着自己的数据表",
}  # fmt: skip
_FOLDERS = {"word/embeddings/": "里嵌有其他文件", "word/activex/": "带有控件", "word/vba": "带有宏"}


@dataclass
class _Part:
    """One part that goes along: its bytes, and its relations (id, kind, target, whether it leads outside)."""

    data: bytes
    relations: list[tuple[str, str, str, bool]]


def released(data: bytes) -> bytes:
    """The same document, cleaned. Unreadable with a reason (without the name of the file) where it cannot be."""
    out = io.BytesIO()
    with broken_said(), open_zip(data) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        stored = {normal(entry.filename): entry for entry in source.infolist() if not entry.is_dir()}
        for name in stored:
            for start, why in _FOLDERS.items():
                if name.startswith(start):
                    raise Unreadable(why)
        parts = _reached(source, stored)
        for name, part in parts.items():
            if name:
                _write(made, stored[name].filename.replace("\\", "/").lstrip("/"), part.data)
            _write_relations(made, stored[name].filename if name else "", part.relations)
        _write(made, "[Content_Types].xml", _types(source.read(stored[_TYPES]), set(parts)))
    return out.getvalue()


def _write(made: zipfile.ZipFile, name: str, data: bytes) -> None:
    made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def _reached(source: zipfile.ZipFile, stored: dict[str, zipfile.ZipInfo]) -> dict[str, _Part]:
    """The parts that the document needs, cleaned; the package itself under the empty name."""
    found = {"": _Part(b"", _relations(source, stored, "", None))}
    waiting = [("", "")]
    noted: set[str] = set()
    while waiting:
        name, kind = waiting.pop()
        if name:
            root = None if kind == "image" else _tree(source.read(stored[name]))
            if kind == "officeDocument" and root is not None:
                noted = markup.noted(root)
            relations = [] if root is None else _relations(source, stored, name, _ids(root))
            if root is None:
                data = _picture(source.read(stored[name]))
            else:
                markup.clean(root, kind, noted)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            found[name] = _Part(data, relations)
        for _, inner, target, outside in found[name].relations:
            part = "" if outside else _place(name, target)
            if part and part not in found and part not in {one for one, _ in waiting}:
                waiting.insert(0, (part, inner))
    return found


def _place(name: str, target: str) -> str:
    return normal(posixpath.join("/" + name.rpartition("/")[0], target.replace("\\", "/")))


def _tree(data: bytes) -> etree._Element:
    if len(data) > MAX_MARKUP:
        raise Unreadable("太长或结构过于复杂")
    return etree.fromstring(one_family(data), _PARSER)


def _picture(data: bytes) -> bytes:
    if not is_plain(data):
        raise Unreadable("里有 PNG、JPG 以外的图（如 WMF、EMF、SVG），图里可能带着看不见的内容")
    return bare(data)


def _ids(root: etree._Element) -> set[str]:
    """The relations that the text of a part names."""
    return {
        str(value) for node in root.iter() for key, value in node.attrib.items() if str(key).startswith(R)
    }


def _relations(
    source: zipfile.ZipFile, stored: dict[str, zipfile.ZipInfo], name: str, used: set[str] | None
) -> list[tuple[str, str, str, bool]]:
    """The relations of a part that go along. used: those its text names; None: of the package, which has no text."""
    folder, _, base = name.rpartition("/")
    rels = normal(f"{folder}/_rels/{base}.rels")
    if rels not in stored:
        return []
    found = []
    for one in _tree(source.read(stored[rels])):
        if not isinstance(one.tag, str):
            continue
        key, kind = one.get("Id", ""), one.get("Type", "").rpartition("/")[2]
        target, outside = one.get("Target", ""), one.get("TargetMode") == "External"
        if kind in _REFUSED:
            raise Unreadable(_REFUSED[kind])
        if kind in _DROPPED or (kind in _NAMED and used is not None and key not in used):
            continue
        if outside:
            if kind != "hyperlink" or not target.lower().startswith(("http://", "https://", "mailto:")):
                raise Unreadable("引用了本机或别处的文件")
        elif kind not in _KEPT:
            raise Unreadable("里有认不出的内容，不知道带着什么")
        elif _place(name, target) not in stored:
            continue
        found.append((key, one.get("Type", ""), target, outside))
    return [(key, kind.rpartition("/")[2], target, outside) for key, kind, target, outside in found]


def _write_relations(made: zipfile.ZipFile, name: str, relations: list[tuple[str, str, str, bool]]) -> None:
    if not relations:
        return
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})  # type: ignore[dict-item]  # the stubs know no default name
    for key, kind, target, outside in relations:
        one = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=key)
        one.set("Type", f"{R.strip('{}')}/{kind}")
        one.set("Target", target)
        if outside:
            one.set("TargetMode", "External")
    folder, _, base = name.replace("\\", "/").lstrip("/").rpartition("/")
    place = f"{folder}/_rels/{base}.rels".lstrip("/")
    _write(made, place, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _types(data: bytes, parts: set[str]) -> bytes:
    """What kind each part is, of those that go along."""
    root = _tree(data)
    endings = {name.rpartition(".")[2] for name in parts if name} | {"rels", "xml"}
    for one in list(root):
        named = normal(one.get("PartName", "/")) if isinstance(one.tag, str) else ""
        known = named in parts if named else str(one.get("Extension", "")).lower() in endings
        if not known:
            root.remove(one)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
