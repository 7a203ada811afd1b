"""Words in notes and their pieces."""

from __future__ import annotations

from . import pdf
from .kit import attack, by_looking
from .pdf import literal, wide
from .sheet import HOME, HONEST, ID, NAME, PHONE, release

CORNER = "/Rect [300 4 320 20]"


def _noted(entries: str, more: dict[int, bytes | str] | None = None) -> bytes:
    return release(HONEST, {20: f"<< /Type /Annot {entries} >>", **(more or {})}, page="/Annots [20 0 R]")


@attack("notes", by_looking(NAME))
def sticky_note() -> bytes:
    """Open the yellow note."""
    return _noted(f"/Subtype /Text {CORNER} /Contents {wide('遮去' + NAME)}")


@attack("notes", by_looking(ID))
def hidden_note() -> bytes:
    """A note with the flag for hidden."""
    return _noted(f"/Subtype /FreeText {CORNER} /F 2 /DA (/F2 8 Tf) /Contents {literal(ID)}")


@attack("notes", by_looking(ID))
def note_not_viewed() -> bytes:
    """A note that is not viewed and not printed."""
    return _noted(f"/Subtype /FreeText {CORNER} /F 32 /DA (/F2 8 Tf) /Contents {literal(ID)}")


@attack("notes", by_looking(PHONE))
def popup() -> bytes:
    """The small window of a note."""
    return _noted(
        f"/Subtype /Highlight {CORNER} /QuadPoints [300 20 320 20 300 4 320 4] /Popup 21 0 R",
        {21: f"<< /Type /Annot /Subtype /Popup {CORNER} /Parent 20 0 R /Contents {literal(PHONE)} >>"},
    )


@attack("notes", by_looking(NAME))
def author() -> bytes:
    """The note names the person as its author."""
    return _noted(f"/Subtype /Text {CORNER} /T {wide(NAME)} /Contents (a)")


@attack("notes", by_looking(HOME))
def rich_text() -> bytes:
    """The note's rich text."""
    rich = f'<body xmlns="http://www.w3.org/1999/xhtml"><p>{HOME}</p></body>'
    return _noted(f"/Subtype /FreeText {CORNER} /DA (/F2 8 Tf) /Contents (a) /RC {wide(rich)}")


@attack("notes", by_looking("8号3门<b>"))
def rich_text_in_pieces() -> bytes:
    """The note's rich text, letters between marks and entities."""
    rich = "<body><p>中山里12<i/>号<b>3</b>门<b>50</b>2 8号3门<b></b></p></body>"
    return _noted(f"/Subtype /FreeText {CORNER} /DA (/F2 8 Tf) /Contents (a) /RC {wide(rich)}")


@attack("notes", by_looking(ID))
def words_of_a_mark_for_redaction() -> bytes:
    """The mark for redaction keeps the words that it should have removed."""
    return _noted(f"/Subtype /Redact {CORNER} /OverlayText {literal(ID)} /DA (/F2 8 Tf)")


@attack("notes", by_looking(ID))
def copied_words_of_a_highlight() -> bytes:
    """Readers copy highlighted words into the note."""
    return _noted(
        f"/Subtype /Highlight {CORNER} /QuadPoints [300 20 320 20 300 4 320 4] /Contents {literal(ID)} /F 2"
    )


@attack("notes", by_looking(PHONE))
def telephone_link() -> bytes:
    """The link that dials."""
    return _noted(f"/Subtype /Link {CORNER} /Border [0 0 0] /A << /S /URI /URI (tel:+86-{PHONE}) >>")


@attack("notes", by_looking(b"%31%31%30%31%30%35%31%39%34%39%31%32%33%31%30%30%32%58"))
def link_with_a_percent_code() -> bytes:
    """The link's address carries the number in per cent signs."""
    coded = "".join(f"%{ord(c):02X}" for c in ID)
    return _noted(
        f"/Subtype /Link {CORNER} /Border [0 0 0] /A << /S /URI /URI (https://example.cn/q?z={coded}) >>"
    )


@attack("notes", by_looking(b"MTEwMTA1MTk0OTEyMzEwMDJY"))
def link_with_base64() -> bytes:
    """The link's address carries the number in Base64."""
    return _noted(
        f"/Subtype /Link {CORNER} /Border [0 0 0] /A << /S /URI /URI (https://example.cn/q?z=MTEwMTA1MTk0OTEyMzEwMDJY) >>"
    )


@attack("notes", by_looking(ID))
def file_pinned_to_the_page() -> bytes:
    """A paper clip with the list."""
    return _noted(
        f"/Subtype /FileAttachment {CORNER} /FS 21 0 R",
        {
            21: "<< /Type /Filespec /F (a.txt) /EF << /F 22 0 R >> >>",
            22: pdf.flate(ID.encode(), "/Type /EmbeddedFile"),
        },
    )


@attack("notes", by_looking(ID))
def look_of_another_state() -> bytes:
    """The look while the mouse is down."""
    look = pdf.flate(
        f"BT /F2 8 Tf 2 4 Td ({ID}) Tj ET".encode(),
        "/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F2 10 0 R >> >>",
    )
    plain = pdf.flate(b"", "/Type /XObject /Subtype /Form /BBox [0 0 200 20]")
    return _noted(f"/Subtype /Stamp {CORNER} /AP << /N 21 0 R /D 22 0 R >>", {21: plain, 22: look})


@attack("notes", by_looking(NAME))
def note_in_nobody_s_list() -> bytes:
    """A note that was taken off the page but not out of the file."""
    return release(HONEST, {20: f"<< /Type /Annot /Subtype /Text {CORNER} /Contents {wide(NAME)} >>"})


@attack("notes", by_looking(NAME))
def name_and_subject() -> bytes:
    """Subject of the note."""
    return _noted(f"/Subtype /Text {CORNER} /Contents (a) /Subj {wide(NAME)}")
