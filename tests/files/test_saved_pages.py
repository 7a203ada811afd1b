"""Web pages saved in one file: the page, its pictures from the same file, nothing from anywhere else."""

from __future__ import annotations

import base64

import pytest

from gongkai import files
from gongkai.exceptions import Unreadable
from gongkai.files.document import images

PIXELS = b"\x89PNG\r\n\x1a\n" + b"0" * 20
HOME = "file:///C:/a/通知.htm"


def part(kind: str, body: bytes, head: str = "") -> bytes:
    return (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{head}\r\n".encode()
        + base64.encodebytes(body)
    )


def saved(*parts: bytes, start: str = "") -> bytes:
    head = f'MIME-Version: 1.0\r\nSubject: =?utf-8?q?a?=\r\nContent-Type: multipart/related; boundary="X"{start}\r\n\r\n'
    return head.encode() + b"".join(b"--X\r\n" + one + b"\r\n" for one in parts) + b"--X--\r\n"


def page(body: str, head: str = f"Content-Location: {HOME}\r\n", charset: str = "utf-8") -> bytes:
    return part(f"text/html; charset={charset}", f"<html><body>{body}</body></html>".encode(charset), head)


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("cid:one@x", "Content-ID: <one@x>\r\n"), ("a.files/1.png", "Content-Location: file:///C:/a/a.files/1.png\r\n"),
        ("a.files/1.png", "Content-Location: a.files/1.png\r\n"),
        ("http://example.com/1.png", "Content-Location: http://example.com/1.png\r\n"),
    ],
)  # fmt: skip
def test_a_picture_comes_from_the_same_file(source: str, head: str) -> None:
    document = files.read(
        saved(page(f'<p>甲</p><img src="{source}" alt="流程图">'), part("image/png", PIXELS, head)), "a.mht"
    )
    assert [(one.alt, one.data, one.lost) for one in images(document.blocks)] == [("流程图", PIXELS, "")]
    assert not any("没有带进来" in one for one in document.warnings)


@pytest.mark.parametrize("source", ["http://example.com/2.png", "http://[", "../../secret.png", "cid:none"])
def test_a_picture_that_is_not_in_the_file_is_missing_and_is_said_to_be(source: str) -> None:
    document = files.read(
        saved(
            page(f'<p>甲</p><img src="{source}">'), part("image/png", PIXELS, "Content-Location: 1.png\r\n")
        ),
        "a.mht",
    )
    assert [(one.data, one.lost) for one in images(document.blocks)] == [(b"", "图片")]
    assert any("1幅没有带进来" in one for one in document.warnings)


def test_the_page_that_the_file_names_is_read_and_frames_are_said_to_be_unread() -> None:
    frames = saved(
        page("<p>左栏</p>", "Content-ID: <a>\r\n"), page("<p>正文</p>", "Content-ID: <b>\r\n"),
        page("<p>眉</p>", "Content-Location: x/header.htm\r\n"), start='; start="<b>"',
    )  # fmt: skip
    document = files.read(frames, "a.mht")
    assert [block.text for block in document.blocks if isinstance(block, files.Paragraph)] == ["正文"]
    assert [one.what for one in document.unread] == ["另外1个网页（框架里的内容）"]


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "big5", "utf-16"])
def test_the_encoding_of_the_part_counts(charset: str) -> None:
    document = files.read(
        saved(page("<p>關於收費</p>" if charset == "big5" else "<p>关于收费</p>", charset=charset)), "a.mht"
    )
    assert document.blocks and isinstance(document.blocks[0], files.Paragraph)
    assert document.blocks[0].text in ("关于收费", "關於收費")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (saved(part("image/png", PIXELS)), "没有网页"), (saved(*[part("image/gif", b"0")] * 2100), "部件过多"),
        (b"MIME-Version: 1.0\r\n" + b"".join(b"Content-Type: multipart/related; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(3000)), "。"),
    ],
)  # fmt: skip
def test_what_holds_no_page_or_too_much_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        files.read(data, "a.mht")


def test_what_is_nested_too_deep_is_said_to_be_unread() -> None:
    deep = "<p>甲</p>" + "<div>" * 220 + "乙" + "</div>" * 220
    document = files.read(f"<html><body>{deep}</body></html>".encode(), "a.html")
    assert [one.what for one in document.unread] == ["嵌套过深的内容1处"]


SEEN = "<p>甲</p>"
SET_IN = "data:image/png;base64," + base64.b64encode(PIXELS).decode()


@pytest.mark.parametrize(
    ("shown", "lost"),
    [
        ('<p><img src="/upload/2019/flow.png" alt="流程图"></p>', ["图片"]),
        ('<p><img src="/upload/2019/flow.png"></p>', ["图片"]),
        ('<a href="/upload/2019/big.jpg"><img src="/upload/2019/small.jpg"></a>', ["图片"]),
        ('<table><tr><td>食堂</td><td><img src="menu.jpg" width="300" style="width:300px"></td></tr></table>', ["图片"]),
        ('<p><img src="data:image/png;base64,%%%" alt="印章"></p>', ["图片"]),
        ('<a href="/index.html"><img src="/images/banner.jpg" alt="首页"></a>', [""]),
        ('<img src="a.gif" width="16" height="16"><img src="b.gif" style="width: 12px">', ["", ""]),
        ('<img src="/ueditor/dialogs/attachment/fileTypeImages/icon_doc.gif">', [""]),
        ('<img alt="没有地址">', []),
    ],
)  # fmt: skip
def test_a_picture_that_a_page_only_names_is_lost_and_one_that_adorns_it_is_not(
    shown: str, lost: list[str]
) -> None:
    document = files.read(f"<html><body>{SEEN}{shown}</body></html>".encode(), "a.html")
    assert [one.lost for one in images(document.blocks)] == lost
    said = [one for one in document.warnings if "正文里留有提示" in one]
    assert len(said) == ("图片" in lost)


@pytest.mark.parametrize("frame", ["<p>{}</p>", "<table><tr><td>甲</td><td>{}</td></tr></table>"])
def test_a_picture_set_into_the_page_is_kept(frame: str) -> None:
    held = frame.format(f'<img alt="流程图" src="{SET_IN}">')
    document = files.read(f"<html><body>{SEEN}{held}</body></html>".encode(), "a.html")
    assert [(one.alt, one.data, one.lost) for one in images(document.blocks)] == [("流程图", PIXELS, "")]
    assert not document.warnings


def test_a_picture_in_a_table_comes_from_the_same_file_too() -> None:
    held = page('<table><tr><td>甲</td><td><img src="cid:one@x"></td></tr></table>')
    document = files.read(saved(held, part("image/png", PIXELS, "Content-ID: <one@x>\r\n")), "a.mht")
    assert [one.data for one in images(document.blocks)] == [PIXELS]
