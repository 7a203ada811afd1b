"""Three people, frozen figures, drift, and the common way to the public."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from gongkai.apps.deadlines.queries import of_subject
from gongkai.apps.documents import actions as documents
from gongkai.apps.ledger.queries import history, verify
from gongkai.apps.organizations.models import Membership
from gongkai.apps.organizations.permissions import forget_grants
from gongkai.apps.publishing import actions as publishing
from gongkai.apps.reporting import actions
from gongkai.apps.reporting.actions.publication import same_text
from gongkai.apps.reporting.compiled import compiled, drift, frozen_records, live, seal_holds
from gongkai.apps.reporting.models import FrozenRecord, Report
from gongkai.apps.reviews.queries import rounds_of
from gongkai.exceptions import Refused


def test_whole_way_to_the_public(world, public, issued, django_capture_on_commit_callbacks):
    public(world.a, "2025-03-04", normative=True)
    report = issued()
    a = world.a
    document = actions.hand_over(a.drafter, report)
    submission = document.submissions.get()
    for name in ("head", "secrecy", "office"):
        submission = publishing.agree(a.people[name], submission, "同意")
    document.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(a.second, document, columns=a.columns[:1])
    (clock,) = of_subject(report)
    assert clock.state == "met"
    report.refresh_from_db()
    assert same_text(report) and seal_holds(report)
    said = [line.sentence for line in history(report)]
    assert any("签发" in s for s in said) and any("冻结" in s for s in said)
    assert list(verify()) == []


def test_the_drafter_neither_reviews_nor_issues(world, filled):
    a = world.a
    report = filled()
    for role in ("office", "leader"):
        Membership.objects.create(user=a.drafter, organization=a.body, role=role, valid_from="2020-01-01")
    forget_grants(a.drafter)
    actions.submit(a.drafter, report)
    with pytest.raises(Refused):
        actions.agree(a.drafter, report)
    actions.agree(a.head, report)
    with pytest.raises(Refused):
        actions.issue(a.drafter, report)
    with pytest.raises(Refused):
        actions.issue(a.head, report)  # no power
    actions.issue(a.leader, report)


def test_the_reviewer_does_not_issue(world, filled):
    report = filled()
    actions.submit(world.a.drafter, report)
    actions.agree(world.a.leader, report)
    with pytest.raises(Refused):
        actions.issue(world.a.leader, report)
    actions.issue(world.a.office, report)


@pytest.mark.parametrize("step", ["agree", "issue"])
@pytest.mark.parametrize("part", ["drafter", "other"])
def test_the_database_guards_four_eyes(world, issued, step, part):
    round_ = rounds_of(issued()).get()
    other = world.a.leader if step == "agree" else world.a.head
    with pytest.raises(IntegrityError), transaction.atomic():
        round_.words.filter(step=step).update(person=world.a.drafter if part == "drafter" else other)


def test_nobody_hands_over_in_the_place_of_a_drafter_at_work(world, issued):
    with pytest.raises(Refused):
        actions.hand_over(world.a.office, issued())


def test_strangers_and_readers_do_nothing(world, filled):
    report = filled()
    for person in (world.b.drafter, world.a.auditor, world.a.secrecy, world.a.admin):
        with pytest.raises(Refused):
            actions.write_text(person, report, "5", "改")
        with pytest.raises(Refused):
            actions.submit(person, report)
    with pytest.raises(PermissionDenied):
        actions.open_report(world.b.drafter, organization=world.a.body, section=world.a.section, year=2024)


def test_nothing_is_typed_while_frozen_and_a_return_opens_it(world, filled):
    a, report = world.a, filled()
    actions.submit(a.drafter, report)
    with pytest.raises(Refused):
        actions.fill_cell(a.drafter, report, "t3.r1.natural", "5", vouched_by="x")
    with pytest.raises(Refused):
        actions.return_report(a.head, report, "")
    actions.return_report(a.head, report, "第五部分太简单")
    report.refresh_from_db()
    assert report.state == "draft" and report.frozen is None and report.opinion
    actions.write_text(a.drafter, report, "5", "问题是公开不够及时。下一步按周通报。")
    actions.submit(a.drafter, report)


def test_open_points_stand_against_submission(world, opened):
    with pytest.raises(Refused) as refused:
        actions.submit(world.a.drafter, opened(2025))
    assert {o.code for o in refused.value.obstacles} == {"report:findings"}


def test_a_year_that_has_not_ended_is_not_submitted(world, filled):
    with pytest.raises(Refused) as refused:
        actions.submit(world.a.drafter, filled(2026))
    assert "report:early" in {o.code for o in refused.value.obstacles}


def test_frozen_figures_stay_and_drift_shows(world, public, issued):
    public(world.a, "2025-03-04", normative=True)
    report = issued()
    public(world.a, "2025-06-04", normative=True)  # registered late
    report = Report.objects.get(pk=report.pk)
    state = compiled(report)
    assert state.frozen and state.cells["t2.norm.made"].value == 1
    assert frozen_records(report, state.cells["t2.norm.made"]).records.count() == 1
    moved = {d.cell.id: (d.cell.value, d.now, d.gone, d.added) for d in drift(report)}
    assert moved == {"t2.norm.made": (1, 2, 0, 1), "t2.norm.valid": (1, 2, 0, 1)}
    assert live(report).cells["t2.norm.made"].value == 2


def test_a_frozen_list_has_no_length_at_which_it_ends(
    world, public, issued, django_assert_num_queries, monkeypatch
):
    """Its keys are rows: nothing is asked with a list of numbers that a database may refuse to take."""
    monkeypatch.setattr("gongkai.apps.reporting.compiled.AT_ONCE", 2)
    for day in range(1, 6):
        public(world.a, f"2025-03-0{day}", normative=True)
    report = Report.objects.get(pk=issued().pk)
    cell = compiled(report).cells["t2.norm.made"]
    listed = frozen_records(report, cell).records
    assert listed.count() == 5 and FrozenRecord.objects.filter(frozen__cell=cell.id).count() == 5
    assert len(listed.query.sql_with_params()[1]) == 1, "the list's own key, whatever its length"
    assert not [d for d in drift(report) if d.gone or d.added]


def test_another_record_under_the_same_number_is_drift_too(world, public, issued):
    first = public(world.a, "2025-03-04", normative=True)
    report = issued()
    first.state = "withdrawn"
    first.save()
    public(world.a, "2025-06-04", normative=True)
    (made,) = [d for d in drift(Report.objects.get(pk=report.pk)) if d.cell.id == "t2.norm.made"]
    assert (made.cell.value, made.now, made.gone, made.added) == (1, 1, 1, 1)


def test_a_tampered_report_is_not_issued(world, filled):
    a, report = world.a, filled()
    actions.submit(a.drafter, report)
    actions.agree(a.head, report)
    report = Report.objects.get(pk=report.pk)
    report.frozen["cells"][0]["value"] = 99
    report.save(update_fields=["frozen"])
    with pytest.raises(Refused):
        actions.issue(a.leader, report)


def test_text_follows_the_figures_and_unknown_names_are_told(world, filled):
    report = filled(cells={"t3.r1.natural": "4", "t3.r3_1.natural": "4"})
    text = live(report).texts["1"].written.text
    assert "新收政府信息公开申请4件" in text
    actions.fill_cell(world.a.drafter, report, "t3.r1.natural", "5", vouched_by="x")
    assert "新收政府信息公开申请5件" in live(report).texts["1"].written.text
    actions.write_text(world.a.drafter, report, "5", "共{收文数}件。")
    written = live(report).texts["5"].written
    assert written.unknown == ("收文数",)


def test_a_typed_figure_that_contradicts_the_table_blocks(world, filled):
    from gongkai.apps.reporting.checking import open_points

    report = filled(cells={"t3.r1.natural": "4", "t3.r3_1.natural": "4"})
    text = report.texts.get(part="1").text.replace("申请{新收申请数}件", "申请9件")
    actions.write_text(world.a.drafter, report, "1", text)
    points = [p for p in open_points(live(report)) if p.level == "must"]
    assert any("9" in p.sentence for p in points)


def test_a_changed_document_is_noticed(world, issued):
    report = issued()
    document = actions.hand_over(world.a.drafter, report)
    publishing.recall(world.a.drafter, document.submissions.get())
    document.refresh_from_db()
    documents.change(world.a.drafter, document, {"html": document.html.replace("0", "1", 1)})
    assert not same_text(Report.objects.select_related("document").get(pk=report.pk))


def test_reopening_asks_a_reason_and_the_same_document_is_corrected(world, issued):
    a, report = world.a, issued()
    document = actions.hand_over(a.drafter, report)
    with pytest.raises(Refused):
        actions.reopen(a.leader, Report.objects.get(pk=report.pk), "数错了")  # still in review
    publishing.recall(a.drafter, document.submissions.get())
    report = Report.objects.get(pk=report.pk)
    with pytest.raises(Refused):
        actions.reopen(a.leader, report, "")
    report = actions.reopen(a.leader, report, "漏计一件")
    actions.write_text(a.drafter, report, "5", "问题是公开不够及时。下一步每周通报。")
    actions.submit(a.drafter, report)
    actions.agree(a.head, report)
    report = actions.issue(a.leader, report)
    again = actions.hand_over(a.drafter, report)
    assert again.pk == document.pk and "每周通报" in again.text


def test_a_handover_moves_drafts_to_the_taker(world, opened):
    from gongkai.apps.organizations.models import Organization
    from gongkai.apps.reporting.handover import REPORTS

    report, a = opened(2025), world.a
    places = Organization.objects.filter(pk=a.section.pk)
    assert REPORTS.find(a.drafter, places) == ["东湖区教育局2025年政府信息公开工作年度报告"]
    with transaction.atomic():
        REPORTS.move(a.admin, a.drafter, a.head, places)
    report.refresh_from_db()
    assert report.drafted_by == a.head
