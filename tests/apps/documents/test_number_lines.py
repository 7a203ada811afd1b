"""流水目录 as rows: after whatever act they are what the whole series, read anew, would tell."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from gongkai import paging
from gongkai.apps.documents import actions, register
from gongkai.apps.documents.models import NumberLine, NumberNote, NumberSeries, OfficialDocument

pytestmark = pytest.mark.django_db
PAGE = "/workbench/documents/register/"


def make(bureau, number: str = "东教〔2026〕1号", day: dt.date | None = None) -> OfficialDocument:
    fields = {"title": f"关于{number}的通知", "number": number, "signed_on": day}
    return actions.register(bureau.drafter, organization=bureau.body, section=bureau.section, fields=fields)


def lines(agency: str = "东教", year: int = 2026) -> list[tuple[int, int | None, str]]:
    rows = NumberLine.objects.filter(series__agency=agency, series__year=year).order_by("serial", "id")
    return [(row.serial, row.document_id, row.trouble) for row in rows]


def by_hand(organization, agency: str, year: int) -> list[tuple[int, int | None, str]]:
    """The register as it was reckoned before it was kept: the whole series at once, number by number."""
    papers: dict[int, list[OfficialDocument]] = {}
    for paper in OfficialDocument.objects.filter(
        organization=organization, number_state="numbered", number_agency=agency, number_year=year
    ).order_by("id"):
        papers.setdefault(paper.number_serial or 0, []).append(paper)
    notes = set(
        NumberNote.objects.filter(organization=organization, agency=agency, year=year).values_list(
            "serial", flat=True
        )
    )
    found: list[tuple[int, int | None, str]] = []
    latest = dt.date.min
    for serial in range(1, max([*papers, *notes], default=0) + 1):
        here = papers.get(serial, [])
        signed = next((paper.signed_on for paper in here if paper.signed_on), None)
        if not here:
            found.append((serial, None, "explained" if serial in notes else "gap"))
        elif len(here) > 1:
            found += [(serial, paper.pk, "double") for paper in here]
        else:
            found.append((serial, here[0].pk, "order" if signed and signed < latest else ""))
        latest = max(latest, signed or dt.date.min)
    return found


@pytest.mark.parametrize("seed", range(2))
def test_after_any_acts_the_rows_are_what_the_series_would_tell(world, seed):
    dice, a, made = random.Random(seed), world.a, []
    for _ in range(16):
        number = f"{dice.choice(('东教', '东教办'))}〔{dice.choice((2025, 2026))}〕{dice.randint(1, 9)}号"
        day = dice.choice((None, dt.date(2026, 1, dice.randint(1, 28))))
        act = dice.choice(("register", "register", "number", "day", "explain", "none"))
        if act == "register" or not made:
            made.append(make(a, number, day))
        elif act == "number":
            actions.change(a.drafter, dice.choice(made), {"number": number})
        elif act == "day":
            actions.change(a.drafter, dice.choice(made), {"signed_on": day})
        elif act == "none":
            actions.change(a.drafter, dice.choice(made), {"number": "无"})
        else:
            actions.explain_number(
                a.office, organization=a.body, agency="东教", year=2026, serial=dice.randint(1, 11), reason="void", note="空",
            )  # fmt: skip
        for agency in ("东教", "东教办"):
            for year in (2025, 2026):
                assert lines(agency, year) == by_hand(a.body, agency, year)
    actions.explain_number(
        a.office, organization=a.body, agency="东教函", year=2026, serial=3, reason="void", note="空"
    )  # a series that has no document at all
    series = [(agency, year) for agency in ("东教", "东教办", "东教函") for year in (2025, 2026)]
    kept = [lines(*one) for one in series]
    assert len(lines("东教函", 2026)) == 3
    assert register.rebuild() == sum(map(len, kept))
    assert [lines(*one) for one in series] == kept


def test_two_bodies_with_one_code_have_a_series_each(world):
    make(world.a, "东教〔2026〕2号")
    make(world.b, "东教〔2026〕1号")
    assert [s.lines.count() for s in NumberSeries.objects.order_by("id")] == [2, 1]


def test_the_last_number_that_goes_takes_its_series_along(world):
    paper = make(world.a)
    actions.change(world.a.drafter, paper, {"number": ""})
    assert not NumberSeries.objects.exists() and not NumberLine.objects.exists()


def test_a_number_at_the_end_costs_the_same_however_long_the_series(world, django_assert_num_queries):
    for serial in range(1, 4):
        make(world.a, f"东教〔2026〕{serial}号")
    place = register.place_of(OfficialDocument.objects.get(number_serial=3))
    with django_assert_num_queries(7) as few:
        register.keep(place.organization_id, "东教", 2026, 3)
    for serial in range(4, 24):
        make(world.a, f"东教〔2026〕{serial}号")
    with django_assert_num_queries(len(few)):
        register.keep(place.organization_id, "东教", 2026, 23)


def test_the_register_comes_in_pages_of_the_same_cost(
    world, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    for serial in (*range(1, 20), *range(21, 58), 60):
        make(world.a, f"东教〔2026〕{serial}号")
    browser = sign_in(world.a.office)
    browser.get(PAGE)
    with django_assert_max_num_queries(25) as asked:
        first = browser.get(PAGE)
    assert len(first.context["rows"]) == 50 and "〔2026〕50号" in first.content.decode()
    with django_assert_num_queries(len(asked)):
        second = browser.get(PAGE, {"after": first.context["page"].next_after})
    assert [row.serial for row, _ in second.context["rows"]] == [51, 52, 53, 54, 55, 56, 57, 58, 59, 60]
    with django_assert_num_queries(len(asked)):
        whole = browser.get(PAGE, {"size": "200"})
    assert len(whole.context["rows"]) == 60 == whole.context["page"].total


def test_what_is_wrong_is_counted_and_listed_within_the_series(world, sign_in):
    for number, day in (("1", 5), ("3", 9), ("3", 9), ("4", 7), ("6", 12)):
        make(world.a, f"东教〔2026〕{number}号", dt.date(2026, 1, day))
    make(world.a, "东教〔2025〕4号")
    browser = sign_in(world.a.office)
    answer = browser.get(PAGE)
    tabs: dict[str, Any] = {t["key"]: t for t in answer.context["tabs"]}
    assert {k: t["count"] for k, t in tabs.items()} == {
        "": None,
        "gap": 2,
        "explained": 0,
        "double": 2,
        "order": 1,
    }
    gaps = browser.get(PAGE + tabs["gap"]["url"])
    assert [row.serial for row, _ in gaps.context["rows"]] == [2, 5]
    page = answer.content.decode()
    assert page.count("重号</b>") == 2 and page.count('id="n3"') == 1 and "日期早于前号</b>" in page
    older = NumberSeries.objects.get(year=2025)
    assert len(browser.get(PAGE, {"series": older.pk}).context["rows"]) == 4
    assert browser.get(PAGE, {"series": 999999}).context["rows"]  # the first there is
    assert "还没有带文号的公文" in sign_in(world.b.office).get(PAGE).content.decode()


def test_a_foreign_series_is_not_shown(world, sign_in):
    make(world.a)
    series = NumberSeries.objects.get()
    page = sign_in(world.b.office).get(PAGE, {"body": world.a.body.pk, "series": series.pk})
    assert page.context["rows"] == []


def test_the_way_back_from_an_explanation_leads_to_the_number(world, sign_in):
    for serial in (*range(1, 60), 61):
        make(world.a, f"东教〔2026〕{serial}号")
    query = {"body": world.a.body.pk, "agency": "东教", "year": 2026, "serial": 60}
    browser = sign_in(world.a.office)
    answer = browser.post(
        f"{PAGE}explain/?" + "&".join(f"{k}={v}" for k, v in query.items()), {"reason": "void", "note": "空"}
    )
    shown = browser.get(answer["Location"].partition("#")[0])
    assert [row.serial for row, _ in shown.context["rows"]] == [60, 61]
    assert "空号：空" in shown.content.decode() and "改说明" in shown.content.decode()


def test_a_page_may_be_cut_anywhere(world, sign_in, monkeypatch):
    monkeypatch.setattr(paging, "SIZES", (2, 200))
    for number in (1, 2, 2, 2, 5):
        make(world.a, f"东教〔2026〕{number}号")
    browser, seen, after = sign_in(world.a.office), [], ""
    for _ in range(10):
        answer = browser.get(PAGE, {"after": after})
        seen += [row.serial for row, _ in answer.context["rows"]]
        after = answer.context["page"].next_after
        if not after:
            break
    assert seen == [1, 2, 2, 2, 3, 4, 5]
