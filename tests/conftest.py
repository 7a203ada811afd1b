"""What holds for every test: the empty database is migrated once and kept."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Before the test database is made."""
    from tests import migrated

    migrated.install()
