"""A report of our own and one handed in, at every state that acts lead to; and who may do what to them there.

The table is written by hand, as a jurist would write it: each act names, state by state, the roles for which it is done.
Whatever is not named must be refused and leave no trace. `informant` drafted the report and handed the other one in.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.reporting.conftest import TEXTS
from tests.statforms.narratives import report_text

from gongkai.apps.reporting import actions
from gongkai.apps.reporting.models import Received, Report
from gongkai.apps.reporting.outlines import outline
from gongkai.statforms.forms import load_form

DRAFTER = "informant"


def _filled(house: Any) -> Report:
    report: Report = house.report
    user = house.people[DRAFTER]
    for table in load_form(report.form).tables:
        actions.fill_zeros(user, report, table.id, vouched_by="许航")
    for part in outline(report.form).parts:
        if part.key in TEXTS[report.form]:
            actions.write_text(user, report, part.key, TEXTS[report.form][part.key])
        elif part.kind == "text" and "\n\n" in part.draft:
            whole = part.draft.replace("建设情况\n", "建设情况\n通过网站公开。\n") + "\n配备专人，开展培训。"
            actions.write_text(user, report, part.key, whole)
    return report


def _in_review(house: Any) -> Report:
    report = _filled(house)
    return actions.submit(house.people[DRAFTER], report)


def _approved(house: Any) -> Report:
    report = _in_review(house)
    return actions.agree(house.people["section_head"], report)


def _issued(house: Any) -> Report:
    report = _approved(house)
    Received.objects.filter(pk=house.received.pk).delete()  # nothing stands with the body above yet
    return actions.issue(house.people["leader"], report)


def _handed_in(house: Any) -> Received:
    Received.objects.filter(pk=house.received.pk).delete()  # put straight into the tables there
    title = f"{house.body.name}2025年政府信息公开工作年度报告"
    upload = SimpleUploadedFile("年报.txt", report_text("", title=title).encode())
    return actions.hand_in(
        house.people["office"], organization=house.body, receiver=house.body.parent, year=2025, upload=upload
    )


def _returned(house: Any) -> Received:
    return actions.send_back(house.above["office"], _handed_in(house), opinion="表三不平")


def _accepted(house: Any) -> Received:
    return actions.accept(house.above["office"], _handed_in(house))


STATES = {
    "reporting.Report": {"draft": _filled, "in_review": _in_review, "approved": _approved, "issued": _issued},
    "reporting.Received": {
        "received": _handed_in,
        "returned": _returned,
        "accepted": _accepted,
    },
}
TYPED: dict[str, dict[str, str]] = {}
DONE: dict[str, dict[str, dict[str, str]]] = {
    "reporting.Report": {
        "submit": {"draft": "informant section_head office"},
        "recall": {"in_review": "informant section_head office", "approved": "informant section_head office"},
        "agree": {"in_review": "section_head office leader"},
        "return": {"in_review": "section_head office leader", "approved": "office leader"},
        "issue": {"approved": "office leader"},  # the head of the section agreed already
        "reopen": {"issued": "office leader"},
        "hand_in_own": {"issued": "office"},
        "hand_over": {"issued": "informant"},  # who drafted, so that every reviewer is a second person
    },
    # office handed it in; roles with a + stand at the body above, which receives
    "reporting.Received": {"accept": {"received": "office+"}, "give_back": {"received": "office+"}},
}
