"""公开指南 on the fee: out of the data that computes the notice; a change of the data asks for a revision."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from gongkai.apps.ledger.models import Entry
from gongkai.apps.premises import guide
from gongkai.apps.premises.actions.guide import revise
from gongkai.exceptions import Refused
from gongkai.law import fees, lists


def page(world):
    return Client().get(f"/{world.a.body.slug}/guide/").content.decode()


def test_the_guide_says_each_tier_as_the_notice_reckons_it(world):
    shown = page(world)
    for ladder in ("pieces", "pages"):
        for tier in fees.tariff_of(ladder).tiers:
            words = "元" if tier.rate else "不收费"
            assert f"{tier.first}" in shown and words in shown
            assert not tier.rate or f"{tier.rate}元" in shown
    assert "《政府信息公开信息处理费管理办法》第四条" in shown
    waiver = lists.entry("duties", "fee_waiver")
    assert waiver.facts["sentence"] in shown and waiver.citation in shown


def test_a_revision_shows_its_date_and_what_changed(world):
    assert guide.outdated(world.a.body) and "更新日期" not in page(world)
    with pytest.raises(Refused, match="请写明改了什么"):
        revise(world.a.admin, world.a.body, " ")
    revise(world.a.admin, world.a.body, "写明了收费标准。")
    assert not guide.outdated(world.a.body)
    assert "更新日期：2026年5月20日。写明了收费标准。" in page(world)
    assert Entry.objects.filter(event="premises:guide_revised").exists()


def test_new_data_put_the_guide_on_the_desk_of_who_keeps_it(world, sign_in, monkeypatch):
    client = sign_in(world.a.admin)
    new = client.get(f"/workbench/site/{world.a.body.pk}/guide/").content.decode()
    assert "这份指南还没有人看过" in new and "标准有变化" not in new, "nothing changed before it began"
    revise(world.a.admin, world.a.body, "写明了收费标准。")
    assert "公开指南待修订" not in client.get("/workbench/").content.decode()
    old = fees.tariff_of("pages")
    new = replace(old, tiers=(*old.tiers[:-1], replace(old.tiers[-1], rate=old.tiers[-1].rate + 10)))
    monkeypatch.setattr(
        guide.fees, "tariff_of", lambda ladder: new if ladder == "pages" else fees.tariffs()[ladder][-1]
    )
    assert "公开指南待修订" in client.get("/workbench/").content.decode()
    screen = client.get(f"/workbench/site/{world.a.body.pk}/guide/").content.decode()
    assert "待修订" in screen and f"{new.tiers[-1].rate}元" in screen
    client.post(f"/workbench/site/{world.a.body.pk}/guide/", {"revise": "1", "changed": "按页收费提高。"})
    assert not guide.outdated(world.a.body)
