"""Characters as they come out of files: look-alike radicals back to the characters they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

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


# Together more than half of any official text; letters drawn at random hit them one time in fifty.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国以要时来用生到作地于出分对成会可主发年动同工也能下过子产种面方后多定行学法所民"
    "得经十三之进等部度家力如化高自二理起小物现实加量都两体制机当使点从业本性应开合还因由其前外天政四日社义事平形相全"
    "表间与关各重新线内数正心明看原利或质第向道变条只没结问意建月公无系情者最立代已通并提直题程展五果料员位入常文总次"
    "品式活设及管特件长求基资边流路级少图统接知将组见计别手期根论运农指几九区强放决被做必先回则任取据处给门即保治规领"
    "七口导世增济思术交受联认六共权收证改清再采转更单切教安场身例务具万每目至达示议报完类八离名确科信节整今集传步广记"
    "需研界律究算低持书布复容须际非连深近周委素技备半办省列习约支历市除府称准值号率维划选标写存亲效院查型按格易置层专"
    "育识适属住调满县局照参引听该价严申请息依政府答予校园师幼招食堂费培训督监评估负责主任邮箱电话址街镇乡村"
)
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_STRANGE = {"Co", "Cn", "Cs", "Cc"}


def gibberish(signs: Iterable[str]) -> bool:
    """Whether letters say nothing because their font does not tell which they are: strange codes, or none of the
    characters that every text holds."""
    counted = Counter(signs)
    whole = sum(counted.values())
    strange = sum(
        n for sign, n in counted.items() if sign == "\ufffd" or unicodedata.category(sign[0]) in _STRANGE
    )
    if whole >= 20 and strange > 0.3 * whole:
        return True
    chinese = {sign: n for sign, n in counted.items() if _IDEOGRAPH.match(repair(sign))}
    count = sum(chinese.values())
    common = sum(n for sign, n in chinese.items() if repair(sign) in _COMMON)
    return count >= 60 and len(chinese) >= 30 and common < 0.12 * count


def needs_repair(text: str) -> int:
    """How many look-alike radicals a text holds."""
    return sum(ord(letter) in _REPAIR for letter in text)
