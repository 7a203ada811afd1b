"""Decoding PDF streams strictly: what is cut off or bent is an error here, never a shorter text."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import Any

MOST_DECODED = 200 * 1024 * 1024
# Their bytes are pictures; whoever wants to see them decodes them as pictures.
PICTURE_FILTERS = {"DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF"}


class Undecodable(Exception):
    """A stream that does not decode to its end."""


def decode(data: bytes, filters: list[str], parms: list[dict[str, Any]]) -> tuple[bytes, str]:
    """Undo filters in their order, up to one of PICTURE_FILTERS: bytes and that filter, or "" if all are undone.

    parms: one dictionary for each filter, keys without slash, numbers as int. Undecodable if one fails.
    """
    for name, parm in zip(filters, parms, strict=True):
        if name in PICTURE_FILTERS:
            return data, name
        data = _one(data, name, parm)
        if len(data) > MOST_DECODED:
            raise Undecodable("too large")
    return data, ""


def left_over(data: bytes, filters: list[str], parms: list[dict[str, Any]]) -> bytes:
    """What stands behind the end of the packed data, of each filter in turn. Undecodable if one fails."""
    found = b""
    for name, parm in zip(filters, parms, strict=True):
        if name in PICTURE_FILTERS:
            break
        found += _rest(data, name)
        data = _one(data, name, parm)
    return found


def _rest(data: bytes, name: str) -> bytes:
    """Behind the mark that ends it. LZW and Crypt have no such bytes, or none that could be told."""
    if name in ("FlateDecode", "Fl"):
        engine = zlib.decompressobj()
        try:
            engine.decompress(data, MOST_DECODED)
        except zlib.error:
            return b""
        return engine.unused_data
    if name in ("RunLengthDecode", "RL"):
        return data[_end_of_runs(data) + 1 :]
    if name in ("ASCIIHexDecode", "AHx"):
        return data.partition(b">")[2]
    if name in ("ASCII85Decode", "A85"):
        return data.strip().removeprefix(b"<~").partition(b"~")[2].removeprefix(b">")
    return b""


def _end_of_runs(data: bytes) -> int:
    at = 0
    while at < len(data) and data[at] != 128:
        at += 2 + data[at] if data[at] < 128 else 2
    return at


def _one(data: bytes, name: str, parm: dict[str, Any]) -> bytes:
    if name in ("FlateDecode", "Fl"):
        return _unpredict(_flate(data), parm)
    if name in ("LZWDecode", "LZW"):
        return _unpredict(_lzw(data, int(parm.get("EarlyChange", 1))), parm)
    if name in ("ASCIIHexDecode", "AHx"):
        digits = re.sub(rb"[\s\x00]", b"", data.split(b">")[0])
        try:
            return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
        except binascii.Error as error:
            raise Undecodable("hex") from error
    if name in ("ASCII85Decode", "A85"):
        body = data.strip().removeprefix(b"<~").split(b"~")[0]
        try:
            return base64.a85decode(body, ignorechars=b" \t\n\r\v\f\x00")
        except ValueError as error:
            raise Undecodable("ascii85") from error
    if name in ("RunLengthDecode", "RL"):
        return _run_length(data)
    if name == "Crypt":
        return data
    raise Undecodable(name)


def _flate(data: bytes) -> bytes:
    engine = zlib.decompressobj()
    try:
        out = engine.decompress(data, MOST_DECODED + 1)
    except zlib.error as error:
        raise Undecodable("flate") from error
    if len(out) <= MOST_DECODED and not engine.eof:
        raise Undecodable("flate: cut off")
    return out


def _run_length(data: bytes) -> bytes:
    out = bytearray()
    at = 0
    while at < len(data) and data[at] != 128:
        length = data[at]
        if length < 128:
            out += data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            out += data[at + 1 : at + 2] * (257 - length)
            at += 2
        if len(out) > MOST_DECODED:
            raise Undecodable("too large")
    return bytes(out)


def _lzw(data: bytes, early: int) -> bytes:
    """Variable code width from 9 to 12 bits, as TIFF and PDF write it."""
    first = [bytes([n]) for n in range(256)] + [b"", b""]
    table, width, before = list(first), 9, b""
    out = bytearray()
    bits = held = 0
    for byte in data:
        bits, held = bits << 8 | byte, held + 8
        if held < width:
            continue
        held -= width
        code, bits = bits >> held, bits & ((1 << held) - 1)
        if code == 257:
            return bytes(out)
        if code == 256:
            table, width, before = list(first), 9, b""
            continue
        if code < len(table):
            entry = table[code]
        elif code == len(table) and before:
            entry = before + before[:1]
        else:
            raise Undecodable("lzw")
        if before:
            table.append(before + entry[:1])
        before = entry
        out += entry
        size = len(table) + early
        width = 12 if size >= 2048 else 11 if size >= 1024 else 10 if size >= 512 else 9
        if len(out) > MOST_DECODED:
            raise Undecodable("too large")
    return bytes(out)


def _unpredict(data: bytes, parm: dict[str, Any]) -> bytes:
    kind = int(parm.get("Predictor", 1))
    if kind < 2:
        return data
    colors, bits = int(parm.get("Colors", 1)), int(parm.get("BitsPerComponent", 8))
    row = (int(parm.get("Columns", 1)) * colors * bits + 7) // 8
    step = max(colors * bits // 8, 1)
    if row < 1 or row > MOST_DECODED:
        raise Undecodable("predictor")
    if kind == 2:
        return _tiff(data, row, step) if bits == 8 else data
    return _png(data, row, step)


def _tiff(data: bytes, row: int, step: int) -> bytes:
    out = bytearray(data)
    for start in range(0, len(out), row):
        for at in range(start + step, min(start + row, len(out))):
            out[at] = (out[at] + out[at - step]) & 255
    return bytes(out)


def _png(data: bytes, row: int, step: int) -> bytes:
    out = bytearray()
    above = bytearray(row)
    for start in range(0, len(data), row + 1):
        kind = data[start]
        line = bytearray(data[start + 1 : start + 1 + row])
        if kind == 1:
            for at in range(step, len(line)):
                line[at] = (line[at] + line[at - step]) & 255
        elif kind == 2:
            line = bytearray((one + two) & 255 for one, two in zip(line, above, strict=False))
        elif kind == 3:
            for at in range(len(line)):
                left = line[at - step] if at >= step else 0
                line[at] = (line[at] + (left + above[at]) // 2) & 255
        elif kind == 4:
            _paeth(line, above, step)
        out += line
        above = line + bytearray(row - len(line))
    return bytes(out)


def _paeth(line: bytearray, above: bytearray, step: int) -> None:
    for at in range(len(line)):
        left, corner = (line[at - step], above[at - step]) if at >= step else (0, 0)
        up = above[at]
        guess = left + up - corner
        near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
        line[at] = (line[at] + near[2]) & 255
