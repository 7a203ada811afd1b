"""The original beside the page: offered while it says what the page says, cleaned, frozen, withdrawn; never the one that came in."""

from __future__ import annotations

import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.portal.conftest import reviewed

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents import content
from gongkai.apps.documents.reading import check_source
from gongkai.apps.publishing import actions


def notice() -> bytes:
    made = docx.Document()
    made.core_properties.author = "张三三"
    for line in ("云川市教育局关于收费的通知", "各学校：", "每餐12元。", "云川市教育局", "2026年5月8日"):
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def document(world):
    checked, proposal, _ = check_source(SimpleUploadedFile("终稿 改3.docx", notice()))
    assert proposal is not None and checked.clean is not None
    found = documents.register(
        world.a.drafter,
        organization=world.a.body,
        section=world.a.section,
        fields=proposal.fields,
        source=checked,
    )
    return documents.decide_attribute(world.a.drafter, found, attribute="open")


def test_it_goes_out_clean_under_the_title_and_goes_with_the_page(
    world, document, commit, withdraw, client
) -> None:
    publication = commit(
        actions.publish, world.a.leader, reviewed(world.a, document), columns=world.a.columns[:1]
    )
    page = client.get(f"/donghu/doc/{publication.key}.html").content.decode()
    link = re.search(r'<a href="([^"]+)" download="云川市教育局关于收费的通知.docx">下载Word', page)
    assert link is not None
    data = b"".join(client.get(link[1]).streaming_content)
    got = docx.Document(io.BytesIO(data))
    assert got.paragraphs[2].text == "每餐12元。" and "张三三" not in got.core_properties.author
    source = document.files.get(part="source")
    assert (
        client.get(link[1].replace(str(document.files.get(part="original").key), str(source.key))).status_code
        == 404
    )
    withdraw(world.a, publication)
    assert client.get(link[1]).status_code == 404


def test_a_changed_text_takes_it_away_and_words_for_pictures_do_not(world, document) -> None:
    assert content.content(document).original is not None
    before = content.fingerprint(document)
    changed = documents.change(world.a.drafter, document, {"html": document.html.replace("12元", "15元")})
    assert content.content(changed).original is None and content.fingerprint(changed) != before
    back = documents.change(world.a.drafter, changed, {"html": document.html})
    assert content.content(back).original is not None
    documents.detach(world.a.drafter, back.files.get(part="original"))
    assert content.content(back).original is None


def test_a_new_source_brings_a_new_original(world, document) -> None:
    checked, proposal, _ = check_source(SimpleUploadedFile("新.docx", notice()))
    assert proposal is not None
    old = document.files.get(part="original").key
    documents.change(world.a.drafter, document, {"html": proposal.html}, source=checked)
    assert (
        document.files.get(part="original").key != old and document.files.filter(part="source").count() == 1
    )
