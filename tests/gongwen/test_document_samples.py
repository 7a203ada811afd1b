"""The five real samples, where they are present."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.gongwen import ReadDocument, read
from gongkai.gongwen.text import essence

SEEDS = Path(__file__).parents[2].parent / "shared" / "samples" / "seeds"


def sample(name: str) -> ReadDocument:
    if not (SEEDS / name).exists():
        pytest.skip(f"没有样本 shared/samples/seeds/{name}")
    return read(SEEDS / name)


def test_evaluation_notice() -> None:
    fields = sample("evaluation-notice-shanghai-2018.txt").fields
    number = fields.doc_number.value
    assert number and (number.text, number.year, number.serial) == ("沪教委办〔2018〕13号", 2018, 13)
    assert fields.issuer.value == "上海市教育委员会" == fields.signature.value
    assert fields.addressee.value == "各区教育局" and fields.addressees == ("各区教育局",)
    assert fields.date.value and fields.date.value.isoformat() == "2018-04-08"
    assert fields.title.value and fields.title.value.endswith("评议结果的通知")
    assert fields.title.value.startswith(fields.issuer.value) and " " not in fields.title.value


def test_key_points_with_task_table() -> None:
    fields = sample("key-points-jiading-2021.txt").fields
    assert fields.doc_number.value and fields.doc_number.value.text == "嘉教〔2021〕19号"
    assert fields.addressees == ("局机关各科室", "各中小学", "幼儿园", "成人学校及直属单位")
    assert fields.issuer.value == "上海市嘉定区教育局"


@pytest.mark.parametrize(
    "name",
    ["annual-report-wenzhou-2017.txt", "annual-report-xiaogan-2018.txt", "key-points-shanghai-2017.txt"],
)
def test_numbers_cited_in_the_body_are_not_taken(name: str) -> None:
    fields = sample(name).fields
    assert fields.doc_number.value is None and fields.doc_number.how == "missing"
    assert fields.title.value and fields.addressee.value is None


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.name)
def test_html_loses_nothing(path: Path) -> None:
    import lxml.html

    document = read(path)
    shown = lxml.html.fromstring(f"<div>{document.html}</div>").text_content()
    assert essence(shown) == essence(path.read_text(encoding="utf-8"))
