"""The end of a document: signature, 成文日期, the note on publicity, attachments named in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.gongwen.dates import DateReading, parse_date
from gongkai.gongwen.found import Attachment
from gongkai.gongwen.letterhead import ORG, ORG_END, is_org
from gongkai.gongwen.lines import Line
from gongkai.gongwen.text import squeeze

_SIGNED_AND_DATED = re.compile(
    rf"(?P<org>[\u4e00-\u9fff·()]{{2,40}}{ORG})(?P<date>[\d〇○零一二三四五六七八九]{{4}}年.{{3,9}}日)"
)
_NOTE = re.compile(
    r"[(\[]?(?:注:)?(?:此件|本件|此文|该件|信息)?(?:公开属性:|公开方式:)?(?:删减后)?"
    r"(?P<word>主动公开|依申请公开|不予公开|公开发布|不公开)[)\]]?[。.]?"
)
_ATTACHED = re.compile(r"附(?:件|表|图)?\s*(?P<mark>\d{0,2}|[一二三四五六七八九十]?)\s*[:：]\s*(?P<rest>.*)")
_ITEM = re.compile(r"(?P<number>\d{1,2})\s*[.．、]\s*(?P<name>\S.*)")
_HEADING = re.compile(r"附\s*件\s*(?P<number>\d{0,2}|[一二三四五六七八九十]{0,2})\s*[:：]?")
_END = ";；。.,，"


@dataclass(frozen=True)
class Signed:
    """Signature and date lines at the end of the text; either may be missing."""

    names: tuple[Line, ...]
    dated: Line | None
    reading: DateReading | None
    text: str = ""


def read_signature(lines: list[Line], after: int) -> Signed:
    """The first dated signature after the head; else the last date that stands alone."""
    body = [line for line in lines if line.row is None and line.number >= after]
    loose: Signed | None = None
    for index, line in enumerate(body):
        both = _SIGNED_AND_DATED.fullmatch(line.tight)
        if both and not line.tight.endswith("印发"):
            return Signed((line,), line, parse_date(both.group("date")), both.group("org"))
        reading = parse_date(line.text)
        if reading is None:
            continue
        names = _names_above(body, index)
        if names:
            # Several bodies may sign side by side or one below the other.
            return Signed(names, line, reading, "、".join(name for line in names for name in signers(line)))
        loose = Signed((), line, reading)
    return loose or Signed((), None, None)


def _names_above(body: list[Line], index: int) -> tuple[Line, ...]:
    """Names of bodies directly above a date, nearest last; an attachment heading is none."""
    names: list[Line] = []
    for line in reversed(body[max(0, index - 8) : index]):
        if not is_org(line):
            break
        names.insert(0, line)
    return tuple(names)


def signers(line: Line) -> list[str]:
    """The bodies signing on one line, wide blanks between them; spaced letters of one name are closed up."""
    parts = [squeeze(part) for part in re.split(r"[ \t\u3000\xa0]{2,}", line.text.strip())]
    joint = len(parts) > 1 and all(len(part) >= 4 and ORG_END.search(part) for part in parts)
    return parts if joint else [line.tight]


def publicity_notes(lines: list[Line]) -> list[tuple[Line, str]]:
    """Lines that say nothing but how open the document is: （此件主动公开）, 主动公开."""
    found: list[tuple[Line, str]] = []
    for line in lines:
        match = _NOTE.fullmatch(line.tight) if line.row is None and len(line.tight) < 24 else None
        if match:
            found.append((line, attribute_word(match.group("word"))))
    return found


def attribute_word(text: str) -> str:
    """One of the three attributes; 公开发布 and 公开 stand for 主动公开. Empty for other words."""
    words = {"公开发布": "主动公开", "公开": "主动公开", "不公开": "不予公开", "免于公开": "不予公开"}
    word = words.get(text, text)
    return word if word in ("主动公开", "依申请公开", "不予公开") else ""


def named_attachments(lines: list[Line], after: int) -> tuple[list[Attachment], list[Line]]:
    """The list behind “附件：”, over following numbered lines."""
    body = [line for line in lines if line.row is None and line.number >= after]
    for index, line in enumerate(body):
        match = _ATTACHED.fullmatch(line.closed)
        if match and (match.group("rest") or index + 1 < len(body)):
            return _listed(body, index, match)
    return [], []


def attachment_headings(lines: list[Line], after: int) -> tuple[list[Attachment], list[Line]]:
    """“附件1” alone on a line heads an attachment; the line below it is its name."""
    body = [line for line in lines if line.row is None and line.number >= after]
    found: list[Attachment] = []
    used: list[Line] = []
    for index, line in enumerate(body[:-1]):
        match = _HEADING.fullmatch(line.tight)
        if match:
            number = match.group("number")
            found.append(
                Attachment(body[index + 1].closed[:120], int(number) if number.isdecimal() else None)
            )
            used += [line, body[index + 1]]
    return found, used


def _listed(body: list[Line], index: int, match: re.Match[str]) -> tuple[list[Attachment], list[Line]]:
    rest, mark = match.group("rest"), match.group("mark")
    used = [body[index]]
    if mark.isdecimal() and rest:  # 附件1：甲 / 附件2：乙
        found = [Attachment(rest.rstrip(_END), int(mark))]
        for line in body[index + 1 :]:
            more = _ATTACHED.fullmatch(line.closed)
            if not (more and more.group("mark").isdecimal() and more.group("rest")):
                break
            found.append(Attachment(more.group("rest").rstrip(_END), int(more.group("mark"))))
            used.append(line)
        return found, used
    found = _items(rest)
    if rest and found[0].number is None:
        return found, used
    for line in body[index + 1 :]:
        item = _ITEM.fullmatch(line.closed)
        if not item or int(item.group("number")) != len(found) + 1:
            break
        found += _items(line.closed)
        used.append(line)
    return (found, used) if found else ([], [])


def _items(text: str) -> list[Attachment]:
    """One or several numbered names on a line; a name without number stands alone."""
    if not text:
        return []
    parts = re.split(r"\s*(?:^|(?<=[^\d.]))(?=\d{1,2}[.．、](?!\d))", text)
    found = []
    for part in parts:
        match = _ITEM.fullmatch(part.strip())
        if match:
            found.append(Attachment(match.group("name").strip().rstrip(_END), int(match.group("number"))))
        elif part.strip():
            found.append(Attachment(part.strip().rstrip(_END)))
    return found
