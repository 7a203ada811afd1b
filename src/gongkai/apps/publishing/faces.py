"""Who must know at once when the public's view changes. A face (the portal) registers; publishing never imports one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction

from gongkai.apps.publishing.models import Publication
from gongkai.exceptions import GongkaiError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """What changed for the public. what: published, corrected, withdrawn or validity.

    column_ids: the columns whose lists are affected, those left behind included.
    """

    publication: Publication
    what: str
    column_ids: tuple[int, ...] = field(default=())


Face = Callable[[Change], None]
_faces: list[Face] = []
_suspended: ContextVar[bool] = ContextVar("gongkai_faces_suspended", default=False)


def register_face(face: Face) -> None:
    """Let a face know of every change from now on; called once in `AppConfig.ready()`."""
    if face not in _faces:
        _faces.append(face)


def unregister_face(face: Face) -> None:
    """Let a face go (a face that is closed while the process lives on)."""
    _faces.remove(face)


@contextmanager
def suspended() -> Iterator[None]:
    """No face is told: for loads of many documents, after which the whole site is made at once."""
    token = _suspended.set(True)
    try:
        yield
    finally:
        _suspended.reset(token)


def announce(change: Change) -> None:
    """Tell every face when the transaction is committed, before the screen answers."""
    if not _suspended.get():
        transaction.on_commit(lambda: _tell(change))


def _tell(change: Change) -> None:
    failed = False
    for face in _faces:
        try:
            face(change)
        except Exception:
            log.exception("face failed for publication %s", change.publication.pk)
            failed = True
    if failed and change.what == "withdrawn":
        raise GongkaiError(
            "撤回已经记录，但公开页面文件没有删净。请立即联系运维执行 gongkai bake，并核对公开页面。"
        )
