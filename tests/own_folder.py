"""A folder of an installation's own law or holiday notices, for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def own_folder(data: Path, name: str, reload: Callable[[], object]) -> Iterator[Path]:
    """`name` below the data folder, read at once; what is shipped is back afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGKAI_DATA", str(data))
        (data / name).mkdir()
        reload()
        yield data / name
    reload()
