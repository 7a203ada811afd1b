"""Table three and four of the annual form out of the cases: 21 outcomes × 7 columns, carry-over, proceedings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.apps.requests.people import COMPANY

from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.people.models import Kind
from gongkai.apps.reporting import actions as reports
from gongkai.apps.reporting.cells import RECORD, resolve
from gongkai.apps.reporting.sources import collect, describe
from gongkai.apps.requests import actions
from gongkai.apps.requests.figures import figures
from gongkai.apps.requests.measures import measures
from gongkai.apps.requests.models import Office, Point, Reply, Request
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
        organization=world.a.body, section=world.a.body, number=f"2025-{n:04d}",
        submitted_on=received, received_on=received, provision="reply_2019", applicant_kind=kind, subject="某件",
        wanted="某件", entered_at=moment.now(), updated_at=moment.now(), **({"channel": "counter"} | state | values),
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
    for cell, figure in known.items():
        if figure.records.model is Request and not cell.endswith(("_rate", "_days")):
            assert figure.records.count() == figure.value, figure.sentence


def numbers(figure):
    """Which cases a cell counts, by the list that it opens."""
    return {row.number for row in figure.records}


def test_each_outcome_of_each_kind_of_applicant_opens_its_own_cases_and_no_others(world, kept):
    """Counted by hand, a case of its own for each cell: one that stood in its neighbour's place would show."""
    at, rows = {}, []
    for outcome in OUTCOMES:
        for kind in Kind.values:
            at[outcome, kind] = f"2025-{len(rows):04d}"
            rows.append(case(world, len(rows), kind, outcome))
    later = {}
    for kind in Kind.values:
        later[kind] = f"2025-{len(rows):04d}"
        rows.append(case(world, len(rows), kind, "r3_4_2", received="2025-12-31", ended="2026-01-04"))
    Request.objects.bulk_create(rows)
    assert (len(OUTCOMES), len(at)) == (21, 126), "six columns and their sum"
    known = collect(world.a.body, "annual_2021", 2025)
    for outcome in OUTCOMES:
        for kind in Kind.values:
            assert numbers(known[f"t3.{outcome}.{kind}"]) == {at[outcome, kind]}
        assert numbers(known[f"t3.{outcome}.total"]) == {at[outcome, kind] for kind in Kind.values}
    following = collect(world.a.body, "annual_2021", 2026)
    for kind in Kind.values:
        handled = {at[outcome, kind] for outcome in OUTCOMES}
        assert numbers(known[f"t3.r3_7.{kind}"]) == handled
        assert numbers(known[f"t3.r1.{kind}"]) == handled | {later[kind]}
        assert numbers(known[f"t3.r4.{kind}"]) == numbers(following[f"t3.r2.{kind}"]) == {later[kind]}
        assert numbers(following[f"t3.r3_4_2.{kind}"]) == {later[kind]}
        assert numbers(following[f"t3.r4.{kind}"]) == numbers(following[f"t3.r1.{kind}"]) == set()


def test_the_checks_of_the_form_hold_and_the_carry_over_is_next_years_opening(world, year):
    form = load_form("annual_2021")
    known = collect(world.a.body, "annual_2021", 2025)
    cells = {c: Decimal(known[c].value) for c in form.cell_ids() if c in known and c.startswith(("t3", "t4"))}
    wrong = [f for f in evaluate(form, cells, tables={"t3", "t4"}) if f.level == "error"]
    assert not wrong
    following = collect(world.a.body, "annual_2021", 2026)
    for kind in [*Kind.values, "total"]:
        assert following[f"t3.r2.{kind}"].value == known[f"t3.r4.{kind}"].value


