"""Pages for a screen, boxes proposed from spans, and the folding of texts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.files.builder import Pdf, write
from tests.files.conftest import box

from gongkai.exceptions import Unreadable
from gongkai.files import pages
from gongkai.files.folding import fold, fold_with_places
from gongkai.files.redaction import Span, boxes_from, propose
from gongkai.files.redaction.secrets import secrets_in
from gongkai.files.redaction.terms import Finder


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    pdf = Pdf()
    pdf.page(
        write("Phone 13800138000 end", 20, 150)
        + write("Second 1380013", 200, 120)
        + write("8000 line", 20, 100)
    )
    pdf.page(write("turned 13900139000", 20, 150), more=b"/Rotate 90/UserUnit 2")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.bytes())
    return path


def numbers(text: str) -> Iterator[Span]:
    for match in re.finditer(r"1[\d\n]{10,12}", text):
        yield Span(match.start(), match.end(), "mobile", "11位手机号")


def test_a_screen_gets_sizes_pictures_and_words(paper: Path) -> None:
    assert pages.page_sizes(paper) == [(300, 200), (200, 300)]
    assert Image.open(io.BytesIO(pages.page_png(paper, 2, 72))).size == (200, 300)
    signs = pages.words(paper, 1)
    assert "".join(sign for sign, _, _ in signs).startswith("Phone 138")
    _, tight, loose = signs[0]
    assert 19 < tight.x0 < 23 and loose.y0 < 45 < loose.y1
    with pytest.raises(Unreadable):
        pages.page_png(paper, 3)


def test_spans_become_boxes_one_a_line(paper: Path) -> None:
    found = propose(paper, numbers)
    assert [(one.page, one.text) for one in found if one.text == "13800138000"] == [(1, "13800138000")]
    assert {one.text for one in found} == {"13800138000", "1380013", "8000", "13900139000"}
    turned = next(one for one in found if one.page == 2)
    assert turned.place.height > turned.place.width, "turned words run down the page"
    boxes_from([box(one.page, one.place.x0, one.place.y0, one.place.x1, one.place.y1) for one in found])


def test_a_picture_has_no_words_to_propose_from(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
    assert propose(tmp_path / "a.png", numbers) == []


@given(st.text())
def test_folding_twice_is_folding_once_and_places_point_home(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    folded, places = fold_with_places(text)
    assert len(folded) == len(places)
    assert all(0 <= place < len(text) for place in places)


@given(st.text(alphabet="李小明张國荣0123456789一二三 -\u200b", min_size=2, max_size=12))
def test_a_secret_is_found_in_itself_turned_round_and_spaced(secret: str) -> None:
    found = secrets_in(secret)
    finder = Finder(found)
    spaced = "\u200b".join(secret)
    for text in (secret, f"前{secret}后", spaced, fold(secret)[::-1]):
        if found and not found[0].alone:
            assert found[0] in finder.text(text)


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("学生李小明", {"学生李小明", "李小明"}),
        ("欧阳小明", {"欧阳小明"}),
        ("买买提·艾力", {"买买提·艾力"}),
        ("联系人：王芳 138 0013 8000", {"联系人：王芳 138 0013 8000", "王芳", "138 0013 8000"}),
        ("2010年3月5日", {"2010年3月5日"}),
        ("高中", set()),
        ("王", set()),
    ],
)
def test_the_secret_of_a_box_is_the_whole_and_its_names_and_numbers(printed: str, parts: set[str]) -> None:
    assert {one.text for one in secrets_in(printed)} == parts


def test_a_short_number_counts_only_where_no_digit_stands_beside_it() -> None:
    finder = Finder(secrets_in("8523"))
    assert finder.text("编号8523。") and not finder.text("编号185230")


def test_digits_of_other_scripts_are_digits() -> None:
    finder = Finder(secrets_in("13800138000"))
    assert finder.text("١٣٨٠٠١٣٨٠٠٠") and finder.text("①③⑧〇〇一三八零零零")
