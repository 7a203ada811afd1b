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
