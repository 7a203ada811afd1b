"""Scans and photographs, with a recogniser put in place: what is drawn decides the cells, what nobody could read is unread."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from tests.files.papers import p, table, word

from gongkai import files, gongwen
from gongkai.cli import main
from gongkai.exceptions import Unreadable
from gongkai.files.scan import page, reader, recogniser, ruled
from gongkai.files.scan.recogniser import Seen
from gongkai.statforms.checks import check_report
from gongkai.statforms.lines import as_lines
from gongkai.statforms.reading.report import read_document

WIDE, HIGH = 1240, 1754
XS, YS = (100, 400, 700, 1000), (300, 380, 460)
Look = Callable[[Image.Image], list[Seen]]


def paper(*ink: tuple[int, int, int, int], grid: bool = True) -> Image.Image:
    """A page of A4 at 150 dots with a table of two rows and three columns, and dark patches for words."""
    image = Image.new("RGB", (WIDE, HIGH), (250, 250, 250))
    pen = ImageDraw.Draw(image)
    if grid:
        for y in YS:
            pen.line((XS[0], y, XS[-1], y), (30, 30, 30), 2)
        for x in XS:
            pen.line((x, YS[0], x, YS[-1]), (30, 30, 30), 2)
    for box in ink:
        pen.rectangle(box, (20, 20, 20))
    return image


def patch(row: int, column: int, count: int = 1) -> tuple[int, int, int, int]:
    """Where words of so many letters stand in a cell."""
    return XS[column] + 40, YS[row] + 25, XS[column] + 40 + 20 * count, YS[row] + 55


def seen(words: str, box: tuple[int, int, int, int], sure: float = 0.99, lean: float = 0.0) -> Seen:
    return Seen(words, *map(float, box), sure, lean)


def looking(whole: list[Seen], cells: list[list[Seen]] | None = None) -> Look:
    """A recogniser that sees this on a whole page, and these, one after the other, on cells."""
    left = list(cells or [])

    def see(picture: Image.Image) -> list[Seen]:
        return whole if picture.size == (WIDE, HIGH) else (left.pop(0) if left else [])

    return see


def png(*images: Image.Image) -> bytes:
    stream = io.BytesIO()
    kind = "TIFF" if len(images) > 1 else "PNG"
    images[0].save(stream, kind, **({"save_all": True, "append_images": images[1:]} if images[1:] else {}))
    return stream.getvalue()


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Callable[[Look], None]:
    def placed(see: Look) -> None:
        monkeypatch.setattr(recogniser, "available", lambda: True)
        monkeypatch.setattr(recogniser, "engine", lambda: see)

    return placed


NAMES = [("项目", 0, 0), ("甲类", 0, 1), ("乙类", 0, 2), ("早餐", 1, 0), ("12", 1, 1), ("5", 1, 2)]
INK = [patch(row, column, len(words)) for words, row, column in NAMES]
ALL = [seen(words, patch(row, column, len(words))) for words, row, column in NAMES]
TITLE = seen("清溪市教育局关于收费的公示情况", (200, 150, 900, 190))


def grid(document: files.Document) -> list[list[str]]:
    found = next(block for block in document.blocks if isinstance(block, files.Table))
    return [[cell.text for cell in row] for row in found.rows]


def test_drawn_lines_make_cells_and_the_reading_is_marked(put: Callable[[Look], None]) -> None:
    put(looking([TITLE, *ALL]))
    document = files.read(png(paper(*INK)), "表.png")
    assert grid(document) == [["项目", "甲类", "乙类"], ["早餐", "12", "5"]]
    assert document.recognised and document.kind == "scan" and not document.unread
    assert any("读自图像，请核对" in one for one in document.warnings)


def test_words_over_a_wall_are_read_again_cell_by_cell(put: Callable[[Look], None]) -> None:
    across = seen("12 5", (patch(1, 1)[0], patch(1, 1)[1], patch(1, 2)[2], patch(1, 2)[3]))
    again = [[seen("12", (110, 80, 190, 140))], [seen("5", (110, 80, 150, 140))]]
    put(looking([TITLE, *ALL[:4], across], again))
    assert grid(files.read(png(paper(*INK)), "表.png"))[1] == ["早餐", "12", "5"]


def test_a_cell_with_ink_that_nobody_read_is_filled_and_unread_and_one_without_is_blank(
    put: Callable[[Look], None],
) -> None:
    put(looking([TITLE, *ALL[:4]]))
    document = files.read(png(paper(*INK[:5])), "表.png")
    assert grid(document)[1] == ["早餐", "〓", ""]
    assert [one.what for one in document.unread] == ["图像上认不清的1处"]


def test_a_figure_that_is_only_half_seen_is_not_taken(put: Callable[[Look], None]) -> None:
    half = seen("2", (patch(1, 1)[0] + 24, patch(1, 1)[1], patch(1, 1)[2], patch(1, 1)[3]))
    put(looking([TITLE, *ALL[:4], half, ALL[5]]))
    assert "〓" in grid(files.read(png(paper(*INK)), "表.png"))[1][1]


@pytest.mark.parametrize(
    ("words", "sure", "said"),
    [("12", 0.8, "〓"), ("12", 0.9, "12"), ("早餐", 0.6, "早餐"), ("早餐", 0.4, "〓")],
)
def test_figures_are_only_taken_where_the_reading_is_sure(
    words: str, sure: float, said: str, put: Callable[[Look], None]
) -> None:
    put(looking([TITLE, *ALL[:4], seen(words, INK[4], sure), ALL[5]]))
    assert grid(files.read(png(paper(*INK)), "表.png"))[1][1] == said


@pytest.mark.parametrize("turn", [-1.0, 0.6, 1.5])
def test_a_page_that_leans_is_turned_level(turn: float) -> None:
    leaning = paper().rotate(turn, Image.Resampling.BICUBIC, fillcolor=(250, 250, 250))
    lean = ruled.lean_of(page._picture(leaning, None).strokes)
    assert lean is not None and abs(lean + turn * 3.14159 / 180) < 0.004
    sheet = page.sheet_of(leaning, 1, None, looking([]))
    places = sorted({round(rule.y0 / 4) for rule in sheet.rules if rule.x1 - rule.x0 > 100})
    assert len(places) == 3


def test_lines_are_told_from_letters_and_blocks() -> None:
    image = paper((200, 600, 900, 680), (200, 800, 230, 805))
    level, upright = ruled.lines_of(page._picture(image, None).strokes)
    assert (len(level), len(upright)) == (3, 4)


def test_a_page_on_its_side_is_refused(put: Callable[[Look], None]) -> None:
    put(looking([seen("政府信息公开", (100 + 60 * n, 100, 130 + 60 * n, 700)) for n in range(5)]))
    with pytest.raises(Unreadable, match="请转正"):
        files.read(png(paper(grid=False)), "a.png")


def test_pages_for_which_no_time_is_left_are_said_to_be_unread(
    put: Callable[[Look], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([0.0, 1.0, 1000.0, 1000.0])
    monkeypatch.setattr(reader.Pages.__init__, "__defaults__", (lambda: next(times), lambda: 0.0))
    put(looking([TITLE, *ALL]))
    document = files.read(png(paper(*INK), paper(*INK), paper(*INK)), "表.tif")
    assert [one.what for one in document.unread] == ["第2、3页"] and document.pages == 3


def test_a_busy_machine_cuts_no_page_off_before_the_whole_reading_would_be_stopped() -> None:
    """Ten pages of 12 processor seconds; by the clock each takes 50, or 400."""

    def late(by_clock: float) -> list[int]:
        now = [0.0, 0.0]
        pages = reader.Pages(lambda: now[0], lambda: now[1])

        def drawn() -> Image.Image:
            now[0], now[1] = now[0] + 12, now[1] + by_clock
            return paper()

        for number in range(1, 11):
            pages.read(drawn, number, None)
        return pages.late

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(recogniser, "engine", lambda: looking([]))
        assert late(50.0) == []
        assert late(400.0) == list(range(2, 11)), "the second would end behind the end of the whole"


def test_a_picture_without_words_is_refused(put: Callable[[Look], None]) -> None:
    put(looking([]))
    with pytest.raises(Unreadable, match="没有文字"):
        files.read(png(paper(grid=False)), "a.png")


def test_without_the_component_it_is_said_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recogniser, "available", lambda: False)
    with pytest.raises(Unreadable, match="gongkai formats"):
        files.read(png(paper()), "a.png")
    assert main(["formats"]) == 0
    assert "make setup-ocr" in capsys.readouterr().out


def test_pages_of_a_pdf_that_are_pictures_are_read_beside_those_with_text(
    put: Callable[[Look], None],
) -> None:
    stream = io.BytesIO()
    paper(*INK).save(stream, "PDF", resolution=150)
    put(lambda picture: [TITLE, *ALL] if picture.width > 1000 else [])
    document = files.read(stream.getvalue(), "a.pdf")
    assert (
        document.kind == "pdf" and document.recognised and any("读自图像" in one for one in document.warnings)
    )


def test_a_report_read_off_a_picture_accuses_nobody() -> None:
    heads = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    body = (
        p("云海市教育局2025年政府信息公开工作年度报告")
        + p("一、总体情况")
        + p("2025年新收申请15件，其中网络申请9件，信函申请9件。")
    )
    document = files.read(
        word(body + p("二、主动公开政府信息情况") + table(["第二十条"], heads, ["规章", "0", "0", "0"])),
        "a.docx",
    )
    sure = check_report(read_document(as_lines(document, "a.docx"), "a.docx"))
    document.recognised = True
    document.leave("第2页", "时限")
    doubted = check_report(read_document(as_lines(document, "a.docx"), "a.docx"))
    assert any(one.level == "error" for one in sure) and not any(one.level == "error" for one in doubted)
    assert {"R08", "R09"} <= {one.code for one in doubted}


def test_fields_read_off_a_picture_are_inferred(put: Callable[[Look], None]) -> None:
    said = (
        "清溪市教育局关于食堂公开的通知",
        "各学校：",
        "请按月公开食堂的收支情况。",
        "清溪市教育局",
        "2026年8月21日",
    )
    put(
        looking(
            [
                seen(
                    words,
                    (
                        200 if n < 3 else 800,
                        300 + 80 * n,
                        (200 if n < 3 else 800) + 28 * len(words),
                        330 + 80 * n,
                    ),
                )
                for n, words in enumerate(said)
            ]
        )
    )
    fields = gongwen.read(png(paper(grid=False)), "a.png").fields
    assert (fields.title.value, fields.title.how, fields.title.reason) == (
        said[0],
        "inferred",
        "读自图像，请核对",
    )
    assert fields.doc_number.how == "missing"
