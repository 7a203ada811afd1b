"""Table three and four of the annual form out of the cases: 21 outcomes × 7 columns, carry-over, proceedings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from gongkai.apps.people.models import Kind
from gongkai.apps.reporting import actions as reports
from gongkai.apps.reporting.cells import RECORD, resolve
from gongkai.apps.reporting.sources import collect, describe
from gongkai.apps.requests import actions
from gongkai.apps.requests.models import Office, Request
from gongkai.clocks import moment
from gongkai.law import lists
from gongkai.statforms.evaluate import evaluate
from gongkai.statforms.forms import load_form

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
OUTCOMES = [e.code for e in lists.entries("decisions")]


@pytest.fixture
def kept(world):
    return Office.objects.create(organization=world.a.body, kept_since="2024-01-01")


def case(world, n, kind, outcome="", received="2025-03-03", ended="2025-03-20", **values):
    state = {"state": "open"}
    if outcome:
        state = {"state": "closed", "outcome": outcome, "closed_on": ended, "counted_on": ended,
                 "counted_outcome": outcome}  # fmt: skip
    return Request(
        organization=world.a.body, section=world.a.body, number=f"2025-{n:04d}", channel="counter",
        submitted_on=received, received_on=received, provision="reply_2019", applicant_kind=kind, subject="某件",
        wanted="某件", entered_at=moment.now(), updated_at=moment.now(), **(state | values),
    )  # fmt: skip


@pytest.fixture
def year(world, kept):
    """Every outcome in every column once; a case carried in and one carried out in every column; a merged one."""
    rows = [
        case(world, n, kind, o) for n, (o, kind) in enumerate((o, k) for o in OUTCOMES for k in Kind.values)
    ]
    n = len(rows)
    for kind in Kind.values:
        rows.append(case(world, n, kind, "r3_1", received="2024-12-20"))
        rows.append(case(world, n + 1, kind, "r3_1", received="2025-12-20", ended="2026-01-10"))
        rows.append(case(world, n + 2, kind, received="2025-12-30"))
        n += 3
    Request.objects.bulk_create(rows)
    whole = Request.objects.first()
    merged = case(world, n, "natural", state="merged", merged_into=whole)
    merged.save()
    return rows


def test_every_cell_of_table_three(world, year):
    known = collect(world.a.body, "annual_2021", 2025)
    for outcome in OUTCOMES:
        for kind in Kind.values:
            expected = 2 if outcome == "r3_1" else 1
            assert known[f"t3.{outcome}.{kind}"].value == expected, (outcome, kind)
    for kind in Kind.values:
        assert known[f"t3.r1.{kind}"].value == 21 + 2
        assert known[f"t3.r2.{kind}"].value == 1
        assert known[f"t3.r3_7.{kind}"].value == 22
        assert known[f"t3.r4.{kind}"].value == 2
    assert known["t3.r1.total"].value == 23 * 6
    for figure in known.values():
        if figure.records.model is Request:
            assert figure.records.count() == figure.value, figure.sentence


def test_the_checks_of_the_form_hold_and_the_carry_over_is_next_years_opening(world, year):
    form = load_form("annual_2021")
    known = collect(world.a.body, "annual_2021", 2025)
    cells = {c: Decimal(known[c].value) for c in form.cell_ids() if c in known and c.startswith(("t3", "t4"))}
    wrong = [f for f in evaluate(form, cells, tables={"t3", "t4"}) if f.level == "error"]
    assert not wrong
    following = collect(world.a.body, "annual_2021", 2026)
    for kind in [*Kind.values, "total"]:
        assert following[f"t3.r2.{kind}"].value == known[f"t3.r4.{kind}"].value


@pytest.mark.parametrize("form", ["annual_2019", "annual_2021"])
def test_every_cell_of_both_tables_is_answered(world, kept, form):
    known = collect(world.a.body, form, 2025)
    wanted = {c for c in load_form(form).cell_ids() if c.startswith(("t3.", "t4."))}
    assert wanted <= set(known)
    assert {known[c].value for c in wanted} == {0}, "a zero is a counted zero"


def test_a_body_that_has_not_kept_them_here_all_along_answers_nothing(world, year):
    Office.objects.update(kept_since="2025-01-02")
    assert not [c for c in collect(world.a.body, "annual_2021", 2025) if c.startswith("t3.")]
    assert not [c for c in collect(world.b.body, "annual_2021", 2025) if c.startswith("t3.")]
    assert collect(world.a.body, "annual_2021", 2026)["t3.r1.total"].value == 0


def test_the_hand_entered_cell_of_a_report_gives_way(world, kept):
    Office.objects.update(kept_since="2026-05-01")
    a = world.a
    report = reports.open_report(a.drafter, organization=a.body, section=a.section, year=2025)
    reports.fill_cell(a.drafter, report, "t3.r1.natural", "41", vouched_by="苏禾")
    assert resolve(report)[0]["t3.r1.natural"].value == 41
    Office.objects.update(kept_since="2025-01-01")
    cell = resolve(report)[0]["t3.r1.natural"]
    assert (cell.value, cell.origin, cell.replaced) == (0, RECORD, 41)


def test_proceedings_and_reopening(world, kept, enter, handler):
    with moment.fixed("2026-01-05"):
        request = enter("2026-01-05", subject="密件")
    with moment.fixed("2026-01-12"):
        actions.withdraw(handler, request)
    with moment.fixed("2026-02-02"):
        suit = actions.enter_dispute(
            handler, Request.objects.get(), kind="review", before="云川市人民政府", noticed_on=moment.today()
        )
    known = collect(world.a.body, "annual_2021", 2026)
    assert (known["t4.review.pending"].value, known["t4.review.total"].value) == (1, 1)
    with moment.fixed("2026-04-01"):
        actions.end_dispute(handler, suit, outcome="correct", ended_on=moment.today())
        actions.reopen(handler, Request.objects.get(), because="复议决定撤销并责令重新答复")
    request = Request.objects.get()
    assert (request.state, request.outcome, request.counted_outcome) == ("open", "", "r3_6_3")
    known = collect(world.a.body, "annual_2021", 2026)
    assert (known["t4.review.pending"].value, known["t4.review.correct"].value) == (0, 1)
    assert known["t3.r3_6_3.natural"].value == 1 and known["t3.r4.natural"].value == 0, "counted once"
    line = describe(request)
    assert "密件" not in line.title + line.note and line.url.endswith(f"/{request.pk}/")
