"""A picture in a PDF is not lost without a word: the text says on which page it was."""

from __future__ import annotations

import pytest

from gongkai import gongwen

from .builder import Pdf, write

WORDS = "办理流程见下图，请各学校认真执行。"


def paper(*places: str) -> bytes:
    made = Pdf()
    image = made.stream(
        b"\x10\x80\xf0" * 4,
        b"/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceRGB/BitsPerComponent 8",
    )
    drawn = b"".join(b"q %b cm /I Do Q\n" % place.encode() for place in places)
    made.page(drawn + write(WORDS, 40, 150), resources=b"/XObject<</I %d 0 R>>" % image)
    return made.bytes()


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ([], 0),
        (["120 0 0 80 40 20"], 1),
        (["120 0 0 60 40 20", "80 0 0 60 200 20"], 2),
        (["12 0 0 12 40 20"], 0),  # a sign
        (["280 0 0 1 10 20"], 0),  # a line
        (["300 0 0 200 0 0"], 0),  # the scan under its own words
    ],
)
def test_pictures_of_a_page_are_named_in_the_text(places: list[str], said: int) -> None:
    read = gongwen.read(paper(*places), "文.pdf")
    assert WORDS in read.text and read.body_html.count('<p class="lost">') == said
    assert read.body_html.count("第1页的图片一幅") == said
    assert any(f"图片{said}幅没有带进来" in one for one in read.warnings) == bool(said)
