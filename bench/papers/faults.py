"""Faults as they occur in published reports, each planted alone; which codes of docs/annual-reports.md may name it.

A fault takes a clean report (and sometimes its year before), spoils one thing, and says which findings would be the right ones.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from bench.papers import reports
from bench.papers.reports import COLUMNS, Report


@dataclass(frozen=True)
class Fault:
    """One kind: its name, the form it belongs to, how it is planted, what may be said of it."""

    name: str
    form: str
    plant: Callable[[Report, random.Random], bool]
    codes: tuple[str, ...]
    words: str = ""


FAULTS: list[Fault] = []
_Plant = Callable[[Report, random.Random], bool]


def _fault(name: str, codes: str, form: str = "annual_2021", words: str = "") -> Callable[[_Plant], _Plant]:
    def keep(plant: _Plant) -> _Plant:
        FAULTS.append(Fault(name, form, plant, tuple(codes.split()), words))
        return plant

    return keep


def _busy(r: Report, cell: str) -> bool:
    return bool(r.values.get(cell))


def _add(r: Report, cell: str, by: float) -> bool:
    r.values[cell] = r.get(cell) + by
    return True


# ── figures of the table ────────────────────────────────────────────────────────────────────────────────────────────────


@_fault("total of a row one too many", "T3-3")
def _(r: Report, g: random.Random) -> bool:
    row = g.choice([row for row in reports.parts_of_total(r.form) if _busy(r, f"t3.{row}.total")] or [""])
    return bool(row) and _add(r, f"t3.{row}.total", 1)


@_fault("received does not balance", "T3-1")
def _(r: Report, g: random.Random) -> bool:
    _add(r, "t3.r1.natural", 2)
    for n, text in enumerate(r.parts["apply"]):
        r.parts["apply"][n] = text.replace("。", "。") if "占" not in text else ""
    r.parts["apply"] = []
    return _add(r, "t3.r1.total", 2)


@_fault("results do not add up, balance kept", "T3-2")
def _(r: Report, g: random.Random) -> bool:
    if r.get("t3.r4.natural") < 1:
        return False
    for column in ("natural", "total"):
        _add(r, f"t3.r3_7.{column}", 1)
        _add(r, f"t3.r4.{column}", -1)
    r.parts["apply"] = []
    return True


for _row, _name in (
    ("review", "reviews"),
    ("suit_direct", "direct suits"),
    ("suit_after", "suits after review"),
):

    @_fault(f"total of {_name} wrong", "T4-1")
    def _(r: Report, g: random.Random, row: str = _row) -> bool:
        r.parts["disputes"] = []
        return _busy(r, f"t4.{row}.total") and _add(r, f"t4.{row}.total", 1)


@_fault("figure written in the next column", "T3-1 T3-2")
def _(r: Report, g: random.Random) -> bool:
    rows = [row for row in reports.parts_of_total(r.form) if _busy(r, f"t3.{row}.natural")]
    if not rows:
        return False
    row = g.choice(rows)
    a, b = f"t3.{row}.natural", f"t3.{row}.biz"
    if r.get(a) == r.get(b):
        return False
    r.values[a], r.values[b] = r.values[b], r.values[a]
    return True


@_fault("two digits exchanged", "T3-1 T3-2 T3-3")
def _(r: Report, g: random.Random) -> bool:
    for row in reports.parts_of_total(r.form):
        for column in COLUMNS[:-1]:
            text = f"{r.get(f't3.{row}.{column}'):g}"
            if len(text) == 2 and text[0] != text[1]:
                r.values[f"t3.{row}.{column}"] = int(text[::-1])
                return True
    return False


@_fault("total left blank over filled parts", "BLANK_PARENT T3-3 T3-2 T3-1 T4-1")
def _(r: Report, g: random.Random) -> bool:
    r.parts["apply"] = []
    if not _busy(r, "t3.r3_7.total"):
        return False
    r.values["t3.r3_7.total"] = None
    return True


@_fault("regulations in a district bureau", "T2-3 L01")
def _(r: Report, g: random.Random) -> bool:
    r.issuer, r.profile = "清溪区教育局", ["no_rulemaking_power"]
    r.values["t2.reg.valid"] = 3
    r.preface = r.preface.replace(r.preface.split("按照")[0], f"本报告由{r.issuer}")
    return True


@_fault("more made than in force", "T2-4")
def _(r: Report, g: random.Random) -> bool:
    r.values["t2.norm.made"] = r.get("t2.norm.valid") + 3
    return True


@_fault("opened in total less than newly opened", "T2-1 T2-2", "annual_2019")
def _(r: Report, g: random.Random) -> bool:
    r.values["t2.norm.opened_total"] = r.get("t2.norm.opened_new") - 1
    return r.get("t2.norm.opened_new") > 1


@_fault("more made than newly opened", "L03", "annual_2019")
def _(r: Report, g: random.Random) -> bool:
    n = r.get("t2.norm.opened_new")
    r.values |= {"t2.norm.made_new": n + 4, "t2.norm.opened_total": n, "t2.norm.opened_new": n}
    return True


@_fault("decisions filled as items with their change", "L02", "annual_2019")
def _(r: Report, g: random.Random) -> bool:
    for row in ("licence", "other_admin", "penalty", "coercion"):
        r.values[f"t2.{row}.delta"] = 2
        r.values[f"t2.{row}.last_year"] = 5 + len(row)
        r.values[f"t2.{row}.decisions"] = 7 + len(row)
    return True


@_fault("licences in a body without that power", "L04")
def _(r: Report, g: random.Random) -> bool:
    r.profile.append("no_licences")
    r.values["t2.licence.decisions"] = 12
    return True


@_fault("penalties in a body without that power", "L04")
def _(r: Report, g: random.Random) -> bool:
    r.profile.append("no_penalties")
    r.values["t2.penalty.decisions"] = 4
    return True


@_fault("row missing", "R01 R02")
def _(r: Report, g: random.Random) -> bool:
    r.drop_rows.add(f"t3.{g.choice(['r3_1', 'r3_3_5', 'r3_4_1', 'r3_5_2', 'r4'])}")
    r.parts["apply"] = []
    return True


@_fault("row of six figures", "R02 R01 BLANK_PARENT T3-1 T3-2 T3-3")
def _(r: Report, g: random.Random) -> bool:
    r.shifted = f"t3.{g.choice(['r1', 'r3_1', 'r3_4_1'])}"
    r.parts["apply"] = []
    return True


for _table in ("t2", "t3", "t4"):

    @_fault(f"table {_table} missing", "R04")
    def _(r: Report, g: random.Random, table: str = _table) -> bool:
        r.drop_tables.add(table)
        r.parts["apply"], r.parts["disputes"] = [], []
        return True


@_fault("form of another year", "", "annual_2019", words="表式|格式|第二十条|不适用|沿用|栏目")
def _(r: Report, g: random.Random) -> bool:
    old = r.year
    r.year = 2023
    r.signed = r.signed.replace(str(old + 1), "2024")
    r.preface = r.preface.replace(str(old), "2023")
    r.parts = {k: [t.replace(str(old), "2023") for t in v] for k, v in r.parts.items()}
    return True


# ── against the year before ─────────────────────────────────────────────────────────────────────────────────────────────


@_fault("taken over differs from carried on", "T3-4")
def _(r: Report, g: random.Random) -> bool:
    r.previous = reports.before(r)
    for column in ("natural", "total"):
        _add(r.previous, f"t3.r4.{column}", 3)
        _add(r.previous, f"t3.r1.{column}", 3)
    return True


@_fault("in force does not follow from the year before", "T2-2")
def _(r: Report, g: random.Random) -> bool:
    r.previous = reports.before(r)
    return _add(r.previous, "t2.norm.valid", 5)


@_fault("items do not follow from the year before", "T2-4", "annual_2019")
def _(r: Report, g: random.Random) -> bool:
    r.previous = reports.before(r)
    return _add(r.previous, "t2.licence.last_year", 6)


@_fault("text of the year before", "Y01 Y02 Y03 Y05")
def _(r: Report, g: random.Random) -> bool:
    r.previous = reports.before(r)
    long = "我局围绕招生入学、学生资助、校园食堂等群众关切事项，全年召开专题会议7次，开展业务培训5场，培训人员326人次，办理网民留言418条，办结率100%。"
    r.parts["supervise"] = [long]
    r.previous.parts["supervise"] = [long]
    return True


@_fault("table of the year before", "Y03 Y02 T3-4")
def _(r: Report, g: random.Random) -> bool:
    r.previous = reports.before(r)
    r.previous.values = dict(r.values)
    r.previous.parts["apply"], r.previous.parts["disputes"] = (
        list(r.parts["apply"]),
        list(r.parts["disputes"]),
    )
    return r.get("t3.r1.total") > 5


@_fault("growth against the year before wrong", "G01 X01 P03")
def _(r: Report, g: random.Random) -> bool:
    r.previous = reports.before(r)
    new, old = r.get("t3.r1.total"), r.previous.get("t3.r1.total")
    if old < 10 or new < 10:
        return False
    rate = (new - old) * 100 / old
    r.parts["apply"] = [
        f"本年新收政府信息公开申请{new:g}件，比上年{'增长' if rate < 0 else '下降'}{abs(rate) + 7:.1f}%。"
    ]
    return True


# ── text against table ──────────────────────────────────────────────────────────────────────────────────────────────────


def _tell(name: str, codes: str, needed: str, words: str, by: int = 0) -> None:
    @_fault(name, codes)
    def _(r: Report, g: random.Random) -> bool:
        if not all(_busy(r, cell) for cell in needed.split()):
            return False
        parts = "disputes" if needed.startswith("t4") else "apply"
        first = r.get(needed.split()[0])
        sums = {r.get(f"t3.{a}.total") + r.get(f"t3.{b}.total") for a in ("r1", "r3_7") for b in ("r2", "r4")}
        if by and first + by in sums | set(r.values.values()):
            return False  # another reading of the sentence would hold
        r.parts[parts] = [words.format(n=f"{first:g}", wrong=f"{first + by:g}")]
        return True


_tell("received told differs", "X01", "t3.r1.total", "本年新收政府信息公开申请{wrong}件。", 3)
_tell("closed told differs", "X01", "t3.r3_7.total", "全年办结政府信息公开申请{wrong}件。", 2)
_tell("granted told differs", "X01", "t3.r3_1.total", "答复中予以公开{wrong}件。", 4)
_tell("carried on told differs", "X01", "t3.r4.total", "结转下年度继续办理{wrong}件。", 1)
_tell("taken over told differs", "X01", "t3.r2.total", "上年结转政府信息公开申请{wrong}件。", 5)
_tell("reviews told differ", "X01", "t4.review.total", "因政府信息公开被申请行政复议{wrong}件。", 2)
_tell(
    "kept decisions told differ",
    "X01 V02",
    "t4.review.maintain t4.review.total",
    "行政复议案件中，结果维持{wrong}件。",
    3,
)
_tell("no applications told, some in the table", "V01 X01", "t3.r1.total", "本年度未收到政府信息公开申请。")
_tell(
    "no reviews told, some in the table",
    "V01 X01",
    "t4.review.total",
    "本年度未发生政府信息公开行政复议案件。",
)
_tell("no suits told, some in the table", "V01 X01", "t4.suit_direct.total", "无政府信息公开行政诉讼案件。")
_tell(
    "all closed told, some carried on", "V03", "t3.r4.total t3.r1.total", "收到的政府信息公开申请已全部办结。"
)
_tell("all kept told, some corrected", "V02", "t4.review.correct t4.review.total", "行政复议案件均获维持。")


@_fault("suits told differ", "X01")
def _(r: Report, g: random.Random) -> bool:
    suits = r.get("t4.suit_direct.total") + r.get("t4.suit_after.total")
    r.parts["disputes"] = [f"因政府信息公开被提起行政诉讼{suits + 2:g}件。"]
    return suits > 0


@_fault("only the column of persons told", "X10")
def _(r: Report, g: random.Random) -> bool:
    cells = [("r1", "本年新收政府信息公开申请{}件"), ("r3_7", "办理答复{}件"), ("r3_1", "予以公开{}件")]
    if any(
        r.get(f"t3.{c}.natural") == r.get(f"t3.{c}.total") or not _busy(r, f"t3.{c}.natural")
        for c, _ in cells
    ):
        return False
    r.parts["apply"] = ["，".join(words.format(f"{r.get(f't3.{c}.natural'):g}") for c, words in cells) + "。"]
    return True


@_fault("normative documents told differ", "X01")
def _(r: Report, g: random.Random) -> bool:
    made = r.get("t2.norm.made") + 2
    r.parts["manage"] = [f"全年制发行政规范性文件{made:g}件。"]
    return True


# ── text against itself ─────────────────────────────────────────────────────────────────────────────────────────────────


def _open(r: Report, *lines: str) -> bool:
    r.parts["open"] = list(lines)
    return True


@_fault("parts of the disclosed do not add up", "P01")
def _(r: Report, g: random.Random) -> bool:
    return _open(r, "全年主动公开政府信息1258条，其中机构职能类58条、政策文件类210条、业务动态类890条。")


@_fault("parts without 其中 do not add up", "P01")
def _(r: Report, g: random.Random) -> bool:
    return _open(r, "全年发布政策解读11条，回应关切17条，共29条。")


@_fault("parts far from a vague total", "P02 P01")
def _(r: Report, g: random.Random) -> bool:
    return _open(r, "全年主动公开信息近3000条，其中重点工作类1810条、业务工作类628条。")


@_fault("answers told in the next sentence do not add up", "P01 P03 X01")
def _(r: Report, g: random.Random) -> bool:
    n = r.get("t3.r3_7.total")
    r.parts["apply"] = [
        f"全年共答复申请{n:g}件。其中，予以公开{n / 2 // 1 + 3:g}件，部分公开{n - n / 2 // 1:g}件。"
    ]
    return n > 8


@_fault("same matter told twice differently", "P03")
def _(r: Report, g: random.Random) -> bool:
    r.parts["platform"] = ["全年主动公开政府信息1280条。"]
    return _open(r, "全年主动公开政府信息1208条。")


@_fault("share wrong", "G01")
def _(r: Report, g: random.Random) -> bool:
    return _open(r, "全年主动公开政府信息1200条，其中通过门户网站公开900条，占65%。")


@_fault("growth wrong", "G01")
def _(r: Report, g: random.Random) -> bool:
    return _open(r, "全年主动公开政府信息1200条，比上年的1000条增长25%。")


@_fault("channel above the total", "X09 P01 P03")
def _(r: Report, g: random.Random) -> bool:
    return _open(r, "全年主动公开政府信息820条，其中门户网站公开940条、政务微信公开120条。")


@_fault("part of the year above the whole", "X11 P03")
def _(r: Report, g: random.Random) -> bool:
    return _open(r, "1月1日至11月30日，主动公开政府信息1320条。", "全年主动公开政府信息1210条。")


@_fault("promised rhythm against issues", "F01")
def _(r: Report, g: random.Random) -> bool:
    r.parts["supervise"] = ["坚持每周发布《教育信息周报》2期以上，全年共发布91期。"]
    return True


# ── days, years, outline ────────────────────────────────────────────────────────────────────────────────────────────────


@_fault("period of another year", "D01 D02")
def _(r: Report, g: random.Random) -> bool:
    r.preface = r.preface.replace(
        f"{r.year}年1月1日起至{r.year}年", f"{r.year - 1}年1月1日起至{r.year - 1}年"
    )
    return True


@_fault("period not whole", "D01")
def _(r: Report, g: random.Random) -> bool:
    r.preface = r.preface.replace("12月31日", "12月25日")
    return True


@_fault("period by its end only", "D01")
def _(r: Report, g: random.Random) -> bool:
    r.preface = re.sub(r"报告所列数据的统计期限.*", "数据截止日期为12月25日。", r.preface)
    return True


@_fault("year of the text wrong", "D02")
def _(r: Report, g: random.Random) -> bool:
    return _open(r, f"{r.year - 1}年，我局认真贯彻落实政府信息公开条例，持续推进教育领域信息公开。")


@_fault("signed too late", "D03")
def _(r: Report, g: random.Random) -> bool:
    r.signed = f"{r.year + 1}年4月18日"
    return True


@_fault("posted too late", "D03 D05")
def _(r: Report, g: random.Random) -> bool:
    r.posted = f"{r.year + 1}-05-06"
    return True


@_fault("head and signature far apart", "D05")
def _(r: Report, g: random.Random) -> bool:
    r.posted = f"{r.year + 1}-11-06"
    return True


@_fault("notice not in force cited", "D04")
def _(r: Report, g: random.Random) -> bool:
    r.preface = f"根据国办公开办函〔2019〕60号要求，{r.issuer}编制本报告。统计期限自{r.year}年1月1日起至{r.year}年12月31日止。"
    return r.year >= 2021


@_fault("heading number twice", "O03")
def _(r: Report, g: random.Random) -> bool:
    r.headings["manage"] = "（二）政府信息管理情况"
    return True


@_fault("announced parts differ from headings", "O01 O02")
def _(r: Report, g: random.Random) -> bool:
    r.preface = (
        "本年度报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、咨询处理情况、存在的主要问题及改进情况、其他需要报告的事项、附表等七部分组成。"
        + r.preface
    )
    return True


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _say(name: str, codes: str, words: str) -> None:
    @_fault(name, codes)
    def _(r: Report, g: random.Random) -> bool:
        r.parts["supervise"] = [words]
        return True


_say(
    "another body's text",
    "Y04 Y05",
    "2024年，松岗县水利局认真落实公开要求，松岗县水利局主动公开水利工程建设信息，确保公开到位。",
)
_say("mark of secrecy", "K01", "完善核心评论员队伍（秘密）建设，加强网上舆论引导。")
_say("number of an identity card", "K02", "联系人李明，身份证号110101199003070038，负责日常公开工作。")
_say("mobile number", "K02", "具体工作由张老师负责，手机号13812345678，欢迎来电咨询。")
_say("debris of a bookmark", "K03", "加强平台建设[bookmark: _GoBack]，完善发布机制。")
_say("debris null", "K03", "全年召开会议null次，持续推进公开工作。")
_say("list doubled", "K04", "公开栏目包括政务动态、政务动态、通知公告、政策文件等。")
_say("exact figure with 余", "K05", "全年受理网民来信259余件，均按规定办理。")
_say("click rate for clicks", "K06", "网站点击率已突破50万人次，群众满意度高。")


@_fault("title letters apart", "K07")
def _(r: Report, g: random.Random) -> bool:
    r.headings["title"] = f"{r.issuer}{r.year}年政府信息公开工作年 度 报 告"
    return True


# ── the form of 2014 ────────────────────────────────────────────────────────────────────────────────────────────────────

for _cell, _code, _name in (
    ("s3_1", "A01 X01", "applications ≠ their ways"), ("s3_2", "A02 W04", "closed ≠ on time + late"), ("s3_3", "A03 W04", "answers ≠ their kinds"),
    ("s3_3_4", "A04 A03", "refusals ≠ their grounds"), ("s4", "A05 X01", "reviews ≠ their results"), ("s5", "A06 X01", "suits ≠ their results"),
    ("s8_3", "A07", "staff ≠ full + part time"),
):  # fmt: skip

    @_fault(f"2014: {_name}", _code, "annual_2014")
    def _(r: Report, g: random.Random, cell: str = _cell) -> bool:
        r.parts["apply"] = r.parts["disputes"] = []
        return _add(r, cell, 1)


@_fault("2014: part above its whole", "A08", "annual_2014")
def _(r: Report, g: random.Random) -> bool:
    r.values["s1_1_1"] = r.get("s1_1") + 5
    return True


@_fault("2014: heads at press conferences above all", "A09", "annual_2014")
def _(r: Report, g: random.Random) -> bool:
    r.values["s2_2_1_1"] = r.get("s2_2_1") + 1
    return True


@_fault("2014: total below a channel", "W02 X09", "annual_2014")
def _(r: Report, g: random.Random) -> bool:
    r.parts["open"] = []
    r.values["s1_1"] = r.get("s1_2_2") - 40
    r.values["s1_1_1"] = 1
    return True


@_fault("2014: total above all channels", "W03 X09", "annual_2014")
def _(r: Report, g: random.Random) -> bool:
    r.parts["open"] = []
    r.values["s1_1"] = sum(r.get(f"s1_2_{n}") for n in range(1, 6)) + 30
    return True


@_fault("2014: disclosed told differs", "X01", "annual_2014")
def _(r: Report, g: random.Random) -> bool:
    r.parts["open"] = [f"全年主动公开政府信息{r.get('s1_1') + 1426:g}条。"]
    return True


@_fault("2014: no table", "R04", "annual_2014")
def _(r: Report, g: random.Random) -> bool:
    r.drop_tables.add("main")
    return True
