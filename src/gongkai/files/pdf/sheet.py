"""One page as it is read: visible characters and drawn rules, upright, with what is printed but not seen set apart."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as raw

from gongkai.exceptions import Unreadable
from gongkai.files.guard import MAX_CHARACTERS
from gongkai.files.pdf.drawn import Drawn, drawn_on

# Turns by less than this (radians) are the same direction: scans and slips of the pen.
_SAME_TURN = 0.1
_WHITE = 0xEC
_LEAST_HEIGHT = 4.0
# A page of which so much is picture and whose letters are all unseen is a scan with its text laid under it.
_SCANNED = 0.6


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character, upright: x to the right, y downward, in points."""

    sign: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        """Middle from left to right."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: level (y0 = y1) or upright (x0 = x1)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Sheet:
    """What one page shows. unseen: letters printed so that nobody sees them; aslant: letters of a watermark.

    unmapped: letters of which the file does not say what they are. scanned: the text lies under a picture of itself.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unseen: str = ""
    aslant: str = ""
    unmapped: int = 0
    scanned: bool = False
    crowded: bool = False


@dataclass
class _Raw:
    """A character as the library gives it."""

    sign: str
    box: tuple[float, float, float, float]
    turn: float
    owner: int
    unmapped: bool


def sheet_of(page: pypdfium2.PdfPage, number: int) -> Sheet:
    """Read one page. Its own turn does not matter: text stands upright where most of it does."""
    drawn = drawn_on(page)
    letters = list(_letters(page))
    turns = Counter(_quarter(one.turn) for one in letters)
    quarter = next((turn for turn, _ in turns.most_common() if turn is not None), 0)
    box = page.get_bbox()
    wide, high = box[2] - box[0], box[3] - box[1]
    sheet = Sheet(number, *((high, wide) if quarter % 2 else (wide, high)))
    sheet.crowded = drawn.cut_short
    hidden = [one for one in letters if _is_unseen(one, drawn)]
    if letters and len(hidden) > 0.9 * len(letters) and drawn.pictures > _SCANNED * wide * high:
        sheet.scanned, hidden = True, []
    gone = {id(one) for one in hidden}
    sheet.unseen = "".join(one.sign for one in hidden)
    for one in letters:
        if id(one) in gone:
            continue
        if _quarter(one.turn) != quarter:
            sheet.aslant += one.sign
            continue
        sheet.unmapped += one.unmapped
        sheet.glyphs.append(Glyph(one.sign, *_upright(one.box, quarter, box)))
    for line in drawn.rules:
        x0, y0, x1, y1 = _upright(line, quarter, box)
        sheet.rules.append(Rule(x0, y0, x1, y1))
    for sign, place in (*_form_values(page),):
        sheet.glyphs.append(Glyph(sign, *_upright(place, quarter, box)))
    return sheet


def _letters(page: pypdfium2.PdfPage) -> Iterator[_Raw]:
    text = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    cell = raw.FS_RECTF()
    high = 0
    if text.count_chars() > 4 * MAX_CHARACTERS:
        raise Unreadable(f"太长，超过{MAX_CHARACTERS // 10_000}万字，请拆分后再传。")
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code <= 0xDBFF:
            high = code
            continue
        if 0xDC00 <= code <= 0xDFFF and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            code = 0xFFFD
        unmapped = code == 0 or raw.FPDFText_HasUnicodeMapError(text, index) == 1
        sign = "\ufffd" if code == 0 else chr(code)
        if sign.isspace() or (code < 32):
            continue
        raw.FPDFText_GetLooseCharBox(text, index, cell)
        box = (cell.left, min(cell.bottom, cell.top), cell.right, max(cell.bottom, cell.top))
        if box[2] - box[0] <= 0 or box[3] - box[1] <= 0:
            raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            box = (left.value, bottom.value, right.value, top.value)
        if box[2] <= box[0] and box[3] <= box[1]:
            continue
        # The library counts turns clockwise.
        turn = -raw.FPDFText_GetCharAngle(text, index) % (2 * math.pi)
        owner = raw.FPDFText_GetTextObject(text, index)
        yield _Raw(sign, box, turn, ctypes.cast(owner, ctypes.c_void_p).value or 0, unmapped)
    text.close()


def _quarter(turn: float) -> int | None:
    """Quarter turns against the clock; None for a text set aslant."""
    quarter = round(turn / (math.pi / 2))
    return quarter % 4 if abs(turn - quarter * math.pi / 2) < _SAME_TURN else None


def _is_unseen(one: _Raw, drawn: Drawn) -> bool:
    x, y = (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2
    ink = drawn.inks.get(one.owner)
    if ink is None:
        return False
    if ink.nothing:
        return True
    if any(cover.order > ink.order and cover.holds(x, y) for cover in drawn.covers):
        return True
    if min(ink.color) < _WHITE:
        return False
    # White letters: seen only on something drawn before them.
    return not any(ground.order < ink.order and ground.holds(x, y) for ground in drawn.grounds)


def _upright(
    box: tuple[float, float, float, float], quarter: int, page: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """A rectangle (left, bottom, right, top) of the page, turned so that the text stands upright, y downward."""
    left, bottom, right, top = page
    x0, y0, x1, y1 = box
    if quarter == 0:
        return x0 - left, top - y1, x1 - left, top - y0
    if quarter == 1:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left
    if quarter == 2:
        return right - x1, y0 - bottom, right - x0, y1 - bottom
    return top - y1, right - x1, top - y0, right - x0


def _form_values(page: pypdfium2.PdfPage) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """The values filled into the fields of a form, and free text set on the page, letter by letter."""
    form = page.formenv
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 5000)):
        note = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(note)
        said = ""
        if kind == raw.FPDF_ANNOT_WIDGET and form and not raw.FPDFAnnot_GetFlags(note) & 2:
            said = _field(form, note)
        elif kind == raw.FPDF_ANNOT_FREETEXT and not raw.FPDFAnnot_GetFlags(note) & 2:
            said = _string(
                lambda buffer, size, one=note: raw.FPDFAnnot_GetStringValue(one, b"Contents", buffer, size)
            )
        area = raw.FS_RECTF()
        if said.strip() and raw.FPDFAnnot_GetRect(note, area):
            yield from _spread(
                said, area.left, min(area.bottom, area.top), area.right, max(area.bottom, area.top)
            )
        raw.FPDFPage_CloseAnnot(note)


def _field(form: object, note: object) -> str:
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return "☑" if raw.FPDFAnnot_IsChecked(form, note) else "□"
    if kind in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, note, buffer, size))
    return ""


def _string(ask) -> str:  # type: ignore[no-untyped-def]
    """A string the library hands over in UTF-16."""
    size = ask(None, 0)
    if size <= 2 or size > 200_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _spread(
    said: str, left: float, bottom: float, right: float, top: float
) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Letters side by side from the left edge of a field, line under line."""
    lines = [line for line in said.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    high = (top - bottom) / max(len(lines), 1)
    size = max(min(high * 0.8, 12.0), _LEAST_HEIGHT)
    for number, line in enumerate(lines):
        middle = top - high * (number + 0.5)
        step = min(size, (right - left) / max(len(line), 1))
        for place, sign in enumerate(line):
            if not sign.isspace():
                x = left + place * step
                yield sign, (x, middle - size / 2, x + step, middle + size / 2)
