"""Annexes that a text names, against those printed in it and the files that came along."""

from __future__ import annotations

import pytest

from gongkai.gongwen import annexes_of

ONE = "关于入学工作的通知\n各区教育局：\n请照办。\n附件：入学登记材料清单\n云川市教育局\n2026年5月6日"
TWO = "关于入学工作的通知\n各区教育局：\n请照办。\n附件：1.登记表\n2.材料清单\n云川市教育局\n2026年5月6日"


@pytest.mark.parametrize(
    ("text", "files", "missing"),
    [
        ("", 0, 0),
        ("关于入学工作的通知\n各区教育局：\n请照办。", 0, 0),
        ("关于入学工作的通知\n附件：无\n云川市教育局", 0, 0),
        (ONE, 0, 1),
        (ONE, 1, 0),
        (TWO, 0, 2),
        (TWO, 1, 1),
        (TWO, 3, 0),
        (f"{TWO}\n附件1\n登记表\n姓名\n附件2\n材料清单\n户口簿", 0, 0),
    ],
)
def test_what_is_named_and_neither_printed_nor_sent_along_is_missing(text, files, missing):
    assert annexes_of(text).missing(files) == missing
