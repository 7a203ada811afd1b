"""催办: one line, shown to whoever has it in hand, kept and counted (findings/walk.md B3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gongkai.apps.deadlines import actions
from gongkai.apps.deadlines.models import Chase, Deadline
from gongkai.apps.documents import actions as documents
from gongkai.apps.ledger.models import Entry
from gongkai.apps.notices.models import Notice
from gongkai.apps.publishing.actions import submit
from gongkai.clocks import moment
from gongkai.exceptions import Refused


@pytest.fixture
def waiting(world) -> Deadline:
    """The clock of a document that waits for the head of its section."""
    document = documents.register(
        world.a.drafter, organization=world.a.body, section=world.a.section,
        fields={"title": "一件通知", "number": "东教〔2026〕1号", "signed_on": dt.date(2026, 4, 1), "html": "<p>文</p>"},
    )  # fmt: skip
    submit(world.a.drafter, documents.decide_attribute(world.a.drafter, document, attribute="open"))
    return Deadline.objects.get(subject_id=document.pk, subject_type="documents.officialdocument")


def address(deadline: Deadline) -> str:
    return f"/workbench/deadlines/{deadline.pk}/chase/"


def press(client: Any, deadline: Deadline, words: str) -> str:
    return client.post(address(deadline), {"words": words}, follow=True).content.decode()


def test_who_has_it_in_hand_reads_the_line_and_it_is_noted_and_counted(world, sign_in, waiting):
    text = press(sign_in(world.a.office), waiting, "请今天审完，明天要发布。")
    head = world.a.people["head"]
    assert f"已催{head.get_full_name()}" in text and "已催1次" in text
    told = Notice.objects.get(text__contains="请今天审完")
    assert told.user == head and told.url == waiting.url
    assert "请今天审完，明天要发布。" in sign_in(head).get("/workbench/").content.decode()
    made = Chase.objects.get()
    assert (made.by, made.words) == (world.a.office, "请今天审完，明天要发布。")
    entry = Entry.objects.filter(event="deadlines:chased").get()
    assert entry.actor_id == str(world.a.office.pk) and "请今天审完" in entry.because


def test_the_home_offers_it_for_what_others_hold_alone(world, sign_in, waiting):
    assert address(waiting) in sign_in(world.a.office).get("/workbench/").content.decode()
    assert address(waiting) not in sign_in(world.a.people["head"]).get("/workbench/").content.decode()


def test_what_another_holds_is_offered_though_its_duty_names_no_step(world, sign_in):
    row = Deadline.objects.create(
        organization=world.a.body, section=world.a.section, holder=world.a.drafter, subject_type="organizations.organization",
        subject_id=world.a.body.pk, title="某件", url="/workbench/", provision="proactive", version="x", basis="x",
        started_on=dt.date(2026, 4, 1), due_on=dt.date(2026, 4, 20),
    )  # fmt: skip
    assert address(row) in sign_in(world.a.office).get("/workbench/").content.decode()
    assert address(row) not in sign_in(world.a.drafter).get("/workbench/").content.decode()


def test_one_person_chases_one_thing_once_a_day(world, sign_in, waiting):
    client = sign_in(world.a.office)
    press(client, waiting, "请尽快。")
    assert "您今天已经催过这一件" in press(client, waiting, "再请尽快。")
    assert Chase.objects.count() == 1 == Notice.objects.filter(text__contains="请尽快").count()
    with moment.fixed(moment.now() + dt.timedelta(days=1)):
        press(sign_in(world.a.office), waiting, "再请尽快。")
    assert Chase.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "请写一句催办的话。"),
        ("　", "请写一句催办的话。"),
        ("长" * 101, "不超过100字"),
        ("请办310101199003070019的件", "催办的话"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_sent(world, sign_in, waiting, words, said):
    assert said in press(sign_in(world.a.office), waiting, words)
    assert not Chase.objects.exists() and not Notice.objects.filter(text__contains="催办").exists()


def test_ones_own_what_is_over_and_what_nobody_holds_is_not_chased(world, waiting):
    office, head = world.a.office, world.a.people["head"]
    for people, sentence in (([office], "就在您手上"), ([], "没有人承办")):
        with pytest.raises(Refused) as refused:
            actions.chase(office, waiting, "请尽快。", people)
        assert sentence in str([o.sentence for o in refused.value.obstacles])
    Deadline.objects.filter(pk=waiting.pk).update(state="met", ended_on=dt.date(2026, 5, 20))
    with pytest.raises(Refused) as refused:
        actions.chase(office, waiting, "请尽快。", [head])
    assert "已经办结" in refused.value.obstacles[0].sentence


def test_another_body_finds_nothing_to_chase(world, sign_in, waiting):
    assert sign_in(world.b.office).get(address(waiting)).status_code == 404
    assert sign_in(world.b.office).post(address(waiting), {"words": "请尽快。"}).status_code == 404
    assert not Chase.objects.exists()
