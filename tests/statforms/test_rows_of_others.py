"""What was found on reports of other bodies: each kind of sentence once, as a clerk would judge it."""

from __future__ import annotations

import pytest
from tests.statforms.test_seen_elsewhere import found

NAMED = ("X01", "X09", "X10", "V01", "V02", "P01", "P02", "P03", "G01", "D01")


@pytest.mark.parametrize(
    "text",
    [
        "全年发布信息300条，其中政策类100条、动态类200条；举办培训12次、参加会议9次。",
        "全年主动公开政府信息300条，包括政策类100条、动态类199条、行政处罚决定1条。",
        "全年收到网民留言186件，均已答复。",
        "全年收到申请25件。其中，自然人占80%，法人或其他组织占20%。",
        "全年新增信息共20条。包括政策类11条、动态类9条。",
        "全年新增信息共20条。包括政策类11条、动态类5条等。",
    ],
)
def test_what_holds_is_left_in_peace(text: str) -> None:
    assert not found(text, *NAMED)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("无政府信息公开行政复议、诉讼案件。", "V01"),
        ("数据截止日期为12月25日。", "D01"),
        ("全年主动公开政府信息600条，其中政策类150条，占30%。", "G01"),
        ("全年共答复申请26件。其中予以公开15件，其余作其他答复。", "X01"),
        ("全年新增信息共19条。包括政策类11条、动态类9条。", "P01"),
    ],
)
def test_a_contradiction_is_named(text: str, code: str) -> None:
    assert found(text, code)


def test_one_fact_is_one_finding() -> None:
    """A blank total says no more than that it is blank."""
    said = found("全年共答复申请26件。其中予以公开15件，其余作其他答复。", "X01")
    assert len(said) == 1
