"""一起发布 and 预览公开页: equal cases with one confirmation; the page as it will be, of which nothing stays (walk.md B6)."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from gongkai.apps.catalogue.models import Column
from gongkai.apps.ledger.models import Entry
from gongkai.apps.notices.models import Notice
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.models import IndexCounter, Publication, Version

MANY = "/workbench/publishing/waiting/publish/"
KIND = "documents.officialdocument"


@pytest.fixture
def three(world, approved) -> list[Any]:
    return [
        approved(world.a, number=f"东教〔2026〕{n}号", title=f"第{n}批教师资格认定结果公告", html=f"<p>第{n}批。</p>")
        for n in (7, 8, 9)
    ]  # fmt: skip


def post(client: Any, records: list[Any], **more: Any) -> str:
    answer = client.post(MANY, {"kind": KIND, "ids": [r.pk for r in records], **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_equal_cases_go_out_with_one_confirmation(world, three, sign_in):
    client = sign_in(world.a.second)
    assert "一起发布" in client.get("/workbench/publishing/waiting/").content.decode()
    assert "一起发布 3 件" in post(client, three) and not Publication.objects.exists()
    column = world.a.columns[1]
    done = post(client, three, decided=1, columns=[column.pk], topic=world.topic.pk)
    assert "已发布 3 件" in done
    for publication in Publication.objects.all():
        assert publication.state == "live" and publication.topic == world.topic
        assert [p.column for p in publication.placements.all()] == [column]
    assert Entry.objects.filter(event="publishing:published").count() == 3


def test_what_cannot_go_out_says_why_and_is_left_out(world, three, sign_in, approved):
    again = approved(world.a, number="东教〔2026〕20号", title="一件撤回过的")
    publication = actions.publish(world.a.second, again, columns=world.a.columns[:1])
    actions.withdraw(world.a.second, publication, reason="inaccurate", public_note="内容有误，改后再发。")
    again.refresh_from_db()
    actions.agree(world.a.office, actions.submit(world.a.drafter, again))
    # a word changed behind the back of the reviewers
    type(three[2]).objects.filter(pk=three[2].pk).update(html="<p>改了。</p>", text="改了。")
    client = sign_in(world.a.leader)
    text = post(client, [*three, again])
    assert "一起发布 2 件，2 件发不了" in text
    assert "须写明与上次相比改了什么" in text and "审核后又有改动" in text
    done = post(client, [*three, again], decided=1, columns=[world.a.columns[0].pk])
    assert "已发布 2 件" in done
    assert set(Publication.objects.filter(state="live").values_list("number", flat=True)) == {"东教〔2026〕7号", "东教〔2026〕8号"}  # fmt: skip


def test_proposals_that_differ_are_not_chosen_for_anybody(world, three, sign_in, approved):
    Column.objects.create(organization=world.a.body, slug="nianbao", name="政府信息公开年报")
    title = "东湖区教育局2025年政府信息公开工作年度报告"
    other = approved(world.a, number="", title=title, html="<p>报告。</p>")
    text = post(sign_in(world.a.second), [three[0], other])
    assert "各件预选的栏目不一样，没有替您选" in text and not re.search(r'name="columns"[^>]*checked', text)


def test_nothing_goes_out_without_a_column_or_from_anothers_list(world, three, sign_in):
    assert "请至少选一个栏目" in post(sign_in(world.a.second), three, decided=1)
    foreign = sign_in(world.b.office).post(MANY, {"kind": KIND, "ids": [three[0].pk], "decided": 1, "columns": [world.b.columns[0].pk]})  # fmt: skip
    assert foreign.status_code == 302  # not in his list: back to it
    assert not Publication.objects.exists()


def test_the_page_to_come_is_the_public_page_and_nothing_of_it_stays(world, approved, sign_in):
    document = approved(world.a, html="<p>各学校：</p><p>通知如下。</p><h2>一、时间</h2><p>六月。</p>")
    before = Notice.objects.count(), Entry.objects.count()
    address = f"/workbench/documents/{document.pk}/publish/"
    client = sign_in(world.a.second)
    typed = {"columns": [world.a.columns[0].pk], "topic": world.topic.pk}
    text = client.post(address, {**typed, "look": 1}).content.decode()
    page = unescape(re.search(r'srcdoc="(.*?)"', text, re.S)[1])
    assert "<h1" in page and document.title in page.replace("\n", "") and "通知如下" in page
    assert "政策文件" in page and world.topic.name in page
    assert (
        not Publication.objects.exists()
        and not Version.objects.exists()
        and not IndexCounter.objects.exists()
    )
    assert (Notice.objects.count(), Entry.objects.count()) == before
    document.refresh_from_db()
    assert document.stage == "approved"
    client.post(address, typed)
    assert Publication.objects.get().state == "live"


def test_emergency_is_not_offered_once_all_have_agreed(world, approved, draft, sign_in):
    ready = approved(world.a)
    begun = draft(world.a, number="东教〔2026〕30号", title="另一件", html="<p>另一件。</p>")
    client = sign_in(world.a.second)
    assert "紧急发布" not in client.get(f"/workbench/documents/{ready.pk}/").content.decode()
    assert "紧急发布" in client.get(f"/workbench/documents/{begun.pk}/").content.decode()
