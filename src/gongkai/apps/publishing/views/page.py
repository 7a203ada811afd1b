"""The page of one document: what it is, where it stands, what stands against the next act, what may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai import law
from gongkai.apps.deadlines.queries import DueRow, lamp_of, of_subject
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.models import Attribute, DocumentFile, OfficialDocument, Stage
from gongkai.apps.documents.queries import number_questions, similar
from gongkai.apps.ledger.queries import history
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.addresses import public_link
from gongkai.apps.publishing.models import Countersign, Publication
from gongkai.apps.publishing.publishable import label_of
from gongkai.apps.publishing.queries import relations_of
from gongkai.apps.publishing.views.common import cured, readable
from gongkai.apps.publishing.views.timeline import last_return, life
from gongkai.apps.reviews.models import Round, State
from gongkai.apps.reviews.queries import latest
from gongkai.exceptions import Obstacle


@dataclass(frozen=True)
class Verb:
    """One act: its name, article, where it is done; grey with the reason where it is not possible now."""

    name: str
    url: str
    basis: str = ""
    note: str = ""
    obstacles: list[Obstacle] = field(default_factory=list)
    posted: bool = False  # done by one press, because it can be taken back

    @property
    def possible(self) -> bool:
        return not self.obstacles


@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, text, files, clock, submission, history; the next act with its obstacles, then the others."""
    user: Any = request.user
    record = readable(user, pk)
    publication = (
        Publication.objects.filter(subject_type=label_of(record), subject_id=record.pk)
        .select_related("topic", "organization", "planned")
        .first()
    )
    submission = latest(record)
    main, others = verbs(user, record, publication, submission)
    clocks = [DueRow(d, lamp_of(d)) for d in of_subject(record)]
    files = list(record.files.all())
    may_change = not document_rules.obstacles_to_change(user, record)
    back = last_return(record) if record.stage == Stage.RETURNED else None
    acts_on, acted_on_by = relations_of(publication) if publication else ([], [])
    return render(request, "publishing/document.html", {
        "document": record, "publication": publication, "submission": submission,
        "main": main, "others": others, "clocks": clocks,
        "sources": [f for f in files if f.part == DocumentFile.Part.SOURCE],
        "attachments": [f for f in files if f.part == DocumentFile.Part.ATTACHMENT],
        "ground": document_rules.ground_of(record), "may_change": may_change,
        "steps": life(record, submission, publication), "history": history(record),
        "public_link": public_link(publication) if publication and publication.published_at else "",
        "acts_on": acts_on, "acted_on_by": acted_on_by,
        "placed": _columns(publication) if publication else [],
        "may_undo": rules.at_the_office(user, powers.CORRECT, record) if acted_on_by else False,
        "countersigns": list(publication.countersigns.select_related("done_by", "signed_by")) if publication else [],
        "returned": back,
        "doubles": _doubles(user, record), "questions": _questions(record),
        "open": record.attribute == Attribute.OPEN,
    })  # fmt: skip


def _columns(publication: Publication) -> list[str]:
    """Where it stands; for what was never public, where it will."""
    planned = getattr(publication, "planned", None)
    if planned is not None and publication.published_at is None:
        return [c.name for c in planned.columns.all()]
    return [p.column.name for p in publication.placements.select_related("column")]


def _doubles(user: Any, record: OfficialDocument) -> list[tuple[OfficialDocument, bool, bool]]:
    found = similar(record.organization, number=record.number, fingerprint=record.fingerprint, but=record.pk)
    return [(d, d.fingerprint == record.fingerprint != "", powers.may(user, powers.VIEW, d)) for d in found]


def _questions(record: OfficialDocument) -> list[str]:
    """What is odd about the number, asked once more before 送审."""
    if record.stage not in {Stage.DRAFT, Stage.RETURNED}:
        return []
    return number_questions(record.organization, record.number, record.signed_on, but=record.pk)


def verbs(
    user: Any, record: OfficialDocument, publication: Publication | None, submission: Round | None
) -> tuple[Verb | None, list[Verb]]:
    """The act that is next for this person (solid), and all others they hold a power for."""
    main = _next_act(user, record, publication, submission)
    others = [v for v in _others(user, record, publication, submission) if main is None or v.url != main.url]
    return main, others


def _next_act(
    user: Any, record: OfficialDocument, publication: Publication | None, submission: Round | None
) -> Verb | None:
    if submission is not None and submission.state == State.OPEN:
        if not rules.obstacles_to_review(user, submission):
            return Verb("审核", reverse("publishing:review_one", args=[submission.pk]))
        return None
    if record.stage == Stage.APPROVED and powers.PUBLISH in powers.verbs_anywhere(user):
        if publication is not None and publication.state == Publication.State.LIVE:
            publication.subject = record
            name, route, against = (
                "发布更正",
                "publishing:correct",
                rules.obstacles_to_correct(user, publication),
            )
        else:
            name, route, against = "发布", "publishing:publish", rules.obstacles_to_publish(user, record)
        address = reverse(route, args=[record.pk])
        return Verb(name, address, law.cite(document_rules.OPENING), obstacles=cured(against, record))
    if record.stage in {Stage.DRAFT, Stage.RETURNED} and powers.may(user, powers.SUBMIT, record):
        return _submit(user, record)
    return None


