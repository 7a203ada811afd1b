"""Cells that cannot be, or hardly can be, whatever they add up to."""

from __future__ import annotations

import re

from gongkai.statforms.checks import Case
from gongkai.statforms.findings import Finding
from gongkai.statforms.profiles import PROFILES, cells_without_duty

_DISTRICT = re.compile(
    r"(?:区|县|旗)[\u4e00-\u9fff]{0,12}(?:局|委员会|教委|办事处|中心|政府)$|(?:镇|乡)(?:人民)?政府$|街道"
)
_AUTONOMOUS = re.compile(r"自治区(?!.*(?:区|县|旗))|特区|特别行政区")
_BUREAU = re.compile(r"(?:局|教委|委员会|学校|大学|学院|中学|小学|幼儿园|中心)$")


def surely_without_rules(issuer: str) -> bool:
    """True for district, county and town bodies: only ministries, provinces and cities make 规章 (立法法)."""
    name = re.sub(r"自治区", "省", issuer)
    name = re.sub(r"(?:新|经济技术|高新技术产业|经济)?开发区|示范区", "市", name)
    return bool(_DISTRICT.search(name)) and not _AUTONOMOUS.search(issuer)


def check_plausibility(case: Case) -> list[Finding]:
    """Rules filled in by a bureau; the processing column filled as last year ± change."""
    return [*_rules_of_a_bureau(case), *_column_misread(case), *_made_not_opened(case), *_without_duty(case)]


def _rules_of_a_bureau(case: Case) -> list[Finding]:
    report = case.report
    if (
        surely_without_rules(report.issuer)
        or "no_rulemaking_power" in case.traits
        or not _BUREAU.search(report.issuer)
    ):
        return []
    filled = [(c, v) for c, v in report.known.items() if c.startswith("t2.reg.") and v]
    if not filled:
        return []
    return [
        Finding(
            "L01", "warn", tuple(c for c, _ in filled),
            f"“规章”一行填有{'、'.join(str(v) for _, v in filled)}；部门、直属单位一般不制定规章，请核对是否误填了规范性文件",
            0, filled[0][1], "立法法：规章由国务院部门和省、设区的市人民政府制定",
        )
    ]  # fmt: skip


def _column_misread(case: Case) -> list[Finding]:
    """2019 form: 处理决定数量 equal to 上一年项目数量 ± 增减 in every row is a misreading, not a coincidence."""
    cells = case.report.known
    rows = ("licence", "other_admin", "penalty", "coercion")
    alike: list[str] = []
    for row in rows:
        ids = [f"t2.{row}.{c}" for c in ("last_year", "delta", "decisions")]
        last, delta, decisions = (cells.get(one) for one in ids)
        if ids[1] not in cells or last is None or decisions is None or (last == 0 and decisions == 0):
            continue
        if decisions != last + (delta or 0):
            return []
        alike.append(f"t2.{row}.decisions")
    if len(alike) < 2:
        return []
    return [
        Finding(
            "L02", "warn", tuple(alike),
            "“处理决定数量”各行都恰等于“上一年项目数量”加减“本年增/减”，疑似把处理决定件数误填成了事项数，请核对",
            None, None, "国办公开办函〔2019〕60号：处理决定数量指当年作出的决定件数",
        )
    ]  # fmt: skip


def _made_not_opened(case: Case) -> list[Finding]:
    """2019 form: more made than newly opened, while the total opened is this year's only."""
    cells = case.report.known
    made, opened, total = (cells.get(f"t2.norm.{c}") for c in ("made_new", "opened_new", "opened_total"))
    if made is None or opened is None or total is None or not made > opened:
        return []
    return [
        Finding(
            "L03", "warn", ("t2.norm.made_new", "t2.norm.opened_new", "t2.norm.opened_total"),
            f"本年新制作{made}件，本年新公开只有{opened}件，对外公开总数量{total}件，请核对是否有应公开未公开的，或只填了当年",
            made, opened, "国办公开办函〔2019〕60号表二",
        )
    ]  # fmt: skip


def _without_duty(case: Case) -> list[Finding]:
    """Cells filled although the body says it has not the power."""
    return [
        Finding(
            "L04",
            "warn",
            (cell,),
            f"本单位{PROFILES[trait].split('（')[0]}，该格却填{case.report.known[cell]}",
            0,
            case.report.known[cell],
            "单位特征（--profile）",
        )
        for trait in sorted(case.traits & PROFILES.keys())
        for cell in cells_without_duty(trait)
        if case.report.known.get(cell)
    ]
