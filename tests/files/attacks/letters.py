"""Letters that one reader or another does not take for letters, beneath a bar or unseen."""

from __future__ import annotations

from . import glyphs, pdf
from .kit import at, attack, by_looking, by_seeing, streams, without
from .sheet import (
    HIGH,
    HONEST,
    ID,
    NAME,
    PHONE,
    SIZE,
    bars,
    box,
    codes,
    objects,
    public,
    rectangle,
    release,
    show,
    shown,
    where,
)

BARS = rb"q 0 g [\d. ]+ re f Q"
UNDER = by_seeing(ID, at(ID, without(BARS)))


def paths(secret: str, close: str = "f") -> str:
    """The secret as filled shapes."""
    left, base = where(secret)
    made = ""
    for letter in secret:
        for shape in glyphs.outlines(letter):
            points = [(left + x * SIZE / 1000, HIGH - base + y * SIZE / 1000) for x, y in shape]
            made += (
                " ".join(f"{x:.2f} {y:.2f} {'l' if n else 'm'}" for n, (x, y) in enumerate(points)) + " h\n"
            )
        left += glyphs.advance(letter) * SIZE / 1000
    return f"0 g {made} {close}\n"


def lines(secret: str) -> str:
    """The secret as stroked lines."""
    return paths(secret, "s")


@attack("letters", UNDER)
def drawn_as_shapes() -> bytes:
    """Letters converted to outlines, a bar upon them: take the bar away."""
    return release(public() + paths(ID) + bars())


@attack("letters", UNDER)
def drawn_as_lines() -> bytes:
    """Letters as hair lines, a bar upon them."""
    return release(public() + "0.6 w " + lines(ID) + bars())


@attack("letters", by_seeing(ID, at(ID, without(BARS, last=True))))
def white_shapes_between_two_bars() -> bytes:
    """Letters as white shapes upon one bar and beneath another."""
    return release(public() + bars() + "1 g\n" + paths(ID).replace("0 g", "1 g") + bars())


@attack("letters", by_seeing(ID, at(ID, without(BARS))))
def shapes_black_on_the_bar() -> bytes:
    """Letters as black shapes upon the black bar: change the bar's colour."""
    return release(public() + bars() + paths(ID))


@attack("letters", by_looking(paths(ID)[4:60].encode()))
def shapes_white_in_the_margin() -> bytes:
    """Letters as white shapes upon the white margin."""
    return release(HONEST + "q 1 0 0 1 0 -82 cm\n" + paths(ID).replace("0 g", "1 g") + "Q\n")


@attack("letters", by_looking(paths(ID, "W n")[4:60].encode()))
def shapes_as_a_clip() -> bytes:
    """Letters as a clipping path through which the bar is painted once more."""
    return release(HONEST + "q " + paths(ID, "W n") + bars() + "Q\n")


@attack("letters", by_seeing(ID, at(ID, without(rb"/Fb Do"))))
def shapes_in_a_form() -> bytes:
    """Letters as shapes within a form, beneath a bar that a second form draws."""
    form = pdf.flate(paths(ID).encode(), "/Type /XObject /Subtype /Form /BBox [0 0 400 300]")
    bar = pdf.flate(rectangle(box(ID)).encode(), "/Type /XObject /Subtype /Form /BBox [0 0 400 300]")
    return release(
        public() + bars(ID) + "/Fa Do /Fb Do",
        {20: form, 21: bar},
        resources="/XObject << /Fa 20 0 R /Fb 21 0 R >>",
    )


def _type_3(*, whole: bool = False, mapped: str = "") -> dict[int, bytes | str]:
    """A font whose letters are drawings; `whole` makes the secret one letter."""
    left, base = where(ID)
    marks = [ID] if whole else sorted(set(ID))
    procs, parts = "", {}
    for n, mark in enumerate(marks):
        body, at_x = "", 0
        for letter in mark:
            for shape in glyphs.outlines(letter):
                body += (
                    " ".join(f"{x + at_x} {y} {'l' if k else 'm'}" for k, (x, y) in enumerate(shape)) + " h\n"
                )
            at_x += glyphs.advance(letter)
        parts[30 + n] = pdf.flate(f"{at_x} 0 0 -200 {at_x} 900 d1\n{body}f".encode())
        procs += f"/c{n} {30 + n} 0 R "
    names = " ".join(f"/c{n}" for n in range(len(marks)))
    font = (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 13000 900] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar {64 + len(marks)} "
        f"/Widths [{' '.join(str(sum(map(glyphs.advance, m))) for m in marks)}] /Resources << >> /CharProcs << {procs} >> "
        f"/Encoding << /Differences [65 {names}] >> {mapped} >>"
    )
    typed = "A" if whole else "".join(chr(65 + marks.index(c)) for c in ID)
    made = objects(
        public() + f"BT 0 g /F9 {SIZE} Tf 1 0 0 1 {left} {HIGH - base} Tm ({typed}) Tj ET\n" + bars()
    )
    made[3] = str(made[3]).replace("/F2 10 0 R", "/F2 10 0 R /F9 20 0 R")
    return {**made, 20: font, **parts}


