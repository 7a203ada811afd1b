"""Which pages an act makes stale, when what failed is tried again, and what the daily bake clears away."""

from __future__ import annotations

import datetime as dt
import os
import time

import pytest
from tests.cast import organization

from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal.baking import journal, make, plan, store
from gongkai.apps.portal.models import BakedFile, PageChange
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.models import Publication
from gongkai.clocks import moment


def page_of(publication, site="donghu"):
    return store.root() / site / "doc" / f"{publication.key}.html"


@pytest.fixture
def pair(world, publish, commit):
    """An old document and the new one that repeals it, both public."""
    old = publish(world.a, number="东教〔2026〕7号", title="旧办法")
    new = publish(world.a, number="东教〔2026〕8号", title="新办法")
    commit(actions.change_validity, world.a.office, new, old, kind="repeals", since=moment.today())
    return old, new


def test_a_repeal_stands_on_the_page_of_the_repealed_and_of_the_repealing(pair):
    old, new = pair
    assert "〔2026〕8号" in page_of(old).read_text()
    assert "〔2026〕7号" in page_of(new).read_text()


def test_a_withdrawn_document_is_named_on_no_page_that_linked_to_it(world, pair, commit):
    """Both ways: the page of whom it repeals, and of who repeals it. The stale files go before the screen answers."""
    old, new = pair
    commit(
        actions.withdraw, world.a.leader, new, reason="inaccurate", public_note="名单有误，核实后重新公布。",
        hide_title=True, background=False,
    )  # fmt: skip
    assert not page_of(old).exists(), "made anew from the records when it is asked for"
    make.work_off(60)
    assert page_of(old).exists() and "〔2026〕8号" not in page_of(old).read_text()


def test_what_the_repealed_was_called_goes_from_the_page_of_the_repealing(world, pair, commit):
    old, new = pair
    commit(
        actions.withdraw, world.a.leader, old, reason="inaccurate", public_note="名单有误，核实后重新公布。",
        hide_title=True,
    )  # fmt: skip
    assert page_of(new).exists() and "〔2026〕7号" not in page_of(new).read_text()


def test_what_fails_is_tried_again_after_ever_longer_pauses_up_to_ten_minutes(world, publish, monkeypatch):
    publication = publish(world.a)
    monkeypatch.setattr(plan, "document_page", lambda p: 1 / 0)
    row = PageChange.objects.create(kind="document", publication=publication, at=moment.now())
    pauses = []
    for _ in range(12):
        make.bake(plan.DocumentTarget(publication.pk))
        row.refresh_from_db()
        pauses.append((row.retry_at - moment.now()).total_seconds())
    assert pauses[:9] == [2.0**n for n in range(1, 10)] and pauses[9:] == [600.0] * 3
    assert row.tries == 12 and row.fault


def test_the_daily_bake_takes_away_pages_of_documents_that_are_not_open_and_of_closed_sites(world, publish):
    gone, kept = publish(world.a), publish(world.b)
    Publication.objects.filter(pk=gone.pk).update(state="withdrawn")  # its act died before the files went
    PageChange.objects.update(done_at=moment.now())
    assert page_of(gone).exists()
    make.bake_all(documents=False)
    assert "免试就近" not in (page_of(gone).read_text() if page_of(gone).exists() else "")
    Organization.objects.filter(pk=world.b.body.pk).update(has_site=False)
    assert page_of(kept, "xiling").exists()
    make.bake_all(documents=False)
    assert not page_of(kept, "xiling").exists()


def test_a_page_of_ours_that_no_row_knows_goes_unless_it_came_while_the_run_was_going(world, publish):
    """Ours and older than this run: it goes; one of the very second may be a page whose row is just being written."""
    publish(world.a)
    stray = store.root() / "donghu" / "left.html"
    store.write(world.a.body.pk, "donghu/left.html", b"<p>x</p>")
    store.forget(["donghu/left.html"])
    made = stray.stat().st_mtime
    make._drop_lost(made)
    assert stray.exists()
    make._drop_lost(made + 1)
    assert not stray.exists()


def test_twins_of_our_own_pages_are_not_lost(world, publish):
    publication = publish(world.a)
    twins = [page_of(publication).with_name(page_of(publication).name + t) for t in store.TWINS]
    for twin in twins:
        os.utime(twin, (1, 1))
    make._drop_lost(time.time())
    assert all(t.exists() for t in twins) and page_of(publication).exists()


def test_the_front_knows_of_each_host_which_site_it_opens(world, publish):
    publish(world.a)
    folder = store.root() / ".hosts"
    Organization.objects.filter(pk=world.a.body.pk).update(host="Donghu.example")
    make._hosts()
    assert (folder / "donghu.example").read_text() == "/donghu/"
    (folder / "donghu.example").write_text("/wrong/")
    (folder / "old.example").write_text("/donghu/")
    make._hosts()
    assert (folder / "donghu.example").read_text() == "/donghu/", "put right"
    assert not (folder / "old.example").exists()
    written = (folder / "donghu.example").stat().st_mtime_ns
    make._hosts()
    assert (folder / "donghu.example").stat().st_mtime_ns == written, "what is right is not written again"


def test_open_sites_above_a_body_are_those_on_its_path(world):
    school = organization(slug="xiaoxue", name="小学", kind="school", parent=world.a.body)
    above = {s.pk for s in journal.sites_above(school)}
    assert world.a.body.pk in above and world.b.body.pk not in above and school.pk not in above
    Organization.objects.filter(pk=world.a.body.pk).update(has_site=False)
    assert world.a.body.pk not in {s.pk for s in journal.sites_above(school)}


def test_what_a_process_has_taken_away_once_is_not_looked_at_at_every_pass(world, publish, monkeypatch):
    publication = publish(world.a)
    name = str(page_of(publication).relative_to(store.root()))
    row = PageChange.objects.create(
        kind="document", publication=publication, at=moment.now(), files=[name],
        retry_at=moment.now() + dt.timedelta(hours=1),
    )  # fmt: skip
    locked: list[str] = []
    real = store.locked
    monkeypatch.setattr(store, "locked", lambda key, **given: (locked.append(key), real(key, **given))[1])
    journal.sweep_open()
    assert not page_of(publication).exists() and len(locked) == 1
    journal.sweep_open()
    assert len(locked) == 1
    PageChange.objects.filter(pk=row.pk).update(done_at=moment.now())
    journal.sweep_open()
    assert len(locked) == 1, "what is done is not swept"


def test_a_page_that_a_duty_brings_has_its_parts_in_one_fixed_spelling(world):
    a = plan.brought(world.a.body, "letters", {"year": "2026", "month": "5"})
    b = plan.brought(world.a.body, "letters", {"month": "5", "year": "2026"})
    assert a == b and a.part == '{"month": "5", "year": "2026"}'
    assert plan.brought(world.a.body, "letters", {}).part == ""


def test_baked_files_know_their_publication_and_site(world, publish):
    publication = publish(world.a)
    rows = BakedFile.objects.filter(publication=publication)
    assert rows.exists() and {r.site_id for r in rows} == {world.a.body.pk}
