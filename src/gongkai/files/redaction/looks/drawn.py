"""Which pictures and forms of a PDF are drawn by something that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.files.filters import Undecodable
from gongkai.files.pdfraw import RawObject, Ref, references, stream_of

_DO = re.compile(rb"/([^\s/<>\[\](){}%]+)[\0\s]+Do(?![A-Za-z])")
_COLOUR = re.compile(rb"/([^\s/<>\[\](){}%]+)[\0\s]+(?:scn|SCN)(?![A-Za-z])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_DEEPEST = 30


def drawn_objects(live: Sequence[RawObject]) -> set[int]:
    """Numbers of the pictures and content streams that a page, an annotation or a glyph draws, pictures with their masks."""
    objects = {one.number: one for one in live}
    drawn: set[int] = set()
    done: set[tuple[int, int]] = set()
    painted = _painted(live)
    for one in live:
        kind, subtype = one.get("Type"), one.get("Subtype")
        if kind == "Page" or (one.get("Contents") is not None and one.get("MediaBox") is not None):
            _through(objects, _parts(objects, one.get("Contents")), _resources(objects, one), drawn, done, 0)
        elif one.get("AP") is not None:
            for number in references(one.get("AP")):
                _form(objects, number, drawn, done, 0)
        elif (one.get("PatternType") == 1 and one.number in painted) or (
            subtype == "Form" and one.get("Type") == "Pattern"
        ):
            _form(objects, one.number, drawn, done, 0)
        elif subtype == "Type3":
            for number in references(one.get("CharProcs")):
                parts = _parts(objects, Ref(number))
                _through(objects, parts, _follow(objects, one.get("Resources")), drawn, done, 0)
        elif isinstance(one.get("SMask"), dict):  # a soft mask of a graphics state
            for number in references(one.get("SMask")):
                _form(objects, number, drawn, done, 0)
    for number in list(drawn):
        for key in ("SMask", "Mask"):
            value = objects[number].get(key) if number in objects else None
            if isinstance(value, Ref):
                drawn.add(value.number)
    return drawn | {number for number, _ in done}


def _painted(live: Sequence[RawObject]) -> set[int]:
    """Numbers of the patterns of which a content stream names one as its colour."""
    named: dict[str, set[int]] = {}
    for one in live:
        stack = [one.value]
        while stack:
            value = stack.pop()
            if not isinstance(value, dict):
                continue
            stack += value.values()
            inner = value.get("Pattern")
            for name, ref in inner.items() if isinstance(inner, dict) else ():
                if isinstance(ref, Ref):
                    named.setdefault(name, set()).add(ref.number)
    if any(isinstance(one.get("Pattern"), Ref) for one in live) or not named:
        return {one.number for one in live if one.get("PatternType") == 1}
    used: set[int] = set()
    for one in live:
        if one.span is None or one.get("Subtype") == "Image":
            continue
        try:
            data, _ = stream_of(one)
        except Undecodable:
            continue
        for raw in _COLOUR.findall(data):
            name = _HEX.sub(lambda match: bytes([int(match[1], 16)]), raw).decode("utf-8", "replace")
            used |= named.get(name, set())
    return used


def _follow(objects: dict[int, RawObject], value: Any) -> Any:
    for _ in range(_DEEPEST):
        if not isinstance(value, Ref):
            return value
        value = objects[value.number].value if value.number in objects else None
    return None


def _resources(objects: dict[int, RawObject], one: RawObject) -> Any:
    """Own or inherited."""
    holder = one.value
    for _ in range(_DEEPEST):
        if not isinstance(holder, dict):
            return None
        if holder.get("Resources") is not None:
            return _follow(objects, holder["Resources"])
        holder = _follow(objects, holder.get("Parent"))
    return None


def _parts(objects: dict[int, RawObject], contents: Any) -> list[RawObject]:
    if isinstance(contents, Ref):
        one = objects.get(contents.number)
        if one is None:
            return []
        if one.span is not None:
            return [one]
        contents = one.value
    if isinstance(contents, list):
        return [part for item in contents for part in _parts(objects, item)]
    return []


def _form(
    objects: dict[int, RawObject], number: int, drawn: set[int], done: set[tuple[int, int]], depth: int
) -> None:
    one = objects.get(number)
    if one is None or depth > _DEEPEST:
        return
    if one.span is None:  # states of an appearance
        for other in references(one.value):
            _form(objects, other, drawn, done, depth + 1)
        return
    if one.get("Subtype") == "Image":
        drawn.add(number)
    else:
        _through(objects, [one], _follow(objects, one.get("Resources")), drawn, done, depth + 1)


def _through(
    objects: dict[int, RawObject],
    parts: Iterable[RawObject],
    resources: Any,
    drawn: set[int],
    done: set[tuple[int, int]],
    depth: int,
) -> None:
    """Follow each `Do` of a content stream."""
    named = _follow(objects, resources.get("XObject")) if isinstance(resources, dict) else None
    for part in parts:
        if (part.number, id(resources)) in done:
            continue
        done.add((part.number, id(resources)))
        try:
            data, _ = stream_of(part)
        except Undecodable:
            continue
        for raw in _DO.findall(data):
            name = _HEX.sub(lambda match: bytes([int(match[1], 16)]), raw).decode("utf-8", "replace")
            value = named.get(name) if isinstance(named, dict) else None
            if isinstance(value, Ref):
                _form(objects, value.number, drawn, done, depth + 1)
