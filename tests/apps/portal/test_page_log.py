"""The log of what the public must see otherwise: whatever dies, fills up or comes between, nothing stale stays."""

from __future__ import annotations

import errno
import os
import threading
import time

import pytest

from gongkai.apps.organizations.actions import bodies
from gongkai.apps.portal.baking import check, journal, make, plan, store
from gongkai.apps.portal.models import BakedFile, PageChange
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.models import Publication
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError

FACTS = {"reason": "privacy_found", "public_note": "附件里有住址，已撤下。"}


def page_of(publication, site="donghu"):
    return store.root() / site / "doc" / f"{publication.key}.html"


def everything(publication):
    return [p for p in store.root().rglob("*") if publication.key in str(p)]


def texts():
    return "\n".join(p.read_text() for p in store.root().rglob("*") if p.suffix in {".html", ".xml"})


def killed(capture, act, *args, **kwargs):
    """An act whose process dies right after its commit: nothing that was to follow is done."""
    with capture(execute=False):
        return act(*args, **kwargs)


def test_a_process_that_dies_after_a_withdrawal_leaves_what_the_next_start_takes_away(
    world, publish, django_capture_on_commit_callbacks
):
    publication = publish(world.a, files={"名单.csv": b"a,b\n"}, title="要撤的名单")
    killed(django_capture_on_commit_callbacks, actions.withdraw, world.a.leader, publication, **FACTS)
    assert page_of(publication).exists()  # the fault itself
    stale = {d.path for d in check.differences() if d.kind == "stale"}
    assert {f"donghu/doc/{publication.key}.html", "donghu/index.html"} <= stale
    journal.sweep_open()  # what `prepare` does before anything is served, and each pass of the background
    assert everything(publication) == []
    assert "要撤的名单" not in texts()
    assert make.work_off(60) == 0
    assert check.differences() == []


def test_a_log_row_stands_and_falls_with_the_act(world, publish):
    publication = publish(world.a)
    before = PageChange.objects.count()
    with pytest.raises(GongkaiError):
        actions.withdraw(world.a.leader, publication, reason="", public_note="")
    assert PageChange.objects.count() == before


def test_a_full_disk_never_leaves_the_old_text_of_a_correction(world, publish, correct, monkeypatch, client):
    publication = publish(world.a, html="<p>旧的正文。</p>")

    def full(target, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "_place", full)
    correct(world.a, publication, "改了正文。", html="<p>新的正文。</p>")
    assert "旧的正文" not in "".join(p.read_text() for p in everything(publication) if p.is_file())
    assert "新的正文" in client.get(f"/donghu/doc/{publication.key}.html").content.decode()
    assert PageChange.objects.filter(done_at=None, tries=1).exists()
    monkeypatch.undo()
    with moment.fixed("2026-05-20T12:00:00"):
        assert make.work_off(60) == 0
    assert "新的正文" in page_of(publication).read_text()
    assert "更正" in (store.root() / "donghu" / "corrections" / "index.html").read_text()


def test_a_folder_that_cannot_be_written_is_told_to_whoever_corrects(world, publish, correct, monkeypatch):
    publication = publish(world.a)
    monkeypatch.setattr(
        store, "unlink", lambda name: (_ for _ in ()).throw(OSError(errno.EROFS, "read-only"))
    )
    with pytest.raises(GongkaiError, match="公众可能还看到旧内容"):
        correct(world.a, publication, "改了正文。", html="<p>新的正文。</p>")
    monkeypatch.undo()
    with moment.fixed("2026-05-20T12:00:00"):
        assert make.work_off(60) == 0
    assert "新的正文" in page_of(publication).read_text()


@pytest.mark.parametrize("held", ["its own page", "the home page", "every page"])
def test_a_withdrawal_waits_for_no_bake(world, publish, commit, monkeypatch, held):
    monkeypatch.setattr(journal, "LOCK_WAIT", 0.02)
    publication = publish(world.a, title="要撤的通知")
    targets = {
        "its own page": [plan.DocumentTarget(publication.pk)],
        "the home page": [plan.PageTarget(world.a.body.pk, "home")],
        "every page": [plan.DocumentTarget(publication.pk), *plan.site_targets(world.a.body)],
    }[held]
    taken, free = threading.Event(), threading.Event()

    def hold():
        held_keys: dict[str, object] = {}
        stripes = set()
        for target in targets:
            lock = store.locked(target.key, wait=0)
            if lock.__enter__():
                held_keys[target.key] = lock
                stripes.add(target.key)
        taken.set()
        free.wait(20)
        for lock in held_keys.values():
            lock.__exit__(None, None, None)

    holder = threading.Thread(target=hold)
    holder.start()
    taken.wait(20)
    try:
        begun = time.monotonic()
        commit(actions.withdraw, world.a.leader, publication, background=False, **FACTS)
        assert time.monotonic() - begun < 5
        assert everything(publication) == []
        assert "要撤的通知" not in texts()
    finally:
        free.set()
        holder.join()


