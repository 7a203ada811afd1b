"""Fields of an official document, each with the place it was found and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from gongkai.files.document import Document
from gongkai.gongwen import ticks
from gongkai.gongwen.dates import DateReading, parse_date
from gongkai.gongwen.found import Attachment, Evidence, Fields, Found, missing, proof
from gongkai.gongwen.imprint import read_imprint
from gongkai.gongwen.labels import Labelled, is_index, read_labels
from gongkai.gongwen.letterhead import (
    ORG,
    Head,
    address_of,
    is_finished,
    is_org_name,
    read_head,
    red_head_org,
    title_text,
)
from gongkai.gongwen.lines import Line, lines_of
from gongkai.gongwen.numbers import DocNumber, is_empty, parse_number
from gongkai.gongwen.tail import (
    Signed,
    attachment_headings,
    attribute_word,
    dated_part,
    named_attachments,
    publicity_notes,
    read_signature,
)
from gongkai.gongwen.terms import effective_of, expiry_of
from gongkai.gongwen.text import close_up, squeeze

T = TypeVar("T")
_TITLE_ISSUER = re.compile(
    rf"(?P<org>[\u4e00-\u9fff·、\s()（）]{{2,60}}?{ORG})(?:关于|印发|转发|(?=\d{{4}}年))"
)
# 各市、县教育局 is one party: a bare kind of area cannot be addressed.
_AREA = re.compile(r"各?(?:有关)?(?:省|市|区|县|自治区|自治州|直辖市|州|地|盟|旗|乡|镇)")
_ABOUT = re.compile(r"关于|印发|转发|[的》]$")
_OFF_PICTURE = "读自图像，请核对"
_JUNK_VALUE = re.compile(r"null|none|undefined|无|暂无|[-—/]+|空", re.IGNORECASE)


def read_fields(reading: Document) -> Fields:
    """All fields of what a reader found."""
    lines = lines_of(reading.blocks)
    labels = read_labels(lines)
    head = read_head(lines)
    signed = read_signature(lines, head.end)
    title = _title(head, labels, reading, lines)
    day, candidates = _date(head, labels, signed, lines)
    addressee = _addressee(head)
    imprint = read_imprint(lines, max(head.end, signed.dated.number + 1 if signed.dated else 0))
    found = Fields(
        doc_number=_number(head, labels),
        title=title,
        issuer=_issuer(head, labels, signed, title),
        addressee=addressee,
        addressees=split_addressees(addressee.value or ""),
        date=day,
        date_candidates=candidates,
        published=_published(labels, reading, head, lines),
        attribute=_attribute(labels, lines),
        index_no=_index(labels, lines, head.end),
        validity=_validity(labels),
        effective=_stated(effective_of(lines, labels), "施行日期"),
        expires=_stated(expiry_of(lines, labels), "有效期"),
        attachments=_attachments(lines, head, reading),
        signature=Found(signed.text, "read", "", proof(*signed.names)) if signed.text else missing(),
        copies=Found(imprint.copies, "read", "", proof(*imprint.copies_lines))
        if imprint.copies
        else missing(),
        printed=Found(imprint.printed, "read", "", proof(*imprint.printed_lines))
        if imprint.printed
        else missing(),
    )
    return _doubted(found) if reading.recognised else found


def _doubted(fields: Fields) -> Fields:
    """The same of a reading off pictures: nothing of it is sure."""
    doubted: dict[str, Any] = {
        name: replace(one, how="inferred", reason=_OFF_PICTURE)
        for name in fields.__dataclass_fields__
        if isinstance(one := getattr(fields, name), Found) and one.how == "read"
    }
    return replace(fields, **doubted)


def _agreed(readings: list[tuple[T, Line]], same: Callable[[T], object], what: str) -> Found[T]:
    """The first reading; contradictory if another place says otherwise."""
    values = {same(value) for value, _ in readings}
    where = proof(*(line for _, line in readings))
    if len(values) > 1:
        return Found(readings[0][0], "contradictory", f"文中有不同的{what}，请核对", where)
    return Found(readings[0][0], "read", "", where)


def _stated(readings: list[tuple[str, Line]], what: str) -> Found[str]:
    """What the text says of its own term."""
    return _agreed(readings, str, what) if readings else missing()


def _number(head: Head, labels: list[Labelled]) -> Found[DocNumber]:
    """From the letterhead, else from a label. Numbers cited in the text are never taken."""
    readings: list[tuple[DocNumber, Line]] = []
    if head.number:
        readings.append((head.number[1], head.number[0]))
    said = [label for label in labels if label.field == "doc_number"]
    unread: list[Labelled] = []
    for label in said:
        found = parse_number(label.value)
        if found:
            readings.append((found, label.line))
        elif label.value and not is_empty(label.value):
            unread.append(label)
    if readings:
        best = _agreed(readings, lambda number: number.text, "文号")
        if best.value and best.value.damaged and best.how == "read":
            return Found(best.value, "damaged", "文号有缺损，请从候选中选定", best.evidence)
        return best
    if unread:
        text = squeeze(unread[0].value)[:80]
        return Found(DocNumber(text, damaged=True), "damaged", "文号栏的内容不成文号", proof(unread[0].line))
    if said:
        return Found(None, "missing", "文号栏为空", proof(*(label.line for label in said)))
    return missing("没有文号")


def _title(head: Head, labels: list[Labelled], reading: Document, lines: list[Line]) -> Found[str]:
    """As the page or a label says, if printed so; else by its place; else from the label or page alone."""
    said = [(label.value, proof(label.line)) for label in labels if label.field == "title" and label.value]
    said += [(text, (Evidence(-1, -1, text[:200]),)) for text in _page_titles(reading)]
    printed = _printed_in_head(lines, head.end)
    printed["".join(line.tight for line in head.title)] = head.title
    for text, _ in said:
        where = printed.get(squeeze(text))
        if where:
            return Found(title_text(where), "read", "", proof(*where))
    placed = head.title
    if len(placed) > 1 and placed[0].tight == squeeze(reading.metadata.get("<title>", "")):
        placed = placed[1:]  # the name of the site, printed above
    if placed:
        text = title_text(placed)
        if _is_cut(text, placed[0], lines):
            return Found(text, "inferred", "标题像是不完整，请核对", proof(*placed))
        if is_finished(list(placed)) or placed[0].level:
            return Found(text, "read", "", proof(*placed))
        return Found(text, "inferred", "不以文种（通知、意见等）结尾，按位置推断", proof(*placed))
    if said:
        text, place = said[0]
        if place[0].block >= 0:
            return Found(close_up(text), "read", "", place)
        return Found(text, "inferred", "取自网页的标题信息", place)
    return missing()


def _is_cut(text: str, first: Line, lines: list[Line]) -> bool:
    """Whether a title shows that it lacks its beginning: a bracket that nothing opens, or 的通知 and 函 below words."""
    if any(text.count(shut) > text.count(opened) for opened, shut in ("《》", "（）", "“”")):
        return True
    short = len(squeeze(text)) <= 5 and not is_org_name(squeeze(text))
    above = lines[first.number - 1] if first.number else None
    return short and above is not None and (squeeze(text)[0] == "的" or bool(_ABOUT.search(above.tight)))


def _page_titles(reading: Document) -> list[str]:
    """What a page calls itself, and the longest part of it: names of site and column stand behind the title."""
    found: list[str] = []
    for name in ("ArticleTitle", "<title>"):
        whole = close_up(reading.metadata.get(name, ""))
        longest = max(re.split(r"[_|｜\-—–]+", whole), key=len).strip()
        found += [text for text in (whole, longest) if text and not is_org_name(squeeze(text))]
    return found


def _printed_in_head(lines: list[Line], end: int) -> dict[str, tuple[Line, ...]]:
    """Every line and every block of the head, by its text without blanks."""
    head = [line for line in lines if line.row is None and line.number < end]
    blocks: dict[int, list[Line]] = {}
    for line in head:
        blocks.setdefault(line.block, []).append(line)
    found = {"".join(line.tight for line in group): tuple(group) for group in blocks.values()}
    return found | {line.tight: (line,) for line in reversed(head)}


def _issuer(head: Head, labels: list[Labelled], signed: Signed, title: Found[str]) -> Found[str]:
    """Red head, then label, then signature, then title; the publisher of a page comes last."""
    readings: list[tuple[str, Line]] = []
    if head.red:
        readings.append((red_head_org(head.red), head.red[-1]))
    readings += [(squeeze(x.value), x.line) for x in labels if x.field == "issuer" and _worth(x.value)]
    if signed.text:
        readings.append((signed.text, signed.names[0]))
    if readings:
        # Short and full name of one body (市教委 in the head, full name signed) are no contradiction.
        first = readings[0][0]
        agreeing = [r for r in readings if r[0] in first or first in r[0]]
        if len(agreeing) == len(readings):
            return Found(first, "read", "", proof(*(line for _, line in readings)))
        return _agreed(readings, lambda name: name, "发文机关")
    match = _TITLE_ISSUER.match(title.value or "")
    if match:
        return Found(close_up(match.group("org")), "inferred", "由标题开头的机关名称推断", title.evidence)
    for label in labels:
        if label.field == "publisher" and _worth(label.value):
            return Found(close_up(label.value), "inferred", "由发布机构推断", proof(label.line))
    return missing()


def _worth(value: str) -> bool:
    return bool(value) and _JUNK_VALUE.fullmatch(squeeze(value)) is None


def _date(
    head: Head, labels: list[Labelled], signed: Signed, lines: list[Line]
) -> tuple[Found[date], tuple[date, ...]]:
    """成文日期: as signed, else as labelled, else as printed in the head."""
    readings: list[tuple[DateReading, Line]] = []
    if signed.reading and signed.dated:
        readings.append((signed.reading, signed.dated))
    for label in labels:
        found = parse_date(label.value) if label.field == "date" and label.value else None
        if found:
            readings.append((found, label.line))
    if not readings:
        return _head_date(head, lines), ()
    sound = [(r.value, line) for r, line in readings if r.value]
    if not sound:
        reading, line = readings[0]
        return Found(None, "damaged", f"日期“{reading.text}”有缺损，请选定", proof(line)), reading.candidates
    if not signed.text and len(sound) == 1 and sound[0][1] == signed.dated:
        return Found(sound[0][0], "inferred", "日期旁没有署名", proof(signed.dated)), ()
    return _agreed(sound, lambda day: day, "成文日期"), ()


def _head_date(head: Head, lines: list[Line]) -> Found[date]:
    """A date in the head, beside a body's name or alone, unless it is the day a page went out."""
    for line in lines:
        reading = parse_date(dated_part(line)) if line.row is None and line.number < head.end else None
        if reading and reading.value and not _is_machine_date(line):
            return Found(reading.value, "inferred", "文首印有日期，没有署名", proof(line))
    return missing()


