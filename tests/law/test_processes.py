"""How a record is judged before it goes out, as data: steps in order, each with its place and its powers."""

from __future__ import annotations

import tomllib

import pytest

from gongkai.exceptions import GongkaiError, LawDataError
from gongkai.law.processes import _read, process, processes

STEP = '[[step]]\ncode = "%s"\nlabel = "审核"\nverbs = ["review"]\nplace = "office"\n'
HEAD = (
    'code = "x"\nlabel = "试"\ndrafter = "拟稿人"\nfrom = 2020-01-01\nstatus = "house"\n'
    'source = { title = "某办法", number = "1号", article = "第一条" }\n'
)


def read(text: str) -> object:
    return _read("x.toml", tomllib.loads(text))


def test_documents_are_judged_by_three_and_the_office_always_reads_again() -> None:
    steps = process("document").steps
    assert [(s.code, s.place, s.carries) for s in steps] == [
        ("section", "section", True), ("secrecy", "office", True), ("office", "office", False),
    ]  # fmt: skip
    assert [process("document").after(code) and process("document").after(code).code for code in ("section", "secrecy", "office")] == [
        "secrecy", "office", None,
    ]  # fmt: skip


def test_a_return_after_the_last_step_has_its_own_name() -> None:
    assert process("document").name_of("publish") == "发布前"
    assert process("document").name_of("secrecy") == "保密审查"
    with pytest.raises(GongkaiError, match="没有“nothing”这一步"):
        process("document").name_of("nothing")


def test_every_process_is_a_rule_of_the_house_on_an_article() -> None:
    """The law asks for a review; who reviews first is this platform's own."""
    known = processes()
    assert {"document", "report", "received"} <= {each.code for each in known}
    assert all(each.status == "house" and each.source.article and each.note for each in known)


@pytest.mark.parametrize("code", ["nothing", "../fees", "document.toml", ""])
def test_an_unknown_process_is_refused_by_name(code: str) -> None:
    with pytest.raises(GongkaiError, match="没有名为"):
        process(code)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "没有步骤"),
        (HEAD + STEP % "a" + STEP % "a", "步骤重复"),
        (HEAD + (STEP % "a").replace('"office"', '"nowhere"'), "没有写明由谁、在哪里办"),
        (HEAD + (STEP % "a").replace('["review"]', "[]"), "没有写明由谁、在哪里办"),
        (HEAD.replace("from = 2020-01-01\n", "") + STEP % "a", "施行日期"),
        (HEAD.replace('status = "house"\n', "") + STEP % "a", "status"),
        (HEAD.replace("source", "sauce") + STEP % "a", "出处"),
    ],
)
def test_what_cannot_be_cited_or_carried_out_is_refused(text: str, said: str) -> None:
    with pytest.raises(LawDataError, match=said):
        read(text)
    assert read(HEAD + STEP % "a" + STEP % "b")
