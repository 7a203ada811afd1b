"""What was frozen is what is shown: a text or a file changed behind the platform's back goes to nobody."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from gongkai.apps.portal.baking import check, make, store
from gongkai.apps.publishing.actions.versions import content_hash
from gongkai.apps.publishing.models import Version


def kinds():
    return {d.kind for d in check.differences()}


@pytest.mark.parametrize("field", ["html", "title", "change_note", "facts"])
def test_a_changed_version_is_refused_at_every_bake_and_named(world, publish, correct, client, field):
    publication = publish(world.a)
    correct(world.a, publication, "改了正文。", html="<p>新的正文。</p>")
    version = publication.versions.order_by("-number")[0]
    value = {**version.facts, "number": "假〔2026〕1号"} if field == "facts" else "<p>被改的字</p>"
    Version.objects.filter(pk=version.pk).update(**{field: value})
    assert "version" in kinds()
    with pytest.raises(Exception, match="指纹不符"):
        make.bake_all()
    assert not (store.root() / "donghu" / "doc" / f"{publication.key}.html").exists()
    response = client.get(f"/donghu/doc/{publication.key}.html")
    assert response.status_code == 503
    assert "暂停展示" in response.content.decode() and "被改的字" not in response.content.decode()


def test_a_version_with_a_hash_of_its_own_is_found_by_the_ledger(world, publish):
    publication = publish(world.a)
    version = publication.versions.get()
    forged = content_hash(version.title, "<p>被改的字</p>", version.facts, "")
    Version.objects.filter(pk=version.pk).update(html="<p>被改的字</p>", sha256=forged)
    assert kinds() == {"unrecorded"}


def test_a_swapped_attachment_is_refused_and_named(world, publish, client):
    publication = publish(world.a, files={"名单.csv": b"a,b\n"})
    fact = publication.versions.get().facts["attachments"][0]
    Path(default_storage.path(fact["stored"])).write_bytes(b"x,y\n")
    assert kinds() == {"attachment"}
    with pytest.raises(Exception, match="指纹不符"):
        make.bake_all()
    assert not list((store.root() / "donghu" / "doc").rglob("*.csv"))
    response = client.get(f"/donghu/doc/{publication.key}/{fact['key']}.csv")
    assert response.status_code == 503 and b"x,y" not in response.content


def test_a_note_with_blanks_at_its_ends_keeps_its_fingerprint(world, publish, correct):
    publication = publish(world.a)
    correct(world.a, publication, "  改了正文。 ", html="<p>新的正文。</p>")
    assert check.differences() == []
    version = publication.versions.order_by("-number")[0]
    assert version.change_note == "改了正文。"
    content = content_hash(version.title, version.html, version.facts, version.change_note)
    assert content == version.sha256 and len(hashlib.sha256().hexdigest()) == len(content)
