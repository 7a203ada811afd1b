"""Law is data: no article and no limit of it is typed in code or on a screen; both are cited from `gongkai.law`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template

from gongkai.exceptions import GongkaiError

SOURCE = Path(__file__).parents[2] / "src" / "gongkai"
LAW = SOURCE / "law"
_COUNT = r"[0-9一二三四五六七八九十百零〇两]+"
ARTICLE = re.compile(rf"第{_COUNT}条")
LIMIT = re.compile(rf"{_COUNT}\s*个?(?:工作日|日内|天内|小时内|个月内|年内)|[0-9]+月[0-9]+日前")
# What is not law but the text of a document: file → the words that stand there.
READ_OR_LIVED = {
    "demo/words.py": {"第九条"},  # what a school kitchen's rules say, corrected in the demonstration
}


def typed(text: str) -> list[str]:
    return [found[0] for found in (*ARTICLE.finditer(text), *LIMIT.finditer(text))]


@pytest.mark.parametrize("kind", ["py", "html", "toml", "js"])
def test_no_article_and_no_limit_is_typed_outside_the_law(kind: str) -> None:
    wrong = []
    for path in sorted(SOURCE.rglob(f"*.{kind}")):
        if path.is_relative_to(LAW) and (
            kind == "toml" or path.name in {"load.py", "provision.py", "__init__.py"}
        ):
            continue  # the data itself, and what explains its shape by an example
        name = path.relative_to(SOURCE).as_posix()
        allowed = READ_OR_LIVED.get(name, set())
        lines = path.read_text("utf-8").splitlines()
        wrong += [
            f"{name}:{n}: {t}" for n, line in enumerate(lines, 1) for t in typed(line) if t not in allowed
        ]
    assert not wrong, "cite it: law.cite(…), law.limit(…), {% law … %}, {% limit … %}\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("依据 条例第十七条", ["第十七条"]),
        ("第14条", ["第14条"]),
        ("20个工作日从这里数起", ["20个工作日"]),
        ("三个工作日内", ["三个工作日"]),
        ("30日内提出", ["30日内"]),
        ("一次收费不得超过三个月", []),
        ("第3行", []),
        ("余{left}个工作日", []),
    ],
)
def test_the_look_finds_what_is_typed(words: str, found: list[str]) -> None:
    assert typed(words) == found


def test_every_exception_is_still_needed() -> None:
    for name, words in READ_OR_LIVED.items():
        assert set(typed((SOURCE / name).read_text("utf-8"))) == words


def test_a_template_cites_and_says_a_limit() -> None:
    drawn = Template(
        '{% load law %}{% law "guide" %}｜{% law "second_person" %}｜{% limit "proactive" %}｜{% limit "soon" %}'
    )
    assert drawn.render(Context()) == (
        "《政府信息公开条例》第十二条｜平台规则（参照《政府信息公开条例》第十七条）｜20个工作日｜3个工作日"
    )


def test_a_template_that_cites_what_no_law_knows_is_an_error() -> None:
    with pytest.raises(GongkaiError, match="没有编号为“nowhere”的规定"):
        Template('{% load law %}{% law "nowhere" %}').render(Context())


CITED = re.compile(r"law\.(?:cite|limit|amount)\(\s*[\"'](\w+)[\"']|\{% (?:law|limit) \"(\w+)\"")


def test_every_name_that_is_cited_is_known() -> None:
    from gongkai import law

    names = {
        found[1] or found[2]
        for path in (*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"))
        for found in CITED.finditer(path.read_text("utf-8"))
    }
    assert len(names) > 20
    for name in names - {"code"}:
        assert law.cite(name)
