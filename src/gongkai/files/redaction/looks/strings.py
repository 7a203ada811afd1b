"""Secrets in the strings, names, numbers and remarks of the objects of a PDF, alone and run together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.files.pdfraw import Name, RawFile, RawObject, strings
from gongkai.files.redaction.case import Case
from gongkai.files.redaction.packed import unpacked

# Keys whose strings one text may be spread over.
_SPREAD = ("ActualText", "Alt", "E", "Contents", "V", "Title", "P", "T", "TU", "JS")
_KINDS = {
    "Info": "metadata", "Author": "metadata", "Title": "metadata", "Subject": "metadata", "Keywords": "metadata",
    "ActualText": "structure", "Alt": "structure", "JS": "script", "URI": "link", "Contents": "annotation",
    "RC": "annotation", "V": "form", "DV": "form", "TU": "form", "Opt": "form", "P": "label", "Name": "layer",
}  # fmt: skip
_LEAST_PACKED = 16
_MOST_WRITTEN = 1_500_000
# Letters, so that a number does not run from one object into the next.
_NEXT = b"\nnext\n"


def look(case: Case, raw: RawFile) -> None:
    """Search what the objects say."""
    if not case.finder:
        return
    spread: dict[str, list[str]] = {}
    names: list[str] = []
    single: list[str] = []
    for one in raw.objects:
        said: list[list[str]] = []
        for key, value in strings(one.value):
            texts = read(value)
            said.append(texts)
            _string(case, value, texts, _KINDS.get(key, "structure"), f"对象{one.number}的{key or '字符串'}")
            if key in _SPREAD:
                spread.setdefault(key, []).append(texts[0])
        single += [texts[0] for texts in said if len(texts[0]) <= 2]
        _joined(case, said, f"对象{one.number}的字符串连起来")
        names += _names(one.value)
    for key, parts in spread.items():
        case.search(_KINDS.get(key, "structure"), "".join(parts), f"各处{key}连起来")
    case.search("structure", "".join(single), "各处单个的字连起来")
    case.search("structure", "\n".join(names), "名称")
    _written(case, raw)
    _numbers(case, raw)


def _string(case: Case, value: bytes, texts: Sequence[str], kind: str, place: str) -> None:
    for text in texts:
        case.search(kind, text, place)
    if len(value) >= _LEAST_PACKED:
        for inner in unpacked(value):
            case.search_bytes(kind, inner, f"{place}（解压以后）")


def _joined(case: Case, said: Sequence[Sequence[str]], place: str) -> None:
    """The strings of one object as one text, in each way of reading them."""
    if len(said) < 2:
        return
    for way in range(max(len(texts) for texts in said)):
        case.search("structure", "".join(texts[min(way, len(texts) - 1)] for texts in said), place)


def _written(case: Case, raw: RawFile) -> None:
    """Objects letter by letter: remarks within them, numbers, and numbers in several parts."""
    heap: list[RawObject] = []
    size = 0
    for one in raw.objects:
        heap.append(one)
        size += one.wrote[1] - one.wrote[0]
        if size > _MOST_WRITTEN:
            _heap(case, heap)
            heap, size = [], 0
    _heap(case, heap)


def _heap(case: Case, heap: Sequence[RawObject]) -> None:
    if not case.finder.blind(_NEXT.join(one.written for one in heap)):
        return
    for one in heap:
        case.search_bytes("structure", one.written, f"对象{one.number}的写法")


def _numbers(case: Case, raw: RawFile) -> None:
    """Lists of numbers that are the numbers of letters, or of bytes."""
    for one in raw.objects:
        found = list(_whole_numbers(one.value))
        if len(found) < 2 or len(found) > 100_000:
            continue
        letters = "".join(chr(n) for n in found if 32 <= n < 0xD800 or 0xE000 <= n < 0x110000)
        case.search("structure", letters, f"对象{one.number}的数字")
        if all(0 <= n < 256 for n in found):
            case.search_bytes("structure", bytes(found), f"对象{one.number}的数字")


def _whole_numbers(value: Any) -> Iterable[int]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, int) and not isinstance(one, bool):
            yield one
        elif isinstance(one, dict):
            stack += reversed(one.values())
        elif isinstance(one, list):
            stack += reversed(one)


def read(value: bytes) -> list[str]:
    """What a string may say."""
    if value[:2] == b"\xfe\xff":
        return [value[2:].decode("utf-16-be", "ignore")]
    if value[:2] == b"\xff\xfe":
        return [value[2:].decode("utf-16-le", "ignore")]
    if value[:3] == b"\xef\xbb\xbf":
        return [value[3:].decode("utf-8", "ignore")]
    latin = value.decode("latin-1")
    if latin.isascii() and "\0" not in latin:
        return [latin]
    others = [value.decode(one, "ignore") for one in ("gb18030", "utf-8", "utf-16-be", "big5")]
    return [latin, *others]


def _names(value: Any) -> Iterable[str]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Name) and len(one) > 2:
            yield str(one)
        elif isinstance(one, dict):
            stack += one.values()
            yield from (key for key in one if len(key) > 3)
        elif isinstance(one, list):
            stack += one
