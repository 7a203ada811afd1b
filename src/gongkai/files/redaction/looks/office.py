"""Word and Excel files: words in every part, and what lies in them without being seen."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.files import child, pictures
from gongkai.files.kinds import PICTURES, kind_of
from gongkai.files.redaction.case import Case
from gongkai.files.redaction.looks import pixels, sheets, word

MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 5000
_RATIO = 200
_SMALL = 5 * 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)


def look(case: Case, kind: str) -> None:
    """Examine a docx or xlsx. Unreadable if it is damaged, locked or a bomb."""
    parts = _parts(case.data)
    trees: dict[str, etree._Element] = {}
    for name, data in parts.items():
        child.step()
        tree = _tree(data) if _is_xml(name, data) else None
        if tree is not None:
            trees[name.lower()] = tree
            _words(case, name, tree)
            case.verdict.secrets("stream", None, case.where(f"部件{name}"), case.finder.raw(data))
        elif _is_xml(name, data):
            case.verdict.could_not(case.where(f"部件{name}不是完整的 XML"))
        else:
            _other(case, name, data)
        case.search("name", name, f"部件名{name}")
    _behind(case)
    (word if kind == "docx" else sheets).look(case, trees)
    case.verdict.looked("text", "metadata", "hidden", "attachments")


def look_into_zip(case: Case) -> None:
    """A plain archive inside a file: each member is examined."""
    try:
        parts = _parts(case.data)
    except Unreadable as error:
        case.verdict.could_not(f"{case.name}：{error.sentence}")
        return
    for name, data in parts.items():
        case.search("name", name, f"文件名{name}")
        if case.inner is not None:
            case.inner(case, data, f"“{name}”")


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable("文件已加密，请去除密码后再试。")
        total = sum(entry.file_size for entry in entries)
        swollen = any(
            entry.file_size > _SMALL and entry.file_size > _RATIO * max(entry.compress_size, 1)
            for entry in entries
        )
        if len(entries) > MOST_PARTS or total > MOST_UNPACKED or swollen:
            raise Unreadable("解压后体积异常，疑似恶意压缩文件，已拒绝核验。")
        return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except _BROKEN as error:
        raise Unreadable("文件已损坏或不完整，打不开；请用原来的软件另存。") from error


def _is_xml(name: str, data: bytes) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml")) or data[:100].lstrip(
        b"\xef\xbb\xbf \r\n"
    ).startswith(b"<?xml")


def _tree(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _words(case: Case, name: str, tree: etree._Element) -> None:
    """All text of a part run together, each attribute, comments and instructions."""
    if not case.finder:
        return
    case.search(
        "text" if "document" in name or "sheet" in name else "part", "".join(_texts(tree)), f"部件{name}"
    )
    attributes = []
    for node in tree.iter():
        if not isinstance(node.tag, str):
            attributes.append(str(node.text or ""))
        else:
            attributes += [str(value) for value in node.attrib.values() if len(value) > 1]
    case.search("attribute", "\n".join(attributes), f"部件{name}的属性")


def _texts(tree: etree._Element) -> Iterator[str]:
    for node in tree.iter():
        if isinstance(node.tag, str):
            yield str(node.text or "")
        yield str(node.tail or "")


def _other(case: Case, name: str, data: bytes) -> None:
    """A part that is no XML: picture, embedded file, font, printer settings."""
    kind = kind_of(data)
    low = name.lower()
    if kind in PICTURES:
        if case.inner is not None:
            case.inner(case, data, f"图片{name}")
        if "thumbnail" in low and not _is_blank(data):
            case.leak("thumbnail", f"部件{name}：整页的缩略图")
    elif "embeddings" in low or kind in ("pdf", "docx", "xlsx", "zip", "ole"):
        case.leak("attachment", f"部件{name}：嵌入的文件")
        if case.inner is not None and kind != "ole":
            case.inner(case, data, f"嵌入的{name}")
        else:
            case.search_bytes("attachment", data, f"嵌入的{name}")
            case.verdict.could_not(case.where(f"嵌入的{name}（旧格式对象）"))
    elif re.search(r"vbaproject|activex", low):
        case.leak("script", f"部件{name}：宏或控件")
        case.search_bytes("script", data, f"部件{name}")
    elif low.endswith((".emf", ".wmf", ".bmp", ".webp", ".svg", ".wdp")):
        case.search_bytes("part", data, f"部件{name}")
        if case.finder:
            case.verdict.could_not(case.where(f"图片{name}的格式不能核验"))
    else:
        case.search_bytes("part", data, f"部件{name}")


def _is_blank(data: bytes) -> bool:
    """Whether a picture shows nothing, as the one in many templates."""
    try:
        return all(pixels.spread(image) <= pixels.FLAT for image in pictures.frames(data))
    except Unreadable:
        return False


def _behind(case: Case) -> None:
    """Bytes before, between or behind the members of the archive."""
    end = case.data.rfind(b"PK\x05\x06")
    comment = case.data[end + 22 :] if end >= 0 else b""
    if len(comment.strip(b"\0\r\n\t ")) > 16:
        case.leak("trailer", f"压缩包结束以后还有{len(comment)}字节")
    case.search_bytes("trailer", comment, "压缩包的附注")
    if not case.data.startswith(b"PK"):
        case.leak("trailer", "压缩包前面还有别的内容")
