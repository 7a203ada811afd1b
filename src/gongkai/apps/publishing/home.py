"""What of review and publication stands on an officer's home: what waits, what came back, what a due document needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse

from gongkai import clocks
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.duties import Due, Held, Pile, Returned
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import queries, rules
from gongkai.apps.reviews import queries as reviews
from gongkai.apps.reviews.models import Outcome, Round, State, Word
from gongkai.clocks import moment


def due(user: Any, keys: Sequence[str]) -> Mapping[str, Due]:
    """Where each of these documents stands and whether it waits for this person: three queries for the whole list."""
    wanted = [int(key) for key in keys]
    documents = OfficialDocument.objects.filter(pk__in=wanted).only("id", "stage", "drafted_by_id")
    waiting = set(
        queries.queue(user).order_by().filter(subject_id__in=wanted).values_list("subject_id", flat=True)
    )
    ready = set(
        queries.waiting_to_publish(user).order_by().filter(pk__in=wanted).values_list("pk", flat=True)
    )
    return {str(d.pk): _due(user, d, waiting, ready) for d in documents}


def _due(user: Any, document: OfficialDocument, waiting: set[int], ready: set[int]) -> Due:
    stage = document.get_stage_display()
    if document.pk in ready:
        return Due("发布", True, f"{stage}，只差发布")
    if document.pk in waiting:
        return Due("审核", True, stage)
    if document.drafted_by_id == user.pk and document.stage in {Stage.DRAFT, Stage.RETURNED}:
        return Due("送审" if document.stage == Stage.DRAFT else "改后再送", True, stage)
    return Due("看进度", False, stage)


def held(keys: Sequence[str]) -> Mapping[str, Held]:
    """In whose hands each of these documents is: three questions for the whole list."""
    documents = list(
        OfficialDocument.objects.filter(pk__in=[int(key) for key in keys])
        .select_related("organization__parent", "section", "drafted_by")
        .defer("html", "text", "evidence")
    )
    steps = _open_steps([d.pk for d in documents if d.stage == Stage.IN_REVIEW])
    wanted = {d.pk: _wanted(d, steps.get(d.pk)) for d in documents}
    people = powers.holders_of([place for place in wanted.values() if place])
    return {
        str(d.pk): _held(d, steps.get(d.pk), _names(wanted[d.pk], people, _barred(d, steps.get(d.pk))))
        for d in documents
    }


def _open_steps(keys: list[int]) -> dict[int, Round]:
    rows = Round.objects.filter(subject_type=queries.SUBJECT, subject_id__in=keys, state=State.OPEN)
    rows = rows.select_related("organization__parent", "section").prefetch_related("words")
    return {r.subject_id: r for r in rows}


def _barred(document: OfficialDocument, submission: Round | None) -> frozenset[int]:
    """Who has a part in it already and so will not judge it."""
    had = rules.facts_of(submission).barred if submission is not None else frozenset()
    return had | {document.drafted_by_id}


def _wanted(document: OfficialDocument, submission: Round | None) -> powers.Wanted | None:
    """Which verb at which place has the document in hand; None: its drafter, or nobody."""
    if submission is not None:
        step = submission.present
        return step.verbs[0], *reviews.place_of(submission, step)
    if document.stage == Stage.APPROVED:
        return powers.PUBLISH, rules.publishing_body(document), None
    return None


def _names(
    wanted: powers.Wanted | None,
    people: Mapping[tuple[str, int, int | None], list[User]],
    barred: frozenset[int],
) -> tuple[str, ...]:
    if wanted is None:
        return ()
    verb, body, section = wanted
    found = people[verb, body.pk, section.pk if section is not None else None]
    return tuple(u.get_full_name() for u in found if u.pk not in barred)


def _held(document: OfficialDocument, submission: Round | None, names: tuple[str, ...]) -> Held:
    if submission is not None:
        since = submission.step_since.astimezone(moment.BEIJING).date()
        return Held(names, submission.step_label, since)
    changed = document.updated_at.astimezone(moment.BEIJING).date()
    if document.stage == Stage.APPROVED:
        return Held(names, "待发布", changed)
    if document.stage in {Stage.DRAFT, Stage.RETURNED}:
        return Held(
            (document.drafted_by.get_full_name(),),
            "拟稿" if document.stage == Stage.DRAFT else "改稿",
            changed,
        )
    return Held((), document.get_stage_display())


def piles(user: Any) -> list[Pile]:
    """The piles that wait for this person; a pile of a role the person has not is not shown."""
    held = powers.verbs_anywhere(user)
    found: list[Pile] = []
    steps = rules.PROCESS.steps
    if any(held & set(step.verbs) for step in steps):
        counts, oldest = _review_piles(user)
        address = reverse("publishing:review")
        found += [
            Pile(step.label, counts.get(step.code, 0), address, oldest.get(step.code, ""))
            for step in steps
            if held & set(step.verbs)
        ]
    if powers.PUBLISH in held:
        ready = queries.waiting_to_publish(user).count()
        found.append(Pile("待发布", ready, reverse("publishing:waiting"), "审核已齐" if ready else ""))
    if powers.COUNTERSIGN in held:
        open_ = queries.open_countersigns(user).count()
        found.append(Pile("待补签", open_, reverse("publishing:countersigns")))
    return found


def _review_piles(user: Any) -> tuple[dict[str, int], dict[str, str]]:
    counts: dict[str, int] = {}
    oldest: dict[str, str] = {}
    calendar = clocks.known_calendar()
    waiting = list(
        queries.queue(user).order_by("step_since", "id").values_list("step", "step_since", "subject_id")[:500]
    )
    first = {step: key for step, _, key in reversed(waiting)}
    names = OfficialDocument.objects.filter(pk__in=first.values()).values_list("pk", "number", "title")
    labels = {pk: number or title for pk, number, title in names}
    for step, since, key in waiting:
        counts[step] = counts.get(step, 0) + 1
        if step not in oldest:
            days = calendar.working_between(since.astimezone(moment.BEIJING).date(), moment.today())
            waited = f"等了{days}个工作日" if days else "今天送到"
            oldest[step] = f"最早一件{waited}：{labels.get(key, '')}"
    return counts, oldest


def returned(user: Any) -> list[Returned]:
    """退回给我: own documents that came back, with who sent them back and why."""
    documents = list(
        OfficialDocument.objects.filter(drafted_by=user, stage=Stage.RETURNED)
        .defer("html", "text", "evidence")
        .order_by("-updated_at")[:8]
    )
    words = Word.objects.filter(
        round__subject_type=queries.SUBJECT, round__subject_id__in=[d.pk for d in documents],
        round__state=State.RETURNED, outcome=Outcome.RETURNED,
    ).select_related("person", "round")  # fmt: skip
    latest = {word.round.subject_id: word for word in words.order_by("id")}
    return [_returned(document, latest.get(document.pk)) for document in documents]


def _returned(document: OfficialDocument, word: Word | None) -> Returned:
    where = Returned(
        document._meta.label_lower,
        str(document.pk),
        document.label,
        reverse("documents:detail", args=[document.pk]),
    )
    if word is None:
        return where
    return replace(where, by=word.person.get_full_name(), where=word.step_label, opinion=word.opinion)