def _is_machine_date(line: Line) -> bool:
    """Whether a date is in the form a website writes (2024-07-01, with time of day), not an official."""
    return re.search(r"\d:\d{2}|\d{4}[-/]\d", line.folded) is not None


def _published(labels: list[Labelled], reading: Document, head: Head, lines: list[Line]) -> Found[date]:
    for label in labels:
        found = parse_date(label.value) if label.field == "published" and label.value else None
        if found and found.value:
            return Found(found.value, "read", "", proof(label.line))
    said = reading.metadata.get("PubDate", "")
    found = parse_date(said)
    if found and found.value:
        return Found(found.value, "inferred", "取自网页的发布日期信息", (Evidence(-1, -1, said[:200]),))
    for line in lines:
        found = parse_date(line.text) if line.number < head.end and _is_machine_date(line) else None
        if found and found.value:
            return Found(found.value, "inferred", "文首印有网站写法的日期，按发布时间理解", proof(line))
    return missing()


def _addressee(head: Head) -> Found[str]:
    if not head.addressee:
        return missing("没有主送机关")
    text = close_up(
        "".join(line.closed for line in head.addressee[:-1]) + address_of(head.addressee[-1].closed)
    )
    return Found(text, "read", "", proof(*head.addressee))


def split_addressees(text: str) -> tuple[str, ...]:
    """The parties of an addressee: parted at ，；、 outside brackets; “各市、县（市、区）教育局” stays one."""
    parts, depth, current = [], 0, ""
    for letter in text:
        depth += (letter in "（(") - (letter in "）)")
        if letter in "，,；;、" and depth <= 0:
            parts.append((current, letter))
            current = ""
        else:
            current += letter
    parts.append((current, ""))
    found: list[str] = []
    pending = ""
    for part, separator in parts:
        whole = pending + part
        if separator == "、" and _AREA.fullmatch(part.strip()):
            pending = whole + separator
            continue
        pending = ""
        if whole.strip():
            found.append(whole.strip())
    return tuple(found)


