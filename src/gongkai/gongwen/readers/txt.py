"""Plain text: UTF-8 (with or without mark), UTF-16, GB18030."""

from __future__ import annotations

import codecs
import re

from gongkai.exceptions import Unreadable
from gongkai.gongwen.blocks import Align, Block, Paragraph, Reading, Run
from gongkai.gongwen.readers.guard import Length
from gongkai.gongwen.text import repair

# Control signs that no text file holds; a few may be debris, many mean another kind of file.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(data: bytes) -> Reading:
    """One paragraph a line; empty lines are kept as `gap` of the next one."""
    return Reading("txt", text_blocks(decode(data)))


def decode(data: bytes) -> str:
    """The text of bytes in one of the encodings in use. Unreadable if it is no text at all."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data, encoding)
    if b"\x00" in data[:4096]:
        # UTF-16 without a mark: every second byte of ASCII signs (line ends at least) is zero.
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        return _checked(data, "utf-16-be" if even > odd else "utf-16-le")
    for encoding in ("utf-8", "gb18030"):
        try:
            return _plausible(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Unreadable("不是文本文件，或者编码不是 UTF-8、GB18030、UTF-16。")


def text_blocks(text: str) -> list[Block]:
    """Lines as paragraphs, leading blanks read as indent, very many of them as set right."""
    blocks: list[Block] = []
    gap = False
    length = Length()
    length.raw(text)
    for line in re.split(r"\r\n|\r|\n|\x0b|\x0c|\u2028|\u2029", text):
        clean = repair(line).strip("\r\n")
        if not clean.strip():
            gap = True
            continue
        length.paragraph(len(clean))
        blocks.append(Paragraph((Run(clean),), align=_align(clean), indent=_indent(clean), gap=gap))
        gap = False
    return blocks


def _indent(line: str) -> float:
    """Leading white space in characters: a full-width blank is one, a half-width one a half."""
    lead = line[: len(line) - len(line.lstrip())]
    return sum(1.0 if sign == "\u3000" else 2.0 if sign == "\t" else 0.5 for sign in lead)


def _align(line: str) -> Align:
    # Centring by blanks is too uneven from line to line to be told from indents.
    return "right" if _indent(line) >= 12 else ""


def _checked(data: bytes, encoding: str) -> str:
    try:
        return _plausible(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise Unreadable("编码混乱，不是可读的文本文件。") from error


def _plausible(text: str) -> str:
    debris = len(_BINARY.findall(text))
    if debris > 3 and debris > len(text) / 100:
        raise Unreadable("不是文本文件（内容是二进制数据）。")
    return text
