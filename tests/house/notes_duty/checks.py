"""Run by test_one_duty.py in a process that has the duty installed: a record of another kind on its whole public way.

Nothing in publishing, portal or search names it. What is said of documents in tests/apps/publishing is said here of it.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from tests.house.notes_duty import actions
from tests.house.notes_duty.models import Note
from tests.house.notes_duty.publishable import NOTE
from tests.races import at_once, real_database

from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import verify
from gongkai.apps.organizations.models import Membership
from gongkai.apps.portal.baking import make
from gongkai.apps.portal.baking.check import differences
from gongkai.apps.publishing import actions as publishing
from gongkai.apps.publishing import home, queries
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import kinds, publication_of
from gongkai.apps.reporting.sources import collect, describe
from gongkai.apps.reviews.models import Round, Signature, Word
from gongkai.apps.search.models import SearchDoc
from gongkai.clocks import moment
from gongkai.exceptions import Refused

TEXT = "请带户口簿到校门口登记。"


def drafted(a):
    return actions.draft(a.drafter, a.section, "新生入学怎么办", TEXT, file=b"1. x", hotline="0000-12345678")


@pytest.fixture
def note(world):
    return drafted(world.a)


def reviewed(a, note):
    submission = publishing.submit(a.drafter, note)
    for part in ("head", "secrecy", "office"):
        submission = publishing.agree(a.people[part], submission)
    note.refresh_from_db()
    return note


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Do an act, and what follows its commit; then let the background make the pages."""

    def commit(act, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            done = act(*args, **kwargs)
        make.work_off(60)
        return done

    return commit


@pytest.fixture
def public(world, note, commit):
    return commit(
        publishing.publish, world.a.second, reviewed(world.a, note), columns=world.a.columns[:1], topic=world.topic
    )  # fmt: skip


def page(path, status=200):
    answer = Client().get(path)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_from_draft_to_public_through_the_screens(world, note, sign_in):
    a, address = world.a, f"/workbench/notes/{note.pk}/"
    drafter = sign_in(a.drafter)
    assert f'action="{address}submit/"' in drafter.get(address).content.decode()
    done = drafter.post(f"{address}submit/", follow=True).content.decode()
    assert "已送审，现在是科室负责人审核" in done
    submission = Round.objects.get()
    assert (submission.subject_type, submission.revision) == ("notes.note", None)
    for part in ("head", "secrecy", "office"):
        client = sign_in(a.people[part])
        screen = client.get("/workbench/publishing/review/", follow=True).content.decode()
        assert note.title in screen and TEXT in screen and "咨询电话" in screen and "办理流程.txt" in screen
        client.post(f"/workbench/publishing/review/{submission.pk}/word/", {"word": "agree"})
    second = sign_in(a.second)
    waiting = second.get("/workbench/publishing/waiting/").content.decode()
    assert note.title in waiting and f'href="{address}publish/"' in waiting and "办事指南 1" in waiting
    refused = second.post(f"{address}publish/", {"scheduled_for": "2026年6月1日 9:00"}).content.decode()
    assert "请至少选一个栏目" in refused and 'value="2026年6月1日 9:00"' in refused
    told = second.post(f"{address}publish/", {"columns": [a.columns[0].pk]}, follow=True).content.decode()
    assert "已发布，索引号 00000000A/2026-00001。" in told
    assert publication_of(note).state == "live"
    assert not list(verify())


def test_the_public_reads_finds_and_hears_of_it(world, public, note):
    address = f"/donghu/doc/{public.key}.html"
    shown = page(address)
    for words in (note.title, TEXT, public.index_number, "咨询电话", "0000-12345678", "基础教育", "办理流程"):
        assert words in shown, words
    assert "没有公开" not in shown and "文件</p>" not in shown, "no red head where there is no number"
    assert Client().get(f"/donghu/doc/{public.key}/{note.key}.txt").status_code == 200
    column = world.a.columns[0]
    for path in (
        "/donghu/",
        f"/donghu/list/{column.slug}/",
        "/donghu/feed.xml",
        "/donghu/sitemap-2026-05.xml",
    ):
        assert public.key in page(path), path
    hits = Client().get("/donghu/search/", {"q": "户口簿"}).content.decode()
    assert public.key in hits
    found = SearchDoc.objects.get()
    assert (found.subject_type, found.subject_id, found.kind) == (
        "publishing.publication",
        str(public.pk),
        "指南",
    )
    assert differences() == [], "files, versions and ledger agree"


def test_it_is_counted_like_anything_public(world, public, note):
    figure = collect(world.a.body, "annual_2021", 2026)["x.published"]
    assert (figure.value, list(figure.records)) == (1, [public])
    assert describe(public).url == f"/workbench/notes/{note.pk}/"
    assert collect(world.a.body, "annual_2021", 2026)["t2.norm.made"].value == 0


def test_a_correction_takes_the_place_of_the_public_text(world, public, note, sign_in, commit):
    a = world.a
    with pytest.raises(Refused, match="公开后没有改动"):
        publishing.submit(a.drafter, note)
    note = actions.change(a.drafter, Note.objects.get(), "请带户口簿到传达室登记。")
    reviewed(a, note)
    assert TEXT in page(f"/donghu/doc/{public.key}.html"), "until it is released the old text stands"
    client, address = sign_in(a.second), f"/workbench/notes/{note.pk}/correct/"
    screen = client.get(address).content.decode()
    assert "<del>校门口</del>" in screen and "<ins>传达室</ins>" in screen
    assert "请写明改了什么" in client.post(address, {}).content.decode()
    assert (
        "是第2版" in commit(client.post, address, {"change_note": "地点更正。"}, follow=True).content.decode()
    )
    shown = page(f"/donghu/doc/{public.key}.html")
    assert "传达室" in shown and "地点更正。" in shown and TEXT not in shown
    assert "更正日期" in shown and 'name="dcterms.modified" content="2026-05-20T' in shown
    assert "地点更正。" in page("/donghu/corrections/")
    assert SearchDoc.objects.get().text.body.startswith("请带户口簿到传达室登记。")
    public.refresh_from_db()
    assert public.published_at == public.versions.get(number=1).at and public.corrected_at is not None


def test_a_withdrawal_takes_it_away_and_a_second_person_may_bring_it_back(
    world, public, note, sign_in, commit
):
    a, client = world.a, sign_in(world.a.second)
    said = {"reason": "inaccurate", "public_note": "内容有误，核实后再公开。", "confirmed": "1"}
    commit(client.post, f"/workbench/publishing/{public.pk}/withdraw/", said)
    gone = page(f"/donghu/doc/{public.key}.html", 410)
    assert "内容有误，核实后再公开。" in gone and TEXT not in gone
    assert not SearchDoc.objects.exists()
    assert public.key not in page("/donghu/feed.xml")
    assert Client().get(f"/donghu/doc/{public.key}/{note.key}.txt").status_code != 200
    note.refresh_from_db()
    assert note.stage == "withdrawn"
    pending = Signature.objects.get()
    assert pending not in queries.to_sign(a.second) and pending not in queries.to_sign(a.drafter)
    assert pending in queries.to_sign(a.leader)
    assert note.title in sign_in(a.leader).get("/workbench/publishing/countersigns/").content.decode()
    refuse = f"/workbench/publishing/countersigns/{pending.pk}/countersign-refuse/"
    commit(sign_in(a.leader).post, refuse, {"opinion": "没有错误。"})
    assert TEXT in page(f"/donghu/doc/{public.key}.html")
    assert SearchDoc.objects.exists()
    record = page("/donghu/corrections/")
    assert "恢复公开" in record and "没有得到第二人同意" in record and "内容有误，核实后再公开。" in record


def test_a_set_time_is_kept_and_can_be_taken_back(world, note, commit):
    a, when = world.a, dt.datetime(2026, 5, 22, 9, tzinfo=moment.BEIJING)
    given = publishing.publish(a.second, reviewed(a, note), columns=a.columns[:1], scheduled_for=when)
    assert given.state == "scheduled" and Client().get(f"/donghu/doc/{given.key}.html").status_code == 404
    with pytest.raises(Refused, match="任何人不得改动"):
        actions.change(a.drafter, Note.objects.get(), "改一改")
    publishing.unschedule(a.second, given)
    assert not Publication.objects.exists(), "no trace of what never was"
    note.refresh_from_db()
    assert note.stage == "approved"
    again = publishing.publish(a.second, note, columns=a.columns[:1], scheduled_for=when)
    assert again.index_number == given.index_number
    with moment.fixed("2026-05-25"):
        assert commit(publishing.publish_due) == [again]
        assert TEXT in page(f"/donghu/doc/{again.key}.html")


def test_what_does_not_go_alone_waits_for_the_other(world, note, commit):
    """三同步: asked at release, in an emergency and when a set time comes, by the kind itself."""
    a = world.a
    partner = actions.draft(a.drafter, a.section, "政策解读", "说明。")
    Note.objects.filter(pk=note.pk).update(goes_with=partner)
    note = reviewed(a, Note.objects.get(pk=note.pk))
    for act in (
        partial(publishing.publish, a.second, note),
        partial(publishing.publish_in_emergency, a.second, note, reason="台风停课须立即公开"),
    ):
        with pytest.raises(Refused, match="须与“政策解读”一同公开"):
            act(columns=a.columns[:1])
    reviewed(a, partner)
    when = dt.datetime(2026, 5, 22, 9, tzinfo=moment.BEIJING)
    publishing.publish(a.second, note, columns=a.columns[:1], scheduled_for=when)
    publishing.turn_back(a.second, partner, ["wording"])
    with moment.fixed("2026-05-25"):
        assert publishing.publish_due() == []
    note.refresh_from_db()
    assert note.stage == "approved" and publication_of(note) is None


def test_its_own_rules_and_those_of_every_kind_stand_before_the_button(world, sign_in):
    a = world.a
    bad = actions.draft(a.drafter, a.section, "可以吗？", "身份证号11010519491231002X请核对。")
    shown = sign_in(a.drafter).get(f"/workbench/notes/{bad.pk}/").content.decode()
    assert "标题不能是问句。" in shown and f'href="/workbench/notes/{bad.pk}/#title"' in shown
    assert "正文有1处个人信息没有遮盖" in shown
    with pytest.raises(Refused):
        publishing.submit(a.drafter, bad)


@pytest.mark.parametrize("part", ["drafter", "head", "secrecy", "office"])
def test_whoever_had_a_part_does_not_publish(world, note, part):
    a = world.a
    reviewed(a, note)
    Membership.objects.create(
        user=a.people[part], organization=a.body, role="leader", valid_from="2020-01-01"
    )
    with pytest.raises(Refused):
        publishing.publish(a.people[part], note, columns=a.columns[:1])


def test_who_changed_it_judges_nothing_of_it(world, note):
    a = world.a
    Membership.objects.create(user=a.head, organization=a.section, role="informant", valid_from="2020-01-01")
    note = actions.change(a.head, note, "科长改过的话。")
    with pytest.raises(Refused, match="没有能做科室负责人审核的第二个人"):
        publishing.submit(a.drafter, note)


def test_a_return_stands_on_the_home_of_its_drafter(world, note, sign_in):
    a = world.a
    publishing.send_back(a.head, publishing.submit(a.drafter, note), ["wording"], "第一句不通")
    shown = sign_in(a.drafter).get("/workbench/").content.decode()
    assert note.title in shown and "第一句不通" in shown and f'href="/workbench/notes/{note.pk}/"' in shown


def test_the_home_knows_whose_turn_it_is(world, note):
    a, key = world.a, str(note.pk)
    publishing.submit(a.drafter, note)
    due, held = home.due_of(NOTE.label), home.held_of(NOTE.label)
    assert [due(a.people[p], [key])[key].act for p in ("head", "office")] == ["审核", "看进度"]
    assert held([key])[key].names == (a.head.get_full_name(),)


def test_every_kind_says_the_address_of_its_page_twice_alike():
    for of in kinds():
        assert of.address(7) == reverse(of.page, args=[7])


@pytest.mark.django_db(transaction=True)
def test_of_two_publishers_at_once_one_publishes(world, tmp_path):
    a = world.a
    with real_database(tmp_path):
        reviewed(a, drafted(a))
        act = [
            partial(publishing.publish, who, Note.objects.get(), columns=a.columns[:1])
            for who in (a.second, a.leader)
        ]
        outcomes = at_once(*act)
        assert sorted(type(o).__name__ for o in outcomes) == ["Publication", "Refused"], outcomes
        assert Publication.objects.count() == 1
        assert Entry.objects.filter(event="publishing:published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_judges(world, tmp_path):
    a = world.a
    with real_database(tmp_path):
        Membership.objects.create(
            user=a.leader, organization=a.section, role="section_head", valid_from="2020-01-01"
        )
        submission = publishing.submit(a.drafter, drafted(a))
        outcomes = at_once(
            partial(publishing.agree, a.head, submission), partial(publishing.agree, a.leader, submission)
        )
        assert sorted(type(o).__name__ for o in outcomes) == ["Refused", "Round"], outcomes
        assert Word.objects.filter(round=submission, step="section").count() == 1
