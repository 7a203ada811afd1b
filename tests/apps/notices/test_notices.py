"""提醒: told once, shown to the person alone, put away, removed in time."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.notices import actions, queries
from gongkai.apps.notices.models import Notice
from gongkai.clocks import moment

pytestmark = pytest.mark.django_db


def test_each_person_is_told_once(world):
    people = [world.a.drafter, world.a.drafter.pk, world.a.office]
    assert len(actions.tell(people, "请看", world.a.section, "/workbench/")) == 2
    assert [n.url for n in queries.unread(world.a.drafter)] == ["/workbench/"]
    assert queries.unread(world.a.leader) == []


def test_a_sentence_too_long_is_cut_and_not_refused(world):
    (notice,) = actions.tell([world.a.drafter], "长" * 400)
    assert len(notice.text) == 300


def test_one_puts_away_only_what_is_ones_own(world):
    (mine,) = actions.tell([world.a.drafter], "甲")
    (other,) = actions.tell([world.b.drafter], "乙")
    assert actions.read(world.a.drafter, other.pk) == 0
    assert actions.read(world.a.drafter, mine.pk) == 1
    assert actions.read(world.a.drafter) == 0
    assert queries.unread(world.b.drafter) == [other]


def test_news_goes_when_its_reason_is_gone(world):
    actions.tell([world.a.drafter, world.a.office], "甲", world.a.section)
    actions.tell([world.a.drafter], "乙", world.a.body)
    assert actions.put_away(world.a.section) == 2
    assert [n.text for n in queries.unread(world.a.drafter)] == ["乙"]


def test_old_news_is_removed_and_new_news_stays(world):
    for days, read in ((10, True), (31, True), (31, False), (181, False)):
        with moment.fixed(moment.now() - dt.timedelta(days=days)):
            (notice,) = actions.tell([world.a.drafter], f"{days}{read}")
        if read:
            Notice.objects.filter(pk=notice.pk).update(read_at=notice.at)
    assert actions.prune(1) == 1 and actions.prune(5) == 1
    assert {n.text for n in Notice.objects.all()} == {"10True", "31False"}


def test_the_page_of_all_news_shows_ones_own_and_puts_one_away(world, sign_in):
    (mine,) = actions.tell([world.a.drafter], "送到您手上的一件", world.a.section, "/workbench/documents/")
    actions.tell([world.b.drafter], "别人的一件")
    client = sign_in(world.a.drafter)
    page = client.get("/workbench/notices/").content.decode()
    assert "送到您手上的一件" in page and "别人的一件" not in page
    answer = client.post("/workbench/read/", {"notice": str(mine.pk)})
    assert answer.status_code == 302 and answer.url == "/workbench/notices/"
    assert queries.unread(world.a.drafter) == []
    assert "已知" in client.get("/workbench/notices/").content.decode()


@pytest.mark.parametrize("given", ["x", "-1", "9" * 40, "１"])
def test_an_odd_number_of_a_notice_breaks_nothing(given, world, sign_in):
    assert sign_in(world.a.drafter).post("/workbench/read/", {"notice": given}).status_code == 302
