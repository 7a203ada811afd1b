"""The sheet a jurist signs: every rule once, in Chinese, as one file."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from gongkai import cli, law
from gongkai.law import lists, sheet
from gongkai.law.fees import tariffs
from gongkai.law.processes import processes
from gongkai.law.sheet_page import COLUMNS, page


class Lines(HTMLParser):
    """The cells of every table row, and all text that is no code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.read = ""
        self._cell = False
        self._inside: list[bool] = []  # whether each open element holds codes or style
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "col"):
            return
        self._inside.append(tag == "style" or ("class", "id") in attrs)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._inside.pop()
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data
        if not any(self._inside):
            self.read += f"{data}\n"


@pytest.fixture(scope="module")
def lines() -> Lines:
    return Lines(page(sheet.rows()))


def test_every_version_effect_entry_and_tier_stands_exactly_once(lines: Lines) -> None:
    known = law.known_law()
    versions = [v for m in known.matters for p in known.peers(m) for v in p.versions]
    expected = [v.id for v in versions]
    expected += [f"{v.id}／{sheet.OCCASION_WORDS[e.when]}" for v in versions for e in v.effects]
    for name in lists.NAMES:
        for entry in lists.history(name):
            expected.append(f"{name}／{entry.code}" + (f"／{entry.start.year}" if entry.end else ""))
    expected += [f"{each.code}／{step.code}" for each in processes() for step in each.steps]
    for ladder, (tariff,) in tariffs().items():
        expected += [f"{ladder}／{n + 1}" for n in range(len(tariff.tiers) + bool(tariff.tail_every))]
    printed = [row[0] for row in lines.rows if len(row) == len(COLUMNS)][1:]
    assert Counter(printed) == Counter(expected)
    assert max(Counter(expected).values()) == 1 and len(versions) > 30


def test_every_row_has_its_article_its_trust_in_chinese_and_room_to_sign(lines: Lines) -> None:
    for row in lines.rows[1:]:
        if len(row) == 1:
            continue
        cells = dict(zip(COLUMNS, row, strict=True))
        assert re.match(r"《.+》（.+）.", cells["依据"]), row
        assert cells["可信程度"] in ("已核对原文", "凭记忆", "存疑", "平台规则"), row
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", cells["施行"]), row
        assert (cells["核对人"], cells["日期"]) == ("", "")


def test_the_trust_of_a_row_is_that_of_its_rule(lines: Lines) -> None:
    by_id = {row[0]: row for row in lines.rows if len(row) == len(COLUMNS)}
    for status, word in (("verified", "已核对原文"), ("memory", "凭记忆"), ("unsure", "存疑")):
        known = law.known_law()
        of_that = [
            v.id for m in known.matters for p in known.peers(m) for v in p.versions if v.status == status
        ]
        assert of_that and all(word in by_id[each] for each in of_that), status


def test_what_is_called_seen_shows_its_wording_or_where_it_is(lines: Lines) -> None:
    seen = [
        dict(zip(COLUMNS, row, strict=True))
        for row in lines.rows
        if len(row) == len(COLUMNS) and row[COLUMNS.index("可信程度")] == "已核对原文"
    ]
    assert len(seen) > 70 and all(row["原文"].strip() for row in seen)


def test_a_rule_of_the_house_is_called_one(lines: Lines) -> None:
    """A jurist must see at once what no law demands: the second person, when a limit counts as near."""
    by_id = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in lines.rows if len(row) == len(COLUMNS)}
    for code in ("second_person", "soon", "attribute_period"):
        row = by_id[f"duties／{code}"]
        assert (row["可信程度"], row["层级"].strip()) == ("平台规则", "本平台") and row["备注"]
    assert "3个工作日" in by_id["duties／soon"]["期限或者内容"]
    assert by_id["duties／review"]["可信程度"] == "已核对原文"
    assert by_id["document／office"]["可信程度"] == by_id["report／issue"]["可信程度"] == "平台规则"
    assert "办公室审核" in by_id["document／office"]["期限或者内容"]


def test_nothing_english_reaches_the_reader(lines: Lines) -> None:
    assert re.findall(r"[A-Za-z_]{2,}", lines.read) == []


def test_what_a_rule_says_beside_its_number_is_said(lines: Lines) -> None:
    by_id = {row[0]: row for row in lines.rows}
    reply = by_id["reply_2019"]
    assert "20个工作日" in reply[4] and "依申请公开延长答复" in reply[4] and "第三十一条" in reply[5]
    assert "其后重新起算" in by_id["reply_2019／收取信息处理费"][4]
    assert "不得公开" in by_id["grounds／state_secret"][4]
    assert "第41件起" in by_id["pieces／4"][4] and "不封顶" in by_id["pages／4"][4]
    assert by_id["reply_2008"][2:4] == ["2008-05-01", "2019-05-14"]


def test_rules_of_one_matter_stand_together() -> None:
    topics = [row.topic for row in sheet.rows()]
    changes = 1 + sum(a != b for a, b in pairwise(topics))
    assert changes == len(set(topics))


def test_hostile_words_of_an_own_file_stay_words() -> None:
    row = sheet.rows()[0]
    made = page([sheet.Row(**{**row.__dict__, "note": "<script>alert(1)</script>", "id": "<b>"})])
    assert "<script" not in made and "<b>" not in made


def test_the_command_writes_a_file_once_and_prints_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "sheet.html"
    assert cli.main(["law", "print", "--html", str(target)]) == 0
    text = target.read_text(encoding="utf-8")
    assert "A4 landscape" in text and sheet.fingerprint(sheet.rows()) in text
    assert cli.main(["law", "print", "--html", str(target)]) == 2, "a signed-off sheet is never overwritten"
    capsys.readouterr()
    assert cli.main(["law", "print", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["rows"]) == len(sheet.rows())


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["print"],
        ["show", "--json"],
        ["print", "--html", "a", "--json"],
        ["print", "--html", "/no/such/a"],
    ],
)
def test_a_wrong_call_is_answered_in_chinese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["law", *words]) == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said and re.search(r"[一-鿿]", said)
