"""Who may do what where. The only place that knows: the Wagtail policy, the backend, the gate and every action ask here.

A post (Membership) gives verbs at a place. At a 科室 with scope “own” it reaches what that section drafts; at a
body with scope “own” it reaches the body and its sections; with scope “subtree” also everything below.
A superuser has no content power: the flag is ignored on purpose. Which verbs a role has is the sum of what the duties
declare; the words below are those that many of them share.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from gongkai.apps.duties.registry import registry, roles_with, verbs_of
from gongkai.apps.organizations.models import Membership, Organization, Role, Scope, User
from gongkai.clocks import moment

VIEW, DRAFT, CHANGE, SUBMIT = "view", "draft", "change", "submit"
REVIEW_SECTION, REVIEW_SECRECY, REVIEW_OFFICE = "review_section", "review_secrecy", "review_office"
PUBLISH, WITHDRAW, CORRECT, COUNTERSIGN = "publish", "withdraw", "correct", "countersign"
REGISTER_NUMBERS, EXPORT, MANAGE_PEOPLE, AUDIT = "register_numbers", "export", "manage_people", "audit"
CONFIRM = "confirm"  # be the second person for what an administrator did
ERASE, SIGN_ERASURE = "erase", "sign_erasure"  # of citizens' particulars (apps/people)
OVERSEE = (
    "oversee"  # read the limits of the bodies below, whatever the scope of the post, and chase who holds them
)


EVERYTHING = ~Q(pk__in=[])  # no condition at all, and still one that `|` and `&` understand


@dataclass(frozen=True)
class Grant:
    """One post in force, reduced to what decides: place, how far, which verbs.

    whole: it reaches all bodies there are, so that a list need not ask of each row where it belongs.
    """

    organization_id: int
    body_id: int
    path: str
    is_section: bool
    subtree: bool
    role: str
    verbs: frozenset[str]
    whole: bool = False


def grants(user: Any) -> tuple[Grant, ...]:
    """The posts a user holds today; read once a request and kept on the user object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    today = moment.today()
    kept: tuple[dt.date, tuple[Grant, ...]] | None = getattr(user, "_gongkai_grants", None)
    if kept and kept[0] == today:
        return kept[1]
    posts = (
        Membership.objects.filter(user_id=user.pk, valid_from__lte=today, ended_at__isnull=True)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .select_related("organization__body")
        .annotate(
            other_root=Exists(Organization.objects.filter(parent=None).exclude(pk=OuterRef("organization")))
        )
        .order_by("id")
    )
    found = tuple(
        Grant(
            organization_id=p.organization_id,
            body_id=p.organization.body_id or p.organization_id,
            path=p.organization.path,
            is_section=p.organization.is_section,
            subtree=p.scope == Scope.SUBTREE,
            role=p.role,
            verbs=verbs_of(p.role),
            whole=p.scope == Scope.SUBTREE and p.organization.parent_id is None and not p.other_root,
        )
        for p in posts
    )
    user._gongkai_grants = (today, found)
    user._gongkai_first_post = next(iter(posts), None)
    return found


def first_post(user: Any) -> Membership | None:
    """The oldest of the posts that a user holds today, with its place and body."""
    found: Membership | None = user._gongkai_first_post if grants(user) else None
    return found


def asker(user: Any) -> tuple[Hashable, ...]:
    """All of a person on which a question within his posts depends: the key of what is kept in `gongkai.prepared`."""
    return user.pk, grants(user), moment.today()


def forget_grants(user: Any) -> None:
    """Read the posts anew at the next question (after a post was given or taken)."""
    user.__dict__.pop("_gongkai_grants", None)


def verbs_anywhere(user: Any) -> frozenset[str]:
    """Every verb the user holds at some place: for menus, never for a decision about a record."""
    return frozenset().union(*(g.verbs for g in grants(user)))


def roles(user: Any) -> frozenset[str]:
    """The roles of today's posts."""
    return frozenset(g.role for g in grants(user))


def owes_code(user: Any) -> bool:
    """Whether a role of the user asks for a one-time code (GONGKAI_CODE_ROLES) that is not set up yet."""
    return not user.totp_secret and needs_code(user)


def needs_code(user: Any) -> bool:
    """Whether a role of the user asks for a one-time code."""
    return bool(roles(user) & set(settings.CODE_ROLES))


