import datetime as dt

import pytest

from gongkai.demo import load

TODAY = dt.date(2026, 11, 20)  # a Friday


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """The whole city, loaded once for the module and rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield load.load(TODAY)
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


@pytest.fixture
def db_open(django_db_blocker):
    with django_db_blocker.unblock():
        yield
