"""公文 as publishing sees it: the first kind of record that is made public."""

from __future__ import annotations

from typing import Any

from gongkai.apps.documents import content, events, rules
from gongkai.apps.documents.actions import keep_clock
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.documents.pictures import staff_html
from gongkai.apps.documents.queries import annex_question, past_decisions
from gongkai.apps.documents.revisions import text_of
from gongkai.apps.duties.publishable import Publishable
from gongkai.apps.organizations.models import User


def _keep(user: User, document: OfficialDocument) -> Any:
    """A Wagtail revision of the text as it stands."""
    revision = document.save_revision(user=user, clean=False)
    document.refresh_from_db(fields=["latest_revision"])
    return revision


def _told(document: OfficialDocument) -> dict[str, Any]:
    """How it was decided whether it is open, how the body decided on its like, and what is odd about its annexes."""
    counts, _ = past_decisions(document, limit=0)
    return {
        "ground": rules.ground_of(document), "counts": counts, "peers": sum(counts.values()),
        "annexes": annex_question(document),
    }  # fmt: skip


_EDIT, _ATTRIBUTE = "documents:edit", "documents:attribute"
DOCUMENT = Publishable(
    model="documents.OfficialDocument",
    noun="公文",
    page="documents:detail",
    link="/workbench/documents/{}/",
    namespace="documents",
    content=content.content,
    obstacles=content.obstacles,
    closed=content.closed,
    fingerprint=content.fingerprint,
    writing=(
        events.REGISTERED, events.CHANGED, events.ATTRIBUTED, events.FILE_ADDED, events.FILE_REMOVED,
    ),
    clock=rules.OPENING,
    moved=keep_clock,
    keep=_keep,
    revised=text_of,
    cures={
        "#title": (_EDIT, "#id_title"), "#number": (_EDIT, "#id_number"), "#signed_on": (_EDIT, "#id_signed_on"),
        "#copied_to": (_EDIT, "#id_copied_to"), "#printed": (_EDIT, "#id_printed"),
        "#expires_on": (_EDIT, "#id_expires_on"), "#text": (_EDIT, "#text"), "#attribute": (_ATTRIBUTE, ""),
        "#files": ("documents:detail", "#files"), "#pictures": ("documents:pictures", ""),
    },
    paper=staff_html,
    file="documents:file",
    brief="documents/_brief.html",
    told=_told,
)  # fmt: skip
