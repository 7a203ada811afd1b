"""Words that a page is said to mean: for those who listen, for search, for reflow."""

from __future__ import annotations

from . import pdf
from .kit import attack, by_copying, by_looking
from .pdf import literal, wide
from .sheet import HOME, HONEST, ID, NAME, PHONE, bars, box, objects, public, rectangle, release


def _tree(
    element: str, content: str = HONEST, more: dict[int, bytes | str] | None = None, root: str = ""
) -> bytes:
    return release(
        content,
        {
            20: f"<< /Type /StructTreeRoot /K 21 0 R {root} >>",
            21: f"<< /Type /StructElem /S /P /P 20 0 R /Pg 3 0 R /K 0 {element} >>",
            **(more or {}),
        },
        root="/StructTreeRoot 20 0 R /MarkInfo << /Marked true >>",
        page="/StructParents 0",
    )


@attack("meanings", by_looking(ID))
def actual_text_in_the_content() -> bytes:
    """Select the bar and copy: the words come with it."""
    return release(
        public() + bars(ID) + f"/Span << /ActualText {literal(ID)} >> BDC {rectangle(box(ID))} EMC"
    )


@attack("meanings", by_looking(NAME))
def actual_text_in_wide_letters() -> bytes:
    """The same, in UTF-16."""
    return release(
        public() + bars(NAME) + f"/Span << /ActualText {wide(NAME)} >> BDC {rectangle(box(NAME))} EMC"
    )


@attack("meanings", by_looking(NAME))
def actual_text_among_the_resources() -> bytes:
    """The same, its dictionary among the resources."""
    return release(
        public() + bars(NAME) + f"/Span /Q BDC {rectangle(box(NAME))} EMC",
        {20: f"<< /ActualText {wide(NAME)} >>"},
        resources="/Properties << /Q 20 0 R >>",
    )


@attack("meanings", by_looking(ID))
def actual_text_in_the_tree() -> bytes:
    """The tree of structure keeps the words."""
    return _tree(
        f"/ActualText {literal(ID)}", public() + bars(ID) + f"/P << /MCID 0 >> BDC {rectangle(box(ID))} EMC"
    )


@attack("meanings", by_looking(NAME))
def alternate_description() -> bytes:
    """The description read aloud."""
    return _tree(f"/Alt {wide('申请人' + NAME)}")


@attack("meanings", by_looking(HOME))
def expansion() -> bytes:
    """The expansion of an abbreviation."""
    return _tree(f"/E {wide(HOME)}")


@attack("meanings", by_looking(NAME))
def title_of_an_element() -> bytes:
    """The element's title."""
    return _tree(f"/T {wide(NAME)}")


@attack("meanings", by_looking(ID))
def mark_of_an_element() -> bytes:
    """The element's identity and the tree of identities."""
    return _tree(f"/ID {literal(ID)}", root=f"/IDTree << /Names [{literal(ID)} 21 0 R] >>")


@attack("meanings", by_looking(NAME))
def summary_of_a_table() -> bytes:
    """An attribute that sums up the table."""
    return _tree(f"/A << /O /Table /Summary {wide(NAME)} >>")


@attack("meanings", by_looking(NAME))
def property_of_the_user() -> bytes:
    """A property that the writing program defined."""
    return _tree(f"/A << /O /UserProperties /P [<< /N (n) /V {wide(NAME)} /H true >>] >>")


@attack("meanings", by_looking(NAME))
def pronunciation() -> bytes:
    """How the name is spoken."""
    return _tree(f"/Phoneme {wide(NAME)} /PhoneticAlphabet /x-sampa")


@attack("meanings", by_looking(PHONE))
def class_of_an_element() -> bytes:
    """A class of attributes."""
    return _tree("/C /K1", root=f"/ClassMap << /K1 << /O /k{PHONE} >> >>")


@attack("meanings", by_looking(NAME))
def element_of_no_page() -> bytes:
    """An element whose page was taken away."""
    return _tree("", more={22: f"<< /Type /StructElem /S /P /P 20 0 R /ActualText {wide(NAME)} >>"})


@attack("meanings", by_looking(ID))
def own_property_of_the_content() -> bytes:
    """A mark with an entry of the writer's own."""
    return release(HONEST + f"/Gk << /v {literal(ID)} >> DP\n")


@attack("meanings", by_copying(ID))
def replaced_and_shown() -> bytes:
    """The honest bar is typed, and its letters are mapped to the number."""
    parts = objects(
        public()
        + bars(ID)
        + rectangle(box(ID))
        + "BT 0 g /F9 14 Tf 1 0 0 1 70 90 Tm ("
        + "".join(chr(97 + n) for n in range(18))
        + ") Tj ET"
    )
    parts[3] = str(parts[3]).replace("/F2 10 0 R", "/F2 10 0 R /F9 20 0 R")
    pairs = "".join(f"<{97 + n:02X}> <{ord(c):04X}>\n" for n, c in enumerate(ID))
    parts[20] = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 100 100] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar 114 "
        f"/Widths [{'640 ' * 18}] /Resources << >> /CharProcs << /b 21 0 R >> /ToUnicode 22 0 R "
        f"/Encoding << /Differences [97 {'/b ' * 18}] >> >>"
    )
    parts[21] = pdf.flate(b"640 0 0 0 640 880 d1 0 0 640 880 re f")
    parts[22] = pdf.flate(
        f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 18 beginbfchar\n{pairs}endbfchar endcmap".encode()
    )
    return pdf.write(parts)
