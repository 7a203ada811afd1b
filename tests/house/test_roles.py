"""Who may do what, written by hand as a jurist would write it, and held against what the duties declare.

Nothing here is computed from the declarations: a verb given to a further role, or taken from one, is a decision that
changes this table in the same commit. Marks: ● the role has the verb.
"""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.models import Membership, Organization, Role, Scope, User

TABLE = """
                    informant section_head office secrecy leader handler evaluator admin auditor
 view                   ●          ●         ●       ●       ●       ●        ·       ·      ●
 export                 ●          ●         ●       ●       ●       ·        ·       ·      ●
 draft                  ●          ●         ●       ·       ·       ·        ·       ·      ·
 change                 ●          ●         ●       ·       ·       ·        ·       ·      ·
 submit                 ●          ●         ●       ·       ·       ·        ·       ·      ·
 register_numbers       ·          ·         ●       ·       ·       ·        ·       ·      ·
 review_section         ·          ●         ·       ·       ·       ·        ·       ·      ·
 review_secrecy         ·          ·         ·       ●       ·       ·        ·       ·      ·
 review_office          ·          ·         ●       ·       ·       ·        ·       ·      ·
 publish                ·          ·         ●       ·       ●       ·        ·       ·      ·
 withdraw               ·          ·         ●       ●       ●       ·        ·       ·      ·
 correct                ·          ·         ●       ·       ·       ·        ·       ·      ·
 countersign            ·          ·         ●       ·       ●       ·        ·       ·      ·
 manage_people          ·          ·         ·       ·       ·       ·        ·       ●      ·
 confirm                ·          ·         ·       ·       ●       ·        ·       ●      ·
 audit                  ·          ·         ·       ·       ·       ·        ·       ·      ●
 erase                  ·          ·         ●       ·       ·       ●        ·       ·      ·
 sign_erasure           ·          ·         ·       ·       ●       ·        ·       ·      ·
"""
_HEAD, *_ROWS = [line.split() for line in TABLE.strip().splitlines()]
WRITTEN = {role: {row[0] for row in _ROWS if row[1 + i] == "●"} for i, role in enumerate(_HEAD)}


def test_the_table_names_every_role_and_every_verb_in_use():
    assert set(_HEAD) == {str(role) for role in Role}
    assert {row[0] for row in _ROWS} >= {v for verbs in registry().powers.values() for v in verbs}


@pytest.mark.parametrize("role", _HEAD)
def test_a_role_has_what_the_table_gives_it_and_nothing_more(role):
    assert set(registry().powers.get(role, ())) == WRITTEN[role]


@pytest.mark.parametrize(
    ("verb", "second"), [("draft", "sign_erasure"), ("manage_people", "publish"), ("audit", "change")]
)
def test_no_role_joins_what_must_stay_apart(verb, second):
    """Whoever keeps people does not publish; whoever audits changes nothing; whoever drafts signs no erasure."""
    assert not [role for role, verbs in WRITTEN.items() if {verb, second} <= verbs]


# --- where a post reaches ---------------------------------------------------------------------------


@pytest.fixture
def person(db):
    """A function that gives a fresh person one post."""

    def make(
        place: Organization, role: Role, scope: Scope = Scope.OWN, start: str = "2020-01-01", **more
    ) -> User:
        name = f"p{User.objects.count()}"
        user = User.objects.create_user(name, password="Wenjin-2026-x", name=name)
        Membership.objects.create(
            user=user, organization=place, role=role, scope=scope, valid_from=start, **more
        )
        return user

    return make


@pytest.fixture
def places(db):
    """A city with two districts, the first with two sections and a school; keys out of the order of making."""

    def plant(slug: str, kind: str, parent: Organization | None, path: str) -> Organization:
        made = Organization.objects.create(slug=slug, name=slug, kind=kind, parent=parent, path=path)
        made.body = parent if kind == "section" else made
        made.save()
        return made

    city = plant("city", "city", None, "000001")
    first = plant("first", "district", city, "000001000002")
    return {
        "city": city,
        "first": first,
        "a": plant("first-a", "section", first, "000001000002000003"),
        "b": plant("first-b", "section", first, "000001000002000004"),
        "school": plant("school", "school", first, "000001000002000005"),
        "second": plant("second", "district", city, "000001000006"),
        "other": plant("other", "city", None, "000009"),
    }


def reached(user: User, verb: str, places: dict[str, Organization]) -> set[str]:
    """Where the verb holds, asked three ways that must agree."""
    one = {name for name, place in places.items() if powers.may(user, verb, place)}
    many = set(powers.reachable(user, verb).values_list("slug", flat=True))
    assert {places[n].slug for n in one} == many
    people = {
        name
        for name, place in places.items()
        if powers.holders(
            verb, place.body if place.is_section else place, place if place.is_section else None
        )
        .filter(pk=user.pk)
        .exists()
    }
    assert people == one
    return one


@pytest.mark.parametrize(
    ("place", "scope", "expected"),
    [
        ("a", Scope.OWN, {"a"}),
        ("first", Scope.OWN, {"first", "a", "b"}),
        ("first", Scope.SUBTREE, {"first", "a", "b", "school"}),
        ("city", Scope.OWN, {"city"}),
        ("city", Scope.SUBTREE, {"city", "first", "a", "b", "school", "second"}),
        ("second", Scope.SUBTREE, {"second"}),
    ],
)
def test_a_post_reaches_its_place_and_no_neighbour(place, scope, expected, person, places):
    """A section never its sister, a body never the later sibling, an own post never what lies below."""
    assert reached(person(places[place], Role.OFFICE, scope), powers.VIEW, places) == expected


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        ("2026-05-20", None, True),
        ("2026-05-21", None, False),
        ("2020-01-01", "2026-05-20", True),
        ("2020-01-01", "2026-05-19", False),
    ],
)
def test_a_post_counts_from_its_first_day_to_its_last(start, end, holds, person, places):
    user = person(places["first"], Role.OFFICE, start=start, valid_to=end and dt.date.fromisoformat(end))
    assert powers.may(user, powers.VIEW, places["first"]) is holds
    assert powers.holders(powers.VIEW, places["first"]).filter(pk=user.pk).exists() is holds


def test_only_the_posts_of_the_body_itself_where_those_above_are_left_out(person, places):
    above = person(places["city"], Role.OFFICE, Scope.SUBTREE)
    own = person(places["first"], Role.OFFICE)
    assert set(powers.holders(powers.REVIEW_OFFICE, places["first"])) == {above, own}
    assert set(powers.holders(powers.REVIEW_OFFICE, places["first"], above=False)) == {own}


@pytest.fixture(autouse=True)
def _clock():
    from gongkai.clocks import moment

    with moment.fixed("2026-05-20"):
        yield
