"""Statistics period, year mentions, cited notices, date of signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai import law
from gongkai.statforms.checks import Case
from gongkai.statforms.findings import Finding
from gongkai.statforms.forms import all_forms, form_for_year, load_form
from gongkai.statforms.narrative.numerals import YEAR, chinese_number, year_number

_FROM_TO = re.compile(
    rf"(?:统计|时间|期限|数据|起止)[^。]{{0,30}}?({YEAR})年(\d{{1,2}})月(\d{{1,2}})日(?:起)?，?(?:至|到|—|－|-|~|——|止)+(?:({YEAR})年)?(\d{{1,2}})月(\d{{1,2}})日"
)
_UNTIL_ONLY = re.compile(
    rf"(?:数据|统计)[^。，；]{{0,12}}截[至止](?:日期|时间|日)?(?:为|是|到|至|于)?(?:({YEAR})年)?(\d{{1,2}})月(\d{{1,2}})日"
)
_DATE = re.compile(
    rf"({YEAR})年(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日"
)
_HEAD_DATE = re.compile(
    r"(?:发布(?:时间|日期)|发文日期|成文日期|生成日期|公开日期|日期|时间)[:：]\s*(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})"
)
_NOTICE = re.compile(r"(国办(?:公开办)?[发函秘]{1,2})〔(\d{4})〕(\d+)号")


def check_dates(case: Case) -> list[Finding]:
    """Everything that depends on the calendar."""
    return [
        *_period(case),
        *_year_in_text(case),
        *_notices(case),
        *_form_of_another_year(case),
        *_signature(case),
    ]


def _period(case: Case) -> Iterator[Finding]:
    year = case.report.year
    for paragraph in case.report.paragraphs[:40]:
        match = _FROM_TO.search(paragraph.text)
        if match is None and year is not None and (until := _UNTIL_ONLY.search(paragraph.text)):
            yield from _ends_early(until, year, paragraph.line)
            return
        if match is None or year is None:
            continue
        start_year, end_year = (
            year_number(match[1]),
            year_number(match[4]) if match[4] else year_number(match[1]),
        )
        start, end = (int(match[2]), int(match[3])), (int(match[5]), int(match[6]))
        place = (f"第{paragraph.line}行",)
        basis = "年度报告的统计期限为当年1月1日至12月31日"
        if start_year != year or end_year != year:
            if start_year == end_year:
                yield Finding(
                    "D01",
                    "error",
                    place,
                    f"报告年度是{year}年，统计期限却写{match.group()[-40:]}",
                    year,
                    start_year,
                    basis,
                )
            else:
                yield Finding(
                    "D01",
                    "warn",
                    place,
                    f"统计期限跨年：{match.group()[-40:]}",
                    f"{year}年1月1日至12月31日",
                    match.group()[-40:],
                    basis,
                )
        elif start != (1, 1) or end != (12, 31):
            yield Finding(
                "D01",
                "warn",
                place,
                f"统计期限不是全年：{match.group()[-40:]}",
                f"{year}年1月1日至12月31日",
                match.group()[-40:],
                basis,
            )
        return


def _ends_early(until: re.Match[str], year: int, line: int) -> Iterator[Finding]:
    """The period told by its last day alone."""
    if (year_number(until[1]) if until[1] else year, int(until[2]), int(until[3])) != (year, 12, 31):
        yield Finding(
            "D01",
            "warn",
            (f"第{line}行",),
            f"统计期限不是全年：{until.group()}",
            f"{year}年12月31日",
            until.group(),
            "年度报告的统计期限为当年1月1日至12月31日",
        )


def _form_of_another_year(case: Case) -> Iterator[Finding]:
    """Tables of a form that was ordered for other years."""
    year = case.report.year
    right = form_for_year(year) if year is not None else None
    if right is None:
        return
    others = {
        table: load_form(forms[0])
        for table, forms in case.report.table_forms.items()
        if right.id not in forms
    }
    if not others:
        return
    form = next(iter(others.values()))
    yield Finding(
        "D04",
        "warn",
        tuple(sorted(others)),
        f"所附表格是{form.first_year}—{form.last_year or '今'}年度的表式，不适用于{year}年度",
        right.basis.split("《")[0],
        form.basis.split("《")[0],
        "报告所附表格应用报告年度的表式",
    )


def _year_in_text(case: Case) -> Iterator[Finding]:
    """Section one speaks of the year before as if it were this one."""
    year = case.report.year
    if year is None:
        return
    opening = _first_section(case)
    for line, text in opening:
        match = re.match(rf"({YEAR})年(?:度)?，", text) or re.match(
            rf"(?:（[一二三四五六七八九十]）[^。，]{{2,20}}。)?({YEAR})年，?(?:我|本|全)[市区县局委]", text
        )
        if match and year_number(match[1]) == year - 1 and f"{year}年" not in text:
            yield Finding(
                "D02",
                "warn",
                (f"第{line}行",),
                f"报告年度是{year}年，此段却从{year - 1}年写起，疑似沿用上年文字：“{text[:30]}…”",
                year,
                year - 1,
                "年度报告反映本年度工作",
            )
    until = re.compile(rf"截[至止]({YEAR})年(?:12月(?:31日|底|末)|年底)")
    for paragraph in case.report.paragraphs:
        for match in until.finditer(paragraph.text):
            if year_number(match[1]) == year - 1 and not re.search(
                r"上年|去年|相比|比较", paragraph.text[max(0, match.start() - 20) : match.end() + 20]
            ):
                yield Finding(
                    "D02",
                    "warn",
                    (f"第{paragraph.line}行",),
                    f"报告年度是{year}年，文中却写“{match.group()}”",
                    year,
                    year - 1,
                    "年度报告反映本年度工作",
                )


def _first_section(case: Case) -> list[tuple[int, str]]:
    inside = False
    found: list[tuple[int, str]] = []
    for paragraph in case.report.paragraphs:
        if re.match(r"一[、.．]", paragraph.text) and len(paragraph.text) < 40:
            inside = True
        elif re.match(r"二[、.．]", paragraph.text) and len(paragraph.text) < 40:
            break
        elif inside:
            found.append((paragraph.line, paragraph.text))
    return found


def _notices(case: Case) -> Iterator[Finding]:
    """A notice whose form was ordered for other years."""
    year = case.report.year
    if year is None:
        return
    numbers = ((_NOTICE.search(form.basis), form) for form in all_forms())
    by_number = {match.group(): form for match, form in numbers if match}
    for paragraph in case.report.paragraphs:
        text = paragraph.text.replace("[", "〔").replace("]", "〕")
        for match in _NOTICE.finditer(text):
            ordered = by_number.get(match.group())
            if ordered is not None and not ordered.covers(year):
                right = form_for_year(year)
                yield Finding(
                    "D04", "warn", (f"第{paragraph.line}行",),
                    f"所引{match.group()}规定的是{ordered.first_year}—{ordered.last_year or '今'}年度的格式，不适用于{year}年度",
                    right.basis.split("《")[0] if right else None, match.group(), "所引文件应在报告年度有效",
                )  # fmt: skip
        if year >= 2019 and re.search(r"国务院令第?492号|2007年[^。]{0,12}国务院令", text):
            yield Finding(
                "D04",
                "warn",
                (f"第{paragraph.line}行",),
                "所引国务院令第492号已由第711号修订，2019年5月15日起施行",
                "国务院令第711号",
                "国务院令第492号",
                "所引文件应在报告年度有效",
            )


def _signature(case: Case) -> Iterator[Finding]:
    """Date at the end of the text against the legal day and against the head of the page."""
    year = case.report.year
    signed = _last_date(case)
    head = _head_date(case)
    if year is None:
        return
    limit, basis = _limit(case, year)
    for found, line, name in ((signed, signed and signed[1], "落款"), (head, head and head[1], "发布")):
        if found is None:
            continue
        day = found[0]
        if day > limit and day.year <= year + 3:
            yield Finding(
                "D03",
                "warn",
                (f"第{line}行",),
                f"{name}日期为{day:%Y年%m月%d日}，晚于法定的{limit:%Y年%m月%d日}",
                f"{limit:%Y-%m-%d}",
                f"{day:%Y-%m-%d}",
                basis,
            )
        elif name == "落款" and day <= date(year, 12, 31):
            yield Finding(
                "D03",
                "info",
                (f"第{line}行",),
                f"落款日期{day:%Y年%m月%d日}不晚于统计期末，全年数字可能尚未统计完毕",
                f"{year + 1}年1月",
                f"{day:%Y-%m-%d}",
                "年度报告在年度终了后编制",
            )
    if signed and head and abs((signed[0] - head[0]).days) > 45:
        yield Finding(
            "D05",
            "warn",
            (f"第{head[1]}行", f"第{signed[1]}行"),
            f"页首日期{head[0]:%Y-%m-%d}与落款日期{signed[0]:%Y-%m-%d}相差{abs((signed[0] - head[0]).days)}天",
            f"{signed[0]:%Y-%m-%d}",
            f"{head[0]:%Y-%m-%d}",
            "页面元数据应与文件一致",
        )


def _limit(case: Case, year: int) -> tuple[date, str]:
    """Departments: 31 January since the rules of 2019; before, and for governments: 31 March."""
    if year < 2019:
        return date(year + 1, 3, 31), law.cite("annual_2008")
    if "government" in case.traits or re.search(r"人民政府(?:办公室)?$", case.report.issuer):
        return date(year + 1, 3, 31), f"{law.cite('annual_gov')}：政府{law.limit('annual_gov')}"
    return date(year + 1, 1, 31), f"{law.cite('annual_dept')}：部门{law.limit('annual_dept')}"


def _day(match: re.Match[str]) -> date | None:
    parts = [
        year_number(match[1]),
        *(int(p) if p.isdigit() else chinese_number(p) for p in (match[2], match[3])),
    ]
    try:
        return date(*(p or 0 for p in parts))
    except (ValueError, TypeError):
        return None


def _last_date(case: Case) -> tuple[date, int] | None:
    for paragraph in reversed(case.report.paragraphs):
        match = _DATE.fullmatch(re.sub(r"\s+", "", paragraph.text)) or re.search(
            rf"(?:局|委|府|室|校|厅|中心)\s*({YEAR})年(\d{{1,2}})月(\d{{1,2}})日$", paragraph.text
        )
        if match:
            day = _day(match)
            return (day, paragraph.line) if day else None
    return None


def _head_date(case: Case) -> tuple[date, int] | None:
    for line, text in case.report.raw_lines[:25]:
        match = _HEAD_DATE.search(text)
        if match:
            day = _day(match)
            if day:
                return day, line
    return None
