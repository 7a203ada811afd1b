"""Limits that keep a hostile or broken file from taking the machine down."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from gongkai.exceptions import Unreadable
from gongkai.files.document import Block, paragraphs

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ENTRIES = 5000
# Office files compress well (XML: up to ~30), a bomb compresses a thousandfold.
MAX_RATIO = 150
_SMALL = 5 * 1024 * 1024
# The length of an official document. A statute book of 400 pages has some 300 000 characters.
MAX_CHARACTERS = 600_000
MAX_PARAGRAPHS = 40_000
MAX_CELLS = 40_000
# What a parser may be given: bytes of XML or HTML, and the angle brackets in them, counted before it builds a tree.
MAX_MARKUP = 32 * 1024 * 1024
MAX_TAGS = 1_200_000
# Files of another kind set into one document.
MAX_PIECES = 40


class Length:
    """Counts what a reader takes in and refuses the file as soon as it is longer than any document."""

    def __init__(self) -> None:
        self._characters = self._paragraphs = self._cells = 0
        self._markup = self._tags = self._pieces = self._bytes = 0

    def markup(self, data: bytes | str) -> None:
        """XML or HTML on its way to a parser. Unreadable where its tree would fill the machine."""
        self._markup += len(data)
        self._tags += data.count("<") if isinstance(data, str) else data.count(b"<")
        if self._markup > MAX_MARKUP or self._tags > MAX_TAGS:
            raise Unreadable("太长或结构过于复杂，不像一件公文；请拆分，或删去多余的格式后另存再传。")

    def raw(self, text: str) -> None:
        """Plain text before it is cut into lines, blank ones included."""
        if len(text) > 4 * MAX_CHARACTERS:
            raise Unreadable(f"太长，超过{MAX_CHARACTERS // 10_000}万字，请拆分后再传。")

    def paragraph(self, characters: int) -> None:
        """One more paragraph (or line) with so many characters."""
        self._paragraphs += 1
        self._characters += characters
        if self._paragraphs > MAX_PARAGRAPHS or self._characters > MAX_CHARACTERS:
            raise Unreadable(
                f"太长，超过{MAX_CHARACTERS // 10_000}万字或{MAX_PARAGRAPHS // 10_000}万段，请拆分后再传。"
            )

    def label(self, characters: int) -> None:
        """The number before a paragraph that was counted."""
        self._characters += characters

    def piece(self, size: int) -> None:
        """A file of another kind set into this one, with so many bytes. Unreadable for too many or too much of them."""
        self._pieces += 1
        self._bytes += size
        if self._pieces > MAX_PIECES or self._bytes > MAX_BYTES:
            raise Unreadable("里嵌入的其他文件过多或过大，请拆分后再传。")

    def taken(self, blocks: Iterable[Block]) -> None:
        """Blocks that another reader made, for this document: they count here as well."""
        for paragraph in paragraphs(tuple(blocks)):
            self.paragraph(len(paragraph.text))

    def placed(self, characters: int) -> None:
        """One more cell of a workbook; thousands of them may share one long text."""
        self._cells += 1
        self._characters += characters
        if self._cells > 5 * MAX_CELLS or self._characters > 2 * MAX_CHARACTERS:
            raise Unreadable("里的表格过大，请拆分后再试。")

    def cell(self) -> None:
        """One more cell of a table."""
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise Unreadable(f"里的表格太长，超过{MAX_CELLS // 10_000}万格，请把表格作为附件（.xlsx）另传。")


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open a zip after looking at what it declares. Unreadable for bombs, BadZipFile for ruins.

    zipfile itself never unpacks more than an entry declares, so the declared sizes may be relied on.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Unreadable("所含部件过多，疑似恶意文件，已拒绝读取。")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED or any(_swollen(entry) for entry in entries):
        raise Unreadable("解压后体积异常，疑似恶意压缩文件，已拒绝读取。")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable("已加密，请去除密码后再试。")
    return archive


def _swollen(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
