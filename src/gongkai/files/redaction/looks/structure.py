"""Everything that lies in the bytes of a PDF: strings, streams, earlier saves, parts that nothing shows, attachments."""

from __future__ import annotations

import hashlib
import re

import pypdf
from pypdf.generic import IndirectObject

from gongkai.files import child
from gongkai.files.filters import PICTURE_FILTERS, Undecodable
from gongkai.files.folding import fold
from gongkai.files.kinds import is_text, kind_of
from gongkai.files.pdfraw import RawFile, RawObject, Ref, references, scan, stream_of
from gongkai.files.redaction.case import Case
from gongkai.files.redaction.looks import appearances, behind, content, jbig2, strings
from gongkai.files.redaction.looks.drawn import drawn_objects
from gongkai.files.redaction.looks.samples import Stock

_STRUCTURE = {"XRef", "ObjStm"}


# How a JPEG or a PNG begins in base 64.
_THUMBNAIL = re.compile(rb"(?:/9j/|iVBORw0KGgo)[A-Za-z0-9+/\s&#;]{200}")
_CLIP = re.compile(rb"(?<![A-Za-z/])W\*?(?![A-Za-z])")


def look(case: Case, data: bytes, reader: pypdf.PdfReader | None, shown: str) -> tuple[bool, Stock]:
    """Search all objects; find what is in the file without being shown. shown: the text that the pages hold.

    Returns whether the file is so simple that a picture cannot be hidden in part: no masks, layers, notes or clips;
    and its objects.
    """
    raw = scan(data)
    if not raw.complete:
        case.verdict.could_not(case.where("文件里的对象过多或嵌套过深，没有全部看完"))
    live = _live(raw, reader)
    maps = _maps(raw)
    strings.look(case, raw)
    _gaps(case, raw)
    bodies = {hashlib.sha256(one.body).digest(): one for one in raw.objects if one.body and id(one) in live}
    drawn = drawn_objects([one for one in raw.objects if id(one) in live])
    stock = Stock(bodies, {one.number: one for one in raw.objects if id(one) in live}, _thumbnails(reader))
    for one in raw.objects:
        if one.span is not None:
            child.step()
            known = id(one) in live or hashlib.sha256(one.body or b"").digest() in bodies
            _stream(case, one, known, drawn, maps, shown, stock)
    _attachments(case, raw)
    _marks(case, raw)
    appearances.look(case, raw)
    case.verdict.looked("stream", "metadata", "structure", "revisions")
    return all(_is_simple(one) for one in raw.objects), stock


def _thumbnails(reader: pypdf.PdfReader | None) -> dict[int, int]:
    """By page, the number of the small picture of it; what it shows is compared with the page."""
    found: dict[int, int] = {}
    for number, page in enumerate(reader.pages if reader is not None else (), 1):
        small = page.raw_get("/Thumb") if "/Thumb" in page else None
        if isinstance(small, IndirectObject):
            found[number] = small.idnum
    return found


def _is_simple(one: RawObject) -> bool:
    if any(one.get(key) is not None for key in ("SMask", "Mask", "OC", "OCProperties", "Annots", "AcroForm")):
        return False
    if one.span is None or one.get("Subtype") == "Image":
        return True
    try:
        return _CLIP.search(stream_of(one)[0]) is None
    except Undecodable:
        return False


def _live(raw: RawFile, reader: pypdf.PdfReader | None) -> set[int]:
    """Identities of the objects that the file, as a reader opens it, still leads to."""
    current: dict[int, RawObject] = {}
    for one in raw.objects:
        if _is_current(one, reader):
            current[one.number] = one
    if not current:  # a table that is a few bytes off; the reader has repaired it for itself
        current = {one.number: one for one in raw.objects}
    start = list(raw.trailers) + [one.value for one in raw.objects if one.get("Type") == "XRef"]
    start = [
        {key: value for key, value in part.items() if key in ("Root", "Info", "Encrypt")}
        for part in start[-40:]
    ]
    reached: set[int] = set()
    todo = list(references(start[-1:] if reader is None else start))
    if reader is not None:
        trailer = reader.trailer
        named = [trailer.raw_get(key) for key in ("/Root", "/Info", "/Encrypt") if key in trailer]
        todo = [int(one.idnum) for one in named if hasattr(one, "idnum")]
    while todo:
        number = todo.pop()
        if number in reached or number not in current:
            continue
        reached.add(number)
        todo += references(current[number].value)
    return {id(current[number]) for number in reached}


