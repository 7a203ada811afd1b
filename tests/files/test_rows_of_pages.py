"""Lines of a page made from a file: what is found and where a link leads are counted alike."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gongkai.files.web.rows import lines, with_places

WORDS = st.text(alphabet="学区<&>\"' 江湾路1", max_size=6)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(
    st.lists(
        st.one_of(
            WORDS.map(lambda w: ("p", [w])), st.lists(WORDS, min_size=1, max_size=3).map(lambda c: ("tr", c))
        )
    )
)
def test_the_nth_line_is_where_the_nth_id_stands(parts):
    page = "".join(
        f"<p>{escaped(cells[0])}</p>" if tag == "p" else
        "<table><tr>" + "".join(f"<td><p>{escaped(c)}</p></td>" for c in cells) + "</tr></table>"
        for tag, cells in parts
    )  # fmt: skip
    found = lines(page)
    assert found == [" ".join(w for c in cells if (w := " ".join(c.split()))) for _, cells in parts]
    placed = with_places(page)
    assert re.findall(r'id="(r\d+)"', placed) == [f"r{n}" for n in range(len(parts))]
    assert lines(placed) == found
