"""Drafts: opened with the first answer, kept as typed (good or not yet good), dropped by their writer or by time."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from gongkai.apps.intake import codes
from gongkai.apps.intake.flow import Answers, Flow
from gongkai.apps.intake.models import Draft
from gongkai.apps.organizations.models import Organization
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError

LONGEST_TYPED = 20_000  # signs of one field that are kept although they are too many; what is more is cut
MOST_TYPED = 60_000  # signs of all fields of one question
MOST_VALUES = 20  # of a field that takes several


@dataclass(frozen=True)
class Open:
    """A draft with its token, opened. good: answers that passed their question's form; typed: as they stood there."""

    token: str
    draft: Draft
    good: Answers
    typed: dict[str, dict[str, list[str]]]


def open_draft(token: str, flow: Flow, organization: Organization) -> Open | None:
    """The draft that a cookie names; None where there is none, it is over, or it belongs to another form or body."""
    if not token or len(token) > 100:
        return None
    draft = (
        Draft.objects.select_related("receipt")
        .filter(
            key=codes.key_of(token), form=flow.code, organization=organization, expires_at__gt=moment.now()
        )
        .first()
    )
    return _open(token, draft) if draft else None


def _open(token: str, draft: Draft) -> Open | None:
    try:
        text = codes.ring(token).decrypt(draft.answers, _context(draft))
    except GongkaiError:
        return None
    kept = json.loads(text) if text else {}
    return Open(token, draft, kept.get("good", {}), kept.get("typed", {}))


def _context(draft: Draft) -> str:
    return f"intake.draft:{draft.key}"


def _seal(token: str, draft: Draft, good: Answers, typed: dict[str, dict[str, list[str]]]) -> None:
    kept = {"good": good, "typed": typed}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    draft.answers = codes.ring(token).encrypt(text, _context(draft))


@transaction.atomic
def save(
    token: str,
    flow: Flow,
    organization: Organization,
    question: str,
    *,
    typed: dict[str, list[str]],
    good: dict[str, Any] | None,
) -> Open:
    """Keep what was typed at one question, whether it is good yet or not; opens a draft where there is none.

    good: the cleaned values where the question's form accepts them, else None: then the question stays open, and what
    was typed is still there when the writer comes back. A draft that was sent is left alone and a new one begun.
    """
    now = moment.now()
    draft = None
    if token and len(token) <= 100:
        draft = Draft.objects.select_for_update().filter(
            key=codes.key_of(token), form=flow.code, organization=organization, expires_at__gt=now,
            receipt__isnull=True,
        ).first()  # fmt: skip
    opened = _open(token, draft) if draft else None
    if opened is None or draft is None:
        token = codes.new_token()
        draft = Draft(key=codes.key_of(token), form=flow.code, organization=organization, opened_at=now)
        opened = Open(token, draft, {}, {})
    answers, words = dict(opened.good), dict(opened.typed)
    words[question] = _bounded(typed)
    answers.pop(question, None)
    if good is not None:
        answers[question] = json.loads(json.dumps(good, cls=DjangoJSONEncoder))
    draft.saved_at, draft.expires_at = now, now + dt.timedelta(days=settings.INTAKE_DRAFT_DAYS)
    _seal(token, draft, answers, words)
    draft.save()
    return Open(token, draft, answers, words)


def _bounded(typed: dict[str, list[str]]) -> dict[str, list[str]]:
    """What was typed at one question, no more than a draft may hold of it: fields of their length, all of them of theirs."""
    left = MOST_TYPED
    kept: dict[str, list[str]] = {}
    for name, values in typed.items():
        kept[name] = []
        for value in values[:MOST_VALUES]:
            kept[name].append(value[: min(LONGEST_TYPED, left)])
            left -= len(kept[name][-1])
    return kept


def discard(opened: Open) -> None:
    """The writer throws the draft away; files go with it."""
    with transaction.atomic():
        _drop(opened.draft)


def _drop(draft: Draft) -> None:
    for attachment in draft.attachments.filter(subject_id__isnull=True):
        file = attachment.file
        attachment.delete()
        transaction.on_commit(lambda file=file: file.storage.delete(file.name))  # type: ignore[misc]
    draft.delete()


def prune(limit: int = 500) -> int:
    """Drop drafts whose time is over, with the files nobody sent; how many."""
    over = list(Draft.objects.filter(expires_at__lt=moment.now()).order_by("expires_at")[:limit])
    for draft in over:
        with transaction.atomic():
            _drop(draft)
    return len(over)
