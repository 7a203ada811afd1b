"""初次设置口令: who may set up an empty installation over the net. Made once, printed at the server, gone when it is done."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # easily told from each other


def _file() -> Path:
    return Path(settings.DATA) / "setup_token"


def made() -> str:
    """The token, made now where there is none yet; readable by nobody but the owner."""
    file = _file()
    with contextlib.suppress(FileExistsError):
        token = "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(4))
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(token)
    return file.read_text().strip()


def is_right(typed: str) -> bool:
    """Whether it is the token; compared in constant time. Never right where there is none."""
    try:
        kept = _file().read_text().strip()
    except OSError:
        return False
    given = "".join(typed.split()).lower()
    return bool(kept) and hmac.compare_digest(kept.encode(), given.encode())


def take() -> bool:
    """Hold the token for oneself; False where another has it. `give_back` or `spend` must follow."""
    try:
        _file().rename(_held())
    except OSError:
        return False
    return True


def give_back() -> None:
    """It did not come to anything: the token is valid again."""
    with contextlib.suppress(OSError):
        _held().rename(_file())


def spend() -> None:
    """The installation is set up: no token is valid any more."""
    for file in (_file(), _held()):
        file.unlink(missing_ok=True)


def _held() -> Path:
    return _file().with_suffix(".held")
