"""Text to words: overlapping bigrams for Chinese, whole words for the rest. No dictionary, so index and query never drift.

A run of Chinese “招生入学” gives 招生 生入 入学 学: its last character stands alone once more, so that a single
character is found wherever it stands (every character begins a bigram or ends a run). A query drops that last one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
RUN = re.compile(f"[{_HAN}]+|[0-9a-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]+")
HAN_RUN = re.compile(f"[{_HAN}]+")
_IS_HAN = re.compile(f"[{_HAN}]")
_ZERO = str.maketrans("○◯", "〇〇")  # 二○一八年 is written with three different circles
_SETTING = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")  # 张　伟, or a word broken by the end of a line
# Signs without a shape of their own that are no format characters (Cf): selectors of variants, joiners, fillers.
_SHAPELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

_OPEN, _CLOSE = r"[〔\[【（(﹝〈<［]", r"[〕\]】）)﹞〉>］]"
_NUMBER = re.compile(
    rf"([\u4e00-\u9fff]{{0,16}})\s*{_OPEN}\s*((?:19|20)\d\s?\d)\s*{_CLOSE}\s*第?\s*(\d{{1,5}})(?!\d)\s*号?"
)

_BARE = re.compile(
    r"([\u4e00-\u9fff]{2,16})\s*((?:19|20)\d\d)\s*[年\s—-]\s*第?\s*(\d{1,5})(?!\d|\s*[年月届])\s*号?"
)


def visible(text: str) -> str:
    """The text without signs that nobody sees: what is pasted from Word, a chat or a web page carries them."""
    if text.isascii():
        return text
    return _SHAPELESS.sub("", "".join(c for c in text if unicodedata.category(c) != "Cf"))


def normalise(text: str) -> str:
    """One spelling of the same text: what is seen, half-width, lower case, one kind of circle, no blank between Han."""
    plain = unicodedata.normalize("NFKC", visible(text)).lower().translate(_ZERO)
    return _SETTING.sub("", plain)


def _tokens(run: str) -> list[str]:
    if _IS_HAN.match(run):
        return [run[i : i + 2] for i in range(len(run))]
    return [run]


def index_tokens(text: str) -> list[str]:
    """The words of a text as they stand in the index, in order."""
    return [token for run in RUN.findall(normalise(text)) for token in _tokens(run)]


@dataclass(frozen=True)
class Phrase:
    """Words that must follow one another; with `prefix` the last one may go on."""

    text: str
    tokens: tuple[str, ...]
    prefix: bool = False


def phrase(text: str) -> Phrase | None:
    """What was typed as one phrase; None where it has no searchable character."""
    runs = RUN.findall(normalise(text))
    if not runs:
        return None
    tokens = [token for run in runs for token in _tokens(run)]
    last = runs[-1]
    if _IS_HAN.match(last) and len(last) > 1:
        return Phrase(text, tuple(tokens[:-1]))
    return Phrase(text, tuple(tokens), prefix=True)


@dataclass(frozen=True)
class Number:
    """发文字号 in its parts; the agency is empty where only 〔2018〕13号 was typed."""

    agency: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.serial}号"

    @property
    def mark(self) -> str:
        """The word by which the register of marks knows this number, with or without agency."""
        return f"{'wh' if self.agency else 'ys'}{self.agency}{self.year}x{self.serial}"

    @property
    def short(self) -> Number:
        """The same number without its agency."""
        return Number("", self.year, self.serial)


def find_number(text: str) -> tuple[Number | None, str]:
    """The first 文号 in a text, in any kind of bracket and spacing, and the text without it."""
    plain = unicodedata.normalize("NFKC", visible(text))
    found = _NUMBER.search(plain)
    if not found:
        return None, text
    number = Number(found[1], int(re.sub(r"\s", "", found[2])), int(found[3]))
    return number, f"{plain[: found.start()]} {plain[found.end() :]}".strip()


def find_bare_number(text: str) -> tuple[Number | None, str]:
    """The same of a number typed without brackets: 云教规2026 5, 云教规2026-5号, 云教规2026年5号."""
    plain = unicodedata.normalize("NFKC", visible(text))
    found = _BARE.search(plain)
    if not found:
        return None, text
    return Number(
        found[1], int(found[2]), int(found[3])
    ), f"{plain[: found.start()]} {plain[found.end() :]}".strip()


def normal_number(text: str) -> str:
    """A 文号 in the one spelling used for comparing; other numbers (令、无年份) only without blanks."""
    number, rest = find_number(text)
    if number is None or rest:
        return re.sub(r"\s", "", unicodedata.normalize("NFKC", visible(text)))
    return str(number)
