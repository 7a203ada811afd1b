"""What happens to reports on their way: other digits, other characters, units in cells, lost blanks."""

from __future__ import annotations

import random
from collections.abc import Callable

from gongkai.statforms.folding import _characters

from .grids import Box, Grid

Writer = Callable[[str, "float | None"], str]

_TRADITIONAL = {
    simple: old
    for old, simple in ((chr(code), char) for code, char in _characters().items() if 0x4E00 <= code < 0xA000)
}
_RADICALS = dict(
    zip("一行文面生用立言日月人大小工心手水火金食", "⼀⾏⽂⾯⽣⽤⽴⾔⽇⽉⼈⼤⼩⼯⼼⼿⽔⽕⾦⾷", strict=True)
) | dict(zip("民门见齐长页贝车", "⺠⻔⻅⻬⻓⻚⻉⻋", strict=True))


def plain(cell: str, value: float | None) -> str:
    """No damage."""
    return "" if value is None else str(value)


def full_width(cell: str, value: float | None) -> str:
    """０１２."""
    return plain(cell, value).translate(
        {ord(a): b for a, b in zip("0123456789", "０１２３４５６７８９", strict=True)}
    )


def thousands(cell: str, value: float | None) -> str:
    """1,234."""
    return "" if value is None else f"{value:,}"


def thousands_wide(cell: str, value: float | None) -> str:
    """1，234."""
    return thousands(cell, value).replace(",", "，")


def with_units(cell: str, value: float | None) -> str:
    """Units inside cells: 元 where the form asks for 万元."""
    if value is None:
        return ""
    if cell.endswith(("fee.amount", "procure.amount")) or cell in ("s7", "s8_4"):
        return f"{round(value * 10000)}元" if value else "0元"
    return f"{value}件"


def signed(cell: str, value: float | None) -> str:
    """增3, 减2."""
    if value is None or not cell.endswith(".delta"):
        return plain(cell, value)
    return f"增{value}" if value > 0 else f"减{-value}" if value < 0 else "0"


def plus_minus(cell: str, value: float | None) -> str:
    """+3, -2, +(0) -(0)."""
    if value is None or not cell.endswith(".delta"):
        return plain(cell, value)
    return f"+{value}" if value > 0 else str(value) if value < 0 else "+(0) -(0)"


def marked(mark: str) -> Writer:
    """A mark in blank cells."""
    return lambda cell, value: mark if value is None else str(value)


WRITERS: dict[str, Writer] = {
    "plain": plain, "full-width": full_width, "thousands": thousands, "thousands-wide": thousands_wide, "units": with_units,
    "signed": signed, "plus-minus": plus_minus, "dash": marked("—"), "slash": marked("/"), "none": marked("无"),
}  # fmt: skip


def relabel(grid: Grid, change: Callable[[str], str]) -> Grid:
    """The grid with every printed label changed."""
    return [[Box(change(b.text), b.cols, b.rows, True) if b.label else b for b in row] for row in grid]


def traditional(text: str) -> str:
    """規範性文件."""
    return "".join(_TRADITIONAL.get(c, c) for c in text)


def radicals(text: str) -> str:
    """⼀⾏⽂⺠⻔."""
    return "".join(_RADICALS.get(c, c) for c in text)


def half_width(text: str) -> str:
    """Brackets and commas of the other width."""
    return text.translate(str.maketrans("（）：，", "():,"))


def spaced(text: str) -> str:
    """A blank inside a word."""
    return text if len(text) < 8 else text[:5] + " " + text[5:]


def swallowed(text: str) -> str:
    """The filling instruction runs on in the cell."""
    notes = {
        "规章": "规章：指国务院部门和有立法权的地方政府依法制定的规章",
        "行政许可": "行政许可（指依申请作出的许可决定）",
    }
    return notes.get(text, text)


def commas(text: str) -> str:
    """、 and ， exchanged."""
    return text.replace("、行政机关", "，行政机关").replace("总计", "合计") if len(text) > 3 else text


LABEL_CHANGES: dict[str, Callable[[str], str]] = {
    "as-printed": lambda t: t, "traditional": traditional, "radicals": radicals, "half-width": half_width,
    "spaced": spaced, "swallowed": swallowed, "commas": commas,
    "no-di": lambda t: t.replace("第二十条第（", "第二十条（"),
}  # fmt: skip


def shuffle_seed(rng: random.Random) -> int:
    """A fresh seed."""
    return rng.randint(0, 10**9)
