"""Who holds a verb at the root reaches everything without being asked row by row; nobody else does."""

from __future__ import annotations

import pytest
from tests.cast import organization

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations.models import Membership, Role, Scope, User
from gongkai.apps.organizations.permissions import (
    AUDIT,
    DRAFT,
    PUBLISH,
    VIEW,
    at_offices,
    holds_everywhere,
    scope_filter,
)
from gongkai.clocks import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(world):
    for bureau in (world.a, world.b):
        OfficialDocument.objects.create(
            organization=bureau.body, section=bureau.section, drafted_by=bureau.drafter, title=bureau.body.slug,
            created_at=moment.now(), updated_at=moment.now(),
        )  # fmt: skip


def at_the_root(world, role=Role.AUDITOR, scope=Scope.SUBTREE):
    user = User.objects.create(username=f"root-{role}", name="市")
    root = world.a.body.parent
    Membership.objects.create(user=user, organization=root, role=role, scope=scope, valid_from="2020-01-01")
    return user


def seen(condition):
    return sorted(OfficialDocument.objects.filter(condition).values_list("title", flat=True))


def test_a_post_over_the_whole_tree_asks_no_row_where_it_belongs(world, papers):
    user = at_the_root(world)
    assert holds_everywhere(user, VIEW) and seen(scope_filter(user, VIEW)) == ["donghu", "xiling"]
    assert "path" not in str(OfficialDocument.objects.filter(scope_filter(user, VIEW)).query)


def test_of_a_verb_it_does_not_give_it_gives_nothing(world, papers):
    user = at_the_root(world)
    assert not holds_everywhere(user, DRAFT)
    assert seen(scope_filter(user, DRAFT)) == seen(at_offices(user, PUBLISH, "organization")) == []


@pytest.mark.parametrize("scope", [Scope.OWN, Scope.SUBTREE])
def test_a_bureau_below_the_root_reaches_itself(world, papers, scope):
    user = User.objects.create(username="below", name="区")
    Membership.objects.create(
        user=user, organization=world.a.body, role=Role.AUDITOR, scope=scope, valid_from="2020-01-01"
    )
    assert not holds_everywhere(user, VIEW) and seen(scope_filter(user, VIEW)) == ["donghu"]


def test_the_root_without_what_lies_below_reaches_itself(world, papers):
    user = at_the_root(world, scope=Scope.OWN)
    assert not holds_everywhere(user, AUDIT) and seen(scope_filter(user, VIEW)) == []


def test_beside_a_second_root_nobody_holds_everything(world, papers):
    user = at_the_root(world)
    other = organization(slug="other", name="邻市教育局", kind="city")
    OfficialDocument.objects.create(
        organization=other, section=other, drafted_by=world.a.drafter, title="other", created_at=moment.now(),
        updated_at=moment.now(),
    )  # fmt: skip
    assert not holds_everywhere(user, VIEW) and seen(scope_filter(user, VIEW)) == ["donghu", "xiling"]


def test_it_joins_and_is_turned_round_like_any_condition(world, papers):
    user, nobody = at_the_root(world, Role.OFFICE), User.objects.create(username="nobody", name="无")
    everything, nothing = scope_filter(user, VIEW), scope_filter(nobody, VIEW)
    assert seen(everything | nothing) == seen(nothing | everything) == ["donghu", "xiling"]
    assert seen(everything & nothing) == seen(~everything) == []
    assert seen(at_offices(user, PUBLISH, "organization")) == ["donghu", "xiling"]
