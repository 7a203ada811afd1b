"""Numbers as Chinese texts write them: 12,345 · 1.2万 · 三十五 · 二○二三."""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "O": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
YEAR = r"(?:(?:19|20)\d{2}|[二一][○〇零ＯO0九][○〇零ＯO0一二三四五六七八九]{2})"


def chinese_number(text: str) -> int | None:
    """Value of 三, 十五, 二十, 一百二十三, 三千; None if it is no numeral."""
    if not text or any(c not in _DIGITS and c not in _SCALES for c in text):
        return None
    if not any(c in _SCALES for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * _SCALES[character]
            digit = 0
    return total + digit


def year_number(text: str) -> int | None:
    """Value of 2023 or 二○二三; None if it is no year."""
    if re.fullmatch(r"\d{4}", text):
        return int(text)
    digits = "".join("0" if c in "○〇零ＯO0" else str(_DIGITS.get(c, "")) for c in text)
    return int(digits) if len(digits) == 4 else None
