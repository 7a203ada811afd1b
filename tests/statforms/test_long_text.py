"""The narrative of a report is read in time that grows with its length, not with its square."""

from __future__ import annotations

import time

import pytest

from gongkai.statforms.narrative.paragraphs import paragraphs


def _seconds(line: str, count: int) -> float:
    lines = [(n, line) for n in range(count)]
    begun = time.thread_time()
    paragraphs(lines)
    return time.thread_time() - begun


@pytest.mark.parametrize("word", ["一", "2026", "年", "的", "通知"])
def test_lines_without_an_end_cost_what_they_are_long(word: str) -> None:
    line = word * 20
    _seconds(line, 500)
    short, long = _seconds(line, 1500), _seconds(line, 12_000)
    assert long < 8 * 4 * max(short, 0.02)  # eight times as long; its square would be sixty-four times


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (["本机关主动公开政府信息，方便公众查阅和", "利用。", "二、主动公开"], ["本机关主动公开政府信息，方便公众查阅和利用。", "二、主动公开"]),
        (["一、总体情况", "本年度新收政府信息公开申请十二件，"], ["一、总体情况", "本年度新收政府信息公开申请十二件，"]),
        (["全年收到公众提出的政府信息公开申请共计 ", "12 件，均已答复"], ["全年收到公众提出的政府信息公开申请共计12件，均已答复"]),
        (["2026年1月20日", "本机关主动公开"], ["2026年1月20日", "本机关主动公开"]),
    ],
)  # fmt: skip
def test_broken_lines_are_joined_as_before(lines: list[str], texts: list[str]) -> None:
    assert [p.text for p in paragraphs(enumerate(lines))] == texts
