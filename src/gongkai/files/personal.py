"""Personal data in text: ID numbers with a right check digit, mobile numbers, bank cards (Luhn).

Quotes are masked: a finding must not spread what it warns of.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from gongkai.files.characters import repair

# Signs set between the parts of a number (or between all its digits): 110105 1949-1231 002X.
_BETWEEN = r"[ \-\u2010-\u2015\u2212_.·・/|]"
_PARTS = rf"\d{{3}}{_BETWEEN}{{0,2}}\d{{3}}{_BETWEEN}{{0,3}}(?:18|19|20)\d\d{_BETWEEN}{{0,2}}\d\d{_BETWEEN}{{0,2}}\d\d{_BETWEEN}{{0,3}}\d{{3}}{_BETWEEN}{{0,2}}[0-9Xx]"
_APART = rf"\d(?:{_BETWEEN}\d){{16}}{_BETWEEN}[0-9Xx]"
ID = re.compile(rf"(?<![0-9A-Za-z])(?=({_PARTS}|{_APART})(?![0-9A-Za-z]))")
MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
CARD = re.compile(
    rf"(?<![0-9A-Za-z])(?:\d{{16,19}}|\d{{4}}(?:{_BETWEEN}\d{{4}}){{3}}(?:{_BETWEEN}\d{{1,3}})?)(?![0-9A-Za-z])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True)
class Personal:
    """One piece of personal data. kind: id_card, mobile or bank_card. masked: what may be shown."""

    kind: str
    name: str
    masked: str


def find_personal(text: str) -> list[Personal]:
    """All personal data of a text, in order of kind."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", repair(text)))
    ids = _id_numbers(plain)
    found = [Personal("id_card", "身份证号", f"{number[:3]}…{number[-2:]}") for number in ids]
    for match in CARD.finditer(plain):
        digits = digits_of(match.group())
        if digits not in ids and is_card_number(digits):
            found.append(Personal("bank_card", "银行卡号", f"{digits[:4]}…{digits[-2:]}"))
    for match in MOBILE.finditer(plain):
        digits = re.sub(r"\D", "", match.group())[-11:]
        found.append(Personal("mobile", "手机号码", f"{digits[:3]}…{digits[-2:]}"))
    return found


def digits_of(words: str) -> str:
    """A number without the signs set between its parts."""
    return re.sub(_BETWEEN, "", words)


def _id_numbers(plain: str) -> list[str]:
    found = [digits_of(match.group(1)) for match in ID.finditer(plain)]
    return [number for number in found if is_id_number(number)]


def is_id_number(text: str) -> bool:
    """Whether 18 signs are an ID number: a real birthday and the right check digit (GB 11643)."""
    if not re.fullmatch(r"\d{17}[0-9Xx]", text):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == text[17].upper()


def is_card_number(digits: str) -> bool:
    """Whether 16–19 digits can be a bank card: known first digits and the Luhn sum."""
    if not 16 <= len(digits) <= 19 or digits[0] not in "345689" or len(set(digits)) == 1:
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
