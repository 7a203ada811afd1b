"""The page of one document: what it is, where it stands, what stands against the next act, what may be done."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai import law
from gongkai.apps.deadlines.queries import DueRow, lamp_of, of_subject
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.models import Attribute, DocumentFile, OfficialDocument, Stage
from gongkai.apps.documents.publishable import DOCUMENT
from gongkai.apps.documents.queries import number_questions, similar
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing.acts import cured, reach
from gongkai.apps.publishing.pages import standing
from gongkai.apps.publishing.views.verbs import Verb


@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, text, files, clock, submission, history; the next act with its obstacles, then the others."""
    user: Any = request.user
    record = reach(DOCUMENT, user, pk)
    clocks = [DueRow(d, lamp_of(d)) for d in of_subject(record)]
    files = list(record.files.all())
    may_change = not document_rules.obstacles_to_change(user, record)
    return render(request, "publishing/document.html", {
        **standing(user, record, _own(user, record)), "document": record, "clocks": clocks,
        "sources": [f for f in files if f.part == DocumentFile.Part.SOURCE],
        "attachments": [f for f in files if f.part == DocumentFile.Part.ATTACHMENT],
        "ground": document_rules.ground_of(record), "may_change": may_change,
        "doubles": _doubles(user, record), "questions": _questions(record),
        "open": record.attribute == Attribute.OPEN,
    })  # fmt: skip


def _doubles(user: Any, record: OfficialDocument) -> list[tuple[OfficialDocument, bool, bool]]:
    found = similar(record.organization, number=record.number, fingerprint=record.fingerprint, but=record.pk)
    return [(d, d.fingerprint == record.fingerprint != "", powers.may(user, powers.VIEW, d)) for d in found]


def _questions(record: OfficialDocument) -> list[str]:
    """What is odd about the number, asked once more before 送审."""
    if record.stage not in {Stage.DRAFT, Stage.RETURNED}:
        return []
    return number_questions(record.organization, record.number, record.signed_on, but=record.pk)


def _own(user: Any, record: OfficialDocument) -> list[Verb]:
    """What the floor of documents does with it."""
    if not powers.may(user, powers.CHANGE, record):
        return []
    locked = cured(document_rules.obstacles_to_change(user, record), record)
    edit, attribute = (reverse(f"documents:{act}", args=[record.pk]) for act in ("edit", "attribute"))
    found = [
        Verb("修改", edit, note="登记项、正文、原件", obstacles=locked),
        Verb("认定公开属性", attribute, law.cite("attribute_first"), obstacles=locked),
    ]
    if record.stage == Stage.DRAFT and not record.number:
        against = document_rules.obstacles_to_discard(user, record)
        discard = reverse("documents:discard", args=[record.pk])
        found.append(Verb("作废登记", discard, note="登记错了、没有文号的", obstacles=against))
    return found
