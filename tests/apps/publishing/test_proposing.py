"""What the publish form begins with: column and topic from the title and from what the section published (walk.md B6)."""

from __future__ import annotations

import pytest

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.proposing import proposal_for


@pytest.fixture
def columns(world):
    def make(slug, name, **more):
        return Column.objects.create(organization=world.a.body, slug=slug, name=name, **more)

    return make


def test_an_annual_report_goes_to_the_column_that_the_rules_ask_for(world, approved, columns):
    reports = columns("nianbao", "政府信息公开年报")
    document = approved(world.a)
    found = proposal_for(document, "东湖区教育局2025年政府信息公开工作年度报告")
    assert found.columns == (reports,) and "政府信息公开年报" in found.why
    Column.objects.filter(pk=reports.pk).update(is_open=False)
    assert reports not in proposal_for(document, "东湖区教育局2025年政府信息公开工作年度报告").columns


def test_last_years_paper_of_the_kind_says_where_it_goes(world, approved, columns):
    admission, other = columns("zhaosheng", "招生入学"), columns("caizheng", "财政信息")
    topic = Topic.objects.create(code="zs-yw", name="义务教育")
    last = approved(world.a, number="东教〔2025〕7号", title="关于做好2025年小学一年级新生登记工作的通知")
    actions.publish(world.a.second, last, columns=[admission], topic=topic)
    for n in range(3):
        paper = approved(
            world.a, number=f"东教〔2025〕{8 + n}号", title=f"部门预算{n}", html=f"<p>预算{n}</p>"
        )
        actions.publish(world.a.second, paper, columns=[other])
    new = approved(world.a, number="东教〔2026〕7号")
    found = proposal_for(new, "关于做好2026年小学一年级新生登记工作的通知")
    assert (found.columns, found.topic) == ((admission,), topic)
    assert "关于做好2025年" in found.why
    assert proposal_for(new, "关于校园安全的紧急通知").columns == (other,), (
        "where the section mostly publishes"
    )


def test_nothing_is_proposed_where_nothing_is_known(world, approved):
    found = proposal_for(approved(world.a), "关于某事")
    assert (found.columns, found.topic, found.why) == ((), None, "")


def test_the_longest_topic_that_stands_in_the_title_is_proposed(world, approved):
    Topic.objects.create(code="a", name="招生")
    longer = Topic.objects.create(code="b", name="幼儿园招生")
    Topic.objects.create(code="c", name="幼儿园招生计划", is_open=False)
    assert proposal_for(approved(world.a), "关于2026年幼儿园招生计划的通知").topic == longer


def test_the_form_has_it_ticked_says_why_and_shows_the_paper(world, approved, columns, sign_in):
    columns("zhidu", "政府信息公开制度")
    document = approved(world.a, title="东湖区教育局政府信息公开审查制度")
    text = sign_in(world.a.second).get(f"/workbench/documents/{document.pk}/publish/").content.decode()
    ticked = [line for line in text.split("<label") if "checked" in line]
    assert len(ticked) == 1 and "政府信息公开制度" in ticked[0]
    assert "按标题预选了" in text and "看送审的正文" in text and "阳光招生" in text


def test_a_document_that_all_agreed_to_is_not_offered_the_emergency_path(world, approved, draft, sign_in):
    done, begun = approved(world.a), draft(world.a, number="东教〔2026〕9号")
    client = sign_in(world.a.office)
    assert "/emergency/" not in client.get(f"/workbench/documents/{done.pk}/").content.decode()
    assert "/emergency/" in client.get(f"/workbench/documents/{begun.pk}/").content.decode()
