"""What a text says once its codes are undone: entities, escapes, base 64, dumps. Bounded in size and in depth."""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote_to_bytes

from gongkai.files.redaction.packed import unpacked

MOST = 2_000_000
_DEEPEST = 2
_MOST_TEXTS = 40
_MOST_RUNS = 3000
# Stands between texts that are looked through at once: no secret runs over it.
BETWEEN = "\nzzz\n"

_LANGUAGE = re.compile(r"\x1b[A-Za-z]{2,8}\x1b")
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->|</?[A-Za-z?!][^<>]{0,2000}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,20});?")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_PERCENT_U = re.compile(r"%u([0-9A-Fa-f]{4})")
_ESCAPE = re.compile(r"\\+(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2}))")
_STYLE = re.compile(r"\\([0-9A-Fa-f]{4,6}) ?")
_OCTAL = re.compile(r"(?:\\[0-3][0-7]{2})+")
_RICH = re.compile(r"\\u(-?\d{2,5}) ?(?:\\'[0-9a-fA-F]{2}|[?*])?")
_RICH_BYTES = re.compile(r"(?:\\'[0-9A-Fa-f]{2}\s*)+")
_RICH_WORD = re.compile(r"\\[a-z]{1,30}-?\d{0,9} ?|[{}]")
_QUOTED = re.compile(r"=[0-9A-Fa-f]{2}")
_SEVEN = re.compile(r"\+([A-Za-z0-9+/]{3,})-?")
_CODES = re.compile(r"(?<![\d.])\d{2,7}(?:[\s,;]+\d{2,7}){1,}(?![\d.])")
_SIXTY_FOUR = re.compile(r"[A-Za-z0-9+/_-]{8,}(?:\s{1,4}[A-Za-z0-9+/_-]{4,})*={0,2}")
_DUMP = re.compile(
    r"(?m)^[ \t]*(?:0x)?[0-9A-Fa-f]{4,16}[:|\t ][ \t]*((?:[0-9A-Fa-f]{2,8}[ \t]{1,3}|[0-9A-Fa-f]{2,8}$)+)"
)
_SIXTEEN = re.compile(r"(?:(?:0[xX]|\\+x)?[0-9A-Fa-f]{2}[\s:,;.-]{0,2}){6,}")


def spelled(text: str) -> str:
    """All that a text says in its codes, one after the other with BETWEEN; "" if it has none."""
    found: dict[str, None] = {}
    layer = [text[:MOST]]
    for _ in range(_DEEPEST):
        below: list[str] = []
        for one in layer:
            for other in _undone(one):
                if other and other != text and other not in found and len(found) < _MOST_TEXTS:
                    found[other] = None
                    below.append(other[:MOST])
        layer = below
        if sum(map(len, layer)) > MOST:
            break
    return BETWEEN.join(found)


def packed_in(text: str) -> Iterator[bytes]:
    """Bytes that stand in a text as base 64 or base 16, longest runs whole."""
    yield from _sixty_fours(text[:MOST])
    yield from _sixteens(text[:MOST])


def _undone(text: str) -> Iterator[str]:
    """The text with each sort of code undone, where it has any."""
    if "\x1b" in text:
        yield _LANGUAGE.sub("", text)
    if "<" in text or "&" in text:
        yield html.unescape(_TAG.sub("", text))
    if "&" in text:
        yield html.unescape(text)
    if "%" in text:
        yield from _percents(text)
    if "\\" in text:
        yield from _escapes(text)
    if "=" in text and _QUOTED.search(text):
        yield from _texts(quopri.decodestring(text.encode("utf-8", "ignore")), strict=False)
        yield from _words_of_mail(text)
    if "+" in text:
        yield _SEVEN.sub(lambda match: _seven(match[1]), text)
    yield from _in_bytes(_sixty_fours(text))
    yield from _in_bytes(_sixteens(text))
    # A dump may begin within a letter.
    yield BETWEEN.join(_texts(_dumped(text), strict=False))
    yield BETWEEN.join(_numbers(match.group()) for match in _runs(_CODES, text))


