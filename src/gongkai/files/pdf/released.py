"""A PDF as it may be handed to the public: its pages alone, notes drawn in or gone, nothing said beside them."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pypdf
import pypdfium2
import pypdfium2.raw as raw

from gongkai.exceptions import Unreadable
from gongkai.files import child, pdfium
from gongkai.files.pdf import bare

_MOST_BYTES = 40 * 1024 * 1024
# What covers a picture is wider and higher than a line, in points.
_LINE = 3.0
_DEEPEST = 8
_LOOK = 0.5  # scale at which the pages are compared


def released(data: bytes) -> bytes:
    """The same pages, written in a process of its own. Unreadable with a reason where it cannot be."""
    return base64.b64decode(child.read("release_pdf", data))


def _refuse_covered(page: pypdfium2.PdfPage) -> None:
    """What is painted over a picture hides a part that is still in the file."""
    pictures: list[tuple[float, float, float, float]] = []
    for one in page.get_objects(max_depth=_DEEPEST):
        if one.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(one.get_bounds())
        elif one.type == raw.FPDF_PAGEOBJ_PATH and pictures:
            left, bottom, right, top = one.get_bounds()
            if min(right - left, top - bottom) < _LINE:
                continue
            if any(left < x1 and x0 < right and bottom < y1 and y0 < top for x0, y0, x1, y1 in pictures):
                raise Unreadable("里有图片被别的东西盖着，盖住的部分还在文件里")


def _refuse_changed(before: bytes, after: bytes) -> None:
    """The cleaned pages look as before, point by point."""
    first, second = pypdfium2.PdfDocument(before), pypdfium2.PdfDocument(after)
    for number in range(len(first)):
        child.step()
        one, other = (bytes(document[number].render(scale=_LOOK).buffer) for document in (first, second))
        if one != other:
            raise Unreadable("清理以后样子变了")


def release_at(path: str) -> str:
    """In the child: the cleaned file in base64."""
    if "/OCProperties" in pypdf.PdfReader(path).root_object:
        raise Unreadable("里有可以开关的图层")
    written = io.BytesIO()
    with pdfium.opened(Path(path)) as source:
        made = pypdfium2.PdfDocument.new()
        made.import_pages(source)
        for number in range(len(made)):
            child.step()
            page = made[number]
            _refuse_covered(page)
            if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
                raise Unreadable("里的批注去不掉")
            page.close()
        made.save(written)
        made.close()
    child.step()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(written.getvalue()))
    bare.clean(writer)
    writer.metadata = None
    pruned = io.BytesIO()
    writer.write(pruned)
    child.step()
    # written once more: objects that no page reaches any longer stay behind
    out = io.BytesIO()
    again = pypdf.PdfWriter()
    for page in pypdf.PdfReader(io.BytesIO(pruned.getvalue())).pages:
        again.add_page(page)
    again.metadata = None
    again.write(out)
    _refuse_changed(written.getvalue(), out.getvalue())
    if out.tell() > _MOST_BYTES:
        raise Unreadable("太大")
    return base64.b64encode(out.getvalue()).decode()
