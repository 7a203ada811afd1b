"""The page of one document: what it is, where it stands, what stands against the next act, what may be done."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.apps.deadlines.queries import DueRow, lamp_of, of_subject
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.acts import DOCUMENTS
from gongkai.apps.documents.models import Attribute, DocumentFile, OfficialDocument, Stage
from gongkai.apps.documents.publishable import DOCUMENT
from gongkai.apps.documents.queries import annex_question, number_questions, similar
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing.acts import reach
from gongkai.apps.publishing.pages import standing


@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, text, files, clock, submission, history; the next act with its obstacles, then the others."""
    user: Any = request.user
    record = reach(DOCUMENT, user, pk)
    clocks = [DueRow(d, lamp_of(d)) for d in of_subject(record)]
    files = list(record.files.all())
    may_change = not document_rules.obstacles_to_change(user, record)
    return render(request, "publishing/document.html", {
        **standing(user, record, DOCUMENTS.buttons(user, record)), "document": record, "clocks": clocks,
        "sources": [f for f in files if f.part == DocumentFile.Part.SOURCE],
        "originals": [f for f in files if f.part == DocumentFile.Part.ORIGINAL],
        "attachments": [f for f in files if f.part == DocumentFile.Part.ATTACHMENT],
        "ground": document_rules.ground_of(record), "may_change": may_change,
        "doubles": _doubles(user, record), "questions": _questions(record),
        "open": record.attribute == Attribute.OPEN,
    })  # fmt: skip


def _doubles(user: Any, record: OfficialDocument) -> list[tuple[OfficialDocument, bool, bool]]:
    found = similar(record.organization, number=record.number, fingerprint=record.fingerprint, but=record.pk)
    return [(d, d.fingerprint == record.fingerprint != "", powers.may(user, powers.VIEW, d)) for d in found]


def _questions(record: OfficialDocument) -> list[str]:
    """What is odd about the number and the annexes, asked once more before 送审."""
    if record.stage not in {Stage.DRAFT, Stage.RETURNED}:
        return []
    found = number_questions(record.organization, record.number, record.signed_on, but=record.pk)
    return [*found, *filter(None, [annex_question(record)])]
