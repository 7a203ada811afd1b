"""PDFium is one state machine per process: two threads inside it crash the server."""

from __future__ import annotations

import threading

ONE_AT_A_TIME = threading.Lock()
