"""A note as publishing sees it."""

from __future__ import annotations

from tests.house.notes_duty import events
from tests.house.notes_duty.models import Note

from gongkai.apps.duties.publishable import Content, PublicFile, Publishable, Stage
from gongkai.exceptions import Obstacle


def _content(note: Note) -> Content:
    files = ()
    if note.file:
        files = (
            PublicFile(
                key=str(note.key), name="办理流程.txt", size=note.file.size, media_type="text/plain",
                sha256=note.sha256, stored=note.file.name,
            ),
        )  # fmt: skip
    more = (("咨询电话", note.hotline),) if note.hotline else ()
    return Content(note.title, note.html, note.text, kind="指南", attachments=files, more=more)


def _obstacles(note: Note) -> list[Obstacle]:
    return [] if "？" not in note.title else [Obstacle("notes:question", "标题不能是问句。", cure="#title")]


def _together(note: Note) -> list[Obstacle]:
    """三同步: the one it goes with is public, or ready to be."""
    other = note.goes_with
    if other is None or other.stage in {Stage.APPROVED, Stage.PUBLISHED}:
        return []
    return [Obstacle("notes:together", f"须与“{other}”一同公开，它还没有审完。")]


NOTE = Publishable(
    model="notes.Note", noun="办事指南", page="notes:detail", link="/workbench/notes/{}/", namespace="notes",
    content=_content, obstacles=_obstacles, obstacles_together=_together, writing=(events.DRAFTED, events.CHANGED),
    cures={"#title": ("notes:detail", "#title")},
)  # fmt: skip
