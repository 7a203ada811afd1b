"""Finding a document for those who review or publish it, though they may not belong to its body."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import rules

_AT_THE_OFFICE = (
    powers.REVIEW_SECRECY, powers.REVIEW_OFFICE, powers.PUBLISH, powers.WITHDRAW, powers.COUNTERSIGN,
)  # fmt: skip


def readable(user: Any, pk: int) -> OfficialDocument:
    """The document, if the user may view it or does a later step for its body (a school's parent bureau)."""
    document = (
        OfficialDocument.objects.select_related("organization__parent", "section", "drafted_by")
        .filter(pk=pk)
        .first()
    )
    if document is None:
        raise Http404
    office = rules.publishing_body(document)
    if powers.may(user, powers.VIEW, document) or any(
        rules.may_at(user, v, office, None) for v in _AT_THE_OFFICE
    ):
        return document
    raise Http404
