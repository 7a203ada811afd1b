"""OFD by place: what its pages show is read, what they hide is left out and named, nothing outside is opened."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.files.flat import area, line, ofd, page, path, root, text

from gongkai import files, gongwen
from gongkai.exceptions import Unreadable

FILL = [text(20, 30, "为方便家长了解情况，现通知如下。"), text(20, 40, "一、按月公开食堂收支。")]
SAID = ["为方便家长了解情况，现通知如下。", "一、按月公开食堂收支。"]


def read(*objects: str, **more: str) -> files.Document:
    return files.read(ofd(page(*FILL, *objects), **more), "a.ofd")


def said(document: files.Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, files.Paragraph)]


def grid(document: files.Document) -> list[list[tuple[str, int]]]:
    table = next(block for block in document.blocks if isinstance(block, files.Table))
    return [[(cell.text, cell.colspan) for cell in row] for row in table.rows]


def test_lines_stand_from_top_to_bottom_whatever_was_printed_first() -> None:
    document = files.read(ofd(page(*reversed(FILL))), "a.ofd")
    assert said(document) == SAID and document.kind == "ofd" and document.pages == 1
    assert document.metadata == {"title": "题名"}


def test_rules_draw_a_table_with_its_spans() -> None:
    rules = [line(20, y, 140, y) for y in (60, 75, 90)] + [line(x, 60, x, 90) for x in (20, 100, 140)]
    words = [
        text(24, 70, "收费项目"),
        text(104, 70, "金额"),
        text(24, 85, "早餐"),
        text(64, 85, "元"),
        text(104, 85, "12"),
    ]
    assert grid(read(line(60, 75, 60, 90), *rules, *words)) == [
        [("收费项目", 2), ("金额", 1)],
        [("早餐", 1), ("元", 1), ("12", 1)],
    ]


def test_thin_filled_areas_are_rules_and_a_round_stamp_is_none() -> None:
    rules = [area(20, y, 140, y + 0.3, "0 0 0") for y in (60, 75, 90)]
    rules += [area(x, 60, x + 0.3, 90, "0 0 0") for x in (20, 60, 140)]
    stamp = path("M 150 80 A 20 20 0 1 1 190 80 A 20 20 0 1 1 150 80")
    words = [text(24, 70, "项目"), text(64, 70, "金额"), text(24, 85, "早餐"), text(64, 85, "12")]
    assert grid(read(*rules, stamp, *words)) == [[("项目", 1), ("金额", 1)], [("早餐", 1), ("12", 1)]]


WHITE = '<ofd:FillColor Value="255 255 255"/>'


@pytest.mark.parametrize(
    ("drawn", "seen"),
    [
        ([text(20, 50, "内部底价", inner=WHITE)], False),
        ([text(20, 50, "内部底价", inner='<ofd:FillColor Value="#FF #FF #FF"/>')], False),
        ([text(20, 50, "内部底价", more='Visible="false"')], False),
        ([text(20, 50, "内部底价", more='Fill="false"')], False),
        ([text(20, 50, "内部底价", more='Alpha="0"')], False),
        ([text(20, 50, "内部底价"), area(10, 44, 80, 55, "0 0 0")], False),
        ([text(20, 50, "内部底价"), path("M 10 48 L 80 48", 'LineWidth="8"')], False),
        ([text(400, 50, "内部底价")], False),
        ([text(20, 50, "内部底价").replace("Boundary=\"20 46", 'CTM="1 0 0 1 60 0" Boundary="20 46')], False),
        ([text(20, 50, "内部底价", more='Fill="false" Stroke="true"')], True),
        ([area(10, 44, 80, 55, "0 0 120"), text(20, 50, "内部底价", inner=WHITE)], True),
        ([text(20, 50, "内部底价"), area(10, 44, 80, 55, "255 240 0", 'Alpha="80"')], True),
        ([text(20, 50, "内部底价", inner='<ofd:FillColor Value="40"/>')], True),
    ],
)  # fmt: skip
def test_what_is_covered_or_invisible_is_left_out_and_named(drawn: list[str], seen: bool) -> None:
    document = read(*drawn)
    assert any("内部底价" in one for one in said(document)) is seen
    assert bool(document.hidden) is not seen


def test_a_picture_covers_unless_it_lets_through() -> None:
    def media(head: bytes) -> files.Document:
        picture = '<ofd:ImageObject ID="7" Boundary="10 44 60 20" CTM="60 0 0 20 0 0" ResourceID="5"/>'
        listed = root(
            "Res",
            '<ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>',
        ).replace("<ofd:Res ", '<ofd:Res BaseLoc="Res" ')
        return read(
            text(20, 50, "二〇二六年"), picture, common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>",
            Doc_0__Res_xml=listed, Doc_0__Res__a_png=head,
        )  # fmt: skip

    head = b"\x89PNG\r\n\x1a\n" + b"\x00" * 17
    assert said(media(head + b"\x06")) == [*SAID, "二〇二六年"]
    assert said(media(head + b"\x02")) == SAID


def test_the_colour_of_a_way_of_drawing_counts() -> None:
    listed = root(
        "Res",
        f'<ofd:DrawParams><ofd:DrawParam ID="3">{WHITE}</ofd:DrawParam><ofd:DrawParam ID="4" Relative="3"/></ofd:DrawParams>',
    )
    hidden = text(20, 50, "内部底价", more='DrawParam="4"')
    document = read(hidden, common="<ofd:PublicRes>R.xml</ofd:PublicRes>", Doc_0__R_xml=listed)
    assert said(document) == SAID and document.hidden


def test_templates_blocks_and_graphics_are_part_of_the_page() -> None:
    unit = '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="6" Width="99" Height="9"><ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    document = files.read(
        ofd(
            page(
                FILL[1], '<ofd:PageBlock ID="3"><ofd:CompositeObject ID="4" ResourceID="6" Boundary="20 40 99 20"/></ofd:PageBlock>',
                before='<ofd:Template TemplateID="1" ZOrder="Background"/>',
            ),
            common='<ofd:TemplatePage ID="1" BaseLoc="Tpls/T.xml"/><ofd:PublicRes>R.xml</ofd:PublicRes>',
            Doc_0__R_xml=root("Res", unit.format(text(0, 10, "二、按周公开食谱。"))),
            Doc_0__Tpls__T_xml=page(FILL[0]),
        ),
        "a.ofd",
    )  # fmt: skip
    assert said(document) == [*SAID, "二、按周公开食谱。"]


@pytest.mark.parametrize(
    "code", ['DeltaX="g 3 20"', 'DeltaX="20 20 20"', 'DeltaX="g 2 20 20"', 'DeltaX="20,20,20"']
)
def test_distances_are_kept_in_either_writing(code: str) -> None:
    document = read(text(20, 50, "甲乙丙丁", code=code))
    words = document.printed[-1].words
    assert [word for word, _ in words] == list("甲乙丙丁")
    assert {round(two - one) for (_, one), (_, two) in pairwise(words)} == {57}


def test_a_turned_page_is_read_upright_and_letters_aslant_are_a_watermark() -> None:
    turned = [
        f'<ofd:TextObject ID="9" Boundary="{x} 20 5 200" CTM="0 1 -1 0 5 0" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g {len(one) - 1} 4">{one}</ofd:TextCode></ofd:TextObject>'
        for x, one in ((60, SAID[0]), (50, SAID[1]))
    ]
    mark = '<ofd:TextObject ID="9" Boundary="20 100 100 100" CTM="0.7 0.7 -0.7 0.7 0 0" Size="9"><ofd:TextCode X="0" Y="9" DeltaX="9">水印</ofd:TextCode></ofd:TextObject>'
    document = files.read(ofd(page(*turned, mark)), "a.ofd")
    assert said(document) == SAID and any("水印" in one for one in document.warnings)


def test_seals_notes_versions_and_enclosed_files_are_named() -> None:
    note = (
        '<ofd:Annot ID="1" Type="{}"><ofd:Appearance Boundary="10 44 60 20">{}</ofd:Appearance></ofd:Annot>'
    )
    document = read(
        text(20, 50, "内部底价"),
        document="<ofd:Annotations>A/A.xml</ofd:Annotations><ofd:Attachments>At.xml</ofd:Attachments>",
        body='<ofd:Versions><ofd:Version ID="1"/><ofd:Version ID="2"/></ofd:Versions><ofd:Signatures>S.xml</ofd:Signatures>',
        Doc_0__A__A_xml=root("Annotations", '<ofd:Page PageID="1"><ofd:FileLoc>P.xml</ofd:FileLoc></ofd:Page>'),
        Doc_0__A__P_xml=root(
            "PageAnnot", note.format("Path", text(0, 5, "批语") + area(0, 0, 60, 20, "0 0 0")) + note.format("Stamp", "")
        ),
        Doc_0__At_xml=root("Attachments", '<ofd:Attachment ID="1" Name="附表"><ofd:FileLoc>a.xlsx</ofd:FileLoc></ofd:Attachment>'),
        S_xml=root("Signatures", '<ofd:Signature ID="1" BaseLoc="x.xml"/>'),
    )  # fmt: skip
    assert said(document) == SAID
    assert {one.code for one in document.hidden} == {"hidden_text", "annotations", "signature", "versions"}
    assert [one.what for one in document.unread] == ["内嵌附件1个（附表）"]


@pytest.mark.parametrize(
    "place", ["../../../etc/passwd", "http://example.com/a.xml", "file:///etc/passwd", "Pages/none.xml", ""]
)
def test_a_page_that_is_not_in_the_file_is_said_and_nothing_outside_is_opened(place: str) -> None:
    whole = ofd(page(*FILL), locations=("Pages/Page_0/Content.xml", place))
    document = files.read(whole, "a.ofd")
    assert said(document) == SAID and [one.what for one in document.unread] == ["第2页"]
    with pytest.raises(Unreadable, match="没有找到任何一页"):
        files.read(ofd(page(*FILL), locations=(place,)), "a.ofd")


def ladder() -> bytes:
    """Graphics that each hold the next one ten times."""
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>{f"""<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="{n + 1}"/>""" * 10}</ofd:Content></ofd:CompositeGraphicUnit>'
        for n in range(10, 22)
    )
    return ofd(
        page('<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="10"/>'),
        common="<ofd:PublicRes>R.xml</ofd:PublicRes>", Doc_0__R_xml=root("Res", units),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (ofd(page(*FILL), body="<ofd:Encryptions>e.xml</ofd:Encryptions>"), "已加密"),
        (ofd(page(*FILL), Encryptions_xml="<a/>"), "已加密"),
        (ofd(page(area(0, 0, 200, 290, "9 9 9"))), "像是扫描件"),
        (ofd("<ofd:Page"), "已损坏"),
        (ofd('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "不合规范"),
        (
            ofd(page(*FILL, before="<ofd:Area><ofd:PhysicalBox>0 0 9e5 9e5</ofd:PhysicalBox></ofd:Area>")),
            "幅面",
        ),
        (
            ofd(page(text(20, 30, "甲" * 40, code='DeltaX="g 999999999 1"'), text(20, 30, "\ue001" * 60))),
            "乱码",
        ),
        (ladder(), "图形和文字过多"),
    ],
)
def test_what_cannot_be_read_ends_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as caught:
        files.read(data, "坏.ofd")
    assert caught.value.sentence.startswith("“坏.ofd”") and caught.value.sentence.endswith("。")


@pytest.mark.parametrize(
    "bend",
    [
        lambda one: one.replace(' xmlns:ofd="http://www.ofdspec.org/2016"', ""),
        lambda one: one.replace("ofd:", "").replace("xmlns:ofd", "xmlns"),
        lambda one: one.replace('encoding="UTF-8"', 'encoding="GB2312"').encode("gb18030"),
        lambda one: one.encode("utf-8-sig"),
    ],
)
def test_pages_as_programs_really_write_them_are_read(bend) -> None:  # type: ignore[no-untyped-def]
    assert said(files.read(ofd(bend(page(*FILL))), "a.ofd")) == SAID


def test_an_official_document_is_read_from_it() -> None:
    lines = [
        (80, 40, "清溪市教育局文件"), (80, 60, "清教办〔2026〕17号"), (60, 80, "清溪市教育局关于做好校园食堂信息公开工作的通知"),
        (20, 100, "各学校："), (28, 110, "请各学校按月公开食堂收支。"), (140, 140, "清溪市教育局"), (140, 150, "2026年9月1日"),
    ]  # fmt: skip
    document = gongwen.read(ofd(page(*(text(x, y, one) for x, y, one in lines))), "a.ofd")
    assert document.fields.title.value == "清溪市教育局关于做好校园食堂信息公开工作的通知"
