"""Screens: who gets in, what they say, how much they ask of the database."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.apps.reporting.test_inbox import city, hand_in  # noqa: F401

from gongkai.apps.reporting import actions
from gongkai.apps.reporting.compiled import live
from gongkai.apps.reporting.models import Report
from gongkai.apps.reporting.outputs.word import word

PAGES = ["detail", "part", "preview", "export", "records"]


def address(report, name):
    extra = {"part": ["3"], "export": ["docx"], "records": ["t2.norm.made"]}.get(name, [])
    return reverse(f"reporting:{name}", args=[report.pk, *extra])


@pytest.mark.parametrize("name", PAGES)
def test_a_foreign_body_finds_nothing(client, world, public, opened, name):
    public(world.a, "2025-03-04", normative=True)
    report = opened(2025)
    client.force_login(world.b.office)
    assert client.get(address(report, name)).status_code == 404
    client.force_login(world.a.office)
    assert client.get(address(report, name)).status_code in (200, 302)


@pytest.mark.parametrize(
    "name", ["submit", "agree", "return", "issue", "recall", "reopen", "hand_over", "hand_in_own", "traits"]
)
def test_acts_of_foreigners_find_nothing(client, world, opened, name):
    report = opened(2025)
    client.force_login(world.b.office)
    assert client.post(reverse(f"reporting:{name}", args=[report.pk])).status_code == 404
    client.force_login(world.a.admin)
    assert client.post(reverse(f"reporting:{name}", args=[report.pk])).status_code == 404


def test_received_reports_are_seen_from_both_sides_only(client, world, city, filled):  # noqa: F811
    kept = hand_in(world, city, world.a.office, word(live(filled())))
    for name in ("received", "received_file"):
        for user, status in ((world.a.office, 200), (city[1], 200), (world.b.office, 404)):
            client.force_login(user)
            assert client.get(reverse(f"reporting:{name}", args=[kept.pk])).status_code == status
    client.force_login(world.b.office)
    assert client.get(reverse("reporting:compare", args=[world.a.body.pk])).status_code == 404
    client.force_login(city[1])
    body = client.get(reverse("reporting:summary") + "?year=2025").content.decode()
    assert "西岭区教育局" in body and "未报送" in body
    assert client.get(reverse("reporting:summary_export") + "?year=2025").status_code == 200


def test_a_figure_opens_its_list_without_script(client, world, public, opened):
    for day in range(1, 21):
        public(world.a, f"2025-03-{day:02d}", normative=True)
    report = opened(2025)
    client.force_login(world.a.office)
    url = reverse("reporting:part", args=[report.pk, "2"])
    body = client.get(url).content.decode()
    assert 'href="?cell=t2.norm.made"' in body
    opened_body = client.get(url + "?cell=t2.norm.made").content.decode()
    assert "行政规范性文件" in opened_body and "= 20" in opened_body
    assert opened_body.count("东教〔2025〕") == 15 and "第1页，共2页" in opened_body
    assert client.get(url + "?cell=t2.norm.made&page=2").content.decode().count("东教〔2025〕") == 5
    assert client.get(url + "?cell=%27%3B--&page=zz").status_code == 200


def test_a_refused_value_stays_in_the_form(client, world, opened):
    report = opened(2025)
    client.force_login(world.a.drafter)
    url = reverse("reporting:fill", args=[report.pk, "t3.r1.natural"])
    answer = client.post(
        url, {"cell": "t3.r1.natural", "value": "约40", "vouched_by": "苏禾", "note": "电话核过"}
    )
    body = answer.content.decode()
    assert answer.status_code == 422 and "约40" in body and "电话核过" in body and "不是数" in body
    assert client.post(url, {"cell": "t3.r1.natural", "value": "40", "vouched_by": "苏禾"}).status_code == 302
    assert report.manual_cells.get().value == 40


def test_screens_hold_no_english_and_nothing_inline(client, world, public, issued):
    public(world.a, "2025-03-04", normative=True)
    report = issued()
    client.force_login(world.a.leader)
    for url in [
        reverse("reporting:list"), reverse("reporting:inbox"), reverse("reporting:recount", args=[report.pk]),
        *(reverse("reporting:part", args=[report.pk, k]) for k in "0123456"),
        reverse("reporting:part", args=[report.pk, "2"]) + "?cell=t2.norm.made",
    ]:  # fmt: skip
        body = client.get(url).content.decode()
        assert " style=" not in body and "onclick" not in body
        words = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", body, flags=re.S)
        words = re.sub(r"&\w+;|\b[0-9a-f]{4,16}\b|xiling|donghu\w*|[a-z]+-[a-z]+|东湖\w+|第\w+", " ", words)
        assert not re.findall(r"[A-Za-z]{3,}", words), (url, re.findall(r"[A-Za-z]{3,}", words)[:5])


def test_a_part_costs_the_same_queries_for_one_record_and_for_fifteen(
    client, world, public, opened, django_assert_num_queries
):
    public(world.a, "2025-02-03", normative=True)
    report = opened(2025)
    client.force_login(world.a.office)
    url = reverse("reporting:part", args=[report.pk, "2"]) + "?cell=t2.norm.made"
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for day in range(1, 15):
        public(world.a, f"2025-03-{day:02d}", normative=True)
    with django_assert_num_queries(len(one)):
        client.get(url)
    assert len(one) <= 60  # every duty counts its own cells


def test_buttons_say_what_stands_against_them(client, world, filled):
    report = filled()
    client.force_login(world.a.drafter)
    part = reverse("reporting:part", args=[report.pk, "3"])
    assert "可以送审" in client.get(part).content.decode()
    client.post(reverse("reporting:submit", args=[report.pk]), {"part": "3"})
    assert Report.objects.get().state == "in_review"
    Report.objects.get()
    client.force_login(world.a.head)
    body = client.get(part).content.decode()
    assert "同意" in body and "退回" in body
    client.post(reverse("reporting:agree", args=[report.pk]), {"opinion": "可"})
    client.force_login(world.a.leader)
    assert "签发" in client.get(part).content.decode()
    client.post(reverse("reporting:issue", args=[report.pk]))
    assert Report.objects.get().state == "issued"
    client.force_login(world.a.drafter)
    client.post(reverse("reporting:hand_over", args=[report.pk]))
    assert Report.objects.get().document.stage == "in_review"
    body = client.get(part).content.decode()
    assert "公文审核中" in body


def test_hostile_upload_on_screen(client, world):
    client.force_login(world.a.office)
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = client.post(
        reverse("reporting:hand_in"),
        {"organization": world.a.body.pk, "year": 2025, "file": SimpleUploadedFile("年报.docx", b"nothing")},
    )
    assert answer.status_code == 422 and "内容与扩展名" in answer.content.decode()


def test_typed_text_cannot_carry_markup(client, world, filled):
    report = filled()
    actions.write_text(world.a.drafter, report, "5", "<script>alert(1)</script><b>问题</b>")
    client.force_login(world.a.drafter)
    for name in ("part", "preview"):
        url = reverse(f"reporting:{name}", args=[report.pk, "5"] if name == "part" else [report.pk])
        body = client.get(url).content.decode()
        assert "<script>alert" not in body and "&lt;script&gt;" in body


def test_who_cannot_hand_in_is_not_led_there(client, world):
    compare = reverse("reporting:compare", args=[world.a.body.pk])
    for user, led in ((world.a.office, True), (world.a.auditor, False)):
        client.force_login(user)
        page = client.get(compare).content.decode()
        assert "还没有签发或报送过的年报" in page and (reverse("reporting:hand_in") in page) is led
        assert (client.get(reverse("reporting:hand_in")).status_code == 200) is led


def test_who_may_hand_in_for_no_body_reads_who_does(client, world):
    """walk.md B18: a drafter of a section stood before a list without a choice."""
    client.force_login(world.a.drafter)
    page = client.get(reverse("reporting:hand_in")).content.decode()
    assert "您的岗位不能替单位报送" in page and "<select" not in page.split("<main")[1]
    client.force_login(world.a.office)
    assert "<select" in client.get(reverse("reporting:hand_in")).content.decode().split("<main")[1]
