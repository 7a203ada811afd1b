"""成文检查: what must stand in a reply before it goes to legal review. Pure over the text and the items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.apps.requests import composing, remedies, rules
from gongkai.apps.requests.models import Office, Point
from gongkai.exceptions import Obstacle
from gongkai.law import lists


@dataclass(frozen=True)
class Finding:
    """must: it stops the letter; otherwise the reviewer should look."""

    must: bool
    sentence: str
    article: str = ""
    cure: str = ""


_WHERE = "请办公室审核在“依申请公开”的“文书设置”里填写"
_NO_REVIEW_BODY = f"还没有填写复议机关，救济写不全；{_WHERE}。"


def findings(text: str, points: Sequence[Point], office: Office, on: dt.date) -> list[Finding]:
    """Every asked item answered, every ground cited, the remedy right."""
    found = []
    for point in points:
        if not point.outcome:
            words = f"第{point.position}项还没有答完。"
            found.append(Finding(True, words, rules.article("answers"), f"#point-{point.position}"))
            continue
        for article in composing.articles(point):
            if article not in text:
                words = f"第{point.position}项没有写所依据的条文：{article}。"
                found.append(Finding(True, words, rules.article("answers"), "#text"))
    answered = [p for p in points if p.outcome]
    if answered:
        found += _remedy(text, answered, office, on)
    return found


def _remedy(text: str, points: Sequence[Point], office: Office, on: dt.date) -> list[Finding]:
    found = []
    cure = "settings"
    if not office.review_body:
        found.append(Finding(True, _NO_REVIEW_BODY, rules.article("review_first"), cure))
    elif office.review_body not in text:
        found.append(
            Finding(
                True,
                f"没有写向哪个机关申请复议：{office.review_body}。",
                rules.article("review_first"),
                "#text",
            )
        )
    for matter in ("review_apply",):
        if remedies.term(matter, on) not in text:
            words = f"没有写申请复议的期限{remedies.term(matter, on)}。"
            found.append(Finding(True, words, rules.article("review_first"), "#text"))
    first = [p for p in composing.decided(points) if remedies.review_first(p, on)]
    if first and "应当先" not in text:
        words = "不予公开的，应当写明先申请行政复议。"
        found.append(Finding(True, words, rules.article("review_first"), "#text"))
    if not first and "应当先" in text:
        words = "没有不予公开的内容，不应要求先申请行政复议。"
        found.append(Finding(True, words, rules.article("review_first"), "#text"))
    for point in first:
        if point.ground and point.ground != point.row:
            ground = lists.entry("decisions", point.ground).label
            words = f"救济按“先申请复议”写：第{point.position}项有不予公开的内容（{ground}）。"
            found.append(Finding(False, words, rules.article("review_first")))
    if not office.court:
        words = f"还没有填写有管辖权的法院，信里只写“有管辖权的人民法院”；{_WHERE}。"
        found.append(Finding(False, words, "", cure))
    return found


def obstacles(found: Sequence[Finding]) -> list[Obstacle]:
    """The findings that stop the letter."""
    return [Obstacle("reply:finding", f.sentence, f.article, f.cure) for f in found if f.must]
