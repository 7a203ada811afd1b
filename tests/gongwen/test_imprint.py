"""版记 is told apart from the text: who gets a copy, who printed it when."""

from __future__ import annotations

import pytest
from tests.files.papers import p, table, word

from gongkai import gongwen

HEAD = [
    "云川市教育局文件", "云教发〔2026〕3号", "云川市教育局关于做好转学工作的通知", "各区教育局：",
    "请认真做好转学工作，并抄送：有关学校。", "云川市教育局", "2026年6月1日", "（此件公开发布）",
]  # fmt: skip


def read(*tail: str) -> gongwen.ReadDocument:
    body = "".join(p(line) for line in HEAD) + "".join(t if t.startswith("<") else p(t) for t in tail)
    return gongwen.read(word(body), "文.docx")


@pytest.mark.parametrize(
    ("tail", "copies", "printed"),
    [
        (["抄送：市委办公室，市政府办公室。", "云川市教育局办公室　　2026年6月2日印发"], "市委办公室，市政府办公室", "云川市教育局办公室 2026年6月2日印发"),
        (["抄　送：市人大常委会、", "市政协。", "2026年6月2日印发"], "市人大常委会、市政协", "2026年6月2日印发"),
        (["抄报: 省教育厅"], "省教育厅", None),
        ([table(["抄送：市财政局。"]), table(["云川市教育局办公室", "2026年6月2日印发"])], "市财政局", "云川市教育局办公室 2026年6月2日印发"),
        (["附件1", "转学登记表", "抄送：市财政局。"], "市财政局", None),
        ([], None, None),
        (["附件", "关于2026年6月2日印发的通知的说明", "抄送之后请存档。"], None, None),
    ],
)  # fmt: skip
def test_imprints(tail: list[str], copies: str | None, printed: str | None) -> None:
    document = read(*tail)
    assert (document.fields.copies.value, document.fields.printed.value) == (copies, printed)
    assert document.fields.date.value is not None and document.fields.date.value.isoformat() == "2026-06-01"
    assert "并抄送：有关学校" in document.body_html
    if copies:
        assert "财政局" not in document.body_html and "市委" not in document.body_html
        assert "市政协" not in document.body_html and "日印发" not in document.body_html
    assert "此件公开发布" in document.body_html
