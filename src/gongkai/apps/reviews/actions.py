"""Opening a round and the words on it. The caller has locked the record and writes the ledger: it knows the words.

permission → lock → rules → write. Each refuses by itself what the rules of the second person refuse, whatever the
caller asked before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.models import Revision

from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.reviews import queries, rules
from gongkai.apps.reviews.models import SECOND, Outcome, Round, Signature, State, Word
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused
from gongkai.law.processes import Step, process


@transaction.atomic
def open_round(
    user: User,
    record: Model,
    *,
    code: str,
    organization: Organization,
    section: Organization,
    drafter: User,
    hands: Iterable[int],
    fingerprint: str,
    revision: Revision | None = None,
    change_note: str = "",
) -> Round:
    """送审. hands: everybody who put something into the record; drafter and submitter are added.

    Steps whose agreement to exactly this text still holds are not asked again; `word.carried_over` tells which.
    """
    now, steps = moment.now(), process(code).steps
    made = Round(
        subject_type=subject_type(record), subject_id=record.pk, process=code, organization=organization,
        section=section, revision=revision, fingerprint=fingerprint, drafter=drafter, submitted_by=user,
        submitted_at=now, step=steps[0].code, step_since=now, place=organization, change_note=change_note,
    )  # fmt: skip
    made.place = queries.place_of(made, steps[0])[0]
    made.save()
    wrote = queries.hands_before(record) | {*hands, drafter.pk, user.pk}
    Word.objects.bulk_create(
        Word(round=made, person_id=pk, outcome=Outcome.WROTE, fingerprint=fingerprint, at=now)
        for pk in sorted(wrote)
    )
    _carry_over(made, wrote)
    return made


@transaction.atomic
def ask_second(
    user: User,
    record: Model,
    *,
    act: str,
    reason: str,
    organization: Organization,
    section: Organization,
    drafter: User,
    hands: Iterable[int] = (),
    facts: Mapping[str, Any] | None = None,
) -> Signature:
    """先办后签: what was just done to the record stays listed until somebody signs who neither did it nor wrote in it."""
    now, step = moment.now(), process(SECOND).steps[0]
    made = Round(
        subject_type=subject_type(record), subject_id=record.pk, process=SECOND, organization=organization,
        section=section, drafter=drafter, submitted_by=user, submitted_at=now, step=step.code, step_since=now,
        place=organization,
    )  # fmt: skip
    made.place = queries.place_of(made, step)[0]
    made.save()
    Word.objects.bulk_create(
        Word(round=made, person_id=pk, outcome=Outcome.WROTE, at=now)
        for pk in sorted({*hands, drafter.pk, user.pk})
    )
    return Signature.objects.create(round=made, act=act, reason=reason.strip()[:500], facts=dict(facts or {}))


def lock_signature(signature: Signature) -> Signature:
    """The row with its round, locked for this transaction."""
    Round.objects.select_for_update(of=("self",)).get(pk=signature.pk)
    return queries.signatures().get(pk=signature.pk)


def sign(user: User, signature: Signature, opinion: str = "", *, more: Sequence[Obstacle] = ()) -> None:
    """补签 on a locked signature: the act stands."""
    _judge(user, signature.round, more)
    _write(user, signature.round, Outcome.AGREED, opinion)
    _end(signature.round, rules.after(signature.round.state, "agree_last"))


def refuse(user: User, signature: Signature, opinion: str, *, more: Sequence[Obstacle] = ()) -> None:
    """不同意 on a locked signature: its duty undoes the act."""
    _judge(user, signature.round, [*more, *rules.obstacles_of_refusal(opinion)])
    _write(user, signature.round, Outcome.REFUSED, opinion)
    _end(signature.round, rules.after(signature.round.state, "refuse"))


def _carry_over(round_: Round, wrote: Iterable[int]) -> None:
    """Take over agreements given to the very same text; stop at the first step that has none."""
    for step in round_.steps.steps:
        if not step.carries:
            return
        earlier = (
            Word.objects.filter(
                round__subject_type=round_.subject_type, round__subject_id=round_.subject_id, step=step.code,
                outcome=Outcome.AGREED, fingerprint=round_.fingerprint, round__change_note=round_.change_note,
            )
            .exclude(person__in=wrote)
            .order_by("-id")
            .first()
        )  # fmt: skip
        following = round_.steps.after(step.code)
        if earlier is None or following is None:
            return
        Word.objects.create(
            round=round_, step=step.code, person_id=earlier.person_id, outcome=Outcome.AGREED,
            opinion=earlier.opinion, fingerprint=round_.fingerprint, carried_over=True, at=moment.now(),
        )  # fmt: skip
        _stand_at(round_, following)


def lock(round_: Round) -> Round:
    """The row, locked for this transaction, with its words as they are now."""
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    return queries.with_words(Round.objects.all()).get(pk=round_.pk)


def agree(user: User, round_: Round, opinion: str = "", *, more: Sequence[Obstacle] = ()) -> Step | None:
    """同意 on a locked round: the next step, or None where it was the last and the round is approved."""
    _judge(user, round_, more)
    following = round_.steps.after(round_.step)
    state = rules.after(round_.state, "agree" if following else "agree_last")
    _write(user, round_, Outcome.AGREED, opinion)
    if following is not None:
        _stand_at(round_, following)
    else:
        _end(round_, state)
    return following


def send_back(
    user: User, round_: Round, reasons: Sequence[str], opinion: str, *, more: Sequence[Obstacle] = ()
) -> str:
    """退回 on a locked round. Returns the coded reasons in words."""
    _judge(user, round_, [*more, *rules.obstacles_of_return(round_.steps, list(reasons), opinion)])
    return _return(user, round_, "send_back", round_.step, reasons, opinion)


def turn_back(user: User, round_: Round, reasons: Sequence[str], opinion: str) -> str:
    """退回 of an approved round by whoever was to release it. Returns the coded reasons in words."""
    found = rules.obstacles_of_return(round_.steps, list(reasons), opinion)
    if user.pk == round_.drafter_id:
        found.append(Obstacle("turn_back:own", f"您是本件{round_.steps.drafter}，请用“撤回送审”拿回来改。"))
    _refuse(found)
    return _return(user, round_, "turn_back", round_.steps.late[0] or round_.step, reasons, opinion)


def recall(round_: Round) -> None:
    """撤回送审."""
    _end(round_, rules.after(round_.state, "recall"))


def lapse(record: Model) -> None:
    """End what is open for a record: it was overtaken by an emergency or a withdrawal."""
    for round_ in queries.rounds_of(record).filter(state=State.OPEN):
        _end(round_, rules.after(round_.state, "lapse"))


def follow(place: Organization) -> None:
    """A body got another place in the tree: what is judged goes along to who does the step now."""
    standing = Round.objects.filter(
        organization__path__startswith=place.path, state__in=[State.OPEN, State.APPROVED]
    )
    for round_ in standing.select_related("organization", "section"):
        here = queries.place_of(round_, round_.present)[0]
        if here.pk != round_.place_id:
            round_.place = here
            round_.save(update_fields=["place"])


def _judge(user: User, round_: Round, more: Sequence[Obstacle]) -> None:
    facts = queries.facts_of(round_)
    holds = queries.holds_post(user, round_)
    _refuse([*rules.obstacles_to_judge(user.pk, holds_post=holds, facts=facts), *more])


def _refuse(found: Sequence[Obstacle]) -> None:
    if found:
        raise Refused(found)


def _return(user: User, round_: Round, verb: str, step: str, reasons: Sequence[str], opinion: str) -> str:
    state = rules.after(round_.state, verb)
    known = [r for r in reasons if r in round_.steps.returns]
    words = "、".join(round_.steps.returns[r] for r in known)
    _write(user, round_, Outcome.RETURNED, opinion.strip() or words, known, step)
    _end(round_, state)
    return words


def _write(
    user: User, round_: Round, outcome: str, opinion: str, reasons: Sequence[str] = (), step: str = ""
) -> None:
    Word.objects.create(
        round=round_, step=step or round_.step, person=user, outcome=outcome, opinion=opinion.strip()[:1000],
        reasons=list(reasons), fingerprint=round_.fingerprint, at=moment.now(),
    )  # fmt: skip
    getattr(round_, "_prefetched_objects_cache", {}).pop("words", None)


def _stand_at(round_: Round, step: Step) -> None:
    round_.step, round_.step_since = step.code, moment.now()
    round_.place = queries.place_of(round_, step)[0]
    round_.save(update_fields=["step", "step_since", "place"])


def _end(round_: Round, state: str) -> None:
    round_.state, round_.ended_at = state, moment.now()
    round_.save(update_fields=["state", "ended_at"])
