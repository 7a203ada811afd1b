"""Files within the file."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
import zlib

from PIL import Image

from . import pdf
from .kit import Proof, at, attack, by_looking, by_seeing, streams
from .pdf import wide
from .sheet import HONEST, ID, NAME, original, release, scan, scanned_original


def enclosed(
    body: bytes, name: str = "(a.bin)", root: str = "", spec: str = "", filters: bool = True
) -> bytes:
    """The honest page with a file."""
    kept = pdf.flate(body, "/Type /EmbeddedFile") if filters else pdf.stream(body, "/Type /EmbeddedFile")
    return release(
        HONEST,
        {20: f"<< /Type /Filespec /F {name} /UF {name} {spec} /EF << /F 21 0 R >> >>", 21: kept},
        root=root or "/Names << /EmbeddedFiles << /Names [(a) 20 0 R] >> >>",
    )


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip file of fixed date."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def by_unzipping(secret: str, member: str) -> Proof:
    """The secret stands in a member of a zip file in a stream."""

    def proof(file: bytes) -> bool:
        archives = [body for body in streams(file) if body.startswith(b"PK")]
        return any(secret.encode() in zipfile.ZipFile(io.BytesIO(body)).read(member) for body in archives)

    return proof


@attack("enclosures", by_looking(ID))
def text_file() -> bytes:
    """A list among the attachments."""
    return enclosed(ID.encode())


@attack("enclosures", by_looking(NAME.encode("gb18030")))
def text_file_in_gbk() -> bytes:
    """A list in GBK."""
    return enclosed(f"姓名,证号\r\n{NAME},{ID[:6]}\r\n".encode("gb18030"), "(a.csv)")


@attack("enclosures", by_looking(NAME))
def text_file_in_utf_16() -> bytes:
    """A list in UTF-16."""
    return enclosed(f"姓名：{NAME}".encode("utf-16"), "(a.txt)")


@attack("enclosures", by_looking(NAME))
def name_of_a_file() -> bytes:
    """The harmless attachment is named after the person."""
    return enclosed(b"a", wide(NAME + ".txt"))


@attack("enclosures", by_looking(NAME))
def description_of_a_file() -> bytes:
    """The attachment's description."""
    return enclosed(b"a", spec=f"/Desc {wide(NAME)}")


@attack("enclosures", by_looking(ID, 2))
def page_as_it_was() -> bytes:
    """The unredacted file lies within."""
    return enclosed(original(), "(a.pdf)")


@attack("enclosures", by_seeing(ID, at(ID, lambda f: _inner_scan(f))))
def scan_as_it_was() -> bytes:
    """The unredacted scan lies within, without any text layer."""
    return enclosed(scanned_original(), "(a.pdf)")


def _inner_scan(file: bytes) -> Image.Image:
    inner = next(body for body in streams(file) if body.startswith(b"%PDF"))
    image = next(body for body in streams(inner) if len(body) == scan().width * scan().height)
    return Image.frombytes("L", scan().size, image)


@attack(
    "enclosures",
    by_seeing(
        ID, at(ID, lambda f: Image.open(io.BytesIO(next(b for b in streams(f) if b[:4] == b"\x89PNG"))))
    ),
)
def picture_as_it_was() -> bytes:
    """The unredacted picture lies within."""
    made = io.BytesIO()
    scan().save(made, "PNG")
    return enclosed(made.getvalue(), "(a.png)")


@attack("enclosures", by_looking(ID, 2))
def portfolio() -> bytes:
    """A portfolio whose cover is the redacted page."""
    return enclosed(
        original(),
        "(a.pdf)",
        root="/Collection << /Type /Collection /View /H >> /Names << /EmbeddedFiles << /Names [(a) 20 0 R] >> >>",
    )


@attack("enclosures", by_looking(ID))
def field_of_a_portfolio() -> bytes:
    """A column of the portfolio's list."""
    return enclosed(
        b"a",
        spec=f"/CI << /Type /CollectionItem /No ({ID}) >>",
        root="/Collection << /Type /Collection /Schema << /No << /Subtype /S /N (No) >> >> >> /Names << /EmbeddedFiles << /Names [(a) 20 0 R] >> >>",
    )


@attack("enclosures", by_looking(ID))
def associated_file() -> bytes:
    """A source file associated with the document."""
    return enclosed(f"<r>{ID}</r>".encode(), "(a.xml)", root="/AF [20 0 R]", spec="/AFRelationship /Source")


@attack("enclosures", by_looking(ID))
def associated_with_the_page() -> bytes:
    """A data file associated with the page only."""
    return release(
        HONEST,
        {
            20: "<< /Type /Filespec /F (a.csv) /AFRelationship /Data /EF << /F 21 0 R >> >>",
            21: pdf.flate(ID.encode()),
        },
        page="/AF [20 0 R]",
    )


@attack("enclosures", by_unzipping(NAME, "word/document.xml"))
def word_file() -> bytes:
    """The Word file from which the page was printed."""
    words = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        f"<w:t>{NAME}</w:t></w:r></w:p></w:body></w:document>"
    )
    kinds = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        b'Target="word/document.xml"/></Relationships>'
    )
    archive = zipped(
        {"[Content_Types].xml": kinds, "_rels/.rels": relations, "word/document.xml": words.encode()}
    )
    return enclosed(archive, "(a.docx)", filters=False)


@attack("enclosures", by_unzipping(ID, "a.txt"))
def zip_file() -> bytes:
    """A zip file with a text."""
    return enclosed(zipped({"a.txt": ID.encode()}), "(a.zip)", filters=False)


@attack(
    "enclosures",
    lambda f: (
        ID.encode() in zlib.decompressobj(31).decompress(next(b for b in streams(f) if b[:2] == b"\x1f\x8b"))
    ),
)
def gzip_file() -> bytes:
    """A file packed by gzip."""
    return enclosed(gzip.compress(ID.encode(), mtime=0), "(a.gz)", filters=False)


@attack("enclosures", by_looking(base64.b64encode(("姓名：" + NAME).encode())))
def mail() -> bytes:
    """A mail with its text in Base64."""
    body = base64.b64encode(("姓名：" + NAME).encode())
    return enclosed(
        b"Subject: a\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + body,
        "(a.eml)",
    )


@attack("enclosures", by_looking(ID))
def in_no_list() -> bytes:
    """An attachment taken from the list, not from the file."""
    return release(
        HONEST,
        {
            20: "<< /Type /Filespec /F (a.txt) /EF << /F 21 0 R >> >>",
            21: pdf.flate(ID.encode(), "/Type /EmbeddedFile"),
        },
    )


@attack("enclosures", by_looking(ID, 3))
def three_deep() -> bytes:
    """A file in a file in a file."""
    return enclosed(enclosed(original(), "(b.pdf)"), "(a.pdf)")


@attack("enclosures", by_looking(NAME))
def key_of_the_list() -> bytes:
    """The list of attachments is sorted by names of persons."""
    return enclosed(b"a", root=f"/Names << /EmbeddedFiles << /Names [{wide(NAME)} 20 0 R] >> >>")
