"""Documents as PDF and as copied text: whole titles, lines by their base line, names that are not the issuer twice."""

from __future__ import annotations

from tests.statforms.pdfs import _file

from gongkai.gongwen import document

_WIDE = 595.0


def _at(x: float, y: float, words: str, size: float = 10) -> str:
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET"


def _centred(y: float, words: str, size: float) -> str:
    return _at((_WIDE - size * len(words)) / 2, y, words, size)


_BODY = [
    _at(70, 600, "各县教育局："),
    _at(90, 580, "根据上级有关要求，现就核对学生名册一事通知如下，请认真办理，按时报送，并做好存档工作。"),
    _at(90, 560, "一、核对学籍信息。"),
    _at(90, 540, "二、报送核对结果。"),
    _at(90, 520, "三、做好存档工作。"),
]


def _read(*pages: list[str]) -> document.ReadDocument:
    return document.read(_file(["\n".join(page) for page in pages]), "a.pdf")


def test_a_centred_title_is_whole_when_a_line_of_it_fills_the_width() -> None:
    first, second = "南浦市教育局关于印发《南浦市学生学籍名册核对办", "法》的函"
    fields = _read([_centred(680, first, 20), _centred(650, second, 20), *_BODY]).fields
    assert (fields.title.value, fields.title.how) == (first + second, "read")


def test_a_title_that_lacks_its_beginning_is_never_sure() -> None:
    said = "核对办法》的通知\n\n各县教育局：\n　　请认真办理。\n"
    title = document.read(said.encode(), "a.txt").fields.title
    assert (title.value, title.how) == ("核对办法》的通知", "inferred")


def test_the_name_at_the_top_of_each_page_is_no_second_issuer_and_takes_no_signature() -> None:
    name = "南浦市教育局"
    head = _centred(800, name, 8)
    signed = [_at(440, 750, name), _at(430, 730, "2023年4月6日"), _at(70, 710, "（此件主动公开）")]
    title = _centred(680, name + "关于核对学生名册的通知", 16)
    first = [head, _centred(760, name + "文件", 24), title, *_BODY]
    fields = _read(first, [head, *signed]).fields
    assert (fields.issuer.value, fields.signature.value) == (name, name)
    assert str(fields.date.value) == "2023-04-06"
    assert fields.attribute.value == "主动公开"


def test_words_of_a_navigation_inside_a_title_cut_nothing() -> None:
    for title in ("南浦市教育局关于开展教师定期注册的通知", "南浦市教育局关于推进校园无障碍建设的意见"):
        said = f"登录 注册 | 无障碍浏览\n{title}\n各县教育局：\n　　请认真办理。\n"
        assert document.read(said.encode(), "a.txt").fields.title.value == title


def test_lines_between_bars_are_rows_and_a_bar_at_the_end_is_no_word() -> None:
    said = (
        "| 索引号 | 123456789/2023-00012 |\n| 名称 | 关于核对名册的通知 |\n| 发布机构 | 南浦市教育局 |\n"
        "关于核对名册的通知\n各县教育局：\n　　请认真办理。\n南浦市教育局　　2023年4月6日 |\n"
    )
    fields = document.read(said.encode(), "a.txt").fields
    assert fields.index_no.value == "123456789/2023-00012"
    assert fields.title.value == "关于核对名册的通知"
    assert (fields.signature.value, str(fields.date.value)) == ("南浦市教育局", "2023-04-06")


def test_a_label_a_bar_and_its_value_each_on_a_line() -> None:
    said = "索引号\n|\n123456789/2023-00012\n|\n发布机构\n|\n南浦市教育局\n|\n关于核对名册的通知\n各县教育局：\n　　请办理。\n"
    fields = document.read(said.encode(), "a.txt").fields
    assert fields.index_no.value == "123456789/2023-00012"
    assert fields.title.value == "关于核对名册的通知"


def test_an_index_number_alone_below_the_title_is_found_but_inferred() -> None:
    for index in ("91330100123456789X/202304-00012", "1234567890/2023-000012", "npjyj-04-2023-0012"):
        said = f"南浦市教育局关于核对名册的通知\n{index}\n主动公开\n无\n南浦市教育局\n各县教育局：\n　　请认真办理。\n"
        fields = document.read(said.encode(), "a.txt").fields
        assert (fields.index_no.value, fields.index_no.how) == (index, "inferred")
        assert fields.title.value == "南浦市教育局关于核对名册的通知"


def test_a_telephone_number_or_a_date_below_the_title_is_no_index() -> None:
    said = "南浦市教育局关于核对名册的通知\n2023-04-06\n0571-12345678\n各县教育局：\n　　请认真办理。\n"
    assert document.read(said.encode(), "a.txt").fields.index_no.value is None


def test_a_label_and_a_title_on_a_line_of_a_table_that_lost_its_rules() -> None:
    said = (
        "索引号 123456789/2023-00012\n名称 南浦市教育局关于核对名册的通知\n各县教育局：\n　　请认真办理。\n"
    )
    title = document.read(said.encode(), "a.txt").fields.title
    assert (title.value, title.how) == ("南浦市教育局关于核对名册的通知", "read")
    said = "名称 和关于收费的规定另行通知\n南浦市教育局关于核对名册的通知\n各县教育局：\n　　请认真办理。\n"
    assert document.read(said.encode(), "a.txt").fields.title.value != "和关于收费的规定另行通知"
