"""The same words once more, openly, but not where or not as one looks for them."""

from __future__ import annotations

import pypdfium2
import segno

from . import pdf
from .kit import Proof, attack, by_copying, by_looking, squeezed
from .sheet import (
    HIGH,
    HONEST,
    ID,
    NAME,
    PHONE,
    PLACED,
    SECRETS,
    codes,
    objects,
    picture,
    public,
    release,
    scan,
    scanned_original,
    show,
    shown,
)


def by_reading(*parts: str) -> Proof:
    """All parts are to be read on the page, whatever their order."""

    def proof(file: bytes) -> bool:
        with pypdfium2.PdfDocument(file) as document:
            words = squeezed("".join(page.get_textpage().get_text_range() for page in document))
        return all(part in words for part in parts)

    return proof


def pages(*contents: str) -> bytes:
    """A file with one page a content."""
    parts = objects(contents[0])
    kids = "3 0 R"
    for n, content in enumerate(contents[1:]):
        parts[40 + 2 * n] = str(parts[3]).replace("/Contents 4 0 R", f"/Contents {41 + 2 * n} 0 R")
        parts[41 + 2 * n] = pdf.flate(content.encode())
        kids += f" {40 + 2 * n} 0 R"
    parts[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>"
    return pdf.write(parts)


def two_pages_original() -> bytes:
    """Two pages as they were; the name stands on both."""
    return pages(WHOLE, public() + shown(NAME))


SMALL = 7
WHOLE = public() + "".join(map(shown, SECRETS))


@attack("elsewhere", by_copying(NAME), two_pages_original)
def on_the_next_page() -> bytes:
    """The name stands on page two as well."""
    return pages(HONEST, public() + shown(NAME))


@attack("elsewhere", by_copying(NAME))
def in_the_foot() -> bytes:
    """The foot of the page names the person."""
    return release(HONEST + show(NAME, 250, 222, SMALL))


@attack("elsewhere", by_copying(NAME))
def in_the_running_head() -> bytes:
    """A running head in a form names the person."""
    head = pdf.flate(
        show(NAME, 250, 14, SMALL).encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /Font << /F1 5 0 R >> >>",
    )
    return release(HONEST + "/Fm Do", {20: head}, resources="/XObject << /Fm 20 0 R >>")


@attack("elsewhere", by_copying(NAME))
def as_a_watermark() -> bytes:
    """A watermark names who printed it."""
    mark = f"q /G gs BT 0.5 g /F1 20 Tf 0.7 0.7 -0.7 0.7 230 40 Tm {codes(NAME)} Tj ET Q"
    return release(HONEST + mark, resources="/ExtGState << /G << /ca 0.2 >> >>")


@attack("elsewhere", by_reading("王小川"))
def letter_by_letter() -> bytes:
    """Each letter is a text object of its own, wide apart."""
    return release(HONEST + "".join(show(c, 200 + 30 * n, 222, SMALL) for n, c in enumerate(NAME)))


@attack("elsewhere", by_copying(PHONE))
def moved_apart_by_kerning() -> bytes:
    """One operator, letters moved apart by numbers."""
    apart = "[" + " -3000 ".join(codes(c) for c in PHONE) + "] TJ"
    return release(HONEST + f"BT 0 g /F1 4 Tf 1 0 0 1 30 8 Tm {apart} ET\n")


@attack("elsewhere", by_reading("1", "3", "8"))
def drawn_in_another_order() -> bytes:
    """The file has the digits in another order than the page."""
    order = sorted(range(len(PHONE)), key=lambda n: (n * 7) % 11)
    return release(HONEST + "".join(show(PHONE[n], 200 + 4.48 * n, 222, SMALL) for n in order))


@attack("elsewhere", by_reading(*NAME))
def from_top_to_bottom() -> bytes:
    """One letter a line."""
    return release(HONEST + "".join(show(c, 310, 40 + 9 * n, SMALL) for n, c in enumerate(NAME)))


@attack("elsewhere", by_reading(*PHONE))
def number_from_top_to_bottom() -> bytes:
    """One digit a line, along the margin."""
    return release(HONEST + "".join(show(c, 318, 20 + 9 * n, SMALL) for n, c in enumerate(PHONE)))


@attack("elsewhere", by_copying(ID))
def turned_by_a_quarter() -> bytes:
    """Along the margin, turned."""
    return release(HONEST + f"BT 0 g /F1 {SMALL} Tf 0 1 -1 0 325 30 Tm {codes(ID)} Tj ET\n")


@attack("elsewhere", by_copying(ID))
def upside_down() -> bytes:
    """At the foot, upside down."""
    return release(HONEST + f"BT 0 g /F1 {SMALL} Tf -1 0 0 -1 300 12 Tm {codes(ID)} Tj ET\n")


@attack("elsewhere", by_copying(ID[::-1]))
def backwards() -> bytes:
    """The digits from the last to the first."""
    return release(HONEST + show(ID[::-1], 180, 222, SMALL))


@attack("elsewhere", by_looking(codes(PHONE)[1:-1].encode()))
def mirrored() -> bytes:
    """In mirror writing."""
    return release(HONEST + f"BT 0 g /F1 {SMALL} Tf -1 0 0 1 300 8 Tm {codes(PHONE)} Tj ET\n")


@attack("elsewhere", by_reading(ID[:9], ID[9:]))
def over_two_lines() -> bytes:
    """The number breaks over two lines."""
    return release(HONEST + show(ID[:9], 220, 205, SMALL) + show(ID[9:], 220, 214, SMALL))


@attack("elsewhere", by_reading(ID[:9], ID[9:]), two_pages_original)
def over_two_pages() -> bytes:
    """The number begins on one page and ends on the next."""
    return pages(
        HONEST + show(ID[:9], 250, 222, SMALL), show(ID[9:], 30, 20, SMALL) + public() + shown(NAME)[:0]
    )


@attack("elsewhere", by_copying("138 1234 5678".replace(" ", "")))
def in_groups() -> bytes:
    """The number in groups."""
    return release(HONEST + show("138 1234 5678", 200, 222, SMALL))


def helvetica(text: str) -> str:
    """Letters of ASCII in a font that the viewer has."""
    return f"BT 0 g /F2 {SMALL} Tf 1 0 0 1 180 8 Tm ({text}) Tj ET\n"


@attack("elsewhere", by_copying("138-1234-5678"))
def with_hyphens() -> bytes:
    """The number with hyphens."""
    return release(HONEST + helvetica("138-1234-5678"))


@attack("elsewhere", by_copying("110105.19491231.002X"))
def with_full_stops() -> bytes:
    """The number with full stops between its parts."""
    return release(HONEST + helvetica("110105.19491231.002X"))


@attack("elsewhere", by_copying("(+86)138/1234/5678"))
def with_the_country_and_strokes() -> bytes:
    """The number with the country's code and strokes."""
    return release(HONEST + helvetica("\\(+86\\)138/1234/5678"))


@attack("elsewhere", by_copying("11010519491231002x"))
def in_a_small_letter() -> bytes:
    """The check letter is written small."""
    return release(HONEST + helvetica("11010519491231002x"))


def mapped(text: str, kind: str = "") -> bytes:
    """A page with a text in any letters: glyphs of the drawn font, mapped to what is written."""
    parts = objects(
        HONEST
        + f"BT 0 g /F9 {SMALL} Tf 1 0 0 1 30 8 Tm <"
        + "".join(f"{1 + n:04X}" for n in range(len(text)))
        + "> Tj ET\n"
    )
    parts[3] = str(parts[3]).replace("/F2 10 0 R", "/F2 10 0 R /F9 20 0 R")
    pairs = "".join(f"<{1 + n:04X}> <{c.encode('utf-16-be').hex()}>\n" for n, c in enumerate(text))
    parts[20] = str(parts[5]).replace("/ToUnicode 9 0 R", "/ToUnicode 21 0 R")
    parts[21] = pdf.flate(
        f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {len(text)} beginbfchar\n{pairs}endbfchar endcmap".encode()
    )
    return pdf.write(parts)


@attack("elsewhere", by_copying("１３８１２３４５６７８"))
def in_wide_digits() -> bytes:
    """The number in wide digits."""
    return mapped("１３８１２３４５６７８")


@attack("elsewhere", by_copying("一三八一二三四五六七八"))
def in_chinese_digits() -> bytes:
    """The number in Chinese digits."""
    return mapped("一三八一二三四五六七八")


@attack("elsewhere", by_copying("壹叁捌壹贰叁肆伍陆柒捌"))
def in_digits_of_cheques() -> bytes:
    """The number in the digits of cheques."""
    return mapped("壹叁捌壹贰叁肆伍陆柒捌")


@attack("elsewhere", by_copying("①③⑧①②③④⑤⑥⑦⑧"))
def in_circled_digits() -> bytes:
    """The number in circled digits."""
    return mapped("①③⑧①②③④⑤⑥⑦⑧")


@attack("elsewhere", by_copying("中山里12號3門502"))
def in_traditional_letters() -> bytes:
    """The address in traditional letters."""
    return mapped("中山里12號3門502")


@attack("elsewhere", by_copying("中山里十二号三门五〇二"))
def address_with_spoken_numbers() -> bytes:
    """The address with its numbers as they are spoken."""
    return mapped("中山里十二号三门五〇二")


@attack("elsewhere", by_copying("王\u200b小\u200d川"))
def with_unseen_signs() -> bytes:
    """Signs without width stand between the letters."""
    return mapped("王\u200b小\u200d川")


@attack("elsewhere", by_copying("中\u2f2d里12号3门502"))
def with_a_radical() -> bytes:
    """A radical of the Kangxi list in place of a letter that looks the same."""
    return mapped("中\u2f2d里12号3门502")


@attack("elsewhere", by_copying("中山里12号3\u2ed4502"))
def with_a_radical_of_the_supplement() -> bytes:
    """The same with a radical that NFKC leaves alone; printing to PDF on a Mac gives such letters."""
    return mapped("中山里12号3\u2ed4502")


@attack("elsewhere", by_copying("Wang Xiaochuan".replace(" ", "")))
def in_latin_letters() -> bytes:
    """The name in pinyin."""
    return release(HONEST + helvetica("Wang Xiaochuan"))


@attack("elsewhere", by_copying("1949-12-31"))
def birthday_in_the_text() -> bytes:
    """The birthday, which is the greater part of the hidden number."""
    return release(HONEST + helvetica("1949-12-31"))


@attack("elsewhere", by_copying("110105194912310"))
def first_fifteen_digits() -> bytes:
    """All but the last three digits stand in the foot."""
    return release(HONEST + show(ID[:15], 200, 222, SMALL))


@attack("elsewhere", lambda file: _square(PHONE) in _squares(file))
def square_code() -> bytes:
    """A square code in the corner that every telephone reads."""
    return release(HONEST + _drawn(PHONE))


@attack("elsewhere", lambda file: _square(PHONE) in _squares(file), lambda: release(_drawn(PHONE) + WHOLE))
def square_code_of_the_original() -> bytes:
    """The same; the form bore it from the beginning and nobody drew a box on it."""
    return release(_drawn(PHONE) + HONEST)


def _square(text: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(v) for v in row) for row in segno.make(text, micro=False, error="l").matrix)


