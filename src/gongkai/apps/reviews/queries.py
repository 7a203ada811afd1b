"""Reading rounds: of a record, in a person's queue, with the facts that the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet

from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.reviews.models import Outcome, Round, Signature, State, Word
from gongkai.apps.reviews.rules import Facts
from gongkai.law.processes import Step, process


def rounds_of(record: Model) -> QuerySet[Round]:
    """Every time the record was handed in."""
    return Round.objects.filter(subject_type=subject_type(record), subject_id=record.pk)


def with_words(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """The same with drafter, submitter and all words at hand."""
    words = Word.objects.select_related("person").order_by("id")
    return rounds.select_related(
        "drafter", "submitted_by", "place", "organization__parent", "section"
    ).prefetch_related(Prefetch("words", words))


def latest(record: Model) -> Round | None:
    """The last time it was handed in, with its words."""
    return with_words(rounds_of(record)).order_by("-id").first()


def judgements(round_: Round) -> list[Word]:
    """Agreements and returns, in order."""
    found = sorted(round_.words.all(), key=lambda w: w.pk)
    for word in found:
        word.round = round_
    return [w for w in found if w.outcome != Outcome.WROTE]


def facts_of(round_: Round) -> Facts:
    """The round as the rules see it."""
    words = list(round_.words.all())
    return Facts(
        process=round_.steps, state=round_.state, step=round_.step, drafter=round_.drafter_id,
        submitter=round_.submitted_by_id,
        wrote=frozenset(w.person_id for w in words if w.outcome == Outcome.WROTE),
        judged={w.person_id: w.step for w in words if w.outcome != Outcome.WROTE},
    )  # fmt: skip


def hands_before(record: Model) -> frozenset[int]:
    """Who wrote in any earlier round of the record: what they wrote may still stand in it."""
    wrote = Word.objects.filter(
        round__subject_type=subject_type(record), round__subject_id=record.pk, outcome=Outcome.WROTE
    )
    return frozenset(wrote.values_list("person_id", flat=True))


def place_of(round_: Round, step: Step) -> tuple[Organization, Organization | None]:
    """Body and section at which a step is done today."""
    if step.place == "section":
        return round_.organization, round_.section
    if step.place == "office":
        return powers.office_of(round_.organization), None
    return round_.organization, None


def holds_post(user: Any, round_: Round) -> bool:
    """Whether the user's posts let him take the present step."""
    step = round_.present
    body, section = place_of(round_, step)
    where = section if section is not None and section.is_section else body
    return any(powers.may(user, verb, where) for verb in step.verbs)


def people_for(round_: Round, step: Step) -> QuerySet[User]:
    """Who may take a step and had no part in the round."""
    return holders(step, *place_of(round_, step)).exclude(pk__in=facts_of(round_).barred)


def holders(step: Step, body: Organization, section: Organization | None) -> QuerySet[User]:
    """Whose posts give one of the step's verbs there."""
    found = User.objects.none()
    for verb in step.verbs:
        found = found | powers.holders(verb, body, section)
    return found.distinct()


def step_scope(user: Any, codes: Iterable[str]) -> Q:
    """Rounds of these processes whose present step is within the user's posts."""
    condition = Q(pk__in=[])
    for code in codes:
        for step in process(code).steps:
            fields = {
                "section": ("organization", "section"),
                "office": ("place", ""),
                "body": ("organization", ""),
            }
            reach = Q(pk__in=[])
            for verb in step.verbs:
                reach |= powers.scope_filter(user, verb, *fields[step.place])
            condition |= Q(process=code, step=step.code) & reach
    return condition


def queue(user: Any, *codes: str) -> QuerySet[Round]:
    """Open rounds that wait for this user: within his posts, and he had no part in them. Oldest first."""
    return (
        Round.objects.filter(step_scope(user, codes), state=State.OPEN)
        .exclude(drafter=user)
        .exclude(submitted_by=user)
        .exclude(Exists(Word.objects.filter(round=OuterRef("pk"), person=user)))
        .order_by("step_since", "id")
    )


def signatures() -> QuerySet[Signature]:
    """先办后签 of all duties, with who did it and what the second person said."""
    words = Word.objects.select_related("person").order_by("id")
    return Signature.objects.select_related(
        "round__drafter",
        "round__submitted_by",
        "round__place",
        "round__organization__parent",
        "round__section",
    ).prefetch_related(Prefetch("round__words", words))


def signatures_of(record: Model) -> QuerySet[Signature]:
    """Those of one record, in the order in which they were done."""
    return (
        signatures()
        .filter(round__subject_type=subject_type(record), round__subject_id=record.pk)
        .order_by("pk")
    )


def unsigned() -> QuerySet[Signature]:
    """Those that wait."""
    return signatures().filter(round__state=State.OPEN)


def to_sign(user: Any) -> QuerySet[Signature]:
    """What waits for a second person and this user may sign: within his posts, and he had no part in it."""
    part = Word.objects.filter(round=OuterRef("pk"), person=user)
    scope = powers.scope_filter(user, powers.COUNTERSIGN, "round__place", "")
    return unsigned().filter(scope).exclude(Exists(part))


def had_part(user: Any, kind: str, **round_is: Any) -> Exists:
    """For a queryset of records of this kind: whether the user wrote in or judged a round of it."""
    return Exists(
        Word.objects.filter(
            round__subject_type=kind, round__subject_id=OuterRef("pk"), person=user,
            **{f"round__{key}": value for key, value in round_is.items()},
        )
    )  # fmt: skip
