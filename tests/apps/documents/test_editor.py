"""The text editor: Wagtail as a guest. Saving is our action; nothing gets past the lock or brings script in."""

from __future__ import annotations

import pytest
from tests.cast import browser, person
from wagtail.models import Revision

from gongkai.apps.documents import actions
from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.ledger.models import Entry
from gongkai.apps.organizations.actions.bodies import plant
from gongkai.apps.organizations.models import Kind, Role
from gongkai.clocks import moment

TABLE = (
    '<table><caption>名额</caption><thead><tr><th scope="col">区</th><th scope="col" colspan="2">人数</th></tr></thead>'
    '<tbody><tr><th scope="row">东湖</th><td rowspan="1">3</td><td>4</td></tr></tbody></table>'
)


@pytest.fixture(autouse=True)
def clock():
    with moment.fixed("2026-09-21"):
        yield


@pytest.fixture
def place(db):
    body = plant(parent=None, kind=Kind.DISTRICT, name="青禾区教育局", slug="qinghe")
    plant(parent=body, kind=Kind.SECTION, name="基教科", slug="qinghe-jj")
    return body


def client_of(place, name, role):
    user = person(name, place, role)
    client = browser(user)
    client.person = user
    return client


@pytest.fixture
def drafter(place):
    return client_of(place, "xuhang", Role.INFORMANT)


@pytest.fixture
def document(place, drafter):
    section = place.children.get()
    fields = {"title": "关于秋季招生的通知", "html": "<p>一稿</p>"}
    return actions.register(drafter.person, organization=place, section=section, fields=fields)


def edit(document):
    return f"/workbench/office/documents/edit/{document.pk}/"


def form(**fields):
    return {"title": "关于秋季招生的通知", "issuer": "", "addressee": "", "html": "<p>二稿</p>", **fields}


def test_the_editor_stands_in_our_chrome_and_speaks_chinese(document, drafter):
    page = drafter.get(edit(document)).content.decode()
    assert "gk-side" in page and "wagtail-sidebar" not in page
    assert "data-paper" in page and "draftail" not in page.lower()
    for word in ("Publish", "发布</", "取消发布", "Unpublish", "送审核", "enable-javascript"):
        assert word not in page.replace("待发布", "").replace("内容发布", ""), word


def test_saving_keeps_row_revision_and_ledger_together(document, drafter):
    assert drafter.post(edit(document), form(html=f"<p>二稿</p>{TABLE}")).status_code == 302
    document.refresh_from_db()
    assert document.html == f"<p>二稿</p>{TABLE}", "tables keep caption, heads, scope and spans"
    assert document.latest_revision.content["html"] == document.html
    assert Entry.objects.filter(event="documents:changed").count() == 1
    assert document.latest_revision.user == drafter.person


def test_what_a_browser_sends_is_cleaned_on_the_server(document, drafter):
    bad = '<p onclick="x()">甲<script>alert(1)</script><img src=x onerror=y><a href="javascript:z">乙</a></p><style>p{}</style>'
    drafter.post(edit(document), form(html=bad))
    document.refresh_from_db()
    assert document.html.startswith("<p>甲<a") and "乙" in document.html
    for evil in ("script", "onclick", "onerror", "javascript", "style", "img"):
        assert evil not in document.html
    shown = drafter.get(edit(document)).content.decode()
    assert "alert(1)" not in shown


@pytest.mark.parametrize("stage", [Stage.IN_REVIEW, Stage.APPROVED, Stage.SCHEDULED])
def test_while_in_review_nothing_changes_the_text(document, drafter, stage):
    first = document.latest_revision
    OfficialDocument.objects.filter(pk=document.pk).update(stage=stage)
    answer = drafter.post(edit(document), form())
    assert "任何人不得改动" in answer.content.decode()
    autosave = drafter.post(edit(document), form(), headers={"Accept": "application/json"})
    assert autosave.status_code == 400
    back = drafter.post(
        f"/workbench/office/documents/history/{document.pk}/revisions/{first.pk}/revert/", form()
    )
    assert back.status_code in {200, 302, 403, 404}
    document.refresh_from_db()
    assert (document.html, document.latest_revision_id) == ("<p>一稿</p>", first.pk)


def test_autosaves_of_one_sitting_are_one_revision_and_one_line(document, drafter):
    before = Revision.objects.count()
    first = drafter.post(
        edit(document), form(html="<p>甲</p>"), headers={"Accept": "application/json"}
    ).json()
    assert first["success"], first
    for text in ("甲乙", "甲乙丙"):
        sent = form(html=f"<p>{text}</p>", overwrite_revision_id=first["revision_id"])
        assert drafter.post(edit(document), sent, headers={"Accept": "application/json"}).json()["success"]
    document.refresh_from_db()
    assert document.html == "<p>甲乙丙</p>" == document.latest_revision.content["html"]
    assert Revision.objects.count() == before + 1
    assert Entry.objects.filter(event="documents:changed").count() == 1


def test_a_title_is_needed_and_nothing_typed_is_lost(document, drafter):
    page = drafter.post(edit(document), form(title="", html="<p>写了很多</p>")).content.decode()
    assert "写了很多" in page and "没有保存成功" in page
    document.refresh_from_db()
    assert document.html == "<p>一稿</p>"


def test_who_only_reads_may_compare_but_not_edit(document, drafter, place):
    drafter.post(edit(document), form())
    auditor = client_of(place, "audit", Role.AUDITOR)
    a, b = document.revisions.order_by("id")[:2]
    versions = auditor.get(f"/workbench/office/documents/history/{document.pk}/").content.decode()
    assert "与上一稿对照" in versions and "改回这一稿" not in versions
    compare = auditor.get(
        f"/workbench/office/documents/history/{document.pk}/revisions/compare/{a.pk}...{b.pk}/"
    )
    assert compare.status_code == 200
    shown = auditor.get(f"/workbench/office/documents/history/{document.pk}/revisions/{a.pk}/view/")
    assert shown.status_code == 200 and "一稿" in shown.content.decode()
    assert auditor.get(edit(document)).status_code == 404
    assert auditor.post(edit(document), form()).status_code == 404


def test_an_old_version_brings_back_its_text_only(document, drafter, place):
    first = document.latest_revision
    drafter.post(edit(document), form())
    other = plant(parent=None, kind=Kind.DISTRICT, name="别处", slug="other")
    Revision.objects.filter(pk=first.pk).update(
        content={**first.content, "organization": other.pk, "stage": "published"}
    )
    old = Revision.objects.get(pk=first.pk).as_object()
    assert (old.organization_id, old.stage, old.html) == (place.pk, Stage.DRAFT, "<p>一稿</p>")
    page = drafter.get(f"/workbench/office/documents/history/{document.pk}/revisions/{first.pk}/revert/")
    assert page.status_code == 200 and "一稿" in page.content.decode()


def test_the_preview_is_paper(document, drafter):
    url = f"/workbench/office/documents/preview/{document.pk}/"
    drafter.post(url, form(html="<p>预览的字</p><script>x</script>"))
    shown = drafter.get(url).content.decode()
    assert "预览的字" in shown and "<script>x" not in shown and "paper-sheet" in shown
