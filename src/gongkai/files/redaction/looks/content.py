"""What a content stream prints, read without its fonts: with every character map that lies in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.files.pdfraw import Reader, TooDeep, strings

_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_SHOWS = re.compile(rb"(?<![A-Za-z])(?:Tj|TJ|'|\")(?![A-Za-z])")
MOST_BYTES = 8 * 1024 * 1024


class CharacterMap:
    """Code → text, as a ToUnicode stream says. width: bytes of one code."""

    def __init__(self, data: bytes) -> None:
        self.codes: dict[int, str] = {}
        self.width = 1
        for part in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.DOTALL):
            for code, text in _PAIR.findall(part):
                self._put(code, _text(text))
        for part in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.DOTALL):
            for low, high, start, several in _RANGE.findall(part):
                self._range(low, high, start, several)

    def _put(self, code: bytes, text: str) -> None:
        digits = re.sub(rb"\s", b"", code)
        self.width = max(self.width, len(digits) // 2)
        self.codes[int(digits, 16)] = text

    def _range(self, low: bytes, high: bytes, start: bytes, several: bytes) -> None:
        first, last = int(re.sub(rb"\s", b"", low), 16), int(re.sub(rb"\s", b"", high), 16)
        self.width = max(self.width, len(re.sub(rb"\s", b"", low)) // 2)
        texts = [_text(one) for one in re.findall(rb"<([0-9A-Fa-f\s]*)>", several)] if several else []
        base = _text(start) if start else ""
        for step in range(min(last - first, 65535) + 1):
            if texts:
                if step < len(texts):
                    self.codes[first + step] = texts[step]
            elif base:
                self.codes[first + step] = base[:-1] + chr(min(ord(base[-1]) + step, 0x10FFFF))

    def read(self, data: bytes) -> str:
        """Text of the codes."""
        size = self.width
        return "".join(
            self.codes.get(int.from_bytes(data[at : at + size]), "") for at in range(0, len(data), size)
        )


def _text(digits: bytes) -> str:
    clean = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode()).decode("utf-16-be", "ignore")


def shows_text(data: bytes) -> bool:
    """Whether decoded bytes are a content stream that prints something."""
    return b"BT" in data and b"Tf" in data and _SHOWS.search(data) is not None


def printed(data: bytes) -> list[bytes]:
    """The strings that a content stream prints, in its order."""
    found: list[bytes] = []
    held: list[Any] = []
    reader = Reader(data[:MOST_BYTES])
    while True:
        reader.skip()
        if reader.at >= len(reader.data):
            return found
        if reader.data[reader.at] in b"[(</+-.0123456789":
            try:
                held = [*held[-8:], reader.value()]
            except TooDeep:
                return found
            continue
        word = reader.word()
        if word in (b"Tj", b"TJ", b"'", b'"') and held:
            last = held[-1] if isinstance(held[-1], list) else [held[-1]]
            found += [part for part in last if isinstance(part, bytes)]
        held = []


def inner_strings(data: bytes) -> list[bytes]:
    """Every string that stands in a stream of words and values, whatever it is for."""
    found: list[bytes] = []
    reader = Reader(data[:MOST_BYTES])
    while True:
        reader.skip()
        if reader.at >= len(reader.data):
            return found
        if reader.data[reader.at] in b"[(</":
            try:
                found += [value for _, value in strings(reader.value())]
            except TooDeep:
                return found
        else:
            reader.word()


def readings(shown: Sequence[bytes], maps: Iterable[CharacterMap]) -> Iterable[str]:
    """What the strings may say: as Latin letters, in the usual two-byte codes, and by each map of the file."""
    whole = b"".join(shown)
    yield whole.decode("latin-1")
    for encoding in ("utf-16-be", "gb18030", "big5", "utf-8"):
        yield "".join(part.decode(encoding, "ignore") for part in shown)
    for one in maps:
        yield "".join(one.read(part) for part in shown)
