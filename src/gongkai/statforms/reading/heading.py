"""Year, issuer and title of a report from its first lines, its table caption and its signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.statforms.folding import plain
from gongkai.statforms.lines import Line
from gongkai.statforms.narrative.numerals import YEAR, year_number

_BODY = r"[\u4e00-\u9fff]{1,22}?(?:教育体育局|教体局|教育局|教育和体育局|教育委员会|教育厅|教育部|教委|局|委员会|人民政府办公室|人民政府|政府|厅|管委会|办事处|办公室|教育学院|考试院|研究院|学院|大学|学校|中学|小学|幼儿园|中心|镇|乡|街道)"
_KIND = r"(?:政府信息公开|信息公开|政务公开)"
_TITLE = re.compile(
    rf"(?:{_KIND}.{{0,14}}?(?:年度?报告|工作报告|年报|工作总结|情况报告|报告)|(?:年度?报告|年报).{{0,8}}{_KIND})"
)
_YEAR_IN_TITLE = re.compile(rf"({YEAR})\s*(?:年|学年)?")
_PERIOD = re.compile(rf"({YEAR})年1月1日(?:起|至|到|—|-|~|－)")
_BODY_ONLY = re.compile(rf"^(?:{_BODY})$")
_BODY_START = re.compile(rf"^(?P<body>{_BODY})(?=关于|{YEAR}|{_KIND}|本?年度|$)")
_FILLER = re.compile(r"填报单位[（(]?(?:盖章)?[)）]?[:：]\s*([\u4e00-\u9fff]{3,30})")
_NOT_BODY = re.compile(r"[，。；：]|根据|按照|来源|作者|首页|位置|发布|浏览|附件|统计表|年度|情况|公开$|信息")


@dataclass(frozen=True)
class Heading:
    """What a report says about itself. year: reporting year. issuer: empty if it does not say. line: of the title."""

    year: int | None
    issuer: str
    title: str
    line: int


def read_heading(lines: Sequence[Line]) -> Heading:
    """Find title, year and issuer; every part may be missing."""
    texts = [(line.no, _tight(line.text)) for line in lines if line.text.strip()]
    index, count = _title_index(texts) or (None, 0)
    title, number = "", 0
    if index is not None:
        title, number = "".join(part for _, part in texts[index : index + count]), texts[index][0]
    around = _title_block(texts, index) if index is not None else ""
    year = _title_year(around) or _caption_year(texts) or _period_year(texts) or _common_year(texts)
    return Heading(year, _issuer(texts, index), title[:120], number)


def _tight(text: str) -> str:
    text = text[:600]
    return re.sub(r"[\s\u3000|｜]+|^中华人民共和国(?=政府信息公开)", "", plain(text))


def _title_index(texts: Sequence[tuple[int, str]]) -> tuple[int, int] | None:
    """The first short line that names the report, also if it is broken over two or three lines; and over how many.

    A line that names the year too goes before one that does not (site menus name the kind of report only).
    """
    candidates: list[tuple[int, int, int]] = []
    for index, (_, text) in enumerate(texts[:80]):
        if len(text) <= 70 and _names_report(text):
            candidates.append((0 if re.search(YEAR, text) else 2, index, 1))
        else:
            for count in (2, 3):
                joined = "".join(part for _, part in texts[index : index + count])
                if len(joined) <= 60 and _names_report(joined):
                    candidates.append((1 if re.search(rf"{YEAR}年", joined) else 3, index, count))
                    break
    if candidates:
        return min(candidates)[1:]
    for index, (_, text) in enumerate(texts[:3]):  # the whole report in one line
        if _TITLE.search(text[:160]):
            return index, 1
    return None


def _names_report(text: str) -> bool:
    return "。" not in text and bool(_TITLE.search(text)) and not _sentence(text)


def _sentence(text: str) -> bool:
    return (
        bool(
            re.match(r"(?:根据|按照|本报告|本年度报告|现将|为|依据|附件?[:：]|当前位置|您的位置|首页)", text)
        )
        or "，" in text
    )


def _title_block(texts: Sequence[tuple[int, str]], index: int) -> str:
    """Title with the short lines around it (issuer above, year in brackets below)."""
    parts = [texts[index][1][:160]]
    for step in (1, 2):
        if (
            index + step < len(texts)
            and len(texts[index + step][1]) <= 30
            and not re.match(r"[一（]", texts[index + step][1][:1])
        ):
            parts.append(texts[index + step][1])
        else:
            break
    for step in (1, 2):
        if index - step >= 0 and len(texts[index - step][1]) <= 40:
            parts.append(texts[index - step][1])
    return "\n".join(parts)


def _title_year(block: str) -> int | None:
    lines = block.split("\n")
    for line in lines:
        if re.search(r"\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}|来源|时间|日期", line):
            continue
        for match in _YEAR_IN_TITLE.finditer(line):
            year = year_number(match[1])
            if line is not lines[0] and not line[match.end(1) :].startswith("年"):
                continue  # a number of a file or a page, not a year
            if year and 2000 <= year <= 2100:
                return year
    return None


def _caption_year(texts: Sequence[tuple[int, str]]) -> int | None:
    for _, text in texts:
        match = re.fullmatch(rf"[（(]?({YEAR})年?度?[)）]?", text)
        if match:
            return year_number(match[1])
    return None


def _period_year(texts: Sequence[tuple[int, str]]) -> int | None:
    for _, text in texts:
        match = _PERIOD.search(text)
        if match:
            return year_number(match[1])
    return None


def _common_year(texts: Sequence[tuple[int, str]]) -> int | None:
    years = Counter(m for _, text in texts for m in re.findall(r"(20\d{2})年", text))
    return int(years.most_common(1)[0][0]) if years else None


def _issuer(texts: Sequence[tuple[int, str]], index: int | None) -> str:
    if index is not None:
        match = _BODY_START.match(re.sub(rf"^{YEAR}年度?", "", texts[index][1]))
        if match and not _NOT_BODY.search(match["body"]):
            return match["body"]
        for step in (1, 2, 3):
            if index - step >= 0 and _is_body(texts[index - step][1]):
                return texts[index - step][1]
        joined = "".join(part for _, part in texts[max(0, index - 1) : index + 2])[:120]
        match = _BODY_START.match(joined)
        if match and not _NOT_BODY.search(match["body"]):
            return match["body"]
    for _, text in texts:
        filled = _FILLER.search(text)
        if filled:
            return filled[1]
    for _, text in reversed(texts):
        if _is_body(text):
            return text
    return ""


def _is_body(text: str) -> bool:
    return 3 <= len(text) <= 26 and bool(_BODY_ONLY.match(text)) and not _NOT_BODY.search(text)
