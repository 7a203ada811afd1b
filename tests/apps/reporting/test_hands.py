"""The annual report is judged by people who typed none of it, and so is the document that carries it."""

from __future__ import annotations

import pytest

from gongkai.apps.publishing import actions as publishing
from gongkai.apps.publishing import rules as publishing_rules
from gongkai.apps.reporting import actions
from gongkai.exceptions import Refused

pytestmark = pytest.mark.django_db


def codes(call, *args):
    with pytest.raises(Refused) as refused:
        call(*args)
    return {o.code for o in refused.value.obstacles}


@pytest.mark.parametrize("typed", ["figure", "text", "overwritten"])
def test_who_typed_a_figure_or_a_text_neither_agrees_nor_issues(world, filled, typed):
    a, report = world.a, filled()
    if typed == "text":
        actions.write_text(a.office, report, "5", "问题是公开不够及时。下一步健全台账，按周公开。")
    else:
        actions.fill_cell(a.office, report, "t3.r1.natural", "0", vouched_by="计财科 许航")
    if typed == "overwritten":  # the row now names another; what the first one typed was in it all the same
        actions.fill_cell(a.drafter, report, "t3.r1.natural", "0", vouched_by="计财科 许航")
    actions.submit(a.drafter, report)
    assert codes(actions.agree, a.office, report) == {"review:hand"}
    assert codes(actions.return_report, a.office, report, "改") == {"review:hand"}
    actions.agree(a.head, report)
    assert codes(actions.issue, a.office, report) == {"review:hand"}
    actions.issue(a.leader, report)


def test_who_handed_the_report_in_does_not_agree_to_it(world, filled):
    report = filled()
    actions.submit(world.a.head, report)
    assert codes(actions.agree, world.a.head, report) == {"review:own"}


def test_the_hands_of_the_report_are_barred_from_the_document_that_carries_it(world, filled):
    a, report = world.a, filled()
    actions.fill_cell(a.office, report, "t3.r1.natural", "0", vouched_by="计财科 许航")
    actions.submit(a.drafter, report)
    actions.agree(a.head, report)
    actions.issue(a.leader, report)
    document = actions.hand_over(a.drafter, report)
    submission = document.submissions.get()
    publishing.recall(a.drafter, submission)
    document.refresh_from_db()
    submission = publishing.submit(a.drafter, document)  # handed in again by the ordinary button
    for part in ("head", "secrecy"):
        submission = publishing.agree(a.people[part], submission)
    found = publishing_rules.obstacles_to_review(a.office, submission)
    assert {o.code for o in found} == {"review:hand"}
    publishing.agree(a.second, submission)


@pytest.mark.parametrize("part", ["drafter", "head", "office", "leader"])
def test_no_grey_button_of_the_report_without_its_sentence(world, filled, sign_in, part):
    report = filled(2026)  # the year has not ended
    answer = sign_in(world.a.people[part]).get(f"/workbench/reports/{report.pk}/", follow=True)
    text = answer.content.decode()
    assert "可以送审" not in text
    if part != "leader":  # he may not hand it in: no button, nothing grey
        assert 'aria-disabled="true"' in text
        assert "还不能送负责人审定" in text and "2026年还没有结束，数还会变。" in text


def test_grey_buttons_in_review_and_after_say_why(world, filled, sign_in):
    a, report = world.a, filled()
    actions.fill_cell(a.office, report, "t3.r1.natural", "0", vouched_by="计财科 许航")
    actions.submit(a.drafter, report)
    page = f"/workbench/reports/{report.pk}/"
    text = sign_in(a.office).get(page, follow=True).content.decode()
    assert "还不能同意" in text and "您改过送审的内容" in text
    actions.agree(a.head, report)
    text = sign_in(a.office).get(page, follow=True).content.decode()
    assert "还不能签发" in text and "您改过送审的内容" in text
