"""Numbers written in the formats of Open XML: 一 壹 子 ① Ⅳ …"""

from __future__ import annotations

from collections.abc import Callable

_CHINESE = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_GANADA = "가나다라마바사아자차카타파하"
_MOST = 9999


def number_word(number: int, kind: str) -> str:
    """A number in one of Word's formats; plain digits for a format not known here."""
    if kind == "none":
        return ""
    if number > _MOST or number < 0:
        return str(number)
    for formats, write in _WRITERS:
        if kind in formats:
            return (
                write(number) if number else ("〇" if write is _digits else "0" if kind in _PLAIN else "零")
            )
    return str(number)


def _digits(number: int) -> str:
    return "".join(("〇" + _CHINESE[1:])[int(digit)] for digit in str(number))


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _cycle(signs: str, number: int) -> str:
    return signs[(number - 1) % len(signs)]


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _enclosed(number: int, first: int, most: int) -> str:
    return chr(first + number - 1) if 1 <= number <= most else str(number)


def _ring(number: int) -> str:
    if number > 50:
        return str(number)
    return chr((0x2460 if number <= 20 else 0x3251 - 20 if number <= 35 else 0x32B1 - 35) + number - 1)


def _sixty(number: int) -> str:
    return _cycle(_STEMS, number) + _cycle(_BRANCHES, number)


def _ordinal(number: int) -> str:
    tail = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 % 10 != 1 else 0, "th")
    return f"{number}{tail}"


_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_FIRSTS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}  # fmt: skip


def _english(number: int) -> str:
    if number < 20:
        text = _ONES[number]
    elif number < 100:
        text = _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    else:
        return str(number)
    return text


def _english_ordinal(number: int) -> str:
    if number >= 100:
        return _ordinal(number)
    before, dash, last = _english(number).rpartition("-")
    named = _FIRSTS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    text = before + dash + named
    return text[:1].upper() + text[1:]


_PLAIN = frozenset({"decimal", "decimalZero", "decimalHalfWidth", "decimalFullWidth", "decimalFullWidth2", "numberInDash", "hex"})  # fmt: skip
_WRITERS: tuple[tuple[frozenset[str], Callable[[int], str]], ...] = (
    (frozenset({"decimal", "decimalHalfWidth", "custom", ""}), str),
    (
        frozenset(
            {
                "chineseCounting",
                "chineseCountingThousand",
                "japaneseCounting",
                "taiwaneseCounting",
                "taiwaneseCountingThousand",
                "koreanCounting",
                "ideographDigitalThousand",
            }
        ),
        lambda n: chinese_number(n, _CHINESE, "十百千"),
    ),
    (
        frozenset({"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}),
        lambda n: chinese_number(n, _FORMAL, "拾佰仟"),
    ),
    (
        frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"}),
        _digits,
    ),
    (frozenset({"ideographTraditional"}), lambda n: _cycle(_STEMS, n)),
    (frozenset({"ideographZodiac"}), lambda n: _cycle(_BRANCHES, n)),
    (frozenset({"ideographZodiacTraditional"}), _sixty),
    (frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}), _ring),
    (frozenset({"decimalEnclosedParen"}), lambda n: _enclosed(n, 0x2474, 20)),
    (frozenset({"decimalEnclosedFullstop"}), lambda n: _enclosed(n, 0x2488, 20)),
    (frozenset({"ideographEnclosedCircle"}), lambda n: _enclosed(n, 0x3280, 10)),
    (frozenset({"decimalFullWidth", "decimalFullWidth2"}), _full_width),
    (frozenset({"decimalZero"}), lambda n: f"{n:02d}"),
    (frozenset({"numberInDash"}), lambda n: f"- {n} -"),
    (frozenset({"hex"}), lambda n: f"{n:X}"),
    (frozenset({"lowerLetter"}), _letters),
    (frozenset({"upperLetter"}), lambda n: _letters(n).upper()),
    (frozenset({"lowerRoman"}), lambda n: _roman(n).lower()),
    (frozenset({"upperRoman"}), lambda n: _roman(n)),
    (frozenset({"ordinal"}), _ordinal),
    (frozenset({"cardinalText"}), lambda n: _english(n)[:1].upper() + _english(n)[1:]),
    (frozenset({"ordinalText"}), _english_ordinal),
    (frozenset({"irohaFullWidth", "iroha"}), lambda n: _cycle(_IROHA, n)),
    (frozenset({"aiueoFullWidth", "aiueo"}), lambda n: _cycle(_AIUEO, n)),
    (frozenset({"ganada"}), lambda n: _cycle(_GANADA, n)),
    (frozenset({"chicago"}), lambda n: _cycle("*†‡§", n)),
)


def chinese_number(number: int, digits: str, units: str) -> str:
    """十一, 二十, 一百零二; in formal digits 壹拾贰. Below ten thousand."""
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            zero = bool(text)
            continue
        text += (digits[0] if zero else "") + digits[digit] + (units[power - 1] if power else "")
        zero = False
    return text[1:] if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for worth, signs in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        text, number = text + signs * (number // worth), number % worth
    return text
