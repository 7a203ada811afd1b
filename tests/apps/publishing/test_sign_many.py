"""一起补签: several repeals by one new document are looked at once and signed by one other person (walk.md B14)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gongkai.apps.ledger.models import Entry
from gongkai.apps.publishing import actions, queries
from gongkai.apps.reviews.models import Signature

MANY, LIST = "/workbench/publishing/countersigns/sign/", "/workbench/publishing/countersigns/"


@pytest.fixture
def withdrawn(world, published) -> list[Signature]:
    """Three public documents, withdrawn by the office, each waiting for its second person."""
    for n in (7, 8, 9):
        public = published(world.a, number=f"东教〔2026〕{n}号", title=f"第{n}批名单")
        actions.withdraw(world.a.office, public, reason="inaccurate", public_note="名单有误，改后再发。")
    found = list(queries.signatures().order_by("pk"))
    assert len(found) == 3
    return found


def post(client: Any, pending: list[Signature], **more: Any) -> Any:
    return client.post(MANY, {"ids": [p.pk for p in pending], **more})


def signed() -> int:
    return Entry.objects.filter(event="publishing:countersigned").count()


def test_several_are_looked_at_and_signed_with_one_confirmation(world, withdrawn, sign_in):
    client = sign_in(world.a.second)
    assert "一起补签" in client.get(LIST).content.decode()
    text = post(client, withdrawn).content.decode()
    assert "一起补签 3 件" in text and all(f"第{n}批名单" in text for n in (7, 8, 9))
    assert text.count("checked") == 3 and world.a.office.get_full_name() in text
    assert signed() == 0 and queries.to_sign(world.a.second).count() == 3  # looking signs nothing
    done = post(client, withdrawn, decided=1, opinion="情况属实").content.decode()
    assert "已补签 3 件" in done
    assert signed() == 3 and not queries.to_sign(world.a.second).exists()
    assert {e.actor_name for e in Entry.objects.filter(event="publishing:countersigned")} == {
        world.a.second.name
    }


def test_one_taken_out_stays_open(world, withdrawn, sign_in):
    client = sign_in(world.a.second)
    assert "已补签 2 件" in post(client, withdrawn[1:], decided=1).content.decode()
    assert [p.pk for p in queries.to_sign(world.a.second)] == [withdrawn[0].pk]


@pytest.mark.parametrize("part", ["office", "drafter", "head", "auditor"])
def test_who_did_them_or_has_not_the_power_signs_none(part, world, withdrawn, sign_in):
    answer = post(sign_in(world.a.people[part]), withdrawn, decided=1)
    assert answer.status_code in {302, 404} and signed() == 0


def test_another_bureau_signs_none_and_is_told_so(world, withdrawn, sign_in):
    client = sign_in(world.b.second)
    answer = post(client, withdrawn, decided=1)
    assert (answer.status_code, answer.url) == (302, LIST) and signed() == 0
    assert "勾选的没有一件在等您签" in client.get(LIST).content.decode()


def test_words_that_may_not_be_kept_are_refused_with_all_ticks_kept(world, withdrawn, sign_in):
    text = post(
        sign_in(world.a.second), withdrawn, decided=1, opinion="见身份证 11010519491231002X"
    ).content.decode()
    assert signed() == 0 and "一起补签 3 件" in text
    assert len(re.findall(r'name="ids"[^>]*checked', text)) == 3 and "11010519491231002X" in text
    assert text.count("身份证") >= 2  # what was typed, and the sentence that says what is wrong with it


@pytest.mark.parametrize("ids", [["x"], ["-1"], ["999999999999999999999"], []])
def test_what_is_no_key_ends_at_the_list(ids, world, withdrawn, sign_in):
    answer = sign_in(world.a.second).post(MANY, {"ids": ids, "decided": 1})
    assert answer.status_code == 302 and signed() == 0
    assert sign_in(world.a.second).get(MANY).status_code == 405
