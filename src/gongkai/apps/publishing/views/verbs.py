"""What a person may do with a record of any kind from 送审 on: the next act with its obstacles, then the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from gongkai import law
from gongkai.apps.duties.publishable import Stage
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.acts import OPENING, address_of, cured
from gongkai.apps.publishing.models import Countersign, Publication
from gongkai.apps.publishing.publishable import Subject, kind_of
from gongkai.apps.reviews.models import Round, State
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


def verbs(
    user: Any,
    subject: Subject,
    publication: Publication | None,
    submission: Round | None,
    own: list[Verb] | None = None,
) -> tuple[Verb | None, list[Verb]]:
    """The act that is next for this person (solid), and all others they hold a power for. own: those of the record's duty."""
    if publication is not None:
        publication.subject = subject
    main = _next(user, subject, publication, submission)
    others = [*(own or []), *_recall(user, subject, submission), *_again(user, subject)]
    others += _release(user, subject) + _public(user, subject, publication)
    return main, [v for v in others if main is None or v.url != main.url]


def _act(subject: Subject, name: str) -> str:
    return address_of(kind_of(subject), name, subject.pk)


def _next(
    user: Any, subject: Subject, publication: Publication | None, submission: Round | None
) -> Verb | None:
    if submission is not None and submission.state == State.OPEN:
        if not rules.obstacles_to_review(user, submission):
            return Verb("审核", reverse("publishing:review_one", args=[submission.pk]))
        return None
    if subject.stage == Stage.APPROVED and powers.PUBLISH in powers.verbs_anywhere(user):
        if publication is not None and publication.state == Publication.State.LIVE:
            name, act, against = "发布更正", "correct", rules.obstacles_to_correct(user, publication)
        else:
            name, act, against = "发布", "publish", rules.obstacles_to_publish(user, subject)
        return Verb(name, _act(subject, act), law.cite(OPENING), obstacles=cured(against, subject))
    if subject.stage in {Stage.DRAFT, Stage.RETURNED} and powers.may(user, kind_of(subject).submits, subject):
        name = "再送审" if subject.stage == Stage.RETURNED else "送审"
        return _submit(user, subject, name)
    return None


def _submit(user: Any, subject: Subject, name: str, note: str = "") -> Verb:
    return Verb(
        name, _act(subject, "submit"), law.cite("review"), note, posted=True,
        obstacles=cured(rules.obstacles_to_submit(user, subject), subject),
    )  # fmt: skip


def _recall(user: Any, subject: Subject, submission: Round | None) -> list[Verb]:
    if submission is None or submission.state not in {State.OPEN, State.APPROVED}:
        return []
    against = rules.obstacles_to_recall(user, submission, subject)
    ended = submission.state == State.APPROVED and bool(against)
    if user.pk not in {submission.submitted_by_id, submission.drafter_id} or ended:
        return []
    address = reverse("publishing:recall", args=[submission.pk])
    return [Verb("撤回送审", address, note="拿回来改", obstacles=against, posted=True)]


def _again(user: Any, subject: Subject) -> list[Verb]:
    """What is public, or was, is handed in anew."""
    if subject.stage not in {Stage.PUBLISHED, Stage.WITHDRAWN} or not powers.may(
        user, kind_of(subject).submits, subject
    ):
        return []
    name = "更正后送审" if subject.stage == Stage.PUBLISHED else "改后重新送审"
    return [_submit(user, subject, name, "改好再送，审完才换公开的文字")]


def _release(user: Any, subject: Subject) -> list[Verb]:
    found: list[Verb] = []
    if not rules.may_at(user, powers.PUBLISH, rules.publishing_body(subject), None):
        return found
    if subject.stage in {Stage.DRAFT, Stage.RETURNED, Stage.IN_REVIEW, Stage.APPROVED}:
        against = [
            o
            for o in rules.obstacles_to_emergency(user, subject, "－－－－－")
            if o.code != "emergency:reason"
        ]
        note = "不等审核走完，第二人事后补签"
        found.append(
            Verb("紧急发布", _act(subject, "emergency"), law.cite("emergency"), note, cured(against, subject))
        )
    if subject.stage == Stage.APPROVED:
        against = rules.obstacles_to_turn_back(user, subject)
        found.append(
            Verb("退回拟稿人", _act(subject, "turn_back"), note="审核完了才发现要改的", obstacles=against)
        )
    return found


def _public(user: Any, subject: Subject, publication: Publication | None) -> list[Verb]:
    if publication is None:
        return []
    found: list[Verb] = []
    office = rules.publishing_body(subject)
    if subject.stage == Stage.SCHEDULED and rules.may_at(user, powers.PUBLISH, office, None):
        address = reverse("publishing:unschedule", args=[publication.pk])
        found.append(Verb("取消定时", address, note="回到待发布", posted=True))
    if publication.state == Publication.State.LIVE:
        if rules.at_the_office(user, powers.WITHDRAW, subject):
            address = reverse("publishing:withdraw", args=[publication.pk])
            against = rules.obstacles_to_withdraw(user, publication)
            found.append(Verb("撤回公开", address, law.cite("withdrawal"), "公开页面当即撤下", against))
        if rules.at_the_office(user, powers.CORRECT, subject):
            address = reverse("publishing:relate", args=[publication.pk])
            found.append(Verb("废止、修改、替代", address, note="登记由哪件文件作出"))
    if rules.may_at(user, powers.COUNTERSIGN, office, None):
        found += [_countersign(user, c) for c in publication.countersigns.filter(signed_at__isnull=True)]
    return found


def _countersign(user: Any, pending: Countersign) -> Verb:
    return Verb(
        f"补签{pending.get_act_display()}", reverse("publishing:countersign", args=[pending.pk]), law.cite("second_person"),
        obstacles=rules.obstacles_to_countersign(user, pending),
    )  # fmt: skip
