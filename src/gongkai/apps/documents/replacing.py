"""Which saved version an autosave may take the place of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import ManyToOneRel
from wagtail.models import Revision

from gongkai.apps.documents import events
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.ledger.queries import last_entry


def may_be_replaced(
    user: Any, document: OfficialDocument, revision: Revision, changed: Sequence[str]
) -> bool:
    """Whether an autosave may take the place of this one: the user's own latest, of a sitting in which nothing else
    happened to the document, whose line in the ledger names these fields, and which no other record refers to."""
    if revision.pk != document.latest_revision_id or revision.user_id != user.pk or _named(revision):
        return False
    entry = last_entry(document)
    return (
        entry is not None
        and entry.event == events.CHANGED
        and entry.actor_id == str(user.pk)
        and set(changed) <= set(str(entry.facts.get("fields", "")).split("、"))
    )


def _named(revision: Revision) -> bool:
    """Whether a submission, a public version or any other record says that it was this one."""
    for relation in Revision._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.field.name == "latest_revision":
            continue  # the working copy itself
        others = relation.related_model._base_manager
        if others.filter(**{relation.field.name: revision}).exists():
            return True
    return False
