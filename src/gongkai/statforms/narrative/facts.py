"""Facts of the narrative: every figure with its measure word, meaning, vagueness and period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.statforms.findings import Number
from gongkai.statforms.narrative.clauses import period_of, sentences
from gongkai.statforms.narrative.figures import Figure, find_figures
from gongkai.statforms.narrative.meanings import meaning
from gongkai.statforms.narrative.paragraphs import Paragraph

_MOST_FACTS = 1500
"""Figures looked at in one report."""
_TOP_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]\s*(.{2,40})$")
_SUBSET = re.compile(
    r"下属|各县|各区|区县|县（?市|县区|乡镇|街道|各校|各学校|中小学校?|直属单位|直属学校|基层|所属|全系统|全市教育系统|各单位|市直|公共企事业"
)
_FOREIGN = re.compile(
    r"留言|咨询|信箱|热线|12345|建议|提案|信访|来信|来电|来访|工单|投诉举报|网民|民意|民声|问政|领导批示|督办|稿件|“?互动|监督|找错|征求意见|征集|信用|双公示|公共资源"
)


@dataclass(frozen=True)
class Fact:
    """One figure of the text. what: its meaning (`received`, `disclosed`, … or `other`). lead: words before it.
    part: it is an item of a list. sentence: the whole sentence. subset: about other bodies than the issuer.
    foreign: the sentence speaks of letters, hotlines or proposals, not of requests. section: heading above.
    """

    what: str
    figure: Figure
    line: int
    lead: str
    sentence: str
    offset: int
    period: str
    part: bool
    subset: bool
    foreign: bool
    section: str

    @property
    def value(self) -> Number:
        """The figure as printed."""
        return self.figure.value

    def as_dict(self) -> dict[str, Any]:
        """The shape promised by `gongkai report read --json`, with the interval and the line added."""
        start, end = max(0, self.offset - 24), self.offset + (self.figure.end - self.figure.start)
        return {
            "what": self.what,
            "value": self.value,
            "unit": self.figure.unit,
            "approx": self.figure.approx,
            "low": self.figure.low,
            "high": self.figure.high,
            "period": self.period,
            "line": self.line,
            "text": self.sentence[start:end].strip(),
        }


def read_facts(paragraphs: Sequence[Paragraph], year: int | None) -> list[Fact]:
    """All figures of the text in order."""
    facts: list[Fact] = []
    section = ""
    accounts = _accounts(paragraphs)
    for paragraph in paragraphs:
        heading = _TOP_HEADING.match(paragraph.text)
        if heading and "。" not in paragraph.text:
            section = heading[1]
            continue
        facts.extend(_of_paragraph(paragraph, section, year, accounts))
        if len(facts) > _MOST_FACTS:
            break
    return facts


def _of_paragraph(
    paragraph: Paragraph, section: str, year: int | None, accounts: dict[str, str]
) -> Iterator[Fact]:
    for sentence in sentences(paragraph.text):
        previous_end = 0
        before_what = ""
        for figure in find_figures(sentence.text):
            lead = sentence.text[previous_end : figure.start]
            before = sentence.text[: figure.start]
            what = _elided(lead, before_what) or meaning(_named(lead, accounts), figure.unit)
            before_what = what
            yield Fact(
                what,
                figure,
                paragraph.line,
                lead,
                sentence.text,
                figure.start,
                period_of(sentence.text, figure.start, year),
                _is_part(before),
                bool(_SUBSET.search(re.split(r"[；。]", before)[-1])),
                bool(_FOREIGN.search(re.split(r"[；。]", before)[-1])),
                section,
            )
            previous_end = figure.end


def _elided(lead: str, before: str) -> str:
    """“制发规范性文件3件，废止1件，现行有效28件”: the noun is said once."""
    if before not in ("norm_made", "norm_repealed", "norm_valid"):
        return ""
    words = lead.strip("，、；了共")
    return {
        "废止": "norm_repealed",
        "宣布废止": "norm_repealed",
        "现行有效": "norm_valid",
        "目前现行有效": "norm_valid",
    }.get(words, "")


def _accounts(paragraphs: Sequence[Paragraph]) -> dict[str, str]:
    """Names of accounts that the text calls 微信 or 微博 somewhere: name → kind."""
    text = "".join(p.text for p in paragraphs)
    found: dict[str, str] = {}
    for match in re.finditer(
        r"“([^“”]{2,16})”(?:官方|政务|的)?(微信|微博)|([\u4e00-\u9fff]{3,12})（(微信|微博)）", text
    ):
        name = match[1] or match[3]
        found[name] = match[2] or match[4]
    return found


def _named(lead: str, accounts: dict[str, str]) -> str:
    """Words before a figure with account names replaced by their kind."""
    for name, kind in accounts.items():
        if name in lead:
            lead = lead.replace(f"“{name}”", kind).replace(name, kind)
    return lead


def _is_part(before: str) -> bool:
    """True after 其中 in the same sentence, or inside brackets."""
    tail = re.split(r"[；。]", before)[-1]
    return "其中" in tail or tail.count("（") > tail.count("）")
