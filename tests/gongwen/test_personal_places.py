"""Where personal data stand in a text, as proposals for a redaction."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gongkai.gongwen.personal_places import find_places

ID = "11010519491231002X"
CARD = "6222021234567890128"


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find_places(text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (f"身份证号：{ID}，其余", [("id_card", ID)]),
        (
            "身份证号：１１０１０５１９４９１２３１００２Ｘ",
            [("id_card", "１１０１０５１９４９１２３１００２Ｘ")],
        ),
        ("身份证号 110105 19491231 002X", [("id_card", "110105 19491231 002X")]),
        ("编号：110105194912310021", []),
        ("联系电话：139 0000 0000", [("mobile", "139 0000 0000")]),
        ("电话0571-87654321转8001", [("telephone", "0571-87654321")]),
        ("邮箱 li.ming@example.cn。", [("email", "li.ming@example.cn")]),
        ("联系人：吴欣然\n开户银行：云川农商银行", [("name", "吴欣然")]),
        ("联系人：吴欣然电话：13900000000", [("name", "吴欣然"), ("mobile", "13900000000")]),
        ("家长姓名： 王 芳 ", [("name", "王 芳")]),
        ("申请人：买买提·艾力，男", [("name", "买买提·艾力")]),
        ("申请人应当提交身份证明", []),
        ("负责人由学校指定", []),
        ("家庭住址：云川市文津路8号3单元501室，邮编", [("address", "云川市文津路8号3单元501室")]),
        ("住云川市文津路8号3幢501室的", [("address", "住云川市文津路8号3幢501室")]),
        ("单位位于云川市文津路8号", []),
        ("", []),
    ],
)
def test_places_are_found_as_they_stand(text: str, places: list[tuple[str, str]]) -> None:
    assert found(text) == places


def test_a_proposal_says_why_and_shows_little() -> None:
    (one,) = find_places("联系电话：13912345678")
    assert (one.why, one.masked) == ("11位手机号，前有“联系电话”", "139…78")
    (name,) = find_places("联系人：吴欣然")
    assert (name.masked, name.why) == ("吴××", "“联系人”后面的姓名")


def test_no_place_overlaps_another_and_all_lie_in_the_text() -> None:
    text = f"姓名：李小明 身份证号{ID} 卡号{CARD} 地址：云川市文津路8号3幢501室\n电话13912345678"
    places = find_places(text)
    assert all(0 <= one.start < one.end <= len(text) for one in places)
    assert all(one.end <= other.start for one, other in pairwise(places))
    assert [one.kind for one in places] == ["name", "id_card", "bank_card", "address", "mobile"]
