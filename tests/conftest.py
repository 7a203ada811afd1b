"""What holds for every test: the empty database is migrated once and kept."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Before the test database is made."""
    from tests import migrated

    migrated.install()


def pytest_configure(config: pytest.Config) -> None:
    """A failure is named when it happens: a whole run takes long, and its report comes last."""
    if not hasattr(config, "workerinput"):  # in the process that reports, not in those that test
        config.pluginmanager.register(_Names(config))


class _Names:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and terminal is not None:
            terminal.write_line(f" {report.nodeid} ({report.when})")
