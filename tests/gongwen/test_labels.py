"""Labels as bureaus really set them: joined by a slash, run into their value, behind bullets."""

from __future__ import annotations

import pytest

from gongkai import gongwen

TITLE = "清溪市教育局关于做好校园食堂信息公开工作的通知"
BODY = "\n各区教育局：\n　　为方便家长了解情况，现就有关工作通知如下。\n清溪市教育局\n2026年8月21日\n"
NUMBER, INDEX = "清教办〔2026〕17号", "000014349/2026-00021"


@pytest.mark.parametrize(
    ("head", "number", "index"),
    [
        (f"索引号{INDEX}主题分类教育", None, INDEX), (f"索引号 {INDEX}", None, INDEX),
        (f"备注/文号：{NUMBER}", NUMBER, None), (f"文号/备注：{NUMBER}", NUMBER, None), ("备注/文号：长期有效", None, None),
        (f"发布文号：{NUMBER}", NUMBER, None), (f"· 索引号\n· {INDEX}\n· 发文字号\n· {NUMBER}", NUMBER, INDEX),
        ("索引号码簿由办公室保管。", None, None),
    ],
)  # fmt: skip
def test_a_label_gives_its_value_and_never_joins_the_title(
    head: str, number: str | None, index: str | None
) -> None:
    fields = gongwen.read(f"{head}\n{TITLE}{BODY}".encode(), "a.txt").fields
    assert fields.index_no.value == index
    assert (fields.doc_number.value.text if fields.doc_number.value else None) == number
    if "码簿" not in head:
        assert fields.title.value == TITLE
