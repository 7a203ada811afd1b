"""公开发布: submission, reviews, publication, correction, withdrawal, validity; and the page of one document."""

from __future__ import annotations

from typing import Any

from gongkai.apps.documents.duty import document
from gongkai.apps.documents.publishable import DOCUMENT
from gongkai.apps.duties import Count, Duty, Entry, Figures, Group, Mount, Office, Record, Tick, needs
from gongkai.apps.organizations import permissions as p
from gongkai.apps.organizations.models import Role
from gongkai.apps.publishing import after, figures, home, queries
from gongkai.apps.publishing.actions import expire_due, publish_due
from gongkai.apps.publishing.acts import life_of

_SUBMISSION = (("organization", "section"), ("place", ""), Office("organization"))
_REVIEWS = (p.REVIEW_SECTION, p.REVIEW_SECRECY, p.REVIEW_OFFICE)


def _to_review(user: Any) -> Count:
    return Count(queries.count_to_review(user))


def _to_publish(user: Any) -> Count:
    return Count(queries.count_to_publish(user))


def _to_sign(user: Any) -> Count:
    return Count(queries.count_to_sign(user))


DUTY = Duty(
    code="publishing",
    name="公开发布",
    powers={
        Role.INFORMANT: {p.SUBMIT},
        Role.SECTION_HEAD: {p.SUBMIT, p.REVIEW_SECTION},
        Role.OFFICE: {p.SUBMIT, p.REVIEW_OFFICE, p.PUBLISH, p.WITHDRAW, p.CORRECT, p.COUNTERSIGN},
        Role.SECRECY: {p.REVIEW_SECRECY, p.WITHDRAW},
        Role.LEADER: {p.PUBLISH, p.WITHDRAW, p.COUNTERSIGN},
    },
    routes={
        "documents:detail": document(p.VIEW),
        "documents:bulk": needs(p.VIEW),
        "publishing:review": needs(p.VIEW),
        "publishing:review_one": needs(p.VIEW, *_REVIEWS, of="reviews.Round", places=_SUBMISSION),
        "publishing:review_word": needs(*_REVIEWS, of="reviews.Round", places=_SUBMISSION),
        "publishing:waiting": needs(p.PUBLISH),
        "publishing:publish_many": needs(p.PUBLISH),
        "publishing:sign_many": needs(p.COUNTERSIGN),
        "publishing:countersigns": needs(p.COUNTERSIGN, p.AUDIT),
        "publishing:countersigns_export": needs(p.EXPORT),
    },
    staff=(
        Mount("documents/", "gongkai.apps.publishing.urls:document_patterns", "documents"),
        Mount("publishing/", "gongkai.apps.publishing.urls:urlpatterns", "publishing"),
    ),
    acts=(life_of(DOCUMENT), *after.SETS),
    menu=(
        Entry(
            "审", "待我审核", "publishing:review", frozenset(_REVIEWS), Group.WORK, count=_to_review, position=20
        ),
        Entry(
            "发", "待发布", "publishing:waiting", frozenset({p.PUBLISH}), Group.WORK, count=_to_publish, position=30
        ),
        Entry(
            "签", "待补签", "publishing:countersigns", frozenset({p.COUNTERSIGN}), Group.WORK, count=_to_sign,
            also=("publishing:countersign",), position=40,
        ),
    ),
    records=(
        Record(
            DOCUMENT.model, "公文", address=DOCUMENT.page, due=home.due_of(DOCUMENT.label),
            held=home.held_of(DOCUMENT.label),
        ),
        Record("publishing.Version", "公开版本", via="publication"),
        Record("publishing.Withdrawal", "撤回", via="publication"),
    ),
    figures=(Figures(figures.figures, ("publishing.Publication",), figures.describe),),
    ticks=(Tick("定时发布", publish_due, every=0.0), Tick("有效性随日期变化", expire_due)),
    piles=home.piles,
    returned=home.returned,
)  # fmt: skip
