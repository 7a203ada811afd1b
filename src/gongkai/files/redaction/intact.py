"""Whether a PDF is whole: a reader that repairs would turn lost parts into blank places, and call it a page."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject

from gongkai.exceptions import Unreadable
from gongkai.files import child
from gongkai.files.filters import Undecodable, decode

_BROKEN = "PDF 已损坏或不完整（{}），为免把缺损当成空白，已拒绝处理；请用原来的软件重新导出。"
_DEEPEST = 40


def read_whole(data: bytes) -> pypdf.PdfReader:
    """A reader over a PDF of which every page, picture and font is there. Unreadable otherwise."""
    _ends_properly(data)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("已加密（设有打开密码），请去除密码后再试。")
        _walk_pages(reader)
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable(_BROKEN.format("结构层层嵌套")) from error
    except Exception as error:  # pypdf raises whatever a bent object makes of its code
        raise Unreadable(_BROKEN.format("结构读不通")) from error
    return reader


def _ends_properly(data: bytes) -> None:
    tail = data.rstrip(b"\x00\r\n\t ")[-2048:]
    found = re.findall(rb"startxref\s+(\d+)\s+%%EOF", tail)
    if not found:
        raise Unreadable(_BROKEN.format("文件尾部缺失"))
    shift = data[:1024].find(b"%PDF-")
    place = int(found[-1])
    for start in (place, place + shift):
        if re.match(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)", data[start : start + 64]):
            return
    raise Unreadable(_BROKEN.format("交叉引用表指向错误"))


def _walk_pages(reader: pypdf.PdfReader) -> None:
    declared = reader.root_object["/Pages"].get("/Count")  # type: ignore[attr-defined]
    pages = list(reader.pages)
    if declared is not None and int(declared.get_object()) != len(pages):
        raise Unreadable(_BROKEN.format(f"应有{int(declared.get_object())}页，只找到{len(pages)}页"))
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pages, 1):
        child.step()
        try:
            _contents(page)
            _resources(page.get("/Resources"), seen, 0)
        except (Undecodable, _Lost) as error:
            raise Unreadable(_BROKEN.format(f"第{number}页的内容缺损")) from error


class _Lost(Exception):
    """A reference that leads to nothing."""


def _there(value: Any) -> Any:
    """What a reference leads to. _Lost if that is nothing."""
    if isinstance(value, IndirectObject):
        target = value.get_object()
        if target is None or isinstance(target, NullObject):
            raise _Lost(str(value))
        return target
    return value


def _contents(page: Any) -> None:
    given = page.get_inherited("/Contents") if hasattr(page, "get_inherited") else None
    given = page.raw_get("/Contents") if "/Contents" in page else given
    content = _there(given)
    for part in content if isinstance(content, ArrayObject) else [content]:
        stream = _there(part)
        if stream is None or isinstance(stream, NullObject):
            continue
        if not isinstance(stream, StreamObject):
            raise _Lost("contents")
        stream_bytes(stream)


def _resources(given: Any, seen: set[tuple[int, int]], depth: int) -> None:
    if depth > _DEEPEST:
        raise Unreadable(_BROKEN.format("结构层层嵌套"))
    resources: Any = _there(given)
    if not isinstance(resources, DictionaryObject):
        return
    for kind, check in (("/XObject", _picture_or_form), ("/Pattern", _picture_or_form), ("/Font", _font)):
        entries: Any = _there(resources.raw_get(kind)) if kind in resources else None
        for name in entries if isinstance(entries, DictionaryObject) else ():
            value = entries.raw_get(name)
            if isinstance(value, IndirectObject):
                if (value.idnum, value.generation) in seen:
                    continue
                seen.add((value.idnum, value.generation))
            check(_there(value), seen, depth)


def _picture_or_form(item: Any, seen: set[tuple[int, int]], depth: int) -> None:
    if not isinstance(item, StreamObject):
        return
    data, left = stream_bytes(item)
    if left in ("DCTDecode", "DCT"):
        try:
            Image.open(io.BytesIO(data), formats=("JPEG",)).load()
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise Undecodable("jpeg") from error
    _resources(item.get("/Resources"), seen, depth + 1)


def _font(item: Any, seen: set[tuple[int, int]], depth: int) -> None:
    if not isinstance(item, DictionaryObject):
        return
    for part in item.get("/DescendantFonts") or [item]:
        font = _there(part)
        descriptor: Any = _there(font.raw_get("/FontDescriptor")) if "/FontDescriptor" in font else {}
        for name in ("/FontFile", "/FontFile2", "/FontFile3"):
            if name in descriptor:
                stream_bytes(_there(descriptor.raw_get(name)))
    if "/CharProcs" in item:
        for value in _there(item.raw_get("/CharProcs")).values():
            stream_bytes(_there(value))
        _resources(item.get("/Resources"), seen, depth + 1)


def stream_bytes(stream: Any) -> tuple[bytes, str]:
    """Decoded bytes of a pypdf stream, and the picture filter left standing. Undecodable if it is damaged."""
    raw_filter = stream.get("/Filter")
    parms = stream.get("/DecodeParms", stream.get("/DP"))
    filters = _listed(raw_filter)
    given = _listed(parms)
    given += [{}] * (len(filters) - len(given))
    plain = [
        {str(k).lstrip("/"): v.get_object() for k, v in part.items()} if isinstance(part, dict) else {}
        for part in given[: len(filters)]
    ]
    return decode(stream._data, [str(name).lstrip("/") for name in filters], plain)


def _listed(value: Any) -> list[Any]:
    value = value.get_object() if value is not None else None
    if value is None or isinstance(value, NullObject):
        return []
    return [item.get_object() for item in value] if isinstance(value, ArrayObject) else [value]
