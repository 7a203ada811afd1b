"""One cell of a list, as it stands on the page: nothing typed becomes markup, nothing missing looks like a value."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils.safestring import mark_safe

from gongkai import clocks
from gongkai.clocks import moment
from gongkai.desk.cells import Cell
from gongkai.desk.listing import Column


def drawn(value, *, url="", mark="", note="", **column) -> str:
    return Cell(Column("题", "x", **column), value, url, mark, note).html


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        ("<b>甲</b>&", "&lt;b&gt;甲&lt;/b&gt;&amp;"),
        (mark_safe("<i>乙</i>"), "<i>乙</i>"),
        ("", "—"),
        (None, "—"),
        (0, "0"),
        (12345, "12345"),
        (dt.date(2026, 4, 29), "4月29日"),
        (dt.date(2024, 4, 29), "2024年4月29日"),
        (["一", "<二>"], "<p>一</p><p>&lt;二&gt;</p>"),
        ([], "—"),
    ],
)
def test_a_value_is_written_as_a_template_would(value, inside):
    with moment.fixed("2026-05-20"):
        assert drawn(value) == f'<td class="" data-head="题">{inside}</td>'


def test_a_link_a_mark_and_a_note_are_escaped_too():
    html = drawn('甲"', url="/a?b=1&c=2", mark="<待核>", note="<小>", right=True, wide=True)
    assert html == (
        '<td class="gk-r gk-wide" data-head="题"><a href="/a?b=1&amp;c=2" title="甲&quot;">甲&quot;</a>'
        ' <b class="gk-strong">&lt;待核&gt;</b><p class="gk-small">&lt;小&gt;</p></td>'
    )


def test_a_mark_alone_needs_no_dash_before_it():
    assert drawn("", mark="待认定") == '<td class="" data-head="题"> <b class="gk-strong">待认定</b></td>'


def test_what_the_row_is_called_by_is_its_heading():
    assert drawn("甲", head=True).startswith('<th scope="row" class="is-frozen">甲')


@pytest.mark.parametrize(("day", "state", "red"), [(21, "soon", False), (19, "late", True)])
def test_a_clock_is_drawn_with_its_lamp_its_words_and_its_day(day, state, red):
    with moment.fixed("2026-05-20"):
        lamp = clocks.lamp(moment.today(), dt.date(2026, 5, day))
        html = drawn(
            SimpleNamespace(lamp=lamp, deadline=SimpleNamespace(due_on=dt.date(2026, 5, day))), lamp=True
        )
    assert lamp.state == state
    assert html.count("<svg") == 1 and lamp.words in html and f"5月{day}日" in html
    assert ("gk-late" in html) is red
    assert drawn("2026年5月1日公开", lamp=True).endswith(">2026年5月1日公开</td>")
