"""Documents walked to the public by the real acts, with the faces told as after a commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.portal.baking import make
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.models import Publication

TITLE = "关于做好2026年义务教育招生入学工作的通知"
HTML = (
    "<p>各学校：</p><p>现将阳光招生有关事项通知如下。</p><h2>一、招生原则</h2><p>免试就近入学。</p>"
    "<p>第一条　学校不得组织考试。</p><table><tr><th>时间</th></tr><tr><td>5月</td></tr></table>"
    "<p>东湖区教育局</p><p>2026年5月8日</p>"
)


def reviewed(bureau: Any, document: OfficialDocument) -> OfficialDocument:
    submission = actions.submit(bureau.drafter, document)
    for part in ("head", "secrecy", "office"):
        submission = actions.agree(bureau.people[part], submission)
    document.refresh_from_db()
    return document


@pytest.fixture
def commit(django_capture_on_commit_callbacks) -> Callable[..., Any]:
    """Do an act, tell the faces as happens when it is committed, and let the background make the pages."""

    def commit(act: Callable[..., Any], *args: Any, background: bool = True, **kwargs: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            done = act(*args, **kwargs)
        if background:
            make.work_off(60)
        return done

    return commit


@pytest.fixture
def publish(commit) -> Callable[..., Publication]:
    """A document of a bureau on its public site."""

    def publish(
        bureau: Any,
        *,
        files: dict[str, bytes] | None = None,
        pictures: Any = (),
        columns: Any = None,
        topic: Any = None,
        effective_on: dt.date | None = None,
        expires_on: dt.date | None = None,
        **fields: Any,
    ) -> Publication:
        given = {
            "effective_on": effective_on,
            "expires_on": expires_on,
            "title": TITLE,
            "number": "东教〔2026〕7号",
            "signed_on": dt.date(2026, 5, 8),
            "html": HTML,
            **fields,
        }
        document = documents.register(
            bureau.drafter, organization=bureau.body, section=bureau.section, fields=given,
            attachments=[SimpleUploadedFile(name, data) for name, data in (files or {}).items()],
            pictures=pictures,
        )  # fmt: skip
        document = documents.decide_attribute(bureau.drafter, document, attribute="open")
        document = reviewed(bureau, document)
        return commit(
            actions.publish, bureau.leader, document, columns=columns or bureau.columns[:1], topic=topic
        )

    return publish


@pytest.fixture
def correct(commit) -> Callable[..., Any]:
    """Change an open document, review it again and put the correction in its place."""

    def correct(bureau: Any, publication: Publication, note: str, **fields: Any) -> Any:
        document = documents.change(bureau.drafter, publication.subject, fields)
        reviewed(bureau, document)
        return commit(actions.correct, bureau.leader, publication, note)

    return correct


@pytest.fixture
def withdraw(commit) -> Callable[..., Any]:
    def withdraw(bureau: Any, publication: Publication, **given: Any) -> Any:
        facts = {"reason": "privacy_found", "public_note": "附件里有住址，已撤下。", **given}
        return commit(actions.withdraw, bureau.leader, publication, **facts)

    return withdraw
