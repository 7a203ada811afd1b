"""Words in signatures, certificates and what belongs to them."""

from __future__ import annotations

from . import pdf
from .kit import attack, by_looking
from .pdf import literal, wide
from .sheet import HONEST, ID, NAME, release


def der(tag: int, *parts: bytes) -> bytes:
    """An element of ASN.1."""
    body = b"".join(parts)
    long = bytes([len(body)]) if len(body) < 128 else b"\x82" + len(body).to_bytes(2, "big")
    return bytes([tag]) + long + body


def subject(text: bytes, kind: int = 0x0C) -> bytes:
    """A PKCS 7 shell with one certificate, whose subject bears the text."""
    name = der(0x30, der(0x31, der(0x30, der(6, bytes.fromhex("550403")), der(kind, text))))
    certificate = der(
        0x30, der(0x30, der(2, b"\1"), der(0x30, der(6, bytes.fromhex("2A864886F70D01010B"))), name, name)
    )
    signed = der(
        0x30,
        der(2, b"\1"),
        der(0x31),
        der(0x30, der(6, bytes.fromhex("2A864886F70D010701"))),
        der(0xA0, certificate),
        der(0x31),
    )
    return der(0x30, der(6, bytes.fromhex("2A864886F70D010702")), der(0xA0, signed))


def _signed(entries: str, contents: bytes = b"\0" * 8) -> bytes:
    value = f"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 9 18 9] {entries} /Contents <{contents.hex()}{'0' * 64}> >>"
    field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /F 132 /Rect [0 0 0 0] /V 21 0 R >>"
    return release(
        HONEST,
        {20: field, 21: value},
        page="/Annots [20 0 R]",
        root="/AcroForm << /Fields [20 0 R] /SigFlags 3 >>",
    )


@attack("signed", by_looking(NAME))
def name_of_who_signed() -> bytes:
    """The signature's name."""
    return _signed(f"/Name {wide(NAME)}")


@attack("signed", by_looking(ID))
def reason() -> bytes:
    """The signature's reason."""
    return _signed(f"/Reason {literal(ID)}")


@attack("signed", by_looking(NAME))
def contact() -> bytes:
    """Place and contact of the signature."""
    return _signed(f"/Location (a) /ContactInfo {wide(NAME)}")


@attack("signed", by_looking(NAME.encode().hex().encode()))
def subject_of_the_certificate() -> bytes:
    """The certificate's subject in UTF-8."""
    return _signed("", subject(NAME.encode()))


@attack("signed", by_looking(NAME.encode("utf-16-be").hex().encode()))
def subject_in_wide_letters() -> bytes:
    """The certificate's subject as a BMP string."""
    return _signed("", subject(NAME.encode("utf-16-be"), 0x1E))


@attack("signed", by_looking(NAME.encode("gb18030").hex().encode()))
def subject_in_gbk() -> bytes:
    """The certificate's subject in GBK, as older offices issue it."""
    return _signed("", subject(NAME.encode("gb18030"), 0x14))


@attack("signed", by_looking(ID.encode().hex().encode()))
def number_in_the_subject() -> bytes:
    """Certificates for citizens bear the ID number in their subject."""
    return _signed("", subject(b"SF" + ID.encode(), 0x13))


@attack("signed", by_looking(ID))
def certificate_in_the_store() -> bytes:
    """The store of certificates for later verification."""
    return release(
        HONEST, {20: "<< /Certs [21 0 R] >>", 21: pdf.flate(subject(ID.encode()))}, root="/DSS 20 0 R"
    )


@attack("signed", by_looking(NAME))
def look_of_the_signature() -> bytes:
    """The signature's second layer, which is not drawn."""
    inner = pdf.flate(f"% {NAME}\n".encode(), "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    outer = pdf.flate(
        b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /n2 23 0 R >> >>"
    )
    field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /F 132 /Rect [0 0 9 9] /AP << /N 22 0 R >> >>"
    return release(
        HONEST,
        {20: field, 22: outer, 23: inner},
        page="/Annots [20 0 R]",
        root="/AcroForm << /Fields [20 0 R] >>",
    )
