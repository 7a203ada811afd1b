"""Who must know at once when the public's view changes. A face (the portal) registers; publishing never imports one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial

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
Recorder = Callable[[Change], Callable[[], None]]
Painter = Callable[[Publication], bytes]
_faces: list[Face] = []
_painters: list[Painter] = []
_recorders: list[Recorder] = []
_suspended: ContextVar[bool] = ContextVar("gongkai_faces_suspended", default=False)


def register_face(face: Face) -> None:
    """Let a face know of every change from now on; called once in `AppConfig.ready()`."""
    if face not in _faces:
        _faces.append(face)


def register_recorder(recorder: Recorder) -> None:
    """Let a face write, in the act's own transaction, what it will have to do; it returns what to do after the commit.

    So nothing is forgotten where the process dies in between: the act and its consequence are kept together or not at all.
    """
    if recorder not in _recorders:
        _recorders.append(recorder)


def register_painter(painter: Painter) -> None:
    """Who draws the public page of a live publication, for staff who want to see it before it is one."""
    _painters[:] = [painter]


def paint(publication: Publication) -> bytes:
    """The public page as the face draws it; GongkaiError where this process has no public face."""
    if not _painters:
        raise GongkaiError("这里没有装公开页面，看不到预览；请在装了门户的环境里看。")
    return _painters[0](publication)


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
    """Record what follows now; do it, and tell every face, when the transaction is committed, before the screen answers."""
    if _suspended.get():
        return
    afters = [recorder(change) for recorder in _recorders]
    transaction.on_commit(partial(_tell, change, afters))


def _tell(change: Change, afters: list[Callable[[], None]]) -> None:
    failed = False
    told: list[Callable[[], None]] = [*afters, *(partial(face, change) for face in _faces)]
    for after in told:
        try:
            after()
        except Exception:
            log.exception("face failed for publication %s", change.publication.pk)
            failed = True
    if failed:
        raise GongkaiError(STILL_THERE.get(change.what, STALE))


STALE = (
    "已经办妥并记录，但原来的公开页面文件没有删掉，公众可能还看到旧内容。系统会不断再试；"
    "请立即联系运维检查公开目录的空间和权限，并执行 gongkai bake --verify 核对。"
)
STILL_THERE = {
    "withdrawn": "撤回已经记录，但公开页面文件没有删净。请立即联系运维执行 gongkai bake，并核对公开页面。",
}
