"""What of review and publication stands on an officer's home: what waits, what came back, what a due document needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.urls import reverse

from gongkai import clocks, prepared
from gongkai.apps.duties import Due, Held, Pile, Returned
from gongkai.apps.duties.publishable import Publishable, Stage
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import queries, rules
from gongkai.apps.publishing.publishable import Subject, kind, kinds, slim, subjects_of
from gongkai.apps.reviews import queries as reviews
from gongkai.apps.reviews.models import Outcome, Round, State, Word
from gongkai.clocks import moment

OF_PILES = 500  # what waits is counted so far


def due_of(label: str) -> Callable[[Any, Sequence[str]], Mapping[str, Due]]:
    """For `Record.due` of a publishable kind."""
    return partial(_due_all, label)


def held_of(label: str) -> Callable[[Sequence[str]], Mapping[str, Held]]:
    """For `Record.held` of a publishable kind."""
    return partial(_held_all, label)


def _due_all(label: str, user: Any, keys: Sequence[str]) -> Mapping[str, Due]:
    """Where each of these records stands and whether it waits for this person: three queries for the whole list."""
    wanted, of = [int(key) for key in keys], kind(label)
    waiting, ready = queries.can_do(user, of, wanted)
    return {
        str(key): _due(Stage(stage), drafter == user.pk, key in waiting, key in ready)
        for key, stage, drafter in queries.standing(of, wanted)
    }


def _due(stage: Stage, own: bool, waiting: bool, ready: bool) -> Due:
    if ready:
        return Due("发布", True, f"{stage.label}，只差发布")
    if waiting:
        return Due("审核", True, stage.label)
    if own and stage in {Stage.DRAFT, Stage.RETURNED}:
        return Due("送审" if stage == Stage.DRAFT else "改后再送", True, stage.label)
    return Due("看进度", False, stage.label)


def _held_all(label: str, keys: Sequence[str]) -> Mapping[str, Held]:
    """In whose hands each of these records is: three questions for the whole list."""
    subjects = list(slim(kind(label)).filter(pk__in=[int(key) for key in keys]))
    steps = _open_steps(label, [s.pk for s in subjects if s.stage == Stage.IN_REVIEW])
    wanted = {s.pk: _wanted(s, steps.get(s.pk)) for s in subjects}
    people = powers.holders_of([place for place in wanted.values() if place])
    return {
        str(s.pk): _held(s, steps.get(s.pk), _able(wanted[s.pk], people, _barred(s, steps.get(s.pk))))
        for s in subjects
    }


def _open_steps(label: str, keys: list[int]) -> dict[int, Round]:
    found = Round.objects.filter(subject_type=label, subject_id__in=keys, state=State.OPEN)
    found = found.select_related("organization__parent", "section").prefetch_related("words")
    return {r.subject_id: r for r in found}


def _barred(subject: Subject, submission: Round | None) -> frozenset[int]:
    """Who has a part in it already and so will not judge it."""
    had = rules.facts_of(submission).barred if submission is not None else frozenset()
    return had | {subject.drafted_by_id}


def _wanted(subject: Subject, submission: Round | None) -> powers.Wanted | None:
    """Which verb at which place has the record in hand; None: its drafter, or nobody."""
    if submission is not None:
        step = submission.present
        return step.verbs[0], *reviews.place_of(submission, step)
    if subject.stage == Stage.APPROVED:
        return powers.PUBLISH, rules.publishing_body(subject), None
    return None


def _able(
    wanted: powers.Wanted | None,
    people: Mapping[tuple[str, int, int | None], list[User]],
    barred: frozenset[int],
) -> list[User]:
    """Who may do the next step and had no part in it."""
    if wanted is None:
        return []
    verb, body, section = wanted
    found = people[verb, body.pk, section.pk if section is not None else None]
    return [u for u in found if u.pk not in barred]


def _held(subject: Subject, submission: Round | None, able: list[User]) -> Held:
    if submission is not None:
        since = submission.step_since.astimezone(moment.BEIJING).date()
        return _of(able, submission.step_label, since)
    changed = subject.updated_at.astimezone(moment.BEIJING).date()
    if subject.stage == Stage.APPROVED:
        return _of(able, "待发布", changed)
    if subject.stage in {Stage.DRAFT, Stage.RETURNED}:
        step = "拟稿" if subject.stage == Stage.DRAFT else "改稿"
        return _of([subject.drafted_by], step, changed)
    return Held((), subject.get_stage_display())


def _of(people: Sequence[User], step: str, since: dt.date) -> Held:
    return Held(tuple(u.get_full_name() for u in people), step, since, tuple(u.pk for u in people))


def piles(user: Any) -> list[Pile]:
    """The piles that wait for this person; a pile of a role the person has not is not shown."""
    held = powers.verbs_anywhere(user)
    found: list[Pile] = []
    steps = [step for process in rules.processes() for step in process.steps]
    if any(held & set(step.verbs) for step in steps):
        counts, oldest = _review_piles(user)
        address = reverse("publishing:review")
        found += [
            Pile(label, counts.get(label, 0), address, oldest.get(label, ""))
            for label in dict.fromkeys(step.label for step in steps if held & set(step.verbs))
        ]
    if powers.PUBLISH in held:
        ready = queries.count_to_publish(user)
        found.append(Pile("待发布", ready, reverse("publishing:waiting"), "审核已齐" if ready else ""))
    if powers.COUNTERSIGN in held:
        open_ = queries.count_to_sign(user)
        found.append(Pile("待补签", open_, reverse("publishing:countersigns")))
    return found


def _review_piles(user: Any) -> tuple[dict[str, int], dict[str, str]]:
    """By the step's name: how many wait, and the one that waits longest."""
    names = {(process.code, step.code): step.label for process in rules.processes() for step in process.steps}
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    for key, process, step in queries.waiting_steps(user, OF_PILES):
        label = names[process, step]
        counts[label] = counts.get(label, 0) + 1
        first.setdefault(label, key)
    rounds = Round.objects.in_bulk(first.values())
    subjects = subjects_of((r.subject_type, r.subject_id) for r in rounds.values())
    return counts, {label: _waits(rounds[key], subjects) for label, key in first.items() if key in rounds}


