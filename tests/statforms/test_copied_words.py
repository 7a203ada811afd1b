"""What two years' reports have in common: the words that every report begins with are nobody's copy (walk.md B19)."""

from __future__ import annotations

from types import SimpleNamespace

from gongkai.statforms.checks.stale import sentence_marks

PREAMBLE = (
    "根据《中华人民共和国政府信息公开条例》第五十条的规定，编制东湖区教育局{year}年政府信息公开工作年度报告。",
    "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分组成。",
    "本报告中所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止，请以公布的文本为准。",
)
OWN = "我局全年共召开专题会议12次，研究部署阳光招生和校车安全信息的主动公开工作，并逐校检查落实。"


def marks(year: int) -> set[str]:
    said = [*(line.format(year=year) for line in PREAMBLE), OWN]
    paragraphs = [SimpleNamespace(text=text, line=n) for n, text in enumerate(said, 1)]
    return set(sentence_marks(SimpleNamespace(paragraphs=paragraphs)))


def test_the_preamble_is_left_out_and_words_of_the_body_itself_are_compared():
    assert len(marks(2025)) == 1
    assert marks(2025) == marks(2024)
