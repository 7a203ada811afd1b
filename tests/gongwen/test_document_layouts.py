"""Many made-up layouts: what is found, and above all what is not taken for something else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.gongwen import Fields, read
from gongkai.gongwen.fields import split_addressees


def fields(text: str) -> Fields:
    return read(text.encode(), "公文.txt").fields


def html_fields(body: str, head: str = "") -> Fields:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "公文.html").fields


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_whole_notice_in_every_encoding(notice: list[str], encoding: str, line_end: str) -> None:
    found = read(line_end.join(notice).encode(encoding), "通知.txt").fields
    check_notice(found)


def test_the_same_notice_as_word(notice: list[str], make_docx: Callable[..., bytes]) -> None:
    check_notice(read(make_docx(notice), "通知.docx").fields)


def test_the_same_notice_as_page(notice: list[str]) -> None:
    body = "".join(f"<p>{line}</p>" for line in notice)
    check_notice(html_fields(body))


def check_notice(found: Fields) -> None:
    assert found.doc_number.value and found.doc_number.value.text == "云教办〔2024〕13号"
    assert found.issuer.value == "云州市教育委员会"
    assert found.title.value == "云州市教育委员会关于做好2024年中小学招生工作的通知"
    assert found.addressee.value == "各区教育局，各直属单位"
    assert found.addressees == ("各区教育局", "各直属单位")
    assert found.date.value == date(2024, 4, 8)
    assert found.attribute.value == "主动公开"
    assert found.signature.value == "云州市教育委员会"
    assert [(a.number, a.name) for a in found.attachments.value or ()] == [
        (1, "招生日程表"),
        (2, "咨询电话表"),
    ]
    assert all(f.how == "read" for f in (found.doc_number, found.title, found.date, found.attribute))
    assert found.doc_number.evidence[0].quote == "云教办〔2024〕13号"


def test_title_over_several_lines_is_joined() -> None:
    found = fields(
        "云州市教育局文件\n云教〔2024〕5号\n\n云州市教育局关于转发《省教育厅\n关于加强校园安全工作的\n"
        "意见》的通知\n\n各学校：\n请认真执行。\n"
    )
    assert found.title.value == "云州市教育局关于转发《省教育厅关于加强校园安全工作的意见》的通知"
    assert found.addressee.value == "各学校"


def test_spaced_letters_are_closed_up() -> None:
    found = fields(
        "云州市教育局\n2023 年 度 报 告\n\n一、概述\n正文。\n云 州 市 教 育 局\n2024 年 1 月 25 日\n"
    )
    assert found.title.value == "云州市教育局2023年度报告"
    assert found.signature.value == "云州市教育局"
    assert found.date.value == date(2024, 1, 25)


def test_number_under_the_title_in_brackets() -> None:
    found = fields("云州市教育局关于公布名单的通知\n（云教〔2024〕5号）\n\n各学校：\n正文。\n")
    assert found.doc_number.value and found.doc_number.value.text == "云教〔2024〕5号"
    assert found.title.value == "云州市教育局关于公布名单的通知"
    assert found.issuer.value == "云州市教育局" and found.issuer.how == "inferred"


def test_upward_document_with_signer_beside_the_number() -> None:
    found = fields(
        "云州市教育局文件\n云教〔2024〕5号        签发人：张三\n关于申请经费的请示\n市人民政府：\n正文。\n"
    )
    assert found.doc_number.value and found.doc_number.value.text == "云教〔2024〕5号"
    assert found.title.value == "关于申请经费的请示" and found.addressee.value == "市人民政府"


def test_joint_document_and_secrecy_marks_above_the_head() -> None:
    found = fields(
        "000012\n特急\n云州市教育局\n云州市财政局\n云州市民政局文件\n云教联〔2024〕2号\n"
        "关于做好学生资助工作的通知\n各县（市、区）教育局、财政局、民政局：\n正文。\n"
        "云州市教育局\n云州市财政局\n云州市民政局\n2024年5月6日\n"
    )
    assert found.title.value == "关于做好学生资助工作的通知"
    assert found.issuer.value == "云州市教育局、云州市财政局、云州市民政局"
    assert found.signature.value == "云州市教育局、云州市财政局、云州市民政局"
    assert found.addressees == ("各县（市、区）教育局", "财政局", "民政局")


def test_addressee_over_two_lines() -> None:
    found = fields("关于开展检查的通知\n\n各区教育局，各高等学校，\n市教委各直属单位：\n正文。\n")
    assert found.title.value == "关于开展检查的通知"
    assert found.addressees == ("各区教育局", "各高等学校", "市教委各直属单位")


@pytest.mark.parametrize(
    "line", ["现将有关事项公告如下：", "经研究，决定：", "联系人：", "附件：", "一、指导思想："]
)
def test_a_colon_does_not_make_an_addressee(line: str) -> None:
    found = fields(f"云州市教育局公告\n\n{line}\n正文。\n")
    assert found.addressee.value is None and found.addressees == ()


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["中共甲市教育局委员会 甲市教育局", "关于加强师德建设的意见"],
            "中共甲市教育局委员会 甲市教育局关于加强师德建设的意见",
        ),
        (
            ["甲市教育局办公室", "关于转发省教育厅办公室文件的通知"],
            "甲市教育局办公室关于转发省教育厅办公室文件的通知",
        ),
        (["甲市教育局", "行政处罚决定书"], "甲市教育局行政处罚决定书"),
        (
            ["甲市教育局关于印发", "《三年行动计划（2024-2026年）》的通知"],
            "甲市教育局关于印发《三年行动计划（2024-2026年）》的通知",
        ),
    ],
)
def test_titles_of_two_lines(lines: list[str], title: str) -> None:
    assert fields("\n".join(lines) + "\n\n各学校：\n正文。\n").title.value == title


def test_two_bodies_sign_side_by_side() -> None:
    found = fields("关于某事的通知\n各学校：\n正文。\n中共甲市教育局委员会    甲市教育局\n2024年1月2日\n")
    assert found.signature.value == "中共甲市教育局委员会、甲市教育局"


def test_navigation_is_no_title_and_the_page_says_which_line_is() -> None:
    found = html_fields(
        "<div>首页 | 政务公开 | 办事服务</div><div>关于某事的通知</div><p>各学校：</p><p>正文。</p><p>附件：<a href='a.pdf'>名单.pdf</a></p>",
        "<title>关于某事的通知</title><meta name='PubDate' content='2024-05-06'>",
    )
    assert found.title.value == "关于某事的通知" and found.title.how == "read"
    assert found.published.value == date(2024, 5, 6)
    assert [(a.name, a.href) for a in found.attachments.value or ()] == [("名单.pdf", "a.pdf")]


def test_red_head_and_number_on_one_line() -> None:
    found = fields(
        "甲市教育局文件\t甲教〔2024〕5号\n关于表彰先进的决定\n各学校：\n正文。\n甲市教育局 2024年1月2日\n"
    )
    assert found.doc_number.value and found.doc_number.value.agency == "甲教"
    assert found.issuer.value == "甲市教育局" and found.date.value == date(2024, 1, 2)


def test_reply_to_a_delegate_with_the_number_below_the_title() -> None:
    found = fields(
        "关于对第123号建议的答复\n甲教建〔2024〕12号\n\n某某代表：\n您提出的建议收悉。\n甲市教育局\n2024年6月1日\n"
    )
    assert found.title.value == "关于对第123号建议的答复" and found.addressee.value == "某某代表"
    assert found.doc_number.value and found.doc_number.value.serial == 12


def test_order_number() -> None:
    found = fields(
        "中华人民共和国教育部令\n第29号\n\n《某某办法》已经审议通过，现予公布。\n部长 某某\n二○一○年四月六日\n"
    )
    assert found.date.value == date(2010, 4, 6)
    assert found.doc_number.value and found.doc_number.value.text == "中华人民共和国教育部令第29号"
    assert found.issuer.value == "中华人民共和国教育部" and found.doc_number.value.year is None
    found = fields("云州市人民政府令第32号\n\n云州市政府信息公开规定\n\n第一条 为了公开，制定本规定。\n")
    assert found.doc_number.value and found.doc_number.value.serial == 32


@pytest.mark.parametrize(
    ("line", "attribute"),
    [
        ("（此件主动公开）", "主动公开"),
        ("（此件公开发布）", "主动公开"),
        ("(此件依申请公开)", "依申请公开"),
        ("（此件不予公开）", "不予公开"),
        ("主动公开", "主动公开"),
        ("公开方式：主动公开", "主动公开"),
        ("公开属性：依申请公开", "依申请公开"),
    ],
)
def test_attribute_lines(line: str, attribute: str) -> None:
    assert (
        fields(
            f"关于某事的通知\n各学校：\n正文主动公开很多。\n云州市教育局\n2024年1月2日\n{line}\n"
        ).attribute.value
        == attribute
    )


def test_a_sentence_about_publicity_is_no_attribute() -> None:
    found = fields("关于某事的通知\n各学校：\n要加大主动公开力度，依申请公开要规范。\n")
    assert found.attribute.value is None


def test_contradicting_attributes_are_said() -> None:
    found = fields("公开方式：依申请公开\n关于某事的通知\n各学校：\n正文。\n（此件主动公开）\n")
    assert found.attribute.how == "contradictory" and len(found.attribute.evidence) == 2


def test_date_of_printing_is_not_the_date_of_the_document() -> None:
    found = fields(
        "关于某事的通知\n各学校：\n正文。\n云州市教育局\n2024年1月2日\n云州市教育局办公室 2024年1月5日印发\n"
    )
    assert found.date.value == date(2024, 1, 2)


def test_metadata_date_against_signature() -> None:
    found = fields("成文日期：2024-03-01\n关于某事的通知\n各学校：\n正文。\n云州市教育局\n2024年1月2日\n")
    assert found.date.value == date(2024, 1, 2) and found.date.how == "contradictory"


def test_damaged_date_has_candidates() -> None:
    found = fields("关于某事的通知\n各学校：\n正文。\n云州市教育局\n2024111\n")
    assert found.date.value is None and found.date.how == "damaged"
    assert found.date_candidates == (date(2024, 1, 11), date(2024, 11, 1))


def test_damaged_number_is_marked() -> None:
    found = fields("云州市教育局文件\n云教办〔202413号\n关于某事的通知\n各学校：\n正文。\n")
    assert found.doc_number.how == "damaged"
    assert found.doc_number.value and found.doc_number.value.candidates == ("云教办〔2024〕13号",)
    assert found.title.value == "关于某事的通知"


METADATA = {
    "cells": "<table><tr><td>索 引 号：</td><td>014416330/2024-04736</td><td>文 号：</td><td>云教〔2024〕5号</td></tr>"
    "<tr><td>发布机构：</td><td>云州市教育局</td><td>成文日期：</td><td>2024-04-08</td></tr>"
    "<tr><td>发布日期：</td><td>2024-04-12</td><td>有 效 性：</td><td>有效</td></tr></table>",
    "list": "<ul><li>索引号：014416330/2024-04736</li><li>文号：云教〔2024〕5号</li><li>发布机构：云州市教育局</li>"
    "<li>成文日期：2024年4月8日</li><li>发布日期：2024年4月12日</li><li>有效性：有效</li></ul>",
    "definitions": "<dl><dt>索引号</dt><dd>014416330/2024-04736</dd><dt>文号</dt><dd>云教〔2024〕5号</dd>"
    "<dt>发布机构</dt><dd>云州市教育局</dd><dt>成文日期</dt><dd>2024-04-08</dd><dt>发布日期</dt><dd>2024-04-12</dd>"
    "<dt>有效性</dt><dd>有效</dd></dl>",
    "one line": "<p>索引号：014416330/2024-04736 文号：云教〔2024〕5号 发布机构：云州市教育局 成文日期：2024-04-08 "
    "发布日期：2024-04-12 有效性：有效</p>",
    "heads above": "<table><tr><th>索引号</th><th>文号</th><th>发布机构</th><th>成文日期</th><th>发布日期</th><th>有效性</th>"
    "</tr><tr><td>014416330/2024-04736</td><td>云教〔2024〕5号</td><td>云州市教育局</td><td>2024-04-08</td>"
    "<td>2024-04-12</td><td>有效</td></tr></table>",
    "spans": "<div><span>【索引号】</span><span>014416330/2024-04736</span> <span>【文号】</span>云教〔2024〕5号"
    " <span>【发布机构】</span>云州市教育局 <span>【成文日期】</span>2024-04-08 <span>【发布日期】</span>2024-04-12"
    " <span>【有效性】</span>有效</div>",
}


@pytest.mark.parametrize("layout", METADATA)
def test_metadata_of_a_page(layout: str) -> None:
    page = METADATA[layout] + "<h1>关于做好招生工作的通知</h1><p>各区教育局：</p><p>正文。</p>"
    found = html_fields(page)
    assert found.doc_number.value and found.doc_number.value.text == "云教〔2024〕5号"
    assert found.index_no.value == "014416330/2024-04736"
    assert found.date.value == date(2024, 4, 8) and found.published.value == date(2024, 4, 12)
    assert found.validity.value == "有效"
    assert found.issuer.value == "云州市教育局" and found.issuer.how == "inferred"
    assert found.title.value == "关于做好招生工作的通知"
    assert found.addressee.value == "各区教育局"


@pytest.mark.parametrize(
    "page",
    [
        "<p>文 号 有 效 性</p>",
        "<p>文 号： 有 效 性：</p>",
        "<p>文号</p><p>有效性</p>",
        "<table><tr><td>文 号</td><td>有 效 性</td></tr></table>",
        "<table><tr><td>文号：</td><td></td><td>有效性：</td><td></td></tr></table>",
        "<ul><li>文号：</li><li>有效性：</li></ul>",
        "<dl><dt>文号</dt><dd></dd><dt>有效性</dt><dd></dd></dl>",
    ],
)
def test_an_empty_label_never_swallows_the_next(page: str) -> None:
    found = html_fields(page + "<h1>关于做好招生工作的通知</h1><p>正文。</p>")
    assert found.doc_number.value is None and found.validity.value is None
    assert found.title.value == "关于做好招生工作的通知"


def test_half_empty_labels() -> None:
    found = html_fields("<p>文 号 有 效 性 有效</p><h1>关于做好招生工作的通知</h1><p>正文。</p>")
    assert found.doc_number.value is None and found.validity.value == "有效"


@pytest.mark.parametrize("value", ["无", "号", "无〔〕号", "null", "——", ""])
def test_empty_number_values(value: str) -> None:
    found = html_fields(f"<p>文号：{value}</p><h1>关于某事的公告</h1><p>正文。</p>")
    assert found.doc_number.value is None and found.doc_number.how == "missing"


@pytest.mark.parametrize(
    "index",
    [
        "014416330/2018-04736", "11441700007280420Y/2021-00050", "11441700007280420Y/202105-00021",
        "SY0024361740202100238", "36000105201800121", "YZ0123456-2024-0007", "jyj/2024-00012",
    ],
)  # fmt: skip
def test_index_shapes(index: str) -> None:
    assert fields(f"索引号：{index}\n关于某事的通知\n正文。\n").index_no.value == index


def test_index_without_label_and_null_index() -> None:
    assert fields("014416330/2018-04736\n关于某事的通知\n正文。\n").index_no.how == "inferred"
    found = fields("索引号：null2024-001\n关于某事的通知\n正文。\n").index_no
    assert found.value is None and found.how == "damaged"


def test_label_words_in_prose_are_no_labels() -> None:
    found = fields(
        "关于某事的通知\n各学校：\n名称 和标题 应当规范，文号 应当使用六角括号，有效性 应当标注。\n来源 不明的不用。\n"
    )
    assert found.validity.value is None and found.doc_number.value is None


def test_page_with_navigation_and_scripts() -> None:
    found = html_fields(
        "<nav>首页 政务公开</nav><script>var a='文号：云教〔1999〕9号'</script><div>您现在的位置：首页 &gt; 公开 &gt; 通知</div>"
        "<h1>关于某事的<br>通知</h1><div>来源：云州市教育局 发布时间：2024-05-06 浏览次数：12</div>"
        "<p>各学校：</p><p>正文。</p><p><a href='/f/a.docx'>附件1：名单.docx</a></p>"
    )
    assert found.title.value == "关于某事的通知" and found.doc_number.value is None
    assert found.published.value == date(2024, 5, 6) and found.addressee.value == "各学校"
    assert found.attachments.value and found.attachments.value[-1].href == "/f/a.docx"


def test_title_from_the_page_metadata_when_nothing_else() -> None:
    found = html_fields("<p>正文只有一段话。</p>", "<meta name='ArticleTitle' content='关于某事的通知'>")
    assert found.title.value == "关于某事的通知" and found.title.how == "inferred"


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["附件：招生日程表"], ["招生日程表"]),
        (["附件：1.甲表；2.乙表"], ["甲表", "乙表"]),
        (["附件：1. 甲表", "　　　2. 乙表", "　　　3. 丙表"], ["甲表", "乙表", "丙表"]),
        (["附件1：甲表", "附件2：乙表"], ["甲表", "乙表"]),
        (["附件：", "1．2024年日程", "2．电话表"], ["2024年日程", "电话表"]),
        (["附 件：1、甲表", "2、乙表"], ["甲表", "乙表"]),
    ],
)
def test_attachments_named_in_the_text(lines: list[str], names: list[str]) -> None:
    text = "关于某事的通知\n各学校：\n正文。\n" + "\n".join(lines) + "\n云州市教育局\n2024年1月2日\n"
    assert [a.name for a in fields(text).attachments.value or ()] == names


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("各市、县（市、区）教育局", ("各市、县（市、区）教育局",)),
        ("各区教育局、各高校，各直属单位", ("各区教育局", "各高校", "各直属单位")),
        (
            "各省、自治区、直辖市教育厅（教委）；部属各高校",
            ("各省、自治区、直辖市教育厅（教委）", "部属各高校"),
        ),
        ("", ()),
    ],
)
def test_parties(text: str, parties: tuple[str, ...]) -> None:
    assert split_addressees(text) == parties


WORDS = st.sampled_from(
    ["文号", "有 效 性", "索引号：", "云教〔2024〕5号", "2024年1月2日", "附件：", "1. 甲", "各学校：", "关于某事的通知", "：", "\n", " ",
     "云州市教育局文件", "正文。", "（此件主动公开）", "null", "〔", "】", "\t", "附件1"]
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=40).map("".join))
def test_no_order_of_pieces_breaks_the_reading(text: str) -> None:
    if text.strip():
        found = fields(text)
        assert found.validity.value != "索引号"


@given(st.text(min_size=1, max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    from gongkai.exceptions import Unreadable

    try:
        document = read(text.encode("utf-8", "replace"), "x.txt")
    except Unreadable:
        return
    assert document.fields and document.html is not None


def test_the_name_of_the_body_above_the_facts_of_a_page_is_no_title() -> None:
    found = fields(
        "平江市教育局\n索引号：pjjy/2021-00012\n发布日期：2021-05-06\n平江市教育局关于转发《关于规范学校收费\n"
        "行为的意见》并做好公示工作的通知\n各区教育局：\n现将有关意见转发给你们，请遵照执行。\n平江市教育局\n2021年5月6日"
    )
    assert found.title.value == "平江市教育局关于转发《关于规范学校收费行为的意见》并做好公示工作的通知"
    assert found.title.how == "read"


def test_a_page_that_has_nothing_but_the_name_of_the_body_keeps_it_as_a_guess() -> None:
    found = fields("平江市教育局\n发布日期：2021-05-06\n我局负责全市教育工作。\n")
    assert (found.title.value, found.title.how) == ("平江市教育局", "inferred")