def _waits(round_: Round, subjects: Mapping[tuple[str, int], Subject]) -> str:
    since = round_.step_since.astimezone(moment.BEIJING).date()
    days = clocks.known_calendar().working_between(since, moment.today())
    waited = f"等了{days}个工作日" if days else "今天送到"
    subject = subjects.get((round_.subject_type, round_.subject_id))
    return f"最早一件{waited}：{_short(subject) if subject is not None else ''}"


def _short(subject: Subject) -> str:
    """Its number, or what it is called."""
    return str(getattr(subject, "number", "") or getattr(subject, "title", "") or subject)


def returned(user: Any) -> list[Returned]:
    """退回给我: own records that came back, with who sent them back and why: two questions a kind."""
    found = [row for of in kinds() for row in _returned_of(user, of)]
    return [row for _, row in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _returned_of(user: Any, of: Publishable) -> list[tuple[dt.datetime, Returned]]:
    mine = slim(of).filter(drafted_by=user.pk, stage=Stage.RETURNED).order_by("-updated_at")
    if not prepared.count(("returned", of.label, user.pk), lambda: mine, 1):
        return []
    subjects = list(mine[:8])
    words = Word.objects.filter(
        round__subject_type=of.label, round__subject_id__in=[s.pk for s in subjects],
        round__state=State.RETURNED, outcome=Outcome.RETURNED,
    ).select_related("person", "round")  # fmt: skip
    latest = {word.round.subject_id: word for word in words.order_by("id")}
    return [(s.updated_at, _returned(of, s, latest.get(s.pk))) for s in subjects]


def _returned(of: Publishable, subject: Subject, word: Word | None) -> Returned:
    name = str(getattr(subject, "label", "") or subject)
    where = Returned(of.label, str(subject.pk), name, of.address(subject.pk))
    if word is None:
        return where
    return replace(where, by=word.person.get_full_name(), where=word.step_label, opinion=word.opinion)
