"""Every object that lies in the bytes of a PDF, also those that no table names any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gongkai.files.filters import Undecodable, decode, left_over

_SPACE = b"\0\t\n\x0c\r "
_ENDS = _SPACE + b"()<>[]{}/%"
_HEAD = re.compile(rb"(?<![0-9])(\d{1,10})[\0\t\n\x0c\r ]+(\d{1,5})[\0\t\n\x0c\r ]+obj(?![a-zA-Z])")
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)")
_REFERENCE = re.compile(rb"(\d{1,10})[\0\t\n\x0c\r ]+(\d{1,5})[\0\t\n\x0c\r ]+R(?![a-zA-Z0-9])")
_NAME_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_DEEPEST = 60
MOST_OBJECTS = 500_000


class TooDeep(Exception):
    """Brackets within brackets without end."""


class Name(str):
    """A name without its slash."""


@dataclass(frozen=True)
class Ref:
    """Number of an object."""

    number: int


@dataclass
class RawObject:
    """One object where it lies. inside: number of the object stream that holds it, or None.

    span: where the encoded bytes of its stream begin and end in `source`, None if it is no stream. wrote: where its
    value is written in `source`.
    """

    number: int
    offset: int
    value: Any
    source: bytes = field(default=b"", repr=False)
    span: tuple[int, int] | None = None
    inside: int | None = None
    wrote: tuple[int, int] = (0, 0)

    @property
    def written(self) -> bytes:
        """The value letter by letter, with its remarks."""
        return self.source[self.wrote[0] : self.wrote[1]]

    @property
    def body(self) -> bytes | None:
        """The encoded bytes, cut out anew each time: a file of pictures would be held twice."""
        return self.source[self.span[0] : self.span[1]] if self.span else None

    def get(self, key: str) -> Any:
        """An entry of a dictionary or stream, None if absent."""
        return self.value.get(key) if isinstance(self.value, dict) else None


@dataclass
class RawFile:
    """Objects in the order of the file, trailers, and the bytes that belong to neither."""

    objects: list[RawObject] = field(default_factory=list)
    trailers: list[dict[str, Any]] = field(default_factory=list)
    gaps: list[bytes] = field(default_factory=list)
    complete: bool = True


def scan(data: bytes) -> RawFile:
    """Find every object, without any table. `complete` is False if there were too many."""
    found = RawFile()
    at = last = 0
    while match := _HEAD.search(data, at):
        found.gaps.append(data[last : match.start()])
        reader = Reader(data, match.end())
        try:
            value = reader.value()
        except TooDeep:
            found.complete = False
            value = None
        span = _body(data, reader.at, value)
        end = span[1] if span else reader.at
        found.objects.append(
            RawObject(int(match[1]), match.start(), value, data, span, None, (match.end(), reader.at))
        )
        at = last = max(end, match.end())
        if len(found.objects) >= MOST_OBJECTS:
            found.complete = False
            break
    found.gaps.append(data[last:])
    for gap in found.gaps:
        for match in re.finditer(rb"trailer", gap):
            try:
                value = Reader(gap, match.end()).value()
            except TooDeep:
                continue
            if isinstance(value, dict):
                found.trailers.append(value)
    _open_object_streams(found)
    return found


def _body(data: bytes, at: int, value: Any) -> tuple[int, int] | None:
    """Where the encoded bytes of a stream that stands here begin and end."""
    start = re.compile(rb"[\0\t\n\x0c\r ]*stream(\r\n|\n|\r)?").match(data, at)
    if not isinstance(value, dict) or start is None:
        return None
    length = value.get("Length")
    if isinstance(length, Ref):
        found = re.search(rb"(?<![0-9])%d\s+\d+\s+obj\s+(\d+)" % length.number, data)
        length = int(found[1]) if found else None
    begin = start.end()
    if isinstance(length, int) and length >= 0 and re.compile(rb"\s*endstream").match(data, begin + length):
        return begin, begin + length
    end = data.find(b"endstream", begin)
    return begin, len(data) if end < 0 else end


def _open_object_streams(found: RawFile) -> None:
    for holder in [one for one in found.objects if one.get("Type") == "ObjStm"]:
        try:
            inner, _ = stream_of(holder)
            count, first = int(holder.get("N")), int(holder.get("First"))
        except (Undecodable, TypeError, ValueError):
            found.complete = False
            continue
        numbers = [int(one) for one in re.findall(rb"\d+", inner[:first])][: 2 * count]
        for number, offset in zip(numbers[::2], numbers[1::2], strict=False):
            reader = Reader(inner, first + offset)
            try:
                value = reader.value()
            except TooDeep:
                found.complete = False
                continue
            wrote = (first + offset, reader.at)
            found.objects.append(RawObject(number, holder.offset, value, inner, None, holder.number, wrote))
            if len(found.objects) >= MOST_OBJECTS:
                found.complete = False
                return


def stream_of(one: RawObject) -> tuple[bytes, str]:
    """Decoded bytes and the picture filter left standing ("" if none). Undecodable if it is bent."""
    return decode(one.body or b"", *_filters(one))


def left_over_of(one: RawObject) -> bytes:
    """What stands in a stream behind the end of its packed data. Undecodable if it is bent."""
    return left_over(one.body or b"", *_filters(one))


def _filters(one: RawObject) -> tuple[list[str], list[dict[str, Any]]]:
    filters = one.get("Filter") if one.get("Filter") is not None else one.get("F")
    names = filters if isinstance(filters, list) else [] if filters is None else [filters]
    given = one.get("DecodeParms") if one.get("DecodeParms") is not None else one.get("DP")
    parms = given if isinstance(given, list) else [given]
    parms = [part if isinstance(part, dict) else {} for part in parms][: len(names)]
    parms += [{}] * (len(names) - len(parms))
    clean = [{k: v for k, v in part.items() if isinstance(v, int)} for part in parms]
    return [str(name) for name in names], clean


def strings(value: Any, key: str = "") -> Iterator[tuple[str, bytes]]:
    """Every string in a value with the key it stands under."""
    stack = [(key, value)]
    while stack:
        under, one = stack.pop()
        if isinstance(one, bytes):
            yield under, one
        elif isinstance(one, dict):
            stack += [(name, part) for name, part in reversed(list(one.items()))]
        elif isinstance(one, list):
            stack += [(under, part) for part in reversed(one)]


def references(value: Any) -> Iterator[int]:
    """Every object that a value refers to."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Ref):
            yield one.number
        elif isinstance(one, dict):
            stack += one.values()
        elif isinstance(one, list):
            stack += one


