"""Titles go on in the next line between words (walk.md, C)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.apps.portal.breaking import by_sense, parts


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("关于做好2026年义务教育阶段学校招生入学工作的通知", ["义务教育阶段", "学校", "2026年"]),
        ("2026年春季学期中小学教材选用结果的公示", ["春季", "学期", "教材"]),
        ("云川市教育局政府信息公开指南", ["云川市", "教育局"]),
        (
            "云川市教育局关于印发《校园安全管理办法（试行）》的通知",
            ["校园安全", "管理办法", "（试行）》的", "通知"],
        ),
        ("关于调整文津路小学对口地段的公告", ["文津路", "对口地段的"]),
    ],
)
def test_no_line_ends_inside_a_word(title, words):
    found = parts(title)
    for word in words:
        assert any(word in part for part in found), (word, found)
    assert len(found) > 3 and max(map(len, found)) <= 9, found


@pytest.mark.parametrize(
    "title", ["关于《办法》的通知", "关于“双减”、课后服务和校车的通知", "（试行）", "和"]
)
def test_signs_stay_with_the_word_they_belong_to(title):
    found = parts(title)
    assert not any(part[0] in "》”、）的" for part in found) and not any(
        part[-1] in "《“（和" for part in found[:-1]
    ), found


@given(st.text(max_size=60))
def test_nothing_is_lost_nothing_is_added_and_nothing_is_markup(title):
    assert "".join(parts(title)) == title and all(parts(title))
    assert "<" not in by_sense(title).replace("<wbr>", "")
