"""审核: queue, text, what the reviewer must know, and a word in two clicks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.apps.duties.publishable import PublicFile, Publishable
from gongkai.apps.duties.registry import registry
from gongkai.apps.ledger.queries import history
from gongkai.apps.publishing import queries, rules
from gongkai.apps.publishing.actions import agree, send_back
from gongkai.apps.publishing.actions.standing import named
from gongkai.apps.publishing.acts import cured
from gongkai.apps.publishing.comparing import Row, changed, compare
from gongkai.apps.publishing.publishable import Subject, kind_of, label_of, on_paper, publication_of
from gongkai.apps.publishing.views.timeline import last_return, life, names_for
from gongkai.apps.reviews.models import Outcome, Round, State, Word
from gongkai.apps.reviews.queries import rounds_of
from gongkai.exceptions import Obstacle, Refused

QUEUE_SHOWN = 40
# what the obstacle says → the reason that comes pre-selected
_REASONS = {
    "file:personal": "personal",
    "attribute:": "attribute",
    "document:empty": "attachment",
    "review:changed": "other",
}


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """待我审核: straight to the item that waits longest; says why where nothing waits."""
    user: Any = request.user
    first = queries.queue(user).first()
    if first is not None:
        return redirect("publishing:review_one", first.pk)
    return render(request, "publishing/review_empty.html", {"recent": _recent(user)})


def _recent(user: Any) -> list[tuple[Word, Subject]]:
    """What the person judged last, with the documents."""
    words = list(
        Word.objects.filter(person=user, round__subject_type__in=registry().publishable)
        .exclude(outcome=Outcome.WROTE)
        .select_related("round")
        .order_by("-at")[:8]
    )
    documents = {r.pk: d for r, d in queries.with_subjects(w.round for w in words)}
    return [(w, documents[w.round_id]) for w in words if w.round_id in documents]


@login_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission: read, see what stands against it, give a word."""
    user: Any = request.user
    submission = get_object_or_404(queries.readable_submissions(user), pk=pk)
    return _screen(request, submission)


def _screen(request: HttpRequest, submission: Round, *, refused: str = "", opinion: str = "") -> HttpResponse:
    user: Any = request.user
    record = queries.subject_of(submission)
    waiting = queries.with_subjects(queries.queue(user)[:QUEUE_SHOWN])
    barred = rules.obstacles_to_review(user, submission)
    against = barred if barred else cured(rules.obstacles_to_agree(user, submission, record), record)
    lamps = queries.lamps_of([d for _, d in waiting] + [record])
    of, content = kind_of(record), on_paper(record)
    files = content.attachments
    following = submission.steps.after(submission.step)
    earlier = _earlier(record, submission)
    publication = publication_of(record)
    returned = last_return(record, submission)
    before, after = neighbours([s for s, _ in waiting], submission.pk)
    compared = _compared(earlier, record)
    return render(request, "publishing/review.html", {
        **(of.told(record) if of.told else {}),
        "submission": submission, "record": record, "content": content, "kind": of, "publication": publication,
        "queue": [(s, d, lamps.get((s.subject_type, d.pk))) for s, d in waiting],
        "lamp_row": lamps.get((label_of(record), record.pk)), "page": of.address(record.pk),
        "closed": of.closed(record),
        "may_review": not barred, "obstacles": against, "attachments": _listed(of, record, files), "finds": _finds(files, against),
        "following": following,
        "next_people": names_for(submission, following) if following else [],
        "steps": life(record, submission, publication), "history": history(record),
        "reasons": submission.steps.returns.items(), "chosen": _chosen(request, against),
        "before": before, "after": after, "earlier": earlier, "lines": compared, "changes": changed(compared),
        "returned": returned,
        "refused": refused, "opinion": opinion,
    })  # fmt: skip


def _listed(of: Publishable, record: Subject, files: Sequence[PublicFile]) -> list[tuple[PublicFile, str]]:
    """Each file with the address where staff read it, if its kind has one."""
    return [(f, reverse(of.file, args=[record.pk, f.key]) if of.file else "") for f in files]


def _compared(earlier: Round | None, record: Subject) -> list[Row]:
    if earlier is None or earlier.revision is None:
        return []
    of = kind_of(record)
    return compare(of.revised(earlier.revision), of.content(record).text) if of.revised else []


def neighbours(waiting: list[Round], pk: int) -> tuple[int | None, int | None]:
    """The submissions before and after this one in the queue."""
    ids = [s.pk for s in waiting]
    if pk not in ids:
        return None, ids[0] if ids else None
    at = ids.index(pk)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


def _earlier(record: Subject, submission: Round) -> Round | None:
    """The last submission of another text: what the reviewer saw before, or what the public reads now."""
    return (
        rounds_of(record)
        .filter(pk__lt=submission.pk)
        .exclude(fingerprint=submission.fingerprint)
        .select_related("revision")
        .order_by("-id")
        .first()
    )


def _finds(files: Sequence[PublicFile], against: list[Obstacle]) -> list[dict[str, str]]:
    """What lies hidden in the attachments and does not already stand as an obstacle."""
    blocked = {o.code for o in against}
    return [
        {
            "level": "check",
            "sentence": f"{file.name}：{hit.get('message', '')}",
            "basis": str(hit.get("basis", "")),
        }
        for file in files
        if f"file:personal:{file.key}" not in blocked
        for hit in file.hidden
    ]


def _chosen(request: HttpRequest, against: list[Obstacle]) -> set[str]:
    if request.method == "POST":
        return set(request.POST.getlist("reasons"))
    return {reason for o in against for prefix, reason in _REASONS.items() if o.code.startswith(prefix)}


@login_required
@require_POST
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """同意 or 退回; then on to the next item of the queue."""
    user: Any = request.user
    submission = get_object_or_404(queries.readable_submissions(user), pk=pk)
    record = queries.subject_of(submission)
    _, after = neighbours(list(queries.queue(user)[:QUEUE_SHOWN]), submission.pk)
    opinion = request.POST.get("opinion", "")[:1000]
    try:
        if request.POST.get("word") == "agree":
            done = agree(user, submission, opinion)
            said = "审核完毕" if done.state != State.OPEN else f"送{done.step_label}"
            messages.success(request, f"已同意：{named(record)}，{said}。")
        else:
            send_back(user, submission, request.POST.getlist("reasons"), opinion)
            messages.success(request, f"已退回{submission.drafter.get_full_name()}：{named(record)}。")
    except Refused as refused:
        submission = get_object_or_404(queries.readable_submissions(user), pk=pk)
        return _screen(request, submission, refused=refused.sentence, opinion=opinion)
    if after is not None:
        return redirect("publishing:review_one", after)
    return redirect("publishing:review")
