"""How a paper is printed: at least ten looks, each a set of traits that real files have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """The traits of one look."""

    name: str
    font: str = "Noto Serif CJK SC"
    size: float = 10.5
    table_size: float = 9
    paper: str = "A4"
    landscape: bool = False
    margin: float = 2.5
    rules: str = "all"
    row_height: float = 0
    valign: str = "center"
    align: str = "center"
    narrow: bool = False
    running: bool = False
    page_numbers: bool = False
    repeat_head: bool = False
    breaks: bool = False
    two_line_heads: bool = False
    vertical_labels: bool = False
    blank: str = "0"
    digits: str = "plain"
    labels: str = "plain"
    script: str = "plain"
    headings: str = "plain"


LOOKS = [
    Look("official", running=False, page_numbers=True),
    Look("blanks", blank="", page_numbers=True),
    Look("no rules", rules="none", font="Noto Sans CJK SC"),
    Look("landscape", landscape=True, table_size=11, align="right"),
    Look("tall rows", row_height=1.3, valign="bottom", blank="", page_numbers=True),
    Look("last cell lower", row_height=1.1, valign="mixed", blank="0"),
    Look("narrow columns", narrow=True, table_size=7.5, margin=3.6, blank=""),
    Look(
        "page breaks", breaks=True, running=True, page_numbers=True, repeat_head=True, paper="A5", margin=1.5
    ),
    Look("broken heads", two_line_heads=True, vertical_labels=True, running=True, page_numbers=True),
    Look("digits apart", digits="spaced", labels="spaced", rules="lines"),
    Look("full width", digits="wide", blank="—", font="Noto Sans CJK SC"),
    Look("large print", size=16, table_size=12, margin=2.0, blank="", rules="lines", page_numbers=True),
    Look("thousands", digits="thousands", align="right", blank="/", valign="top"),
    Look("units", digits="units", blank="无", running=True),
    Look("flat", align="left", valign="top", blank="0"),
    Look("old labels", labels="other", two_line_heads=True, narrow=True, table_size=8, blank=""),
]

# Traits of copies from public pages, for seeds from 1000 on (bench/files.py).
COPIES = [
    Look("traditional", script="traditional"),
    Look("radicals", script="radicals", blank=""),
    Look("reading guides", script="guides", page_numbers=True),
    Look("labels with definitions", labels="defined"),
    Look("item words cut", labels="cut", blank="", page_numbers=True),
    Look("headings lost", headings="lost", two_line_heads=True),
    Look("headings of tables as captions", headings="captions", blank="", row_height=1.0),
    Look("stray totals", headings="stray", two_line_heads=True, page_numbers=True, table_size=8),
    Look("notes of pages", running=True, page_numbers=True, size=14, table_size=10.5, blank="", breaks=True),
    Look("signs for blank", blank="——", valign="top", align="left"),
]


def named(name: str) -> Look:
    """The look of that name."""
    return next(look for look in [*LOOKS, *COPIES] if look.name == name)


_DEFINED = {
    "予以公开": "：指全部公开，不含部分公开和不予公开的情形",
    "部分公开": "（区分处理的，只计这一情形，不计其他情形）",
    "重复申请": "：指已就同一内容予以公开的，总计时不重复计算",
    "规章": "：指以命令形式公布的规章，不含行政规范性文件",
    "本机关不掌握相关政府信息": "（含其他处理前已告知无法提供的）",
}
_OTHER_SCRIPT = dict(
    zip(
        "规发废现数许处罚强业费万额内报务关总计请组织疗农医机构资团体务诉讼维结纠无时条项权严条书这区级务构历务会员开动门网络给应对标准",
        "規發廢現數許處罰強業費萬額內報務關總計請組織療農醫機構資團體務訴訟維結糾無時條項權嚴條書這區級務構歷務會員開動門網絡給應對標準",
        strict=True,
    )
)
_REGION = {"文件": "檔案", "计划": "計畫"}
_RADICALS = str.maketrans("一行文人民门见齐二八十入大小工山力女子日月木水火田目示立",
                          "⼀⾏⽂⼈⺠⻔⻅⻬⼆⼋⼗⼊⼤⼩⼯⼭⼒⼥⼦⽇⽉⽊⽔⽕⽥⽬⽰⽴")  # fmt: skip
_GUIDES = {"动": "动(dòng)", "权": "权(quán)", "类": "类(lèi)"}


def script(text: str, look: Look) -> str:
    """Words as a copy writes them: in the other script, with radicals for characters, with reading guides."""
    if look.script == "traditional":
        for word, there in _REGION.items():
            text = text.replace(word, there)
        return "".join(_OTHER_SCRIPT.get(sign, sign) for sign in text)
    if look.script == "radicals":
        return text.translate(_RADICALS)
    if look.script == "guides":
        return "".join(_GUIDES.get(sign, sign) for sign in text).replace("，", "，，", 1)
    return text


def figure(value: float | None, look: Look, unit: str) -> str:
    """A figure as this look writes it; zero and blank are told apart by who draws the paper."""
    if value is None:
        return look.blank if look.blank != "0" else ""
    text = f"{value:g}" if isinstance(value, int) or value == int(value) else f"{value}"
    if look.digits == "spaced" and len(text) > 1 and "." not in text:
        return f" {text} "
    if look.digits == "wide":
        return text.translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－"))
    if look.digits == "thousands" and value >= 1000:
        return f"{value:,}"
    if look.digits == "units" and unit in ("件", "万元", "条", "次", "人") and value:
        return f"{text}{unit}"
    return text


def label(text: str, look: Look) -> str:
    """A label as this look writes it."""
    if look.labels == "spaced" and 2 <= len(text) <= 4:
        return " ".join(text)
    if look.labels == "other":
        return {
            "总计": "合计",
            "（七）总计": "（七）合计",
            "其他": "其它",
            "行政规范性文件": "规范性文件",
        }.get(text, text)
    if look.labels == "defined":
        return text + _DEFINED.get(text.split("）")[-1].split(".")[-1], "")
    if look.labels == "cut":
        return text.replace("第二十条第", "二十条")
    if look.two_line_heads and 4 <= len(text) <= 6:
        return f"{text[:2]}\n{text[2:]}"
    return text
