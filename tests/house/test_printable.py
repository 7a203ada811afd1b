"""What can be neither stored nor seen is dropped at the entrance, and once more by the writer of sheets."""

from __future__ import annotations

import io
import sys
import unicodedata

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gongkai import sheets
from gongkai.printable import printable, storable


def test_every_format_character_of_unicode_is_dropped() -> None:
    formats = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) == "Cf"]
    assert [hex(ord(c)) for c in formats if printable(c)] == []


def test_nothing_that_is_printed_is_dropped() -> None:
    kept = [chr(c) for c in range(32, 0x3FFFF) if unicodedata.category(chr(c))[0] in "LMNPSZ"]
    assert [hex(ord(c)) for c in kept if printable(c) != c] == []
    assert printable("行\t一\n行二\r") == "行\t一\n行二\r"


@given(st.text(alphabet=st.characters(codec=None)))
def test_what_is_left_fits_into_xml(text: str) -> None:
    for clean in (printable(text), storable(text)):
        etree.fromstring(etree.tostring(_element(clean)))


def _element(text: str) -> etree._Element:
    element = etree.Element("a")
    element.text = text
    return element


ODD = [
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "#NULL!",
    "=1+1",
    "=",
    "-1",
    "+1",
    "@x",
    "甲\ufffe乙\uffff",
    "\x0b丙",
    "\ud800丁",
    "0012",
]


def test_text_in_a_sheet_is_text_whatever_it_looks_like() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook("表", ["值\x0b"], [[text] for text in ODD])))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [c.value for c in cells] == [storable(text) for text in ODD]
    assert {c.data_type for c in cells} == {"s"}


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(sheets.workbook("表", ["值"], [["字" * 40_000], [float("nan")]]))
    )
    value = book.active["A2"].value
    assert len(value) == 32_767 and value.endswith("（过长，未列完）")


def test_any_name_makes_a_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook("甲/乙:丙[丁]*?\\" + "长" * 40, ["值"], [])))
    assert book.active.title.startswith("甲 乙 丙 丁")
