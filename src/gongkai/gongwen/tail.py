"""The end of a document: signature, 成文日期, the note on publicity, attachments named in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gongkai.gongwen.dates import DateReading, parse_date
from gongkai.gongwen.found import Attachment
from gongkai.gongwen.labels import begins_with_label
from gongkai.gongwen.letterhead import ORG, is_finished, is_org, is_org_name, names_on
from gongkai.gongwen.lines import Line, is_body

_SIGNED_AND_DATED = re.compile(
    rf"(?P<org>[\u4e00-\u9fff·()]{{2,40}}{ORG})(?P<date>[\d〇○零一二三四五六七八九]{{4}}年.{{3,9}}日)"
)
# A numbered part: 一、 1. and 第N条 begin a count, every other number goes on with one.
_NUMBERED = re.compile(
    r"(?:(?P<first>一、|\(一\)|1[.、]|第一[章条])|[二三四五六七八九十]{1,3}、|\([二三四五六七八九十]{1,3}\)"
    r"|\d{1,2}[.、](?!\d)|第[二三四五六七八九十百]{1,4}[章条])"
)
_AFTER_END = re.compile(r"[(\[]|附件|抄|主题词|联系|印发|信息公开|公开")
_NOTE = re.compile(
    r"[(\[]?(?:注:)?(?:此件|本件|此文|该件|信息)?(?:公开属性:|公开方式:)?(?:删减后)?"
    r"(?P<word>主动公开|依申请公开|不予公开|公开发布|不公开)(?:[,;。](?!.*公开).{1,60})?[)\]]?[。.]?"
)
_WORDS = "一二三四五六七八九十"
_ATTACHED = re.compile(
    rf"附(?:件|表|图)?\s*[(（]?(?P<mark>\d{{0,2}}|[{_WORDS}]{{0,3}}|[①-⑳]?)[)）]?\s*[:：]\s*(?P<rest>.*)"
)
# 1. （1） 1） ① 一、 （一）
_MARK = rf"(?:\d{{1,2}}\s*[.．、)）]|[(（]\s*(?:\d{{1,2}}|[{_WORDS}]{{1,3}})\s*[)）]|[①-⑳⑴-⒇⒈-⒛]|[{_WORDS}]{{1,3}}[、.．])"
_ITEM = re.compile(rf"(?P<number>{_MARK})\s*(?P<name>\S.*)")
_HEADING = re.compile(r"附\s*件\s*(?P<number>\d{0,2}|[一二三四五六七八九十]{0,2})\s*[:：]?")
_END = ";；。.,，"
_NONE = re.compile(r"无|没有|略|/|-+|—+")
_SEAL = re.compile(r"\(.{0,20}代章\)|\(?加?盖?(?:公章|印章|签章|盖章|代章|章|印)\)?")
# Fewer letters: the line was not full, so its text does not run on.
_FULL_LINE = 22


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
        reading = parse_date(both.group("date") if both else line.text)
        if reading is None or line.tight.endswith("印发") or _goes_on(body[index + 1 :]):
            continue
        if both:
            return Signed((line,), line, reading, both.group("org"))
        names = _names_above(body, index) or _names_below(body, index)
        if names:
            # Several bodies may sign side by side or one below the other.
            return Signed(
                names, line, reading, "、".join(name for line in names for name in names_on(line.text))
            )
        loose = Signed((), line, reading)
    return loose or Signed((), None, None)


def dated_part(line: Line) -> str:
    """The date of a line that holds a date and perhaps a body's name before it; else the line."""
    both = _SIGNED_AND_DATED.fullmatch(line.tight)
    return both.group("date") if both else line.text


def _goes_on(following: list[Line]) -> bool:
    """Whether the text goes on with a later number (三、, 4.): what stands before is no end of it.

    What follows an end (an attachment, rules) begins its own numbering.
    """
    for line in following:
        match = _NUMBERED.match(line.tight)
        if match:
            return match.group("first") is None
    return False


def _names_above(body: list[Line], index: int) -> tuple[Line, ...]:
    """Names of bodies directly above a date, nearest last; a note on the seal may stand between."""
    names: list[Line] = []
    for line in reversed(body[max(0, index - 12) : index]):
        if _SEAL.fullmatch(line.tight):
            continue
        if not all(is_org_name(name) for name in names_on(line.text)):
            break
        names.insert(0, line)
    return tuple(names)


