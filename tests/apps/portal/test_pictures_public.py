"""A picture on the public page: where it stood, with its words and size, handed out with the page and gone with it."""

from __future__ import annotations

import re

from tests.gongwen.test_word_kept import with_picture

from gongkai.apps.documents.reading import propose
from gongkai.apps.portal.baking import check


def test_it_is_shown_handed_out_and_withdrawn(world, publish, withdraw, correct, client, settings) -> None:
    proposal = propose("图.docx", with_picture("四步流程图"))
    publication = publish(world.a, html=proposal.html, pictures=proposal.pictures)
    where = f"/donghu/doc/{publication.key}.html"
    page = client.get(where).content.decode()
    found = re.search(r'<p class="picture"><img [^>]*src="([^"]+)"[^>]*>', page)
    assert found and 'alt="四步流程图"' in found[0] and 'width="40" height="20"' in found[0]
    assert 'id="attachments"' not in page  # it is no attachment
    answer = client.get(found[1])
    assert answer["Content-Type"] == "image/png" and b"".join(answer.streaming_content).startswith(b"\x89PNG")
    baked = settings.BAKED_ROOT / found[1].lstrip("/")
    assert list(settings.BAKED_ROOT.rglob(baked.name)) and not list(check.altered_versions())
    correct(world.a, publication, "图有误，改为文字", html="<p>不再有图。</p>")
    assert client.get(found[1]).status_code == 404 and not list(settings.BAKED_ROOT.rglob(baked.name))
    old = client.get(f"/donghu/doc/{publication.key}/v1.html").content.decode()
    assert (
        "〔图片：四步流程图〕" in old
        and "<img" not in old.split('class="official-text"')[1].split("</article>")[0]
    )
    publication.refresh_from_db()
    withdraw(world.a, publication)
    assert client.get(where).status_code == 410