def test_publishing_waits_for_no_lock_at_all(world, publish, monkeypatch):
    def never(key, wait=None):
        raise AssertionError(f"a publication asked for the lock of {key}")

    publish(world.a)
    monkeypatch.setattr(make, "work_off", lambda seconds=0: 0)
    monkeypatch.setattr(store, "locked", never)
    publish(world.a, number="东教〔2026〕8号", title="另一件通知")


def test_a_withdrawal_while_its_page_is_being_rendered_wins(world, publish, commit, monkeypatch):
    publication = publish(world.a, files={"名单.csv": b"a,b\n"})
    real, calls = plan.document_page, []

    def slow(found):
        page = real(found)
        if not calls:
            calls.append(1)
            commit(actions.withdraw, world.a.leader, publication, background=False, **FACTS)
        return page

    monkeypatch.setattr(plan, "document_page", slow)
    monkeypatch.setattr(journal, "LOCK_WAIT", 0.02)
    make.bake(plan.DocumentTarget(publication.pk))
    assert calls and everything(publication) == []


def test_a_withdrawal_while_its_page_is_being_written_wins(world, publish, commit, monkeypatch):
    publication = publish(world.a, files={"名单.csv": b"a,b\n"})
    real, calls = store.write, []

    def slow(site_id, name, data, publication_id=None):
        if not calls:
            calls.append(1)
            commit(actions.withdraw, world.a.leader, publication, background=False, **FACTS)
        real(site_id, name, data, publication_id)

    monkeypatch.setattr(store, "write", slow)
    monkeypatch.setattr(journal, "LOCK_WAIT", 0.02)
    make.bake(plan.DocumentTarget(publication.pk))
    assert calls and everything(publication) == []
    assert not BakedFile.objects.filter(publication=publication).exists()


def test_a_list_rendered_before_a_withdrawal_is_not_left_standing(world, publish, commit, monkeypatch):
    publication = publish(world.a, title="要撤的通知")
    real, calls = plan.PLAIN["home"], []

    def slow(site):
        page = real(site)
        if not calls:
            calls.append(1)
            body = page.render()  # as read before the act
            commit(actions.withdraw, world.a.leader, publication, background=False, **FACTS)
            return type("Old", (), {"path": page.path, "render": lambda self: body})()
        return page

    monkeypatch.setitem(plan.PLAIN, "home", slow)
    monkeypatch.setattr(journal, "LOCK_WAIT", 0.02)
    make.bake(plan.PageTarget(world.a.body.pk, "home"))
    assert calls and "要撤的通知" not in (store.root() / "donghu" / "index.html").read_text()


def test_a_new_telephone_makes_only_pages_that_show_it(world, publish, commit, monkeypatch):
    ours, theirs = publish(world.a), publish(world.b, number="西教〔2026〕1号")
    make.bake_all()
    made = []
    real = make.bake
    monkeypatch.setattr(make, "bake", lambda target: made.append(target) or real(target))
    commit(bodies.change_details, world.a.admin, world.a.body, {"telephone": "0000-00000009"})
    assert "0000-00000009" in page_of(ours).read_text()
    assert "0000-00000009" in (store.root() / "donghu" / "guide" / "index.html").read_text()
    assert plan.DocumentTarget(theirs.pk) not in made
    city = world.a.body.parent
    others = {
        (t.site_id, t.name) for t in made if isinstance(t, plan.PageTarget) and t.site_id != world.a.body.pk
    }
    assert others == {(city.pk, "home"), (city.pk, "bodies"), (city.pk, "map")}
    assert check.differences() == []


def test_a_long_run_goes_on_where_it_stopped_and_is_overtaken(world, publish, withdraw, monkeypatch):
    first = publish(world.a)
    others = [publish(world.a, number=f"东教〔2026〕{n}号", title=f"第{n}件") for n in (8, 9)]
    journal.of_body(world.a.body)()
    run = PageChange.objects.get(kind="documents", done_at=None)
    PageChange.objects.filter(done_at=None).exclude(pk=run.pk).update(done_at=moment.now())
    made = []
    real = make.bake
    monkeypatch.setattr(make, "bake", lambda target: made.append(target) or real(target))
    make.work_off(0)
    run.refresh_from_db()
    assert (run.done_at, run.progress, made) == (None, first.pk, [plan.DocumentTarget(first.pk)])
    withdraw(world.a, others[1], background=False)
    made.clear()
    assert make.work_off(60) == 0
    assert made[0] == plan.DocumentTarget(others[1].pk)
    assert plan.DocumentTarget(first.pk) not in made and everything(others[1]) == []


