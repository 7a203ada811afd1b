"""Formulas of Word written in one line: fractions with a stroke, powers and indices raised and lowered, roots with their sign.

No sign of the formula is lost; what is drawn in other ways (matrices, limits) stands side by side. Readers are told to compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from lxml import etree

from gongkai.files.document import Run
from gongkai.files.word.names import M

_PROPERTIES = ("Pr", "ctrlPr")


def runs(node: etree._Element) -> Iterator[Run]:
    """The runs of a formula."""
    for one in node:
        name = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
        if name == "f":
            yield from _closed(one, "num")
            yield Run("/")
            yield from _closed(one, "den")
        elif name in ("sSup", "sSub", "sSubSup", "sPre"):
            yield from _part(one, "e")
            yield from _raised(one, "sub")
            yield from _raised(one, "sup")
        elif name == "rad":
            yield from _raised(one, "deg")
            yield Run("√")
            yield from _closed(one, "e")
        elif name == "d":
            yield from _fenced(one)
        elif name == "nary":
            yield Run(_property(one, "chr") or "∫")
            yield from _raised(one, "sub")
            yield from _raised(one, "sup")
            yield from _part(one, "e")
        elif name == "t":
            yield Run(one.text or "")
        elif not name.endswith(_PROPERTIES):
            yield from runs(one)


def _part(node: etree._Element, name: str) -> Iterator[Run]:
    for part in node.findall(f"{M}{name}"):
        yield from runs(part)


def _closed(node: etree._Element, name: str) -> Iterator[Run]:
    """A part in brackets, unless it is one number, letter or word."""
    inner = list(_part(node, name))
    text = "".join(run.text for run in inner).strip()
    single = text.replace(".", "").isalnum() and not any(run.raised for run in inner)
    yield from inner if single else (Run("("), *inner, Run(")"))


def _raised(node: etree._Element, name: str) -> Iterator[Run]:
    place: Literal["sup", "sub"] = "sub" if name == "sub" else "sup"
    yield from (replace(run, raised=run.raised or place) for run in _part(node, name))


def _fenced(node: etree._Element) -> Iterator[Run]:
    begin, end, between = _property(node, "begChr"), _property(node, "endChr"), _property(node, "sepChr")
    yield Run("(" if begin is None else begin)
    for number, part in enumerate(node.findall(f"{M}e")):
        if number:
            yield Run("|" if between is None else between)
        yield from runs(part)
    yield Run(")" if end is None else end)


def _property(node: etree._Element, name: str) -> str | None:
    found = next((one for one in node.iterchildren() if str(one.tag).endswith("Pr")), None)
    said = found.find(f"{M}{name}") if found is not None else None
    return None if said is None else said.get(f"{M}val", "")
