"""A secret told otherwise: the birthday within an identity number, the greater part of a long number, a name in pinyin."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from gongkai.files.folding import fold
from gongkai.files.redaction.secrets import Secret, name_in

# Of a list of terms longer than this only the terms themselves are looked for.
MOST_RETOLD = 300
_IDENTITY = re.compile(r"\d{6}(?:(\d{4})(\d\d)(\d\d)\d{3}[\dx]|(\d\d)(\d\d)(\d\d)\d{3})")
_LONG = re.compile(r"\d{11,}x?")
# Digits that tell a number nearly whole: three quarters of it, and never fewer than this.
_LEAST_DIGITS = 10
# Shorter words with a number in them are said by chance.
_LEAST_COUNTED = 6
# Shorter ones are also words of other languages, and places.
_LEAST_LETTERS = 8
_MOST_READINGS = 12
_DIGITS = {sign: value for value, signs in enumerate("〇一二三四五六七八九") for sign in signs} | {
    sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")
} | {"两": 2}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SPOKEN = re.compile(
    r"[〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万]*[十拾百佰千仟万][〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万]*"
)


_COUNTS = re.compile(r"[^百佰千仟万]")


def retold(secrets: Sequence[Secret]) -> list[Secret]:
    """The secrets with what tells them otherwise, each once; long lists come back as they are."""
    found = {one.folded: one for one in secrets}
    for secret in secrets if len(secrets) <= MOST_RETOLD else ():
        for one in (*_birthdays(secret), *_parts(secret), *_sounds(secret), *_counted(secret)):
            found.setdefault(one.folded, one)
    return list(found.values())


def in_figures(text: str) -> str:
    """The text with its spoken numbers in figures (十二号 → 12号); "" if it has none."""
    return _SPOKEN.sub(lambda match: _value(match[0]), text) if _SPOKEN.search(text) else ""


def _value(spoken: str) -> str:
    """Of numbers below a hundred million; as it is written, if it is no number."""
    if not _COUNTS.search(spoken):  # 百, 千万: a word, a surname
        return spoken
    whole, part, digit = 0, 0, 0
    for sign in spoken:
        if sign == "万":
            whole, part, digit = (part + digit) * 10_000, 0, 0
        elif sign in _TENS:
            part, digit = part + (digit or 1) * _TENS[sign], 0
        else:
            digit = _DIGITS[sign]
    return str(whole + part + digit)


def _counted(secret: Secret) -> Iterator[Secret]:
    text = in_figures(secret.text)
    if len(fold(text)) >= _LEAST_COUNTED:
        yield Secret(text, fold(text), secret.alone, told=True)


def _birthdays(secret: Secret) -> Iterator[Secret]:
    """As dates are written; blanks and hyphens are gone in what is compared."""
    match = _IDENTITY.fullmatch(secret.folded)
    if match is None:
        return
    year, month, day = match.group(1, 2, 3) if match[1] else (f"19{match[4]}", match[5], match[6])
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return
    yield Secret(f"{year}-{month}-{day}", f"{year}{month}{day}", alone=True, told=True)
    for m, d in {(month, day), (str(int(month)), str(int(day)))}:
        yield Secret(f"{year}年{m}月{d}日", f"{year}年{m}月{d}日", alone=True, told=True)
        for between in "./":
            text = between.join((year, m, d))
            yield Secret(text, text, alone=True, told=True)


def _parts(secret: Secret) -> Iterator[Secret]:
    """Every run of its digits that leaves little to be guessed."""
    if not _LONG.fullmatch(secret.folded):
        return
    whole = len(secret.folded)
    size = max(_LEAST_DIGITS, -(-whole * 3 // 4))
    for start in range(whole - size + 1):
        part = secret.folded[start : start + size]
        yield Secret(part, part, told=True)


def _sounds(secret: Secret) -> Iterator[Secret]:
    """A personal name in Latin letters, the surname first or last, in every reading of its characters."""
    name = name_in(unicodedata.normalize("NFKC", secret.text).strip())
    if not re.fullmatch(r"[㐀-鿿]{2,4}", name):
        return
    from pypinyin import Style, pinyin  # a large table, wanted only where a name is hidden

    several = [sorted(set(_letters(one))) for one in pinyin(name, style=Style.NORMAL, heteronym=True)]
    first = 2 if len(name) > 3 else 1
    for syllables in itertools.islice(itertools.product(*several), _MOST_READINGS):
        if sum(map(len, syllables)) < _LEAST_LETTERS:
            continue
        for order in (syllables, (*syllables[first:], *syllables[:first])):
            yield Secret(" ".join(order), "".join(order), told=True)


def _letters(readings: Iterable[str]) -> Iterator[str]:
    """ü is written in three ways."""
    for one in readings:
        if re.search(r"[vü]", one):
            yield from (re.sub(r"[vü]", other, one) for other in ("u", "v", "yu"))
        else:
            yield one
