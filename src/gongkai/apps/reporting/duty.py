"""统计年报: the body's own annual report, and the inbox of those that others hand in."""

from __future__ import annotations

from gongkai.apps.duties import Duty, Entry, Group, Mount, Record, needs
from gongkai.apps.organizations import permissions as p
from gongkai.apps.reporting.acts import RECEIVED, REPORTS
from gongkai.apps.reporting.handover import REPORTS as KEPT_REPORTS

# The form and its figures are read by whoever reads the body; each act asks for its own verb.
_report = needs(p.VIEW, of="reporting.Report")
_typed = needs(p.CHANGE, of="reporting.Report")
_exported = needs(p.EXPORT, of="reporting.Report")
_received = needs(p.VIEW, of="reporting.Received", places=(("receiver", ""), ("organization", "")))

DUTY = Duty(
    code="reporting",
    name="统计年报",
    routes={
        "reporting:list": needs(p.VIEW),
        "reporting:list_export": needs(p.EXPORT),
        "reporting:begin": needs(p.DRAFT),
        "reporting:inbox": needs(p.VIEW),
        "reporting:inbox_export": needs(p.EXPORT),
        "reporting:hand_in": needs(p.SUBMIT, p.REVIEW_OFFICE),
        "reporting:summary": needs(p.VIEW),
        "reporting:summary_export": needs(p.EXPORT),
        "reporting:compare": needs(
            p.VIEW, of="organizations.Organization", places=(("body", "pk"), ("parent", "parent"))
        ),
        "reporting:received": _received,
        "reporting:received_file": _received,
        **{f"reporting:{name}": _report for name in ("detail", "part", "preview", "recount")},
        **{f"reporting:{name}": _exported for name in ("export", "records")},
        **{f"reporting:{name}": _typed for name in ("text", "zeros", "fill", "paste", "take_in", "traits")},
    },
    staff=(Mount("reports/", "gongkai.apps.reporting.urls"),),
    acts=(REPORTS, RECEIVED),
    menu=(
        Entry(
            "统", "统计年报", "reporting:list", frozenset({p.VIEW}), Group.PLANS, also=("reporting:",), position=80
        ),
    ),
    records=(Record("reporting.Report", "年度报告", address="reporting:detail"),),
    handover=(KEPT_REPORTS,),
    demo="gongkai.demo.reports:acts",
)  # fmt: skip
