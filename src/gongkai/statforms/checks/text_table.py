"""Figures of the text against the cells they speak of."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from gongkai.statforms.checks import Case
from gongkai.statforms.checks.quantities import (
    CHANNELS,
    FIRM,
    Answer,
    answers,
    answers_for,
    name_of,
    options_of,
)
from gongkai.statforms.findings import Finding, Level, Number
from gongkai.statforms.narrative.facts import Fact
from gongkai.statforms.narrative.figures import meet
from gongkai.statforms.narrative.meanings import JOINT
from gongkai.statforms.narrative.partlists import _CHANNEL as CHANNEL_WORDS

_DOUBTFUL_SECTION = re.compile(r"问题|不足|改进|下一步|打算|计划|措施|建议提案")
_DECISIONS = frozenset(
    {
        "granted",
        "partly_granted",
        "refused",
        "unable",
        "not_processed",
        "otherwise",
        "not_held",
        "completed",
        "replied",
        "carried_in",
        "carried_out",
    }
)
_TOTALS = frozenset(
    {"received", "requests", "handled", "completed", "replied", "disclosed", "review", "suit"}
)
_BY_ATTRIBUTE = re.compile(
    r"主动公开(?:的|类|文件|信息|公文)*\d+(?:件|条|份).*(?:不予公开|不公开)|公文|发文|文件.{0,30}(?:公开属性|属性为)"
)
_OTHER_NOUN = re.compile(
    r"行政许可|许可申请|资格|认定|审批|备案|政务服务|一网通办|教师|职称|学籍|资助|案件|事项|诉求|问题|线索|热点|舆情"
)
_REQUESTS = re.compile(r"依申请|信息公开|公开申请|申请公开")
_FOREIGN_SITE = re.compile(r"省|国家|教育部|市政府|市人民政府|区政府|县政府|上级|新华|人民网|媒体")
_SHARE_OF_CLOSED = re.compile(r"按时|按期|如期|延期|逾期|当场|提前|网上|率")
_ONLY_REVIEWS = re.compile(r"^(?=[^。]*复议)(?![^。]*(?:诉讼|起诉|应诉|法院))")
_OPEN_ALREADY = re.compile(r"(?:属于|已经?)主动公开")
_REQUEST_TALK = re.compile(r"申请|答复|办结|办理")
_ABOUT_DISCLOSURE = re.compile(r"信息公开|政务公开|依申请")
_OTHER_BUSINESS = re.compile(
    r"行政应诉|应诉案件|复议应诉|复议案件办理|受理行政复议|作为复议机关|审理|教师申诉|学生申诉"
)


def check_text_against_table(case: Case) -> list[Finding]:
    """Differences between text and table; several that equal one column become one finding."""
    report = case.report
    if report.form is None or not report.cells:
        return []
    table = answers_for(report.form)
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in report.facts:
        if options_of(fact.what, table) and all(
            _comparable(replace(fact, what=one)) for one in fact.what.split(JOINT)
        ):
            groups[fact.what].append(fact)
    found: list[Finding] = []
    columns: list[tuple[Fact, Answer]] = []
    for what, facts in groups.items():
        options = answers(options_of(what, table), report.cells, report.unread)
        if not options:
            continue
        agreeing = [f for f in facts if any(_agrees(f, option.value) for option in options)]
        for fact in facts:
            if fact in agreeing or any(other.sentence == fact.sentence for other in agreeing):
                continue  # siblings in one sentence speak of other bodies or other shares
            column = _equals_one_column(fact, options[0], case)
            if column is not None and not agreeing:
                columns.append((fact, column))
            else:
                found.append(_difference(fact, options[0], bool(agreeing)))
    found.extend(_one_column(columns))
    return [f for f in found if f is not None] + _partial_above_whole(case)


def _comparable(fact: Fact) -> bool:
    """Only figures for the whole year, of the body itself, about requests."""
    if fact.period != "year" or fact.subset or _DOUBTFUL_SECTION.search(fact.section):
        return False
    if fact.foreign and fact.what not in CHANNELS | {"interpretation", "press", "interview"}:
        return False
    if fact.what in _TOTALS and fact.part and fact.what not in ("review", "suit"):
        return False
    if fact.what in _DECISIONS and (
        fact.figure.unit in ("条", "条次", "项", "%") or not _REQUEST_TALK.search(fact.sentence)
    ):
        return False
    if fact.what in CHANNELS and (fact.part or _FOREIGN_SITE.search(fact.lead)):
        return False
    if fact.what in ("completed", "replied") and _SHARE_OF_CLOSED.search(fact.lead):
        return False
    if (
        fact.what in _DECISIONS
        and _OTHER_NOUN.search(fact.sentence[: fact.offset])
        and not _REQUESTS.search(fact.sentence[: fact.offset])
    ):
        return False
    if fact.what == "granted" and _OPEN_ALREADY.search(fact.sentence):
        return False
    if (
        fact.what in _DECISIONS
        and _BY_ATTRIBUTE.search(fact.sentence)
        and not re.search(r"答复|办结|受理|收到", fact.sentence)
    ):
        return False
    if fact.what == "disclosed" and _channel_only(fact):
        return False
    if fact.what in ("review", "suit"):
        return _is_about_disclosure(fact)
    if fact.what == "review_maintained":
        return _is_about_disclosure(fact) and _ONLY_REVIEWS.search(fact.sentence) is not None
    if fact.what == "fee":
        return "信息" in fact.sentence or "信息" in fact.section
    if fact.what.startswith("apply_"):
        return bool(re.search(r"申请", fact.sentence))
    return fact.figure.unit != "%"


def _channel_only(fact: Fact) -> bool:
    """“通过门户网站主动公开信息N条” counts one channel; a list of channels joined by 等 counts all."""
    words = CHANNEL_WORDS.findall(fact.lead[-60:])
    return len(words) == 1 and not re.search(r"等", fact.lead[-60:])


def _is_about_disclosure(fact: Fact) -> bool:
    near = fact.sentence[max(0, fact.offset - 60) : fact.offset + 20]
    if _OTHER_BUSINESS.search(near):
        return False
    return bool(_ABOUT_DISCLOSURE.search(near) or ("复议" in fact.section and "信息公开" in fact.section))


def _agrees(fact: Fact, value: Number | None) -> bool:
    low, high = _in_table_unit(fact)
    return meet(low, high, float(value or 0), float(value or 0))


def _in_table_unit(fact: Fact) -> tuple[float, float]:
    """元 in the text against 万元 in the form."""
    if fact.what == "fee" and fact.figure.unit == "元":
        return fact.figure.low / 10000, fact.figure.high / 10000
    return fact.figure.low, fact.figure.high


def _difference(fact: Fact, option: Answer, contradicted_by_text: bool) -> Finding:
    firm = FIRM.issuperset(fact.what.split(JOINT))
    level: Level = "error" if firm else "warn"
    vague = "" if fact.figure.exact else f"“{fact.figure.approx}”按区间计，仍不相合。"
    remark = vague
    if option.value is None:
        level, remark = "warn", remark + "表中该格空白。"
    elif contradicted_by_text:
        level, remark = "warn", remark + "文中另有一处与表一致，请核对此处所指范围。"
    elif (
        firm
        and not fact.figure.exact
        and fact.figure.low <= option.value * 1.1
        and option.value * 0.9 <= fact.figure.high
    ):
        level = "warn"
    where = (*option.cells, f"第{fact.line}行")
    shown = option.value if option.value is not None else "空白"
    message = f"文中{name_of(fact.what)}为{fact.figure.shown}，表中为{shown}。{remark}原文：“…{_quote(fact)}”"
    return Finding(
        "X09" if fact.what in CHANNELS else "X01",
        level,
        where,
        message,
        option.value,
        fact.value,
        "正文与表格所述同一事项的数字应一致",
    )


def _quote(fact: Fact) -> str:
    return fact.sentence[max(0, fact.offset - 30) : fact.offset + 12].strip()


def _equals_one_column(fact: Fact, option: Answer, case: Case) -> Answer | None:
    """The figure equals the 自然人 column of the same rows."""
    cells = case.report.known
    if (
        not fact.figure.exact
        or not fact.value
        or not all(cell.endswith(".total") and cell.startswith("t3.") for cell in option.cells)
    ):
        return None
    names = tuple(cell.replace(".total", ".natural") for cell in option.cells)
    if any(name not in cells for name in names) or sum(cells[name] or 0 for name in names) != fact.value:
        return None
    return Answer(option.cells, option.value)


def _one_column(pairs: list[tuple[Fact, Answer]]) -> list[Finding]:
    if not pairs:
        return []
    level: Level = "error" if any(fact.what in FIRM for fact, _ in pairs) else "warn"
    listed = "；".join(f"{name_of(f.what)}文中{f.value}、表中总计{a.value}" for f, a in pairs)
    where = tuple(dict.fromkeys(cell for _, a in pairs for cell in a.cells)) + tuple(
        dict.fromkeys(f"第{f.line}行" for f, _ in pairs)
    )
    message = f"文中数字只等于表中“自然人”一列，漏计法人或其他组织：{listed}"
    return [
        Finding(
            "X10", level, where, message, pairs[0][1].value, pairs[0][0].value, "正文应引用“总计”列的数字"
        )
    ]


def _partial_above_whole(case: Case) -> list[Finding]:
    """A figure for part of the year that is already above the cell for the whole year."""
    report = case.report
    if report.form is None:
        return []
    table = answers_for(report.form)
    found: list[Finding] = []
    for fact in report.facts:
        if fact.period not in ("partial", "until_now") or fact.subset or fact.what not in table:
            continue
        if fact.what not in CHANNELS | {"received", "disclosed", "interpretation", "press"} or (
            fact.foreign and fact.what not in CHANNELS
        ):
            continue
        if re.search(r"月均|平均|每[月周天日]", fact.sentence[max(0, fact.offset - 14) : fact.offset]):
            continue
        readings = answers(table[fact.what], report.cells, report.unread)
        options = [one for one in readings[:1] if one.value is not None]
        if options and fact.figure.low > float(options[0].value or 0):
            message = f"文中{name_of(fact.what)}部分时段已有{fact.figure.shown}，多于表中全年的{options[0].value}：“…{_quote(fact)}”"
            found.append(
                Finding(
                    "X11",
                    "warn",
                    (*options[0].cells, f"第{fact.line}行"),
                    message,
                    options[0].value,
                    fact.value,
                    "部分时段的数字不应大于全年",
                )
            )
    return found
