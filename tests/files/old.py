"""Old Office files made by hand: the file system they lie in, and the records of a workbook."""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
# Smaller streams would lie in a second, finer system.
_LEAST = 4096


def ole(**streams: bytes) -> bytes:
    """A compound file with these streams; `_` before a digit stands for the digit alone (_1Table)."""
    sizes = [-(-max(len(data), _LEAST) // _SECTOR) for data in streams.values()]
    count = -(-(len(streams) + 1) // 4)
    # The list of streams lies ahead of them, so that a file cut short still says what it was.
    chains = [*range(1, count), _END]
    body = b""
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, ((name, data), size) in enumerate(zip(streams.items(), sizes, strict=True), 1):
        first = len(chains)
        chains += [*range(first + 1, first + size), _END]
        body += data.ljust(size * _SECTOR, b"\0")
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name.lstrip("_"), 2, first, max(len(data), _LEAST), right=right))
    directory = b"".join(entries) + _entry("", 0, 0, 0) * (-len(entries) % 4)
    fat_at = len(chains)
    fats = -(-(len(chains) + 1) // 128)
    chains += [_FAT] * fats
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(fats * _SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, 0, 0, _LEAST, _END, 0, _END, 0)
    listed = [*range(fat_at, fat_at + fats)]
    head += struct.pack("<109I", *(listed + [_FREE] * (109 - fats)))
    return head + directory + body + table


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    said = (name + "\0").encode("utf-16-le") if name else b""
    return (
        said.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(said), kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of a workbook."""
    return struct.pack("<HH", kind, len(data)) + data


def words(said: str) -> bytes:
    """Words with their length, in two bytes a sign."""
    return struct.pack("<HB", len(said), 1) + said.encode("utf-16-le")


_FORMATS = ("0%", 'yyyy"年"m"月"d"日"')
Placed = tuple[int, int, "str | float", int]


def sheet(
    cells: list[Placed],
    *,
    merges: str = "",
    hidden_rows: tuple[int, ...] = (),
    hidden_columns: tuple[int, ...] = (),
) -> bytes:
    """The records of one sheet. cells: row, column (from 0), value, format (0 general, 1 percent, 2 date).

    merges: "top-bottom-left-right" with blanks between.
    """
    out = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    for column in hidden_columns:
        out += record(0x7D, struct.pack("<HHHHHH", column, column, 2000, 15, 1, 0))
    for row in hidden_rows:
        out += record(0x208, struct.pack("<HHHHHHHH", row, 0, 9, 255, 0, 0, 0x20, 15))
    for row, column, value, form in cells:
        place = struct.pack("<HHH", row, column, 15 + form)
        if isinstance(value, str):
            out += record(0x204, place + words(value))
        else:
            out += record(0x203, place + struct.pack("<d", value))
    spans = [tuple(map(int, one.split("-"))) for one in merges.split()]
    if spans:
        out += record(
            0xE5, struct.pack("<H", len(spans)) + b"".join(struct.pack("<HHHH", *one) for one in spans)
        )
    return out + record(0x0A)


def workbook(*sheets: tuple[str, bytes], hidden: tuple[str, ...] = (), before: bytes = b"") -> bytes:
    """A .xls with these sheets. before: a record at the beginning."""
    head = (
        record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
        + before
        + record(0x42, struct.pack("<H", 1200))
    )
    font = (
        struct.pack("<HHHHHBBBB", 220, 0, 32767, 400, 0, 0, 0, 134, 0)
        + bytes([2, 1])
        + "宋体".encode("utf-16-le")
    )
    head += record(0x31, font) * 5
    for number, code in enumerate(_FORMATS, 164):
        head += record(0x41E, struct.pack("<H", number) + words(code))
    for number in range(18):
        form = {16: 164, 17: 165}.get(number, 0)
        head += record(
            0xE0, struct.pack("<HHHBBBBIIH", 0, form, 0xFFF5 if number < 15 else 1, 0, 0, 0, 0, 0, 0, 0)
        )
    sizes = [
        len(record(0x85, bytes(6) + bytes([len(name), 1]) + name.encode("utf-16-le"))) for name, _ in sheets
    ]
    at = len(head) + sum(sizes) + 4
    for name, body in sheets:
        said = bytes([len(name), 1]) + name.encode("utf-16-le")
        head += record(0x85, struct.pack("<IBB", at, name in hidden, 0) + said)
        at += len(body)
    return ole(Workbook=head + record(0x0A) + b"".join(body for _, body in sheets))


def prop(code: int, value: int | bytes) -> bytes:
    """One property of letters or of a paragraph; the size of its value follows from its code."""
    if isinstance(value, bytes):
        return struct.pack("<H", code) + value
    size = {0: "B", 1: "B", 2: "H", 3: "I", 4: "H", 5: "H"}[code >> 13]
    return struct.pack(f"<H{size}", code, value)


TABLE = prop(0x2416, 1)


def row_end(*edges: int, traits: tuple[int, ...] = ()) -> bytes:
    """The properties of the mark behind a row: its edges in twentieths of a point, what is merged of each cell."""
    count = len(edges) - 1
    stored = bytes([count]) + struct.pack(f"<{count + 1}h", *edges)
    stored += b"".join(struct.pack("<H18x", trait) for trait in traits)
    return TABLE + prop(0x2417, 1) + struct.pack("<HH", 0xD608, len(stored) + 1) + stored


Piece = tuple[str, bytes, bytes]


def old_word(
    *pieces: Piece,
    notes: str = "",
    margin: str = "",
    flags: int = 0,
    version: int = 0xC1,
    fonts: tuple[str, ...] = ("宋体",),
) -> bytes:
    """A .doc. pieces: words, properties of their letters, properties of the paragraph that their last letter ends."""
    said = "".join(words for words, _, _ in pieces)
    body = bytearray(0x800)
    runs: list[tuple[int, bytes]] = []
    paragraphs: list[tuple[int, bytes]] = [(0x800, b"")]
    at = 0x800
    for words, look, shape in pieces:
        runs.append((at, look))
        at += 2 * len(words)
        if words and words[-1] in "\r\x07\x0c":
            paragraphs[-1] = (paragraphs[-1][0], shape)
            paragraphs.append((at, b""))
    whole = said + notes + margin
    end = 0x800 + 2 * len(whole)
    body += whole.encode("utf-16-le")
    body += bytes(-len(body) % _SECTOR)
    letters, shapes = len(body) // _SECTOR, len(body) // _SECTOR + 1
    body += _page([(start, bytes([len(look)]) + look if look else b"") for start, look in runs], end, 1)
    packed = [
        (start, bytes([len(shape) // 2 + 2]) + b"\0\0" + shape + bytes(1 - len(shape) % 2))
        for start, shape in paragraphs
    ]
    body += _page(packed, end, 13)
    struct.pack_into("<HH", body, 0, 0xA5EC, version)
    struct.pack_into("<H", body, 10, 0x200 | flags)
    struct.pack_into("<III", body, 0x4C, len(said), len(notes), len(margin))
    table = b""
    stored = {
        0xFA: struct.pack("<III", 0x800, end, letters),
        0x102: struct.pack("<III", 0x800, end, shapes),
        0x112: struct.pack("<HH", len(fonts), 0) + b"".join(_font(name) for name in fonts),
        0x1A2: b"\x02" + struct.pack("<IIIHIH", 16, 0, len(whole), 0, 0x800, 0),
        0xA2: struct.pack("<HHH", 18, 1, 10) + bytes(14) + _style(),
    }
    for place, data in stored.items():
        struct.pack_into("<II", body, place, len(table), len(data))
        table += data
    return ole(WordDocument=bytes(body), _1Table=table)


def _page(runs: list[tuple[int, bytes]], end: int, size: int) -> bytes:
    """A page of runs with their properties, stored from its end."""
    runs = [one for one in runs if one[0] < end]
    page = bytearray(_SECTOR)
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, *(start for start, _ in runs), end)
    top = _SECTOR - 2
    for number, (_, data) in enumerate(runs):
        if data:
            top = (top - len(data)) & ~1
            page[top : top + len(data)] = data
            page[4 * (len(runs) + 1) + size * number] = top // 2
    page[-1] = len(runs)
    return bytes(page)


def _font(name: str) -> bytes:
    said = bytes(39) + (name + "\0").encode("utf-16-le")
    return bytes([len(said)]) + said


def _style() -> bytes:
    """The usual style, number 0, with nothing of its own."""
    said = (
        struct.pack("<HHHHH", 0, 0xFFF1, 2, 0, 0)
        + struct.pack("<HHH", 1, 0x6587, 0)
        + struct.pack("<HHH", 2, 0, 0)
    )
    return struct.pack("<H", len(said)) + said