def test_one_document_that_cannot_be_made_stops_no_long_run(world, publish, monkeypatch):
    publications = [publish(world.a, number=f"东教〔2026〕{n}号", title=f"第{n}件") for n in (7, 8, 9)]
    real = plan.document_page
    bad = publications[1].pk
    monkeypatch.setattr(plan, "document_page", lambda p: 1 / 0 if p.pk == bad else real(p))
    journal.of_body(world.a.body)()
    assert make.work_off(60) == 1
    assert [page_of(p).exists() for p in publications] == [True, False, True]
    left = PageChange.objects.get(done_at=None)
    assert (left.kind, left.publication_id, left.tries) == ("document", bad, 1)


def test_baking_all_takes_away_what_we_made_and_leaves_what_others_put_there(world, publish):
    publication = publish(world.a)
    make.bake_all()
    theirs, link = store.root() / "donghu" / "MP_verify.txt", store.root() / "donghu" / "elsewhere"
    theirs.write_text("a foreign hand's")
    link.symlink_to(store.root().parent)
    ours = store.root() / "donghu" / "sitemap-2019-02.xml"
    store.write(
        world.a.body.pk, "donghu/sitemap-2019-02.xml", b"<x/>"
    )  # of a month that holds nothing any more
    for path in (theirs, ours):
        os.utime(path, (1, 1))
    make.bake_all()
    assert not ours.exists() and page_of(publication).exists()
    assert theirs.read_text() == "a foreign hand's" and link.is_symlink()
    named = {(d.kind, d.path) for d in check.differences()}
    assert named == {("extra", "donghu/MP_verify.txt"), ("link", "donghu/elsewhere")}


def test_a_page_that_a_database_brought_back_does_not_know_goes_for_it_was_ours(world, publish):
    known, lost = publish(world.a), publish(world.a, number="东教〔2026〕8号")
    make.bake_all()
    page = page_of(lost)
    BakedFile.objects.filter(publication=lost).delete()  # the backup is older than this publication
    Publication.objects.filter(pk=lost.pk).update(state="withdrawn")
    PageChange.objects.update(done_at=moment.now())
    for ending in ("", *store.TWINS):
        os.utime(page.with_name(page.name + ending), (1, 1))
    make.bake_all()
    assert not page.exists() and not page.with_name(page.name + ".gz").exists() and page_of(known).exists()
    assert check.differences() == []
    assert str(page.relative_to(store.root())) not in store.noted()


def test_the_daily_bake_takes_a_month_away_that_holds_nothing(world, publish):
    publish(world.a)
    store.write(world.a.body.pk, "donghu/sitemap-2019-02.xml", b"<x/>")
    make.bake_all(documents=False)
    assert not (store.root() / "donghu" / "sitemap-2019-02.xml").exists()


def test_the_daily_bake_brings_lost_files_of_documents_back(world, publish):
    publication = publish(world.a, files={"名单.csv": b"a,b\n"})
    attachment = next(p for p in everything(publication) if p.suffix == ".csv")
    attachment.unlink()
    other = publish(world.a, number="东教〔2026〕8号")
    BakedFile.objects.filter(publication=other).delete()
    page_of(other).unlink()
    make.bake_all(documents=False)
    assert attachment.exists() and page_of(other).exists()


def test_links_and_missing_twins_are_named(world, publish, tmp_path):
    publication = publish(world.a)
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil" / "a.html").write_text("x")
    (store.root() / "evil").symlink_to(tmp_path / "evil")
    page = page_of(publication)
    page.with_name(page.name + ".gz").unlink()
    home = store.root() / "donghu" / "index.html"
    home.unlink()
    home.symlink_to(tmp_path / "evil" / "a.html")
    assert {(d.kind, d.path) for d in check.differences()} == {
        ("link", "evil"),
        ("link", "donghu/index.html"),
        ("twin", f"donghu/doc/{publication.key}.html.gz"),
    }


def test_half_written_files_of_a_crash_are_no_page_and_go(world, publish):
    publish(world.a)
    left = store.root() / ".parts" / "1-2"
    left.write_text("half")

    os.utime(left, (0, 0))
    assert check.differences() == []
    store.tidy()
    assert not left.exists()


def test_done_rows_are_pruned_after_a_while(world, publish):
    publish(world.a)
    make.bake_all()
    assert PageChange.objects.exclude(done_at=None).exists()
    with moment.fixed("2026-07-20"):
        make.keep_current()
        assert not PageChange.objects.exclude(done_at=None).exists()


def test_a_page_set_in_place_by_a_slower_hand_is_gone_before_the_screen_answers(
    world, publish, commit, monkeypatch
):
    publication = publish(world.a)
    old, real, put_back = page_of(publication).read_bytes(), journal._unlink, []

    def overtaken(row, before=None):
        failed = real(row, before)
        if row.kind == "document" and not put_back:  # a baker that had read the page before the act
            put_back.append(page_of(publication).write_bytes(old))
        return failed

    monkeypatch.setattr(journal, "_unlink", overtaken)
    commit(actions.withdraw, world.a.leader, publication, background=False, **FACTS)
    assert put_back and everything(publication) == []