def _drawn(text: str) -> str:
    rows = _square(text)
    return (
        "0 g "
        + "".join(
            f"{255 + 2 * x} {80 - 2 * y} 2 2 re "
            for y, row in enumerate(rows)
            for x, v in enumerate(row)
            if v
        )
        + "f\n"
    )


def _squares(file: bytes) -> list[tuple[tuple[int, ...], ...]]:
    with pypdfium2.PdfDocument(file) as document:
        image = document[0].render(scale=1).to_pil().convert("L")
    side = len(_square(PHONE))
    return [
        tuple(
            tuple(int(image.getpixel((256 + 2 * x, HIGH - 82 + 2 * y + 1)) < 128) for x in range(side))
            for y in range(side)
        )
    ]


@attack("recognized", by_copying(ID), scanned_original)
def words_of_recognition_beneath_the_bar() -> bytes:
    """The scan is blackened, the recognized words beneath it are not."""
    return _recognized("".join(shown(s, "3 Tr") for s in SECRETS))


@attack("recognized", by_copying(ID))
def words_of_recognition_moved_aside() -> bytes:
    """The recognized words lie a little beside the bar."""
    return _recognized(show(ID, 30, 180, before="3 Tr"))


@attack("recognized", by_copying("1l0l0519491231OO2X"), scanned_original)
def words_recognized_wrongly() -> bytes:
    """Recognition took 1 for l and 0 for O: beneath the bar it still tells."""
    return _recognized("BT 3 Tr /F2 14 Tf 1 0 0 1 72 90 Tm (1l0l0519491231OO2X) Tj ET\n")


@attack("recognized", by_copying(PHONE), scanned_original)
def words_of_recognition_behind_the_scan() -> bytes:
    """The recognized words are painted black behind the scan."""
    return release(
        "".join(map(shown, SECRETS)) + PLACED,
        {20: picture(scan(*SECRETS))},
        resources="/XObject << /Im 20 0 R >>",
    )


@attack("recognized", by_copying(NAME), scanned_original)
def words_of_recognition_in_one_dot() -> bytes:
    """The recognized words are squeezed into the corner."""
    return _recognized(show(NAME + PHONE, 0, HIGH, 0.1, before="3 Tr"))


def _recognized(words: str) -> bytes:
    return release(
        PLACED + public().replace("0 g", "3 Tr") + words,
        {20: picture(scan(*SECRETS))},
        resources="/XObject << /Im 20 0 R >>",
    )
