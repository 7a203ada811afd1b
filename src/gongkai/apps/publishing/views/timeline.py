"""经过: what was done, where it is now, who comes next and who may not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gongkai.apps.documents.models import Attribute, OfficialDocument, Stage
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.models import Publication, Review, Step, Submission
from gongkai.clocks import moment


@dataclass(frozen=True)
class Point:
    """One point of the line. state: "" done, now, next."""

    when: str
    text: str
    small: str = ""
    state: str = ""


def when(at: object) -> str:
    """“4月29日 15:02”."""
    if not isinstance(at, dt.datetime):
        return ""
    local = at.astimezone(moment.BEIJING)
    year = "" if local.year == moment.today().year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"


def people_for(submission: Submission, step: str) -> list[str]:
    """Who may do a step: the post's holders without those who had a part already."""
    document = submission.document
    body, section = rules.place_of_step(document, step)
    seen = {r.reviewer_id for r in submission.reviews.all()}
    barred = {submission.drafter_id, submission.submitted_by_id, *seen}
    found = powers.holders(rules.VERBS[Step(step)], body, section).exclude(pk__in=barred)
    return [u.get_full_name() for u in found[:4]]


def _reviewed(review: Review) -> Point:
    word = review.get_outcome_display()
    reasons = "、".join(rules.RETURN_REASONS.get(r, r) for r in review.reasons)
    small = "：".join(x for x in (reasons, review.opinion) if x)
    if review.carried_over:
        small = "沿用：审过的正是这一稿"
    return Point(
        when(review.at), f"{review.reviewer.get_full_name()} {review.get_step_display()}{word}", small
    )


def life(
    document: OfficialDocument, submission: Submission | None, publication: Publication | None
) -> list[Point]:
    """The points of one document: what was done in the order of time, then where it is and who comes next."""
    done: list[tuple[dt.datetime, Point]] = [
        _at(document.created_at, document.drafted_by, "登记", document.section.name)
    ]
    if submission is not None:
        submission.document = document
        done.append(_at(submission.submitted_at, submission.submitted_by, "送审"))
        done += [(r.at, _reviewed(r)) for r in submission.reviews.all()]
    if publication is not None:
        done += _public(publication)
    done.sort(key=lambda pair: pair[0])
    return [point for _, point in done] + _now_and_next(document, submission)


def _at(at: dt.datetime, who: User, act: str, small: str = "") -> tuple[dt.datetime, Point]:
    return at, Point(when(at), f"{who.get_full_name()} {act}", small)


def _public(publication: Publication) -> list[tuple[dt.datetime, Point]]:
    """Each version the public was shown, and each withdrawal."""
    index = f"索引号 {publication.index_number}"
    found = [
        _at(
            v.at,
            v.by,
            "发布" if v.number == 1 else f"更正，第{v.number}版",
            index if v.number == 1 else v.change_note,
        )
        for v in publication.versions.select_related("by").defer("html", "text").order_by("number")
    ]
    return found + [
        _at(w.at, w.by, "撤回公开", w.public_note)
        for w in publication.withdrawals.select_related("by").order_by("id")
    ]


def _now_and_next(document: OfficialDocument, submission: Submission | None) -> list[Point]:
    if submission is None or submission.state != Submission.State.OPEN:
        return _after_review(document)
    step: Step | None = Step(submission.step)
    points = [Point("现在", _who(people_for(submission, submission.step), submission.step), state="now")]
    while step is not None and (step := rules.next_step(step)) is not None:
        points.append(
            Point("之后", _who(people_for(submission, step), step), "不能由拟稿人、审核过的人兼任", "next")
        )
    last = "发布" if document.attribute == Attribute.OPEN else "归档，不向社会发布"
    points.append(Point("之后", last, "由没有参与拟稿和审核的人办" if last == "发布" else "", "next"))
    return points


def _who(people: list[str], step: str) -> str:
    label = Step(step).label
    return f"{'、'.join(people)} {label}" if people else f"{label}（还没有能办的人）"


def _after_review(document: OfficialDocument) -> list[Point]:
    now = {
        Stage.DRAFT: "登记中，还没有送审",
        Stage.RETURNED: "退回拟稿人修改",
        Stage.APPROVED: "审核完毕，等待发布",
        Stage.SCHEDULED: "已定时，到点发布",
    }.get(Stage(document.stage))
    return [Point("现在", now, state="now")] if now else []
