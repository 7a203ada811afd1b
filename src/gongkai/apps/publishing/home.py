"""What of review and publication stands on an officer's home: what waits, what came back, what a due document needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from gongkai import clocks
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.duties import Due, Pile, Returned
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import queries
from gongkai.apps.publishing.models import Review, Step, Submission
from gongkai.clocks import moment

VERBS = {
    Step.SECTION: powers.REVIEW_SECTION,
    Step.SECRECY: powers.REVIEW_SECRECY,
    Step.OFFICE: powers.REVIEW_OFFICE,
}


def due(user: Any, keys: Sequence[str]) -> Mapping[str, Due]:
    """Where each of these documents stands and whether it waits for this person: three queries for the whole list."""
    wanted = [int(key) for key in keys]
    documents = OfficialDocument.objects.filter(pk__in=wanted).only("id", "stage", "drafted_by_id")
    waiting = set(
        queries.queue(user).order_by().filter(document__in=wanted).values_list("document_id", flat=True)
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


def piles(user: Any) -> list[Pile]:
    """The piles that wait for this person; a pile of a role the person has not is not shown."""
    held = powers.verbs_anywhere(user)
    found: list[Pile] = []
    if held & set(VERBS.values()):
        counts, oldest = _review_piles(user)
        address = reverse("publishing:review")
        found += [
            Pile(step.label, counts.get(step, 0), address, oldest.get(step, ""))
            for step, verb in VERBS.items()
            if verb in held
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
    waiting = (
        queries.queue(user)
        .order_by("step_since")
        .values_list("step", "step_since", "document__number", "document__title")
    )
    for step, since, number, title in waiting[:500]:
        counts[step] = counts.get(step, 0) + 1
        if step not in oldest:
            days = calendar.working_between(since.astimezone(moment.BEIJING).date(), moment.today())
            waited = f"等了{days}个工作日" if days else "今天送到"
            oldest[step] = f"最早一件{waited}：{number or title}"
    return counts, oldest


def returned(user: Any) -> list[Returned]:
    """退回给我: own documents that came back, with who sent them back and why."""
    documents = list(
        OfficialDocument.objects.filter(drafted_by=user, stage=Stage.RETURNED)
        .defer("html", "text", "evidence")
        .order_by("-updated_at")[:8]
    )
    words: dict[int, Review] = {}
    reviews = Review.objects.filter(
        submission__document__in=[d.pk for d in documents],
        submission__state=Submission.State.RETURNED,
        outcome=Review.Outcome.RETURNED,
    ).select_related("reviewer", "submission")
    for review in reviews.order_by("id"):
        words[review.submission.document_id] = review
    return [_returned(document, words.get(document.pk)) for document in documents]


def _returned(document: OfficialDocument, word: Review | None) -> Returned:
    url = reverse("documents:detail", args=[document.pk])
    if word is None:
        return Returned(str(document.pk), document.label, url)
    return Returned(
        str(document.pk),
        document.label,
        url,
        word.reviewer.get_full_name(),
        word.get_step_display(),
        word.opinion,
    )
