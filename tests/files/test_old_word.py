"""Old Word files read without another program: what they show, tables as grids, what is hidden or cannot be read named."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.files.old import TABLE, old_word, prop, row_end
from tests.files.papers import p, r, table, word

from gongkai import files, gongwen
from gongkai.exceptions import Unreadable
from gongkai.files import door, office
from gongkai.files.word import reader as docx

HIDDEN, DELETED, INSERTED, STRUCK, SPECIAL = (
    prop(code, 1) for code in (0x083C, 0x0800, 0x0801, 0x0837, 0x0855)
)
WHITE = prop(0x6870, 0x00FFFFFF)
NOTICE = (
    ("清溪市教育局关于做好食堂公开工作的通知\r", b"", prop(0x2403, 1)),
    ("各学校：\r", b"", b""),
)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)


def said(document: files.Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, files.Paragraph)]


def test_words_paragraphs_and_their_place_are_read() -> None:
    document = files.read(old_word(*NOTICE, ("甲\x0b乙\x1e丙\r", b"", b"")), "a.wps")
    assert said(document) == ["清溪市教育局关于做好食堂公开工作的通知", "各学校：", "甲\n乙-丙"]
    first = document.blocks[0]
    assert isinstance(first, files.Paragraph) and first.align == "center" and document.kind == "doc"
    assert (
        gongwen.read(old_word(*NOTICE), "a.doc").fields.title.value
        == "清溪市教育局关于做好食堂公开工作的通知"
    )


@pytest.mark.parametrize(
    ("look", "code"),
    [(HIDDEN, "hidden_text"), (WHITE, "hidden_text"), (STRUCK, "hidden_text"), (DELETED, "revision"), (prop(0x2A42, 8), "hidden_text")],
)  # fmt: skip
def test_what_is_hidden_struck_or_deleted_is_left_out_and_named(look: bytes, code: str) -> None:
    document = files.read(old_word(("每餐", b"", b""), ("10", look, b""), ("12元\r", b"", b"")))
    assert said(document) == ["每餐12元"] and [one.code for one in document.hidden] == [code]


@pytest.mark.parametrize("look", [INSERTED, WHITE + prop(0x4866, 0x0400), prop(0x083C, 0)])
def test_what_is_shown_stays(look: bytes) -> None:
    assert said(files.read(old_word(("每餐", b"", b""), ("12", look, b""), ("元\r", b"", b"")))) == [
        "每餐12元"
    ]


def test_a_deleted_mark_joins_two_paragraphs() -> None:
    assert said(files.read(old_word(("甲", b"", b""), ("\r", DELETED, b""), ("乙\r", b"", b"")))) == ["甲乙"]


def test_fields_show_their_result_and_no_words_of_their_own() -> None:
    document = files.read(
        old_word(('见\x13 HYPERLINK "http://a" \x14附件\x15。\x13 FORMCHECKBOX \x15主动公开\r', b"", b""))
    )
    assert said(document) == ["见附件。主动公开"]
    assert [one.what for one in document.unread] == ["域或窗体控件1处"]


def test_signs_of_a_sign_font_are_what_they_show() -> None:
    font = prop(0x4A4F, 1)
    document = files.read(
        old_word(("þ", font, b""), ("公开", b"", b""), ("\uf0fe", b"", b""), ("(", SPECIAL + prop(0x6A09, b"\x01\x00\xfe\xf0"), b""), ("\x7f", font, b""), ("\r", b"", b""), fonts=("宋体", "Wingdings"))
    )  # fmt: skip
    assert said(document) == ["☑公开☑☑〓"] and [one.what for one in document.unread] == ["特殊字体的符号1处"]


def cells(*words: str) -> tuple[tuple[str, bytes, bytes], ...]:
    return tuple((f"{one}\x07", b"", TABLE) for one in words)


def grid(*rows: tuple[tuple[str, ...], bytes]) -> list[list[tuple[str, int, int]]]:
    pieces = [piece for words, end in rows for piece in (*cells(*words), ("\x07", b"", end))]
    document = files.read(old_word(*pieces, ("完\r", b"", b"")))
    table, last = document.blocks
    assert isinstance(table, files.Table) and isinstance(last, files.Paragraph) and not document.unread
    return [[(one.text, one.colspan, one.rowspan) for one in row] for row in table.rows]


def test_a_table_is_a_grid_with_its_spans() -> None:
    assert grid(
        (("收费项目", "金额"), row_end(0, 2000, 3000)),
        (("早餐", "元", "5"), row_end(0, 1010, 1990, 3000)),
        (("迟", "到"), row_end(1000, 2000, 3000)),
    ) == [
        [("收费项目", 2, 1), ("金额", 1, 1)],
        [("早餐", 1, 1), ("元", 1, 1), ("5", 1, 1)],
        [("", 1, 1), ("迟", 1, 1), ("到", 1, 1)],
    ]


def test_cells_merged_down_or_across_are_one() -> None:
    assert grid(
        (("早餐", "元"), row_end(0, 1000, 2000, traits=(0x60, 0))),
        (("", "角"), row_end(0, 1000, 2000, traits=(0x20, 0))),
        (("午餐", ""), row_end(0, 1000, 2000, traits=(0x01, 0x02))),
    ) == [[("早餐", 1, 2), ("元", 1, 1)], [("角", 1, 1)], [("午餐", 2, 1)]]


@pytest.mark.parametrize(
    "rows",
    [
        (*cells("甲", "乙"), ("\x07", b"", row_end(0, 1000, 2000, 3000))),
        (*cells("甲", "乙"), ("\x07", b"", TABLE + prop(0x2417, 1))),
        (*cells("甲"), ("乙\x07", b"", TABLE + prop(0x6649, 2)), ("\x07", b"", row_end(0, 1000, 2000))),
        cells("甲", "乙"),
    ],
)
def test_a_table_that_does_not_fit_is_said_to_be_unread_and_its_words_are_not_guessed_at(rows) -> None:  # type: ignore[no-untyped-def]
    document = files.read(old_word(*NOTICE, *rows, ("完\r", b"", b"")))
    assert [one.what for one in document.unread] == ["表格1个"]
    assert said(document) == [NOTICE[0][0][:-1], NOTICE[1][0][:-1], "完"]


def test_lists_pictures_comments_notes_and_margins_are_named() -> None:
    document = files.read(
        old_word(
            ("公开内容\r", b"", prop(0x460B, 1)), ("图", b"", b""), ("\x01\x05\x02", SPECIAL, b""), ("。\r", b"", b""),
            notes="注释\r", margin="内部资料\r",
        )
    )  # fmt: skip
    assert said(document) == ["公开内容", "图*。", "注释"]
    last = document.blocks[-1]
    assert isinstance(last, files.Paragraph) and last.kind == "footnote"
    assert [one.what for one in document.unread] == ["自动编号1处", "图片和图形1处"]
    assert [one.code for one in document.hidden] == ["comment", "margin"]


WHOLE = old_word(*NOTICE, *(("第一条。\r", b"", b"") for _ in range(9)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (old_word(*NOTICE, flags=0x100), "打开密码"), (old_word(*NOTICE, version=0x65), "Word 95"), (old_word(("\r", b"", b"")), "没有文字"),
        *((WHOLE[:size], "已损坏|另存为") for size in range(1200, len(WHOLE), 900)),
        (WHOLE.replace(b"\xec\xa5", b"\xec\xa6"), "已损坏"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_ends_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        files.read(data, "坏.doc")
    assert caught.value.sentence.startswith("“坏.doc”") and caught.value.sentence.endswith("。")


def test_a_table_lost_by_the_converter_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    data = old_word(*NOTICE, *cells("早餐", "5"), ("\x07", b"", row_end(0, 1000, 2000)))
    data = data.replace(TABLE + prop(0x2417, 1), prop(0x2417, 1) + TABLE)
    monkeypatch.setattr(office, "convert", lambda data, kind: word(p("早餐5")))
    monkeypatch.setattr(door, "_ROW_OF_TABLE", TABLE)
    assert any(isinstance(block, files.Table) for block in door._converted(data, "doc", docx.read).blocks)


def test_what_another_program_writes_is_read_as_from_docx(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    if office.program() is None:
        pytest.skip("LibreOffice is not installed")
    body = p("关于收费的通知", props='<w:jc w:val="center"/>') + p(
        r("每餐"), r("10", "<w:vanish/>"), r("12元")
    )
    source = tmp_path / "a.docx"
    source.write_bytes(word(body + table(["项目", "金额"], ["早餐", ""], ["午餐", "12"]) + p("完")))
    subprocess.run(
        [str(office.program()), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "doc:MS Word 97",
         "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    monkeypatch.setattr(office, "program", lambda: None)
    document = files.read_path(tmp_path / "a.doc")
    assert said(document) == ["关于收费的通知", "每餐12元", "完"]
    grid = next(block for block in document.blocks if isinstance(block, files.Table))
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["项目", "金额"],
        ["早餐", ""],
        ["午餐", "12"],
    ]
