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
 oversee                ·          ·         ●       ·       ●       ·        ·       ·      ●
 erase                  ·          ·         ●       ·       ·       ●        ·       ·      ·
 sign_erasure           ·          ·         ·       ·       ●       ·        ·       ·      ·
 premises.manage        ·          ·         ·       ·       ·       ·        ·       ●      ·
 premises.words         ·          ·         ●       ·       ·       ·        ·       ●      ·
 requests.read          ·          ·         ●       ·       ●       ●        ·       ·      ●
 requests.handle        ·          ·         ·       ·       ·       ●        ·       ·      ·
 requests.assist        ●          ●         ·       ·       ·       ·        ·       ·      ·
 requests.extend        ·          ·         ●       ·       ●       ·        ·       ·      ·
 requests.review        ·          ·         ●       ·       ·       ·        ·       ·      ·
 requests.approve       ·          ·         ·       ·       ●       ·        ·       ·      ·
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
    """Where the verb holds, asked five ways that must agree."""
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
    wanted = {n: (verb, p.body, p if p.is_section else None) for n, p in places.items()}
    asked = powers.holders_of(list(wanted.values()))
    assert {n for n, (_, b, s) in wanted.items() if user in asked[verb, b.pk, s.pk if s else None]} == one
    listed = Organization.objects.filter(powers.scope_filter(user, verb, "body", "pk"))
    assert set(listed.values_list("slug", flat=True)) == many
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


def test_a_post_that_was_taken_away_today_holds_no_more(person, places):
    from gongkai.clocks import moment

    place = places["first"]
    user = person(place, Role.OFFICE, valid_to=dt.date(2026, 5, 20), ended_at=moment.now())
    assert not powers.may(user, powers.VIEW, place) and not powers.grants(user)
    assert not powers.holders(powers.VIEW, place).exists()
    assert powers.holders_of([(powers.VIEW, place, None)]) == {(powers.VIEW, place.pk, None): []}


def test_who_may_no_longer_sign_in_holds_nothing(person, places):
    user = person(places["first"], Role.OFFICE)
    user.is_active = False
    user.save()
    assert powers.grants(user) == () and not powers.holders(powers.VIEW, places["first"]).exists()
    assert (
        powers.holders_of([(powers.VIEW, places["first"], None)])[powers.VIEW, places["first"].pk, None] == []
    )


def test_nobody_holds_anything_nowhere(person, places, django_assert_num_queries):
    from django.contrib.auth.models import AnonymousUser

    assert powers.grants(AnonymousUser()) == () and not powers.may(
        AnonymousUser(), powers.VIEW, places["first"]
    )
    assert not powers.may(person(places["first"], Role.OFFICE), powers.VIEW, object.__new__(Membership))
    with django_assert_num_queries(0):
        assert powers.holders_of([]) == {}


def test_posts_are_read_once_until_they_are_forgotten(person, places, django_assert_num_queries):
    user = person(places["first"], Role.OFFICE)
    with django_assert_num_queries(1):
        powers.grants(user)
        powers.grants(user)
    Membership.objects.all().delete()
    assert powers.grants(user), "kept for the request"
    powers.forget_grants(user)
    assert powers.grants(user) == ()


def test_posts_are_read_anew_on_another_day(person, places):
    from gongkai.clocks import moment

    user = person(places["first"], Role.OFFICE, valid_to=dt.date(2026, 5, 20))
    assert powers.grants(user)
    with moment.fixed("2026-05-21"):
        assert powers.grants(user) == ()


@pytest.mark.parametrize(
    ("place", "confirmed"),
    [
        ("city", {"city", "first", "a", "b", "school", "second"}),
        ("first", {"first", "a", "b", "school"}),
        ("a", set()),
    ],
)
def test_the_second_person_of_administrators_stands_there_or_above(place, confirmed, person, places):
    """Whatever the scope of the post; one of a section is no second person for anybody."""
    leader = person(places[place], Role.LEADER)
    assert {n for n, p in places.items() if powers.may_confirm(leader, p)} == confirmed
    assert {p.slug for p in powers.confirmable(leader)} == {places[n].slug for n in confirmed}


