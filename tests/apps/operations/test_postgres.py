"""Questions to PostgreSQL: words of our own code stand in the statement, what people typed is handed over."""

from typing import Any

import pytest
from django.db import connection

from gongkai.apps.documents.models import OfficialDocument, Stage
from gongkai.apps.operations.postgres import MOST_KEPT, words_in_place


def asked(sql: str, params: Any, many: bool = False) -> tuple[str, Any]:
    return words_in_place(lambda sql, params, many, context: (sql, params), sql, params, many, {})


def test_a_word_of_code_stands_in_the_statement_and_an_id_does_not() -> None:
    assert asked("SELECT 1 WHERE stage = %s AND by = %s AND kind = %s", (Stage.APPROVED, 7, "documents.one")) == (
        "SELECT 1 WHERE stage = 'approved' AND by = %s AND kind = 'documents.one'", (7,),
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["", "a'b", "x\\", "招生", "A", "a b", "%a%", "a%", "1", "a-b", "a;", "a\n", "x" * 61]
)
def test_whatever_could_end_a_literal_is_handed_over(typed: str) -> None:
    assert asked("SELECT %s", (typed,)) == ("SELECT %s", (typed,))


def test_a_doubled_percent_sign_is_text() -> None:
    assert asked("SELECT '100%%s' || %s || '%%'", ("open",)) == ("SELECT '100%%s' || 'open' || '%%'", ())


def test_many_rows_at_once_and_no_parameters_go_as_they_are() -> None:
    assert asked("INSERT %s", [("open",), ("closed",)], many=True) == ("INSERT %s", [("open",), ("closed",)])
    assert asked("SELECT '%'", None) == ("SELECT '%'", None)
    assert asked("SELECT %s, %s", ("open",)) == ("SELECT %s, %s", ("open",)), (
        "what does not fit fails as it always did"
    )


@pytest.mark.django_db
def test_postgresql_compiles_no_question_of_a_page() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL compiles questions")
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


@pytest.mark.django_db
def test_a_kept_statement_answers_as_a_new_one() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL")
    for _ in range(12):  # psycopg keeps it from the third time, PostgreSQL its plan from the sixth
        assert (
            list(OfficialDocument.objects.filter(stage=Stage.APPROVED, title__contains="100%", kind="a'b"))
            == []
        )
        connection.cursor().execute("SELECT '%%' || %s", ["open"])
    connection.ensure_connection()
    assert connection.connection.prepared_max == MOST_KEPT
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%''approved''%%'")
        assert cursor.fetchone()[0] == 1
