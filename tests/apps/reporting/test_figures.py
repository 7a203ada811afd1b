"""Figures against the records they are counted from; blanks, sums, what is typed by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.trial_duty import also

from gongkai.apps.duties import Duty, Figures
from gongkai.apps.publishing.models import Relation, Withdrawal
from gongkai.apps.reporting import actions
from gongkai.apps.reporting.cells import resolve
from gongkai.clocks import moment
from gongkai.clocks.moment import BEIJING
from gongkai.exceptions import Refused
from gongkai.figures import Figure


def values(report):
    return {c.id: c.value for c in resolve(report)[0].values()}


def repeal(bureau, source, target, since):
    Relation.objects.create(source=source, target=target, kind="repeals", since=since)
    target.validity, target.validity_since = "repealed", since
    target.save()


def test_normative_documents_made_repealed_and_in_force(world, public, opened):
    old = public(world.a, "2023-05-01", normative=True)
    public(world.a, "2024-05-01", normative=True, expires_on=dt.date(2025, 6, 30))
    new = public(world.a, "2025-03-01", normative=True)
    public(world.a, "2025-04-01", normative=True)
    public(world.a, "2025-04-02")  # a notice is no normative document
    public(world.b, "2025-04-02", normative=True)  # of another body
    public(world.a, "2026-02-01", normative=True)  # of another year
    repeal(world.a, new, old, dt.date(2025, 3, 1))
    said = values(opened(2025))
    assert (said["t2.norm.made"], said["t2.norm.repealed"], said["t2.norm.valid"]) == (2, 1, 2)


def test_what_happens_after_the_year_changes_nothing(world, public, opened):
    first = public(world.a, "2025-03-01", normative=True)
    report = opened(2025)
    before = values(report)
    later = public(world.a, "2026-03-01", normative=True)
    repeal(world.a, later, first, dt.date(2026, 3, 1))
    gone = public(world.a, "2025-05-05", state="withdrawn")
    Withdrawal.objects.create(
        publication=gone, reason="error", public_note="x", by=world.a.office,
        at=dt.datetime(2026, 2, 1, tzinfo=BEIJING),
    )  # fmt: skip
    assert values(report) == before
    assert resolve(report)[1]["x.published"].value == 2  # it was public in 2025


def test_the_edges_of_the_year_are_beijing_midnights(world, public, opened):
    for at in ("2024-12-31T23:59:59", "2025-01-01T00:00:00", "2025-12-31T23:59:59", "2026-01-01T00:00:00"):
        made = public(world.a, at[:10])
        made.published_at = dt.datetime.fromisoformat(at).replace(tzinfo=BEIJING)
        made.save()
    assert resolve(opened(2025))[1]["x.published"].value == 2


def test_the_same_information_counts_once(world, public, opened):
    public(world.a, "2016-03-01", text="f1")
    public(world.a, "2016-04-01", text="f1")
    public(world.a, "2016-05-01", text="f2")
    gone = public(world.a, "2016-06-01", state="withdrawn")
    Withdrawal.objects.create(
        publication=gone, reason="error", public_note="x", by=world.a.office,
        at=dt.datetime(2016, 7, 1, tzinfo=BEIJING),
    )  # fmt: skip
    report = opened(2016)
    assert report.form == "annual_2014"
    cells, _ = resolve(report)
    assert cells["s1_1"].value == cells["s1_2_2"].value == 2
    assert cells["s1_1"].records.count() == 2
    assert cells["s1_2_3"].value is None


def test_form_of_2019_tells_made_opened_and_total_apart(world, public, opened):
    public(world.a, "2018-03-01", normative=True)
    public(world.a, "2020-03-01", normative=True, signed_on=dt.date(2019, 12, 20))
    public(world.a, "2020-05-01", normative=True)
    said = values(opened(2020))
    assert [said[f"t2.norm.{c}"] for c in ("made_new", "opened_new", "opened_total")] == [1, 2, 3]


def test_every_counted_figure_opens_exactly_its_records(world, public, opened):
    for month in range(1, 8):
        public(world.a, f"2025-{month:02d}-10", normative=month % 2 == 0)
    cells, extra = resolve(opened(2025))
    for figure in [*(c for c in cells.values() if c.records is not None), *extra.values()]:
        assert figure.records.count() == figure.value
        assert figure.sentence


def test_a_sum_with_a_blank_part_is_blank(opened):
    report = opened(2025)
    user = report.drafted_by
    actions.fill_cell(user, report, "t4.review.maintain", "2", vouched_by="苏禾")
    assert values(report)["t4.review.total"] is None
    for column in ("correct", "other", "pending"):
        actions.fill_cell(user, report, f"t4.review.{column}", "0", vouched_by="苏禾")
    cells, _ = resolve(report)
    assert cells["t4.review.total"].value == 2
    assert cells["t4.review.total"].parts == tuple(
        f"t4.review.{c}" for c in ("maintain", "correct", "other", "pending")
    )
    actions.fill_cell(user, report, "t4.review.other", "", vouched_by="苏禾")
    assert values(report)["t4.review.other"] is None and values(report)["t4.review.total"] is None


def test_zeros_are_vouched_for_and_fill_only_blanks(opened):
    report = opened(2025)
    user = report.drafted_by
    actions.fill_cell(user, report, "t4.suit_after.other", "3", vouched_by="苏禾")
    with pytest.raises(Refused):
        actions.fill_zeros(user, report, "t4", vouched_by=" ")
    assert actions.fill_zeros(user, report, "t4", vouched_by="苏禾") == 11
    said = values(report)
    assert said["t4.suit_after.other"] == said["t4.suit_after.total"] == 3
    assert said["t4.review.total"] == 0 and said["t3.r1.total"] is None


@pytest.mark.parametrize(
    ("cell", "value", "by"),
    [
        ("t3.r1.natural", "多", "苏禾"),
        ("t3.r1.natural", "1.5", "苏禾"),
        ("t3.r1.natural", "-1", "苏禾"),
        ("t3.r1.natural", "NaN", "苏禾"),
        ("t3.r1.natural", "9" * 30, "苏禾"),
        ("t3.r1.natural", "4", ""),
        ("t3.r1.total", "4", "苏禾"),  # a sum
        ("t2.norm.made", "4", "苏禾"),  # counted
        ("t2.reg.made", "4", "苏禾"),  # zero by law
        ("t9.x.y", "4", "苏禾"),
    ],
)
def test_what_may_not_be_typed(opened, cell, value, by):
    report = opened(2025)
    with pytest.raises(Refused):
        actions.fill_cell(report.drafted_by, report, cell, value, vouched_by=by)
    assert report.manual_cells.count() == 0


def test_full_width_and_grouped_figures_are_read(opened):
    report = opened(2025)
    actions.fill_cell(report.drafted_by, report, "t2.fee.amount", "１,２１８．６", vouched_by="许航")
    assert values(report)["t2.fee.amount"] == 1218.6


def test_records_take_the_place_of_what_was_typed(world, public, opened):
    report = opened(2025)
    actions.fill_cell(report.drafted_by, report, "t3.r1.natural", "12", vouched_by="苏禾")
    rows = public(world.a, "2025-02-02").__class__.objects.all()

    def duty(organization, form, first, last):
        return {"t3.r1.natural": Figure(rows.count(), "新到的办件", rows)}

    with also(Duty("letters", "来信", figures=(Figures(duty),))):
        cell = resolve(report)[0]["t3.r1.natural"]
        assert (cell.value, cell.origin, cell.replaced) == (1, "record", 12)
    assert resolve(report)[0]["t3.r1.natural"].value == 12


def test_opening_starts_the_clock_chosen_by_law(world, opened):
    from gongkai.apps.deadlines.queries import of_subject

    report = opened(2025)
    (clock,) = of_subject(report)
    assert clock.due_on == dt.date(2026, 1, 31) and "四十九" in clock.basis
    assert of_subject(opened(2016)) == []  # a recount of an old year has no day


def test_one_report_a_body_and_year(world, opened):
    opened(2025)
    with pytest.raises(Refused):
        opened(2025)
    with pytest.raises(Refused):
        opened(2013)
    with moment.fixed("2026-05-20"), pytest.raises(Refused):
        opened(2027)
