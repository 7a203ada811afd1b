"""Redaction of a report of 200 pages: processor seconds a page and the peak of memory, for `apply` (with its own check) and `check`.

Compared in the same run with drawing the same pages alone, without boxes, packing or looking.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

PAGES = 200
_LINES = 34
_MEASURE = """
import resource, sys, time
from gongkai.files import child
from gongkai.files.redaction import flatten, examine
path, out, verb = sys.argv[1:4]
boxes = [{"page": n, "x0": 80, "y0": 100, "x1": 250, "y1": 118, "ground": "条例第十五条"} for n in range(1, int(sys.argv[4]) + 1)]
start = time.process_time()
if verb == "draw":
    from gongkai.files import pdfium
    with pdfium.opened(open(path, "rb").read()) as document:
        for number in range(1, len(document) + 1):
            pdfium.draw(pdfium.load(document, number), 200 / 72)
elif verb == "apply":
    flatten.flatten(path, boxes, out)
else:
    examine.examine(out, path, boxes, None)
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _report(pages: int) -> bytes:
    """A letter of dense Chinese text, page after page, with an uneven sentence on each."""
    fonts = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        b"/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>"
    )
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: fonts}
    kids = []
    words = "按照规定公开校园食堂收支情况并接受师生家长和社会监督每月更新一次"
    for page in range(pages):
        content = b""
        for line in range(_LINES):
            text = f"第{page}页第{line}行{words}"[:32]
            content += (
                f"BT /F 14 Tf 72 {760 - line * 20} Td <{text.encode('utf-16-be').hex()}> Tj ET\n".encode()
            )
        objects[4 + 2 * page] = b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content)
        objects[5 + 2 * page] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (4 + 2 * page)
        )
        kids.append(b"%d 0 R" % (5 + 2 * page))
    objects[2] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (pages, b" ".join(kids))
    out, places = io.BytesIO(b"%PDF-1.7\n"), {}
    out.seek(0, 2)
    for number, body in sorted(objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def main() -> None:
    """Make the report, draw it, redact it, check it."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        path, out = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        path.write_bytes(_report(PAGES))
        figures = {}
        for verb in ("draw", "apply", "check"):
            done = subprocess.run(
                [sys.executable, "-c", _MEASURE, str(path), str(out), verb, str(PAGES)],
                capture_output=True,
                text=True,
                check=True,
            )
            figures[verb] = tuple(float(one) for one in done.stdout.split())
        size = out.stat().st_size / 1024 / PAGES
    for verb, (seconds, memory) in figures.items():
        share = seconds / figures["draw"][0]
        print(
            f"{verb}: {seconds / PAGES:.3f} s a page ({share:.1f} × drawing alone), peak {memory:.0f} MB at {PAGES} pages"
        )
    print(f"flat file: {size:.0f} KB a page")


if __name__ == "__main__":
    main()
