"""What parents met on a phone, on paper and behind the first links (findings/walk.md), each as a rule."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import lxml.html
import pytest

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.catalogue.queries import open_topics
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal import contacts
from gongkai.apps.portal.pages.home import busy_topics
from gongkai.apps.portal.text import dress
from gongkai.apps.publishing import actions
from gongkai.apps.search.models import SearchDoc

EMPTY = ("没有找到", "没有符合这些条件的信息", "本栏目还没有内容")


def page(client: Any, path: str) -> str:
    response = client.get(path, follow=True)
    assert response.status_code == 200, path
    return response.content.decode()


def main(text: str) -> Any:
    return lxml.html.fromstring(text).get_element_by_id("main")


# --- home: every link leads to something (A1)


def test_every_link_of_the_home_page_leads_to_something(client, world, publish):
    publish(world.a, topic=world.topic)
    root = main(page(client, "/donghu/"))
    often = root.xpath("//p[@class='often-sought']/a")
    assert [a.text for a in often] == ["基础教育"]
    for link in root.iter("a"):
        text = page(client, link.get("href"))
        assert not any(said in text for said in EMPTY), link.get("href")
    assert "阳光招生" not in often[0].get("href") and world.topic.code in often[0].get("href")


def test_a_topic_whose_documents_all_left_is_not_offered(world, publish, withdraw):
    publication = publish(world.a, topic=world.topic)
    assert busy_topics(world.a.body) == [world.topic]
    withdraw(world.a, publication)
    assert busy_topics(world.a.body) == []
    SearchDoc.objects.create(  # an index that lags behind offers nothing either
        subject_type="publishing.publication", subject_id=str(publication.pk), organization=world.a.body,
        site=world.a.body, url="/x", title="x", topic="基础教育", published_at=dt.datetime(2026, 5, 20, tzinfo=dt.UTC),
    )  # fmt: skip
    assert busy_topics(world.a.body) == []


# --- validity is stated only where there is one (A12)


@pytest.mark.parametrize(
    ("fields", "stated"),
    [
        ({"kind": "其他", "title": "东湖区教育局2026年部门预算", "number": ""}, False),
        ({"kind": "报告", "title": "2025年政府信息公开工作年度报告", "number": ""}, False),
        ({"kind": "公告", "title": "2026年教师招聘公告", "number": "东教〔2026〕9号"}, False),
        ({"kind": "通知", "title": "关于校园开放日的通知", "number": ""}, False),
        ({"kind": "通知"}, True),
        ({"kind": "其他", "number": "", "effective_on": dt.date(2026, 5, 1)}, True),
        ({"kind": "公告", "number": "", "expires_on": dt.date(2031, 4, 30)}, True),
    ],
)
def test_validity_is_stated_only_of_what_has_one(client, world, publish, fields, stated):
    publication = publish(world.a, **fields)
    text = page(client, f"/donghu/doc/{publication.key}.html")
    assert ("validity-banner" in text) == stated
    assert ("<dt>有效性</dt>" in text) == stated
    assert "没有规定有效期" not in text or fields.get("kind") == "通知"
    for path in ("/donghu/list/", "/donghu/"):
        row = page(client, path)
        assert ("tag-in-force" in row) == stated, path


def test_a_correction_is_told_also_where_no_validity_is(client, world, publish, correct):
    publication = publish(world.a, kind="其他", title="东湖区教育局2026年部门预算", number="")
    correct(world.a, publication, "第二行的数录入有误。", html="<p>更正后的预算。</p>")
    text = page(client, f"/donghu/doc/{publication.key}.html")
    assert "有更正" in text and "更正过" in text and "现行有效" not in text


# --- history: repeal dates, and the words that changed (B31, B13)


def test_the_history_says_when_it_was_repealed_and_by_what(client, world, publish, commit):
    old = publish(world.a)
    new = publish(world.a, number="东教〔2026〕8号", title="关于修订招生办法的通知", html="<p>新办法。</p>")
    commit(actions.change_validity, world.a.office, new, old, kind="repeals", since=dt.date(2026, 5, 20))
    changes = main(page(client, f"/donghu/doc/{old.key}.html")).xpath("//ol[@class='change-list']/li")
    said = [" ".join(li.text_content().split()) for li in changes]
    assert said[0].startswith("2026年5月20日 废止") and "东教〔2026〕8号" in said[0]
    assert changes[0].xpath(".//a")[0].get("href") == f"/donghu/doc/{new.key}.html"
    assert said[-1].endswith("发布")
    assert "多人审核" not in page(client, f"/donghu/doc/{old.key}.html")


def test_the_history_shows_the_words_that_changed(client, world, publish, correct):
    publication = publish(world.a, html="<p>报名从5月10日起。</p><p>地点不变。</p>")
    correct(world.a, publication, "报名日期录入有误。", html="<p>报名从5月12日起。</p><p>地点不变。</p>")
    shown = main(page(client, f"/donghu/doc/{publication.key}.html")).xpath("//*[@class='wording-change']/p")
    assert len(shown) == 1, "what stayed is not repeated"
    assert "".join(shown[0].itertext()).strip() == "报名从5月1012日起。"
    assert [d.text for d in shown[0].xpath(".//del")] == ["10"]
    assert [i.text for i in shown[0].xpath(".//ins")] == ["12"]


# --- names, numbers and mail (B23)


@pytest.mark.parametrize(
    ("said", "dialled"),
    [
        ("0000-80003200", ["tel:000080003200"]),
        ("0000-80003200、0000-80003201", ["tel:000080003200", "tel:000080003201"]),
        ("021-62340000转8012", ["tel:02162340000,8012"]),
        ("400-820-8820", ["tel:4008208820"]),
        ("云教办〔2026〕4号，2026-05-20，310101199003070015", []),
        ("编号1021-62340000", []),
    ],
)
def test_a_telephone_number_is_dialled_and_nothing_else_is(said, dialled):
    html = str(contacts.linked(said))
    assert re.findall(r'href="([^"]+)"', html) == dialled
    assert lxml.html.fromstring(f"<p>{html}</p>").text_content() == said


def test_numbers_in_a_text_are_dialled_and_links_stay(world):
    html = '<p>请拨0000-80003200。<a href="https://x.example/">0000-80003200</a></p>'
    root = lxml.html.fragment_fromstring(str(dress(html)[0]), create_parent="div")
    assert [a.get("href") for a in root.iter("a")] == ["tel:000080003200", "https://x.example/"]
    assert root.text_content() == "请拨0000-80003200。0000-80003200"


def test_guide_foot_and_bodies_have_numbers_to_tap(client, world, publish):
    world.a.body.telephone, world.a.body.email = "0000-80003200", "office@edu.example"
    world.a.body.save()
    guide = page(client, "/donghu/guide/")
    assert guide.count('href="tel:000080003200"') >= 2 and 'href="mailto:office@edu.example"' in guide
    assert 'href="tel:000080003200"' in page(client, "/bodies/")


def test_a_school_without_a_site_leads_to_what_it_published(client, world, publish):
    school = Organization.objects.create(
        parent=world.a.body, slug="dhxx", name="东湖小学", kind="school", path=f"{world.a.body.path}/dhxx"
    )
    root = main(page(client, "/donghu/bodies/"))
    assert not root.xpath("//a[contains(., '东湖小学')]") and "还没有公开的信息" in root.text_content()
    publication = publish(world.a)
    publication.organization = school
    publication.save()
    other = publish(world.a, number="东教〔2026〕8号", title="区里的通知")
    link = main(page(client, "/donghu/bodies/")).xpath("//a[contains(., '东湖小学')]")[0].get("href")
    text = page(client, link)
    assert publication.key in text and other.key not in text and "只看东湖小学公开的" in text
    assert 'name="body" value="dhxx"' in text, "a further filter keeps the school"


# --- topics in the order of their tree (B24)


def test_topics_of_a_filter_stand_below_their_head(db):
    heads = [Topic.objects.create(code=f"h{n}", name=f"类{n}", position=n) for n in (1, 2)]
    for n, head in enumerate(reversed(heads), 1):
        for place in (1, 2):
            Topic.objects.create(
                code=f"c{head.position}{place}", name=f"目{n}{place}", parent=head, position=place
            )
    codes = [t.code for t in open_topics() if t.code[0] in "hc"]
    assert codes == ["h1", "c11", "c12", "h2", "c21", "c22"]


# --- contents on a phone (B25), marks of the page (B28)


def test_a_long_document_has_its_contents_folded_before_the_text(client, world, publish):
    html = "".join(f"<h2>{n}、部分{n}</h2><p>内容。</p>" for n in "一二三四")
    text = page(client, f"/donghu/doc/{publish(world.a, html=html).key}.html")
    folded = main(text).xpath("//details[contains(@class, 'phone-contents')]")[0]
    assert [a.get("href") for a in folded.iter("a")] == ["#c1", "#c2", "#c3", "#c4", "#changes"]
    assert text.index("phone-contents") < text.index("official-text")


def test_the_marks_of_a_page_are_written_as_the_guide_for_government_sites_says(
    client, world, publish, settings
):
    settings.PUBLIC_URL = "https://gk.example.gov.cn"
    column = world.a.columns[0]
    Column.objects.filter(pk=column.pk).update(description="规范性文件")
    publication = publish(world.a, topic=world.topic)
    text = page(client, f"/donghu/doc/{publication.key}.html")
    marks = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', text))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", marks["PubDate"])
    assert marks["SiteDomain"] == "gk.example.gov.cn"
    assert marks["Keywords"] == "基础教育,东教〔2026〕7号,东湖区教育局"
    assert marks["ColumnDescription"] == "规范性文件"
    listed = dict(
        re.findall(r'<meta name="(\w+)" content="([^"]*)">', page(client, f"/donghu/list/{column.slug}/"))
    )
    assert listed["ColumnDescription"] == "规范性文件" and "东湖区教育局" in listed["ColumnKeywords"]


# --- the fixed columns (B29) and the way to complain (B30)


def test_the_fixed_columns_of_a_disclosure_site_stand_first(client, world, publish):
    for slug, name in (("nianbao", "政府信息公开年报"), ("zhidu", "政府信息公开制度")):
        Column.objects.create(organization=world.a.body, slug=slug, name=name)
    tree = main(page(client, "/donghu/list/")).xpath("//nav[@class='column-tree']")[0]
    fixed, others = tree.findall("ul")
    assert [a.text for a in fixed.iter("a")] == [
        "政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "公文流水目录", "监督和救济",
    ]  # fmt: skip
    assert "政府信息公开年报" not in [a.text for a in others.iter("a")]


def test_the_guide_says_where_to_complain(client, world):
    above = world.a.body.parent
    above.telephone = "0000-80001100"
    above.save()
    part = main(page(client, "/donghu/guide/")).get_element_by_id("remedy")
    said = part.text_content()
    for words in ("投诉、举报", "行政复议", "行政诉讼", above.name, "0000-80001100", "12345"):
        assert words in said, words
    assert {a.get("href") for a in part.iter("a")} >= {"tel:000080001100", "tel:12345"}


# --- tables (A7, A8)

GRID = (
    "<table><thead><tr><th colspan='3' rowspan='2'>勾稽</th><th colspan='2'>申请人</th></tr><tr><th>自然人</th><th>总计</th></tr></thead>"
    "<tbody><tr><td colspan='3'>一、新收</td><td>41</td><td>50</td></tr>"
    "<tr><td rowspan='4'>三、结果</td><td colspan='2'>予以公开</td><td>17</td><td>21</td></tr>"
    "<tr><td rowspan='3'>不予公开</td><td>国家秘密</td><td>0</td><td>0</td></tr>"
    "<tr><td>第三方</td><td>2</td><td>2</td></tr><tr><td>其他</td><td>1</td><td>1</td></tr></tbody></table>"
)


def drawn(html: str) -> Any:
    return lxml.html.fragment_fromstring(str(dress(html)[0]), create_parent="div").find(".//table")


def test_a_form_with_merged_labels_is_ruled_and_its_labels_stay_in_sight():
    table = drawn(GRID)
    assert table.get("class") == "plain-table ruled-table has-labels-3"
    classes = {cell.text: cell.get("class") or "" for cell in table.iter("td")}
    assert classes["一、新收"] == "label-1", "a label over all three columns starts at the edge"
    assert classes["三、结果"] == "label-1 is-tall" and classes["不予公开"] == "label-2 is-tall"
    assert classes["国家秘密"] == "label-3" and classes["予以公开"] == "label-2"
    assert classes["41"] == "figure-cell" == classes["21"]
    heads = {cell.text: cell.get("class") or "" for cell in table.iter("th")}
    assert heads["总计"] == "figure-cell" and heads["勾稽"] == "label-1"


def test_a_form_of_figures_alone_is_ruled_without_labels():
    row = "".join(f"<td>{n}</td>" for n in range(15))
    table = drawn(
        f"<table><thead><tr>{'<th>维持</th>' * 15}</tr></thead><tbody><tr>{row}</tr></tbody></table>"
    )
    assert table.get("class") == "plain-table ruled-table"
    assert {cell.get("class") for cell in table.iter("td")} == {"figure-cell"}


def test_a_wide_table_of_words_keeps_its_first_column_in_sight():
    head = "".join(f"<th>列{n}</th>" for n in range(6))
    row = "".join(f"<td>词{n}</td>" for n in range(6))
    table = drawn(f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>")
    assert "has-labels-1" in table.get("class")
    assert [cell.get("class") for cell in table.iter("td")] == ["label-1"] + [None] * 5


def test_a_narrow_table_becomes_blocks_whose_cells_name_their_column():
    table = drawn(
        "<table><thead><tr><th>学校</th><th>地段</th><th>班数</th></tr></thead>"
        "<tbody><tr><td>文津路小学</td><td>文津路1号</td><td>8</td></tr></tbody></table>"
    )
    assert "block-table" in table.get("class")
    assert [cell.get("data-label") for cell in table.iter("td")] == ["学校", "地段", "班数"]
    assert table.get("role") == "table" and {r.get("role") for r in table.iter("tr")} == {"row"}


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>甲</td><td>乙</td><td>丙</td></tr></table>",
        "<table><thead><tr><th>甲</th><th></th><th>丙</th></tr></thead><tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>",
        "<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ],
)
def test_a_table_without_a_name_for_each_column_stays_a_table(html):
    assert drawn(html).get("class") == "plain-table"
