"""Pages as files: made when something changes, gone when it is withdrawn, checked by their hashes."""

from __future__ import annotations

import gzip

import brotli
import pytest
from django.core.management import call_command

from gongkai.apps.portal.baking import check, make, plan, store
from gongkai.apps.portal.models import BakedFile, PageChange
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError
from gongkai.site.commands import bake


def read(path: str) -> str:
    return (store.root() / store.file_of(path)).read_text()


def texts() -> str:
    return "\n".join(p.read_text() for p in store.root().rglob("*") if p.suffix in {".html", ".xml"})


def test_publishing_makes_the_affected_pages_and_their_twins(world, publish, client):
    publication = publish(world.a, files={"名单.csv": b"a,b\n"})
    page = store.root() / "donghu" / "doc" / f"{publication.key}.html"
    for path in (
        "/donghu/",
        "/donghu/list/",
        "/donghu/list/zhengce/",
        "/donghu/feed.xml",
        "/donghu/register/",
    ):
        assert publication.title in read(path), path
    assert publication.key in read("/donghu/sitemap-2026-05.xml")
    data = page.read_bytes()
    assert gzip.decompress(page.with_name(page.name + ".gz").read_bytes()) == data
    assert brotli.decompress(page.with_name(page.name + ".br").read_bytes()) == data
    assert client.get(f"/donghu/doc/{publication.key}.html").content == data
    fact = publication.versions.get().facts["attachments"][0]
    assert (page.parent / publication.key / f"{fact['key']}.csv").read_bytes() == b"a,b\n"
    assert check.differences() == []


def test_a_withdrawal_takes_every_trace_from_the_folder(world, publish, withdraw):
    publication = publish(world.a, files={"名单.csv": b"a,b\n"}, title="一件要撤的通知")
    publish(world.a, number="东教〔2026〕8号", title="另一件通知")
    assert "一件要撤的通知" in texts()
    withdraw(world.a, publication, hide_title=True)
    assert "一件要撤的通知" not in texts()
    assert "免试就近" not in read("/donghu/")
    folder = store.root() / "donghu" / "doc"
    assert [p.name for p in folder.iterdir() if publication.key in p.name] == []
    assert "另一件通知" in read("/donghu/list/")
    assert check.differences() == []


def test_a_correction_takes_the_old_attachment_away(world, publish, correct):
    from gongkai.apps.documents import actions as documents

    publication = publish(world.a, files={"名单.csv": b"a,b\n"})
    old = publication.versions.get().facts["attachments"][0]["key"]
    documents.detach(world.a.drafter, publication.subject.files.get())
    correct(world.a, publication, "附件撤下。", html="<p>更正后的正文。</p>")
    folder = store.root() / "donghu" / "doc" / publication.key
    assert sorted(p.name for p in folder.iterdir()) == ["v1.html", "v1.html.br", "v1.html.gz"]
    assert not (folder / f"{old}.csv").exists()


def test_a_page_that_cannot_be_made_is_taken_away_and_reported(world, publish, monkeypatch, caplog):
    publish(world.a)
    monkeypatch.setitem(plan.PLAIN, "home", lambda site: 1 / 0)
    publish(world.a, number="东教〔2026〕8号", title="另一件通知")
    assert not (store.root() / "donghu" / "index.html").exists()
    assert "另一件通知" in read("/donghu/list/")
    waiting = PageChange.objects.get(done_at=None)
    assert (waiting.name, waiting.tries, waiting.fault) == ("home", 1, "division by zero")
    monkeypatch.undo()
    with moment.fixed("2026-05-20T10:00:00"):
        assert make.work_off() == 0
    assert "另一件通知" in read("/donghu/")


def test_a_withdrawal_that_leaves_files_behind_says_so(world, publish, withdraw, monkeypatch):
    publication = publish(world.a)
    monkeypatch.setattr(store, "unlink", lambda path: (_ for _ in ()).throw(OSError("voll")))
    with pytest.raises(GongkaiError, match="没有删净"):
        withdraw(world.a, publication)


