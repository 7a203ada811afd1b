"""Given neither boxes nor terms: words and pictures that nothing shows, and designs that only look like it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.files.builder import Pdf, bar, write

Check = Callable[..., Any]
PHONE = "13800138000"
CLEAN = write("Plain words of a letter", 20, 100)
DARK, PALE = bar(15, 145, 110, 20), bar(15, 145, 110, 20, "0.95 0.95 0.95")
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 300 200]/Resources<</Font<</F1 3 0 R>>>>"
PATTERN = (
    b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 300 200]/XStep 300/YStep 200"
    b"/Resources<</Font<</F1 3 0 R>>>>"
)


def page(content: bytes, resources: bytes = b"") -> Pdf:
    pdf = Pdf()
    pdf.page(CLEAN + content, resources=resources)
    return pdf


@pytest.mark.parametrize("mode", ["3 Tr", "7 Tr"])
def test_unseen_words_over_a_bar_are_no_recognized_ones(check: Check, mode: str) -> None:
    assert "hidden" in check(page(DARK + b"q " + write(PHONE, 20, 150, before=mode) + b"Q\n"))["kinds"]


@pytest.mark.parametrize("kind", ["form", "pattern"])
def test_words_of_a_form_or_a_pattern_that_nothing_draws_do_not_hold(check: Check, kind: str) -> None:
    for drawn in (False, True):
        pdf = Pdf()
        part = pdf.stream(write(PHONE, 20, 150), FORM if kind == "form" else PATTERN)
        uses = b"/X Do\n" if kind == "form" else b"/Pattern cs /X scn 0 140 300 30 re f\n"
        named = b"/XObject<</X %d 0 R>>" if kind == "form" else b"/Pattern<</X %d 0 R>>"
        pdf.page(CLEAN + (uses if drawn else b""), resources=named % part)
        assert check(pdf)["holds"] is drawn


@pytest.mark.parametrize("side", [0.01, 60])
def test_a_picture_drawn_as_a_dot_does_not_hold(check: Check, side: float) -> None:
    pdf = Pdf()
    data = bytes(60 + at % 150 for at in range(1600))
    part = pdf.stream(
        data, b"/Type/XObject/Subtype/Image/Width 40/Height 40/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    pdf.page(
        CLEAN + b"q %f 0 0 %f 100 120 cm /X Do Q\n" % (side, side), resources=b"/XObject<</X %d 0 R>>" % part
    )
    assert check(pdf)["holds"] is (side > 1)


def test_a_small_picture_in_the_notes_of_the_file_does_not_hold(check: Check) -> None:
    for body, holds in (
        (b"/9j/4AAQSkZJRgABAQAAAQABAAD" + b"AbC/" * 100, False),
        (b"a plain note " * 30, True),
    ):
        pdf = page(b"")
        pdf.catalog = b"/Metadata %d 0 R" % pdf.stream(b"<x>" + body + b"</x>", b"/Type/Metadata/Subtype/XML")
        assert check(pdf)["holds"] is holds