def test_every_row_of_the_form_of_2014(world, year):
    """No outcome is lost between the forms: what was answered counts in one row, each row with its cases."""
    known = collect(world.a.body, "annual_2014", 2025)
    form = load_form("annual_2014")
    cells = {
        c: Decimal(str(known[c].value))
        for c in form.cell_ids()
        if c in known and c.startswith(("s3", "s4", "s5"))
    }
    assert set(cells) == {c for c in form.cell_ids() if c.startswith(("s3", "s4", "s5"))}
    wrong = [f for f in evaluate(form, cells) if f.level == "error" and f.code.startswith("A0")]
    assert not wrong, wrong
    of_outcome = {c: int(v) for c, v in cells.items() if c.startswith("s3_3")}
    # of the 21 outcomes in 6 columns two ended without an answer: a fee not paid, an application taken back
    assert of_outcome["s3_3"] == 19 * 6 + 6, "and six carried in from the year before"
    assert (of_outcome["s3_3_2"], of_outcome["s3_3_3"], of_outcome["s3_3_4"]) == (12, 6, 42)
    assert (of_outcome["s3_3_4_1"], of_outcome["s3_3_4_4"], of_outcome["s3_3_4_6"]) == (6, 6, 30)
    assert (of_outcome["s3_3_6"], of_outcome["s3_3_7"], of_outcome["s3_3_8"]) == (12, 12, 36)
    for cell in of_outcome:
        assert known[cell].records.count() == of_outcome[cell], cell


ANSWERS_2014 = {
    "s3_3_1": ("r3_1", ("4_public",)), "s3_3_2": ("r3_1", ("4_public", "5_none")), "s3_3_5": ("r3_4_1", ("2_elsewhere",)),
    "s3_3_6": ("r3_4_1", ("3_nothing",)), "s3_3_4_5": ("r3_6_3", ("1_no",)), "s3_3_8": ("r3_6_3", ("1_party_no",)),
}  # fmt: skip


@pytest.mark.parametrize("row", ANSWERS_2014)
def test_what_the_older_form_tells_apart_comes_from_the_answers(world, kept, handler, row):
    outcome, answers = ANSWERS_2014[row]
    one = case(world, 1, "natural", outcome)
    one.save()
    for n, code in enumerate(answers, 1):
        Point.objects.create(
            request=one, position=n, text="某项", outcome=outcome, answers=[["1_yes", ""], [code, "写明"]]
        )
    Reply.objects.create(
        request=one, organization=world.a.body, section=world.a.body, state="sent", outcome=outcome, text="答复",
        drafted_by=handler, drafted_at=moment.now(), reviewed_by=world.a.office, approved_by=world.a.leader,
        decided_on="2025-03-20",
    )  # fmt: skip
    known = collect(world.a.body, "annual_2014", 2025)
    counted = {c for c, f in known.items() if c.startswith("s3_3_") and f.value}
    assert counted == {row, row.rpartition("_")[0]} - {"s3_3"}


@pytest.mark.parametrize(("kind", "row"), [("natural", "s3_3_4_3"), ("biz", "s3_3_4_2")])
def test_whose_interest_was_protected_says_whether_it_is_trade_or_privacy(
    world, kept, enter, handler, kind, row
):
    with moment.fixed("2025-03-03"):
        one = enter("2025-03-03")
        actions.consult(handler, one, kind="third_party", about="报价", person=COMPANY, person_kind=kind)
    Request.objects.update(state="closed", outcome="r3_3_4", closed_on="2025-03-20", counted_on="2025-03-20",
                           counted_outcome="r3_3_4")  # fmt: skip
    known = collect(world.a.body, "annual_2014", 2025)
    assert (known[row].value, known["s3_3_4_6"].value, known["s3_3_4"].value) == (1, 0, 1)


def test_measures_of_any_period_each_with_its_cases(world, kept):
    spans = [
        (1, "2025-03-03", "2025-03-10"),
        (2, "2025-03-03", "2025-03-12"),
        (3, "2025-03-04", "2025-05-20"),
    ]
    rows = [case(world, n, "natural", "r3_1", received=a, ended=b) for n, a, b in spans]
    rows.append(case(world, 4, "biz", "r3_3_5", received="2025-03-05", ended="2025-03-26", channel="fax"))
    rows.append(case(world, 5, "biz", received="2025-06-02"))
    Request.objects.bulk_create(rows)
    slow = Request.objects.get(number="2025-0003")
    Deadline.objects.create(
        organization=world.a.body, section=world.a.body, subject_type="requests.request", subject_id=slow.pk,
        title="答复", provision="reply", version="reply_2019", basis="", started_on="2025-03-04", due_on="2025-04-01",
        state="met", ended_on="2025-05-20",
    )  # fmt: skip
    found = {m.cell: m for m in measures(world.a.body, dt.date(2025, 3, 1), dt.date(2025, 5, 31))}
    value = {cell.removeprefix("x.requests_"): m.figure.value for cell, m in found.items()}
    assert (value["received"], value["ended"], value["carried_in"], value["carried_out"]) == (4, 4, 0, 0)
    assert value["median_days"] == 11  # 5, 7, 15 and 52 working days
    assert (value["on_time_rate"], value["late"], value["open_rate"]) == (75, 1, 75)
    assert (value["counter"], value["fax"], value[f"section_{world.a.body.pk}"]) == (3, 1, 4)
    assert "satisfied_rate" not in value, "nobody has rated: no rate, not 0"
    assert list(found["x.requests_late"].figure.records) == [slow]
    assert not {
        m.cell for m in measures(world.a.body, dt.date(2024, 1, 1), dt.date(2024, 12, 31)) if "rate" in m.cell
    }