def test_tampering_is_named(world, publish, capsys):
    publication = publish(world.a)
    bake_args = type("A", (), {"verify": True, "export": None, "all": False, "json": False})
    assert bake.run(bake_args) == 0
    page = store.root() / "donghu" / "doc" / f"{publication.key}.html"
    page.write_text("<h1>被改了</h1>")
    (store.root() / "donghu" / "feed.xml").unlink()
    (store.root() / "boese.html").write_text("x")
    twin = store.root() / "donghu" / "index.html.gz"
    twin.write_bytes(gzip.compress(b"falsch"))
    found = {(d.kind, d.path) for d in check.differences()}
    assert found == {
        ("tampered", f"donghu/doc/{publication.key}.html"),
        ("missing", "donghu/feed.xml"),
        ("extra", "boese.html"),
        ("tampered", "donghu/index.html.gz"),
    }
    capsys.readouterr()
    assert bake.run(bake_args) == 1
    assert "内容被改动：donghu/doc/" in capsys.readouterr().out
    make.bake_all()
    # what we never made is not ours to take away; it is named until its owner does
    assert {(d.kind, d.path) for d in check.differences()} == {("extra", "boese.html")}


def test_baking_all_makes_every_site_and_drops_what_is_closed(world, publish):
    publication = publish(world.a)
    assert make.bake_all() > 20
    for path in (
        "/",
        "/guide/",
        "/donghu/guide/",
        "/xiling/list/zhengce/",
        f"/donghu/doc/{publication.key}.html",
    ):
        assert (store.root() / store.file_of(path)).is_file(), path
    world.b.body.has_site = False
    world.b.body.save()
    make.bake_all()
    assert not BakedFile.objects.filter(path__startswith="xiling/").exists()
    assert check.differences() == []


def test_what_did_not_change_is_not_written_again(world, publish):
    publish(world.a)
    make.bake_all()
    before = {p: p.stat().st_mtime_ns for p in store.root().rglob("*.html")}
    make.bake_all()
    assert {p: p.stat().st_mtime_ns for p in store.root().rglob("*.html")} == before


def test_the_static_twin_holds_pages_styles_and_withdrawals(world, publish, withdraw, tmp_path):
    publication = publish(world.a)
    gone = publish(world.a, number="东教〔2026〕8号", title="要撤的")
    withdraw(world.a, gone)
    make.bake_all()
    check.export(tmp_path / "twin")
    twin = tmp_path / "twin"
    assert publication.title in (twin / "donghu" / "doc" / f"{publication.key}.html").read_text()
    assert "已撤回" in (twin / "donghu" / "doc" / f"{gone.key}.html").read_text()
    assert (twin / "static" / "portal" / "site.css").is_file()
    assert (twin / "index.html").is_file()


def test_no_migration_is_missing(db):
    call_command("makemigrations", "portal", "search", "--check", "--dry-run", verbosity=0)


def test_what_depends_on_the_day_is_made_anew_once_a_day(world, publish):
    publish(world.a)
    assert not make.keep_current()  # nothing was baked as a whole yet
    make.bake_all()
    assert not make.keep_current()
    with moment.fixed("2026-05-21"):
        assert make.keep_current()
        assert not make.keep_current()
        assert PageChange.objects.filter(done_at=None, kind="site").count() == 3
        assert make.work_off() == 0


def test_nothing_stale_is_shown_while_pages_wait_to_be_made(world, publish, withdraw):
    publication = publish(world.a, title="一件要撤的通知")
    assert "一件要撤的通知" in read("/donghu/register/")
    withdraw(world.a, publication, background=False)
    assert "一件要撤的通知" not in texts()
    for path in (
        "/donghu/",
        "/donghu/list/",
        "/donghu/feed.xml",
        "/donghu/register/",
        "/donghu/sitemap-2026-05.xml",
    ):
        assert not (store.root() / store.file_of(path)).exists(), path
    assert check.differences() == []  # what is on its way is no difference
    assert make.work_off(60) == 0
    assert (store.root() / "donghu" / "index.html").is_file()
    assert not (store.root() / "donghu" / "sitemap-2026-05.xml").exists()  # the month has nothing any more
