"""What a new connection to the database is given."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
def test_postgresql_compiles_no_question_of_a_page():
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL compiles questions")
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
