"""Word files: numbering, tables, revisions, notes, boxes; and that the HTML loses nothing."""

from __future__ import annotations

from collections.abc import Callable

import docx
import lxml.html
import pytest
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from gongkai.files.document import all_text, plain
from gongkai.files.word.number_words import number_word
from gongkai.gongwen import Block, Cell, Table, read
from gongkai.gongwen.text import essence
from gongkai.gongwen.to_html import to_html

Maker = Callable[..., bytes]
LIST = """<w:abstractNum {ns} w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""


def numbered(document: Docx, items: list[tuple[int, str]]) -> None:
    root = document.part.numbering_part.element
    ns = nsdecls("w")
    root.insert(0, parse_xml(LIST.format(ns=ns)))
    root.append(parse_xml(f'<w:num {ns} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in items:
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {ns}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        )


def shown(html: str) -> str:
    return str(lxml.html.fromstring(f"<div>{html}</div>").text_content())


def test_automatic_numbering_becomes_text(make_docx: Maker) -> None:
    items = [
        (0, "总体要求"),
        (1, "基本原则"),
        (1, "主要目标"),
        (2, "甲"),
        (0, "工作任务"),
        (1, "招生"),
        (2, "乙"),
    ]
    document = read(make_docx(fill=lambda d: numbered(d, items)), "a.docx")
    assert document.text.split("\n") == [
        "一、总体要求", "（一）基本原则", "（二）主要目标", "1.甲", "二、工作任务", "（一）招生", "1.乙",
    ]  # fmt: skip
    assert '<h2 id="part-1">一、总体要求</h2>' in document.html
    assert '<h3 id="part-2">（一）基本原则</h3>' in document.html


@pytest.mark.parametrize(
    ("number", "kind", "word"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"), (101, "chineseCountingThousand", "一百零一"), (110, "chineseCounting", "一百一十"),
        (3, "decimalEnclosedCircle", "③"), (12, "decimalFullWidth", "１２"), (4, "lowerRoman", "iv"), (9, "upperRoman", "IX"),
        (27, "lowerLetter", "aa"), (2, "upperLetter", "B"), (2, "ideographTraditional", "乙"), (5, "decimalZero", "05"),
        (12, "chineseLegalSimplified", "壹拾贰"), (7, "unheard-of", "7"), (7, "none", ""),
    ],
)  # fmt: skip
def test_number_words(number: int, kind: str, word: str) -> None:
    assert number_word(number, kind) == word


def test_tables_keep_heads_and_spans(make_docx: Maker) -> None:
    def fill(document: Docx) -> None:
        table = document.add_table(rows=4, cols=3)
        for row, texts in enumerate(
            (("序号", "任务", "时间"), ("1", "甲", "6月"), ("2", "乙", "7月"), ("3", "丙", "8月"))
        ):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        table.cell(1, 1).merge(table.cell(2, 1))
        table.cell(3, 0).merge(table.cell(3, 1))

    document = read(make_docx(["工作任务表"], fill), "a.docx")
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [len(row) for row in table.rows] == [3, 3, 2, 2]
    assert table.rows[1][1].rowspan == 2 and table.rows[3][0].colspan == 2
    assert '<th scope="col">任务</th>' in document.html and "<thead>" in document.html
    assert 'rowspan="2"' in document.html and 'colspan="2"' in document.html
    assert "乙" in document.text


def test_revisions_comments_and_hidden_text(make_docx: Maker) -> None:
    ns = nsdecls("w")

    def fill(document: Docx) -> None:
        paragraph = document.add_paragraph("正文")
        paragraph._p.append(parse_xml(f"<w:ins {ns}><w:r><w:t>新增</w:t></w:r></w:ins>"))
        paragraph._p.append(parse_xml(f"<w:del {ns}><w:r><w:delText>删去</w:delText></w:r></w:del>"))
        paragraph._p.append(parse_xml(f"<w:r {ns}><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"))
        document.add_comment(paragraph.runs[0], text="批一下", author="甲", initials="甲")
        document.sections[0].header.paragraphs[0].text = "内部讨论稿"

    document = read(make_docx(fill=fill), "a.docx")
    assert document.text == "正文新增"
    warnings = "\n".join(document.warnings)
    for word in ("修订插入1处", "修订删除1处", "批注1条", "隐藏文字1处", "内部讨论稿"):
        assert word in warnings


def test_notes_boxes_fields_and_breaks(make_docx: Maker) -> None:
    ns = nsdecls("w")
    wps = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"

    def fill(document: Docx) -> None:
        first = document.add_paragraph("第一行")
        first.add_run().add_break()
        first.add_run("第二行")
        first._p.append(
            parse_xml(
                f"<w:r {ns} {mc} {wps}><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx>"
                f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            )
        )
        field = document.add_paragraph("见")
        field._p.append(
            parse_xml(
                f"<w:r {ns}><w:fldChar w:fldCharType='begin'/><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>"
            )
        )
        field._p.append(parse_xml(f"<w:hyperlink {ns}><w:r><w:t>第3页</w:t></w:r></w:hyperlink>"))

    document = read(make_docx(fill=fill), "a.docx")
    assert document.text == "第一行\n第二行\n框内文字\n见第3页"
    assert "第一行<br>第二行" in document.html and '<p class="textbox">框内文字</p>' in document.html
    assert "文本框1个" in "\n".join(document.warnings)


def test_html_has_classes_only_and_loses_nothing(make_docx: Maker, notice: list[str]) -> None:
    def fill(document: Docx) -> None:
        last = document.add_paragraph("第一条 为了<公开> & “透明”，制定本办法。")
        last.alignment = WD_ALIGN_PARAGRAPH.CENTER
        last.runs[0].bold = True
        cell = document.add_table(rows=2, cols=2).cell(0, 0)
        cell.text = "甲\n乙"
        cell.add_paragraph("丙")
        document.add_heading("附则", 1)

    document = read(make_docx(notice, fill), "a.docx")
    assert essence(shown(document.html)) == essence(document.text)
    assert "style=" not in document.html and "<公开>" not in document.html
    for role, text in {
        "letterhead": notice[0], "number": notice[1], "title": notice[2], "addressee": notice[3], "signature": notice[-3],
    }.items():  # fmt: skip
        assert f'<p class="{role}">{text}</p>' in document.html
    assert 'class="clause" id="clause-1"' in document.html
    for gone in notice[:3]:
        assert f">{gone}<" not in document.body_html
    assert f">{notice[3]}<" in document.body_html


def test_every_id_is_its_own(make_docx: Maker) -> None:
    document = read(make_docx(["一、甲", "二、乙", "（一）丙", "第一条 丁。", "第二条 戊。"]), "a.docx")
    ids = lxml.html.fromstring(f"<div>{document.html}</div>").xpath("//@id")
    assert len(ids) == len(set(ids)) == 5


def test_source_text_of_python_docx_agrees(make_docx: Maker, notice: list[str]) -> None:
    import io

    data = make_docx(notice)
    plain = "".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    assert essence(read(data, "a.docx").text) == essence(plain)


CELLS = st.lists(
    st.lists(st.text('甲乙一、（）1.<>&" ', max_size=8), min_size=1, max_size=4), min_size=1, max_size=4
)
TEXTS = st.lists(
    st.text("一二、（）第条章附件：1.。<>&\"' \n甲乙", min_size=1, max_size=40), min_size=1, max_size=12
)


@given(TEXTS, CELLS)
def test_html_of_any_blocks_loses_nothing(texts: list[str], cells: list[list[str]]) -> None:
    rows = tuple(tuple(Cell((plain(text),)) for text in row) for row in cells)
    blocks: list[Block] = [*(plain(text) for text in texts), Table(rows)]
    assert essence(shown(to_html(blocks))) == essence(all_text(blocks))
