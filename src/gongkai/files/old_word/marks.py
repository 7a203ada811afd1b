"""How letters and paragraphs of an old Word file are dressed: lists of properties ([MS-DOC] sprm), and its styles."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from gongkai.exceptions import Unreadable

BROKEN = "已损坏或不完整，打不开；请用原来的软件另存为 .docx 后再试。"
# Size of an operand by the upper three bits of its code; 6 says its own size.
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_DEFINE_TABLE, _TABS = 0xD608, 0xC615
_PALE = 0xEC
_WHITE = 8
_DEEPEST = 20
# What the short form of a changed piece may say: number of a property → its code.
_SHORT = {0x41: 0x0800, 0x42: 0x0801, 0x57: 0x0837, 0x5C: 0x083C}


def word(data: bytes, at: int) -> int:
    """Two bytes as a number. Unreadable where they are not there."""
    if not 0 <= at <= len(data) - 2:
        raise Unreadable(BROKEN)
    return int(struct.unpack_from("<H", data, at)[0])


def long(data: bytes, at: int) -> int:
    """Four bytes as a number. Unreadable where they are not there."""
    if not 0 <= at <= len(data) - 4:
        raise Unreadable(BROKEN)
    return int(struct.unpack_from("<I", data, at)[0])


def properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and operand of each property of a list; what follows a broken one is left."""
    at = 0
    while at + 3 <= len(data):
        code = word(data, at)
        at += 2
        kind = code >> 13
        if code == _DEFINE_TABLE:
            size = (word(data, at) if at + 2 <= len(data) else 0) + 1
        elif kind == 6:
            if code == _TABS and data[at] == 255:
                return
            size = 1 + data[at]
        else:
            size = _SIZES[kind]
        if at + size > len(data):
            return
        yield code, data[at : at + size]
        at += size


def changed(modifier: int, lists: list[bytes]) -> bytes:
    """The properties that a piece of text got since it was last saved in full."""
    if modifier & 1:
        number = modifier >> 1
        return lists[number] if number < len(lists) else b""
    code = _SHORT.get(modifier >> 1 & 0x7F)
    return struct.pack("<HB", code, modifier >> 8) if code else b""


@dataclass(frozen=True)
class Look:
    """How a letter is dressed. pale: white or nearly. special: the letter stands for a thing. sign: code in a sign font.

    font: number of the font of Latin letters, -1 where nothing says.
    """

    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    struck: bool = False
    bold: bool = False
    italic: bool = False
    pale: bool = False
    shaded: bool = False
    special: bool = False
    raised: Literal["", "sup", "sub"] = ""
    size: float | None = None
    sign: int = 0
    font: int = -1


_SWITCHES = {
    0x083C: "hidden", 0x0800: "deleted", 0x0801: "inserted", 0x0837: "struck", 0x2A53: "struck", 0x0835: "bold",
    0x0836: "italic", 0x0855: "special",
}  # fmt: skip
_STYLE_OF_LETTERS = 0x4A30


def dressed(look: Look, data: bytes, styles: Styles | None = None) -> Look:
    """The look with a list of properties over it."""
    below = look
    for code, operand in properties(data):
        if code in _SWITCHES:
            name, value = _SWITCHES[code], operand[0]
            base = bool(getattr(below, name))
            on = base if value == 0x80 else not base if value == 0x81 else bool(value)
            look = replace(look, **{name: on})  # type: ignore[arg-type]
        elif code == _STYLE_OF_LETTERS and styles is not None:
            below = look = styles.letters(word(operand, 0), look)
        elif code == 0x2A42:
            look = replace(look, pale=operand[0] == _WHITE)
        elif code == 0x6870:
            look = replace(look, pale=operand[3] != 0xFF and min(operand[:3]) >= _PALE)
        elif code in (0x4866, 0xCA71):
            look = replace(look, shaded=_is_ground(code, operand))
        elif code == 0x2A48:
            raised: dict[int, Literal["", "sup", "sub"]] = {1: "sup", 2: "sub"}
            look = replace(look, raised=raised.get(operand[0], ""))
        elif code == 0x4A43:
            look = replace(look, size=word(operand, 0) / 2)
        elif code == 0x6A09:
            look = replace(look, special=True, font=word(operand, 0), sign=word(operand, 2))
        elif code == 0x4A4F:
            look = replace(look, font=word(operand, 0))
    return look


