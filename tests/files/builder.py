"""Small PDFs written by hand, object by object, so that each test says exactly what lies in the file."""

from __future__ import annotations

import zlib

# A Chinese font that is not embedded: readers know its character map, UCS-2 codes are what is written.
SONG = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>"
)
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def write(text: str, x: float, y: float, size: float = 12, before: str = "") -> bytes:
    """Operators that print a line: Chinese in F2, plain ASCII in F1. before: further operators inside BT."""
    if text.isascii():
        shown = "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
        return f"BT /F1 {size} Tf {before} {x} {y} Td {shown} Tj ET\n".encode()
    return f"BT /F2 {size} Tf {before} {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n".encode()


def bar(x: float, y: float, wide: float, high: float, color: str = "0 0 0") -> bytes:
    """A filled rectangle in user space."""
    return f"q {color} rg {x} {y} {wide} {high} re f Q\n".encode()


class Pdf:
    """Collects objects; 1 is the catalogue, 2 the page list, 3 and 4 the fonts."""

    def __init__(self) -> None:
        self.objects: dict[int, bytes] = {3: HELVETICA, 4: SONG}
        self.pages: list[int] = []
        self.catalog = b""
        self.trailer = b""

    def add(self, body: bytes, number: int | None = None) -> int:
        number = number or max([4, *self.objects]) + 1
        self.objects[number] = body
        return number

    def stream(self, data: bytes, head: bytes = b"", packed: bool = True) -> int:
        if packed:
            data, head = zlib.compress(data), head + b"/Filter/FlateDecode"
        return self.add(b"<<%b/Length %d>>\nstream\n%b\nendstream" % (head, len(data), data))

    def page(
        self,
        content: bytes,
        media: tuple[float, ...] = (0, 0, 300, 200),
        more: bytes = b"",
        resources: bytes = b"",
    ) -> int:
        part = self.stream(content)
        box = b" ".join(b"%.3f" % one for one in media)
        number = self.add(
            b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>%b>>/Contents %d 0 R%b>>"
            % (box, resources, part, more)
        )
        self.pages.append(number)
        return number

    def bytes(self) -> bytes:
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        self.objects[1] = b"<</Type/Catalog/Pages 2 0 R%b>>" % self.catalog
        self.objects[2] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self.pages), kids)
        return assemble(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", self.objects, self.trailer + b"/Root 1 0 R")


def assemble(start: bytes, objects: dict[int, bytes], trailer: bytes) -> bytes:
    """Objects with their table after `start`; also an incremental save, if start is a whole file."""
    out, places = start, {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    at = len(out)
    out += b"xref\n"
    if b"%%EOF" not in start:
        out += b"0 1\n0000000000 65535 f \n"
    for number in sorted(objects):
        out += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    size = max(objects) + 1
    return out + b"trailer\n<</Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, at)
