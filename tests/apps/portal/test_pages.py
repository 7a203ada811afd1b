"""What a citizen reads on each page."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from gongkai.apps.catalogue.models import Column
from gongkai.apps.organizations.models import Organization
from gongkai.apps.portal.pages.lists import Choice, list_page
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.models import Placement, Publication
from gongkai.clocks import moment

PAGES = ["", "list/", "list/zhengce/", "register/", "register/2026/", "guide/", "record/", "corrections/", "bodies/",
         "map/", "accessibility/", "search/", "search/?q=招生", "feed.xml", "list/zhengce/feed.xml", "sitemap.xml",
         "sitemap-2026-05.xml"]  # fmt: skip


@pytest.mark.parametrize("prefix", ["/", "/donghu/"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_without_cookie_and_under_the_strict_policy(client, world, publish, prefix, path):
    publish(world.a)
    Column.objects.create(organization=world.a.body.parent, slug="zhengce", name="政策文件")
    response = client.get(prefix + path)
    assert response.status_code == 200
    assert not response.cookies
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    text = response.content.decode()
    assert not re.search(r"\sstyle=|<style|<script(?! src=)|\son[a-z]+=|javascript:", text)
    if "html" in response["Content-Type"]:
        assert '<html lang="zh-CN"' in text and text.count("<h1") == 1
        assert not re.search(r">\s*(None|True|False)\s*<", text)


def test_the_document_page_tells_all_that_the_rules_ask(client, world, publish):
    publication = publish(
        world.a, topic=world.topic, effective_on=dt.date(2026, 5, 1), expires_on=dt.date(2031, 4, 30),
        files={"地段一览表.csv": b"a,b\n1,2\n"},
    )  # fmt: skip
    text = client.get(f"/donghu/doc/{publication.key}.html").content.decode()
    for words in (
        publication.index_number, "东教〔2026〕7号", "基础教育", "2026年5月8日", "2026年5月20日", "主动公开", "现行有效",
        "2026年5月1日起施行，至2031年4月30日。", "东湖区教育局文件", "地段一览表", "表格，8 字节" , "修改历史",
        '<meta name="ArticleTitle" content="关于做好2026年义务教育招生入学工作的通知">', '<meta name="PubDate"',
        '<meta name="ContentSource" content="东湖区教育局">', '<meta name="SiteName"', '<meta name="SiteIDCode"',
        '<meta name="ColumnName" content="政策文件">', 'class="addressee"', 'class="signature"', 'id="c1"', 'id="a1"',
        'class="table-frame"', "page-code",
    ):  # fmt: skip
        assert words in text, words


def test_an_attachment_is_handed_out_only_while_its_document_is_open(client, world, publish, withdraw):
    publication = publish(world.a, files={"名单.csv": b"a,b\n1,2\n"})
    fact = publication.versions.get().facts["attachments"][0]
    path = f"/donghu/doc/{publication.key}/{fact['key']}.csv"
    response = client.get(path)
    assert b"".join(response.streaming_content) == b"a,b\n1,2\n"
    assert "attachment" in response["Content-Disposition"]
    assert client.get(f"/donghu/doc/{publication.key}/{fact['key']}.html").status_code == 404
    assert client.get(f"/xiling/doc/{publication.key}/{fact['key']}.csv").status_code == 404
    withdraw(world.a, publication)
    assert client.get(path).status_code == 404


def test_the_source_file_and_a_draft_are_never_handed_out(client, world, publish):
    publication = publish(world.a, files={"公开的.csv": b"a\n"})
    from django.core.files.uploadedfile import SimpleUploadedFile

    from gongkai.apps.documents import actions as documents

    draft = documents.register(
        world.a.drafter, organization=world.a.body, section=world.a.section, fields={"title": "草稿"},
        attachments=[SimpleUploadedFile("未公开.csv", b"x\n")],
    )  # fmt: skip
    key = draft.files.get().key
    assert client.get(f"/donghu/doc/{publication.key}/{key}.csv").status_code == 404


def test_after_withdrawal_only_the_record_stays(client, world, publish, withdraw):
    publication = publish(world.a)
    withdraw(world.a, publication, hide_title=True)
    response = client.get(f"/donghu/doc/{publication.key}.html")
    text = response.content.decode()
    assert response.status_code == 410
    assert "附件里有住址，已撤下。" in text and "标题不再显示" in text and "个人隐私" in text
    for page in ("", "list/", "list/zhengce/", "feed.xml", "sitemap-2026-05.xml", "search/?q=阳光招生", "register/",
                 f"doc/{publication.key}.html", "corrections/", "record/"):  # fmt: skip
        found = client.get(f"/donghu/{page}").content.decode()
        assert "义务教育招生入学工作的通知" not in found, page
        assert "免试就近" not in found, page


def test_a_correction_is_told_and_the_old_version_is_marked(client, world, publish, correct):
    publication = publish(world.a, files={"名单.csv": b"a,b\n"})
    correct(world.a, publication, "第二段路名录入有误。", html="<p>更正后的正文。</p>")
    text = client.get(f"/donghu/doc/{publication.key}.html").content.decode()
    assert "更正后的正文" in text and "第二段路名录入有误。" in text and "更正过" in text
    old = client.get(f"/donghu/doc/{publication.key}/v1.html").content.decode()
    assert "免试就近" in old and "旧版" in old and 'content="noindex"' in old and "下载" not in old
    assert client.get(f"/donghu/doc/{publication.key}/v2.html").status_code == 404
    assert "第二段路名录入有误。" in client.get("/donghu/corrections/").content.decode()


def test_a_repealed_document_points_to_what_replaces_it(client, world, publish, commit):
    old = publish(world.a)
    new = publish(world.a, number="东教〔2026〕8号", title="关于修订招生办法的通知", html="<p>新办法。</p>")
    commit(actions.change_validity, world.a.office, new, old, kind="replaces", since=dt.date(2026, 5, 20))
    text = client.get(f"/donghu/doc/{old.key}.html").content.decode()
    assert "已废止" in text and "不能作为办事依据" in text and f"/donghu/doc/{new.key}.html" in text
    assert f"/donghu/doc/{old.key}.html" in client.get(f"/donghu/doc/{new.key}.html").content.decode()
    assert "is-ended" in client.get("/donghu/list/").content.decode()
    assert "2026年5月20日起" in client.get("/donghu/").content.decode()


def test_scheduled_and_foreign_documents_are_not_there(client, world, publish):
    publication = publish(world.a)
    assert client.get(f"/doc/{publication.key}.html").status_code == 404
    assert client.get(f"/xiling/doc/{publication.key}.html").status_code == 404
    Publication.objects.filter(pk=publication.pk).update(state="scheduled")
    assert client.get(f"/donghu/doc/{publication.key}.html").status_code == 404


def test_404_offers_search_in_the_site_at_hand(client, world):
    response = client.get("/donghu/nichts/")
    text = response.content.decode()
    assert response.status_code == 404
    assert "没有这一页" in text and 'action="/donghu/search/"' in text


def test_elder_mode_is_the_same_address_and_stays_on_the_way(client, world, publish):
    publish(world.a)
    text = client.get("/donghu/?elder=1").content.decode()
    assert 'class="elder-mode"' in text and "/donghu/list/?elder=1" in text and "标准模式" in text
    assert "elder" not in client.get("/donghu/").content.decode().replace("elder-hidden", "").replace(
        "?elder=1", ""
    ).replace('data-mode="elder"', "")


def test_a_host_of_its_own_leads_to_the_sub_site(client, world):
    Organization.objects.filter(pk=world.a.body.pk).update(host="donghu.example")
    response = client.get("/", headers={"host": "donghu.example"})
    assert (response.status_code, response["Location"]) == (302, "/donghu/")
    assert client.get("/donghu/", headers={"host": "donghu.example"}).status_code == 200


def test_the_guide_leads_to_the_form_and_says_when_the_answer_comes(client, world):
    text = client.get("/donghu/guide/").content.decode().split('id="ways"')[1].split("</section>")[0]
    assert 'href="/donghu/request/"' in text and 'href="/donghu/request/status/"' in text
    assert "20个工作日内答复" in text


def test_the_guide_names_what_is_missing(client, world):
    assert "尚未填写" not in client.get("/donghu/guide/").content.decode().replace("邮政编码", "")[:0]
    Organization.objects.filter(pk=world.a.body.pk).update(telephone="", fax="")
    text = client.get("/donghu/guide/").content.decode()
    assert re.search(r"尚未填写</dt><dd>[^<]*联系电话、传真号码", text)


def test_posting_is_refused(client, world):
    assert client.post("/donghu/").status_code == 405


@pytest.mark.parametrize("broken", ["?year=abc&topic=%00&kind=x&validity=y&before=zzz", "?before=2026-05-01~x", "?year=99999999", "?before=2026-05-20T09:00:00~99999999999999999999", "?year=٢٠٢٦"])  # fmt: skip
def test_a_broken_filter_gives_the_list(client, world, publish, broken):
    publish(world.a)
    assert client.get(f"/donghu/list/{broken}").status_code == 200


def test_no_row_and_a_very_long_title(client, world, publish):
    assert "本栏目还没有内容" in client.get("/donghu/list/").content.decode()
    title = "关于印发《东湖区义务教育阶段学生学籍变动办理规程（含转学、休学、复学、出国回国就读及跨学段衔接各环节）》等三个配套文件的补充通知"
    assert len(title) >= 60
    publish(world.a, title=title)
    assert title in client.get("/donghu/list/").content.decode()


def many(publication: Publication, count: int) -> None:
    """Copies of a publication, one a minute earlier than the other."""
    from gongkai.apps.documents.models import OfficialDocument

    document, column = publication.subject, publication.placements.get().column
    start = publication.published_at
    copies = []
    for n in range(count):
        d = OfficialDocument.objects.get(pk=document.pk)
        d.pk, d.number, d.number_serial = None, f"东教〔2026〕{n + 100}号", n + 100
        d.save()
        p = Publication.objects.get(pk=publication.pk)
        p.pk, p.subject_id, p.key, p.index_number = None, d.pk, f"copy-{n}", f"copy/{n}"
        p.title, p.published_at = f"第{n}号文件", start - dt.timedelta(minutes=n + 1)
        p.save()
        copies.append(
            Placement(
                publication=p, column=column, organization=column.organization, published_at=p.published_at
            )
        )
    Placement.objects.bulk_create(copies)


def test_a_list_of_two_hundred_pages_by_key_and_asks_little(
    client, world, publish, django_assert_max_num_queries
):
    many(publish(world.a), 200)
    seen: list[str] = []
    path = "/donghu/list/zhengce/"
    for _ in range(12):
        with django_assert_max_num_queries(14):
            text = client.get(path).content.decode()
        seen += re.findall(r'<h2><a href="(/donghu/doc/[^"]+)"', text)
        further = re.search(r'href="([^"]+)" rel="next"', text)
        if not further:
            break
        path = further[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 201
    assert "共 201 件，现行有效 201 件" in client.get("/donghu/list/zhengce/").content.decode()
    with django_assert_max_num_queries(30):
        client.get("/donghu/")


def test_filters_narrow_a_list(world, publish):
    publish(world.a, topic=world.topic)
    site = world.a.body
    assert (
        len(
            list_page(site, None, Choice(year=2026, topic="05", kind="通知", validity="valid")).context[
                "rows"
            ]
        )
        == 1
    )
    for choice in (Choice(year=2025), Choice(topic="99"), Choice(kind="函"), Choice(validity="repealed")):
        page = list_page(site, None, choice)
        if choice.topic != "99":
            assert page.context["rows"] == [], choice
        assert page.context["counts"]["all"] == 0


@pytest.mark.parametrize("switch", ["elder", "large"])
def test_a_switch_of_an_address_is_read_by_its_value(client, world, switch):
    on = client.get(f"/donghu/guide/?{switch}=1").content.decode()
    assert "elder-mode" in on.split("<body")[0] or "large-text" in on.split("<body")[0]
    for value in ("0", "", "false", "off", "no", "00"):
        off = client.get(f"/donghu/guide/?{switch}={value}").content.decode()
        assert "elder-mode" not in off.split("<body")[0] and "large-text" not in off.split("<body")[0], value


def test_switches_of_the_search_are_off_where_they_say_off(client, world, publish):
    publish(world.a)
    assert "连同下属各站" in client.get("/search/?q=招生&wide=1").content.decode()
    for path in ("/search/?q=招生&wide=0", "/search/?q=招生&wide=0&exact=0"):
        assert "没有找到" in client.get(path).content.decode(), path


def test_what_every_client_asks_for_by_itself_is_there(client, world, settings):
    settings.PUBLIC_URL = "https://gk.example"
    world.b.body.host = "xiling.example"
    world.b.body.save()
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /search/\n" in text and "Disallow: /workbench/\n" in text
    assert "Sitemap: https://gk.example/sitemap.xml\n" in text and "/donghu/sitemap.xml" in text
    assert "xiling.example" not in text
    own = client.get("/robots.txt", HTTP_HOST="xiling.example").content.decode()
    assert "Sitemap: https://xiling.example/xiling/sitemap.xml\n" in own
    icon = client.get("/favicon.ico")
    assert icon.status_code == 301 and icon["Location"].endswith(".ico")


VALUES = ["020250", "99999", "0", "-1", "²", "２０２６", "", "1e9", "9" * 30, "0001-01-01T00:00:00+14:00~1", "9999-12-31T23:59:59-14:00~1",
          "2026-01-01T00:00:00~99999999999999999999", "2026-01-01~x", "~", "\u200b", "null", "招生", "a" * 3000]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_no_value_in_an_address_breaks_a_public_page(client, world, publish, value):
    publication = publish(world.a)
    client.raise_request_exception = True
    for name in (
        "year",
        "before",
        "topic",
        "kind",
        "validity",
        "page",
        "upto",
        "code",
        "wide",
        "force",
        "q",
        "elder",
    ):
        for path in (
            "/donghu/list/",
            "/donghu/list/zhengce/",
            "/donghu/search/",
            "/donghu/register/",
            "/donghu/",
        ):
            given = {"q": "招生", name: value} if path.endswith("search/") else {name: value}
            assert client.get(path, given).status_code in {200, 404}, (path, given)
    for path in (
        "/donghu/register/99999999999999999999/",
        f"/donghu/doc/{publication.key}/v99999999999999999999.html",
    ):
        assert client.get(path).status_code == 404


def test_a_title_hidden_once_is_hidden_in_every_row(client, world, publish, withdraw, commit):
    publication = publish(world.a, title="标题里有住址的通知")
    withdraw(world.a, publication)
    again(world.a, publication, commit)
    publication.refresh_from_db()
    assert publication.state == "live"
    assert "标题里有住址的通知" in client.get("/donghu/corrections/?x=1").content.decode()
    withdraw(world.a, publication, hide_title=True)
    for path in (
        "corrections/",
        "register/",
        "register/2026/",
        f"doc/{publication.key}.html",
        "",
        "list/",
        "search/?q=住址",
    ):
        response = client.get(f"/donghu/{path}")
        assert "标题里有住址" not in response.content.decode(), path
    assert client.get("/donghu/corrections/").content.decode().count("标题不再显示") == 2


def again(bureau, publication, commit):
    """Mend a withdrawn document and publish it once more."""
    from tests.apps.portal.conftest import reviewed

    from gongkai.apps.documents import actions as documents

    document = documents.change(bureau.drafter, publication.subject, {"html": "<p>改过的正文。</p>"})
    reviewed(bureau, document)
    commit(actions.publish, bureau.leader, document, columns=bureau.columns[:1], change_note="删去住址。")


def test_what_waits_for_its_time_changes_nothing_that_is_public(client, world, publish, commit):
    """W1: public and waiting are two facts. Setting a time, baking all, and cancelling leave every page as it was."""
    from tests.apps.portal.conftest import reviewed

    from gongkai.apps.documents import actions as documents
    from gongkai.apps.portal.baking import check, make

    publication = publish(world.a, title="招生通知", html="<p>公开的正文。</p>")
    paths = [f"doc/{publication.key}.html", f"doc/{publication.key}.html?elder=1", "list/?year=2026", "feed.xml?x=1",
             "register/?x=1", "register/2026/?x=1", "sitemap-2026-05.xml?x=1", "search/?q=招生"]  # fmt: skip

    def seen():
        return {p: (r := client.get(f"/donghu/{p}")) and (r.status_code, r.content) for p in paths}

    before = seen()
    document = documents.change(
        world.a.drafter, publication.subject, {"title": "改了的标题", "html": "<p>还没到时候的正文。</p>"}
    )
    assert seen() == before
    reviewed(world.a, document)
    assert seen() == before
    when = moment.now() + dt.timedelta(days=2)
    commit(actions.correct, world.a.leader, publication, "改了正文。", scheduled_for=when)
    make.bake_all()
    assert seen() == before and check.differences() == []
    publication.refresh_from_db()
    commit(actions.unschedule, world.a.leader, publication)
    make.bake_all()
    assert seen() == before and all(status == 200 for status, _ in before.values())
