"""Closed lists: every entry has its article, outcomes are the statistics rows, receipt follows the channel."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from gongkai.exceptions import GongkaiError
from gongkai.law import lists

CODES = Path(__file__).parents[2].parent / "shared" / "reference" / "forms" / "decision_codes.json"


@pytest.mark.parametrize(
    "name",
    [
        "attributes",
        "grounds",
        "validity",
        "withdrawal",
        "receipt",
        "decisions",
        "retention",
        "erasure",
        "channels",
        "answers",
        "handling",
    ],
)
def test_every_entry_cites_an_article(name: str) -> None:
    assert lists.entries(name)
    for entry in lists.entries(name):
        assert entry.source.number and entry.source.article and entry.label


def test_outcomes_are_the_21_rows_of_the_form() -> None:
    assert len(lists.entries("decisions")) == 21
    if not CODES.exists():
        pytest.skip("没有参考资料 shared/reference/forms/decision_codes.json")
    for code in json.loads(CODES.read_text(encoding="utf-8"))["codes"]:
        entry = lists.entry("decisions", code["row"])
        assert (entry.label, entry.facts["category"]) == (code["label"], code["category"])
        assert lists.review_first(code["row"], date(2024, 1, 1)) is code["review_first_from_2024"]
        assert not lists.review_first(code["row"], date(2023, 12, 31))


def test_grounds_belong_to_one_attribute() -> None:
    closed, asked = lists.grounds_for("closed"), lists.grounds_for("on_request")
    assert len(closed) + len(asked) == len(lists.entries("grounds"))
    assert {"第十四条", "第十五条"} <= {ground.source.article for ground in closed}
    assert lists.grounds_for("open") == ()


def test_receipt_date_depends_on_the_channel() -> None:
    facts = {"submitted_on": date(2026, 3, 1), "confirmed_on": date(2026, 3, 4)}
    assert lists.received_on("in_person", facts) == date(2026, 3, 1)
    assert lists.received_on("internet", facts) == date(2026, 3, 4)
    with pytest.raises(GongkaiError, match="第三十一条"):
        lists.received_on("signed_mail", facts)


def test_unknown_codes_are_refused() -> None:
    for name, code in (("grounds", "other"), ("nothing", "x")):
        with pytest.raises(GongkaiError):
            lists.entry(name, code)