def _submit(user: Any, record: OfficialDocument) -> Verb:
    name = "再送审" if record.stage == Stage.RETURNED else "送审"
    return Verb(
        name, reverse("publishing:submit", args=[record.pk]), law.cite("review"), posted=True,
        obstacles=cured(rules.obstacles_to_submit(user, record), record),
    )  # fmt: skip


def _others(
    user: Any, record: OfficialDocument, publication: Publication | None, submission: Round | None
) -> list[Verb]:
    found: list[Verb] = []
    if powers.may(user, powers.CHANGE, record):
        locked = cured(document_rules.obstacles_to_change(user, record), record)
        found.append(
            Verb(
                "修改",
                reverse("documents:edit", args=[record.pk]),
                note="登记项、正文、原件",
                obstacles=locked,
            )
        )
        found.append(
            Verb(
                "认定公开属性",
                reverse("documents:attribute", args=[record.pk]),
                law.cite("attribute_first"),
                obstacles=locked,
            )
        )
        if record.stage == Stage.DRAFT and not record.number:
            found.append(
                Verb(
                    "作废登记",
                    reverse("documents:discard", args=[record.pk]),
                    note="登记错了、没有文号的",
                    obstacles=document_rules.obstacles_to_discard(user, record),
                )
            )
    if submission is not None and submission.state in {State.OPEN, State.APPROVED}:
        recall = rules.obstacles_to_recall(user, submission, record)
        ended = submission.state == State.APPROVED and bool(recall)
        if user.pk in {submission.submitted_by_id, submission.drafter_id} and not ended:
            found.append(
                Verb(
                    "撤回送审",
                    reverse("publishing:recall", args=[submission.pk]),
                    note="拿回来改",
                    obstacles=recall,
                    posted=True,
                )
            )
    if record.stage in {Stage.PUBLISHED, Stage.WITHDRAWN} and powers.may(user, powers.SUBMIT, record):
        verb = _submit(user, record)
        name = "更正后送审" if record.stage == Stage.PUBLISHED else "改后重新送审"
        found.append(
            Verb(name, verb.url, verb.basis, "改好再送，审完才换公开的文字", verb.obstacles, posted=True)
        )
    return found + _publisher_verbs(user, record, publication)


def _publisher_verbs(user: Any, record: OfficialDocument, publication: Publication | None) -> list[Verb]:
    found: list[Verb] = []
    body = rules.publishing_body(record)
    may_publish = rules.may_at(user, powers.PUBLISH, body, None)
    if may_publish and record.stage in {Stage.DRAFT, Stage.RETURNED, Stage.IN_REVIEW, Stage.APPROVED}:
        against = [
            o
            for o in rules.obstacles_to_emergency(user, record, "－－－－－")
            if o.code != "emergency:reason"
        ]
        found.append(
            Verb(
                "紧急发布", reverse("publishing:emergency", args=[record.pk]), law.cite("emergency"),
                "不等审核走完，第二人事后补签", cured(against, record),
            )
        )  # fmt: skip
    if may_publish and record.stage == Stage.APPROVED:
        found.append(
            Verb(
                "退回拟稿人",
                reverse("publishing:turn_back", args=[record.pk]),
                note="审核完了才发现要改的",
                obstacles=rules.obstacles_to_turn_back(user, record),
            )
        )
    if publication is None:
        return found
    if may_publish and record.stage == Stage.SCHEDULED:
        found.append(
            Verb(
                "取消定时",
                reverse("publishing:unschedule", args=[publication.pk]),
                note="回到待发布",
                posted=True,
            )
        )
    if publication.state == Publication.State.LIVE:
        if rules.at_the_office(user, powers.WITHDRAW, record):
            against = rules.obstacles_to_withdraw(user, publication)
            found.append(
                Verb(
                    "撤回公开",
                    reverse("publishing:withdraw", args=[publication.pk]),
                    law.cite("withdrawal"),
                    "公开页面当即撤下",
                    against,
                )
            )
        if rules.at_the_office(user, powers.CORRECT, record):
            found.append(
                Verb(
                    "废止、修改、替代",
                    reverse("publishing:relate", args=[publication.pk]),
                    note="登记由哪件文件作出",
                )
            )
    for pending in publication.countersigns.filter(signed_at__isnull=True):
        if rules.may_at(user, powers.COUNTERSIGN, body, None):
            found.append(_countersign(user, pending))
    return found


def _countersign(user: Any, pending: Countersign) -> Verb:
    return Verb(
        f"补签{pending.get_act_display()}", reverse("publishing:countersign", args=[pending.pk]), law.cite("second_person"),
        obstacles=rules.obstacles_to_countersign(user, pending),
    )  # fmt: skip
