"""A tiny PDF writer: Chinese text at given places with a font that needs no file."""

from __future__ import annotations

from .grids import Grid
from .layouts import TITLES

_WIDTH, _HEIGHT, _SIZE = 595, 842, 9


def _objects(pages: list[str]) -> list[bytes]:
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
        b" /Supplement 2 >> /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6"
        b" /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>",
    ]
    for index, content in enumerate(pages):
        data = content.encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents {6 + 2 * index} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream")
    return objects


def _file(pages: list[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    objects = _objects(pages)
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


class _Pen:
    """Writes words at places, page after page."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = _HEIGHT - 60.0

    def down(self, step: float, room: float = 0) -> None:
        self.y -= step
        if self.y - room < 60:
            self.pages.append([])
            self.y = _HEIGHT - 60.0

    def put(self, x: float, y: float, text: str) -> None:
        if text:
            code = text.encode("utf-16-be").hex().upper()
            self.pages[-1].append(f"BT /F1 {_SIZE} Tf {x:.1f} {y:.1f} Td <{code}> Tj ET")

    def paragraph(self, text: str) -> None:
        for start in range(0, len(text), 50):
            self.put(60, self.y, text[start : start + 50])
            self.down(14)

    def table(self, grid: Grid) -> None:
        """Labels wrap inside their columns; figures stand at the middle line of the row."""
        width = sum(box.cols for box in grid[0])
        values = max(sum(1 for b in row if not b.label) for row in grid)
        for row in grid:
            labels = [b for b in row if b.label and b.rows < 15]
            filled = [b for b in row if not b.label]
            if not filled:
                x = 60.0
                for box in labels:
                    self.put(x, self.y, box.text[:12])
                    x += max(len(box.text[:12]) * _SIZE + 8, 40)
                self.down(14)
                continue
            unit = labels.pop().text if len(labels) == 2 and len(labels[1].text) <= 2 else ""
            pieces = [labels[-1].text] if labels else [""]
            wrapped = [pieces[0][i : i + 14] for i in range(0, len(pieces[0]), 14)] or [""]
            self.down(0, 14 * len(wrapped))
            middle = (len(wrapped) - 1) / 2
            top = self.y
            for number, piece in enumerate(wrapped):
                self.put(60, top - 12 * number, piece)
            self.put(190, top - 12 * middle, unit)
            step = (_WIDTH - 260) / max(values, 1) if values < 10 else (_WIDTH - 100) / values
            left = 210.0 if values < 10 else 60.0
            offset = 0.0
            for box in filled:
                span = box.cols if width <= 4 else 1
                self.put(
                    left + step * (offset + span / 2) - len(box.text) * _SIZE / 4, top - 12 * middle, box.text
                )
                offset += span
            self.y = top - 12 * (len(wrapped) - 1)
            self.down(16)


def pdf_file(title: str, before: list[str], tables: dict[str, Grid], after: list[str]) -> bytes:
    """A PDF with the text of the report and its tables."""
    pen = _Pen()
    pen.paragraph(title)
    for paragraph in before:
        pen.paragraph(paragraph)
    for name, grid in tables.items():
        pen.paragraph(TITLES[name])
        pen.table(grid)
    for paragraph in after:
        pen.paragraph(paragraph)
    return _file(["\n".join(page) for page in pen.pages])