class Reader:
    """Reads values from a place; what makes no sense is None, and reading goes on behind it."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def skip(self) -> None:
        """Over blanks and comments."""
        data = self.data
        while self.at < len(data):
            if data[self.at] in _SPACE:
                self.at += 1
            elif data[self.at] == 0x25:
                while self.at < len(data) and data[self.at] not in b"\r\n":
                    self.at += 1
            else:
                return

    def value(self, depth: int = 0) -> Any:
        """The next value: dict, list, bytes (a string), Name, Ref, int, float, bool or None."""
        self.skip()
        data, at = self.data, self.at
        if at >= len(data):
            return None
        if depth > _DEEPEST:
            raise TooDeep
        two = data[at : at + 2]
        if two == b"<<":
            return self._dictionary(depth)
        first = two[:1]
        if first == b"[":
            return self._list(depth)
        if first == b"(":
            return self._string()
        if first == b"<":
            return self._hex()
        if first == b"/":
            return self._name()
        match = _REFERENCE.match(data, at)
        if match:
            self.at = match.end()
            return Ref(int(match[1]))
        match = _NUMBER.match(data, at)
        if match:
            self.at = match.end()
            return float(match[0]) if b"." in match[0] else int(match[0])
        return self._word()

    def _word(self) -> Any:
        start = self.at
        while self.at < len(self.data) and self.data[self.at] not in _ENDS:
            self.at += 1
        word = self.data[start : self.at]
        if not word:
            self.at += 1
        return {b"true": True, b"false": False}.get(word)

    def word(self) -> bytes:
        """An operator of a content stream."""
        start = self.at
        while self.at < len(self.data) and self.data[self.at] not in _ENDS:
            self.at += 1
        if self.at == start:
            self.at += 1
        return self.data[start : self.at]

    def _dictionary(self, depth: int) -> dict[str, Any]:
        self.at += 2
        found: dict[str, Any] = {}
        while True:
            self.skip()
            if self.data[self.at : self.at + 2] == b">>":
                self.at += 2
                return found
            if self.at >= len(self.data) or self.data[self.at : self.at + 6] in (b"endobj", b"stream"):
                return found
            key = self.value(depth + 1)
            if isinstance(key, Name):
                found[key] = self.value(depth + 1)

    def _list(self, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        while True:
            self.skip()
            if self.at >= len(self.data) or self.data[self.at : self.at + 6] == b"endobj":
                return found
            if self.data[self.at] == 0x5D:
                self.at += 1
                return found
            found.append(self.value(depth + 1))

    def _name(self) -> Name:
        self.at += 1
        start = self.at
        while self.at < len(self.data) and self.data[self.at] not in _ENDS:
            self.at += 1
        raw = _NAME_HEX.sub(lambda match: bytes([int(match[1], 16)]), self.data[start : self.at])
        return Name(raw.decode("utf-8", "replace"))

    def _hex(self) -> bytes:
        end = self.data.find(b">", self.at)
        end = len(self.data) if end < 0 else end
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", self.data[self.at + 1 : end])
        self.at = end + 1
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())

    def _string(self) -> bytes:
        data, depth, out = self.data, 1, bytearray()
        at = self.at + 1
        while at < len(data):
            sign = data[at : at + 1]
            if sign == b"\\":
                match = re.compile(rb"\\([0-7]{1,3})").match(data, at)
                if match:
                    out.append(int(match[1], 8) & 255)
                    at = match.end()
                    continue
                following = data[at + 1 : at + 2]
                if following not in (b"\r", b"\n"):
                    out += _ESCAPES.get(following, following)
                at += 3 if data[at + 1 : at + 3] == b"\r\n" else 2
                continue
            depth += (sign == b"(") - (sign == b")")
            at += 1
            if depth == 0:
                break
            out += sign
        self.at = at
        return bytes(out)
