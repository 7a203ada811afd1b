"""What a Word file shows beside its plain words: pictures, links, underlines, formulas; what is lost leaves a sign."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image
from tests.files.papers import p, r, word

from gongkai import gongwen

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def png(color: str = "red", size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def with_picture(alt: str = "", *, cell: bool = False, data: bytes | None = None) -> bytes:
    made = docx.Document()
    made.add_paragraph("办理流程见下图。")
    holder: Any = made.add_table(1, 2).cell(0, 0).paragraphs[0] if cell else made.add_paragraph()
    holder.add_run().add_picture(io.BytesIO(data or png()))
    for drawing in made.element.iter(qn("wp:docPr")):
        drawing.set("descr", alt)
    made.add_paragraph("以上。")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("cell", [False, True])
def test_a_picture_stands_where_it_stood(cell: bool) -> None:
    read = gongwen.read(with_picture("四步办理流程图", cell=cell), "图.docx")
    ((key, picture),) = read.pictures.items()
    assert picture.data == png() and picture.alt == "四步办理流程图"
    assert f'<img src="picture:{key}" alt="四步办理流程图">' in read.body_html
    assert read.html.index("见下图") < read.html.index("<img") < read.html.index("以上")


@pytest.mark.parametrize("alt", ["image1.png", "图片 3", "descr", "微信截图_20260101", "文本描述已自动生成"])
def test_a_description_that_a_program_made_up_is_none(alt: str) -> None:
    (picture,) = gongwen.read(with_picture(alt), "图.docx").pictures.values()
    assert picture.alt == ""


def test_a_picture_that_the_file_only_points_to_leaves_a_sign() -> None:
    blip = '<w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:blip r:link="away"/></w:drawing>'
    read = gongwen.read(word(p("见下图。", f"<w:r>{blip}</w:r>")), "图.docx")
    assert not read.pictures and '<p class="lost">〔此处原有图片一幅，没有带进来' in read.body_html


def test_a_chart_and_an_object_leave_a_sign_and_a_warning() -> None:
    chart = (
        '<w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></w:drawing></w:r>'
    )
    read = gongwen.read(word(p("见图。", chart) + p("见表。", "<w:r><w:object/></w:r>")), "图.docx")
    assert read.body_html.count('class="lost"') == 2 and "图表一个" in read.body_html
    assert any("图表、图示1个没有读出" in one for one in read.warnings)
    assert any("嵌入对象1处" in one for one in read.warnings)


def test_underlines_and_blanks_to_fill_in_are_kept() -> None:
    line = '<w:u w:val="single"/>'
    read = gongwen.read(
        word(p("姓名：", r("　　　", line), r("必填", line), r("否", '<w:u w:val="none"/>'))), "表.docx"
    )
    assert "姓名：<u>　　　必填</u>否" in read.html


def linked() -> bytes:
    made = docx.Document()
    paragraph = made.add_paragraph("详见")
    address = made.part.relate_to(
        "https://www.moe.gov.cn/a?b=1&c=2", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    mail = made.part.relate_to("mailto:a@example.cn", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    script = made.part.relate_to("javascript:alert(1)", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    for key, words in ((address, "教育部网站"), (mail, "来信"), (script, "点我")):
        inner = f'<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>{words}</w:t></w:r>'
        paragraph._p.append(
            parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}">{inner}{inner}</w:hyperlink>')
        )
    field = (
        '<w:r {ns}><w:fldChar w:fldCharType="begin"/></w:r>|<w:r {ns}><w:instrText> HYPERLINK "http://b.cn/" </w:instrText></w:r>|'
        '<w:r {ns}><w:fldChar w:fldCharType="separate"/></w:r>|<w:r {ns}><w:t>报名</w:t></w:r>|<w:r {ns}><w:fldChar w:fldCharType="end"/></w:r>'
    ).format(ns=nsdecls("w"))
    for one in field.split("|"):
        paragraph._p.append(parse_xml(one))
    paragraph.add_run("。")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_links_to_the_web_are_kept_and_told_of_others_the_words() -> None:
    read = gongwen.read(linked(), "链.docx")
    assert '<a href="https://www.moe.gov.cn/a?b=1&amp;c=2">教育部网站教育部网站</a>' in read.html
    assert '<a href="http://b.cn/">报名</a>。' in read.html
    assert "来信" in read.html and "mailto" not in read.html and "javascript" not in read.html
    assert any("链接2处" in one for one in read.warnings)


def mt(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        (f"<m:f><m:num>{mt('a+b')}</m:num><m:den>{mt('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{mt('x')}</m:e><m:sup>{mt('2')}</m:sup></m:sSup>", "x<sup>2</sup>"),
        (f"<m:sSub><m:e>{mt('S')}</m:e><m:sub>{mt('1')}</m:sub></m:sSub>", "S<sub>1</sub>"),
        (f"<m:rad><m:deg/><m:e>{mt('b+1')}</m:e></m:rad>", "√(b+1)"),
        (f"<m:d><m:e>{mt('甲')}</m:e></m:d>", "(甲)"),
    ],
)
def test_formulas_say_what_they_said(inner: str, shown: str) -> None:
    read = gongwen.read(word(p("得分＝", f"<m:oMath {M}>{inner}</m:oMath>")), "式.docx")
    assert f"得分＝{shown}" in read.html
    assert any("公式1处" in one for one in read.warnings)


def test_a_picture_that_a_web_page_only_names_stands_as_lost_in_the_text() -> None:
    told = '<h1>关于收费的通知</h1><p>各学校：</p><p>流程见下图。</p><p><img src="/upload/flow.png"></p>'
    read = gongwen.read(f"<html><body>{told}</body></html>".encode(), "a.html")
    assert '<p class="lost">〔此处原有图片一幅，没有带进来' in read.body_html
