"""`gongkai due`: bad input gets one clear Chinese sentence and exit code 2."""

from __future__ import annotations

import json

import pytest

from gongkai import cli


@pytest.mark.parametrize(
    "words",
    [
        ["reply"],
        ["reply", "--from", "2026-02-30"],
        ["reply", "--from", "20260921"],
        ["reply", "--from", "２０２６-09-21"],
        ["reply", "--from", "2026-09-21", "--event", "excluded:2026-10-01.."],
        ["reply", "--from", "2026-09-21", "--event", "excluded:2026-10-01..9999-12-31"],
        ["reply", "--from", "2026-09-21", "--event", "extended:5", "--event", "extended:16"],
        ["reply", "--from", "明天"],
        ["no_such_rule", "--from", "2026-09-21"],
        ["reply", "--from", "2007-01-05"],
        ["reply", "--from", "2026-09-21", "--event", "paused"],
        ["reply", "--from", "2026-09-21", "--event", "restarted:"],
        ["reply", "--from", "2026-09-21", "--event", "restarted:2026-01-01"],
        ["reply", "--from", "2026-09-21", "--event", "excluded:2026-10-01"],
        ["reply", "--from", "2026-09-21", "--event", "excluded:2026-10-02..2026-10-01"],
        ["reply", "--from", "2026-09-21", "--event", "extended:21"],
        ["reply", "--from", "2026-09-21", "--event", "extended:-1"],
        ["reply", "--from", "2026-09-21", "--event", "extended:十"],
        ["proactive", "--from", "2026-09-21", "--event", "extended"],
        ["opinion_first", "--from", "2026-09-21T25:00"],
        ["annual_dept", "--from", "2026-01-01", "--event", "restarted:2026-01-02"],
        ["reply", "--from", "9999-12-30"],
    ],
)
def test_bad_input(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["due", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert any("一" <= letter <= "鿿" for letter in err)


def test_text_names_date_basis_and_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["due", "reply", "--from", "2026-09-21"]) == 0
    out = capsys.readouterr().out
    assert "2026-10-26" in out and "第三十三条" in out and "调休上班" in out


def test_yearly_date_follows_the_law_in_force_when_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["due", "annual_dept", "--from", "2019-04-10", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2020-01-31"


def test_hours_without_a_time_of_day_start_at_midnight(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["due", "opinion_first", "--from", "2026-10-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2026-10-01T05:00"
