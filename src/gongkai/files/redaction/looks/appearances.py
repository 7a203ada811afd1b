"""The looks of notes and fields: a picture over which the same look paints something is hidden, not gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gongkai.files.filters import Undecodable
from gongkai.files.pdfraw import RawFile, RawObject, Ref, references, stream_of
from gongkai.files.redaction.case import Case

# A picture or form is drawn, and a figure filled after it.
_PAINTED_OVER = re.compile(
    rb"(?<!\S)Do(?!\S).*?(?<!\S)(?:re|l|c|v|y|h)\s+(?:f\*?|F|B\*?|b\*?)(?!\S)", re.DOTALL
)
_DEEPEST = 4


def look(case: Case, raw: RawFile) -> None:
    """Every look of the file, with the forms that it draws."""
    objects = {one.number: one for one in raw.objects}
    for one in raw.objects:
        looks = one.get("AP")
        if looks is None:
            continue
        for form in _forms(looks, objects, _DEEPEST):
            if _draws_a_picture(form, objects, _DEEPEST) and _is_painted_over(form):
                case.leak("annotation", f"对象{form.number}：批注的样子里，图片上面又盖了东西")


def _forms(value: Any, objects: Mapping[int, RawObject], deep: int) -> Iterator[RawObject]:
    """Streams that a look is made of, and those they lead to."""
    for number in references(value):
        one = objects.get(number)
        if one is None or deep <= 0:
            continue
        if one.span is None:  # the states of a field
            yield from _forms(one.value, objects, deep - 1)
        elif one.get("Subtype") != "Image":
            yield one
            yield from _forms(one.get("Resources"), objects, deep - 1)


def _draws_a_picture(form: RawObject, objects: Mapping[int, RawObject], deep: int) -> bool:
    """Whether a picture stands among what the look may draw."""
    return _leads_to_a_picture(form.get("Resources"), objects, deep)


def _leads_to_a_picture(value: Any, objects: Mapping[int, RawObject], deep: int) -> bool:
    for number in references(value):
        one = objects.get(number)
        if one is None or deep <= 0:
            continue
        if one.get("Subtype") == "Image":
            return True
        inner = one.get("Resources") if one.span is not None else one.value
        if not isinstance(inner, Ref | dict):
            continue
        if _leads_to_a_picture(inner, objects, deep - 1):
            return True
    return False


def _is_painted_over(form: RawObject) -> bool:
    try:
        data, left = stream_of(form)
    except Undecodable:
        return False
    return not left and _PAINTED_OVER.search(data[:2_000_000]) is not None
