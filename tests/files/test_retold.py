"""A secret is found also where it is told otherwise; what merely resembles it is not."""

from __future__ import annotations

import pytest

from gongkai.files.folding import fold
from gongkai.files.redaction.retold import in_figures, retold
from gongkai.files.redaction.secrets import Secret
from gongkai.files.redaction.terms import Finder

ID, PHONE = "11010519491231002X", "13812345678"


def found(secret: str, text: str) -> list[str]:
    """What of the secret a text tells."""
    return [one.text for one in Finder(retold([Secret(secret, fold(secret))])).text(text)]


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        (ID, "生于1949年12月31日"),
        (ID, "1949-12-31出生"),
        (ID, "1949.12.31"),
        ("110105491231002", "1949/12/31"),
        (ID, "证号110105194912310**"),
        (ID, "****05 1949 1231 002X"),
        (PHONE, "1381234567*"),
        ("6222021234567890123", "6222 0212 3456 7890"),
        ("王小川", "Wang Xiaochuan"),
        ("王小川", "XIAO-CHUAN WANG"),
        ("王小川", "Wáng Xiǎochuān"),
        ("吕志强", "Lyu Zhiqiang"),
        ("单雄信", "Shan Xiongxin"),
        ("欧阳志远", "Zhiyuan Ouyang"),
        ("中山里12号3门502", "中山里十二号三门五〇二"),
        ("中山里一百二十号", "中山里120号"),
        ("中山里12号3门502", "中山里拾贰号叁门502"),
    ],
)
def test_it_is_found_told_otherwise(secret: str, text: str) -> None:
    assert found(secret, text)


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        (ID, "1949年12月30日"),
        (ID, "编号21949123101"),
        (ID, "110105********002X"),
        (ID, "110105"),
        ("11010519491331002X", "1949年13月31日"),
        (PHONE, "138****5678"),
        (PHONE, "138123456"),
        ("李安", "alliance"),
        ("刘阳", "Liuyang City"),
        ("王小川", "Wang Xiaohong"),
        ("万小川", "共20小川"),
        ("百合路", "0合路"),
    ],
)
def test_what_resembles_it_is_not(secret: str, text: str) -> None:
    assert not found(secret, text)


@pytest.mark.parametrize(
    ("spoken", "figures"),
    [
        ("十二号", "12号"), ("二十", "20"), ("一百零五", "105"), ("三千二百一十", "3210"), ("两万零三十", "20030"),
        ("百姓", "百姓"), ("千万", "千万"), ("五〇二", ""), ("没有数", ""),
    ],
)  # fmt: skip
def test_spoken_numbers_in_figures(spoken: str, figures: str) -> None:
    assert in_figures(spoken) == figures


def test_a_part_is_not_told_beside_the_whole() -> None:
    assert found(ID, f"证号{ID}") == [ID]


def test_long_lists_are_looked_for_as_they_are() -> None:
    many = [Secret(str(10**17 + n), str(10**17 + n)) for n in range(301)]
    assert retold(many) == many