def _covers(grant: Grant, body: Organization, section: Organization | None) -> bool:
    if grant.subtree:
        return (section or body).path.startswith(grant.path)
    if grant.is_section:
        return section is not None and section.pk == grant.organization_id
    return body.pk == grant.organization_id


def place_of(subject: Any) -> tuple[Organization | None, Organization | None]:
    """Body and section of a record: its own `organization` and `section`, or those its duty says it is placed by."""
    if isinstance(subject, Organization):
        if subject.is_section:
            return subject.body, subject
        return subject, None
    if not hasattr(subject, "organization"):
        via = registry().via(subject._meta.label) if isinstance(subject, Model) else ""
        return place_of(getattr(subject, via)) if via else (None, None)
    return subject.organization, getattr(subject, "section", None)


def may(user: Any, verb: str, subject: Any) -> bool:
    """Whether the user's posts give the verb at the place of this record. Says nothing about its state."""
    body, section = place_of(subject)
    if body is None:
        return False
    return any(verb in g.verbs and _covers(g, body, section) for g in grants(user))


def may_confirm(user: Any, place: Organization) -> bool:
    """Whether the user may be the second person for an act at this place: there, or at a body above it."""
    body = place.body or place
    steps = [body.path[: i + 6] for i in range(0, len(body.path), 6)]
    held = [g for g in grants(user) if CONFIRM in g.verbs and not g.is_section]
    return any(g.path in steps for g in held)


def confirmable(user: Any) -> QuerySet[Organization]:
    """Bodies and sections for whose administrators the user may be the second person."""
    paths = [g.path for g in grants(user) if CONFIRM in g.verbs and not g.is_section]
    return Organization.objects.filter(_path_ranges(paths))


def is_guarded(role: str) -> bool:
    """Whether a post may do more than draft: then no administrator gives it alone."""
    return bool(verbs_of(role) - verbs_of(Role.INFORMANT))


def scope_filter(user: Any, verb: str, body_field: str = "organization", section_field: str = "section") -> Q:
    """The records of a model that the user may treat so, as at most three conditions (never one a post)."""
    held = [g for g in grants(user) if verb in g.verbs]
    if not held:
        return Q(pk__in=[])
    if holds_everywhere(user, verb):
        return EVERYTHING
    condition = Q(pk__in=[])
    bodies = {g.organization_id for g in held if not g.is_section and not g.subtree}
    sections = {g.organization_id for g in held if g.is_section and not g.subtree}
    below = [g.path for g in held if g.subtree]
    if bodies:
        condition |= Q(**{f"{body_field}__in": sorted(bodies)})
    if sections and section_field:
        condition |= Q(**{f"{section_field}__in": sorted(sections)})
    if below:
        covered = Organization.objects.filter(_path_ranges(below)).values("pk")
        condition |= Q(**{f"{section_field or body_field}__in": covered})
    return condition


def _path_ranges(paths: list[str]) -> Q:
    """Subtrees as index ranges; a range ends at the next key, which holds under any collation of digits."""
    ranges = Q(pk__in=[])
    for path in widest(paths):
        ranges |= Q(path__gte=path, path__lt=path + ":")  # ':' follows '9'
    return ranges


def widest(paths: Iterable[str]) -> list[str]:
    """Of these places in the tree those that lie below none of the others."""
    distinct = set(paths)
    return sorted(p for p in distinct if not any(p != q and p.startswith(q) for q in distinct))


def overseeing(user: Any) -> list[Grant]:
    """The posts that let the user watch the clocks of a body and of all below it."""
    return [g for g in grants(user) if OVERSEE in g.verbs and not g.is_section]


def may_oversee(user: Any, subject: Any) -> bool:
    """Whether the record lies at a body, or below one, that the user watches over. Of its clock alone."""
    body, _ = place_of(subject)
    return body is not None and any(body.path.startswith(g.path) for g in overseeing(user))


def overseen(user: Any, body_field: str = "organization") -> Q:
    """The same as a condition on records."""
    paths = [g.path for g in overseeing(user)]
    if not paths:
        return Q(pk__in=[])
    return Q(**{f"{body_field}__in": Organization.objects.filter(_path_ranges(paths)).values("pk")})


