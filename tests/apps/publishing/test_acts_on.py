"""此件废止、修改了…: from the new document, several at once, proposed from its text (findings/walk.md B14)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gongkai.apps.publishing import actions
from gongkai.apps.publishing.acting_on import proposed
from gongkai.apps.publishing.models import Publication, Relation
from gongkai.apps.reviews.queries import signatures_of
from gongkai.exceptions import Refused

TEXT = (
    "<p>各学校：</p><p>东教规〔2019〕5号自本办法施行之日起废止。</p><p>将东教规〔2021〕2号第三条修改为：</p>"
    "<p>校车安全仍按东教规〔2018〕9号执行。</p><p>下列文件同时废止：</p><p>1.《关于规范午餐的通知》</p>"
    "<p>2.东教规〔2020〕3号</p><p>本办法由基础教育科解释，参见东教规〔2017〕1号。</p>"
)
OLD = (
    "东教规〔2019〕5号",
    "东教规〔2021〕2号",
    "东教规〔2018〕9号",
    "东教规〔2020〕3号",
    "东教规〔2017〕1号",
)


def public(world: Any, approved: Any, number: str, title: str, **more: Any) -> Publication:
    return actions.publish(
        world.a.second, approved(world.a, number=number, title=title, html=more.pop("html", f"<p>{title}。</p>"), **more),
        columns=world.a.columns[:1],
    )  # fmt: skip


@pytest.fixture
def house(world, approved) -> dict[str, Publication]:
    made = {number: public(world, approved, number, f"旧文{number[4:8]}") for number in OLD}
    made["title"] = public(world, approved, "东教规〔2016〕4号", "关于规范午餐的通知")
    made["new"] = public(
        world,
        approved,
        "东教规〔2026〕1号",
        "关于印发新办法的通知",
        html=TEXT,
        effective_on=dt.date(2026, 5, 1),
    )
    return made


def address(publication: Publication) -> str:
    return f"/workbench/publishing/{publication.pk}/acts-on/"


def test_what_the_text_names_is_proposed_with_what_it_does_to_it(world, house):
    found = {p.target.number: p.kind for p in proposed(world.a.office, house["new"])}
    assert found == {
        "东教规〔2019〕5号": "repeals", "东教规〔2021〕2号": "amends", "东教规〔2018〕9号": "", "东教规〔2016〕4号": "repeals",
        "东教规〔2020〕3号": "repeals", "东教规〔2017〕1号": "",
    }  # fmt: skip


def test_several_are_registered_at_once_and_each_waits_for_its_second_person(world, house, sign_in):
    client = sign_in(world.a.office)
    where = next(
        u for u in (address(house["new"]), address(house["new"]).replace("publishing/", "publishing/publications/"))
        if client.get(u).status_code == 200
    )  # fmt: skip
    text = client.get(where).content.decode()
    assert "自本办法施行之日起废止" in text and "2026年5月1日" in text
    typed = {f"on_{house[n].pk}": "repeals" for n in ("东教规〔2019〕5号", "东教规〔2020〕3号")}
    typed |= {
        f"on_{house['东教规〔2021〕2号'].pk}": "amends",
        "more": "东教规〔2017〕1号",
        "more_kind": "replaces",
        "since": "2026年5月1日",
    }
    said = client.post(where, typed, follow=True).content.decode()
    assert "已登记 4 件" in said
    kinds = dict(Relation.objects.filter(source=house["new"]).values_list("target__number", "kind"))
    assert kinds == {"东教规〔2019〕5号": "repeals", "东教规〔2020〕3号": "repeals", "东教规〔2021〕2号": "amends", "东教规〔2017〕1号": "replaces"}  # fmt: skip
    for number in kinds:
        old = Publication.objects.get(number=number)
        assert old.validity == ("amended" if kinds[number] == "amends" else "repealed")
        pending = signatures_of(old).get()
        assert pending.waits and pending.done_by == world.a.office
        with pytest.raises(Refused):
            actions.countersign(world.a.office, pending)
        actions.countersign(world.a.second, pending)
    assert not [p for p in proposed(world.a.office, house["new"]) if p.target.number in kinds]


def test_one_that_cannot_be_registered_stops_all_and_is_named(world, house):
    since = dt.date(2026, 5, 1)
    one, other = house["东教规〔2019〕5号"], house["东教规〔2020〕3号"]
    actions.change_validity(world.a.office, house["new"], other, kind="repeals", since=since)
    with pytest.raises(Refused) as refused:
        actions.change_many(world.a.office, house["new"], [(one, "repeals"), (other, "repeals")], since=since)
    assert "东教规〔2020〕3号：这一关系已经登记过" in str(refused.value)
    assert Relation.objects.filter(source=house["new"]).count() == 1


def test_a_number_that_nothing_public_has_is_said_and_nothing_typed_is_lost(world, house, sign_in):
    client = sign_in(world.a.office)
    text = client.post(address(house["new"]), {"more": "东教规〔2001〕9号\n东教规〔2017〕1号", "more_kind": "repeals", "since": "2026年5月1日"}).content.decode()  # fmt: skip
    assert "“东教规〔2001〕9号”没有找到已公开的" in text and "东教规〔2017〕1号" in text
    assert not Relation.objects.exists()
    assert (
        "请至少选一件"
        in client.post(
            address(house["new"]), {"more_kind": "repeals", "since": "2026年5月1日"}
        ).content.decode()
    )


def test_what_belongs_to_another_bureau_is_neither_proposed_nor_taken(world, approved, house):
    foreign = actions.publish(
        world.b.second, approved(world.b, number="西教规〔2020〕1号", title="西岭旧文", html="<p>西岭。</p>"), columns=world.b.columns[:1],
    )  # fmt: skip
    new = public(world, approved, "东教规〔2026〕2号", "又一件", html="<p>西教规〔2020〕1号废止。</p>")
    assert proposed(world.a.office, new) == []
    with pytest.raises(Refused, match="本机关或上级机关"):
        actions.change_many(world.a.office, new, [(foreign, "repeals")], since=dt.date(2026, 5, 1))


def test_who_may_not_correct_is_not_offered_it(world, house, sign_in):
    page = f"/workbench/documents/{house['new'].subject_id}/"
    assert "此件废止、修改了" in sign_in(world.a.office).get(page).content.decode()
    assert "此件废止、修改了" not in sign_in(world.a.drafter).get(page).content.decode()
    assert sign_in(world.a.drafter).get(address(house["new"])).status_code == 404


def test_the_form_speaks_of_what_stands_above_only_where_something_does(world, house, sign_in):
    client = sign_in(world.a.office)
    assert "上面没有列出的，一行一个文号" in client.get(address(house["new"])).content.decode()
    alone = client.get(address(house["title"])).content.decode()
    assert "一行一个文号或索引号" in alone and "上面没有列出的" not in alone