@attack("letters", UNDER)
def type_3_letters() -> bytes:
    """A font of drawings without any map to letters, beneath a bar."""
    return pdf.write(_type_3())


@attack("letters", UNDER)
def type_3_one_letter_for_all() -> bytes:
    """The whole number is one letter of a font of drawings."""
    return pdf.write(_type_3(whole=True))


def _remapped(change: str, tounicode: bytes) -> bytes:
    made = objects(public() + shown(ID).replace("/F1", "/F9") + bars())
    made[3] = str(made[3]).replace("/F2 10 0 R", "/F2 10 0 R /F9 20 0 R")
    made[20] = str(made[5]).replace("/ToUnicode 9 0 R", change)
    if tounicode:
        made[21] = pdf.flate(tounicode)
    return pdf.write(made)


@attack("letters", UNDER)
def no_map_to_letters() -> bytes:
    """The font's map is taken away: copies as rubbish, looks as ever."""
    return _remapped("", b"")


@attack("letters", UNDER)
def map_to_other_letters() -> bytes:
    """The font's map says that every letter is an a."""
    return _remapped(
        "/ToUnicode 21 0 R",
        b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange\n"
        b"<0000> <00FF> [" + b"<0061> " * 256 + b"]\nendbfrange endcmap",
    )


@attack("letters", UNDER)
def map_to_nothing() -> bytes:
    """The font's map says that every letter is a blank."""
    return _remapped(
        "/ToUnicode 21 0 R",
        b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange\n<0000> <00FF> ["
        + b"<0020> " * 256
        + b"]\nendbfrange endcmap",
    )


@attack("letters", UNDER)
def map_to_private_letters() -> bytes:
    """The font's map leads into the private area."""
    return _remapped(
        "/ToUnicode 21 0 R",
        b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange\n<0000> <00FF> <E000>\nendbfrange endcmap",
    )


@attack("letters", by_looking(ID))
def name_of_a_subset() -> bytes:
    """The subset of a font is named after the number."""
    parts = objects(HONEST)
    for number in (5, 6, 7):
        parts[number] = str(parts[number]).replace("ABCDEF+Attack", f"ABCDEF+Z{ID}")
    return pdf.write(parts)


@attack("letters", by_looking(ID))
def name_within_the_font_file() -> bytes:
    """The name table of the embedded font."""
    parts = objects(HONEST)
    parts[8] = pdf.flate(glyphs.truetype(ID), f"/Length1 {len(glyphs.truetype(ID))}")
    return pdf.write(parts)


@attack("letters", by_looking(PHONE))
def names_of_drawings() -> bytes:
    """Letters of a font are named after the number."""
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 65 /Widths [9] "
        f"/Resources << >> /CharProcs << /k{PHONE} 21 0 R >> /Encoding << /Differences [65 /k{PHONE}] >> >>"
    )
    parts = objects(HONEST)
    parts[3] = str(parts[3]).replace("/F2 10 0 R", "/F2 10 0 R /F9 20 0 R")
    return pdf.write({**parts, 20: font, 21: pdf.flate(b"9 0 0 0 9 9 d1 0 0 9 9 re f")})


@attack("letters", by_looking(ID))
def remark_in_a_drawing() -> bytes:
    """A remark in the drawing of a letter that no page uses."""
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 /LastChar 65 /Widths [9] "
        "/Resources << >> /CharProcs << /a 21 0 R >> /Encoding << /Differences [65 /a] >> >>"
    )
    parts = objects(HONEST)
    parts[3] = str(parts[3]).replace("/F2 10 0 R", "/F2 10 0 R /F9 20 0 R")
    return pdf.write({**parts, 20: font, 21: pdf.flate(f"9 0 0 0 9 9 d1 % {ID}\n0 0 9 9 re f".encode())})


@attack("letters", by_looking("王小川"))
def map_that_spells_the_name() -> bytes:
    """The font's map of letters has an entry that stands for the whole name."""
    parts = objects(HONEST)
    extra = f"1 beginbfchar\n<0FFF> <{NAME.encode('utf-16-be').hex().upper()}>\nendbfchar\nendcmap end end"
    body = next(streams(bytes(parts[9]))).decode()
    parts[9] = pdf.flate(body.replace("endcmap end end", extra).encode())
    return pdf.write(parts)


@attack("letters", by_looking(codes(ID)[1:-1].encode()))
def no_map_and_unseen() -> bytes:
    """Unseen words in a font without a map, in the margin."""
    made = objects(HONEST + show(ID, 30, 222, 6, before="3 Tr").replace("/F1", "/F9"))
    made[3] = str(made[3]).replace("/F2 10 0 R", "/F2 10 0 R /F9 20 0 R")
    made[20] = str(made[5]).replace("/ToUnicode 9 0 R", "")
    return pdf.write(made)
