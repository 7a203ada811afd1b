"""One job on one foreign file in a process of its own: bounded memory, bounded time, no shared PDFium.

PDFium is one state machine per process and a hostile page may crash or stall it. The child dies; the caller gets
one sentence.
"""

from __future__ import annotations

import importlib
import json
import logging
import subprocess
import sys
from typing import Any

from gongkai.exceptions import GongkaiError, Unreadable

try:
    import resource
except ImportError:  # Windows has no such limits; the time-out remains
    resource = None  # type: ignore[assignment]

MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 3600
# Processor seconds for opening a file, and for each step (a page, a frame) after it.
STEP_SECONDS = 40

# task → module:function. The function takes and returns what JSON can carry.
TASKS = {
    "flatten": "gongkai.files.redaction.flatten:flatten",
    "examine": "gongkai.files.redaction.examine:examine",
    "words": "gongkai.files.pages:words_of",
    "pages": "gongkai.files.pages:pages_of",
    "page_png": "gongkai.files.pages:png_of",
}
_TOO_MUCH = "内容过于复杂或过大，超出处理上限（可能是恶意文件），已停止；请用原来的软件另存或拆分后再试。"


def run(task: str, **arguments: Any) -> Any:
    """Do a task of TASKS in a child process. Its GongkaiError is raised here; Unreadable if it dies."""
    command = [sys.executable, "-P", "-m", "gongkai.files.child", task]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(arguments).encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_TOO_MUCH) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise Unreadable(_TOO_MUCH) from error
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return answer["result"]


def step(seconds: int = STEP_SECONDS) -> None:
    """Grant this process so many further processor seconds; called before each page."""
    if resource is None or not _limited:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


_limited = False


def main() -> int:
    """Read arguments from stdin, answer on stdout."""
    global _limited
    logging.disable(logging.CRITICAL)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _limited = True
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
    sys.exit(main())
