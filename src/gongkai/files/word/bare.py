"""One part of a Word file without what nobody sees: known elements and attributes stay, text stays where it is printed."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.exceptions import Unreadable
from gongkai.files.word.names import MC, WP, A, M, W, child, switched

_KNOWN = re.compile(
    r"http://schemas\.openxmlformats\.org/|http://purl\.oclc\.org/ooxml/|http://schemas\.microsoft\.com/office/|"
    r"urn:schemas-microsoft-com:|http://www\.w3\.org/XML/1998/namespace"
)
_PRINTED = {f"{W}t", f"{M}t"}
_FIGURES = re.compile(r"-?[\d.]+|left|right|center|top|bottom|inside|outside")
_UNWRAPPED = {f"{W}ins", f"{W}moveTo"}
_GONE = {
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "delText", "delInstrText", "commentRangeStart", "commentRangeEnd", "commentReference",
        "annotationRef", "proofErr", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "rsids", "rsid", "docVars", "attachedTemplate", "mailMerge", "documentProtection", "writeProtection",
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange",
        "numberingChange", "tblPrExChange", "permStart", "permEnd", "cellIns", "cellDel", "cellMerge",
        "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
        "sdtPr", "sdtEndPr", "helpText", "statusText", "entryMacro", "exitMacro", "customXmlPr", "smartTagPr",
        "saveThroughXslt", "hdrShapeDefaults", "embedRegular", "embedBold", "embedItalic", "embedBoldItalic",
        "printerSettings",
    )
}  # fmt: skip
_SAID_BESIDE = {
    "author",
    "initials",
    "date",
    "dateUtc",
    "userId",
    "title",
    "alt",
    "paraId",
    "textId",
    "tooltip",
    "href",
    "src",
}
# Instructions of fields that say nothing but what is printed; others name files, people and stores of data.
_FIELDS = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION|TOC|REF|PAGEREF|NOTEREF|SEQ|STYLEREF|EQ|SYMBOL|ADVANCE|DATE|TIME|LISTNUM|"
    r"FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|HYPERLINK|=)(?=$|[\s\\(])",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s*HYPERLINK\s+(?:\"(?:https?://|mailto:)[^\"]*\"|\\l\b)", re.IGNORECASE)
_MARKS = re.compile(r"_(?:Toc|Ref|Hlk|Hlt)\d+|_GoBack|OLE_LINK\d+")
_WHITE = "FFFFFF"


def noted(root: etree._Element) -> set[str]:
    """The notes that the text refers to, as `footnote:1`."""
    return {
        f"{kind}:{one.get(f'{W}id', '')}"
        for kind in ("footnote", "endnote")
        for one in root.iter(f"{W}{kind}Reference")
    }


def clean(root: etree._Element, kind: str, notes: set[str]) -> None:
    """Take out of one part what no page shows. kind: of the relation that leads to it; notes: those referred to.

    Unreadable with a reason where what is there cannot be told from what is printed.
    """
    if kind in ("footnotes", "endnotes"):
        _drop_notes(root, notes)
    if kind in ("header", "footer"):
        _refuse_white(root)
    for run in list(root.iter(f"{W}r")):
        if switched(child(run, "rPr"), "vanish"):
            _take_out(run)
    for holder in list(root.iter(f"{W}sdt")):
        if switched(child(holder, "sdtPr"), "showingPlcHdr"):
            for run in list(holder.iter(f"{W}r")):
                _take_out(run)
    _one_version(root)
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            _take_out(node)  # a remark of the program that wrote it
        elif node.tag in _GONE or not _KNOWN.match(node.tag[1:]):
            _take_out(node)
        elif node.tag in _UNWRAPPED:
            _unwrap(node)
        elif node.tag == f"{W}bookmarkStart" and not _MARKS.fullmatch(node.get(f"{W}name", "")):
            _drop_mark(root, node)
        else:
            _trim(node)
    _judge_fields(root)


def _trim(node: etree._Element) -> None:
    """Only known attributes; text only where it is printed."""
    if node.tag == f"{A}srcRect" and any(value not in ("0", "") for value in node.attrib.values()):
        raise Unreadable("里有裁剪过的图片，裁掉的部分还在文件里")
    for key in list(node.attrib):
        space, _, name = str(key).rpartition("}")
        beside = name in _SAID_BESIDE or name.startswith("rsid")
        if beside or (space and not _KNOWN.match(space[1:])):
            del node.attrib[key]
    if any(sign in node.get("descr", "") for sign in ("\\", "/")):
        del node.attrib["descr"]  # where the picture lay on somebody's disk
    if "descr" in node.attrib or node.tag == f"{WP}docPr" or str(node.tag).endswith("}cNvPr"):
        node.set("name", f"图{node.get('id', '')[:9]}")
    if node.text and node.text.strip() and node.tag not in _PRINTED and node.tag != f"{W}instrText":
        node.text = node.text if _FIGURES.fullmatch(node.text.strip()) else None
    if node.tail and node.tail.strip():
        node.tail = None


def _one_version(root: etree._Element) -> None:
    """Of content written in two ways both must say the same: which is shown depends on the program."""
    for node in list(root.iter(f"{MC}AlternateContent")):
        said = {
            "".join(text.text or "" for text in version.iter(f"{W}t"))
            for version in (*node.findall(f"{MC}Choice"), *node.findall(f"{MC}Fallback"))
            if version.tag == f"{MC}Choice" or len(version)
        }
        if len(said) > 1:
            raise Unreadable("里有一处内容存了两种不同的写法")


def _drop_notes(root: etree._Element, notes: set[str]) -> None:
    for kind in ("footnote", "endnote"):
        for note in list(root.findall(f"{W}{kind}")):
            if note.get(f"{W}type") not in (None, "normal"):
                for text in list(note.iter(f"{W}t")):  # a line, never words
                    _take_out(text)
            elif f"{kind}:{note.get(f'{W}id', '')}" not in notes:
                root.remove(note)


def _refuse_white(root: etree._Element) -> None:
    """Nobody reads a head or foot for what is invisible in it, as the text is read: here white is refused."""
    for run in root.iter(f"{W}r"):
        color = child(run, "rPr", "color")
        said = "".join(text.text or "" for text in run.iter(f"{W}t")).strip()
        if said and color is not None and color.get(f"{W}val", "").upper() == _WHITE:
            raise Unreadable("页眉页脚里有看不见的字")


def _drop_mark(root: etree._Element, node: etree._Element) -> None:
    """A bookmark that somebody named; what refers to it keeps the words it printed."""
    key = node.get(f"{W}id", "")
    for end in list(root.iter(f"{W}bookmarkEnd")):
        if end.get(f"{W}id", "") == key:
            _take_out(end)
    _take_out(node)


def _judge_fields(root: etree._Element) -> None:
    """Every instruction is one of those that say nothing of their own."""
    open_: list[list[str]] = []
    told = [one.get(f"{W}instr", "") for one in root.iter(f"{W}fldSimple")]
    for node in root.iter(f"{W}fldChar", f"{W}instrText"):
        if node.tag == f"{W}instrText":
            if not open_:
                raise Unreadable("里有不完整的域")
            open_[-1].append(node.text or "")
        elif node.get(f"{W}fldCharType") == "begin":
            open_.append([])
        elif node.get(f"{W}fldCharType") == "end" and open_:
            told.append("".join(open_.pop()))
    for said in [*told, *("".join(pieces) for pieces in open_)]:
        plain = said.strip()
        link = plain.upper().startswith("HYPERLINK")
        if plain and (not _FIELDS.match(plain) or (link and not _LINK.match(plain)) or len(plain) > 500):
            raise Unreadable("里有域引用别处的内容（如文件、作者、邮件合并）")


def _take_out(node: etree._Element) -> None:
    """Without what hangs behind it: between elements of Word there is no text."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _unwrap(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    place = parent.index(node)
    for number, one in enumerate(list(node)):
        parent.insert(place + number, one)
    parent.remove(node)
