"""Keeping the background process alive: started again when it ends, more slowly when it ends at once."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time

log = logging.getLogger("gongkai.keeper")
SLOWEST = 60.0  # seconds between two starts of a process that cannot live
SETTLED = 30.0  # a process that lived so long starts anew without waiting


class Keeper:
    """One child process and the thread that watches it."""

    def __init__(self, command: list[str], *, first_pause: float = 1.0) -> None:
        self._command = command
        self._first = first_pause
        self._stop = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, daemon=True, name="keeper")

    def start(self) -> Keeper:
        """Start the process and watch it."""
        self._thread.start()
        return self

    def _watch(self) -> None:
        pause = self._first
        while not self._stop.is_set():
            began = time.monotonic()
            self._child = subprocess.Popen(self._command)
            code = self._child.wait()
            if self._stop.is_set():
                return
            pause = self._first if time.monotonic() - began > SETTLED else pause
            log.error("background process ended (%s); started again in %.0f s", code, pause)
            self._stop.wait(pause)
            pause = min(pause * 2, SLOWEST)

    def stop(self) -> None:
        """End the process, gently first."""
        self._stop.set()
        child = self._child
        if child is not None and child.poll() is None:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
        self._thread.join(5)


def background() -> Keeper:
    """The keeper of the process that publishes at set times, works off tasks and reminds."""
    return Keeper([sys.executable, "-m", "gongkai.site.background"])
