"""Personal data in text: ID numbers with a right check digit, mobile numbers, bank cards (Luhn).

Quotes are masked: a finding must not spread what it warns of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.gongwen.text import fold

_ID = re.compile(r"(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d{9}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:\d{16,19}|\d{4}(?: \d{4}){3}(?: \d{1,3})?)(?![0-9A-Za-z])")
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
    plain = fold(text)
    ids = [match.group() for match in _ID.finditer(plain) if is_id_number(match.group())]
    found = [Personal("id_card", "身份证号", f"{number[:3]}…{number[-2:]}") for number in ids]
    for match in _CARD.finditer(plain):
        digits = match.group().replace(" ", "")
        if digits not in ids and is_card_number(digits):
            found.append(Personal("bank_card", "银行卡号", f"{digits[:4]}…{digits[-2:]}"))
    for match in _MOBILE.finditer(plain):
        digits = re.sub(r"\D", "", match.group())[-11:]
        found.append(Personal("mobile", "手机号码", f"{digits[:3]}…{digits[-2:]}"))
    return found


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
