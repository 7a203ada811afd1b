"""The objects of a PDF without what no page draws: known keys, resources that are used, pictures of pixels alone."""

from __future__ import annotations

import zlib
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
)

from gongkai.exceptions import Unreadable
from gongkai.files import child
from gongkai.files.pictures import bare

_PAGE = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/Contents",
    "/Resources",
    "/Group",
    "/UserUnit",
}
_FORM = {
    "/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/Length", "/Filter", "/DecodeParms",
    "/PatternType", "/PaintType", "/TilingType", "/XStep", "/YStep",
}  # fmt: skip
_IMAGE = {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter", "/DecodeParms", "/SMask",
    "/Mask", "/Decode", "/ImageMask", "/Interpolate", "/Intent", "/Length", "/Matte",
}  # fmt: skip
_STATE = {
    "/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/Font", "/FL", "/SM", "/SA", "/BM", "/SMask",
    "/CA", "/ca", "/AIS", "/TK",
}  # fmt: skip
# operator → kind of resource that its last name means
_USES = {
    "Tf": "/Font", "gs": "/ExtGState", "Do": "/XObject", "cs": "/ColorSpace", "CS": "/ColorSpace", "scn": "/Pattern",
    "SCN": "/Pattern", "sh": "/Shading",
}  # fmt: skip
_WRITES = {"Tj", "TJ", "'", '"'}
_DEEPEST = 12


class _Cleaner:
    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._done: set[int] = set()

    def page(self, page: DictionaryObject) -> None:
        _keep(page, _PAGE)
        contents = page.get("/Contents")
        if contents is None:
            page.pop("/Resources", None)
            return
        stream = ContentStream(contents.get_object(), self._writer)
        self._rewrite(stream, _of(page.get("/Resources")), page, 0)
        written = DecodedStreamObject()
        written.set_data(stream.get_data())
        page[NameObject("/Contents")] = self._writer._add_object(written.flate_encode())

    def _rewrite(
        self, stream: ContentStream, resources: DictionaryObject, holder: DictionaryObject, depth: int
    ) -> None:
        """The operations without remarks and notes; the resources they use, and no others, put into the holder."""
        if depth > _DEEPEST:
            raise Unreadable("的结构层数过多")
        operations: list[Any] = []
        used: dict[str, set[str]] = {}
        for operands, operator in stream.operations:
            said = operator.decode("latin-1") if isinstance(operator, bytes) else str(operator)
            if said in ("BDC", "DP"):
                operations.append((operands[:1], b"BMC" if said == "BDC" else b"MP"))
                continue
            operations.append((operands, operator))
            names = (
                [one for one in operands if isinstance(one, NameObject)] if isinstance(operands, list) else []
            )
            if said in _USES and names:
                used.setdefault(_USES[said], set()).add(str(names[-1]))
        stream.operations = operations
        kept = DictionaryObject()
        for kind, wanted in used.items():
            held = _of(resources.get(kind))
            part = DictionaryObject()
            for name in sorted(wanted):
                if name in held:
                    part[NameObject(name)] = held.raw_get(name)
                    self._resource(kind, _of(held.get(name)), depth)
            kept[NameObject(kind)] = part
        if spaces := _of(resources.get("/ColorSpace")):  # pictures within the operations name them too
            kept[NameObject("/ColorSpace")] = spaces
        holder[NameObject("/Resources")] = kept

    def _resource(self, kind: str, thing: DictionaryObject, depth: int) -> None:
        if id(thing) in self._done:
            return
        self._done.add(id(thing))
        if kind == "/ExtGState":
            _keep(thing, _STATE)
            mask = _of(thing.get("/SMask"))
            if "/G" in mask:
                form = _of(mask.get("/G"))
                self._form(form, depth + 1, silent=True)
        elif kind in ("/XObject", "/Pattern") and isinstance(thing, StreamObject):
            if thing.get("/Subtype") == "/Image":
                _picture(thing)
            else:
                self._form(thing, depth + 1)

    def _form(self, form: DictionaryObject, depth: int, *, silent: bool = False) -> None:
        """A drawing used in others. silent: only its shade is seen, so that no word may stand in it."""
        if not isinstance(form, StreamObject):
            return
        _keep(form, _FORM)
        stream = ContentStream(form, self._writer)
        if silent and any(_named(operator) in _WRITES for _, operator in stream.operations):
            raise Unreadable("里有看不见的内容")
        self._rewrite(stream, _of(form.get("/Resources")), form, depth)
        form.pop("/DecodeParms", None)
        form[NameObject("/Filter")] = NameObject("/FlateDecode")
        form._data = zlib.compress(stream.get_data())


def clean(writer: PdfWriter) -> None:
    """Take out of every page what it does not draw. Unreadable with a reason where that cannot be told."""
    cleaner = _Cleaner(writer)
    for page in writer.pages:
        child.step()
        cleaner.page(page)
    root = writer.root_object
    _keep(root, {"/Type", "/Pages"})


def _named(operator: object) -> str:
    return operator.decode("latin-1") if isinstance(operator, bytes) else str(operator)


def _of(thing: object) -> DictionaryObject:
    """A dictionary behind a reference; an empty one for everything else."""
    found = thing.get_object() if hasattr(thing, "get_object") else thing
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _keep(thing: DictionaryObject, known: set[str]) -> None:
    for name in [name for name in thing if name not in known]:
        thing.pop(name)


def _picture(image: StreamObject) -> None:
    _keep(image, _IMAGE)
    filters = image.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, ArrayObject) else [str(filters)]
    if "/JPXDecode" in names:
        raise Unreadable("里有 JPEG 2000 的图，图里可能带着别的说明")
    if names == ["/DCTDecode"]:
        image._data = bare(image._data, upright=False)
    elif "/DCTDecode" in names:
        raise Unreadable("里的图存了两层，去不干净")
    for name in ("/SMask", "/Mask"):
        mask = image.get(name)
        found = mask.get_object() if mask is not None and hasattr(mask, "get_object") else None
        if isinstance(found, StreamObject):
            _picture(found)