@dataclass(frozen=True)
class Shape:
    """What a paragraph is. style: its number. depth: tables it stands in; ends_row: the mark behind the last cell.

    listed: numbered by the program. table: how the cells of the row stand, as stored. shaded: on a ground of its own.
    """

    style: int = 0
    depth: int = 0
    ends_row: bool = False
    listed: bool = False
    align: int = 0
    shaded: bool = False
    table: bytes = b""


def shaped(shape: Shape, data: bytes) -> Shape:
    """The shape with a list of properties over it."""
    for code, operand in properties(data):
        if code == 0x2416:
            shape = replace(shape, depth=max(shape.depth, 1) if operand[0] else 0)
        elif code == 0x6649:
            shape = replace(shape, depth=min(long(operand, 0), 99))
        elif code == 0x2417:
            shape = replace(shape, ends_row=bool(operand[0]))
        elif code == 0x460B:
            shape = replace(shape, listed=word(operand, 0) not in (0, 0xF801))
        elif code in (0x2403, 0x2461):
            shape = replace(shape, align=operand[0])
        elif code == _DEFINE_TABLE:
            shape = replace(shape, table=operand[2:])
        elif code in (0x442D, 0xC64D):
            shape = replace(shape, shaded=_is_ground(code, operand))
    return shape


def _is_ground(code: int, operand: bytes) -> bool:
    """Whether a shade is anything but white paper: its pattern, or a colour of its own."""
    if code >> 13 != 6:
        said = word(operand, 0)
        return bool(said >> 10) or said >> 5 & 0x1F not in (0, _WHITE)
    if len(operand) < 11:
        return False
    own = operand[8] != 0xFF and min(operand[5:8]) < _PALE
    return own or any(operand[9:11])


class Styles:
    """The styles of a file by number, each with what it inherits."""

    def __init__(self, data: bytes) -> None:
        self._known: dict[int, tuple[int, int, bytes, bytes]] = {}
        if len(data) < 6:
            return
        at = 2 + word(data, 0)
        count, base = word(data, 2), word(data, 4)
        for number in range(count):
            if at + 2 > len(data):
                return
            size = word(data, at)
            if size:
                self._take(number, data[at + 2 : at + 2 + size], base)
            at += 2 + size + size % 2

    def _take(self, number: int, data: bytes, base: int) -> None:
        if len(data) < max(base + 2, 6):
            return
        kind, above = word(data, 2) & 0xF, word(data, 2) >> 4
        at = base + 2 + 2 * word(data, base) + 2
        lists = []
        for _ in range(word(data, 4) & 0xF):
            if at + 2 > len(data):
                break
            size = word(data, at)
            lists.append(data[at + 2 : at + 2 + size])
            at += 2 + size + size % 2
        lists += [b"", b""]
        shape, look = lists[:2] if kind == 1 else (b"", lists[0] if kind == 2 else b"")
        self._known[number] = (kind, above, shape[2:], look)

    def _line(self, number: int) -> list[tuple[int, int, bytes, bytes]]:
        """A style below those that it inherits from, the topmost first."""
        found: list[tuple[int, int, bytes, bytes]] = []
        while number in self._known and len(found) < _DEEPEST:
            found.append(self._known[number])
            number = found[-1][1]
        return found[::-1]

    def look(self, number: int) -> Look:
        """How letters of a paragraph of this style are dressed."""
        look = Look()
        for _, _, _, data in self._line(number):
            look = dressed(look, data)
        return look

    def letters(self, number: int, look: Look) -> Look:
        """The look with a style of letters over it."""
        for kind, _, _, data in self._line(number):
            if kind == 2:
                look = dressed(look, data)
        return look

    def shape(self, number: int) -> Shape:
        """What a paragraph of this style is."""
        shape = Shape()
        for _, _, data, _ in self._line(number):
            shape = shaped(shape, data)
        return replace(shape, style=number)
