"""A school gets another bureau above it, or a body is taken up by another: who does the office's work for it *now*
reads, reviews, publishes and withdraws, and who did it before does not."""

from __future__ import annotations

import pytest
from tests import cast

from gongkai.apps.documents.publishable import DOCUMENT
from gongkai.apps.organizations.actions import bodies
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import forget_grants, offices_for
from gongkai.apps.publishing import actions, queries
from gongkai.apps.publishing.models import Publication
from gongkai.apps.reviews.queries import signatures_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(world):
    """A school below the first bureau, without an office of its own."""
    body = bodies.plant(
        slug="wenjin", name="文津路小学", kind="school", parent=world.a.body, reviewed_by_parent=True,
        index_code="00000000S", number_codes=["文小"],
    )  # fmt: skip
    made = type(world.a)(body, body, world.a.columns)
    for part, role in (("drafter", "informant"), ("head", "section_head")):
        made.people[part] = cast.person(f"wenjin-{part}", body, role, name=f"文津{part}")
    return made


@pytest.fixture
def admin(world):
    """Who keeps the whole city's tree."""
    city = Organization.objects.get(slug="yunchuan")
    return cast.person("city-admin", city, "admin", subtree=True, name="城admin")


def addresses(publication, submission):
    pk = publication.subject_id
    return [
        f"/workbench/documents/{pk}/",
        f"/workbench/publishing/{publication.pk}/withdraw/",
        f"/workbench/publishing/review/{submission.pk}/",
    ]


def walk(document, school, office, second):
    submission = actions.submit(school.drafter, document)
    for person in (school.head, office.secrecy, office.office):
        submission = actions.agree(person, submission)
    document.refresh_from_db()
    return actions.publish(second, document, columns=office.columns[:1])


def test_after_a_move_the_new_bureau_reads_and_withdraws_and_the_old_does_not(
    world, school, draft, admin, sign_in
):
    publication = walk(draft(school, number="文小〔2026〕1号"), school, world.a, world.a.second)
    submission = publication.subject.submissions.get()
    bodies.move(admin, school.body, world.b.body, reason="区划调整")
    for part in ("office", "secrecy", "leader"):
        for address in addresses(publication, submission):
            assert sign_in(world.b.people[part]).get(address).status_code == 200, (part, address)
        for address in addresses(publication, submission)[:2]:
            assert sign_in(world.a.people[part]).get(address).status_code == 404, (part, address)
    said = {"reason": "inaccurate", "public_note": "有误。", "confirmed": "1"}
    sign_in(world.b.office).post(addresses(publication, submission)[1], said)
    publication.refresh_from_db()
    assert publication.state == Publication.State.WITHDRAWN
    assert signatures_of(publication).get() in queries.to_sign(world.b.second)


@pytest.mark.parametrize("done", [0, 1, 2, 3])
def test_what_is_in_review_goes_along_at_every_step(world, school, draft, admin, done):
    document = draft(school, number="文小〔2026〕1号")
    submission = actions.submit(school.drafter, document)
    old, new = world.a, world.b
    for person in (school.head, old.secrecy, old.office)[:done]:
        submission = actions.agree(person, submission)
    bodies.move(admin, school.body, new.body, reason="区划调整")
    submission.refresh_from_db()
    rest = (school.head, new.secrecy, new.office)[done:]
    for person in (old.secrecy, old.office):
        assert submission not in queries.queue(person)
    for person in rest:
        assert submission in queries.queue(person)
        submission = actions.agree(person, submission)
    document.refresh_from_db()
    assert document in queries.waiting_to_publish(new.second, DOCUMENT)
    assert document not in queries.waiting_to_publish(old.second, DOCUMENT)


def test_an_unsigned_act_goes_along(world, school, draft, admin, sign_in):
    publication = walk(draft(school, number="文小〔2026〕1号"), school, world.a, world.a.second)
    actions.withdraw(world.a.leader, publication, reason="inaccurate", public_note="有误。")
    bodies.move(admin, school.body, world.b.body, reason="区划调整")
    pending = signatures_of(publication).get()
    assert pending in queries.to_sign(world.b.office)
    assert pending not in queries.to_sign(world.a.office)
    sign = f"/workbench/publishing/countersigns/{pending.pk}/countersign/"
    assert sign_in(world.a.office).get(sign).status_code == 404
    sign_in(world.b.office).post(sign, {"opinion": "同意"})
    pending.refresh_from_db()
    assert pending.word.outcome == "agreed"


def test_what_a_merged_bureau_published_is_withdrawn_by_the_one_that_took_it_up(
    world, published, admin, sign_in
):
    publication = published(world.a)
    address = f"/workbench/publishing/{publication.pk}/withdraw/"
    assert sign_in(world.b.office).get(address).status_code == 404
    bodies.merge(admin, world.a.body, world.b.body, reason="机构改革")
    forget_grants(world.b.office)
    assert sign_in(world.b.office).get(address).status_code == 200
    said = {"reason": "inaccurate", "public_note": "有误。", "confirmed": "1"}
    sign_in(world.b.office).post(address, said)
    publication.refresh_from_db()
    assert publication.state == Publication.State.WITHDRAWN


def test_a_school_below_a_merged_bureau_is_done_for_by_the_taking_one(world, school, draft, admin):
    publication = walk(draft(school, number="文小〔2026〕1号"), school, world.a, world.a.second)
    bodies.merge(admin, world.a.body, world.b.body, reason="机构改革")
    actions.withdraw(
        world.b.office,
        Publication.objects.get(pk=publication.pk),
        reason="inaccurate",
        public_note="有误。",
    )
    publication.refresh_from_db()
    assert publication.state == Publication.State.WITHDRAWN


def test_another_bureau_gains_nothing_by_the_rule(world, school):
    bodies_of = set(offices_for(world.b.office, "publish").values_list("slug", flat=True))
    assert bodies_of == {"xiling"}
    assert set(offices_for(world.a.office, "publish").values_list("slug", flat=True)) == {"donghu", "wenjin"}
    school.body.reviewed_by_parent = False
    school.body.save()
    assert set(offices_for(world.a.office, "publish").values_list("slug", flat=True)) == {"donghu"}
