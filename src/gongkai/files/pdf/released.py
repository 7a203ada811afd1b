"""A PDF as it may be handed to the public: its pages alone, notes drawn in or gone, nothing said beside them."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pypdf
import pypdfium2
import pypdfium2.raw as raw
from pypdf.generic import DictionaryObject

from gongkai.exceptions import Unreadable
from gongkai.files import child, pdfium

_MOST_BYTES = 40 * 1024 * 1024
# Facts about a page or a picture that no page shows.
_BESIDE = ("/PieceInfo", "/Metadata", "/Thumb", "/LastModified", "/AA")


def released(data: bytes) -> bytes:
    """The same pages, written in a process of its own. Unreadable with a reason where it cannot be."""
    return base64.b64decode(child.read("release_pdf", data))


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
            if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
                raise Unreadable("里的批注去不掉")
            page.close()
        made.save(written)
        made.close()
    child.step()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(written.getvalue()))
    for one in writer._objects:
        if isinstance(one, DictionaryObject):
            for name in _BESIDE:
                one.pop(name, None)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    if out.tell() > _MOST_BYTES:
        raise Unreadable("太大")
    return base64.b64encode(out.getvalue()).decode()
