"""When a document begins and ends, as it says of itself; what it says of others is not taken."""

from __future__ import annotations

import pytest

from gongkai import gongwen

TITLE = "清溪市教育局关于印发食堂公开办法的通知\n各区教育局：\n"
END = "\n清溪市教育局\n2026年8月21日\n"


@pytest.mark.parametrize(
    ("said", "effective", "expires"),
    [
        ("　　二、本通知自2026年9月1日起施行，有效期5年。", "2026-09-01", "5年"),
        ("　　本办法自印发之日起施行，有效期至2031年8月31日。", "自印发之日起", "2031-08-31"),
        ("　　自2026年9月1日起实施。", "2026-09-01", None),
        ("　　本意见自发布之日起执行，试行期为两年。", "自发布之日起", "两年"),
        ("　　本规定有效期自2026年9月1日起至2031年8月31日止。", None, "2031-08-31"),
        ("　　《食堂管理办法》自2019年5月15日起施行。", None, None),
        ("　　根据《食堂管理办法》，健康证有效期为1年。", None, None),
        ("　　食品经营许可证有效期为5年。", None, None),
        ("　　请自收到通知之日起10日内公开。", None, None),
        ("　　本通知自2026年9月1日起施行。\n　　自2026年10月1日起施行。", "2026-09-01", None),
        ("施行日期：2026-09-01\n失效日期：2031-08-31", "2026-09-01", "2031-08-31"),
    ],
)
def test_the_term_is_what_the_document_says_of_itself(
    said: str, effective: str | None, expires: str | None
) -> None:
    fields = gongwen.read(f"{TITLE}　　现就有关工作通知如下。\n{said}{END}".encode(), "a.txt").fields
    assert (fields.effective.value, fields.expires.value) == (effective, expires)
    if effective:
        assert fields.effective.evidence
    assert (fields.effective.how == "contradictory") is ("10月1日" in said)