def test_an_administrator_of_a_section_is_confirmed_at_its_body(person, places):
    """A body whose key of itself is not kept is its own."""
    leader = person(places["first"], Role.LEADER)
    bare = Organization(path=places["first"].path)
    assert powers.may_confirm(leader, bare)
    assert powers.may_confirm(leader, places["a"]) and not powers.may_confirm(leader, places["city"])


def test_who_reaches_all_bodies_is_asked_of_no_row_where_it_belongs(person, places):
    """One root, and a post over its subtree; with a second root, or an own post, each row is asked."""
    user = person(places["city"], Role.OFFICE, Scope.SUBTREE)
    own = person(places["city"], Role.OFFICE)
    for each in (user, own):
        assert powers.scope_filter(each, powers.VIEW) != powers.EVERYTHING, "there is another root"
    Organization.objects.filter(pk=places["other"].pk).update(parent=places["city"])
    for each in (user, own):
        powers.forget_grants(each)
    assert (
        powers.scope_filter(user, powers.VIEW)
        == powers.EVERYTHING
        == powers.at_offices(user, powers.VIEW, "pk")
    )
    assert powers.scope_filter(own, powers.VIEW) != powers.EVERYTHING
    assert powers.scope_filter(user, powers.AUDIT) != powers.EVERYTHING, "a verb he has not"


def test_the_records_of_the_bodies_whose_office_one_is(person, places):
    places["school"].reviewed_by_parent = True
    places["school"].save()
    at_the_bureau = person(places["first"], Role.OFFICE)
    found = Organization.objects.filter(powers.at_offices(at_the_bureau, powers.PUBLISH, "pk"))
    assert {p.slug for p in found} == {places["first"].slug, places["school"].slug}


def test_a_record_without_sections_is_reached_by_posts_of_bodies_alone(person, places):
    of_section = person(places["a"], Role.OFFICE)
    of_body = person(places["first"], Role.OFFICE)
    assert not Organization.objects.filter(powers.scope_filter(of_section, powers.VIEW, "pk", "")).exists()
    found = Organization.objects.filter(powers.scope_filter(of_body, powers.VIEW, "pk", ""))
    assert [p.slug for p in found] == [places["first"].slug]


def test_only_drafting_may_be_given_by_one_administrator_alone():
    assert {role for role in Role.values if powers.is_guarded(role)} == set(Role.values) - {
        "informant",
        "evaluator",
    }


@pytest.mark.parametrize(
    ("changed", "office"),
    [
        ({}, "school"),
        ({"reviewed_by_parent": True}, "first"),
        ({"closed_on": dt.date(2026, 1, 1)}, "first"),
    ],
)
def test_the_office_of_a_school_without_one_is_that_of_its_bureau(changed, office, person, places):
    school = places["school"]
    for name, value in changed.items():
        setattr(school, name, value)
    school.save()
    assert powers.office_of(school).slug == places[office].slug
    at_the_bureau = person(places["first"], Role.OFFICE)
    found = {row["pk"] for row in powers.offices_for(at_the_bureau, powers.PUBLISH)}
    assert (school.pk in found) is (office == "first") and places["first"].pk in found
    assert places["second"].pk not in found


def test_the_office_may_stand_two_levels_above(person, places):
    for name in ("first", "school"):
        places[name].reviewed_by_parent = True
        places[name].save()
    places["school"].parent = places["first"]
    assert powers.office_of(places["school"]).slug == "city"
    at_the_city = person(places["city"], Role.OFFICE)
    found = {row["pk"] for row in powers.offices_for(at_the_city, powers.PUBLISH)}
    assert {places[n].pk for n in ("city", "first", "school")} <= found and places["second"].pk not in found


def test_a_code_is_owed_by_the_role_that_asks_for_it_until_it_is_set_up(person, places, settings):
    user = person(places["first"], Role.ADMIN)
    assert not powers.needs_code(user)
    settings.CODE_ROLES = ("admin",)
    assert powers.needs_code(user) and powers.owes_code(user)
    assert not powers.needs_code(person(places["first"], Role.OFFICE))
    user.totp_secret = "JBSWY3DPEHPK3PXP"
    assert powers.needs_code(user) and not powers.owes_code(user)


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
