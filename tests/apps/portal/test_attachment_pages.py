"""Attachments to look at: a sheet as a table, Word as text, with the file beside it; frozen, baked, checked and gone like it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.storage import default_storage
from tests.files.papers import p, word

from gongkai.apps.documents.reading import page_of
from gongkai.apps.portal.baking import check
from gongkai.apps.search.queries import search
from gongkai.gongwen.as_page import _MOST_ROWS


def sheet(rows: int = 3, hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    at = book.active
    at.title = "对口地段"
    at.append(["学校", "地段", None])
    at.append([None, "路名", "门牌"])
    at.merge_cells("A1:A2")
    at.merge_cells("B1:C1")
    for n in range(rows):
        at.append([f"第{n + 1}小学", "文津路", f"{n + 1}号"])
    if hidden:
        other = book.create_sheet("底稿")
        other.append(["内部底价"])
        other.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_is_looked_at_downloaded_and_withdrawn(
    world, publish, correct, withdraw, client, settings
) -> None:
    publication = publish(world.a, files={"附件1.对口地段.xlsx": sheet()})
    page = client.get(f"/donghu/doc/{publication.key}.html").content.decode()
    key = publication.versions.get().facts["attachments"][0]["key"]
    where = f"/donghu/doc/{publication.key}/view-{key}.html"
    assert f'<a href="{where}">网页看' in page and 'download="附件1.对口地段.xlsx"' in page
    shown = client.get(where).content.decode()
    assert shown.count("<th") >= 4 and 'rowspan="2"' in shown and 'colspan="2"' in shown and "文津路" in shown
    assert f'href="/donghu/doc/{publication.key}.html"' in shown and "以下载的文件为准" in shown
    assert (settings.BAKED_ROOT / "current").exists() or list(settings.BAKED_ROOT.rglob(f"view-{key}.html"))
    assert not list(check.altered_versions())
    stored = publication.versions.get().facts["attachments"][0]["page"]["stored"]
    default_storage.delete(stored)
    default_storage.save(stored, io.BytesIO("<p>别的话</p>".encode()))
    assert client.get(where).status_code == 503
    assert [d.kind for d in check.altered_versions()] == ["attachment"]
    withdraw(world.a, publication)
    assert client.get(where).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("表.docx", word(p("一、范围") + p("（一）城区")), "城区"),
        ("说明.txt", "甲\n乙".encode(), "乙"),
        ("坏.docx", b"PK\x03\x04bad", ""),
        ("图.png", b"\x89PNG", ""),
        ("旧.zip", b"PK", ""),
    ],
)
def test_what_can_be_looked_at(name: str, data: bytes, said: str) -> None:
    assert (said in page_of(name, data)) if said else page_of(name, data) == ""


def test_hidden_sheets_and_the_rest_of_long_ones_are_not_shown_and_said() -> None:
    page = page_of("表.xlsx", sheet(_MOST_ROWS + 50, hidden=True))
    assert "内部底价" not in page and f"共{_MOST_ROWS + 52}行，这里只列前{_MOST_ROWS}行" in page
    assert page.count("<tr>") == _MOST_ROWS


def test_no_script_of_a_file_reaches_the_page() -> None:
    page = page_of("表.docx", word(p("&lt;script&gt;alert(1)&lt;/script&gt;")))
    assert "<script" not in page and "alert(1)" in page


def test_a_row_of_a_sheet_is_found_and_the_hit_opens_at_it(world, publish, client) -> None:
    publication = publish(world.a, files={"附件1.对口地段.xlsx": sheet()})
    hits = search(world.a.body, "第2小学").hits
    assert [hit.doc.subject_id for hit in hits] == [str(publication.pk)]
    assert hits[0].file == "附件1.对口地段.xlsx" and "<mark>第2小学</mark> 文津路 2号" in hits[0].excerpt_html
    where, _, place = hits[0].file_url.partition("#")
    row = client.get(where).content.decode().partition(f'id="{place}"')[2].partition("</tr>")[0]
    assert "第2小学" in row and "第1小学" not in row
    listed = client.get("/donghu/search/?q=第2小学").content.decode()
    assert f'<a href="{hits[0].file_url}">附件“附件1.对口地段.xlsx”</a>' in listed
