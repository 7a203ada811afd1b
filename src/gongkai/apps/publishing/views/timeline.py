"""经过: what was done, where it is now, who comes next and who may not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

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
    round: int = 0  # of an earlier submission; those of one round fold together


def when(at: object) -> str:
    """“4月29日 15:02”."""
    if not isinstance(at, dt.datetime):
        return ""
    local = at.astimezone(moment.BEIJING)
    year = "" if local.year == moment.today().year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"


def people_for(submission: Submission, step: str) -> list[str]:
    """Who may do a step: the post's holders without those who had a part already."""
    body, section = rules.place_of_step(submission.document, step)
    found = powers.holders(rules.VERBS[Step(step)], body, section).exclude(pk__in=rules.barred(submission))
    return [u.get_full_name() for u in found[:4]]


def words_of(review: Review) -> str:
    """What a return says: its coded reasons and the opinion."""
    reasons = "、".join(rules.RETURN_REASONS.get(r, r) for r in review.reasons)
    return "：".join(dict.fromkeys(x for x in (reasons, review.opinion) if x))


def last_return(document: OfficialDocument, before: Submission | None = None) -> Review | None:
    """The latest 退回 of the document: what the drafter was asked to mend, and by whom."""
    found = Review.objects.filter(submission__document=document, outcome=Review.Outcome.RETURNED)
    if before is not None:
        found = found.filter(submission__lt=before.pk)
    return found.select_related("reviewer", "submission").order_by("-id").first()


def _reviewed(review: Review, number: int) -> Point:
    word = review.get_outcome_display()
    small = "沿用：审过的正是这一稿" if review.carried_over else words_of(review)
    text = f"{review.reviewer.get_full_name()} {review.get_step_display()}{word}"
    return Point(when(review.at), text, small, round=number)


def life(
    document: OfficialDocument, submission: Submission | None, publication: Publication | None
) -> list[Point]:
    """The points of one document: every round of review in the order of time, then where it is and who comes next.

    The rounds before the latest carry their number, so that a screen folds them; none of them is ever left out.
    """
    done: list[tuple[dt.datetime, Point]] = [
        _at(document.created_at, document.drafted_by, "登记", document.section.name)
    ]
    rounds = list(
        document.submissions.select_related("submitted_by")
        .prefetch_related(Prefetch("reviews", Review.objects.select_related("reviewer").order_by("id")))
        .order_by("id")
    )
    for number, entry in enumerate(rounds, 1):
        latest = submission is None or entry.pk == submission.pk
        done += _round(entry, 0 if latest else number)
    if submission is not None:
        submission.document = document
    if publication is not None:
        done += _public(publication)
    done.sort(key=lambda pair: pair[0])
    return [point for _, point in done] + _now_and_next(document, submission)


def _round(entry: Submission, number: int) -> list[tuple[dt.datetime, Point]]:
    """One submission with the words given on it, and how it ended where no word ended it."""
    name = entry.submitted_by.get_full_name()
    points = [(entry.submitted_at, Point(when(entry.submitted_at), f"{name} 送审", round=number))]
    points += [(r.at, _reviewed(r, number)) for r in entry.reviews.all()]
    if entry.state == Submission.State.RECALLED and entry.ended_at is not None:
        points.append((entry.ended_at, Point(when(entry.ended_at), "撤回送审", round=number)))
    return points


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
