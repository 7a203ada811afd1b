"""The parts of an OFD file (a zip of XML, GB/T 33190): found by the locations that other parts write, never outside."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.files.guard import Length
from gongkai.files.package import Parts, local

_SECONDS = 60.0
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
_DECLARED = re.compile(
    rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"'](gb2312|gbk|gb18030|cp936)[\"'][^>]*\?>", re.IGNORECASE
)
_FOREIGN = re.compile(r"\A\s*[A-Za-z][\w+.-]*:")
# Some programs write prefixes that they never declare.
_PREFIX = re.compile(rb"(</?)[\w.-]*:(?=[\w])")
_SPACE = re.compile(rb"\sxmlns(?::[\w.-]*)?\s*=\s*(?:\"[^\"]*\"|'[^']*')")
Node = etree._Element


class Store:
    """An opened OFD file."""

    def __init__(self, data: bytes) -> None:
        self._parts = Parts(data, _SECONDS)
        self._length = Length()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def place(self, base: str, location: str | None) -> str | None:
        """The part that a location means, written in part `base`; None where it is not in the file, or leads out of it."""
        said = (location or "").strip().replace("\\", "/")
        if not said or _FOREIGN.match(said):
            return None
        folder = base.rpartition("/")[0]
        for tried in (said if said.startswith("/") else f"/{folder}/{said}", f"/{said}"):
            plain = posixpath.normpath(tried.lstrip("/"))
            if not plain.startswith("../") and plain != ".." and plain in self._parts:
                return plain
        return None

    def tree(self, name: str) -> Node:
        """One part as a tree. Unreadable where it is too long, holds a DTD or is no XML."""
        data = self._parts.whole(name)
        self._length.markup(data)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Unreadable("内部结构不合规范，打不开。")
        if said := _DECLARED.match(data):
            data = data[said.end() :].decode("gb18030", "replace").encode()
        try:
            return etree.fromstring(data, _PARSER)
        except etree.XMLSyntaxError:
            try:
                return etree.fromstring(_PREFIX.sub(rb"\1", _SPACE.sub(b"", data)), _PARSER)
            except etree.XMLSyntaxError as error:
                raise Unreadable("已损坏或不完整，打不开。") from error

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a part."""
        return next(self._parts.stream(name), b"")[:size]


def named(node: Node | None, *names: str) -> Iterator[Node]:
    """The children of these names."""
    if node is not None:
        yield from (child for child in node if tag(child) in names)


def first(node: Node | None, name: str) -> Node | None:
    """The first child of that name."""
    return next(named(node, name), None)


def tag(node: Node) -> str:
    """The name of an element without its namespace; comments have none."""
    return local(node.tag.replace("}", " ")) if isinstance(node.tag, str) else ""


def words(node: Node | None, name: str) -> str:
    """What the first child of that name says."""
    found = first(node, name)
    return (found.text or "").strip() if found is not None else ""


def numbers(said: str | None) -> list[float]:
    """The numbers of an attribute; none where one of them is no number."""
    try:
        found = [float(one) for one in (said or "").replace(",", " ").split()]
    except ValueError:
        return []
    return found if all(abs(one) < 1e6 for one in found) else []
