"""PDF bytes by hand: objects, streams with any filters, tables of cross references, later saves."""

from __future__ import annotations

import base64
import zlib


def stream(data: bytes, entries: str = "", *filters: str) -> bytes:
    """A stream object; the last filter named is the first that a reader undoes last."""
    for name in reversed(filters):
        data = ENCODERS[name](data)
    named = f"/Filter [{' '.join('/' + f for f in filters)}] " if filters else ""
    return f"<< {entries} {named}/Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def flate(data: bytes, entries: str = "") -> bytes:
    """A stream as most writers store it."""
    return stream(data, entries, "FlateDecode")


def write(
    objects: dict[int, bytes | str],
    trailer: str = "/Root 1 0 R",
    *,
    header: bytes = b"%PDF-1.7\n",
    free: tuple[int, ...] = (),
) -> bytes:
    """The whole file, numbers in order, table at the end. Of `free` the table says that they are gone."""
    return header + _section(objects, trailer, len(header), free)


def save_again(
    pdf: bytes, objects: dict[int, bytes | str], trailer: str = "/Root 1 0 R", free: tuple[int, ...] = ()
) -> bytes:
    """A later save that leaves all bytes of the earlier one."""
    before = pdf.rindex(b"startxref") + 9
    place = int(pdf[before:].split()[0])
    pdf = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    return pdf + _section(objects, f"{trailer} /Prev {place}", len(pdf), free)


def _section(
    objects: dict[int, bytes | str], trailer: str, start: int, free: tuple[int, ...], again: bool = False
) -> bytes:
    body, places = b"", {}
    for number, value in sorted(objects.items()):
        places[number] = start + len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, value if isinstance(value, bytes) else value.encode())
    size = max([*objects, *free]) + 1
    lines = ["xref"]
    listed = sorted({*objects, *free}) if again else range(1, size)
    lines += [] if again else [f"0 {size}", "0000000000 65535 f "]
    for number in listed:
        lines += [f"{number} 1"] if again else []
        gone = number not in places or number in free
        lines.append("0000000000 00001 f " if gone else f"{places[number]:010} 00000 n ")
    table = "\n".join(lines)
    tail = f"{table}\ntrailer\n<< /Size {size} {trailer} >>\nstartxref\n{start + len(body)}\n%%EOF\n"
    return body + tail.encode()


def write_packed(
    objects: dict[int, bytes | str],
    packed: dict[int, str],
    trailer: str = "/Root 1 0 R",
    unlisted: tuple[int, ...] = (),
) -> bytes:
    """Objects in an object stream, references in a stream; of `unlisted` no reference tells."""
    home = max([*objects, *packed]) + 1
    head, body = "", ""
    for number, value in packed.items():
        head, body = head + f"{number} {len(body)} ", body + value + " "
    store = flate((head + body).encode(), f"/Type /ObjStm /N {len(packed)} /First {len(head)}")
    out, places = b"%PDF-1.7\n", {}
    for number, value in sorted({**objects, home: store}.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value if isinstance(value, bytes) else value.encode())
    rows = []
    for number in range(home + 2):
        if number in places or number == home + 1:
            rows.append(b"\1" + places.get(number, len(out)).to_bytes(4, "big") + b"\0")
        elif number in packed and number not in unlisted:
            rows.append(b"\2" + home.to_bytes(4, "big") + bytes([list(packed).index(number)]))
        else:
            rows.append(b"\0" * 6)
    table = flate(b"".join(rows), f"/Type /XRef /W [1 4 1] /Size {home + 2} {trailer}")
    return out + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (home + 1, table, len(out))


def literal(text: str) -> str:
    """Letters of ASCII as a string in brackets."""
    return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def wide(text: str) -> str:
    """Any text as a string: UTF-16 with its mark, in hex digits."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _lzw(data: bytes) -> bytes:
    """LZW without compression: a clearing code before codes grow beyond nine bits."""
    bits = ""
    for n, byte in enumerate(data):
        bits += (format(256, "09b") if n % 250 == 0 else "") + format(byte, "09b")
    bits += format(257, "09b")
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _runs(data: bytes) -> bytes:
    parts = [data[n : n + 128] for n in range(0, len(data), 128)]
    return b"".join(bytes([len(p) - 1]) + p for p in parts) + b"\x80"


ENCODERS = {
    "FlateDecode": lambda d: zlib.compress(d, 9),
    "ASCIIHexDecode": lambda d: d.hex().encode() + b">",
    "ASCII85Decode": lambda d: base64.a85encode(d) + b"~>",
    "LZWDecode": _lzw,
    "RunLengthDecode": _runs,
}
