"""The issued report goes to the public by the one common way: registered as a document, reviewed, published."""

from __future__ import annotations

from django.db import transaction

from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.markup import clean
from gongkai.apps.documents.models import Attribute, OfficialDocument
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing import actions as publishing
from gongkai.apps.publishing.faces import Change
from gongkai.apps.reporting import events, rules
from gongkai.apps.reporting.actions.common import keep, lock, refuse, tell
from gongkai.apps.reporting.compiled import thaw, title_of
from gongkai.apps.reporting.models import Report
from gongkai.apps.reporting.outputs.page import fragment
from gongkai.clocks import moment


@transaction.atomic
def hand_over(user: User, report: Report) -> OfficialDocument:
    """送公开: register the issued report as an official document and submit it to the usual reviews.

    The drafter does it; a correction changes the same document. Raises Refused with the obstacles of either app.
    """
    report = lock(report)
    refuse(rules.obstacles_to_hand_over(user, report))
    fields = {
        "title": title_of(report), "kind": "报告", "issuer": report.organization.name, "signed_on": moment.today(),
        "html": fragment(thaw(report)),
    }  # fmt: skip
    if report.document is None:
        document = documents.register(
            user, organization=report.organization, section=report.section, fields=fields
        )
        document = documents.decide_attribute(user, document, attribute=Attribute.OPEN)
        keep(report, document=document)
    else:
        document = documents.change(user, report.document, fields)
    tell(events.HANDED_OVER, user, report, document=document.pk, sha256=report.sha256[:16])
    publishing.submit(user, document, hands=rules.hands_of(report))  # what they typed is what is judged
    document.refresh_from_db()
    return document


def same_text(report: Report) -> bool:
    """Whether the document still says what was issued."""
    if report.document is None or not report.frozen:
        return True
    return report.document.html == clean(fragment(thaw(report)))


def hear(document: int) -> None:
    """A document became public: if it is a report of ours, its duty is done and its clock ends."""
    report = Report.objects.filter(document_id=document).select_related("organization").first()
    if report is not None:
        with transaction.atomic():
            deadlines.end(report, matter=rules.PROVISION)


def heard(change: Change) -> None:
    """The face that reporting shows to publishing."""
    publication = change.publication
    if change.what in {"published", "corrected"} and publication.subject_type == subject_type(
        OfficialDocument
    ):
        hear(publication.subject_id)
