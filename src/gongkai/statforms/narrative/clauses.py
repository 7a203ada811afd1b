"""Sentences and clauses of a paragraph, with the period and the scope a figure stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.statforms.narrative.numerals import YEAR, year_number

_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")
_CUMULATIVE = re.compile(
    rf"历年|历史累计|建站以来|开通以来|开办以来|运行以来|施行以来|实施以来|成立以来|上线以来|以来(?:，|共|累计|已)|自(?:{YEAR})年[^，。；]{{0,20}}(?:起|以来|开始|至今)"
)
_SURELY_YEAR = re.compile(
    rf"全年|本年|今年|年内|一年来|(?<![至止])(?:{YEAR})年(?:度)?(?:，|我|全|共|累|市|区|县|局)|当年"
)
_THIS_YEAR_SINCE = re.compile(r"(?:今年|一年|本年度?|年初)(?:以)?来")
_OTHER_YEAR = re.compile(r"去年|上年度?(?!结转)|上一年度?(?!结转)|往年|明年|下一?年度?(?!继续)|来年")
_CARRIED = re.compile(
    r"结转(?:至|到|入)?(?:下|次|明)一?年度?|(?:上|去)一?年度?结转|(?:上|去)一?年度?(?:未办结|遗留)"
)
_PARTIAL = re.compile(
    r"上半年|下半年|第[一二三四1-4]季度|[一二三四]季度|\d{1,2}月?(?:份)?[-—~至到]\s*(?:\d{1,2})月(?!31日)|\d{1,2}月\d{1,2}日[-—~至到－]+(?!12月31日)\d{1,2}月\d{1,2}日|截[至止]\s*(?:20\d\d年)?(?!12月(?:底|末|31日))\d{1,2}月|月均|平均每|每月|每周|每天|每日|日均"
)
_UNTIL_NOW = re.compile(r"截[至止]目前|截[至止]发稿|目前")
_COMPARED = re.compile(
    r"同比|比(?:上年|去年|上一?年度?|\d{4}年)|较(?:上年|去年|上一?年度?|\d{4}年)|环比|增长|增加|减少|下降|上升|提高|增幅|降幅|分别为\d+%"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence. start: its place in the paragraph."""

    text: str
    start: int


def sentences(text: str) -> Iterator[Sentence]:
    """Sentences of a paragraph; semicolons do not end one."""
    for match in _SENTENCE.finditer(text):
        yield Sentence(match.group(), match.start())


def period_of(sentence: str, position: int, year: int | None) -> str:
    """Period of a figure: `year`, `partial`, `until_now`, `cumulative`, `other_year`, `compared`.

    Looks from the figure back to the start of its sentence, the clause first.
    """
    before = sentence[:position]
    clause = re.split(r"[，；。]", before)[-1]
    if _COMPARED.search(clause):
        return "compared"
    if "累计" in clause and not _SURELY_YEAR.search(_without_quotes(before)):
        return "cumulative"
    if _CUMULATIVE.search(before) and not _THIS_YEAR_SINCE.search(before):
        return "cumulative"
    mentioned = [year_number(y) for y in re.findall(rf"({YEAR})年", _without_quotes(before))]
    if year is not None and mentioned and mentioned[-1] not in (year, None):
        return "other_year"
    if _OTHER_YEAR.search(_CARRIED.sub("", clause)):
        return "other_year"
    if _PARTIAL.search(_without_quotes(before)):
        return "partial"
    if _UNTIL_NOW.search(before):
        return "until_now"
    return "year"


def _without_quotes(text: str) -> str:
    """Years in titles and document numbers are no period."""
    return re.sub(r"《[^》]*》|〔\d{4}〕|（[^（）]*号）", "", text)