def _attribute(labels: list[Labelled], lines: list[Line]) -> Found[str]:
    readings = [(word, line) for line, word in publicity_notes(lines)]
    unclear: list[Line] = []
    inferred = False
    forms = [(label.value, label.line) for label in labels if label.field == "attribute"]
    labelled = {line.number for _, line in forms}
    forms += [(line.text, line) for line in lines if line.number not in labelled and _offers(line)]
    for value, line in forms:
        if line in (known for _, known in readings):
            continue
        word, how = ticks.chosen(value)
        if how == "unclear":
            unclear.append(line)
        elif not how:
            word = attribute_word(squeeze(value).strip("()"))
            inferred = inferred or squeeze(value) == "公开"
        if word:
            readings.append((attribute_word(word), line))
    if not readings and unclear:
        return Found(None, "contradictory", "看不出勾选的是哪一项，请选定", proof(*unclear))
    if not readings:
        return missing("没有注明公开属性")
    found = _agreed(readings, lambda word: word, "公开属性")
    if inferred and found.how == "read":
        return Found(found.value, "inferred", "只写“公开”，按主动公开理解", found.evidence)
    return found


def _offers(line: Line) -> bool:
    """Whether a line without label is nothing but words to be ticked."""
    rest = re.sub(rf"{ticks.WORDS}|[VvXx\W_]", "", line.tight)
    return not rest and ticks.has_boxes(line.text)


