"""Words in what a file says of itself."""

from __future__ import annotations

from . import pdf
from .kit import attack, by_looking
from .pdf import literal, wide
from .sheet import HONEST, ID, NAME, PHONE, objects, release


def _info(entries: str) -> bytes:
    return release(HONEST, {20: f"<< {entries} >>"}, trailer="/Info 20 0 R")


def _xmp(body: str, coding: str = "utf-8") -> bytes:
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:z="urn:z">{body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    return pdf.stream(packet.encode(coding), "/Type /Metadata /Subtype /XML")


@attack("facts", by_looking(NAME))
def title() -> bytes:
    """Title of the document."""
    return _info(f"/Title {wide('关于' + NAME + '的答复')}")


@attack("facts", by_looking(ID))
def own_entry() -> bytes:
    """An entry of the writer's own."""
    return _info(f"/Applicant {literal(ID)}")


@attack("facts", by_looking(NAME.encode("utf-8")))
def title_in_utf_8() -> bytes:
    """A string in UTF-8, as PDF 2 allows."""
    return _info(f"/Title <EFBBBF{NAME.encode().hex()}> /Subject ({NAME})")


@attack("facts", by_looking(NAME.encode("gb18030")))
def title_in_gbk() -> bytes:
    """A string in GBK, as older Chinese printers write it."""
    return release(HONEST, {20: b"<< /Title (" + NAME.encode("gb18030") + b") >>"}, trailer="/Info 20 0 R")


@attack("facts", by_looking(b"\xfe\xff\x00\x1b\x00z\x00h\x00\x1b"))
def title_with_a_mark_of_language() -> bytes:
    """UTF-16 with a language mark between the letters."""
    text = b"\xfe\xff" + "\x1bzh\x1b王\x1bzh\x1b小\x1bzh\x1b川".encode("utf-16-be")
    return release(
        HONEST,
        {
            20: b"<< /Title <"
            + text.hex().encode()
            + b"> /Keywords ("
            + text.replace(b"\\", b"\\\\")
            + b") >>"
        },
        trailer="/Info 20 0 R",
    )


@attack("facts", by_looking(ID))
def key_of_an_entry() -> bytes:
    """The number is the key, not the value."""
    return _info(f"/{ID} (a)")


@attack("facts", by_looking(NAME))
def xmp() -> bytes:
    """Title in the XMP packet."""
    return release(
        HONEST,
        {20: _xmp(f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{NAME}</rdf:li></rdf:Alt></dc:title>')},
        root="/Metadata 20 0 R",
    )


@attack("facts", by_looking(b"&#x738b;&#x5c0f;&#24029;"))
def xmp_in_entities() -> bytes:
    """XMP with the letters as numbers."""
    return release(
        HONEST, {20: _xmp("<dc:title>&#x738b;&#x5c0f;&#24029;</dc:title>")}, root="/Metadata 20 0 R"
    )


@attack("facts", by_looking(NAME))
def xmp_in_utf_16() -> bytes:
    """XMP in UTF-16."""
    return release(HONEST, {20: _xmp(f"<dc:title>{NAME}</dc:title>", "utf-16")}, root="/Metadata 20 0 R")


@attack("facts", by_looking(NAME.encode("utf-32-be")))
def xmp_in_utf_32() -> bytes:
    """XMP in UTF-32."""
    return release(HONEST, {20: _xmp(f"<dc:title>{NAME}</dc:title>", "utf-32-be")}, root="/Metadata 20 0 R")


@attack("facts", by_looking(PHONE))
def xmp_history() -> bytes:
    """The history of savings names the old file."""
    return release(
        HONEST, {20: _xmp(f'<z:History z:filePath="C:/受理/{PHONE}.docx"/>')}, root="/Metadata 20 0 R"
    )


@attack("facts", by_looking(NAME))
def xmp_of_a_page() -> bytes:
    """An XMP packet of the page alone."""
    return release(HONEST, {20: _xmp(f"<dc:title>{NAME}</dc:title>")}, page="/Metadata 20 0 R")


@attack("facts", by_looking(NAME))
def xmp_of_a_font() -> bytes:
    """An XMP packet of a font file."""
    parts = objects(HONEST)
    parts[7] = str(parts[7]).replace("/FontFile2", "/Metadata 20 0 R /FontFile2")
    return pdf.write({**parts, 20: _xmp(f"<dc:title>{NAME}</dc:title>")})


@attack("facts", by_looking(ID))
def private_data_of_a_program() -> bytes:
    """What the drawing program keeps for itself."""
    return release(
        HONEST,
        page=f"/PieceInfo << /Draw << /LastModified (D:20260501) /Private << /Undo [{literal(ID)}] >> >> >>",
    )


@attack("facts", by_looking(ID))
def private_stream_of_a_program() -> bytes:
    """The drawing program's own copy of the page, in a stream."""
    return release(
        HONEST,
        {20: pdf.flate(b"%!PS-Adobe-3.0\n(" + ID.encode() + b") show\n")},
        page="/PieceInfo << /Draw << /LastModified (D:20260501) /Private 20 0 R >> >>",
    )


@attack("facts", by_looking(b"".join(b"\0" + bytes([b]) for b in b"11010519491231002X")))
def private_stream_of_word_processor() -> bytes:
    """A private stream with wide letters between control bytes."""
    body = b"\x13\x07" + b"\0" + ID.encode("utf-16-be") + b"\x15\x01"
    return release(
        HONEST,
        {20: pdf.flate(body)},
        page="/PieceInfo << /W << /LastModified (D:20260501) /Private 20 0 R >> >>",
    )


@attack("facts", by_looking(NAME))
def colour_purpose() -> bytes:
    """The condition of the colours is named after the job."""
    return release(
        HONEST,
        root=f"/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (a) /Info {wide(NAME)} >>]",
    )


@attack("facts", by_looking(ID))
def colour_profile() -> bytes:
    """A text in the colour profile."""
    text = b"text\0\0\0\0" + ID.encode() + b"\0"
    profile = (
        (len(text) + 144).to_bytes(4, "big")
        + b"\0" * 8
        + b"mntrGRAYXYZ "
        + b"\0" * 12
        + b"acsp"
        + b"\0" * 88
        + (1).to_bytes(4, "big")
    )
    profile += b"cprt" + (144).to_bytes(4, "big") + len(text).to_bytes(4, "big") + text
    return release(
        HONEST,
        {20: pdf.flate(profile, "/N 1")},
        root="/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (a) /DestOutputProfile 20 0 R >>]",
    )


@attack("facts", by_looking(ID.encode().hex().encode()))
def identity_of_the_file() -> bytes:
    """The file's identity is the number itself."""
    return release(HONEST, trailer=f"/ID [<{ID.encode().hex()}> <{ID.encode().hex()}>]")


@attack("facts", by_looking(ID))
def unknown_entry_of_the_trailer() -> bytes:
    """An unknown entry beside the root."""
    return release(HONEST, trailer=f"/DocChecksum {literal(ID)}")


@attack("facts", by_looking(NAME))
def language() -> bytes:
    """Declared language of the document."""
    return release(HONEST, root=f"/Lang {wide('zh-x-' + NAME)}")
