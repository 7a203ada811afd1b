"""Documents that a text names: a link where the platform publishes them, the plain words where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.apps.portal.citing import cited_in
from gongkai.apps.portal.text import dress
from gongkai.files.web.fragment import words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("按照国办发〔2017〕47号的要求", ["国办发〔2017〕47号"]),
        ("根据云教规[2024]7号、云教办（2025） 12 号执行", ["云教规〔2024〕7号", "云教办〔2025〕12号"]),
        ("依据《中华人民共和国义务教育法》", ["中华人民共和国义务教育法"]),
        ("《附表》第3号", []),
    ],
)
def test_what_is_cited(text: str, found: list[str]) -> None:
    assert [one.words for one in cited_in(text)] == found


def everything(numbers, titles):
    return dict.fromkeys([*numbers, *titles], "/doc/x.html")


@given(st.lists(st.sampled_from(
    ["根据", "云教规〔2024〕7号", "《关于收费的通知》", "<strong>国办发〔2017〕47号</strong>", "，", '<a href="https://a.cn/">云教办〔2026〕1号</a>', "。"]
), max_size=12))  # fmt: skip
def test_words_stay_as_they_were_and_no_link_stands_in_a_link(parts: list[str]) -> None:
    html = f"<p>{''.join(parts)}</p>"
    linked = str(dress(html, cited=everything)[0])
    assert words(linked) == words(html)
    assert linked.count("/doc/x.html") == sum(
        one in ("云教规〔2024〕7号", "《关于收费的通知》") or "国办发" in one for one in parts
    )


def test_only_what_is_open_here_is_linked(world, publish, withdraw, client) -> None:
    first = publish(world.a, title="东湖区教育局关于收费的通知", number="东教〔2026〕5号")
    own = publish(world.b, title="关于招生的通知", number="西教〔2026〕1号")
    text = (
        "<p>按照东教〔2026〕5号、国办发〔2017〕47号和《东湖区教育局关于收费的通知》《关于招生的通知》"
        "《关于没有的通知》办理。本文东教〔2026〕7号。</p>"
    )
    citing = publish(world.a, title="关于引用的通知", html=text)
    page = (
        client.get(f"/donghu/doc/{citing.key}.html")
        .content.decode()
        .split('class="official-text"')[1]
        .split("</article>")[0]
    )
    assert page.count(f'<a href="/donghu/doc/{first.key}.html">') == 2
    assert f'<a href="/xiling/doc/{own.key}.html">《关于招生的通知》</a>' in page
    assert (
        "国办发〔2017〕47号和" in page
        and "《关于没有的通知》办理" in page
        and "本文东教〔2026〕7号。" in page
    )
    withdraw(world.a, first)
    page = client.get(f"/donghu/doc/{citing.key}.html").content.decode()
    assert f"/donghu/doc/{first.key}.html" not in page.split('class="official-text"')[1]


def test_the_signature_is_one_block_wherever_it_stands() -> None:
    html = (
        '<p>正文。</p><p class="signature">云川市教育局</p>\n<p class="signature">2026年6月1日</p><h2>附件1</h2><p>登记表</p>'
        "<p>某某</p><p>2026年1月1日</p>"
    )
    shown = str(dress(html)[0])
    assert shown.count('<div class="signature">') == 1
    assert (
        shown.index("云川市教育局")
        < shown.index("2026年6月1日")
        < shown.index("</div>")
        < shown.index("附件1")
    )


def test_attachments_are_numbered_once_and_saved_under_their_own_name(world, publish, client) -> None:
    publication = publish(
        world.a,
        files={
            "附件1.转学申请表.txt": "甲".encode(),
            "2.各区电话.txt": "乙".encode(),
            "2026年计划.txt": b"x",
        },
    )
    page = client.get(f"/donghu/doc/{publication.key}.html").content.decode()
    assert "1. 转学申请表<" in page and "2. 各区电话<" in page and "3. 2026年计划<" in page
    assert 'download="附件1.转学申请表.txt"' in page
