"""What is done with a record that was handed in or made public, declared once: 撤回送审, 取消定时, 撤回公开, 有效性, 补签."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from gongkai import law
from gongkai.apps.duties import Office
from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.acts import Act, Acts, Preview
from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing import actions, queries, rules
from gongkai.apps.publishing.acting_on import proposed
from gongkai.apps.publishing.actions.countersign import THEN, emergency_stands
from gongkai.apps.publishing.actions.standing import named, page_of
from gongkai.apps.publishing.actions.validity import sentence_of
from gongkai.apps.publishing.acts import cured, reach
from gongkai.apps.publishing.forms import (
    ActsOnForm,
    CountersignForm,
    RefuseForm,
    RelateForm,
    UndoRelationForm,
    WithdrawForm,
)
from gongkai.apps.publishing.models import Pressing, Publication, Relation
from gongkai.apps.publishing.publishable import Subject, kind
from gongkai.apps.reviews.models import Round, Signature, State
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle

NAMESPACE = "publishing"


def _here_or_above(subject: Subject) -> tuple[Organization, Organization]:
    """The record's body, and the one where the office's work is done for it now."""
    return subject.organization, rules.publishing_body(subject)


# --- what is public ---


def _publication(user: Any, key: int) -> Publication:
    found = get_object_or_404(Publication.objects.select_related("organization", "topic"), pk=key)
    found.subject = reach(kind(found.subject_type), user, found.subject_id)
    return found


def _page(request: HttpRequest, publication: Publication) -> str:
    return page_of(publication.subject)


def _withdrawn(user: Any, publication: Publication) -> Mapping[str, Any]:
    at = publication.published_at
    day = f"{at.astimezone(moment.BEIJING):%Y年%-m月%-d日}" if at else ""
    lead = f"这件信息{day}发布，索引号 {publication.index_number}。内容只是有小错的，改后更正即可，不必撤回。"
    return {"lead": lead}


def _relate(user: Any, target: Publication, *, source: Publication, **typed: Any) -> Relation:
    return actions.change_validity(user, source, target, **typed)


def _to_act_on(user: Any, publication: Publication) -> Mapping[str, Any]:
    since = publication.effective_on or moment.today()
    return {"source": publication, "proposed": proposed(user, publication), "since": since}


def _acted_on(done: list[Relation]) -> str:
    return f"已登记 {len(done)} 件：{'；'.join(map(sentence_of, done[:5]))}{' 等' if len(done) > 5 else ''}；请第二人尽快补签。"


def _related(done: Relation) -> str:
    return (
        f"已登记：被 {done.source.number or done.source.title} {done.get_kind_display()}；请第二人尽快补签。"
    )


PUBLICATIONS = Acts(
    "publishing.Publication", NAMESPACE, reach=_publication, page="", home=_page,
    places=(("organization", "section"), Office("organization")),
    cure=lambda obstacles, publication: cured(obstacles, publication.subject),
    acts=(
        Act(
            "unschedule", "取消定时", actions.unschedule, powers.PUBLISH,
            lambda user, publication: rules.obstacles_to_unschedule(user, publication.subject),
            at=lambda publication: rules.publishing_body(publication.subject), note="回到待发布",
            done="已取消定时，回到待发布。",
            shown=lambda user, publication: publication.subject.stage == Stage.SCHEDULED,
        ),
        Act(
            "withdraw", "撤回公开", actions.withdraw, powers.WITHDRAW, rules.obstacles_to_withdraw,
            at=lambda publication: _here_or_above(publication.subject), form=WithdrawForm, context=_withdrawn,
            preview=Preview("publishing/_withdrawal.html", "看公众将看到什么"), basis=law.cite("withdrawal"),
            note="公开页面当即撤下，第二人事后补签", done="已撤回，公开页面已撤下，换成撤回说明；请第二人尽快补签。",
            shown=lambda user, publication: publication.state == Publication.State.LIVE,
        ),
        Act(
            "relate", "废止、修改、替代", _relate, powers.CORRECT, rules.obstacles_to_be_related,
            at=lambda publication: _here_or_above(publication.subject), form=RelateForm, done=_related,
            fill=lambda user, publication: {"target": publication},
            note="登记由哪件文件作出；两边的公开页面都会标明，互相链接",
            shown=lambda user, publication: publication.state == Publication.State.LIVE,
        ),
        Act(
            "acts_on", "此件废止、修改了…", actions.change_many, powers.CORRECT, rules.obstacles_to_act_on,
            at=lambda publication: _here_or_above(publication.subject), form=ActsOnForm, done=_acted_on, fill=_to_act_on,
            note="一次登记几件；按正文和附件里写到的文号、标题预选，逐件由第二人补签",
            shown=lambda user, publication: publication.state == Publication.State.LIVE,
        ),
    ),
)  # fmt: skip


# --- what one record does to another ---


def _relation(user: Any, key: int) -> Relation:
    relation = get_object_or_404(Relation.objects.select_related("source", "target__organization"), pk=key)
    target = relation.target
    target.subject = reach(kind(target.subject_type), user, target.subject_id)
    return relation


def _undone(user: Any, relation: Relation) -> Mapping[str, Any]:
    return {
        "lead": f"登记的是：{sentence_of(relation)}。撤销后两边的公开页面改回登记前的样子，须由第二人补签。"
    }


RELATIONS = Acts(
    "publishing.Relation", NAMESPACE, reach=_relation, page="", prefix="relations/",
    home=lambda request, relation: page_of(relation.target.subject),
    places=(("target__organization", ""), Office("target__organization")),
    cure=lambda obstacles, relation: cured(obstacles, relation.target.subject),
    acts=(
        Act(
            "undo_relation", "撤销登记", actions.undo_relation, powers.CORRECT,
            lambda user, relation: rules.obstacles_to_undo_relation(user, relation, "－"),
            at=lambda relation: _here_or_above(relation.target.subject), form=UndoRelationForm, context=_undone,
            done="已撤销这条登记，两边的公开页面都已改回；请第二人尽快补签。",
        ),
    ),
)  # fmt: skip


# --- what was handed in ---


def _submission(user: Any, key: int) -> Round:
    return get_object_or_404(queries.readable_submissions(user), pk=key)


def _to_recall(user: Any, submission: Round) -> list[Obstacle]:
    return rules.obstacles_to_recall(user, submission, queries.subject_of(submission))


def _may_recall(user: Any, submission: Round) -> bool:
    """Who handed it in or drafted it, until it is public, filed or set for a time."""
    if submission.state not in {State.OPEN, State.APPROVED}:
        return False
    mine = user.pk in {submission.submitted_by_id, submission.drafter_id}
    return mine and (submission.state == State.OPEN or not _to_recall(user, submission))


def _where_it_is_judged(submission: Round) -> tuple[Any, ...]:
    return submission, submission.place


SUBMISSIONS = Acts(
    "reviews.Round", NAMESPACE, reach=_submission, page="", prefix="submissions/",
    home=lambda request, submission: kind(submission.subject_type).address(submission.subject_id),
    places=(("organization", "section"), ("place", ""), Office("organization")),
    acts=(
        Act(
            "review", "审核", actions.agree, powers.VIEW, rules.obstacles_to_review, main=True,
            at=_where_it_is_judged, route="publishing:review_one",
            shown=lambda user, submission: not rules.obstacles_to_review(user, submission),
        ),
        Act(
            "recall", "撤回送审", actions.recall, powers.VIEW, _to_recall, at=_where_it_is_judged, note="拿回来改",
            done="已撤回送审，可以修改了。", shown=_may_recall,
        ),
    ),
)  # fmt: skip


# --- what could not wait for the second person ---


def _pending(user: Any, key: int) -> Signature:
    pending = get_object_or_404(queries.signatures(), pk=key)
    if not powers.may(user, powers.COUNTERSIGN, _signed_at(pending)):
        raise Http404
    return pending


def _signed_at(pending: Signature) -> Organization:
    """Where the office's work is done now for the body whose record it is."""
    return powers.office_of(pending.round.organization)


