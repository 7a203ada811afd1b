"""Reading reviews and publications for screens and for the public faces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from gongkai import prepared
from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.models import State as Clock
from gongkai.apps.deadlines.queries import DueRow, lamps_for
from gongkai.apps.documents.models import TITLES, OfficialDocument
from gongkai.apps.documents.publicity import Publicity
from gongkai.apps.duties import MENU_UP_TO
from gongkai.apps.duties.publishable import Publishable, Stage
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing import rules
from gongkai.apps.publishing.index_numbers import format_index
from gongkai.apps.publishing.models import (
    IndexCounter,
    Placement,
    Planned,
    Publication,
    Relation,
    Version,
)
from gongkai.apps.publishing.publishable import (
    Subject,
    kind,
    kinds,
    label_of,
    rows,
    slim,
    subjects_of,
)
from gongkai.apps.publishing.publishable import with_subjects as with_records
from gongkai.apps.reviews import queries as reviews
from gongkai.apps.reviews.models import Round, Signature, State, Word
from gongkai.clocks import moment

AT_THE_OFFICE = (
    powers.REVIEW_SECRECY, powers.REVIEW_OFFICE, powers.PUBLISH, powers.WITHDRAW, powers.COUNTERSIGN,
)  # fmt: skip


def subject_of(submission: Round) -> Subject:
    """The record that was handed in."""
    return rows(kind(submission.subject_type)).get(pk=submission.subject_id)


def _judged_here() -> list[str]:
    return [process.code for process in rules.processes()]


def _labels() -> list[str]:
    """The kinds of this installation: rows of a duty that was taken out stand in no list."""
    return [of.label for of in kinds()]


def _due_on() -> Subquery:
    """The day on which the limit of what was handed in ends."""
    key = Cast(OuterRef("subject_id"), Deadline._meta.get_field("subject_id").clone())
    running = Deadline.objects.filter(
        subject_type=OuterRef("subject_type"), subject_id=key, state=Clock.RUNNING
    )
    return Subquery(running.order_by("due_on").values("due_on")[:1])


def queue(user: Any) -> QuerySet[Round]:
    """Records in review that wait for this user: within his posts, and he had no part in them.

    What is late stands first, then what falls due first; without a limit by how long it waits.
    """
    waiting = reviews.queue(user, *_judged_here()).filter(subject_type__in=_labels())
    waiting = waiting.annotate(due_on=_due_on())
    return waiting.order_by(F("due_on").asc(nulls_last=True), "step_since", "id")


def with_subjects(rounds: Iterable[Round]) -> list[tuple[Round, Subject]]:
    """Rounds with their records, without the long texts: one query more a kind, however many."""
    listed = list(rounds)
    found = subjects_of((r.subject_type, r.subject_id) for r in listed)
    return [
        (r, found[r.subject_type, r.subject_id]) for r in listed if (r.subject_type, r.subject_id) in found
    ]


def lamps_of(subjects: Iterable[Subject]) -> dict[tuple[str, int], DueRow]:
    """The running clocks of records, by label and key: one query a kind."""
    by_kind: dict[str, list[Subject]] = {}
    for subject in subjects:
        by_kind.setdefault(label_of(subject), []).append(subject)
    return {
        (label, key): lamp
        for label, listed in by_kind.items()
        if kind(label).clock
        for key, lamp in lamps_for(listed, kind(label).clock).items()
    }


def readable_submissions(user: Any) -> QuerySet[Round]:
    """Submissions whose text the user may read: in his queue, reviewed by him, of records in his reach, or of bodies
    for which the office's work is done where he does it."""
    return reviews.with_words(
        Round.objects.filter(
            reviews.step_scope(user, _judged_here())
            | Q(Exists(Word.objects.filter(round=OuterRef("pk"), person=user)))
            | powers.scope_filter(user, powers.VIEW)
            | _office_scope(user, "organization"),
            subject_type__in=_labels(),
        )
    )


def _office_scope(user: Any, body: str) -> Q:
    reach = Q(pk__in=[])
    for verb in AT_THE_OFFICE:
        if verb in powers.verbs_anywhere(user):
            reach |= powers.at_offices(user, verb, body)
    return reach


def waiting_to_publish(user: Any, of: Publishable) -> QuerySet[Any]:
    """Approved records of a kind that this user may publish: within his posts and without his part in draft or review."""
    return (
        slim(of)
        .filter(powers.at_offices(user, powers.PUBLISH, "organization"), stage=Stage.APPROVED)
        .exclude(drafted_by=user)
        .exclude(reviews.had_part(user, of.label, state=State.APPROVED))
        .order_by("updated_at", "id")
    )


def count_to_review(user: Any) -> int:
    """How many records in review wait for this user, counted as far as a menu says it."""
    return prepared.count(_key("to review", user), lambda: queue(user), MENU_UP_TO)


