"""The text of the report: names in braces become the figures of the table, so the two can't disagree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.apps.reporting.cells import Cell
from gongkai.apps.reporting.outlines import Outline
from gongkai.figures import Figure, Number

_BRACES = re.compile(r"[{｛]\s*([^{}｛｝\n]{1,40}?)\s*[}｝]")
BLANK_MARK = "〔待填〕"


@dataclass(frozen=True)
class Named:
    """A figure that the text may use: its name, the cell behind it (or `x.…`), its value now."""

    name: str
    cell: str
    value: Number | None


@dataclass(frozen=True)
class Written:
    """A text with its figures in place. unknown: names that mean nothing; blank: names whose cell is not filled."""

    text: str
    unknown: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


def names_of(outline: Outline, cells: Mapping[str, Cell], extra: Mapping[str, Figure]) -> dict[str, Named]:
    """What may stand in braces, in the order of the outline."""
    found = {}
    for name, cell in outline.names.items():
        value = cells[cell].value if cell in cells else extra[cell].value if cell in extra else None
        found[name] = Named(name, cell, value)
    return found


def fill(text: str, named: Mapping[str, Named], words: Mapping[str, str]) -> Written:
    """Put figures and words (`年度`, `单位`) in the place of their names."""
    unknown: list[str] = []
    blank: list[str] = []

    def put(match: re.Match[str]) -> str:
        name = match[1]
        if name in words:
            return words[name]
        if name not in named:
            unknown.append(name)
            return match[0]
        value = named[name].value
        if value is None:
            blank.append(name)
            return BLANK_MARK
        return str(value)

    filled = _BRACES.sub(put, text)
    return Written(filled, tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(blank)))


def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold words."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def is_heading(line: str) -> bool:
    """A line such as （一）主动公开情况: short, numbered, no sentence."""
    return bool(re.fullmatch(r"[（(][一二三四五六七八九十]{1,3}[)）][^，。；]{2,24}", line))


def likeness(text: str, before: str) -> float:
    """How much of a text (0…1) stands word for word in another, by runs of eight characters without figures."""
    mine, theirs = _runs(text), _runs(before)
    return len(mine & theirs) / len(mine) if mine and theirs else 0.0


def _runs(text: str) -> set[str]:
    bare = re.sub(r"[\d\s，。；：、“”（）《》〔〕{}｛｝]+", "", text)
    return {bare[i : i + 8] for i in range(len(bare) - 7)}