def _is_current(one: RawObject, reader: pypdf.PdfReader | None) -> bool:
    """Whether the table of the file points to this object. Without a reader the last one counts."""
    if reader is None:
        return True
    if one.inside is not None:
        return reader.xref_objStm.get(one.number, (None,))[0] == one.inside
    for table in reader.xref.values():
        place = table.get(one.number)
        if place is not None and abs(place - one.offset) <= 4:
            return True
    return False


def _maps(raw: RawFile) -> list[content.CharacterMap]:
    found = []
    for one in raw.objects:
        if one.span is None:
            continue
        try:
            data, left = stream_of(one)
        except Undecodable:
            continue
        if not left and b"beginbf" in data[:200_000]:
            found.append(content.CharacterMap(data))
        if len(found) >= 60:
            break
    return found


def _stream(
    case: Case,
    one: RawObject,
    known: bool,
    drawn: set[int],
    maps: list[content.CharacterMap],
    shown: str,
    stock: Stock,
) -> None:
    """One stream: its words, and whether it is shown at all."""
    place = f"对象{one.number}的数据流"
    try:
        data, left = stream_of(one)
    except Undecodable:
        case.verdict.could_not(case.where(f"{place}（编码{one.get('Filter')}）解不开"))
        case.search_bytes("stream", one.body or b"", place)
        return
    if one.get("Subtype") == "Image" or left in PICTURE_FILTERS:
        _picture(case, one, data, left, known, drawn, stock)
        return
    behind.look(case, one, data, place)
    if one.get("Type") == "Metadata" and _THUMBNAIL.search(data):
        case.leak("thumbnail", f"{place}：元数据里有一幅小图")
    if case.finder:
        case.search_bytes("metadata" if one.get("Type") == "Metadata" else "stream", data[:20_000_000], place)
        if one.get("Type") not in _STRUCTURE:
            _inner_strings(case, data, place)
        if data[:1] == b"<" or b"<?x" in data[:200]:
            bare = re.sub(rb"<[^>]*>", b"", data)
            case.search_bytes("metadata", bare, place)
    if content.shows_text(data):
        _printed(case, one, data, known and not _is_never_drawn(one, drawn), maps, shown)


def _is_never_drawn(one: RawObject, drawn: set[int]) -> bool:
    """A form or a pattern to which something leads, but which nothing draws."""
    return one.number not in drawn and (one.get("Subtype") == "Form" or one.get("PatternType") == 1)


def _inner_strings(case: Case, data: bytes, place: str) -> None:
    """Strings written inside a stream, such as the words of marked content, alone and run together."""
    if b"(" not in data and b"<" not in data:
        return
    texts = [strings.read(value) for value in content.inner_strings(data)]
    case.search("stream", "\n".join(text for several in texts for text in several), place)
    case.search("stream", "".join(several[0] for several in texts), place)


_SYNTAX = re.compile(
    rb"\d{10} \d{5} [nf]|%%EOF|%PDF-\d\.\d|\n%[^\r\n]{0,8}[\r\n]|trailer\s*<<.*?>>\s*(?=startxref)"
    rb"|xref|startxref|endobj|endstream|\d+|[\0\s]+",
    re.DOTALL,
)
_LEAST_LOOSE = 64


