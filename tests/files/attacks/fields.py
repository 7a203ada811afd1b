"""Words in form fields."""

from __future__ import annotations

from . import pdf
from .kit import attack, by_looking
from .pdf import literal, wide
from .sheet import HOME, HONEST, ID, NAME, PHONE, release

CORNER = "/Rect [30 2 200 20]"


def _field(entries: str, more: dict[int, bytes | str] | None = None, form: str = "") -> bytes:
    return release(
        HONEST,
        {20: f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) {CORNER} {entries} >>", **(more or {})},
        page="/Annots [20 0 R]",
        root=f"/AcroForm << /Fields [20 0 R] /DA (/F2 8 Tf 0 g) {form} >>",
    )


@attack("fields", by_looking(ID))
def value_without_a_look() -> bytes:
    """The value stays although the look is blank."""
    return _field(
        f"/F 4 /V {literal(ID)} /AP << /N 21 0 R >>",
        {21: pdf.flate(b"", "/Type /XObject /Subtype /Form /BBox [0 0 170 18]")},
    )


@attack("fields", by_looking(NAME))
def value_when_reset() -> bytes:
    """Reset the form: the default comes back."""
    return _field(f"/F 4 /V () /DV {wide(NAME)}")


@attack("fields", by_looking(PHONE))
def look_without_a_value() -> bytes:
    """The value is emptied, the old look stays and is hidden."""
    look = pdf.flate(
        f"/Tx BMC BT /F2 8 Tf 2 4 Td ({PHONE}) Tj ET EMC".encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 170 18] /Resources << /Font << /F2 10 0 R >> >>",
    )
    return _field("/F 2 /V () /AP << /N 21 0 R >>", {21: look})


@attack("fields", by_looking(ID))
def hidden_field() -> bytes:
    """A hidden field."""
    return _field(f"/F 2 /V {literal(ID)}")


@attack("fields", by_looking(NAME))
def tool_tip() -> bytes:
    """Rest the mouse on the field."""
    return _field(f"/F 4 /TU {wide('申请人' + NAME)}")


@attack("fields", by_looking(PHONE))
def name_of_the_field() -> bytes:
    """The field is named after the number."""
    return _field(f"/F 4 /TM (k{PHONE})")


@attack("fields", by_looking(NAME))
def choices() -> bytes:
    """One of the choices of a list."""
    return _field(f"/F 4 /FT /Ch /Ff 131072 /V (b) /Opt [[(b) (b)] [(c) {wide(NAME)}]]")


@attack("fields", by_looking(ID))
def field_without_a_place() -> bytes:
    """A field of the form that stands on no page."""
    return release(
        HONEST, {20: f"<< /FT /Tx /T (a) /V {literal(ID)} >>"}, root="/AcroForm << /Fields [20 0 R] >>"
    )


@attack("fields", by_looking(HOME))
def xml_form() -> bytes:
    """The data set of the XML form."""
    data = f"<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data><f><a>{HOME}</a></f></xfa:data></xfa:datasets>"
    return _field("/F 4", {21: pdf.flate(data.encode())}, "/XFA [(datasets) 21 0 R]")


@attack("fields", by_looking(b"&#x738B;&#23567;&#x5DDD;"))
def xml_form_in_entities() -> bytes:
    """The data set, its letters as numbers."""
    data = "<xfa:datasets xmlns:xfa='http://www.xfa.org/schema/xfa-data/1.0/'><xfa:data><f>&#x738B;&#23567;&#x5DDD;</f></xfa:data></xfa:datasets>"
    return _field("/F 4", {21: pdf.flate(data.encode())}, "/XFA 21 0 R")


@attack("fields", by_looking(ID))
def value_in_a_stream() -> bytes:
    """A long value kept as a stream."""
    return _field(
        "/F 4 /V 21 0 R /AP << /N 22 0 R >>",
        {21: pdf.flate(ID.encode()), 22: pdf.flate(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")},
    )


@attack("fields", by_looking(ID))
def state_of_a_button() -> bytes:
    """The states of a radio button are named by the numbers."""
    look = pdf.flate(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return _field(f"/F 4 /FT /Btn /AS /Off /AP << /N << /Off 21 0 R /{ID} 21 0 R >> >>", {21: look})


@attack("fields", by_looking(NAME))
def caption() -> bytes:
    """The caption of a button that is not drawn."""
    return _field(
        f"/F 4 /FT /Btn /Ff 65536 /MK << /CA {wide(NAME)} >> /AP << /N 21 0 R >>",
        {21: pdf.flate(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")},
    )
