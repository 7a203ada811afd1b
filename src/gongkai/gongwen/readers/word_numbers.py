"""Word's automatic numbering (w:numPr) rendered as the text a reader sees: 一、 （二） 3. (a)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_MOST = 9999


@dataclass(frozen=True)
class _Level:
    """One level of a list: format, pattern (`%1、`), first number."""

    format: str
    pattern: str
    start: int


class WordNumbers:
    """Counts the numbered paragraphs of one document."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._counters: dict[str, list[int]] = {}
        self._shared: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def label(self, properties: etree._Element | None, style: str) -> str:
        """The number printed before a paragraph, empty if it has none. Counts on."""
        found = self._reference(properties) or self._styles.get(style)
        if not found:
            return ""
        list_id, level = found
        levels = self._lists.get(list_id)
        if not levels or level not in levels:
            return ""
        counters = self._counters.setdefault(
            self._shared.get(list_id, list_id), [levels[n].start - 1 if n in levels else 0 for n in range(9)]
        )
        counters[level] += 1
        for deeper in range(level + 1, 9):
            counters[deeper] = levels[deeper].start - 1 if deeper in levels else 0
        return self._render(levels, counters, level)

    def _render(self, levels: dict[int, _Level], counters: list[int], level: int) -> str:
        if levels[level].format == "bullet":
            return "• "
        text = levels[level].pattern
        for number in range(level + 1):
            kind = levels[number].format if number in levels else "decimal"
            text = text.replace(f"%{number + 1}", number_word(max(counters[number], 0), kind))
        return text

    @staticmethod
    def _reference(properties: etree._Element | None) -> tuple[str, int] | None:
        if properties is None:
            return None
        holder = properties.find(f"{W}numPr")
        if holder is None:
            return None
        number, level = holder.find(f"{W}numId"), holder.find(f"{W}ilvl")
        if number is None:
            return None
        return number.get(f"{W}val", ""), _whole(level.get(f"{W}val") if level is not None else "0", 0)

    def _read_lists(self, numbering: etree._Element) -> None:
        abstract = {
            item.get(f"{W}abstractNumId", ""): {
                _whole(level.get(f"{W}ilvl"), 0): _level(level) for level in item.findall(f"{W}lvl")
            }
            for item in numbering.findall(f"{W}abstractNum")
        }
        for item in numbering.findall(f"{W}num"):
            number = item.get(f"{W}numId", "")
            base = item.find(f"{W}abstractNumId")
            key = base.get(f"{W}val", "") if base is not None else ""
            levels = dict(abstract.get(key, {}))
            overrides = item.findall(f"{W}lvlOverride")
            for override in overrides:
                at = _whole(override.get(f"{W}ilvl"), 0)
                begin, own = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
                if own is not None:
                    levels[at] = _level(own)
                elif begin is not None and at in levels:
                    old = levels[at]
                    levels[at] = _Level(old.format, old.pattern, _whole(begin.get(f"{W}val"), 1))
            self._lists[number] = levels
            # Lists made from one pattern go on counting together unless one restarts.
            self._shared[number] = f"n{number}" if overrides else f"a{key}"

    def _read_styles(self, styles: etree._Element) -> None:
        parents: dict[str, str] = {}
        for style in styles.findall(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            based = style.find(f"{W}basedOn")
            parents[name] = based.get(f"{W}val", "") if based is not None else ""
            reference = self._reference(style.find(f"{W}pPr"))
            if reference:
                self._styles[name] = reference
        for name in parents:
            seen, parent = {name}, parents.get(name, "")
            while name not in self._styles and parent and parent not in seen:
                if parent in self._styles:
                    self._styles[name] = self._styles[parent]
                seen.add(parent)
                parent = parents.get(parent, "")


def _level(level: etree._Element) -> _Level:
    def value(tag: str, otherwise: str) -> str:
        node = level.find(f"{W}{tag}")
        return node.get(f"{W}val", otherwise) if node is not None else otherwise

    return _Level(value("numFmt", "decimal"), value("lvlText", ""), _whole(value("start", "1"), 1))


def number_word(number: int, kind: str) -> str:
    """A number in one of Word's formats; plain digits for a format not known here."""
    if kind == "none":
        return ""
    if number > _MOST or number < 1:
        return str(number)
    if kind in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
    ):
        return chinese_number(number, _CHINESE, "十百千")
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return chinese_number(number, _FORMAL, "拾佰仟")
    if kind in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(("〇" + _CHINESE[1:])[int(digit)] for digit in str(number))
    if kind == "ideographTraditional" and number <= 10:
        return _STEMS[number - 1]
    if kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= 20:
        return chr(0x2460 + number - 1)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if kind == "decimalZero":
        return f"{number:02d}"
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    return str(number)


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
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        text, number = text + letters * (number // value), number % value
    return text


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 6 else otherwise
