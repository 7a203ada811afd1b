"""The table of made-up layouts (layouts.toml): every field named there is read as printed there."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongkai.gongwen import ReadDocument, read
from gongkai.gongwen.commands import as_json
from gongkai.gongwen.text import essence

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("layouts.toml").read_text("utf-8"))[
    "case"
]
TEXTS = [case for case in CASES if case.get("kind", "txt") == "txt"]


def found(document: ReadDocument) -> dict[str, Any]:
    """The fields in the plain form of the table; nothing found is an empty text or list."""
    fields = as_json(document)
    number = fields.pop("doc_number")
    plain = {name: "" if value is None else value for name, value in fields.items()}
    plain["doc_number"] = number["text"] or ""
    plain |= {"damaged": number["damaged"], "candidates": number["candidates"]}
    plain["attachments"] = [item["name"] for item in fields["attachments"]]
    return plain


def check(document: ReadDocument, case: dict[str, Any]) -> None:
    fields = found(document)
    assert {name: fields[name] for name in case["want"]} == case["want"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_layout(case: dict[str, Any]) -> None:
    text = case["text"].lstrip("\n")
    document = read(text.encode(case.get("encoding", "utf-8")), f"公文.{case.get('kind', 'txt')}")
    check(document, case)


@pytest.mark.parametrize("case", TEXTS, ids=[case["name"] for case in TEXTS])
@pytest.mark.parametrize("line_end", ["\r\n", "\n\n"], ids=["dos", "empty line between"])
def test_layout_of_a_text_with_other_line_ends(case: dict[str, Any], line_end: str) -> None:
    text = case["text"].lstrip("\n").replace("\n", line_end)
    check(read(text.encode("utf-16" if line_end == "\r\n" else "gb18030"), "公文.txt"), case)


@pytest.mark.parametrize("case", TEXTS, ids=[case["name"] for case in TEXTS])
def test_layout_as_word(case: dict[str, Any], make_docx: Callable[..., bytes]) -> None:
    lines = case["text"].strip("\n").split("\n")
    check(read(make_docx(lines), "公文.docx"), case)


UNTABBED = [case for case in TEXTS if "\t" not in case["text"]]


@pytest.mark.parametrize("case", UNTABBED, ids=[case["name"] for case in UNTABBED])
def test_layout_as_page(case: dict[str, Any]) -> None:
    lines = [line for line in case["text"].split("\n") if line.strip()]
    # A page keeps wide blanks as full-width ones.
    body = "".join(f"<p>{line.replace('    ', '　　')}</p>" for line in lines)
    check(read(f"<html><body>{body}</body></html>".encode(), "公文.html"), case)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_conversion_of_a_layout_loses_nothing(case: dict[str, Any]) -> None:
    import lxml.html

    text = case["text"].lstrip("\n")
    document = read(text.encode(case.get("encoding", "utf-8")), f"公文.{case.get('kind', 'txt')}")
    shown = lxml.html.fromstring(f"<div>{document.html}</div>").text_content()
    assert essence(shown) == essence(document.text)