def _runs(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for count, match in enumerate(pattern.finditer(text)):
        if count >= _MOST_RUNS:
            return
        yield match


def _percents(text: str) -> Iterator[str]:
    if "%u" in text:
        yield _PERCENT_U.sub(lambda match: chr(int(match[1], 16)), text)
    if not _PERCENT.search(text):
        return
    for encoding in ("utf-8", "gb18030", "utf-16-be"):
        yield _PERCENT.sub(
            lambda match, encoding=encoding: unquote_to_bytes(match[0]).decode(encoding, "ignore"),  # type: ignore[misc]
            text,
        )


def _escapes(text: str) -> Iterator[str]:
    """Of JSON and scripts, of style sheets, and of rich text."""
    plain = _ESCAPE.sub(lambda match: _sign(next(filter(None, match.groups())), 16), text)
    # A sign beyond the first plane is written as two halves.
    yield plain.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    if "\\x" in text:
        yield from _texts(plain.encode("latin-1", "ignore"), strict=False)
    yield _STYLE.sub(lambda match: _sign(match[1], 16), text)
    yield _RICH_WORD.sub("", _RICH.sub(lambda match: _sign(str(int(match[1]) % 65536), 10), text))
    for encoding in ("gb18030", "utf-8", "big5"):
        if "\\'" in text:
            yield _RICH_WORD.sub("", _RICH_BYTES.sub(_bytes_of(encoding, r"\\'|\s"), text))
        if _OCTAL.search(text):
            yield _OCTAL.sub(lambda match: _octal(match[0]).decode(encoding, "ignore"), text)  # noqa: B023


def _bytes_of(encoding: str, out: str) -> Callable[[re.Match[str]], str]:
    return lambda match: bytes.fromhex(re.sub(out, "", match[0])).decode(encoding, "ignore")


def _octal(text: str) -> bytes:
    return bytes(int(part, 8) & 255 for part in text.split("\\")[1:])


def _sign(digits: str, base: int) -> str:
    code = int(digits, base)
    return chr(code) if 0 < code < 0x110000 else ""


def _seven(text: str) -> str:
    return _from_base_64(text).decode("utf-16-be", "ignore")


def _words_of_mail(text: str) -> Iterator[str]:
    """Of a header, in a character set it names: =?gb2312?Q?…?=."""
    for match in re.finditer(r"=\?([\w-]{2,20})\?[Qq]\?([^?]{1,500})\?=", text):
        try:
            yield quopri.decodestring(match[2].encode("ascii", "ignore"), header=True).decode(
                match[1], "ignore"
            )
        except LookupError:
            continue


def _numbers(run: str) -> str:
    """A list of numbers, each the number of a sign or of a byte."""
    numbers = [int(part) for part in re.findall(r"\d+", run)]
    said = "".join(chr(one) for one in numbers if 32 <= one < 0x110000 and not 0xD800 <= one < 0xE000)
    if all(one < 256 for one in numbers):
        return BETWEEN.join([said, *_texts(bytes(numbers))])
    return said


def _sixty_fours(text: str) -> Iterator[bytes]:
    for match in _runs(_SIXTY_FOUR, text):
        run = re.sub(r"\s", "", match[0]).rstrip("=")
        if re.fullmatch(r"[0-9A-Fa-f]+|[A-Z]?[a-z]+|\d+", run):
            continue
        # In an address what is packed may stand behind a slash.
        for part in {run, *(run.split("/") if run.count("/") < 20 else ())}:
            for start in range(4):
                if len(part) - start >= 6:
                    yield _from_base_64(part[start:])


def _from_base_64(run: str) -> bytes:
    run = run.replace("-", "+").replace("_", "/")
    run = run[: len(run) - 1] if len(run) % 4 == 1 else run
    try:
        return base64.b64decode(run + "=" * (-len(run) % 4))
    except (binascii.Error, ValueError):
        return b""


def _sixteens(text: str) -> Iterator[bytes]:
    for match in _runs(_SIXTEEN, text):
        digits = re.sub(r"0[xX](?=[0-9A-Fa-f]{2})|\\+x|[^0-9A-Fa-f]", "", match[0])
        yield bytes.fromhex(digits[: len(digits) // 2 * 2])


def _dumped(text: str) -> bytes:
    digits = "".join(re.sub(r"\s", "", match[1]) for match in _runs(_DUMP, text))
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _in_bytes(parts: Iterable[bytes]) -> Iterator[str]:
    """What the bytes say, unpacked where they are packed."""
    said = []
    for part in parts:
        said += _texts(part)
        for inner in unpacked(part):
            said += _texts(inner, strict=False)
    yield BETWEEN.join(said)


def _texts(data: bytes, strict: bool = True) -> list[str]:
    """Bytes as text, in each encoding in which they make sense; if not strict, also where some do not."""
    found = []
    for encoding in ("utf-8", "gb18030", "utf-16-be", "utf-16-le", "big5"):
        if strict and encoding.startswith("utf-16") and len(data) % 2:
            continue
        try:
            text = data.decode(encoding, "strict" if strict else "ignore")
        except UnicodeDecodeError:
            continue
        if not strict or _is_sensible(text):
            found.append(text)
    return found


def _is_sensible(text: str) -> bool:
    """Letters such as people write: Latin, Chinese and their signs, no control characters."""
    return bool(text) and all(
        " " <= sign <= "\xff" or sign in "\r\n\t\0" or "\u2000" <= sign <= "\u9fff" or "\uff00" <= sign <= "\uffef"
        or sign == "\ufeff" or sign >= "\U00020000"
        for sign in text
    )  # fmt: skip
