"""Plain text and Markdown: bars, tabs, one cell per line."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from gongkai.exceptions import Unreadable
from gongkai.statforms.readers.document import Document, Line

_RULE = re.compile(
    r"^\s*[|｜│]?\s*:?-{2,}:?\s*(?:[|｜│+]\s*:?-{2,}:?\s*)*[|｜│]?\s*$|^[\s+|─━┌┐└┘├┤┬┴┼═║╔╗╚╝\-]*[─━┌┐└┘├┤┬┴┼+]{2,}[\s+|─━┌┐└┘├┤┬┴┼\-]*$"
)
_BARS = re.compile(r"[|｜│┃]")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_MARKUP = re.compile(
    r"</?(?:b|strong|em|i|u|span|p|font|div|td|tr|table|th|tbody|thead)\b[^<>]{0,300}>", re.I
)


def decode(data: bytes, name: str) -> str:
    """Text of a file in UTF-8, UTF-16 with mark, or GB18030; Unreadable if it is none of them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _legacy(data, name)
    control = sum(1 for c in text[:20000] if ord(c) < 32 and c not in "\t\r\n\x0b\x0c\x1f\x1e")
    if control > max(3, len(text[:20000]) // 200):
        raise Unreadable(f"{name} 不是文字文件，请提供 txt、md、html、docx 或带文字的 pdf。")
    return text


def _legacy(data: bytes, name: str) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= len(damaged) // 100:
        return damaged
    guess = from_bytes(data[:200_000]).best()
    if guess is None:
        raise Unreadable(f"{name} 的编码认不出来，请另存为 UTF-8 后再试。")
    return str(data.decode(guess.encoding, "replace"))


def read_text(data: bytes, name: str) -> Document:
    """Lines of a txt or md file. A lone bar becomes an empty row: separator or blank cell, decided later."""
    text = decode(data, name)
    raws = re.split(r"\r\n|\r|\n|\x0b|\x0c", text)
    outer = _outer_bars(raws)
    lines = [text_line(number, raw, outer) for number, raw in enumerate(raws, 1)]
    return Document("md" if name.lower().endswith((".md", ".markdown")) else "txt", tuple(lines))


def _outer_bars(raws: list[str]) -> bool:
    """True if rows begin with a bar of their own, so that a leading bar is no blank cell."""
    rows = [raw.strip() for raw in raws if len(_BARS.findall(raw)) >= 2]
    return not rows or sum(1 for row in rows if _BARS.match(row)) * 2 >= len(rows)


def text_line(number: int, raw: str, outer: bool = True) -> Line:
    """One line of text with its cells, if bars or tabs make any. outer: rows begin with a bar."""
    if "<" in raw:
        raw = _MARKUP.sub("", _BREAK.sub(" ", raw))
    if len(raw) < 600 and _RULE.match(raw):
        return Line(number, "")
    stripped = raw.strip().lstrip("\ufeff")
    if _BARS.search(stripped):
        return Line(number, stripped, split_bars(stripped, outer))
    if "\t" in raw and stripped == "":
        return Line(number, "", ("",) * raw.count("\t"))
    if "\t" in stripped or raw.lstrip(" \u3000").startswith("\t") or raw.count("\t") >= 2:
        return Line(number, stripped, _split_tabs(raw))
    return Line(number, stripped.lstrip("#").strip() if stripped.startswith("#") else stripped)


def split_bars(line: str, outer: bool = True) -> tuple[str, ...]:
    """Cells between bars; the bars at both ends make no cell. A lone bar gives no cell at all.

    outer: False if rows of this file do not begin with a bar: then a leading bar follows a blank cell.
    """
    parts = [part.strip() for part in _BARS.split(line)]
    if parts and parts[0] == "" and (outer or len(parts) < 4):
        parts = parts[1:]
    if parts and parts[-1] == "":
        parts = parts[:-1]
    return tuple(part.strip("*").strip() if part.startswith("**") else part for part in parts)


def _split_tabs(raw: str) -> tuple[str, ...]:
    """Cells between tabs; a short line that begins with a tab continues the row: its first part is no cell."""
    parts = [part.strip() for part in raw.rstrip("\r\n").split("\t")]
    return tuple(parts[1:] if parts[0] == "" and len(parts) < 4 else parts)