def waiting_steps(user: Any, limit: int) -> list[tuple[int, str, str]]:
    """Key, process and step of the rounds that wait for this user, those that wait longest first."""
    return [
        (key, process, step)
        for key, process, step in prepared.values(
            _key(f"waiting steps {limit}", user),
            lambda: queue(user).order_by("step_since", "id").values_list("pk", "process", "step")[:limit],
        )
    ]


def count_to_publish(user: Any) -> int:
    """How many records of all kinds wait for this user to publish them, so far, too."""
    return sum(count_of_kind_to_publish(user, of) for of in kinds())


def count_of_kind_to_publish(user: Any, of: Publishable) -> int:
    """The same of one kind."""
    return prepared.count(
        _key(f"to publish {of.label}", user), lambda: waiting_to_publish(user, of), MENU_UP_TO
    )


def count_to_sign(user: Any) -> int:
    """How many acts wait for the signature of this user, so far, too."""
    return prepared.count(_key("to sign", user), lambda: to_sign(user), MENU_UP_TO)


def _key(name: str, user: Any) -> tuple[Hashable, ...]:
    return name, tuple(_labels()), powers.asker(user)


def standing(of: Publishable, keys: Sequence[int]) -> list[tuple[int, str, int]]:
    """Key, stage and drafter of each of these records of a kind."""
    return [
        (key, stage, drafter)
        for key, stage, drafter in prepared.among(
            f"standing {of.label}",
            lambda those: (
                rows(of)
                .select_related(None)
                .order_by()
                .filter(pk__in=those)
                .values_list("pk", "stage", "drafted_by")
            ),
            keys,
        )
    ]


def can_do(user: Any, of: Publishable, keys: Sequence[int]) -> tuple[set[int], set[int]]:
    """Of these records of a kind those that wait for the user's review, and those that he may publish."""
    waiting = prepared.among(
        _key(f"waiting {of.label}", user),
        lambda those: (
            queue(user)
            .order_by()
            .filter(subject_type=of.label, subject_id__in=those)
            .values_list("subject_id")
        ),
        keys,
    )
    ready = prepared.among(
        _key(f"ready {of.label}", user),
        lambda those: waiting_to_publish(user, of).order_by().filter(pk__in=those).values_list("pk"),
        keys,
    )
    return {key for (key,) in waiting}, {key for (key,) in ready}


def planned(user: Any) -> QuerySet[Planned]:
    """What is set for a time by the bodies for which the user publishes, the next first."""
    return (
        Planned.objects.filter(
            powers.at_offices(user, powers.PUBLISH, "publication__organization"),
            publication__subject_type__in=_labels(),
        )
        .select_related("publication", "set_by")
        .order_by("due_at", "id")
    )


def _of_publications(found: QuerySet[Signature]) -> QuerySet[Signature]:
    """Signatures under what this floor did, for kinds of this installation."""
    here = Publication.objects.filter(pk=OuterRef("round__subject_id"), subject_type__in=_labels())
    return found.filter(Exists(here), round__subject_type=Publication._meta.label_lower).order_by(
        "round__submitted_at", "pk"
    )


def signatures() -> QuerySet[Signature]:
    """Every act on a publication that could not wait, signed or not."""
    return _of_publications(reviews.signatures())


def to_sign(user: Any) -> QuerySet[Signature]:
    """Acts that wait for a second person and that this user may sign."""
    return _of_publications(reviews.to_sign(user))


def unsigned_acts(user: Any) -> QuerySet[Signature]:
    """Every act without its second signature in the user's reach, whoever may sign it."""
    return _of_publications(reviews.unsigned()).filter(
        powers.scope_filter(user, powers.VIEW, "round__place", "")
    )


def publication_signed(pending: Signature) -> Publication:
    """The publication that an act was about; asked for once."""
    if not hasattr(pending, "publication"):
        pending.publication = Publication.objects.select_related("organization__parent", "section").get(  # type: ignore[attr-defined]
            pk=pending.round.subject_id
        )
    found: Publication = pending.publication  # type: ignore[attr-defined]
    return found


def with_publications(signatures: Iterable[Signature]) -> None:
    """Give each its publication with its record: two queries and one more a kind, however many."""
    listed: list[Any] = list(signatures)
    rows = Publication.objects.select_related("organization").in_bulk([s.round.subject_id for s in listed])
    with_records(rows.values())
    for signature in listed:
        signature.publication = rows[signature.round.subject_id]


def publicity(documents: Sequence[int]) -> Mapping[int, Publicity]:
    """What the public has of these documents, for the floor that lists them."""
    found = Publication.objects.filter(
        subject_type=OfficialDocument._meta.label_lower, subject_id__in=list(documents)
    )
    return {
        p.subject_id: _publicity(p) for p in found.only("subject_id", "state", "published_at", "validity")
    }


def _publicity(publication: Publication) -> Publicity:
    live = publication.state == Publication.State.LIVE
    at = publication.published_at
    return Publicity(
        live,
        at.astimezone(moment.BEIJING).date() if at else None,
        publication.get_validity_display() if live else "",
    )


# --- the public ---------------------------------------------------------------------------------------


