"""The text of an old Word file ([MS-DOC]), letter by letter with its look, and the shape of each paragraph."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import olefile

from gongkai.exceptions import Unreadable
from gongkai.files.guard import MAX_CHARACTERS
from gongkai.files.old_word.marks import BROKEN, Look, Shape, Styles, changed, dressed, long, shaped, word

_MARK = 0xA5EC
_WORD_97 = 0xC1
_LOCKED, _SECOND_TABLE = 0x0100, 0x0200
_PAGE = 512
_MOST_PIECES = 200_000
# Places of (offset, size) in the head of the file.
_STYLES, _LETTERS, _PARAGRAPHS, _FONTS, _PIECES = 0xA2, 0xFA, 0x102, 0x112, 0x1A2
_COUNTS = 0x4C
_LISTS = ("main", "notes", "margins", "macros", "comments", "ends", "boxes", "margin_boxes")
_HUGE = 0x6646
# Where the name of a font begins in what is said of it.
_NAME = 39


@dataclass(frozen=True)
class _Piece:
    """A stretch of text as stored. at: its place in the file; narrow: one byte a letter; extra: changed properties."""

    start: int
    end: int
    at: int
    narrow: bool
    extra: bytes

    def place(self, number: int) -> int:
        """Where a letter lies in the file."""
        return self.at + (number - self.start) * (1 if self.narrow else 2)


class Text:
    """An opened file. parts: name → first and last (exclusive) letter of main text, notes, comments …"""

    def __init__(self, data: bytes) -> None:
        with _opened(data) as store:
            self._body = _stream(store, "WordDocument")
            if len(self._body) < _PIECES + 8 or word(self._body, 0) != _MARK:
                raise Unreadable(BROKEN)
            if word(self._body, 2) < _WORD_97:
                raise Unreadable("是 Word 95 或更早的文件，请另存为 .docx 后再试。")
            flags = word(self._body, 10)
            if flags & _LOCKED:
                raise Unreadable("设有打开密码，请先去掉密码（打开后另存为不加密的文件）再试。")
            self._table = _stream(store, "1Table" if flags & _SECOND_TABLE else "0Table")
            self._data = _stream(store, "Data") if store.exists("Data") else b""
        counts = [long(self._body, _COUNTS + 4 * number) for number in range(len(_LISTS))]
        if sum(counts) > 4 * MAX_CHARACTERS:
            raise Unreadable(f"太长，超过{MAX_CHARACTERS // 10_000}万字，请拆分后再传。")
        self.parts: dict[str, tuple[int, int]] = {}
        start = 0
        for name, count in zip(_LISTS, counts, strict=True):
            self.parts[name] = (start, start + count)
            start += count
        self._pieces = list(self._take_pieces())
        if not self._pieces or self._pieces[-1].end < self.parts["main"][1]:
            raise Unreadable(BROKEN)
        self.styles = Styles(self._listed(_STYLES))
        self._fonts = list(self._take_fonts())
        self._looks = _Runs(self._pages(_LETTERS, 1))
        self._shapes = _Runs(self._pages(_PARAGRAPHS, 13))
        self._look = lru_cache(4096)(self._dress)
        self._shape = lru_cache(4096)(self._shape_of)

    def letters(self, name: str) -> Iterator[tuple[str, int, bytes, bytes]]:
        """Each letter of a part: sign, place in the file, its own properties, those it got since."""
        first, last = self.parts[name]
        for piece in self._pieces:
            start, end = max(piece.start, first), min(piece.end, last)
            if start >= end:
                continue
            at, step = piece.place(start), 1 if piece.narrow else 2
            stored = self._body[at : at + (end - start) * step]
            if len(stored) < (end - start) * step:
                raise Unreadable(BROKEN)
            said = stored.decode("cp1252" if piece.narrow else "utf-16-le", "replace")
            if len(said) != end - start:
                # Signs beyond the first plane take two places.
                said = "".join(chr(word(stored, 2 * n)) for n in range(end - start))
            for number, sign in enumerate(said):
                place = at + number * step
                yield sign, place, self._looks.of(place), piece.extra

    def look(self, style: int, own: bytes, extra: bytes) -> Look:
        """The look of a letter in a paragraph of that style."""
        return self._look(style, own, extra)

    def shape(self, place: int) -> Shape:
        """The shape of the paragraph whose mark lies at a place."""
        return self._shape(self._shapes.of(place))

    def font(self, number: int) -> str:
        """The name of a font."""
        return self._fonts[number] if 0 <= number < len(self._fonts) else ""

    def _take_fonts(self) -> Iterator[str]:
        data, at = self._listed(_FONTS), 4
        while at < len(data) and data[at]:
            name = data[at + 1 + _NAME : at + 1 + data[at]].decode("utf-16-le", "replace")
            yield name.partition("\0")[0]
            at += 1 + data[at]

    def _dress(self, style: int, own: bytes, extra: bytes) -> Look:
        return dressed(dressed(self.styles.look(style), own, self.styles), extra, self.styles)

    def _shape_of(self, own: bytes) -> Shape:
        if len(own) < 2:
            return self.styles.shape(0)
        data = own[2:]
        if len(data) >= 6 and word(data, 0) == _HUGE:
            at = long(data, 2)
            data = self._data[at + 2 : at + 2 + word(self._data, at)]
        return shaped(self.styles.shape(word(own, 0)), data)

    def _listed(self, place: int) -> bytes:
        at, size = long(self._body, place), long(self._body, place + 4)
        if at + size > len(self._table):
            raise Unreadable(BROKEN)
        return self._table[at : at + size]

    def _take_pieces(self) -> Iterator[_Piece]:
        data, at = self._listed(_PIECES), 0
        lists: list[bytes] = []
        while at < len(data) and data[at] == 1:
            size = word(data, at + 1)
            lists.append(data[at + 3 : at + 3 + size])
            at += 3 + size
        if at + 5 > len(data) or data[at] != 2:
            raise Unreadable(BROKEN)
        plan = data[at + 5 : at + 5 + long(data, at + 1)]
        count = (len(plan) - 4) // 12
        if not 0 < count <= _MOST_PIECES:
            raise Unreadable(BROKEN)
        before = 0
        for number in range(count):
            start, end = long(plan, 4 * number), long(plan, 4 * number + 4)
            if start != before or end < start:
                raise Unreadable(BROKEN)
            before = end
            told = 4 * (count + 1) + 8 * number
            at = long(plan, told + 2)
            narrow = bool(at & 0x40000000)
            at &= 0x3FFFFFFF
            yield _Piece(start, end, at // 2 if narrow else at, narrow, changed(word(plan, told + 6), lists))

    def _pages(self, place: int, size: int) -> Iterator[tuple[int, int, bytes]]:
        """First and last place and properties of each run; size: bytes that name a run on a page."""
        data = self._listed(place)
        count = max((len(data) - 4) // 8, 0)
        for number in range(count):
            at = (long(data, 4 * (count + 1) + 4 * number) & 0x3FFFFF) * _PAGE
            page = self._body[at : at + _PAGE]
            if len(page) < _PAGE:
                raise Unreadable(BROKEN)
            runs = page[-1]
            for run in range(runs):
                told = 4 * (runs + 1) + size * run
                if told >= _PAGE:
                    raise Unreadable(BROKEN)
                yield long(page, 4 * run), long(page, 4 * run + 4), _own(page, page[told] * 2, size)


def _own(page: bytes, at: int, size: int) -> bytes:
    """The properties at a place of a page, in the words of its kind."""
    if not at:
        return b""
    if size == 1:
        return page[at + 1 : at + 1 + page[at]]
    if page[at]:
        return page[at + 1 : at + 2 * page[at]]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < _PAGE else b""


class _Runs:
    """Properties by place."""

    def __init__(self, runs: Iterator[tuple[int, int, bytes]]) -> None:
        self._runs = sorted(runs, key=lambda one: one[0])
        self._starts = [start for start, _, _ in self._runs]

    def of(self, place: int) -> bytes:
        """Those of the run that holds a place; none where no run does."""
        number = bisect_right(self._starts, place) - 1
        return self._runs[number][2] if number >= 0 and place < self._runs[number][1] else b""


def _opened(data: bytes) -> olefile.OleFileIO:
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError) as error:
        raise Unreadable(BROKEN) from error


def _stream(store: olefile.OleFileIO, name: str) -> bytes:
    try:
        return bytes(store.openstream(name).read())
    except (OSError, ValueError, IndexError) as error:
        raise Unreadable(BROKEN) from error
