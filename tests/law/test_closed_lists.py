"""Closed lists: every entry has its article, outcomes are the statistics rows, receipt follows the channel."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from gongkai import law
from gongkai.exceptions import GongkaiError, LawDataError
from gongkai.law import lists
from gongkai.law.load import read_list

CODES = Path(__file__).parents[2].parent / "shared" / "reference" / "forms" / "decision_codes.json"


@pytest.mark.parametrize("name", lists.NAMES)
def test_every_entry_cites_an_article(name: str) -> None:
    assert lists.entries(name)
    for entry in lists.history(name):
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


def test_the_text_of_the_day_decides_what_stands_in_a_list() -> None:
    """十三种 of 2001 until 十五种 of 2012; the name of one that was taken out is still known."""
    old, new = (
        lists.entries("document_kinds", date(2012, 6, 30)),
        lists.entries("document_kinds", date(2012, 7, 1)),
    )
    assert (len(old), len(new)) == (13, 16)
    assert "会议纪要" in {k.code for k in old} and "会议纪要" not in {k.code for k in new}
    assert new == lists.entries("document_kinds"), "without a day: today's text"
    assert lists.entry("document_kinds", "会议纪要").end == date(2012, 6, 30)
    with pytest.raises(GongkaiError, match="不在公文文种清单内"):
        lists.entry("document_kinds", "会议纪要", date(2012, 7, 1))


def test_a_list_says_nothing_before_its_first_text() -> None:
    assert lists.entries("grounds", date(2019, 5, 14)) == () and lists.grounds_for(
        "closed", date(2019, 5, 15)
    )
    with pytest.raises(GongkaiError, match="2008-04-30还没有规定"):
        lists.received_on("internet", {"confirmed_on": date(2008, 4, 30)})


def test_the_receipt_of_an_old_request_is_judged_by_the_old_text() -> None:
    old = lists.entry("receipt", "internet", date(2019, 5, 14))
    assert (old.source.number, old.source.article) == ("国办公开办函〔2015〕207号", "第一条第五项")
    assert "没有规定的，以双方确认之日为收到申请之日" in old.source.quote and "[unsure]" in old.note
    assert lists.entry("receipt", "internet", date(2019, 5, 15)).source.article == "第三十一条第三项"
    with pytest.raises(GongkaiError, match="207号）第一条第二项"):
        lists.received_on("signed_mail", {"submitted_on": date(2019, 5, 14)})


def test_a_code_may_not_stand_twice_on_one_day(tmp_path: Path) -> None:
    text = (
        'from = 2020-01-01\n[[entry]]\ncode = "a"\nlabel = "甲"\nstatus = "memory"\nto = 2021-12-31\n'
        'source = { title = "某办法", number = "1号", article = "第一条" }\n'
        '[[entry]]\ncode = "a"\nlabel = "乙"\nstatus = "memory"\nfrom = 202%d-01-0%d\n'
        'source = { title = "某办法", number = "2号", article = "第一条" }\n'
    )
    path = tmp_path / "list.toml"
    path.write_text(text % (2, 1), encoding="utf-8")
    assert [e.label for e in read_list(path)] == ["甲", "乙"]
    path.write_text(text.replace("202%d-01-0%d", "2021-12-31"), encoding="utf-8")
    with pytest.raises(LawDataError, match="编码重复：a"):
        read_list(path)


def test_an_attribute_is_reviewed_after_the_period_of_the_house_rule() -> None:
    assert (law.amount("attribute_period"), law.limit("attribute_period")) == (1, "1年")
    assert law.cite("attribute_period") == "平台规则（参照《政府信息公开条例》第十八条）"
    assert law.cite("attribute_review") == "《政府信息公开条例》第十八条", "the duty itself is law"


def test_unknown_codes_are_refused() -> None:
    for name, code in (("grounds", "other"), ("nothing", "x")):
        with pytest.raises(GongkaiError):
            lists.entry(name, code)


def test_an_answer_that_leads_on_cites_no_kind_of_reply() -> None:
    """The items of article 36 are replies: what was found, or was not public yet, is not cited as one of them."""
    leading = [one for one in lists.history("answers") if not {"row", "ground"} & one.facts.keys()]
    assert {"3_found", "4_no"} <= {one.code for one in leading}
    assert not [one.code for one in leading if "第三十六条" in one.source.article]
    assert lists.entry("answers", "3_nothing").source.article == "第三十六条第四项"
