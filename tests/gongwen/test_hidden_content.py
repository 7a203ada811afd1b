"""What a file hands over without showing it."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.comments import Comment

from gongkai.exceptions import Unreadable
from gongkai.files.hidden import find_hidden
from gongkai.files.personal import find_personal, is_card_number, is_id_number


def made_id(first17: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights, strict=True)) % 11]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名单"
    sheet["A1"], sheet["B1"] = "姓名", "证件"
    sheet["A2"], sheet["B2"] = "学生甲", made_id("11010119900307001")
    sheet["A3"] = "联系电话13800138000"
    sheet["A2"].comment = Comment("核对过", "甲")
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    secret = book.create_sheet("底稿")
    secret.sheet_state = "hidden"
    secret["A1"] = "内部"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_workbook() -> None:
    found = {(f.code, f.place) for f in find_hidden(workbook(), "名单.xlsx")}
    assert {
        ("hidden_sheet", "工作表“底稿”"),
        ("hidden_columns", "工作表“名单”"),
        ("hidden_rows", "工作表“名单”"),
        ("comment", "名单!A2"),
        ("id_card", "名单!B2"),
        ("mobile", "名单!A3"),
    } <= found


def test_word(make_docx: Callable[..., bytes]) -> None:
    data = make_docx(["名单", f"学生甲 {made_id('11010119900307001')}"])
    found = find_hidden(data, "a.docx")
    assert [(f.code, f.place) for f in found] == [("id_card", "第2段")]
    assert made_id("11010119900307001") not in found[0].message


def test_a_clean_file_is_silent(make_docx: Callable[..., bytes], notice: list[str]) -> None:
    assert find_hidden(make_docx(notice), "a.docx") == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rest", workbook()[:900]])
def test_what_cannot_be_opened(data: bytes) -> None:
    with pytest.raises(Unreadable):
        find_hidden(data, "a.xlsx")


def test_id_numbers_need_birthday_and_check_digit() -> None:
    good = made_id("11010119900307001")
    assert is_id_number(good)
    assert not is_id_number(good[:-1] + ("0" if good[-1] != "0" else "1"))
    assert not is_id_number(made_id("11010119901307001"))


def test_cards_and_mobiles() -> None:
    assert is_card_number("6222020000000000008") or is_card_number("4111111111111111")
    kinds = [
        p.kind
        for p in find_personal(
            "卡号4111 1111 1111 1111，手机138 0013 8000，文号〔2024〕13号，编号20240101123456789"
        )
    ]
    assert kinds == ["bank_card", "mobile"]


GIVEN = "11010519491231002X"  # the worked example of GB 11643, nobody's number


@pytest.mark.parametrize(
    "written",
    [
        GIVEN, GIVEN.lower(), "110105 19491231 002X", "110105-19491231-002X", "110105 1949 1231 002X",
        "110105 1949 12 31 002 X", "110 105 1949-12-31 002X", "110105　19491231　002Ｘ", "１１０１０５１９４９１２３１００２Ｘ",
        "110105–19491231—002X", "110105.19491231.002X", "110105\n19491231\n002X", "110105\u200b1949\u00ad1231002X",
        " ".join(GIVEN), "-".join(GIVEN), "证件号110105 19491231 002X，姓名甲", "11010519491231 002X",
    ],
)  # fmt: skip
def test_an_id_number_is_found_however_its_parts_are_set(written: str) -> None:
    found = find_personal(f"学生甲（{written}）")
    assert [p.kind for p in found] == ["id_card"] and GIVEN not in found[0].masked


@pytest.mark.parametrize(
    "written",
    [
        "110105 19491331 002X", "110105 19491231 0021", "1101051949123100 2X9", "A11010519491231002X",
        "电话010-12345678 19491231", "云教办〔2026〕110105号 1949-12-31 002", "2024-2025学年 110 105",
    ],
)  # fmt: skip
def test_what_only_looks_like_an_id_number_is_none(written: str) -> None:
    assert [p for p in find_personal(written) if p.kind == "id_card"] == []