def _names_below(body: list[Line], index: int) -> tuple[Line, ...]:
    """Names of bodies below a date, if nothing but a gap, a note or an attachment comes after them."""
    names: list[Line] = []
    for line in body[index + 1 :]:
        if is_org(line):
            names.append(line)
            continue
        return tuple(names) if names and (line.gap or _AFTER_END.match(line.tight)) else ()
    return tuple(names)


def publicity_notes(lines: list[Line]) -> list[tuple[Line, str]]:
    """Lines that say nothing but how open the document is: （此件主动公开）, 主动公开."""
    found: list[tuple[Line, str]] = []
    for line in lines:
        match = _NOTE.fullmatch(line.tight) if line.row is None and len(line.tight) < 90 else None
        # A contact may follow inside the brackets; without them it would be a sentence.
        if match and (len(line.tight) < 24 or re.match(r"[(\[].*[)\]]$", line.tight)):
            found.append((line, attribute_word(match.group("word"))))
    return found


def attribute_word(text: str) -> str:
    """One of the three attributes; 公开发布 and 公开 stand for 主动公开. Empty for other words."""
    words = {
        "公开发布": "主动公开",
        "公开": "主动公开",
        "不公开": "不予公开",
        "免于公开": "不予公开",
        "免予公开": "不予公开",
    }
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
    if _NONE.fullmatch(rest.rstrip(_END)):
        return [], used
    if mark and rest:  # 附件1：甲 / 附件2：乙, 附件一：甲 / 附件二：乙
        found = [Attachment(rest.rstrip(_END), _figure(mark))]
        for line in body[index + 1 :]:
            more = _ATTACHED.fullmatch(line.closed)
            if not (more and more.group("mark") and more.group("rest")):
                break
            found.append(Attachment(more.group("rest").rstrip(_END), _figure(more.group("mark"))))
            used.append(line)
        return found, used
    found = _items(rest)
    if rest and found[0].number is None:
        return found, used
    following = body[index + 1 :]
    for place, line in enumerate(following):
        if _is_item(line, len(found) + 1):
            found += _items(line.closed)
        elif found and _runs_on(used[-1], line, following[place + 1 : place + 2], len(found) + 1):
            found[-1] = Attachment(found[-1].name + line.closed.rstrip(_END), found[-1].number)
        else:
            break
        used.append(line)
    return (found, used) if found else ([], [])


def _is_item(line: Line, number: int) -> bool:
    item = _ITEM.fullmatch(line.closed)
    return item is not None and _figure(item.group("number")) == number


def _runs_on(before: Line, line: Line, after: list[Line], number: int) -> bool:
    """Whether a line is the rest of an attachment's name: the line before is full, or the next item follows."""
    if line.gap or is_org(line) or parse_date(line.text) or _ITEM.fullmatch(line.closed) or is_body(line):
        return False
    if before.closed.endswith(tuple(_END)) or _NOTE.fullmatch(line.tight) or begins_with_label(line):
        return False
    follows = bool(after) and _is_item(after[0], number)
    return follows or (len(before.tight) >= _FULL_LINE and not is_finished([before]) and is_finished([line]))


def _items(text: str) -> list[Attachment]:
    """One or several numbered names on a line; a name without number stands alone."""
    if not text:
        return []
    # A number in the middle of a line begins an item only if it counts on.
    starts: list[int] = []
    for match in re.finditer(rf"(?:^|(?<=[^\d.（(])){_MARK}(?!(?<=[.])\d)", text):
        number = _figure(match.group())
        before = _figure(_mark_at(text, starts[-1])) if starts else None
        if number is not None and (match.start() == 0 or (before is not None and number == before + 1)):
            starts.append(match.start())
    if not starts:
        return [Attachment(text.strip().rstrip(_END))]
    found = [Attachment(text[: starts[0]].strip().rstrip(_END))] if text[: starts[0]].strip() else []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        item = _ITEM.fullmatch(text[start:end].strip())
        if item:
            found.append(Attachment(item["name"].strip().rstrip(_END), _figure(item["number"])))
    return found


def _mark_at(text: str, start: int) -> str:
    match = re.compile(_MARK).match(text, start)
    return match.group() if match else ""


def _figure(mark: str) -> int | None:
    """1. （1） ① 一、 as a number."""
    plain = unicodedata.normalize("NFKC", mark).strip("()（）.．、 ")
    if plain.isdecimal():
        return int(plain)
    tens, ten, units = plain.partition("十")
    digits = {word: value for value, word in enumerate("一二三四五六七八九", 1)} | {"": 0}
    if not ten:
        return digits.get(plain) or None
    if tens not in digits or units not in digits:
        return None
    return (digits[tens] or 1) * 10 + digits[units]
