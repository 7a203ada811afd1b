"""OFD packages (GB/T 33190) written by hand: runs with places and drawn lines, as a printed PDF page has them.

One text object a run of signs on one line, its `DeltaX` from sign to sign, in millimetres; the order is that of printing.
"""

from __future__ import annotations

import ctypes
import itertools
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
import pypdfium2.raw as raw

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MM = 25.4 / 72


@dataclass
class _Sign:
    text: str
    x: float
    y: float
    size: float


def _signs(page: pypdfium2.PdfPage) -> list[_Sign]:
    words = page.get_textpage()
    height = page.get_height()
    found = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for n in range(words.count_chars()):
        code = raw.FPDFText_GetUnicode(words.raw, n)
        if code in (0, 10, 13, 32, 0x2FFFE, 0xFFFE) or raw.FPDFText_IsGenerated(words.raw, n):
            continue
        raw.FPDFText_GetCharOrigin(words.raw, n, x, y)
        found.append(
            _Sign(
                chr(code),
                x.value * _MM,
                (height - y.value) * _MM,
                raw.FPDFText_GetFontSize(words.raw, n) * _MM,
            )
        )
    return found


def _runs(signs: list[_Sign]) -> list[list[_Sign]]:
    runs: list[list[_Sign]] = []
    for sign in signs:
        last = runs[-1][-1] if runs else None
        near = last is not None and abs(sign.y - last.y) < 0.3 and 0 < sign.x - last.x < 1.6 * last.size
        if near and last is not None and sign.size == last.size:
            runs[-1].append(sign)
        else:
            runs.append([sign])
    return runs


WAYS = ["lists", "groups", "sign by sign", "scaled", "templates"]


def _deltas(steps: list[float], way: str) -> str:
    """Steps from sign to sign; equal ones may be written once, with how often: `g 4 4.233`."""
    if way != "groups":
        return " ".join(f"{step:.3f}" for step in steps)
    told = []
    for step, equal in itertools.groupby(f"{step:.3f}" for step in steps):
        count = len(list(equal))
        told.append(f"g {count} {step}" if count > 1 else step)
    return " ".join(told)


def _text(number: int, run: list[_Sign], way: str) -> str:
    first, size = run[0], run[0].size
    wide = run[-1].x - first.x + size
    scale = size if way == "scaled" else 1.0
    deltas = _deltas([(b.x - a.x) / scale for a, b in itertools.pairwise(run)], way)
    moved = f' DeltaX="{deltas}"' if deltas else ""
    words = escape("".join(s.text for s in run))
    if way == "scaled":
        return (
            f'<ofd:TextObject ID="{number}" Boundary="{first.x:.3f} {first.y - size:.3f} {wide:.3f} {size * 1.25:.3f}" Font="2" '
            f'CTM="{size:.4f} 0 0 {size:.4f} 0 0" Size="1"><ofd:TextCode X="0" Y="1"{moved}>{words}</ofd:TextCode></ofd:TextObject>'
        )
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{first.x:.3f} {first.y - size:.3f} {wide:.3f} {size * 1.25:.3f}" Font="2" '
        f'Size="{size:.3f}"><ofd:TextCode X="0" Y="{size:.3f}"{moved}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def _lines(page: pypdfium2.PdfPage, number: int) -> list[str]:
    height = page.get_height()
    out: list[str] = []
    for thing in page.get_objects():
        if thing.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        left, bottom, right, top = (v * _MM for v in thing.get_bounds())
        x, y, w, h = left, height * _MM - top, max(right - left, 0.1), max(top - bottom, 0.1)
        out.append(
            f'<ofd:PathObject ID="{number + len(out)}" Boundary="{x:.3f} {y:.3f} {w:.3f} {h:.3f}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {w:.3f} {0 if w > h else h:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    return out


def _page(page: pypdfium2.PdfPage, start: int, way: str) -> str:
    signs = _signs(page)
    runs = [[sign] for sign in signs] if way == "sign by sign" else _runs(signs)
    objects = [_text(start + n, run, way) for n, run in enumerate(runs)]
    if way == "templates":
        return _content(
            page, start, objects, f'<ofd:Template TemplateID="{start + 95000}" ZOrder="Background"/>'
        )
    return _content(page, start, objects + _lines(page, start + len(objects) + 1))


def _content(page: pypdfium2.PdfPage, start: int, objects: list[str], template: str = "") -> str:
    box = f"0 0 {page.get_width() * _MM:.2f} {page.get_height() * _MM:.2f}"
    return (
        f"{_HEAD}<ofd:Page {_NS}><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>{template}<ofd:Content>"
        f'<ofd:Layer ID="{start + 90000}" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def ofd(source: Path, target: Path) -> Path:
    """An OFD package that shows what the pages of the PDF `source` show; from seed 1000 in one of five ways of writing it."""
    seed = int("".join(sign for sign in source.stem.split("-")[0] if sign.isdigit()) or 0)
    way = WAYS[seed // 10 % len(WAYS)] if seed >= 1000 else WAYS[0]
    document = pypdfium2.PdfDocument(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    count = len(document)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "OFD.xml",
            f'{_HEAD}<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>{source.stem}</ofd:DocID>'
            "<ofd:Creator>bench</ofd:Creator></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        pages = "".join(
            f'<ofd:Page ID="{100 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(count)
        )
        backs = ""
        if way == "templates":
            for n in range(count):
                start = 1000 + 100_000 * n
                backs += f'<ofd:TemplatePage ID="{start + 95000}" BaseLoc="Tpls/Tpl_{n}/Content.xml"/>'
                package.writestr(
                    f"Doc_0/Tpls/Tpl_{n}/Content.xml",
                    _content(document[n], start + 96000, _lines(document[n], start + 97000)),
                )
        package.writestr(
            "Doc_0/Document.xml",
            f"{_HEAD}<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>9999999</ofd:MaxUnitID><ofd:PageArea>"
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            f"{backs}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
        )
        package.writestr(
            "Doc_0/PublicRes.xml",
            f'{_HEAD}<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
        )
        for n in range(count):
            package.writestr(f"Doc_0/Pages/Page_{n}/Content.xml", _page(document[n], 1000 + 100_000 * n, way))
    document.close()
    return target


def copied(source: Path, target: Path) -> Path:
    """What one gets who marks all pages of a PDF, copies them and pastes them into a text file."""
    document = pypdfium2.PdfDocument(source)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(pages).replace("\r\n", "\n"), "utf-8")
    return target
