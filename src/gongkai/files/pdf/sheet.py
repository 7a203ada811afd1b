"""One page of a PDF: its characters with their places and ink, its rules, and the values of its form fields."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Mapping

import pypdfium2
import pypdfium2.raw as raw

from gongkai.exceptions import Unreadable
from gongkai.files.guard import MAX_CHARACTERS
from gongkai.files.pdf.drawn import drawn_on
from gongkai.files.placed import sheet as placed
from gongkai.files.placed.sheet import Ink, Letter, Sheet

_LEAST_HEIGHT = 4.0
# Share of the height of a font that lies below its base line; letters smaller than _LEAST_SIZE are no letters.
_BELOW = 0.12
_LEAST_SIZE = 1.0


def sheet_of(page: pypdfium2.PdfPage, number: int) -> Sheet:
    """Read one page."""
    drawn, inks = drawn_on(page)
    return placed.sheet_of(number, page.get_bbox(), list(_letters(page, inks)), drawn, _form_values(page))


def _letters(page: pypdfium2.PdfPage, inks: Mapping[int, Ink]) -> Iterator[Letter]:
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
        box = _on_its_line(text, index, box, turn)
        owner = raw.FPDFText_GetTextObject(text, index)
        key = ctypes.cast(owner, ctypes.c_void_p).value or 0
        yield Letter(sign, box, turn, inks.get(key), unmapped)
    text.close()


def _on_its_line(text: object, index: int, box: placed.Area, turn: float) -> placed.Area:
    """The box of a letter, with the height of its font over its base line where the library knows that."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    if not raw.FPDFText_GetCharOrigin(text, index, x, y) or not raw.FPDFText_GetMatrix(text, index, matrix):
        return box
    size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    return on_base_line(box, (x.value, y.value), size, turn)


def on_base_line(box: placed.Area, origin: tuple[float, float], size: float, turn: float) -> placed.Area:
    """The box as high as its font, from the base line, so that a comma or a y stands in the line of its word.

    Where a font does not tell its height the library gives that of the ink. The box is kept where base line and ink do
    not agree: letters set downwards, fonts drawn by the page.
    """
    quarter = round(turn / (math.pi / 2)) % 4
    level = quarter % 2 == 0
    base = origin[1] if level else origin[0]
    below, above = (_BELOW, 1 - _BELOW) if quarter in (0, 3) else (1 - _BELOW, _BELOW)
    low, high = base - below * size, base + above * size
    first, last = (box[1], box[3]) if level else (box[0], box[2])
    slack = 0.3 * size
    agree = low - slack <= (first + last) / 2 <= high + slack and last - first <= 2 * size
    if size < _LEAST_SIZE or not agree:
        return box
    return (box[0], low, box[2], high) if level else (low, box[1], high, box[3])


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