def _to_sign(user: Any, pending: Signature) -> list[Obstacle]:
    return rules.obstacles_to_review(user, pending.round)


def _then(pending: Signature) -> str:
    return THEN[Pressing(pending.act)]


def _record(pending: Signature) -> Subject:
    return queries.publication_signed(pending).subject


def _told_of(user: Any, pending: Signature) -> dict[str, Any]:
    at = pending.done_at.astimezone(moment.BEIJING)
    return {"facts": [
        ("事项", pending.label), ("信息", named(_record(pending))),
        ("经办", f"{pending.done_by.get_full_name()} {at:%Y年%-m月%-d日 %H:%M}"), ("理由", pending.reason),
    ]}  # fmt: skip


def _of_signing(user: Any, pending: Signature) -> Mapping[str, Any]:
    refuse = reverse("publishing:countersign_refuse", args=[pending.pk])
    beside = [("不同意", refuse), ("看这件信息", page_of(_record(pending)))]
    return {**_told_of(user, pending), "beside": beside}


def _of_refusing(user: Any, pending: Signature) -> Mapping[str, Any]:
    warning = f"按下后：{_then(pending).strip('，')}。经办人会收到您的理由。"
    beside = [("看这件信息", page_of(_record(pending)))]
    return {**_told_of(user, pending), "warning": warning, "beside": beside}


def _what_goes(user: Any, pending: Signature) -> Mapping[str, Any]:
    return {"withdraws": pending.act == Pressing.EMERGENCY and emergency_stands(pending)}


SIGNATURES = Acts(
    "reviews.Signature", NAMESPACE, reach=_pending, page="", prefix="countersigns/",
    home=lambda request, pending: reverse("publishing:countersigns"),
    places=(("round__place", ""), Office("round__organization")),
    acts=(
        Act(
            "countersign", "补签", actions.countersign, powers.COUNTERSIGN, _to_sign, at=_signed_at,
            form=CountersignForm, context=_of_signing, basis=law.cite("second_person"),
            named=lambda pending: f"补签{pending.label}",
            done=lambda done: f"已补签：{done.label} {named(_record(done))}。",
        ),
        Act(
            "countersign_refuse", "不同意", actions.refuse_countersign, powers.COUNTERSIGN, _to_sign, at=_signed_at,
            form=RefuseForm, fill=_what_goes, context=_of_refusing, shown=lambda user, pending: False,
            named=lambda pending: f"不同意{_then(pending)}",
            done=lambda done: f"已记下不同意{_then(done)}：{named(_record(done))}。",
        ),
    ),
)  # fmt: skip
SETS = (PUBLICATIONS, RELATIONS, SUBMISSIONS, SIGNATURES)
