"""A bureau with published documents of 2025 and a report for that year, as far as each test needs it."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

import pytest

from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.publishing.models import Publication
from gongkai.apps.reporting import actions
from gongkai.apps.reporting.cells import BLANK, resolve
from gongkai.apps.reporting.models import Report
from gongkai.apps.reporting.outlines import outline
from gongkai.clocks.moment import BEIJING
from gongkai.statforms.forms import load_form

_serial = count(1)


@pytest.fixture
def public():
    """A function that puts a public document of a bureau straight into the tables."""

    def make(bureau: Any, day: str, *, normative: bool = False, text: str = "", **values: Any) -> Publication:
        n = next(_serial)
        at = dt.datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=BEIJING)
        signed = values.pop("signed_on", at.date())
        document = OfficialDocument.objects.create(
            organization=bureau.body, section=bureau.section, drafted_by=bureau.drafter, stage="published",
            title=f"关于第{n}号事项的通知", number=f"东教〔{signed.year}〕{n}号", number_state="numbered",
            number_agency="东教", number_year=signed.year, number_serial=n, html="<p>x</p>", text="x",
            fingerprint=text, attribute="open", normative=normative, signed_on=signed, created_at=at, updated_at=at,
        )  # fmt: skip
        return Publication.objects.create(
            **{
                "subject_type": "documents.officialdocument", "subject_id": document.pk,
                "section": bureau.section, "organization": bureau.body, "key": f"k{n}", "index_number": f"i{n}",
                "state": "live", "published_at": at, "drafter": bureau.drafter, "published_by": bureau.leader,
                "title": document.title, "number": document.number, "kind": "通知", "signed_on": signed, **values,
            }
        )  # fmt: skip

    return make


@pytest.fixture
def opened(world):
    """A function that begins the report of a year for the first bureau."""

    def make(year: int = 2025, bureau: Any = None) -> Report:
        bureau = bureau or world.a
        return actions.open_report(
            bureau.drafter, organization=bureau.body, section=bureau.section, year=year
        )

    return make


TEXTS = {
    "annual_2021": {
        "5": "问题是公开不够及时。下一步健全台账，按期公开。",
        "6": "本年度没有收取信息处理费。没有其他需要报告的事项。",
    },
    "annual_2019": {"5": "问题是公开不够及时。下一步健全台账，按期公开。", "6": "没有其他需要报告的事项。"},
    "annual_2014": {
        "3": "本年度没有收取费用，也没有减免。",
        "5": "问题是公开不够及时。下一步健全台账，按期公开。",
        "6": "没有其他需要报告的事项。",
    },
}


@pytest.fixture
def filled(opened):
    """A function that fills a report so far that nothing blocks it."""

    def make(year: int = 2025, bureau: Any = None, cells: dict[str, str] | None = None) -> Report:
        report = opened(year, bureau)
        user = report.drafted_by
        for cell, value in (cells or {}).items():
            actions.fill_cell(user, report, cell, value, vouched_by="计财科 许航")
        for table in load_form(report.form).tables:
            actions.fill_zeros(user, report, table.id, vouched_by="许航")
        texts = TEXTS[report.form]
        for part in outline(report.form).parts:
            if part.key in texts:
                actions.write_text(user, report, part.key, texts[part.key])
            elif part.kind == "text" and "\n\n" in part.draft:
                whole = (
                    part.draft.replace("建设情况\n", "建设情况\n通过网站公开。\n") + "\n配备专人，开展培训。"
                )
                actions.write_text(user, report, part.key, whole)
        assert not [c for c in resolve(report)[0].values() if c.origin == BLANK]
        return report

    return make


@pytest.fixture
def issued(world, filled):
    """A function that walks a report of the first bureau through its three people."""

    def make(year: int = 2025, **values: Any) -> Report:
        report = filled(year, **values)
        actions.submit(world.a.drafter, report)
        actions.agree(world.a.head, report)
        return actions.issue(world.a.leader, report)

    return make
