"""Outline of a report: its numbered headings and the parts announced in the preface."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.statforms.narrative.numerals import chinese_number
from gongkai.statforms.narrative.paragraphs import Paragraph

_TOP = re.compile(r"^([一二三四五六七八九十]{1,3})[、.．]\s*(.{2,60})$")
_SUB = re.compile(r"^[（(]([一二三四五六七八九十]{1,3})[)）]\s*(.{2,60}?)(?:[。：:]|$)")
_ANNOUNCED = re.compile(
    r"(?:本?年?度?报告|全文|内容)[^。]{0,12}?(?:由|包括|分为|共分|主要包括|主要由)(?P<list>[^。]{0,400}?)(?:等)?(?P<count>[一二三四五六七八九十]{1,2}|\d{1,2})个?(?:部分|方面|个部分|项内容)"
)


@dataclass(frozen=True)
class Section:
    """One heading. level: 1 for 一、 and 2 for （一）. number: as counted, e.g. 3."""

    level: int
    number: int
    title: str
    line: int


@dataclass(frozen=True)
class Announcement:
    """The parts a preface promises. names: those it lists; open_list: True if it ends in 等."""

    count: int
    names: tuple[str, ...]
    open_list: bool
    line: int
    text: str


def read_sections(paragraphs: Sequence[Paragraph]) -> list[Section]:
    """All headings 一、 and （一） in order."""
    found: list[Section] = []
    for paragraph in paragraphs:
        for pattern, level in ((_TOP, 1), (_SUB, 2)):
            match = pattern.match(paragraph.text)
            if match is None:
                continue
            number = chinese_number(match[1])
            title = re.split(r"[。：:]", match[2])[0].strip()
            if number is not None and (
                level == 2 or (len(paragraph.text) <= 50 and "。" not in paragraph.text)
            ):
                found.append(Section(level, number, title, paragraph.line))
            break
    return found


def read_announcement(paragraphs: Sequence[Paragraph]) -> Announcement | None:
    """The sentence “本报告由…六个部分组成”, if the first paragraphs hold one."""
    for paragraph in paragraphs[:25]:
        match = _ANNOUNCED.search(paragraph.text)
        if match is None:
            continue
        count = int(match["count"]) if match["count"].isdigit() else chinese_number(match["count"])
        if count is None or not 2 <= count <= 15:
            continue
        text = match["list"]
        open_list = paragraph.text[match.start("count") - 1] == "等"
        names = tuple(
            n
            for n in (
                _name(part) for part in re.split(r"[，；;]|(?<![）复])、(?!诉讼|提起)|以及|(?<=情况)和", text)
            )
            if n
        )
        return Announcement(count, names, open_list, paragraph.line, match.group())
    return None


def _name(part: str) -> str:
    return re.sub(r"^[（(]?[一二三四五六七八九十\d]+[)）、.．]+|[“”\s]|^(?:和|及|与|以及)", "", part).strip(
        "，、；。 "
    )