def office_of(body: Organization) -> Organization:
    """The body whose office reviews and publishes for this one: itself, or the nearest above that has an office.

    A school without an office leaves it to its bureau, a body that was taken up to the one that took it.
    """
    while (body.reviewed_by_parent or body.closed_on) and body.parent is not None:
        body = body.parent
    return body


def office_scope(user: Any, verb: str) -> Q:
    """The bodies for which the user holds the verb now: his own, and those whose office's work is done there.

    As a condition on bodies. Nobody stands more than two levels below an office.
    """
    without = Q(reviewed_by_parent=True) | Q(closed_on__isnull=False)
    above_too = Q(parent__reviewed_by_parent=True) | Q(parent__closed_on__isnull=False)
    held = scope_filter(user, verb, "pk", "")
    above = without & scope_filter(user, verb, "parent", "")
    higher = without & above_too & scope_filter(user, verb, "parent__parent", "")
    return held | above | higher


def holds_everywhere(user: Any, verb: str) -> bool:
    """Whether the user holds the verb at all bodies there are."""
    return any(g.whole and verb in g.verbs for g in grants(user))


def at_offices(user: Any, verb: str, body_field: str) -> Q:
    """The records whose body is one of `offices_for`; of a whole city no row is asked where it belongs."""
    if holds_everywhere(user, verb):
        return EVERYTHING
    return Q(**{f"{body_field}__in": offices_for(user, verb)})


def offices_for(user: Any, verb: str) -> QuerySet[Organization]:
    """`office_scope` as bodies: for `organization__in=`."""
    return Organization.objects.filter(office_scope(user, verb)).values("pk")  # type: ignore[return-value]


def reachable(user: Any, verb: str) -> QuerySet[Organization]:
    """Bodies and sections at which the user holds the verb."""
    held = [g for g in grants(user) if verb in g.verbs]
    own = {g.organization_id for g in held if not g.subtree}
    bodies = {g.organization_id for g in held if not g.subtree and not g.is_section}
    below = [g.path for g in held if g.subtree]
    found = Q(pk__in=own) | Q(body_id__in=bodies)
    return Organization.objects.filter(found | _path_ranges(below) if below else found)


def holders(
    verb: str, body: Organization, section: Organization | None = None, *, above: bool = True
) -> QuerySet[User]:
    """People whose posts give the verb there today: for “谁来办” and for obstacles that name a missing post.

    above: count the posts of bodies above whose scope reaches down, too.
    """
    today = moment.today()
    give = roles_with(verb)
    steps = [body.path[: i + 6] for i in range(0, len(body.path), 6)]
    place = Q(memberships__organization=body)
    if above:
        place |= Q(memberships__organization__path__in=steps, memberships__scope=Scope.SUBTREE)
    if section is not None and section.pk != body.pk:
        place |= Q(memberships__organization=section)
    in_force = Q(memberships__valid_from__lte=today, memberships__ended_at__isnull=True) & (
        Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today)
    )
    return (
        User.objects.filter(place & in_force, memberships__role__in=give, is_active=True)
        .distinct()
        .order_by("id")
    )


Wanted = tuple[str, Organization, Organization | None]  # verb, body, section


def holders_of(wanted: Collection[Wanted]) -> dict[tuple[str, int, int | None], list[User]]:
    """`holders` for many places in one question. Keys: verb, key of the body, key of the section."""
    today = moment.today()
    paths = {body.path[: i + 6] for _, body, _ in wanted for i in range(0, len(body.path), 6)}
    paths |= {section.path for _, _, section in wanted if section is not None}
    roles = {role for verb, _, _ in wanted for role in roles_with(verb)}
    posts = (
        Membership.objects.filter(
            organization__path__in=paths,
            role__in=roles,
            valid_from__lte=today,
            ended_at__isnull=True,
            user__is_active=True,
        )
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .select_related("organization", "user")
        .order_by("user_id")
    )
    known = list(posts) if wanted else []
    found = {}
    for verb, body, section in wanted:
        people = {
            post.user for post in known if verb in verbs_of(post.role) and _reaches(post, body, section)
        }
        key = (verb, body.pk, section.pk if section is not None else None)
        found[key] = sorted(people, key=lambda user: user.pk)
    return found


def _reaches(post: Membership, body: Organization, section: Organization | None) -> bool:
    if post.organization_id == body.pk or (section is not None and post.organization_id == section.pk):
        return True
    return post.scope == Scope.SUBTREE and body.path.startswith(post.organization.path)
