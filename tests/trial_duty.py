"""A duty for the length of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from gongkai.apps.duties import Duty
from gongkai.apps.duties import registry as house


@contextmanager
def also(*duties: Duty) -> Iterator[None]:
    """The registry with these duties beside those of the installed apps."""
    more = house.Registry((*house.registry().duties, *duties))
    with patch.object(house, "_known", more):
        yield
