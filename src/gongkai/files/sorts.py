"""What a file that is to be read is, told by its bytes and only then by its name; refusals in the words of its kind."""

from __future__ import annotations

import re
import zipfile

from gongkai.exceptions import Unreadable
from gongkai.files.guard import open_zip
from gongkai.files.package import broken_said, normal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPG"), (b"GIF8", "GIF"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
)  # fmt: skip
_PACKED = ((b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"))
_PAGES = ("html", "htm", "shtml", "xhtml")
_WIDE_HTML = (b"<!doctype html", b"<html", b"<body")
_TABLE_TAG = re.compile(rb"<t(?:able|d|r)\b", re.IGNORECASE)
_MAIL = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}", re.IGNORECASE)
# kind → what is said of it where it cannot be read
REFUSALS = {
    "xlsb": "是二进制的 Excel 表格（.xlsb），请另存为 .xlsx 后再试。",
    "ppt": "是演示文稿，不是能读的文档；请另存为 PDF 或 .docx 后再试。",
    "ole": "是旧版 Office 或 WPS 格式（.doc/.wps），请另存为 .docx 后再试。",
    "locked": "设有打开密码，请先去掉密码（打开后另存为不加密的文件）再试。",
    "rtf": "是 RTF 格式，请另存为 .docx 后再试。",
    "xlsx": "是表格文件（.xlsx），不是公文。",
    "xml_sheet": "是 XML 写的表格，请另存为 .xlsx 后再试。",
    "pptx": "是演示文稿（.pptx），请另存为 PDF 或 .docx 后再试。",
    "odt": "是开放文档格式（.odt），请另存为 .docx 后再试。",
    "mht": "是单个文件的网页（.mht），请另存为 .html 后再试。",
    "scan": "是图片，不是带文字的文件；请提供文字版，或装可选的文字识别（gongkai formats 说明怎样装）。",
    "bmp": "是图片（BMP），请另存为 png 或 jpg，或提供文字版。",
    "zip": "是压缩包，请解压后再试其中的文件。",
}


def sort(data: bytes, name: str = "") -> str:
    """docx, flat_word, pdf, html, marked (text with tags of a table), txt, or a key of REFUSALS.

    Unreadable (without the name of the file) for other archives and broken ones.
    """
    head = data[:2048]
    if head.startswith(_OLE):
        return _ole(data)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _zip(data)
    for sign, kind in _PICTURES:
        if head.startswith(sign) and (kind != "BMP" or head[6:10] == b"\0\0\0\0"):
            return "bmp" if kind == "BMP" else "scan"
    for sign, kind in _PACKED:
        if head.startswith(sign):
            raise Unreadable(f"是压缩包（{kind}），请解压后再试其中的文件。")
    return _text(data, name)


def _text(data: bytes, name: str) -> str:
    start = data[:16_384].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    lowered = start.lower()
    if lowered.startswith(b"<?xml") or lowered.startswith((b"<pkg:", b"<w:", b"<workbook", b"<office:")):
        if kind := _xml(lowered):
            return kind
    if b"mime-version:" in lowered[:4096] and _MAIL.match(start.replace(b"\r", b"")):
        return "mht"
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix in _PAGES or lowered.startswith(_WIDE_HTML) or any(tag in lowered for tag in _WIDE_HTML):
        return "html"
    return "marked" if _TABLE_TAG.search(lowered) else "txt"


def _xml(lowered: bytes) -> str:
    if b"schemas.microsoft.com/office/2006/xmlpackage" in lowered or b"office/word/2003/wordml" in lowered:
        return "flat_word"
    if b"schemas-microsoft-com:office:spreadsheet" in lowered:
        return "xml_sheet"
    if b"opendocument:xmlns:office" in lowered:
        return "odt"
    return ""


def _ole(data: bytes) -> str:
    """Old Office is a file system of its own; its directory names what lies in it."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return "locked"
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or holds("Book"):
        return "xls"
    return "ppt" if holds("PowerPoint Document") else "ole"


def _zip(data: bytes) -> str:
    try:
        with broken_said():
            archive = open_zip(data)
    except zipfile.BadZipFile as error:
        raise Unreadable("已损坏或不完整，打不开。") from error
    names = {normal(entry): entry for entry in archive.namelist()}
    if "mimetype" in names:
        with broken_said():
            said = archive.read(names["mimetype"])[:200]
        if b"opendocument.spreadsheet" in said:
            return "ods"
        if b"opendocument" in said:
            return "odt"
    if "ofd.xml" in names:
        return "ofd"
    if "xl/workbook.bin" in names:
        return "xlsb"
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(name.startswith(folder) for name in names):
            return kind
    return _named_by_relation(archive, names)


def _named_by_relation(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    """Some programs put the main part elsewhere: the list of contents says what it is."""
    types = names.get("[content_types].xml")
    if types is None or archive.getinfo(types).file_size > 1_000_000:
        return "zip"
    with broken_said():
        said = archive.read(types)
    for word, kind in (
        (b"wordprocessingml.document.main", "docx"),
        (b"spreadsheetml.sheet.main", "xlsx"),
        (b"presentationml", "pptx"),
    ):
        if word in said:
            return kind
    return "zip"
