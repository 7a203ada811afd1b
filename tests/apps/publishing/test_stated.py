"""Rules of release and validity, each by itself."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.documents.rules import ground_of
from gongkai.apps.publishing import actions, rules
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.rules.release import obstacles_of_placement
from gongkai.apps.publishing.rules.validity import validity_on
from gongkai.apps.reviews.queries import latest
from gongkai.clocks import moment

DAY = dt.date(2026, 5, 20)


def act(kind: str, since: dt.date, pk: int = 1) -> SimpleNamespace:
    return SimpleNamespace(kind=kind, since=since, pk=pk)


def standing(
    *acts: SimpleNamespace, first: dt.date | None = None, last: dt.date | None = None
) -> tuple[str, dt.date | None]:
    row = SimpleNamespace(
        acted_on_by=SimpleNamespace(all=lambda: list(acts)), effective_on=first, expires_on=last
    )
    validity, since = validity_on(row, DAY)  # type: ignore[arg-type]
    return str(validity.label), since


ONE = dt.timedelta(days=1)


def test_the_last_day_of_validity_still_counts():
    assert standing(last=DAY)[0] == "现行有效"
    assert standing(last=DAY - ONE)[1] == DAY, "不再有效 since the day after its last"
    assert standing(last=DAY - ONE)[0] != "现行有效"


def test_it_is_in_force_from_its_first_day():
    assert standing(first=DAY) == ("现行有效", DAY)
    assert standing(first=DAY + ONE)[0] != "现行有效" and standing(first=DAY + ONE)[1] == DAY + ONE


def test_an_act_on_it_counts_from_its_own_day_and_the_first_repeal_ends_it():
    assert standing(act("repeals", DAY + ONE))[0] == "现行有效"
    ended = standing(act("replaces", DAY, 2), act("repeals", DAY - ONE, 1), last=DAY - 5 * ONE)
    assert ended[1] == DAY - ONE, "repealed, whatever its own dates say"
    amended = standing(act("amends", DAY - 2 * ONE, 1), act("amends", DAY, 2), act("amends", DAY + ONE, 3))
    assert amended[1] == DAY and amended[0] != "现行有效"


@pytest.mark.django_db
def test_a_column_that_was_closed_takes_nothing_new(world, draft):
    document = draft(world.a)
    column = world.a.columns[0]
    assert obstacles_of_placement(document, [column], None, moment.now()) == []
    column.is_open = False
    assert [o.code for o in obstacles_of_placement(document, [column], None, moment.now())] == [
        "publish:foreign_column"
    ]
    assert [o.code for o in obstacles_of_placement(document, [], None, moment.now())] == ["publish:column"]


@pytest.mark.django_db
def test_a_school_without_an_office_is_published_by_its_bureau(world, draft):
    document = draft(world.a)
    assert rules.publishing_body(document) == world.a.body
    document.organization.reviewed_by_parent = True
    assert rules.publishing_body(document) == world.a.body.parent


@pytest.mark.django_db
def test_an_emergency_ends_the_review_that_was_open(world, draft):
    a, document = world.a, draft(world.a)
    actions.submit(a.drafter, document)
    document.refresh_from_db()
    actions.publish_in_emergency(a.office, document, reason="台风停课须马上告知", columns=a.columns[:1])
    assert latest(document).state == "recalled"


@pytest.mark.django_db
def test_what_is_public_and_unchanged_is_not_handed_in_again_and_a_correction_brings_its_new_last_day(
    world, draft
):
    a, document = world.a, draft(world.a)

    def judged() -> None:
        given = actions.submit(a.drafter, document)
        for judge in (a.head, a.secrecy, a.office):
            given = actions.agree(judge, given)
        document.refresh_from_db()

    judged()
    publication = actions.publish(a.leader, document, columns=a.columns[:1])
    document.refresh_from_db()
    assert "submit:unchanged" in {o.code for o in rules.obstacles_to_submit(a.drafter, document)}
    documents.change(a.drafter, document, {"expires_on": dt.date(2028, 5, 20)})
    document.refresh_from_db()
    assert rules.obstacles_to_submit(a.drafter, document) == []
    judged()
    publication = Publication.objects.get(pk=publication.pk)
    actions.correct(a.leader, publication, "有效期改到2028年。")
    publication.refresh_from_db()
    assert publication.expires_on == dt.date(2028, 5, 20)


def against(obstacles: list[rules.Obstacle]) -> list[str]:
    return [o.code for o in obstacles]


@pytest.mark.django_db
def test_whoever_took_the_draft_over_does_not_publish_it(world, approved):
    a, document = world.a, approved(world.a)
    assert rules.obstacles_to_publish(a.second, document) == []
    OfficialDocument.objects.filter(pk=document.pk).update(drafted_by=a.second)
    document.refresh_from_db()
    assert against(rules.obstacles_to_publish(a.second, document)) == ["publish:own"]


@pytest.mark.django_db
def test_what_is_set_for_a_time_waits_for_it_or_is_taken_back_first(world, approved, draft):
    a, document = world.a, approved(world.a)
    assert against(rules.obstacles_to_unschedule(a.second, document)) == ["unschedule:stage"]
    assert rules.obstacles_to_turn_back(a.second, document) == []
    actions.publish(
        a.second, document, columns=a.columns[:1], scheduled_for=moment.now() + dt.timedelta(days=2)
    )
    document.refresh_from_db()
    assert rules.obstacles_to_unschedule(a.second, document) == []
    assert against(rules.obstacles_to_publish(a.second, document)) == ["publish:scheduled"]
    assert against(rules.obstacles_to_turn_back(a.second, document)) == ["turn_back:stage"]
    assert "emergency:stage" in against(
        rules.obstacles_to_emergency(a.office, document, "台风停课须马上告知")
    )
    early = draft(a, number="东教〔2026〕8号")
    assert against(rules.obstacles_to_turn_back(a.second, early)) == ["turn_back:stage"]
    assert rules.obstacles_to_emergency(a.office, early, "台风停课须马上告知") == []


@pytest.mark.django_db
def test_orders_begin_their_numbers_anew_and_so_may_meet(world, approved):
    for title in ("第一件令", "第二件令"):
        document = approved(world.a, title=title, number="东湖区教育局令第29号")
        assert rules.obstacles_to_publish(world.a.second, document) == []
        actions.publish(world.a.second, document, columns=world.a.columns[:1])


@pytest.mark.django_db
def test_a_ground_is_named_by_its_entry_and_none_where_the_list_has_none(world, draft):
    assert ground_of(draft(world.a)) is None
    held = draft(world.a, attribute="closed", number="东教〔2026〕9号")
    found = ground_of(held)
    assert found is not None and found.code == "process_draft"
    held.ground = "taken_from_the_list"
    assert ground_of(held) is None
