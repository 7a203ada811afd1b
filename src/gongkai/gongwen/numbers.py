"""发文字号: 沪教委办〔2018〕13号, 国令第711号, and their damaged forms.

A damaged number (lost bracket, lost 号, two-digit year) is marked and gets candidate readings; it is never
repaired in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.gongwen.text import squeeze

_OPEN = "[【(﹝［〔〖{（"
_CLOSE = "]】)﹞］〕〗}）"
_BRACKETS = str.maketrans(_OPEN + _CLOSE, "〔" * len(_OPEN) + "〕" * len(_CLOSE))
_NAME = r"[\u4e00-\u9fffA-Za-z·]"
# An agency code may hold a word in brackets: 沪教委（党）〔2018〕1号.
_AGENCY = rf"{_NAME}{{1,24}}(?:〔{_NAME}{{1,6}}〕{_NAME}{{0,6}})?"
_LONGEST_AGENCY = 20
_ORDINARY = re.compile(rf"(?P<agency>{_AGENCY})?〔(?P<year>(?:19|20)\d{{2}})年?〕(?P<serial>第?\d{{1,5}})号")
_CHINESE_NUMBER = "[零〇一二三四五六七八九十百]{1,7}"
_ORDER = re.compile(
    rf"(?P<agency>{_NAME}{{1,20}}?令)(?P<mark>第?)(?P<serial>\d{{1,4}}|{_CHINESE_NUMBER})号"
    rf"|(?P<agency2>{_NAME}{{0,20}}?)第(?P<serial2>\d{{1,4}}|{_CHINESE_NUMBER})号令"
)
_NOTICE = re.compile(
    rf"(?P<agency>{_NAME}{{0,20}}?(?:公告|通告))?(?P<year>(?:19|20)\d{{2}})年第(?P<serial>\d{{1,4}})号"
)
_EMPTY = re.compile(r"(?:无|号|无?〔〕?第?号?|〔〕号|[-—–/／\\*_.。…]+|null.*|none|暂无|空)?", re.IGNORECASE)

_BOTH_LOST = re.compile(rf"(?P<agency>{_AGENCY})(?P<year>(?:19|20)\d{{2}})(?P<serial>\d{{1,5}})号")
_CLOSE_LOST = re.compile(rf"(?P<agency>{_AGENCY})?〔(?P<year>(?:19|20)\d{{2}})(?P<serial>\d{{1,5}})号")
_OPEN_LOST = re.compile(rf"(?P<agency>{_AGENCY})(?P<year>(?:19|20)\d{{2}})〕(?P<serial>\d{{1,5}})号")
_TURNED = re.compile(rf"(?P<agency>{_AGENCY})[〔〕](?P<year>(?:19|20)\d{{2}})[〔〕](?P<serial>\d{{1,5}})号")
_NO_HAO = re.compile(rf"(?P<agency>{_AGENCY})〔(?P<year>(?:19|20)\d{{2}})〕第?(?P<serial>\d{{1,5}})")
_SHORT_YEAR = re.compile(rf"(?P<agency>{_AGENCY})〔(?P<year>\d{{2}})〕第?(?P<serial>\d{{1,5}})号")
_NO_SERIAL = re.compile(rf"(?P<agency>{_AGENCY})〔(?:(?:19|20)\d{{2}})?〕第?[xX×*_ＸX]*号")
_DAMAGED = (_CLOSE_LOST, _OPEN_LOST, _TURNED, _BOTH_LOST, _NO_HAO)

# Around a year anything that opens and closes is a bracket; year and serial may be written in words.
_ODD_BRACKETS = re.compile(
    r"[〈<《「『⟨‹«〘](?P<year>[^〈〉<>《》「」]{2,5})[〉>》」』⟩›»〙](?=第?[^号]{1,8}号)"
)
_WORDS = "〇零○◯一二三四五六七八九"
_YEAR_IN_WORDS = re.compile(rf"〔(?P<year>[{_WORDS}]{{4}})(?P<tail>年?)〕")
_SERIAL_IN_WORDS = re.compile(rf"(?<=〕)(?P<mark>第?)(?P<serial>{_CHINESE_NUMBER})号")
_TAIL = re.compile(r"(?<=号)(?:文件?|公文)$")
# The shape of a number whatever became of its signs: code, something like a year in brackets, something like digits, 号.
_LIKE_DIGIT = "0-9OoQDlI|iZzSsB〇零○一二三四五六七八九十百"
_SHAPED = re.compile(
    rf"(?P<agency>{_NAME}{{1,14}})〔(?P<year>[{_LIKE_DIGIT}.?]{{2,6}})年?〕(?P<serial>第?[{_LIKE_DIGIT}\-—–.之、~?]{{1,10}})号?(?:文件?)?"
)
_MISTAKEN = str.maketrans("OoQDlI|iZzSsB", "0000111122558")

# Words that come before a cited number but are no part of its agency code.
_LEAD_IN = re.compile(
    r".*(?:根据|按照|依据|依照|参照|遵照|贯彻|落实|执行|印发|转发|关于|对照|文件|通知|以下简称|详见|参见|见|据|以|按|和|与|及|或|在|经|由|将|的|是|为)"
)


@dataclass(frozen=True)
class DocNumber:
    """A number as read. text: brackets normalised to 〔〕; of a damaged one as found, blanks removed.

    agency: 代字, empty where none is printed. year and serial are None for orders (令 has no year) and for
    damaged numbers. candidates: readings to choose from.
    """

    text: str
    agency: str = ""
    year: int | None = None
    serial: int | None = None
    damaged: bool = False
    candidates: tuple[str, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Order in a register: agency, year, serial."""
        return (self.agency, self.year or 0, self.serial or 0, self.text)


