"""A folder of saved pages of an old site: what each is, when, under which column, from whom, and where its files lie."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai.cli import main
from gongkai.exceptions import Unreadable
from gongkai.gongwen.saved import read_saved

TRS = """<html><head><title>关于收费的通知-清溪市教育局</title><meta name="ArticleTitle" content="关于收费的通知">
<meta name="PubDate" content="2019-03-04 10:20"><meta name="ColumnName" content="通知公告"><meta name="ContentSource" content="计财科"></head>
<body><div>您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/tz">通知公告</a> &gt; 正文</div>
<h1>关于收费的通知</h1><div>来源：清溪市教育局 发布时间：2019-03-04 浏览次数：12</div>
<div class="TRS_Editor"><p>各学校：</p><p>每餐12元，收费公示牌放在醒目位置：食堂门口。</p><p>附件：<a href="./P020190304.xls">1.收费标准表.xls</a>
<a href="/upload/2019/a%20b.doc">申请表</a><a href="http://www.q.gov.cn/gone.pdf">说明</a></p></div></body></html>"""
PLAIN = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>清溪市教育局</title></head><body>
<table><tr><td>当前位置：首页 >> 工作动态 >> 正文</td></tr><tr><td align=center><b>我市召开教育工作会议的通报</b></td></tr>
<tr><td>稿件来源：办公室　作者：张某　日期：2012年5月6日</td></tr><tr><td><p>5月5日，全市教育工作会议召开。</p></td></tr></table></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in {
        "zwgk/tz/t2019.html": TRS.encode(), "zwgk/tz/P020190304.xls": b"x", "upload/2019/a b.doc": b"x",
        "dt/2012.htm": PLAIN.encode("gb18030"), "dt/broken.html": b"", "orphan.pdf": b"x", "dt/logo.gif": b"GIF89a",
        "one.mht": b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + TRS.encode(),
    }.items():  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def test_every_page_tells_what_it_is_and_where_that_stands(folder: Path) -> None:
    saved = read_saved(folder)
    pages = {page.path.as_posix(): page for page in saved.pages}
    first = pages["zwgk/tz/t2019.html"]
    assert first.title.value == "关于收费的通知" and str(first.date.value) == "2019-03-04"
    assert first.column.value == "政务公开 / 通知公告" and first.column.evidence[0].line >= 0
    assert first.source.value == "清溪市教育局" and "来源" in first.source.evidence[0].quote
    assert "每餐12元" in first.text
    assert [(one.name, one.path.as_posix() if one.path else None) for one in first.files] == [
        ("1.收费标准表.xls", "zwgk/tz/P020190304.xls"), ("申请表", "upload/2019/a b.doc"), ("说明", None),
    ]  # fmt: skip
    second = pages["dt/2012.htm"]
    assert second.column.value == "工作动态" and second.source.value == "办公室"
    assert str(second.date.value) == "2012-05-06"
    assert pages["one.mht"].title.value == "关于收费的通知"
    assert [path.as_posix() for path, _ in saved.unread] == ["dt/broken.html"]
    assert [path.as_posix() for path in saved.alone] == ["orphan.pdf"]


def test_the_command_says_it_in_words_and_as_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["document", "pages", str(folder), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    page = next(one for one in said["pages"] if one["file"] == "zwgk/tz/t2019.html")
    assert page["date"] == "2019-03-04" and page["evidence"]["source"]["how"] == "read"
    assert main(["document", "pages", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "文件夹里没有：http://www.q.gov.cn/gone.pdf" in out and "没有读出：dt/broken.html" in out
    assert "没有网页链到的文件：orphan.pdf" in out


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="找不到文件夹"):
        read_saved(tmp_path / "无")
