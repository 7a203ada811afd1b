"""Builders of small documents in every format; no file of this folder is read from disk."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as Docx
from hypothesis import settings
from tests.children import in_process, own_process

__all__ = ["in_process", "own_process"]

# Property tests run on shared machines: slowness is no failure.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

NOTICE = [
    "云州市教育委员会文件",
    "云教办〔2024〕13号",
    "云州市教育委员会关于做好2024年中小学招生工作的通知",
    "各区教育局，各直属单位：",
    "现就2024年招生工作通知如下，请按照国办发〔2017〕47号的要求认真执行。",
    "一、总体要求",
    "（一）坚持公平公正。各区应当在6月30日前公布招生范围。",
    "二、工作安排",
    "1. 公布学校名单。2. 公布咨询电话。",
    "附件：1. 招生日程表",
    "2. 咨询电话表",
    "云州市教育委员会",
    "2024年4月8日",
    "（此件主动公开）",
]


@pytest.fixture
def notice() -> list[str]:
    """The lines of a complete made-up notice."""
    return list(NOTICE)


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """Bytes of a .docx from lines, or from a function that fills an empty document."""

    def make(lines: list[str] | None = None, fill: Callable[[Docx], None] | None = None) -> bytes:
        document = docx.Document()
        for line in lines or []:
            document.add_paragraph(line)
        if fill:
            fill(document)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return make


Printed = tuple[float, float, float, str]


def _pdf_bytes(lines: list[Printed] | list[list[Printed]], pages: int = 1) -> bytes:
    """A PDF written by hand: (x, y, size, text) with a built-in CJK font and its UTF-16 encoding.

    lines: those of one page, printed `pages` times, or a list of lines for every page.
    """
    sheets = lines if lines and isinstance(lines[0], list) else [lines] * pages
    kids = b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(sheets)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>",
    ]
    for sheet in sheets:
        content = b"\n".join(
            b"BT /F1 %g Tf %g %g Td <%s> Tj ET" % (size, x, y, text.encode("utf-16-be").hex().encode())
            for x, y, size, text in sheet
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Bytes of a PDF from (x, y, size, text) in points."""
    return _pdf_bytes
