"""站点管理: one person asks, another releases; the public site follows; nothing that was issued changes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.cast import person

from gongkai.apps.catalogue.models import Column, FormerColumn, Topic
from gongkai.apps.ledger.models import Entry
from gongkai.apps.organizations.actions import proposals
from gongkai.apps.organizations.models import Organization, Proposal
from gongkai.apps.portal.baking import check, make, store
from gongkai.apps.premises import actions, queries, rules
from gongkai.apps.premises.models import SiteText, VerificationFile
from gongkai.apps.search.missed import fold, note
from gongkai.apps.search.models import SearchDoc
from gongkai.apps.search.queries import Filters, search
from gongkai.clocks import moment
from gongkai.exceptions import Refused

GOOD = {"name": "招生入学", "slug": "zhaosheng", "parent": None, "shows": "documents", "description": "", "basis": "", "fresh_days": None}  # fmt: skip


def fields(column, **changed):
    names = ("name", "slug", "parent", "shows", "description", "basis", "fresh_days")
    return {n: getattr(column, n) for n in names} | changed


def codes_of(refused):
    return {o.code for o in refused.value.obstacles}


def answer(path):
    return Client().get(path)


# ── who may ──────────────────────────────────────────────────────────────────


def test_the_administrator_has_no_power_over_what_is_published(world, sign_in):
    browser = sign_in(world.a.admin)
    assert browser.get(reverse("premises:site", args=[world.a.body.pk])).status_code == 200
    assert browser.get(reverse("documents:list")).status_code == 404
    assert browser.get(reverse("premises:site", args=[world.b.body.pk])).status_code == 404, "another body"
    assert browser.get(reverse("premises:column", args=[world.b.columns[0].pk])).status_code == 404
    for part in ("office", "leader", "auditor", "drafter"):
        assert sign_in(world.a.people[part]).get(reverse("premises:home")).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.columns.ask_to_add(world.a.office, world.a.body, GOOD)


def test_who_asks_never_releases(world):
    asked = actions.columns.ask_to_add(world.a.admin, world.a.body, GOOD)
    with pytest.raises(Refused):
        proposals.confirm(world.a.admin, asked)
    assert not Column.objects.filter(slug="zhaosheng").exists()
    with transaction.atomic(), pytest.raises(IntegrityError):
        SiteText.objects.create(
            organization=world.a.body, name="footer", html="x", written_by=world.a.admin,
            released_by=world.a.admin, at=moment.now(),
        )  # fmt: skip


# ── numbers in the foot, host, site ──────────────────────────────────────────


def test_numbers_in_the_foot_are_of_their_shape_and_change_every_page(world, publish, commit):
    publish(world.a)
    make.bake_all()
    page = store.root() / "donghu" / "guide" / "index.html"
    assert page.exists()
    good = {"site_code": "3700000001", "icp_number": "鲁ICP备05070218号-1", "police_number": ""}
    commit(actions.site.change_marks, world.a.admin, world.a.body, good)
    assert "鲁ICP备05070218号-1" in page.read_text() and "3700000001" in page.read_text()
    assert Entry.objects.filter(
        event="premises:marks_changed", facts__fields="网站标识码、ICP备案号"
    ).exists()
    for name, wrong in (("site_code", "37"), ("icp_number", "欢迎访问"), ("police_number", "公网安备1号")):
        with pytest.raises(Refused) as refused:
            actions.site.change_marks(world.a.admin, world.a.body, good | {name: wrong})
        assert refused.value.obstacles[0].cure == f"#id_{name}"


@pytest.mark.parametrize(
    ("host", "production", "code"),
    [
        ("127.0.0.1", False, "site:host"), ("localhost", False, "site:host"), ("gk.local", False, "site:host"),
        ("a b.cn", False, "site:host"), ("gk.example.gov.cn/x", False, "site:host"),
        ("gk.example.gov.cn", True, "site:host_server"), ("gk.example.gov.cn", False, ""), ("www.example.gov.cn", True, ""),
        ("x.edu.example.cn", True, ""),
    ],
)  # fmt: skip
def test_a_host_is_a_name_that_the_server_answers_to(host, production, code):
    found = rules.obstacles_to_host(
        host, "", hosts=["www.example.gov.cn", ".edu.example.cn"], production=production
    )
    assert [o.code for o in found] == ([code] if code else [])


def test_http_is_refused_and_what_was_typed_stays(world, sign_in):
    url = reverse("premises:site", args=[world.a.body.pk])
    page = (
        sign_in(world.a.admin).post(url, {"act": "host", "host": "http://gk.example.gov.cn"}).content.decode()
    )
    assert "须用 https" in page and 'value="http://gk.example.gov.cn"' in page
    assert not Proposal.objects.exists()


def test_a_host_taken_by_another_body_is_refused_and_a_released_one_leads_the_links(world, confirm):
    confirm(actions.site.ask_host(world.a.admin, world.a.body, "gk.example.gov.cn"))
    assert "https://gk.example.gov.cn/donghu/" in answer("/donghu/feed.xml").content.decode()
    assert (store.root() / ".hosts" / "gk.example.gov.cn").read_text() == "/donghu/", "the front knows it too"
    with pytest.raises(Refused) as refused:
        actions.site.ask_host(world.b.admin, world.b.body, "gk.example.gov.cn")
    assert codes_of(refused) == {"site:host_taken"}


def test_closing_a_site_moves_its_pages_and_leads_old_links_on(world, publish, confirm):
    shown = publish(world.a, columns=world.a.columns[:1])
    asked = actions.site.ask_site(world.a.admin, world.a.body, False)
    assert answer(f"/donghu/doc/{shown.key}.html").status_code == 200, (
        "nothing happens before the second person"
    )
    confirm(asked)
    moved = answer(f"/donghu/doc/{shown.key}.html")
    assert (moved.status_code, moved["Location"]) == (301, f"/doc/{shown.key}.html")
    assert answer(moved["Location"]).status_code == 200
    world.a.body.refresh_from_db()
    confirm(actions.site.ask_site(world.a.admin, world.a.body, True))
    assert answer(f"/donghu/doc/{shown.key}.html").status_code == 200, "it came back to its old address"
    assert check.differences() == []


def test_the_top_site_cannot_be_closed(world, chief):
    with pytest.raises(Refused) as refused:
        actions.site.ask_site(chief, world.a.body.parent, False)
    assert codes_of(refused) == {"site:top"}


# ── index numbers and codes ──────────────────────────────────────────────────


def test_a_new_pattern_counts_on_and_issued_numbers_stay(world, publish, confirm, sign_in):
    first = publish(world.a)
    browser, url = sign_in(world.a.admin), reverse("premises:numbers", args=[world.a.body.pk])
    typed = {"index_scheme": "uscc", "index_code": "91350100m000100y43"}
    page = browser.post(url, typed | {"act": "preview"}).content.decode()
    assert "91350100M000100Y43/202605-00002" in page and not Proposal.objects.exists(), "only looked at"
    browser.post(url, typed | {"act": "index"})
    confirm(Proposal.objects.get())
    second = publish(world.a, number="东教〔2026〕9号")
    first.refresh_from_db()
    assert first.index_number == "00000000A/2026-00001"
    assert second.index_number == "91350100M000100Y43/202605-00002"


def test_a_credit_code_with_a_wrong_check_sign_is_refused_in_its_field(world, sign_in):
    url = reverse("premises:numbers", args=[world.a.body.pk])
    typed = {"act": "index", "index_scheme": "uscc", "index_code": "91350100M000100Y44"}
    page = sign_in(world.a.admin).post(url, typed).content.decode()
    assert "最后一位是校验码" in page and "91350100M000100Y44" in page and not Proposal.objects.exists()


def test_a_code_that_documents_carry_stays(world, publish):
    publish(world.a, number="云教〔2026〕3号")
    with pytest.raises(Refused) as refused:
        actions.site.change_codes(world.a.admin, world.a.body, ["东教"])
    assert codes_of(refused) == {"site:code_used"}
    actions.site.change_codes(world.a.admin, world.a.body, ["东教", "云教"])
    world.a.body.refresh_from_db()
    assert world.a.body.number_codes == ["东教", "云教"]
    with pytest.raises(Refused):
        actions.site.change_codes(world.a.admin, world.a.body, ["东教", "云教", "abc"])


# ── columns ──────────────────────────────────────────────────────────────────


def test_a_column_appears_when_another_has_released_it(world, confirm, publish):
    asked = actions.columns.ask_to_add(world.a.admin, world.a.body, GOOD)
    assert answer("/donghu/list/zhaosheng/").status_code == 404
    confirm(asked)
    assert answer("/donghu/list/zhaosheng/").status_code == 200
    assert (store.root() / "donghu/list/zhaosheng/index.html").exists(), "and its file was made"
    assert Entry.objects.filter(event="premises:column_added", actor_name=world.a.admin.name).exists()


def test_a_renamed_column_is_renamed_everywhere_and_its_old_address_leads_on(world, publish, confirm):
    column = world.a.columns[0]
    shown = publish(world.a, columns=[column])
    make.bake_all()
    confirm(actions.columns.ask_to_change(world.a.admin, column, fields(column, name="政策", slug="zc")))
    gone = answer("/donghu/list/zhengce/")
    assert (gone.status_code, gone["Location"]) == (301, "/donghu/list/zc/")
    assert answer("/donghu/list/zhengce/feed.xml")["Location"] == "/donghu/list/zc/feed.xml"
    page = (store.root() / f"donghu/doc/{shown.key}.html").read_text()
    assert '<a href="/donghu/list/zc/">政策</a>' in page and ">政策文件<" not in page
    assert SearchDoc.objects.get().column == "政策" and check.differences() == []
    with pytest.raises(Refused) as refused:  # nobody else may take the word that leads on
        actions.columns.ask_to_add(world.a.admin, world.a.body, GOOD | {"slug": "zhengce"})
    assert codes_of(refused) == {"column:slug"}
    column.refresh_from_db()
    confirm(actions.columns.ask_to_change(world.a.admin, column, fields(column, slug="zhengce")))
    assert answer("/donghu/list/zc/")["Location"] == "/donghu/list/zhengce/", "back to its first address"
    assert answer("/donghu/list/zhengce/").status_code == 200


def test_two_who_change_one_column_do_not_overwrite_each_other(world, chief, confirm):
    column = world.a.columns[0]
    first = actions.columns.ask_to_change(world.a.admin, column, fields(column, name="甲栏"))
    second = actions.columns.ask_to_change(chief, column, fields(column, name="乙栏"))
    confirm(first)
    with pytest.raises(Refused) as refused:
        proposals.confirm(world.a.leader, second)
    assert codes_of(refused) == {"column:moved"}


def test_columns_have_two_levels(world, confirm):
    top, other = world.a.columns
    confirm(actions.columns.ask_to_change(world.a.admin, other, fields(other, parent=top)))
    with pytest.raises(Refused) as refused:
        actions.columns.ask_to_change(world.a.admin, top, fields(top, parent=top))
    assert "column:parent" in codes_of(refused)
    other.refresh_from_db()
    with pytest.raises(Refused) as refused:
        actions.columns.ask_to_add(world.a.admin, world.a.body, GOOD | {"parent": other})
    assert codes_of(refused) == {"column:deep"}
    with pytest.raises(Refused) as refused:
        actions.columns.ask_to_close(world.a.admin, top, None)
    assert codes_of(refused) == {"column:children"}


def test_the_order_changes_at_once(world, sign_in):
    first, second = world.a.columns
    sign_in(world.a.admin).post(reverse("premises:column_order", args=[second.pk]), {"step": "up"})
    assert [c.pk for c in queries.columns(world.a.body)] == [second.pk, first.pk]
    assert Entry.objects.filter(event="premises:column_ordered").exists()


def test_closing_says_what_is_in_it_and_moves_it_where_wished(world, publish, confirm, sign_in):
    first, second = world.a.columns
    alone, both = (
        publish(world.a, columns=[first]),
        publish(world.a, number="东教〔2026〕9号", columns=[first, second]),
    )
    browser, url = sign_in(world.a.admin), reverse("premises:column", args=[first.pk])
    assert "栏内 2 件，其中 1 件不在别的栏目" in browser.get(url).content.decode()
    browser.post(url, {"act": "close", "into": second.pk})
    confirm(Proposal.objects.get())
    gone = answer("/donghu/list/zhengce/")
    assert (gone.status_code, gone["Location"]) == (301, "/donghu/list/gonggao/")
    listed = answer("/donghu/list/gonggao/").content.decode()
    assert all(listed.count(f"doc/{p.key}.html") == 1 for p in (alone, both))
    with pytest.raises(Refused) as refused:
        actions.columns.ask_to_open(world.a.admin, Column.objects.get(pk=first.pk))
    assert codes_of(refused) == {"column:merged"}
    assert check.differences() == []


def test_a_closed_column_keeps_its_pages_and_opens_again(world, publish, confirm):
    column = world.a.columns[0]
    shown = publish(world.a, columns=[column])
    confirm(actions.columns.ask_to_close(world.a.admin, column, None))
    assert answer("/donghu/list/zhengce/").status_code == 404
    assert answer(f"/donghu/doc/{shown.key}.html").status_code == 200
    assert search(world.a.body, "阳光招生", Filters()).total == 1
    confirm(actions.columns.ask_to_open(world.a.admin, Column.objects.get(pk=column.pk)))
    assert f"doc/{shown.key}.html" in answer("/donghu/list/zhengce/").content.decode()
    assert not FormerColumn.objects.exists()


# ── topics ───────────────────────────────────────────────────────────────────


def test_topics_are_kept_on_top_and_a_new_name_is_found_everywhere(world, chief, publish, confirm, sign_in):
    publish(world.a, topic=world.topic)
    with pytest.raises(Refused) as refused:
        actions.topics.ask_to_rename(world.a.admin, world.a.body, world.topic, "基教")
    assert codes_of(refused) == {"site:top_only"}
    city = world.a.body.parent
    second = world.b.leader
    asked = actions.topics.ask_to_rename(chief, city, world.topic, "义务教育")
    with pytest.raises(PermissionDenied):
        proposals.confirm(second, asked)  # a leader below is nobody's second person above
    other = _another_chief(city)
    confirm(asked, other)
    assert search(world.a.body, "阳光招生", Filters(topic="义务教育")).total == 1
    assert search(world.a.body, "阳光招生", Filters(topic="基础教育")).total == 0
    confirm(actions.topics.ask_to_add(chief, city, "学前教育", None), other)
    confirm(actions.topics.ask_to_switch(chief, city, Topic.objects.get(name="学前教育"), False), other)
    assert (
        "学前教育" not in answer("/list/").content.decode()
        and "义务教育" in answer("/list/").content.decode()
    )


def _another_chief(city):
    return person("city-admin-2", city, "admin", subtree=True, name="市管理员乙")


# ── texts, words, files ──────────────────────────────────────────────────────


def test_a_text_is_cleaned_and_shown_only_after_release(world, confirm, sign_in):
    typed = '<p onclick="x()">欢迎监督<script>alert(1)</script><a href="javascript:x">甲</a></p>'
    asked = actions.texts.ask_to_write(world.a.admin, world.a.body, "footer", typed)
    assert "欢迎监督" not in answer("/donghu/").content.decode()
    waiting = sign_in(world.a.leader).get(reverse("people:waiting")).content.decode()
    assert "欢迎监督" in waiting and "alert(1)" not in waiting, "the second person reads all of it, clean"
    confirm(asked)
    page = answer("/donghu/").content.decode()
    assert "<p>欢迎监督" in page and "alert(1)" not in page and "javascript:" not in page
    kept = SiteText.objects.get()
    assert (kept.written_by, kept.released_by) == (world.a.admin, world.a.leader)
    confirm(actions.texts.ask_to_write(world.a.admin, world.a.body, "guide", "第一行\n<3 第二行"))
    assert "<p>第一行</p><p>&lt;3 第二行</p>" in answer("/donghu/guide/").content.decode()


def test_close_words_add_hits_and_never_take_one(world, publish, confirm):
    publish(world.a, title="关于学生接驳的通知")
    assert search(world.a.body, "通勤车").total == 0
    confirm(actions.words.ask_to_add(world.a.admin, world.a.body, ["通勤车", "学生接驳"]))
    found = search(world.a.body, "通勤车")
    assert found.total == 1 and found.query.close_words == ("学生接驳",)
    assert search(world.b.body, "通勤车").query.close_words == (), "another site has its own"
    assert search(world.a.body, "学生接驳").total == 1, "the very word is found as before"
    with pytest.raises(Refused) as refused:
        actions.words.ask_to_add(world.a.admin, world.a.body, ["通勤车", "班车"])
    assert codes_of(refused) == {"words:taken"}
    actions.words.drop(world.a.admin, world.a.body, ["通勤车", "学生接驳"])
    assert search(world.a.body, "通勤车").total == 0


def test_the_office_sees_what_is_searched_in_vain_and_adds_a_word(world, sign_in):
    note(world.a.body, "通勤车")
    note(world.b.body, "别处的词")
    fold()
    office = sign_in(world.a.office)
    assert office.get(reverse("premises:searches")).url == reverse(
        "premises:searched", args=[world.a.body.pk]
    )
    page = office.get(reverse("premises:searched", args=[world.a.body.pk])).content.decode()
    assert "通勤车" in page and "别处的词" not in page and "站点与备案" not in page
    assert f'href="{reverse("premises:home")}"' not in page, "no link to what may not be opened"
    words = reverse("premises:words", args=[world.a.body.pk])
    assert 'value="通勤车、"' in office.get(f"{words}?word=通勤车").content.decode()
    office.post(words, {"words": "通勤车、学生接驳"})
    assert world.a.body.proposals.get().asked_by == world.a.office
    assert office.get(reverse("premises:site", args=[world.a.body.pk])).status_code == 404
    assert office.get(reverse("premises:searched", args=[world.b.body.pk])).status_code == 404


def test_a_shipped_group_can_be_done_without_and_taken_up_again(world, confirm):
    group = ["欺凌", "霸凌"]
    assert search(world.a.body, "欺凌").query.close_words == ("霸凌",)
    actions.words.drop(world.a.admin, world.a.body, group)
    assert search(world.a.body, "欺凌").query.close_words == ()
    assert search(world.b.body, "欺凌").query.close_words == ("霸凌",)
    confirm(actions.words.ask_to_add(world.a.admin, world.a.body, group))
    assert search(world.a.body, "欺凌").query.close_words == ("霸凌",)


def test_a_verification_file_survives_making_all_anew(world, confirm, tmp_path):
    name, content = "baidu_verify_codeva-AbCd.html", "f00dbabe1234"
    confirm(actions.files.ask_to_keep(world.a.admin, world.a.body, name, content))
    make.bake_all()
    served = answer(f"/{name}")
    assert served.content.decode() == content and served["Content-Type"].startswith("text/html")
    check.export(tmp_path / "twin")
    assert (tmp_path / "twin" / name).read_text() == content
    actions.files.drop(world.a.admin, VerificationFile.objects.get())
    assert answer(f"/{name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("robots.txt", "x", "file:name"), ("../a.html", "x", "file:name"), ("a.js", "x", "file:name"),
        ("sitemap-2026-01.xml", "x", "file:name"), ("a.html", "<script>", "file:content"),
        ("a.html", "领导讲话", "file:content"), ("BingSiteAuth.xml", "<users/>", "file:content"),
        ("google1a2b.html", "google-site-verification: google1a2b.html", ""),
        ("BingSiteAuth.xml", f'<?xml version="1.0"?>\n<users>\n<user>{"A1" * 16}</user>\n</users>', ""),
    ],
)  # fmt: skip
def test_a_verification_file_can_carry_nothing_but_its_code(name, content, code):
    found = rules.obstacles_to_file(name, content, taken=False)
    assert [o.code for o in found] == ([code] if code else [])


def test_every_tab_answers_and_lists_what_waits(world, sign_in, chief):
    city = world.a.body.parent
    actions.columns.ask_to_add(chief, city, GOOD)
    browser = sign_in(chief)
    for tab in ("site", "guide", "numbers", "columns", "topics", "texts", "holidays", "words", "files"):
        page = browser.get(reverse(f"premises:{tab}", args=[city.pk])).content.decode()
        assert "设栏目“招生入学”" in page, tab
    assert "换一个单位" in page
    assert "主题</a>" not in sign_in(world.a.admin).get(reverse("premises:site", args=[world.a.body.pk])).content.decode()  # fmt: skip
    assert Organization.objects.filter(pk=city.pk).exists()
