"""Characters as they come out of files: look-alike radicals back to the characters they stand for."""

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


def repair(text: str) -> str:
    """Radical look-alikes back to the characters they stand for; control and zero-width signs dropped.

    Punctuation, width of digits and wording stay as printed: this is the text that is published.
    """
    return _LINE_SIGNS.sub("", printable(text)).translate(_REPAIR)


def needs_repair(text: str) -> int:
    """How many look-alike radicals a text holds."""
    return sum(ord(letter) in _REPAIR for letter in text)
