"""Plain text: UTF-8, UTF-16 (with or without mark), GB18030, Big5; a damaged place is shown as � and named."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from gongkai.exceptions import Unreadable
from gongkai.files.characters import repair
from gongkai.files.document import Align, Block, Document, Paragraph, Run
from gongkai.files.guard import Length

LOST = "\ufffd"
# Control signs that no text file holds; a few may be debris, many mean another kind of file.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What Chinese text is made of; a wrong guess at the order of bytes gives other planes.
_USUAL = re.compile(r"[\n\r\t -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2010-\u2027·×]")
_NO_TEXT = "不是文本文件，或者编码不是 UTF-8、GB18030、UTF-16。"


def read(data: bytes) -> Document:
    """One paragraph a line; empty lines are counted as `gap` of the next one."""
    text = decode(data)
    document = Document("txt", text_blocks(text))
    name_damage(document, text)
    return document


def name_damage(document: Document, text: str) -> None:
    """Say how many places of a text are lost."""
    if lost := len(re.findall(f"{LOST}+", text)):
        document.leave(f"文件里有{lost}处字节损坏，该处的字", "正文里写作“�”，请对照原件补上")


def decode(data: bytes) -> str:
    """The text of bytes in one of the encodings in use. Unreadable if it is no text at all."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _plausible(data[len(mark) :].decode(encoding, "replace"))
    if b"\x00" in data[:4096]:
        return _plausible(
            max((data.decode(one, "replace") for one in ("utf-16-le", "utf-16-be")), key=_usual)
        )
    try:
        return _plausible(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _plausible(_other(data))


def _other(data: bytes) -> str:
    """Not sound UTF-8: the same with a few bytes lost, or another encoding."""
    damaged = data.decode("utf-8", "replace")
    if _mostly_sound(damaged) and re.search(r"[^\x00-\x7f\ufffd]", damaged):
        return damaged
    try:
        return _sound_script(data, data.decode("gb18030"))
    except UnicodeDecodeError:
        pass
    damaged = data.decode("gb18030", "replace")
    if _mostly_sound(damaged) and _usual(damaged) > 0.9:
        return damaged
    guess = from_bytes(data[:200_000]).best()
    if guess is None:
        raise Unreadable(_NO_TEXT)
    return str(data.decode(guess.encoding, "replace"))


def _sound_script(data: bytes, text: str) -> str:
    """GB18030 decodes nearly anything: where what it gives is no usual Chinese, Big5 may have been meant."""
    if _usual(text) > 0.9:
        return text
    try:
        big5 = data.decode("big5")
    except UnicodeDecodeError:
        return text
    return big5 if _usual(big5) > _usual(text) + 0.05 else text


def _mostly_sound(text: str) -> bool:
    return len(re.findall(f"{LOST}+", text)) <= max(2, len(text) // 100)


def _usual(text: str) -> float:
    """Share of signs that Chinese office text is made of."""
    sample = text[:20_000]
    return len(_USUAL.findall(sample)) / max(len(sample), 1)


def _plausible(text: str) -> str:
    debris = len(_BINARY.findall(text))
    if debris > 3 and debris > len(text) / 100:
        raise Unreadable("不是文本文件（内容是二进制数据）。")
    return text


def text_blocks(text: str) -> list[Block]:
    """Lines as paragraphs, leading blanks read as indent, very many of them as set right.

    A line of tabs alone is kept: it is a row of blank cells.
    """
    blocks: list[Block] = []
    gap = 0
    length = Length()
    length.raw(text)
    for line in re.split(r"\r\n|\r|\n|\x0b|\x0c|\u2028|\u2029", text):
        clean = repair(line).strip("\r\n")
        if not clean.strip(" \u3000\u00a0"):
            gap += 1
            continue
        length.paragraph(len(clean))
        blocks.append(Paragraph((Run(clean),), align=_align(clean), indent=_indent(clean), gap=gap))
        gap = 0
    return blocks


def _indent(line: str) -> float:
    """Leading white space in characters: a full-width blank is one, a half-width one a half."""
    lead = line[: len(line) - len(line.lstrip())]
    return sum(1.0 if sign == "\u3000" else 2.0 if sign == "\t" else 0.5 for sign in lead)


def _align(line: str) -> Align:
    # Centring by blanks is too uneven from line to line to be told from indents.
    return "right" if _indent(line) >= 12 else ""