def _index(labels: list[Labelled], lines: list[Line], end: int) -> Found[str]:
    said = [label for label in labels if label.field == "index_no"]
    for label in said:
        text = squeeze(label.value)
        if is_index(text):
            return Found(text, "read", "", proof(label.line))
    for label in said:
        text = squeeze(label.value)
        if text.lower().startswith("null"):
            return Found(None, "damaged", "索引号栏写着 null，系统未生成", proof(label.line))
        if _worth(text):
            return Found(text, "read", "索引号的形状不常见", proof(label.line))
    for line in lines:
        # Without a label only the unmistakable shapes are believed.
        if line.row is not None:
            continue
        unmistakable = re.fullmatch(
            r"[0-9A-Z]{8}[0-9X]/\d{4}-\d{5}|SY[0-9A-Z]{9}[01]\d{9}|[0-9A-Z]{18}/\d{6}-\d{5}", line.tight
        )
        if unmistakable or (line.number < end and _stands_for_index(line)):
            return Found(line.tight, "inferred", "没有标签，按形状认定", proof(line))
    return missing("索引号栏为空" if said else "没有索引号")


def _stands_for_index(line: Line) -> bool:
    """Whether a line of the head holds nothing but an index number; a date or a telephone number is none."""
    return is_index(line.text) and parse_date(line.text) is None and len(line.tight) >= 14


def _validity(labels: list[Labelled]) -> Found[str]:
    said = [label for label in labels if label.field == "validity"]
    values = [(squeeze(x.value), x.line) for x in said if _worth(x.value)]
    words = {"是": "有效", "否": "失效"}
    values = [(words.get(value, value), line) for value, line in values]
    if not values:
        return missing("有效性栏为空" if said else "没有注明有效性")
    return _agreed(values, lambda word: word, "有效性")


def file_name(text: str) -> str:
    """A name without number, ending and the word 附件: “附件1：名单.docx” and “1. 名单” are one."""
    plain = re.sub(r"^附?件?\s*\d{0,2}\s*[.:、]?(?=\D)", "", squeeze(text))
    return re.sub(r"\.[a-z]{2,5}$", "", plain, flags=re.IGNORECASE).strip("《》<>【】[]()")


def _attachments(lines: list[Line], head: Head, reading: Document) -> Found[tuple[Attachment, ...]]:
    found, used = named_attachments(lines, head.end)
    how = "读出附件说明"
    if not found:
        found, used = attachment_headings(lines, head.end)
        how = "由文后的附件页推断"
    hrefs = {file_name(name): href for name, href in reading.links}
    found = [Attachment(item.name, item.number, hrefs.get(file_name(item.name), "")) for item in found]
    known = {file_name(attachment.name) for attachment in found}
    linked = [
        Attachment(name, None, href) for name, href in reading.links if file_name(name) not in {"", *known}
    ]
    if not found and not linked:
        return missing("没有附件")
    if not used:
        where = tuple(Evidence(-1, -1, link.href[:200]) for link in linked)
        return Found(tuple(linked), "inferred", "由页面上的文件链接推断", where)
    inferred = how != "读出附件说明"
    return Found(
        tuple(found + linked), "inferred" if inferred else "read", how if inferred else "", proof(*used)
    )
