"""Whether this data folder is being served just now: a lock that the operating system lifts when the server is gone."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongkai.exceptions import GongkaiError

NAME = ".serving"


@contextmanager
def marked_as_serving(data: Path) -> Iterator[None]:
    """Hold the mark while serving; several servers may share one folder."""
    with (data / NAME).open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise GongkaiError("正在恢复备份，请等恢复结束再启动服务。") from error
        yield


@contextmanager
def refuse_while_serving(data: Path) -> Iterator[None]:
    """Hold the folder alone. Raises GongkaiError while a server on this machine has it."""
    with (data / NAME).open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise GongkaiError("服务还在运行：请先停止服务，再恢复备份。") from error
        yield