def test_a_case_that_was_reopened_and_late_the_second_time_is_on_time(world, kept):
    one = case(world, 1, "natural", "r3_1")
    one.save()
    for ended, due in (("2025-03-20", "2025-03-31"), ("2025-09-20", "2025-09-01")):
        Deadline.objects.create(
            organization=world.a.body, section=world.a.body, subject_type="requests.request", subject_id=one.pk,
            title="答复", provision="reply", version="reply_2019", basis="", started_on="2025-03-03", due_on=due,
            state="met", ended_on=ended,
        )  # fmt: skip
    assert collect(world.a.body, "annual_2021", 2025)["x.requests_late"].value == 0


DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
HISTORIES = st.lists(
    st.tuples(st.sampled_from(Kind.values), DAYS, st.none() | st.tuples(st.sampled_from(OUTCOMES), DAYS)),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=HISTORIES)
@example(histories=[("natural", dt.date(2025, 12, 31), ("r3_1", dt.date(2026, 1, 1)))])
@example(histories=[("natural", dt.date(2025, 1, 1), ("r3_1", dt.date(2025, 1, 1)))])
def test_in_every_history_the_carry_over_is_the_next_opening_and_the_columns_add_up(world, kept, histories):
    """新收 + 上年结转 = 办理结果总计 + 结转下年度, and 结转 = next year's 上年结转, in every column of three years."""
    Request.objects.all().delete()
    Request.objects.bulk_create(
        case(world, n, kind, *(() if end is None else (end[0],)), received=start.isoformat(),
             **({} if end is None else {"ended": max(start, end[1]).isoformat()}))
        for n, (kind, start, end) in enumerate(histories)
    )  # fmt: skip
    years = {
        y: figures(world.a.body, "annual_2021", dt.date(y, 1, 1), dt.date(y, 12, 31))
        for y in (2024, 2025, 2026)
    }
    for kind in [*Kind.values, "total"]:
        for year, known in years.items():
            cell = {row: known[f"t3.{row}.{kind}"].value for row in ("r1", "r2", "r3_7", "r4")}
            assert cell["r1"] + cell["r2"] == cell["r3_7"] + cell["r4"], (year, kind)
            assert cell["r3_7"] == sum(known[f"t3.{o}.{kind}"].value for o in OUTCOMES)
            if year + 1 in years:
                assert years[year + 1][f"t3.r2.{kind}"].value == cell["r4"]
                assert set(years[year + 1][f"t3.r2.{kind}"].records) == set(known[f"t3.r4.{kind}"].records)


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
        actions.withdraw(handler, request, proof="撤回书在案卷第3页")
    with moment.fixed("2026-02-02"):
        suit = actions.enter_dispute(
            handler, Request.objects.get(), kind="review", before="云川市人民政府", noticed_on=moment.today()
        )
    known = collect(world.a.body, "annual_2021", 2026)
    assert (known["t4.review.pending"].value, known["t4.review.total"].value) == (1, 1)
    with moment.fixed("2026-04-01"):
        actions.end_dispute(handler, suit, outcome="correct", ended_on=moment.today())
        actions.reopen(handler, Request.objects.get())
    request = Request.objects.get()
    assert (request.state, request.outcome, request.counted_outcome) == ("open", "", "r3_6_3")
    known = collect(world.a.body, "annual_2021", 2026)
    assert (known["t4.review.pending"].value, known["t4.review.correct"].value) == (0, 1)
    assert known["t3.r3_6_3.natural"].value == 1 and known["t3.r4.natural"].value == 0, "counted once"
    line = describe(request)
    assert "密件" not in line.title + line.note and line.url.endswith(f"/{request.pk}/")
