"""Two people on one record at the same moment: one wins, and the public reads what was reviewed. On both databases."""

from __future__ import annotations

from functools import partial

import pytest
from tests.races import at_once, real_database

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.ledger.queries import verify
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import publication_of
from gongkai.apps.reviews.models import Round, Signature, State, Word

pytestmark = pytest.mark.django_db(transaction=True)
REPEALED = "<p>换了一句话。</p>"


@pytest.fixture
def judged(world, draft):
    """A document whose reviews are done."""

    def make() -> OfficialDocument:
        document = draft(world.a)
        submission = actions.submit(world.a.drafter, document)
        for part in ("head", "secrecy", "office"):
            submission = actions.agree(world.a.people[part], submission)
        return fresh(document)

    return make


def fresh(document: OfficialDocument) -> OfficialDocument:
    return OfficialDocument.objects.get(pk=document.pk)


def kinds(outcomes) -> list[str]:
    return sorted(type(o).__name__ for o in outcomes)


def test_handed_in_twice_it_is_one_round(world, draft, tmp_path):
    with real_database(tmp_path):
        document = draft(world.a)
        outcomes = at_once(*[partial(actions.submit, world.a.drafter, fresh(document)) for _ in range(2)])
        assert kinds(outcomes) == ["Refused", "Round"], outcomes
        assert Round.objects.count() == 1 and fresh(document).stage == "in_review"


def test_an_agreement_against_a_recall_leaves_no_half_of_either(world, draft, tmp_path):
    a = world.a
    with real_database(tmp_path):
        document = draft(a)
        submission = actions.submit(a.drafter, document)
        at_once(partial(actions.agree, a.head, submission), partial(actions.recall, a.drafter, submission))
        now = Round.objects.get()
        assert now.state == State.RECALLED and fresh(document).stage == "draft", (
            "the recall came first or last"
        )
        assert Word.objects.filter(outcome="agreed").count() <= 1
        assert not list(verify())


def test_who_publishes_against_a_change_publishes_what_was_reviewed(world, judged, tmp_path):
    a = world.a
    with real_database(tmp_path):
        document = judged()
        reviewed = document.html
        at_once(
            partial(actions.publish, a.leader, document, columns=a.columns[:1]),
            partial(documents.change, a.drafter, fresh(document), {"html": REPEALED}),
        )
        publication = publication_of(document)
        if publication is None:  # the change came first: what was agreed to is no more
            assert fresh(document).html != reviewed
        else:
            assert publication.versions.get().html == reviewed


def test_an_emergency_against_the_last_agreement_is_public_once_and_waits_for_one_second(
    world, draft, tmp_path
):
    a = world.a
    with real_database(tmp_path):
        document = draft(a)
        submission = actions.submit(a.drafter, document)
        at_once(
            partial(actions.publish_in_emergency, a.leader, document, reason="台风将至，须马上告知。", columns=a.columns[:1]),
            partial(actions.agree, a.head, submission),
        )  # fmt: skip
        assert Publication.objects.get().versions.count() == 1
        assert Signature.objects.get().waits and Round.objects.get(process="document").state == State.RECALLED


def test_two_withdrawals_at_once_are_one(world, judged, tmp_path):
    a = world.a
    with real_database(tmp_path):
        publication = actions.publish(a.leader, judged(), columns=a.columns[:1])
        said = {"reason": "inaccurate", "public_note": "有误，核实后重新公布。"}
        outcomes = at_once(
            *[partial(actions.withdraw, who, publication, **said) for who in (a.office, a.leader)]
        )
        assert kinds(outcomes) == ["Refused", "Withdrawal"], outcomes
        assert Signature.objects.count() == 1
