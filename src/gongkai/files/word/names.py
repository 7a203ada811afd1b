"""Names of Open XML, and the few looks at an element that every part of the Word reader takes."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V = "{urn:schemas-microsoft-com:vml}"
WX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_OFF = ("0", "false", "none", "off")
# The same elements under the names of ISO 29500 Strict and of Word 2003: read as one family.
_FAMILIES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M),
    (b"http://schemas.microsoft.com/office/word/2003/wordml", W),
)


def one_family(data: bytes) -> bytes:
    """XML with the names of the other families replaced by those this reader knows."""
    for name, usual in _FAMILIES:
        data = data.replace(name, usual.strip("{}").encode())
    return data


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of W names; None if any step is missing."""
    for tag in path:
        node = node.find(f"{W}{tag}") if node is not None else None
    return node


def value(properties: etree._Element | None, tag: str) -> str:
    """The w:val of a property, empty if it is not there."""
    node = child(properties, tag)
    return node.get(f"{W}val", "") if node is not None else ""


def switched(properties: etree._Element | None, tag: str) -> bool | None:
    """Whether a property is on or off; None where nothing is said."""
    node = child(properties, tag)
    return None if node is None else node.get(f"{W}val", "true") not in _OFF


def whole(text: str | None, otherwise: int) -> int:
    """A small whole number as attributes hold it."""
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 8 else otherwise
