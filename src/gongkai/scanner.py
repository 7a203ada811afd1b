"""The virus scanner beside the platform: clamd's INSTREAM over a local socket or TCP. Off unless GONGKAI_CLAMD is set.

Once set it fails closed: a scanner that is silent, slow, or says what we do not understand lets no file in.
"""

from __future__ import annotations

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.exceptions import GongkaiError, Unreadable

log = logging.getLogger("gongkai.scanner")
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class Unavailable(Unreadable):
    """The scanner is set but does not answer; nothing is kept."""


def check(name: str, data: bytes) -> None:
    """Let a file pass, or raise Unreadable with one sentence for the person who sent it.

    Raises Unavailable where the scanner is set and gives no clear answer.
    """
    where = settings.CLAMD
    if not where:
        return
    try:
        answer = ask(where, data)
    except (OSError, ValueError) as error:
        log.error("virus scanner at %s does not answer: %s", where, error)
        raise Unavailable(f"“{name}”现在不能做病毒检查，没有收下；请过几分钟再传。") from error
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        log.warning("virus scanner refused a file: %s", answer)
        raise Unreadable(f"“{name}”没有通过病毒检查，没有收下；请在本机杀毒后另选文件。")
    log.error("virus scanner said %r", answer)
    raise Unavailable(f"“{name}”现在不能做病毒检查，没有收下；请过几分钟再传。")


def ask(where: str, data: bytes) -> str:
    """clamd's one line about the bytes. OSError or ValueError where it cannot be had within SCAN_SECONDS."""
    with _connect(where) as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            part = data[start : start + _CHUNK]
            link.sendall(struct.pack(">I", len(part)) + part)
        link.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            part = link.recv(1024)
            if not part:
                break
            answer += part
    if not answer.endswith(b"\0"):
        raise ValueError(f"answer cut short: {answer[:80]!r}")
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connect(where: str) -> socket.socket:
    parts = urlsplit(where)
    if parts.scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(settings.SCAN_SECONDS)
        try:
            link.connect(parts.path)
        except OSError:
            link.close()
            raise
        return link
    if parts.scheme == "tcp" and parts.hostname and parts.port:
        return socket.create_connection((parts.hostname, parts.port), timeout=settings.SCAN_SECONDS)
    raise GongkaiError("GONGKAI_CLAMD 应写作 unix:/run/clamav/clamd.ctl 或 tcp://127.0.0.1:3310。")
