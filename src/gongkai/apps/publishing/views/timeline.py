"""经过: what was done, where it is now, who comes next and who may not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import Subject, kind_of, label_of
from gongkai.apps.reviews.models import Outcome, Round, State, Word
from gongkai.apps.reviews.queries import judgements, people_for, rounds_of, with_words
from gongkai.clocks import moment
from gongkai.law.processes import Step


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


def names_for(submission: Round, step: Step) -> list[str]:
    """Who may do a step: the post's holders without those who had a part already."""
    return [u.get_full_name() for u in people_for(submission, step)[:4]]


def last_return(subject: Subject, before: Round | None = None) -> Word | None:
    """The latest 退回 of the document: what the drafter was asked to mend, and by whom."""
    found = Word.objects.filter(
        round__subject_type=label_of(subject), round__subject_id=subject.pk, outcome=Outcome.RETURNED
    )
    if before is not None:
        found = found.filter(round__lt=before.pk)
    return found.select_related("person", "round").order_by("-id").first()


def _reviewed(word: Word, number: int) -> Point:
    small = "沿用：审过的正是这一稿" if word.carried_over else word.sentence
    text = f"{word.person.get_full_name()} {word.step_label}{word.get_outcome_display()}"
    return Point(when(word.at), text, small, round=number)


def life(subject: Subject, submission: Round | None, publication: Publication | None) -> list[Point]:
    """The points of one document: every round of review in the order of time, then where it is and who comes next.

    The rounds before the latest carry their number, so that a screen folds them; none of them is ever left out.
    """
    done: list[tuple[dt.datetime, Point]] = [
        _at(subject.created_at, subject.drafted_by, "登记", subject.section.name)
    ]
    for number, entry in enumerate(with_words(rounds_of(subject)).order_by("id"), 1):
        latest = submission is None or entry.pk == submission.pk
        done += _round(entry, 0 if latest else number)
    if publication is not None:
        done += _public(publication)
    done.sort(key=lambda pair: pair[0])
    return [point for _, point in done] + _now_and_next(subject, submission)


def _round(entry: Round, number: int) -> list[tuple[dt.datetime, Point]]:
    """One submission with the words given on it, and how it ended where no word ended it."""
    name = entry.submitted_by.get_full_name()
    points = [(entry.submitted_at, Point(when(entry.submitted_at), f"{name} 送审", round=number))]
    points += [(word.at, _reviewed(word, number)) for word in judgements(entry)]
    if entry.state == State.RECALLED and entry.ended_at is not None:
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


def _now_and_next(subject: Subject, submission: Round | None) -> list[Point]:
    if submission is None or submission.state != State.OPEN:
        return _after_review(subject)
    step: Step | None = submission.present
    points = [Point("现在", _who(submission, submission.present), state="now")]
    while step is not None and (step := submission.steps.after(step.code)) is not None:
        points.append(Point("之后", _who(submission, step), "不能由拟稿人、审核过的人兼任", "next"))
    last = "归档，不向社会发布" if kind_of(subject).closed(subject) else "发布"
    points.append(Point("之后", last, "由没有参与拟稿和审核的人办" if last == "发布" else "", "next"))
    return points


def _who(submission: Round, step: Step) -> str:
    people = names_for(submission, step)
    return f"{'、'.join(people)} {step.label}" if people else f"{step.label}（还没有能办的人）"


def _after_review(subject: Subject) -> list[Point]:
    now = {
        Stage.DRAFT: "登记中，还没有送审",
        Stage.RETURNED: "退回拟稿人修改",
        Stage.APPROVED: "审核完毕，等待发布",
        Stage.SCHEDULED: "已定时，到点发布",
    }.get(Stage(subject.stage))
    return [Point("现在", now, state="now")] if now else []