def _gaps(case: Case, raw: RawFile) -> None:
    """Bytes that belong to no object: searched, and told if they are more than the tables of a PDF."""
    for number, gap in enumerate(raw.gaps):
        case.search_bytes("stream", gap[:2_000_000], "对象之间的字节")
        rest = _SYNTAX.sub(b"", gap)
        if b"endstream" in gap and b"stream" in gap.replace(b"endstream", b""):
            case.verdict.could_not(case.where("对象之间还有读不通的数据流"))
        elif len(rest) > _LEAST_LOOSE:
            place = "文件结束以后" if number == len(raw.gaps) - 1 else "对象之间"
            case.leak("trailer", f"{place}还有{len(rest)}字节，不属于任何页面")


def _printed(
    case: Case, one: RawObject, data: bytes, known: bool, maps: list[content.CharacterMap], shown: str
) -> None:
    texts = list(content.readings(content.printed(data), maps))
    place = f"对象{one.number}的页面内容"
    for text in texts if case.finder else []:
        case.search("stream", text, place)
    if known:
        return
    ours = fold(shown)
    said = [text for text in texts if re.search(r"\w{2}", fold(text))]
    if said and not any(fold(text) in ours for text in said):
        case.leak("revision", f"{place}：已不显示的旧内容", said[-1] if maps else said[0])


def _picture(
    case: Case, one: RawObject, data: bytes, left: str, known: bool, drawn: set[int], stock: Stock
) -> None:
    place = f"对象{one.number}的图片"
    behind.look(case, one, data, place)
    behind.look_at_picture(case, one, data, left, place, stock.by_number)
    if left in ("JBIG2Decode",):
        jbig2.look(case, data, place)
    if left in ("DCTDecode", "DCT") and case.inner is not None:
        case.inner(case, data, place)
    if known and (one.number in drawn or one.number in stock.thumbnails.values()):
        return
    wide, high = one.get("Width") or 0, one.get("Height") or 0
    if isinstance(wide, int) and isinstance(high, int) and wide * high >= 64 and len(set(data)) > 1:
        case.leak("picture", f"{place}（{wide}×{high}）在文件里但不显示")


def _attachments(case: Case, raw: RawFile) -> None:
    """Files inside the file; each is examined as a file of its own."""
    names = {
        ref.number: strings.read(value)[0]
        for one in raw.objects
        if isinstance(one.get("EF"), dict)
        for key, value in one.value.items()
        if key in ("F", "UF") and isinstance(value, bytes)
        for ref in one.value["EF"].values()
        if isinstance(ref, Ref)
    }
    for one in raw.objects:
        if one.span is None or not (one.number in names or one.get("Type") == "EmbeddedFile"):
            continue
        name = names.get(one.number, f"对象{one.number}")
        try:
            data, _ = stream_of(one)
        except Undecodable:
            case.leak("attachment", f"附件“{name}”")
            case.verdict.could_not(case.where(f"附件“{name}”解不开"))
            continue
        # in a plain text every secret would be found; a picture or a page may show what nobody can search
        plain = bool(case.finder) and not kind_of(data) and is_text(data) and not _THUMBNAIL.search(data)
        if case.boxes is not None and not plain:
            case.leak("attachment", f"附件“{name}”")
        else:
            case.info("attachment", f"附件“{name}”")
        if case.inner is not None:
            case.inner(case, data, f"附件“{name}”")
    case.verdict.looked("attachments")


def _marks(case: Case, raw: RawFile) -> None:
    """What must not stand in a released file, whatever it says."""
    for one in raw.objects:
        if one.get("Subtype") == "Redact":
            case.leak("annotation", f"对象{one.number}：只做了遮盖标记，没有真正删除")
        if case.boxes is not None and one.get("XFA") is not None:
            case.info("form", f"对象{one.number}：含 XFA 表单")
        for key in ("Author", "Creator", "Producer", "Title"):
            value = one.get(key)
            if isinstance(value, bytes) and value and one.get("Type") is None and one.get("Parent") is None:
                case.info("metadata", f"对象{one.number}的{key}", strings.read(value)[0])
