"""Chinese text as it comes out of files: look-alike radicals repaired, forms folded for comparison."""

from __future__ import annotations

import re
import unicodedata

from gongkai.printable import printable

# CJK Radicals Supplement (U+2E80–2EFF) has no compatibility mapping, so NFKC leaves ⺠⻔⻅ as they are.
_RADICALS = (
    "⺁厂⺄乙⺅亻⺆冂⺇几⺉刂⺊卜⺌小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫"
    "⺦丬⺧牛⺨犭⺩王⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺵羊⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤"
    "⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟"
)
_REPAIR = {ord(_RADICALS[i]): _RADICALS[i + 1] for i in range(0, len(_RADICALS), 2)}
# Kangxi radicals (U+2F00–2FD5) and compatibility ideographs (U+F900–FAFF) stand for one plain character each.
for _code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)):
    _plain = unicodedata.normalize("NFKC", chr(_code))
    if _plain != chr(_code):
        _REPAIR[_code] = _plain

_LINE_SIGNS = re.compile(r"[\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_CJK = "\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef"
_INNER_SPACE = re.compile(
    rf"(?<=[{_CJK}])\s+(?=[{_CJK}\w,;:])|(?<=\w)\s+(?=[{_CJK}])|(?<=[{_CJK}][,;:])\s+(?=[{_CJK}])"
)
# Single digits each standing apart (2 0 1 9): every letter of the line was spaced.
_SPACED_DIGITS = re.compile(
    r"(?<![0-9A-Za-z.])(?<![0-9A-Za-z] )\d(?: \d){2,}(?![0-9A-Za-z.])(?! [0-9A-Za-z])"
)


def repair(text: str) -> str:
    """Radical look-alikes back to the characters they stand for; control and zero-width signs dropped.

    Punctuation, width of digits and wording stay as printed: this is the text that is published.
    """
    return _LINE_SIGNS.sub("", printable(text)).translate(_REPAIR)


def needs_repair(text: str) -> int:
    """How many look-alike radicals a text holds."""
    return sum(ord(letter) in _REPAIR for letter in text)


def fold(text: str) -> str:
    """For comparison only: repaired, NFKC, one blank for any white space, ends stripped."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", repair(text))).strip()


def squeeze(text: str) -> str:
    """Folded, and without any white space: the form labels and numbers are compared in."""
    return _SPACES.sub("", fold(text))


def close_up(text: str) -> str:
    """Blanks inside Chinese text removed (“年 度 报 告”, “2021 年”); those between Latin words stay."""
    text = _SPACES.sub(" ", repair(text)).strip()
    text = _SPACED_DIGITS.sub(lambda match: match.group().replace(" ", ""), text)
    # Twice: a blank before a stop hides the one behind it.
    return _INNER_SPACE.sub("", _INNER_SPACE.sub("", text))


def essence(text: str) -> str:
    """All that is printed and nothing else: used to prove that a conversion lost no text."""
    return _SPACES.sub("", repair(text))
