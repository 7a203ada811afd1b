"""Brings text to one shape: full-width digits, traditional characters, PDF radicals, stray blanks.

Two strengths: `plain` keeps sentences readable (for the narrative), `label_key` keeps only the characters
that make up a printed label (for finding rows). The original text is never changed on disk.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

_PINYIN = re.compile(
    r"(?<=[\u4e00-\u9fff])[(（](?=[^)）]{0,8}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]"
)
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\u00ad\ufffe\ufffc\x00-\x08\x0b\x0c\x0e-\x1f]"
)
_CJK_GAP = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、（）《》〔〕“”])[ \t\u3000\u00a0]+(?=[\u4e00-\u9fff，。；：、（）《》〔〕“”])"
)
_DIGIT_GAP = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、（])[ \t\u3000\u00a0]+(?=\d)|(?<=[\d%])[ \t\u3000\u00a0]+(?=[\u4e00-\u9fff，。；：、）])"
)
_LONG_RUN = re.compile(r"([ \t\u3000（），、《〔\[]|\d)\1{24,}")
_KEEP = re.compile(r"[^\u4e00-\u9fffa-zA-Z]+")
_ITEM_NUMBER = re.compile(
    r"^\s*(?:[(（]\s*[一二三四五六七八九十0-9]{1,3}\s*[)）]|第?[一二三四五六七八九十]{1,3}\s*[、.．,，]|\d{1,2}\s*[、.．,，)）])\s*"
)
# What programs that convert scripts make of 文件, 信息, 网络; no label of a form holds the words on the left.
_WORDS_OF_CONVERTERS = (("档案", "文件"), ("资讯", "信息"), ("网路", "网络"))
_PUNCTUATION = str.maketrans(
    {
        "(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "﹝": "〔", "﹞": "〕", "％": "%", "﹪": "%",
        "﹐": "，", "︰": "：", "﹕": "：", "﹔": "；", "．": ".", "−": "-", "－": "-", "～": "~", "〜": "~",
    }
)  # fmt: skip


@cache
def _characters() -> dict[int, str]:
    """One-to-one replacements: radicals of U+2E80.., traditional characters, width variants."""
    raw = json.loads((resources.files("gongkai.statforms") / "data/characters.json").read_text("utf-8"))
    table: dict[int, str] = {}
    for pairs in (raw["radicals"], raw["traditional"]):
        table.update({ord(a): b for a, b in zip(pairs[::2], pairs[1::2], strict=True)})
    for code in (
        *range(0xFF10, 0xFF1A),
        *range(0xFF21, 0xFF3B),
        *range(0xFF41, 0xFF5B),
        *range(0x2F00, 0x2FD6),
    ):
        folded = unicodedata.normalize("NFKC", chr(code))
        table[code] = table.get(ord(folded), folded)
    for code in range(0xF900, 0xFB00):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1:
            table[code] = table.get(ord(folded), folded)
    for code in range(0x3220, 0x322A):  # ㈠…㈩
        table[code] = "（" + unicodedata.normalize("NFKC", chr(code)).strip("()") + "）"
    for digit in range(20):  # ①…⑳ become （1）…
        table[0x2460 + digit] = f"（{digit + 1}）"
    return table


@lru_cache(maxsize=20000)
def characters(text: str) -> str:
    """Fold single characters only: radicals, traditional script, full-width digits and letters."""
    if not text.isascii():
        text = text.translate(_characters())
        if "(" in text or "（" in text:
            text = _PINYIN.sub("", text)
    return _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("&nbsp;", " ")


def plain(text: str) -> str:
    """A line of narrative: Chinese punctuation, half-width digits, no blanks inside Chinese words."""
    folded = _LONG_RUN.sub(r"\1\1", characters(text).translate(_PUNCTUATION))
    folded = _DIGIT_GAP.sub("", _CJK_GAP.sub("", folded))
    folded = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", folded)
    folded = re.sub(r"，{2,}", "，", folded)
    return folded.strip()


@lru_cache(maxsize=50000)
def label_key(text: str) -> str:
    """The letters of a label without numbering, punctuation and blanks; equal keys mean the same row."""
    folded = characters(text)
    folded = _ITEM_NUMBER.sub("", folded)
    key = _KEEP.sub("", folded)
    for word, ours in _WORDS_OF_CONVERTERS:
        key = key.replace(word, ours)
    return key.removeprefix("其中")
