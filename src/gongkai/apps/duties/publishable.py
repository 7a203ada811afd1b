"""A kind of record that can be made public, as publishing sees it. All values; nothing here knows an app.

The duty that keeps the record declares it; publishing finds it by the label that rounds, publications and clocks keep.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models

from gongkai.exceptions import Obstacle


class Stage(models.TextChoices):
    """Where a record that is made public stands in its life; publishing moves it, its own duty reads it."""

    DRAFT = "draft", "登记中"
    RETURNED = "returned", "已退回"
    IN_REVIEW = "in_review", "审核中"
    APPROVED = "approved", "待发布"
    SCHEDULED = "scheduled", "定时发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"
    FILED = "filed", "已归档（不公开）"


# what was read is what goes out: until it is returned or public, the duty's own acts refuse every change
LOCKED = frozenset({Stage.IN_REVIEW, Stage.APPROVED, Stage.SCHEDULED})


_ADDED = ("pictures", "original")  # what is not there changes no fingerprint of a record under review
_OF_PAGE = ("page", "page_sha256")


@dataclass(frozen=True)
class PublicFile:
    """An attachment as the public would get it. hidden: what was found inside (see `files.hidden`).

    page: where the same lies as HTML to look at, "" where there is none.
    """

    key: str
    name: str
    size: int
    media_type: str
    sha256: str
    stored: str
    detail: str = ""
    hidden: Sequence[Mapping[str, Any]] = ()
    page: str = ""
    page_sha256: str = ""


@dataclass(frozen=True)
class Content:
    """What the public would read of a record as it now stands. more: further rows of the block of facts.

    pictures: those that the text names by `picture:KEY`. original: the Word or PDF file it comes from, hiding nothing.
    """

    title: str
    html: str = ""
    text: str = ""
    number: str = ""
    kind: str = ""
    issuer: str = ""
    addressee: str = ""
    signed_on: dt.date | None = None
    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    attachments: tuple[PublicFile, ...] = ()
    pictures: tuple[PublicFile, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    original: PublicFile | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all of it: any change asks the reviewers again."""
        values = {name: value for name, value in asdict(self).items() if name not in _ADDED or value}
        values["attachments"] = [
            {k: v for k, v in f.items() if k not in _OF_PAGE or v} for f in values["attachments"]
        ]
        said = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()


def _nothing(record: Any) -> list[Obstacle]:
    return []


def _open(record: Any) -> str:
    return ""


def _nobody(record: Any) -> Iterable[int]:
    return ()


@dataclass(frozen=True)
class Publishable:
    """One kind. Its model has `organization`, `section`, `drafted_by`, `stage`, `created_at` and `updated_at`.

    model: its label. noun: how officials call one. page: staff route of its page, taking the key; link: the same as an
    address with {}, for processes that mount no staff screens. namespace: of its addresses. content: what the public would read of it. process: of law/data/reviews.
    obstacles: what in the record itself stands against handing it in and against its release, beside what is asked of
    every kind. obstacles_together: what must go out with it and is not ready (三同步), asked at release only.
    closed: the name of what keeps it from the public; "" for what goes out. fingerprint: of all that is judged, where
    that is more than the content. writing: events of the ledger that put something into it. hands: keys of further people
    who made what it carries elsewhere than on the record itself.
    clock: the matter that is met once it is public. moved: called after each step that leaves it unpublished.
    keep: (user, record) → a saved revision of the text; what has none is compared by fingerprint alone.
    revised: words of such a revision. cures: obstacle's “#part” → (route, fragment), where it is mended.
    file: staff route of an attachment, taking the record's key and the file's. brief: template beside the text with what
    reviewers of this kind must know, given `record` and what `told` adds. submits: the verb that hands one in, where it is
    not the one of documents. paper: (record, its HTML) → the same as staff screens show it, with pictures where they lie.
    """

    model: str
    noun: str
    page: str
    link: str
    namespace: str
    content: Callable[[Any], Content]
    process: str = "document"
    obstacles: Callable[[Any], list[Obstacle]] = _nothing
    obstacles_together: Callable[[Any], list[Obstacle]] = _nothing
    closed: Callable[[Any], str] = _open
    fingerprint: Callable[[Any], str] | None = None
    writing: tuple[str, ...] = ()
    hands: Callable[[Any], Iterable[int]] = _nobody
    clock: str = ""
    moved: Callable[[Any], None] | None = None
    keep: Callable[[Any, Any], Any] | None = None
    revised: Callable[[Any], str] | None = None
    cures: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    file: str = ""
    brief: str = ""
    told: Callable[[Any], Mapping[str, Any]] | None = None
    submits: str = "submit"
    paper: Callable[[Any, str], str] | None = None

    @property
    def label(self) -> str:
        """As rounds, publications, clocks and the ledger keep it."""
        return self.model.lower()

    def address(self, key: Any) -> str:
        """The staff address of the page of one."""
        return self.link.format(key)

    def judged(self, record: Any) -> str:
        """Fingerprint of everything a reviewer judges."""
        return self.fingerprint(record) if self.fingerprint else self.content(record).fingerprint
