"""Documents at the points of their life that the tests start from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.publishing import actions


@pytest.fixture
def draft():
    """A function that registers an open document of a bureau."""

    def make(
        bureau: Any, *, attribute: str = "open", number: str = "东教〔2026〕7号", **fields: Any
    ) -> OfficialDocument:
        document = documents.register(
            bureau.drafter,
            organization=bureau.body,
            section=bureau.section,
            fields={
                "title": "关于做好2026年义务教育招生入学工作的通知",
                "number": number,
                "signed_on": dt.date(2026, 5, 8),
                "html": "<p>各学校：</p><p>现将阳光招生有关事项通知如下。</p>",
                **fields,
            },
        )
        ground = "" if attribute == "open" else "process_draft" if attribute == "closed" else "specific_party"
        return documents.decide_attribute(bureau.drafter, document, attribute=attribute, ground=ground)

    return make


@pytest.fixture
def approved(draft):
    """A function that walks a document through its three reviews."""

    def make(bureau: Any, **values: Any) -> OfficialDocument:
        document = draft(bureau, **values)
        submission = actions.submit(bureau.drafter, document)
        for part in ("head", "secrecy", "office"):
            submission = actions.agree(bureau.people[part], submission)
        document.refresh_from_db()
        return document

    return make


@pytest.fixture
def published(approved):
    """A function that publishes a document in the first column."""

    def make(bureau: Any, **values: Any):
        document = approved(bureau, **values)
        return actions.publish(bureau.second, document, columns=bureau.columns[:1])

    return make
