"""Layouts that only Word and PDF know: text boxes, tables that hold things in place, pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap
from docx.text.paragraph import Paragraph

from gongkai.gongwen import ReadDocument, read
from gongkai.gongwen.commands import as_json

_SPACES = " ".join(f'xmlns:{name}="{nsmap[name]}"' for name in ("w", "a", "wp")) + (
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def text_box(paragraph: Paragraph, *texts: str) -> None:
    """A drawn text box with its old-style twin, as Word writes both."""
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f"<w:r {_SPACES}><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic>"
            f"<a:graphicData uri='x'><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
            f"</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox>"
            "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def add(document: Docx, *lines: str) -> None:
    for line in lines:
        document.add_paragraph(line)


def check(document: Docx, **want: Any) -> ReadDocument:
    stream = io.BytesIO()
    document.save(stream)
    read_back = read(stream.getvalue(), "公文.docx")
    fields = as_json(read_back)
    fields["doc_number"] = fields["doc_number"]["text"]
    assert {name: fields[name] for name in want} == want
    return read_back


def test_red_head_number_and_colophon_in_text_boxes() -> None:
    document = docx.Document()
    text_box(document.add_paragraph(), "云川市教育局文件")
    text_box(document.add_paragraph(), "云教〔2024〕18号")
    add(document, "关于做好课后服务工作的通知", "各区教育局：", "请做好课后服务工作。")
    add(document, "云川市教育局", "2024年3月8日", "（此件主动公开）")
    text_box(document.add_paragraph(), "抄送：市委办。", "云川市教育局办公室 2024年3月9日印发")
    check(
        document,
        doc_number="云教〔2024〕18号",
        issuer="云川市教育局",
        title="关于做好课后服务工作的通知",
        date="2024-03-08",
        attribute="主动公开",
    )


def test_joint_red_head_and_joint_signature_in_tables() -> None:
    names = ["云川市教育局", "云川市财政局", "云川市民政局"]
    document = docx.Document()
    head = document.add_table(3, 2)
    for row, name in enumerate(names):
        head.cell(row, 0).text = name
    head.cell(0, 1).merge(head.cell(2, 1)).text = "文件"
    title = "云川市教育局 云川市财政局 云川市民政局关于印发《学生资助办法》的通知"
    add(document, "云教联〔2024〕3号", title, "各区教育局、财政局、民政局：", "现印发给你们。")
    signed = document.add_table(1, 3)
    for column, name in enumerate(names):
        signed.cell(0, column).text = name
    add(document, "2024年5月5日")
    colophon = document.add_table(2, 2)
    colophon.cell(0, 0).merge(colophon.cell(0, 1)).text = "抄送：省教育厅，市政府办公室。"
    colophon.cell(1, 0).text, colophon.cell(1, 1).text = "云川市教育局办公室", "2024年5月6日印发"
    read_back = check(
        document,
        doc_number="云教联〔2024〕3号",
        issuer="、".join(names),
        title=title,
        signature="、".join(names),
        date="2024-05-05",
    )
    assert "<th" not in read_back.html


def test_number_and_signer_side_by_side_in_a_table() -> None:
    document = docx.Document()
    add(document, "云川市教育局文件")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "云教〔2024〕45号", "签发人：周某某"
    add(document, "关于申请专项经费的请示", "市政府：", "现申请经费。", "云川市教育局", "2024年5月5日")
    check(document, doc_number="云教〔2024〕45号", title="关于申请专项经费的请示", addressee="市政府")


def test_whole_document_inside_one_cell() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "云川市教育局文件"
    for line in (
        "云教〔2024〕7号",
        "关于做好安全工作的通知",
        "各学校：",
        "请做好。",
        "云川市教育局",
        "2024年3月3日",
    ):
        cell.add_paragraph(line)
    check(
        document,
        doc_number="云教〔2024〕7号",
        title="关于做好安全工作的通知",
        date="2024-03-03",
        addressee="各学校",
    )


def test_title_with_line_breaks_inside_words_and_cut_runs() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("关于做好2024年义务教育阶段", "\n", "招生入学", "工作的实施意", "\n", "见"):
        paragraph.add_run(piece)
    add(document, "各区教育局：", "提出如下意见。")
    check(document, title="关于做好2024年义务教育阶段招生入学工作的实施意见")


def test_form_with_ticked_attribute() -> None:
    document = docx.Document()
    add(document, "公文公开属性认定审批表")
    rows = [
        ("文件标题", "关于做好午餐管理的通知"),
        ("文号", "云教〔2024〕9号"),
        ("公开属性", "□主动公开 ☑依申请公开 □不予公开"),
        ("发布日期", ""),
    ]
    table = document.add_table(4, 2)
    for row, (label, value) in enumerate(rows):
        table.cell(row, 0).text, table.cell(row, 1).text = label, value
    check(document, doc_number="云教〔2024〕9号", attribute="依申请公开", published=None)


LONG = (
    "为深入贯彻落实各项部署，全面提升义务教育质量，促进教育公平，办好人民满意的教育，结合我市实际，现就进一步加强"
    "义务教育学校管理工作通知如下，请各单位认真贯彻执行，确保各项任务落到实处"
)
PRINTED = [
    ("title", "云川市教育局文件"),
    ("centre", "云教基〔2024〕21号"),
    ("title", "云川市教育局关于进一步加强"),
    ("title", "义务教育学校管理工作的通知"),
    ("left", "各区教育局，云川高新技术产业开发区社会事业局，市属各学校，局机关各处室，各直属单位："),
    ("text", LONG + "。"),
    ("text", "一、加强组织领导"),
    ("text", "各区要" + LONG + "。"),
    ("text", "二、严格规范管理"),
    *[("text", "各校要" + LONG + "。")] * 6,
    ("text", "附件：1.任务分工表"),
    ("text", "2.联系方式"),
    ("right", "云川市教育局"),
    ("right", "2024年3月8日"),
]  # fmt: skip
LEFT, RIGHT, LETTER, PER_LINE, PER_PAGE = 79, 516, 16, 27, 22


def typeset(running_head: str = "") -> list[list[tuple[float, float, float, str]]]:
    """The notice broken into lines of 27 letters and pages of 22 lines, with page numbers."""
    rows: list[tuple[float, float, str]] = []
    for kind, text in PRINTED:
        if kind in ("text", "left"):
            first = PER_LINE - 2 if kind == "text" else PER_LINE
            parts = [text[:first], *(text[at : at + PER_LINE] for at in range(first, len(text), PER_LINE))]
            indent = LETTER * (PER_LINE - first)
            rows += [(LEFT + (0 if number else indent), LETTER, part) for number, part in enumerate(parts)]
        else:
            size = 22 if kind == "title" else LETTER
            width = len(text) * size
            rows.append(((595 - width) / 2 if kind != "right" else RIGHT - 4 * LETTER - width, size, text))
    pages = []
    for start in range(0, len(rows), PER_PAGE):
        page = [(x, 740 - i * 29, size, t) for i, (x, size, t) in enumerate(rows[start : start + PER_PAGE])]
        page.append((280, 70, 14, f"- {start // PER_PAGE + 1} -"))
        pages.append([(LEFT, 800, 9, running_head), *page] if running_head else page)
    return pages


def test_paragraphs_of_a_pdf_are_whole_over_lines_and_pages(make_pdf: Callable[..., bytes]) -> None:
    document = read(make_pdf(typeset()), "公文.pdf")
    assert [block.text for block in document.blocks] == [text for _, text in PRINTED]  # type: ignore[union-attr]
    fields = as_json(document)
    assert fields["doc_number"]["text"] == "云教基〔2024〕21号"
    assert fields["title"] == "云川市教育局关于进一步加强义务教育学校管理工作的通知"
    assert (fields["date"], fields["signature"]) == ("2024-03-08", "云川市教育局")
    assert fields["addressee"] == PRINTED[4][1].rstrip("：")
    assert [item["name"] for item in fields["attachments"]] == ["任务分工表", "联系方式"]


def test_running_head_of_a_pdf_is_reported_not_woven_into_the_text(make_pdf: Callable[..., bytes]) -> None:
    document = read(make_pdf(typeset("云川市教育局政务公开资料")), "公文.pdf")
    texts = [block.text for block in document.blocks]  # type: ignore[union-attr]
    assert texts[1:] == [text for _, text in PRINTED]
    assert any("云川市教育局政务公开资料" in warning for warning in document.warnings)
