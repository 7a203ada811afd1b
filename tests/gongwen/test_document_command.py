"""`gongkai document read`: the agreed keys, text for people, HTML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai import cli

KEYS = {"doc_number", "title", "issuer", "addressee", "date", "attribute", "index_no", "validity"}


def test_json_has_the_agreed_keys(
    notice: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("\n".join(notice), encoding="gb18030")
    assert cli.main(["document", "read", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) >= KEYS | {"addressees", "attachments", "signature", "evidence", "warnings"}
    assert answer["doc_number"] == {
        "text": "云教办〔2024〕13号", "agency": "云教办", "year": 2024, "serial": 13, "damaged": False, "candidates": [],
    }  # fmt: skip
    assert answer["addressee"] == "各区教育局，各直属单位"
    assert answer["date"] == "2024-04-08" and answer["index_no"] is None
    assert answer["evidence"]["title"]["how"] == "read"


def test_nothing_found_is_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("只有一句正文。", encoding="utf-8")
    assert cli.main(["document", "read", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["doc_number"]["text"] is None and answer["title"] is None and answer["addressees"] == []


def test_text_and_html(notice: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("\n".join(notice), encoding="utf-8")
    assert cli.main(["document", "read", str(path)]) == 0
    assert "文号：云教办〔2024〕13号" in capsys.readouterr().out
    assert cli.main(["document", "read", str(path), "--html"]) == 0
    assert '<h2 id="part-1">一、总体要求</h2>' in capsys.readouterr().out
