"""Announced parts, headings, numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.statforms.checks import Case
from gongkai.statforms.findings import Finding
from gongkai.statforms.folding import label_key
from gongkai.statforms.narrative.outline import Section


def check_outline(case: Case) -> list[Finding]:
    """Promise of the preface against the headings; numbers used twice."""
    top = _main_run([s for s in case.report.sections if s.level == 1])
    return [*_announced(case, top), *_doubled(case)]


def _main_run(sections: Sequence[Section]) -> list[Section]:
    """Headings 一、二、三… of the body; the list ends where numbering begins again (the table's own headings)."""
    run: list[Section] = []
    for section in sections:
        if run and section.number == 1:
            break
        run.append(section)
    return run


def _announced(case: Case, top: list[Section]) -> Iterator[Finding]:
    promise = case.report.announcement
    if promise is None or not top:
        return
    place = (f"第{promise.line}行",)
    if promise.count != len(top):
        yield Finding(
            "O01",
            "info",
            place,
            f"前言说由{promise.count}个部分组成，正文有{len(top)}个标题：{'、'.join(s.title[:14] for s in top)}",
            promise.count,
            len(top),
            "前言所列部分应与正文标题一致",
        )
        return
    for name, section in zip(promise.names, top, strict=False):
        if not _alike(name, section.title):
            yield Finding(
                "O02",
                "info",
                (*place, f"第{section.line}行"),
                f"前言称“{name}”，正文第{section.number}部分标题为“{section.title}”",
                name,
                section.title,
                "前言所列部分应与正文标题一致",
            )


def _alike(name: str, title: str) -> bool:
    """Same wording but for small words."""
    a, b = (
        re.sub(
            r"政府信息公开|政府信息|信息公开|政府|信息|工作|情况|办理|的|本机关|本年度?|因|年度|和|及|与|、",
            "",
            t,
        )
        for t in (name, title)
    )
    a, b = label_key(a), label_key(b)
    return not a or not b or a in b or b in a or len(set(a) & set(b)) * 2 >= min(len(set(a)), len(set(b))) + 2


def _doubled(case: Case) -> Iterator[Finding]:
    """The same number twice in a row at one level."""
    previous: dict[int, Section] = {}
    for section in case.report.sections:
        before = previous.get(section.level)
        if before is not None and before.number == section.number and before.title != section.title:
            mark = (
                f"（{_chinese(section.number)}）" if section.level == 2 else f"{_chinese(section.number)}、"
            )
            yield Finding(
                "O03",
                "warn",
                (f"第{before.line}行", f"第{section.line}行"),
                f"序号“{mark}”重复：“{before.title[:16]}”与“{section.title[:16]}”",
                section.number + 1,
                section.number,
                "标题序号应连续",
            )
        previous[section.level] = section
        if section.level == 1:
            previous.pop(2, None)


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九十"
    return digits[number] if number <= 10 else "十" + (digits[number - 10] if number < 20 else str(number))