@dataclass(frozen=True)
class FoundNumber:
    """A number inside running text, with its place in the folded text."""

    start: int
    end: int
    number: DocNumber


def normalise(text: str) -> str:
    """Blanks out, digits half-width, every bracket variant to 〔〕, year and serial in figures."""
    plain = squeeze(text).translate(_BRACKETS)
    plain = _ODD_BRACKETS.sub(lambda m: f"〔{m['year']}〕", plain)
    plain = _YEAR_IN_WORDS.sub(lambda m: f"〔{_digits(m['year'])}{m['tail']}〕", plain)
    return _SERIAL_IN_WORDS.sub(lambda m: f"{m['mark']}{_arabic(m['serial'])}号", plain)


def _digits(words: str) -> str:
    return "".join(
        "0" if letter in "〇零○◯" else str("一二三四五六七八九".index(letter) + 1) for letter in words
    )


def is_empty(text: str) -> bool:
    """Whether the field of a number says that there is none (无, 号, 无〔〕号, ——, null)."""
    return _EMPTY.fullmatch(normalise(text)) is not None


def parse_number(text: str) -> DocNumber | None:
    """A number from a text that holds nothing else (a line, a field). None if it is no number."""
    # Stops and ellipses around a number are not part of it.
    plain = normalise(text).strip("….。,;:")
    if len(plain) > 80 or _EMPTY.fullmatch(plain):
        return None
    # A number under a title often stands in brackets of its own.
    wrapped = re.fullmatch(r"〔(.*号令?)〕", plain)
    if wrapped:
        plain = wrapped.group(1)
    plain = _TAIL.sub("", plain)
    return _sound(plain) or _damaged(plain) or _shaped(plain)


def _shaped(plain: str) -> DocNumber | None:
    """A number by its shape alone, kept as found; a reading is offered where letters stand for digits."""
    match = _SHAPED.fullmatch(plain)
    if match is None or "关于" in match["agency"]:
        return None
    year, serial = (match[part].translate(_MISTAKEN).lstrip("第") for part in ("year", "serial"))
    agency = _round(match["agency"])
    reading = f"{agency}〔{year}〕{serial}号"
    return DocNumber(plain, agency, damaged=True, candidates=(reading,) if _sound(reading) else ())


def find_numbers(text: str) -> list[FoundNumber]:
    """All sound numbers cited in running text; offsets count in `fold(text)` without blanks."""
    plain = normalise(text)
    found: list[FoundNumber] = []
    for pattern in (_ORDINARY, _ORDER):
        for match in pattern.finditer(plain):
            code = next((g for g in (match.group("agency"),) if g), "")
            cut = _LEAD_IN.match(code)
            start = match.start() + (cut.end() if cut and cut.end() < len(code) else 0)
            number = _sound(plain[start : match.end()])
            if number:
                found.append(FoundNumber(start, match.end(), number))
    return sorted(found, key=lambda f: f.start)


def _sound(plain: str) -> DocNumber | None:
    match = _ORDINARY.fullmatch(plain)
    if match:
        agency = _round(match.group("agency") or "")
        if "关于" in agency or len(agency) > _LONGEST_AGENCY:  # a title ran into the number
            return None
        text = f"{agency}〔{match.group('year')}〕{match.group('serial')}号"
        return DocNumber(text, agency, int(match.group("year")), int(match.group("serial").lstrip("第")))
    match = _ORDER.fullmatch(plain)
    if match:
        agency = match.group("agency") or (match.group("agency2") or "") + "令"
        return DocNumber(plain, agency, None, _arabic(match.group("serial") or match.group("serial2")))
    match = _NOTICE.fullmatch(plain)
    if match:
        return DocNumber(
            plain, match.group("agency") or "", int(match.group("year")), int(match.group("serial"))
        )
    return None


def _damaged(plain: str) -> DocNumber | None:
    for pattern in _DAMAGED:
        match = pattern.fullmatch(plain)
        if match:
            agency = _round(match.group("agency") or "")
            reading = f"{agency}〔{match.group('year')}〕{match.group('serial')}号"
            return DocNumber(plain, agency, damaged=True, candidates=(reading,))
    match = _SHORT_YEAR.fullmatch(plain)
    if match:
        agency, short = _round(match.group("agency")), match.group("year")
        years = [f"20{short}", f"19{short}"] if int(short) < 50 else [f"19{short}"]
        readings = tuple(f"{agency}〔{year}〕{match.group('serial')}号" for year in years)
        return DocNumber(plain, agency, damaged=True, candidates=readings)
    match = _NO_SERIAL.fullmatch(plain)
    if match and plain != "无〔〕号":
        return DocNumber(plain, _round(match.group("agency")), damaged=True)
    return None


def _round(agency: str) -> str:
    """Brackets inside an agency code are printed round."""
    return agency.replace("〔", "（").replace("〕", "）")


def _arabic(text: str) -> int:
    """A whole number below a thousand in either writing."""
    if text.isdigit():
        return int(text)
    digits = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0}
    if not re.search("[十百]", text):
        return int("".join(str(digits[letter]) for letter in text))
    total, pending = 0, 0
    for letter in text:
        if letter in "十百":
            total += (pending or 1) * (10 if letter == "十" else 100)
            pending = 0
        else:
            pending = digits[letter]
    return total + pending


__all__ = ["DocNumber", "FoundNumber", "find_numbers", "is_empty", "normalise", "parse_number"]
