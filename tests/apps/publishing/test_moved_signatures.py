"""Countersigns of the first layout become rounds of the floor of reviews, with the words that bar and decide."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from tests.races import real_database

from gongkai.apps.publishing import actions
from gongkai.apps.reviews.models import Signature, Word
from gongkai.apps.reviews.queries import facts_of, signatures_of
from gongkai.apps.reviews.rules import obstacles_to_judge

MOVE = import_module("gongkai.apps.publishing.migrations.0002_signatures").move


@pytest.fixture
def old_layout(transactional_db, world, tmp_path):
    """The models as they were the moment before the move, with the table that is gone since."""
    before = [("publishing", "0001_start"), ("reviews", "0002_signatures")]
    apps = MigrationLoader(connection).project_state(before).apps
    model = apps.get_model("publishing", "Countersign")
    with real_database(tmp_path):
        with connection.schema_editor() as editor:
            editor.create_model(model)
        yield apps
        with connection.schema_editor() as editor:
            editor.delete_model(model)


def test_rows_are_kept_with_who_did_it_who_signed_and_who_may_not(old_layout, world, published):
    a, publication = world.a, published(world.a)
    actions.withdraw(a.leader, publication, reason="inaccurate", public_note="有误。")
    Signature.objects.all().delete()
    done = dt.datetime(2026, 5, 18, 1, tzinfo=dt.UTC)
    rows = {
        "open": {"act": "emergency"},
        "agreed": {"act": "withdrawal", "outcome": "agreed", "signed_by_id": a.second.pk},
        "refused": {"act": "validity", "outcome": "refused", "signed_by_id": a.second.pk, "opinion": "不对", "facts": {"source": 1}},
    }  # fmt: skip
    for row in rows.values():
        signed = done + dt.timedelta(days=1) if "outcome" in row else None
        old_layout.get_model("publishing", "Countersign").objects.create(
            organization_id=a.body.pk, publication_id=publication.pk, reason="理由", done_by_id=a.leader.pk, done_at=done,
            signed_at=signed, **row,
        )  # fmt: skip
    MOVE(old_layout, None)
    opened, agreed, refused = signatures_of(publication)
    assert [s.act for s in (opened, agreed, refused)] == ["emergency", "withdrawal", "validity"]
    assert (opened.waits, opened.done_by, opened.done_at, opened.reason) == (True, a.leader, done, "理由")
    assert (agreed.waits, agreed.refused, agreed.word.person) == (False, False, a.second)
    assert (refused.refused, refused.word.opinion, refused.facts) == (True, "不对", {"source": 1})
    barred = set(Word.objects.filter(round=opened.round).values_list("person_id", flat=True))
    assert barred == {a.leader.pk, a.drafter.pk}
    assert obstacles_to_judge(a.leader.pk, holds_post=True, facts=facts_of(opened.round))
