"""One job on one foreign file in a process of its own: bounded memory, bounded time, no shared PDFium.

PDFium is one state machine per process and a hostile page may crash or stall it. The child dies; the caller gets
one sentence.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from typing import Any

from gongkai.exceptions import GongkaiError, Unreadable

try:
    import resource
except ImportError:  # Windows has no such limits; the time-out remains
    resource = None  # type: ignore[assignment]

MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 3600
# A document that somebody waits for may cost so many processor seconds (pages that are pictures bring their own); by the
# clock there is far more, so that a busy machine cuts nothing off. So many are read at once, others wait so long for a turn.
READING_PROCESSOR = 120
READING_SECONDS = 600
TURN_SECONDS = 120
_AT_ONCE = threading.BoundedSemaphore(2)
# Processor seconds for opening a file, and for each step (a page, a frame) after it.
STEP_SECONDS = 40

# task → module:function. The function takes and returns what JSON can carry.
TASKS = {
    "read_pdf": "gongkai.files.pdf.reader:read_at",
    "release_pdf": "gongkai.files.pdf.released:release_at",
    "read_ofd": "gongkai.files.ofd.reader:read_at",
    "read_doc": "gongkai.files.old_word.reader:read_at",
    "read_scan": "gongkai.files.scan.reader:read_at",
    "read_xls": "gongkai.files.xls:read_at",
    "flatten": "gongkai.files.redaction.flatten:flatten",
    "examine": "gongkai.files.redaction.examine:examine",
    "words": "gongkai.files.pages:words_of",
    "pages": "gongkai.files.pages:pages_of",
    "page_png": "gongkai.files.pages:png_of",
    "elsewhere": "gongkai.files.redaction.flatten:elsewhere",
}
_TOO_MUCH = "内容过于复杂或过大，超出处理上限（可能是恶意文件），已停止；请用原来的软件另存或拆分后再试。"

_TOO_LATE = "没有在{:.0f}秒内读完，已停止；可能是服务器正忙，也可能是文件太大。请稍后再试，或拆分后再交。"

# What a child writes on stderr at each step: its parent hears how far it is.
_STEP = b"\x01step\n"


@contextlib.contextmanager
def turn() -> Iterator[None]:
    """One of the few places for reading in a process of its own. Unreadable where none gets free in time."""
    if not _AT_ONCE.acquire(timeout=TURN_SECONDS):
        raise Unreadable("没有轮到读取：正在读取的文件较多，请稍后再试。")
    try:
        yield
    finally:
        _AT_ONCE.release()


def read(task: str, data: bytes) -> Any:
    """Give a foreign file to a task that reads it (`path`), within the time and the places for reading."""
    with turn(), tempfile.NamedTemporaryFile(prefix="gongkai-read-") as kept:
        kept.write(data)
        kept.flush()
        return run(task, seconds=READING_SECONDS, processor=READING_PROCESSOR, path=kept.name)


def run(
    task: str,
    *,
    heard: Callable[[int], None] | None = None,
    seconds: float = MOST_SECONDS,
    processor: int = MOST_SECONDS,
    **arguments: Any,
) -> Any:
    """Do a task of TASKS in a child process. Its GongkaiError is raised here; Unreadable if it dies.

    heard: told, in this thread, how many steps (pages, frames) have been begun. seconds: by the clock, in all;
    processor: of the processor, in all.
    """
    command = [sys.executable, "-P", "-m", "gongkai.files.child", task, str(processor)]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(json.dumps(arguments).encode())
        given.seek(0)
        process = subprocess.Popen(command, stdin=given, stdout=said, stderr=subprocess.PIPE)
        stopped = threading.Event()

        def stop() -> None:
            stopped.set()
            process.kill()

        late = threading.Timer(seconds, stop)
        late.start()
        try:
            _listen(process, heard)
            process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            late.cancel()
        if stopped.is_set() and process.returncode:  # a slow machine says nothing about the file
            raise Unreadable(_TOO_LATE.format(seconds))
        said.seek(0)
        return _answer(said.read())


def _listen(process: subprocess.Popen[bytes], heard: Callable[[int], None] | None) -> None:
    """Read what the child says until it ends; only its steps count."""
    steps = 0
    if process.stderr is None:
        return
    with process.stderr:
        for line in process.stderr:
            if line.endswith(_STEP):
                steps += 1
                if heard is not None:
                    heard(steps)


def _answer(said: bytes) -> Any:
    try:
        answer = json.loads(said)
    except ValueError as error:
        raise Unreadable(_TOO_MUCH) from error
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return answer["result"]


def step(seconds: int = STEP_SECONDS, more: int = 0) -> None:
    """Grant this process so many further processor seconds, and say so; called before each page.

    All steps together may not cost more than the file; more: what this one adds to that, as a page that is a picture does.
    """
    global _in_all
    if not _limited:
        return
    with contextlib.suppress(OSError):
        os.write(2, _STEP)
    _in_all += more
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = min(int(used.ru_utime + used.ru_stime) + seconds, _in_all)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


_limited = False
_in_all = MOST_SECONDS


def main() -> int:
    """Read arguments from stdin, answer on stdout."""
    global _limited, _in_all
    logging.disable(logging.CRITICAL)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limited, _in_all = True, int(sys.argv[2])
    step()
    module, name = TASKS[sys.argv[1]].split(":")
    arguments = json.load(sys.stdin)
    try:
        answer = {"result": getattr(importlib.import_module(module), name)(**arguments)}
    except GongkaiError as error:
        answer = {"refused": error.sentence}
    except (MemoryError, RecursionError):
        answer = {"refused": _TOO_MUCH}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    # under its own name: as __main__ it would be a second module, whose limits the tasks never see
    sys.exit(importlib.import_module("gongkai.files.child").main())