def live() -> QuerySet[Publication]:
    """What the public may see."""
    return Publication.objects.filter(state=Publication.State.LIVE).select_related("organization", "topic")


def public_version(publication: Publication) -> Version | None:
    """The text the public sees now."""
    return publication.versions.order_by("-number").first()


def public_list(
    site: Organization,
    *,
    column: Column | None = None,
    year: int | None = None,
    topic: Topic | None = None,
    kind: str = "",
    validity: str = "",
    body: Organization | None = None,
    before: tuple[dt.datetime, int] | None = None,
    limit: int = 20,
) -> list[Publication]:
    """A page of public items of a site, newest first. `before` is the last row's (published_at, id): the key of
    the next page, which costs the same however deep it lies."""
    if column is not None and not column.children.exists():
        return _leaf_list(
            column, _conditions("publication__", year, topic, kind, validity, body), before, limit
        )
    found = live().filter(Exists(_placements(site, column)))
    found = found.filter(_conditions("", year, topic, kind, validity, body))
    if before is not None:
        found = found.filter(Q(published_at__lt=before[0]) | Q(published_at=before[0], pk__lt=before[1]))
    return list(found.order_by("-published_at", "-id")[:limit])


def _leaf_list(
    column: Column, conditions: Q, before: tuple[dt.datetime, int] | None, limit: int
) -> list[Publication]:
    """One column without sub-columns: a range of the placement index, however large the city."""
    found = Placement.objects.filter(conditions, column=column, is_live=True).select_related(
        "publication__organization", "publication__topic"
    )
    if before is not None:
        found = found.filter(
            Q(published_at__lt=before[0]) | Q(published_at=before[0], publication_id__lt=before[1])
        )
    return [p.publication for p in found.order_by("-published_at", "-publication_id")[:limit]]


def _conditions(
    prefix: str, year: int | None, topic: Topic | None, kind: str, validity: str, body: Organization | None
) -> Q:
    wanted = Q()
    if year:
        first = dt.datetime(year, 1, 1, tzinfo=moment.BEIJING)
        wanted &= Q(
            **{f"{prefix}published_at__gte": first, f"{prefix}published_at__lt": first.replace(year=year + 1)}
        )
    if topic is not None:
        wanted &= Q(**{f"{prefix}topic": topic}) | Q(**{f"{prefix}topic__parent": topic})
    if kind:
        wanted &= Q(**{f"{prefix}kind": kind})
    if validity:
        wanted &= Q(**{f"{prefix}validity": validity})
    if body is not None:
        wanted &= Q(**{f"{prefix}organization": body})
    return wanted


def _placements(site: Organization, column: Column | None) -> QuerySet[Placement]:
    placed = Placement.objects.filter(publication=OuterRef("pk"), is_live=True)
    if column is None:
        return placed.filter(organization=site)
    return placed.filter(Q(column=column) | Q(column__parent=column))


def relations_of(publication: Publication) -> tuple[list[Relation], list[Relation]]:
    """What it does to others, and what others do to it; both ends of each link."""
    both = Relation.objects.select_related("source__organization", "target__organization")
    return (
        list(both.filter(source=publication).order_by("since")),
        list(both.filter(target=publication).order_by("since")),
    )


def next_index(organization: Organization) -> str:
    """The index number that the body's next publication would get today, by the pattern it is given with; none is taken."""
    today = moment.today()
    last = IndexCounter.objects.filter(organization=organization.pk, year=today.year).values_list(
        "last", flat=True
    )
    return format_index(organization, today, (last.first() or 0) + 1)


def cited(publication: Publication, numbers: Sequence[str], titles: Sequence[str]) -> dict[str, Publication]:
    """The live publications that a text names, by the number or title it names; not itself, and none in doubt.

    A title is the whole title, or all of it behind the name of its issuer (《…教育局关于…》). Two questions, and one for
    each of at most twenty titles, by the index of their parts.
    """
    live = (
        Publication.objects.filter(state=Publication.State.LIVE)
        .exclude(pk=publication.pk)
        .select_related("organization__parent__parent__parent")
    )
    found: dict[str, list[Publication]] = {}
    for other in live.filter(number__in=list(numbers)).exclude(number="") if numbers else ():
        found.setdefault(other.number, []).append(other)
    wanted: dict[str, set[str]] = {}
    for title in titles[:20]:
        for words in {title, title[title.find("关于") :] if "关于" in title else title}:
            wanted.setdefault(words, set()).add(title)
    keys: set[int] = set()
    for words in wanted:
        rows_named = TITLES.narrow(OfficialDocument.objects.all(), words).filter(title=words)
        keys.update(rows_named.values_list("pk", flat=True)[:5])
    label = OfficialDocument._meta.label_lower
    for other in live.filter(subject_type=label, subject_id__in=keys) if keys else ():
        for title in wanted.get("".join(other.title.split()), ()):
            found.setdefault(title, []).append(other)
    return {words: others[0] for words, others in found.items() if len(others) == 1}
