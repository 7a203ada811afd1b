"""The small bar of a list: one shape for the days counted, one for those left, one for the last; drawn once a day."""

from __future__ import annotations

import datetime as dt
import re

from gongkai.apps.requests import actions, lists
from gongkai.clocks import moment


def drawn(case, user):
    """How many days stand in each shape, and what is said below."""
    case.refresh_from_db()
    lists._prepare([case], user)
    html = str(lists.bar(case))
    shapes = {css: way.count("M") for css, way in re.findall(r'<path class="(\S+)" d="([^"]*)"', html)}
    return shapes, re.search(r"<small>(.*)</small>", html).group(1)


def test_a_day_later_it_is_drawn_anew_and_a_longer_limit_is_longer(world, enter, handler):
    case = enter("2026-05-18")  # a Monday; today is Wednesday
    assert drawn(case, handler) == ({"d-yes": 2, "d-left": 17, "d-end": 1}, "2 / 20")
    with moment.fixed(moment.today() + dt.timedelta(days=1)):
        assert drawn(case, handler)[0]["d-yes"] == 3
        actions.ask_extension(handler, case, amount=5, reason="材料多")
        actions.decide_extension(world.a.leader, case, agree=True)
        assert drawn(case, handler) == ({"d-yes": 3, "d-left": 21, "d-end": 1}, "3 / 25")


def test_another_calendar_draws_another_bar(enter, handler, monkeypatch):
    case, asked = enter("2026-05-18"), []
    way = lists.way
    monkeypatch.setattr(lists, "way", lambda *given: asked.append(given) or way(*given))
    drawn(case, handler)
    drawn(case, handler)
    assert len(asked) <= 1, "the same clock on the same day is drawn once"
    before = len(asked)
    monkeypatch.setattr("gongkai.clocks.edition", lambda: "another")
    drawn(case, handler)
    assert len(asked) == before + 1
