"""The verbs of a stored clock: what each does to the date, to the law of the case, and to the ledger."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.apps.deadlines import actions, queries, rules
from gongkai.apps.deadlines.models import Deadline, State
from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import verify
from gongkai.apps.organizations.models import Organization
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Refused
from gongkai.law.load import DATA, load_law

pytestmark = pytest.mark.django_db


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def events() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("event", flat=True))


# --- start ------------------------------------------------------------------------------------------


def test_the_dated_fact_of_the_case_picks_the_law_and_not_the_day_from_which_it_runs(clock):
    old = clock("2019-05-20", "reply", chosen={"received_on": day("2019-05-10")})
    assert (old.version, old.chosen) == ("reply_2008", {"received_on": "2019-05-10"})
    with pytest.raises(GongkaiError, match="received_on"):
        clock("2019-05-20", "reply", chosen={"signed_on": day("2019-05-10")})


def test_the_clock_of_a_case_on_the_border_follows_the_officers_choice(clock):
    """新旧条例衔接 is a reading [unsure]: the officer may choose the other text."""
    chosen = clock("2019-05-10", "reply", version="reply_2019")
    assert chosen.version == "reply_2019"
    with pytest.raises(GongkaiError):
        clock("2019-05-10", "reply", version="proactive_2019")


def test_starting_again_on_a_corrected_day_moves_the_same_clock_and_says_from_where(clock):
    first = clock("2026-05-08")
    moved = clock("2026-05-12")
    assert moved.pk == first.pk and moved.due_on > first.due_on
    assert events() == ["deadlines:started", "deadlines:moved"]
    assert Entry.objects.get(event="deadlines:moved").facts["before"] == "2026-05-08"


def test_starting_again_on_the_same_day_changes_the_words_and_writes_no_line(clock):
    clock("2026-05-08", title="旧题")
    assert clock("2026-05-08", title="新题").title == "新题"
    assert events() == ["deadlines:started"]


def test_a_corrected_day_keeps_what_happened_since(clock):
    first = clock("2026-05-06", "reply")
    actions.exclude(first, first=day("2026-05-11"), last=day("2026-05-13"))
    moved = clock("2026-05-07", "reply")
    assert len(moved.facts) == 1
    assert moved.due_on == rules.reckon(moved.version, day("2026-05-07"), moved.facts).due


def test_facts_that_point_to_another_law_begin_a_new_clock_and_the_old_one_stays_readable(clock):
    old = clock("2018-04-08")
    new = clock("2026-04-08")
    old.refresh_from_db()
    assert (old.state, old.version) == (State.CANCELLED, "proactive_2008")
    assert (new.state, new.version) == (State.RUNNING, "proactive_2019") and new.pk != old.pk
    assert "第二十六条" in Entry.objects.get(event="deadlines:cancelled").because


def test_the_law_of_a_clock_with_a_history_cannot_be_changed_by_starting_it_anew(clock):
    """A request of 2019-05-10 with a consultation, once started anew after 补正, became a case of the new law."""
    case = clock("2019-05-10", "reply")
    actions.exclude(case, first=day("2019-05-13"), last=day("2019-05-15"))
    with pytest.raises(Refused):
        clock("2019-05-20", "reply")
    case.refresh_from_db()
    assert (case.version, len(case.facts)) == ("reply_2008", 1)


LOCAL = """
[[provision]]
id = "reply"
topic = "依申请公开答复"
level = "{level}"
place = "{place}"
combine = "strictest"
chosen_by = "received_on"
[[provision.version]]
id = "reply_{place}"
from = 2020-01-01
source = {{ title = "本地办法", number = "云府〔2020〕1号", article = "第三条" }}
value = {value}
unit = "workday"
starts = "收到申请之日"
status = "verified"
quote = "自收到申请之日起10个工作日内答复。"
"""


@pytest.fixture
def local_law(tmp_path, monkeypatch):
    """A city that answers within fifteen working days and a bureau that does within ten."""
    for level, place, value in (("city", "yunchuan", 15), ("bureau", "donghu", 10)):
        text = LOCAL.format(level=level, place=place, value=value)
        (tmp_path / f"{place}.toml").write_text(text, encoding="utf-8")
    known = load_law([DATA / "national", tmp_path])
    monkeypatch.setattr("gongkai.law.known_law", lambda: known)


def test_the_stricter_rule_of_ones_own_place_governs(clock, world, local_law):
    city, bureau = world.a.body.parent, world.a.body
    assert clock(matter="reply").version == "reply_2019", "a body to which no local level belongs"
    city.law_levels = ["city:yunchuan"]
    city.save()
    assert clock(matter="reply", subject=bureau).version == "reply_yunchuan", "the city's rule binds below"
    bureau.law_levels = ["bureau:donghu"]
    bureau.save()
    assert clock(matter="reply", subject=city).version == "reply_donghu"
    assert actions.levels_of(bureau) == ("national", "city:yunchuan", "bureau:donghu")
    assert actions.levels_of(world.b.body) == ("national", "city:yunchuan"), "not the neighbour's"


# --- the reply to a request ---------------------------------------------------------------------------


def test_fifteen_and_fifteen_before_the_new_regulations_twenty_and_twenty_after(clock, world):
    old = clock("2019-05-13", "reply")
    new = clock("2019-05-15", "reply", subject=world.a.body)
    assert old.due_on == day("2019-06-03") and new.due_on == day("2019-06-13")
    assert actions.extend(old).due_on == day("2019-06-25")
    assert actions.extend(new).due_on == day("2019-07-11")
    assert [f["amount"] for f in old.facts] == [], "the caller's object is not touched"
    assert {d.facts[0]["amount"] for d in Deadline.objects.all()} == {15, 20}


def test_an_extension_beyond_the_law_is_refused_in_one_sum(clock):
    """条例第三十三条: 最长不超过20个工作日."""
    case = clock(matter="reply")
    actions.extend(case, 12)
    with pytest.raises(Refused, match="此前已延长12"):
        actions.extend(case, 9)
    assert actions.extend(case, 8).due_on == day("2026-07-03")
    with pytest.raises(Refused):
        actions.extend(case)


@pytest.mark.parametrize("amount", [0, -3])
def test_an_extension_by_nothing_is_refused(amount, clock):
    with pytest.raises(Refused):
        actions.extend(clock(matter="reply"), amount)


def test_a_limit_that_knows_no_extension_is_not_extended(clock):
    with pytest.raises(Refused, match="没有可以延长"):
        actions.extend(clock(matter="proactive"))


def test_a_corrected_request_counts_from_the_day_it_came(clock):
    """条例第三十条: 答复期限自行政机关收到补正的申请之日起计算."""
    case = actions.restart(clock("2026-05-06", "reply"), on=day("2026-05-18"), because="收到补正")
    assert case.due_on == day("2026-06-15")
    assert (case.version, case.started_on) == ("reply_2019", day("2026-05-06"))


def test_the_time_of_a_consultation_is_out_of_the_count(clock):
    """条例第三十三条第三款."""
    before = clock("2026-05-06", "reply").due_on
    case = actions.exclude(
        Deadline.objects.get(), first=day("2026-05-11"), last=day("2026-05-15"), because="征求意见"
    )
    assert before == day("2026-06-02")
    assert case.due_on == day("2026-06-09")


def test_a_clock_stands_until_it_is_resumed_and_then_owes_the_days_it_stood(clock):
    case = actions.pause(clock("2026-05-06", "reply"), on=day("2026-05-11"))
    assert (case.state, queries.lamp_of(case).words) == (State.PAUSED, "停表")
    with moment.fixed("2026-05-29"):
        case = actions.resume(case, on=day("2026-05-15"))
    assert (case.state, case.due_on) == (State.RUNNING, day("2026-06-09"))


def test_a_clock_that_waits_for_two_runs_again_only_after_both(clock):
    case = clock("2026-05-06", "reply")
    with moment.fixed("2026-05-29"):
        case = actions.pause(case, on=day("2026-05-11"), ref="甲")
        case = actions.pause(case, on=day("2026-05-12"), ref="乙")
        case = actions.resume(case, on=day("2026-05-13"), ref="甲")
        assert case.state == State.PAUSED
        case = actions.resume(case, on=day("2026-05-15"), ref="乙")
    assert (case.state, case.due_on) == (State.RUNNING, day("2026-06-09")), "days of both count once"


def test_pausing_twice_and_resuming_what_runs_are_refused(clock):
    case = clock(matter="reply")
    with pytest.raises(Refused, match="没有因此停计"):
        actions.resume(case, on=day("2026-05-20"))
    actions.pause(case, on=day("2026-05-20"))
    with pytest.raises(Refused, match="已经因此停计"):
        actions.pause(case, on=day("2026-05-20"))
    with pytest.raises(Refused):
        actions.resume(case, on=day("2026-05-20"), ref="别的")


def test_days_before_the_start_and_days_ahead_are_refused_and_nothing_is_written(clock):
    case = clock("2026-05-08", "reply")
    for verb in (actions.restart, actions.pause):
        with pytest.raises(GongkaiError, match="之前"):
            verb(case, on=day("2026-05-01"))
        with pytest.raises(Refused, match="今天之后"):
            verb(case, on=day("2026-05-21"))
    with pytest.raises(GongkaiError, match="颠倒"):
        actions.exclude(case, first=day("2026-05-12"), last=day("2026-05-11"))
    actions.pause(case, on=day("2026-05-12"))
    with pytest.raises(GongkaiError):
        actions.resume(case, on=day("2026-05-11"))
    case.refresh_from_db()
    assert [f["kind"] for f in case.facts] == ["pause"]
    assert events() == ["deadlines:started", "deadlines:paused"]


def test_an_ended_clock_is_moved_by_nothing(clock, world):
    case = clock(matter="reply")
    actions.end(world.a.section, matter="reply")
    on = day("2026-05-20")
    for act in (
        lambda: actions.restart(case, on=on),
        lambda: actions.exclude(case, first=on, last=on),
        lambda: actions.extend(case),
        lambda: actions.pause(case, on=on),
        lambda: actions.resume(case, on=on),
    ):
        with pytest.raises(Refused, match="已经办结"):
            act()


# --- what the law lets an occasion do ----------------------------------------------------------------


def test_a_fee_stops_the_clock_until_it_is_paid_and_then_it_begins_anew(clock):
    """国办函〔2020〕109号 [memory]: 自缴费次日起重新计算."""
    case = clock("2026-05-06", "reply")
    case = actions.begin_waiting(case, "fee", on=day("2026-05-11"))
    assert case.state == State.PAUSED and "109号" in case.facts[-1]["basis"]
    case = actions.end_waiting(case, "fee", on=day("2026-05-18"))
    assert case.state == State.RUNNING
    counted = [s.date for s in queries.explain(case).steps if s.counted]
    assert counted[0] == day("2026-05-19") and len(counted) == 20


@pytest.mark.parametrize("received", ["2019-05-10", "2020-06-01"])
def test_a_fee_does_nothing_where_the_law_of_the_case_knows_of_none(received, clock):
    """The old regulations know of no such fee; the notice is of 2021."""
    case = clock(received, "reply")
    after = actions.begin_waiting(case, "fee", on=day(received) + dt.timedelta(days=3))
    after = actions.end_waiting(after, "fee", on=day(received) + dt.timedelta(days=6))
    assert (after.due_on, after.facts, after.state) == (case.due_on, [], State.RUNNING)


def test_third_parties_and_co_agencies_suspend_and_do_not_restart(clock):
    case = clock("2026-05-06", "reply")
    with moment.fixed("2026-05-29"):
        for occasion, ref in (("third_party", "1"), ("third_party", "2"), ("co_agency", "")):
            case = actions.begin_waiting(case, occasion, on=day("2026-05-11"), ref=ref)
        for occasion, ref in (("third_party", "2"), ("co_agency", ""), ("third_party", "1")):
            case = actions.end_waiting(case, occasion, on=day("2026-05-15"), ref=ref)
    assert case.due_on == day("2026-06-09")
    assert {f["kind"] for f in case.facts} == {"pause", "resume"}


def test_a_correction_stops_the_clock_and_its_arrival_restarts_it_under_the_same_law(clock):
    with moment.fixed("2019-06-20"):
        case = actions.begin_waiting(clock("2019-05-10", "reply"), "correction", on=day("2019-05-14"))
        case = actions.end_waiting(case, "correction", on=day("2019-05-27"))
    assert case.version == "reply_2008"
    assert case.due_on == day("2019-06-18"), "fifteen working days after 27 May, 端午 not counted"


def test_an_occasion_without_a_notice_before_it_restarts_all_the_same(clock):
    """The applicant corrected the request of his own accord."""
    case = actions.end_waiting(clock("2026-05-06", "reply"), "correction", on=day("2026-05-18"))
    assert case.due_on == day("2026-06-15")


# --- the end, and the record --------------------------------------------------------------------------


def test_the_end_of_a_standing_clock_ends_the_pause_too(clock, world):
    case = actions.pause(clock("2026-04-15", "reply"), on=day("2026-04-20"))
    actions.end(world.a.section, matter="reply")
    case.refresh_from_db()
    assert case.ended_on == day("2026-05-20") > day("2026-05-15"), (
        "past the date as it stood before the pause"
    )
    assert case.due_on > case.ended_on
    assert queries.lamp_of(case).words == "已办结"


def test_what_was_done_late_is_shown_as_done_late(clock, world):
    case = clock("2026-04-01")
    actions.end(world.a.section, matter="proactive")
    case.refresh_from_db()
    lamp = queries.lamp_of(case)
    assert (lamp.state, lamp.words) == ("done", "已办结（逾期12个工作日）")


def test_what_was_done_before_its_clock_began_ends_on_the_first_day(clock, world):
    case = clock("2026-05-25")
    actions.end(world.a.section, matter="proactive", on=day("2026-05-20"))
    case.refresh_from_db()
    assert case.ended_on == day("2026-05-25")


def test_a_cancelled_clock_is_shown_as_cancelled(clock, world):
    case = clock("2026-04-01")
    actions.end(world.a.section, matter="proactive", met=False)
    case.refresh_from_db()
    assert queries.lamp_of(case).words == "已撤销"
    assert not queries.was_met(world.a.section, matter="proactive")


def test_every_verb_is_one_line_about_the_record_in_the_ledger_of_its_body(clock, world):
    case = clock("2026-05-06", "reply")
    actions.exclude(case, first=day("2026-05-11"), last=day("2026-05-12"))
    actions.pause(case, on=day("2026-05-13"))
    actions.resume(case, on=day("2026-05-14"))
    actions.restart(case, on=day("2026-05-15"), because="收到补正")
    actions.extend(case, 5, because="负责人同意")
    actions.end(world.a.section, matter="reply")
    names = ("started", "excluded", "paused", "resumed", "restarted", "extended", "met")
    assert events() == [f"deadlines:{n}" for n in names]
    for entry in Entry.objects.all():
        assert (entry.subject_type, entry.subject_id) == (
            "organizations.organization",
            str(world.a.section.pk),
        )
        assert entry.chain == world.a.body.slug
    assert Entry.objects.get(event="deadlines:extended").because == "负责人同意"
    assert "6月" in queries_sentence("deadlines:restarted")
    assert list(verify()) == []


def queries_sentence(event: str) -> str:
    from gongkai.apps.ledger.queries import in_words

    return in_words(Entry.objects.get(event=event)).sentence


def test_clocks_of_two_kinds_of_record_with_the_same_key_are_two(world, clock):
    from gongkai.apps.catalogue.models import Topic

    topic = Topic(pk=world.a.section.pk, code="99", name="同号的另一种记录")
    topic.save()
    a, b = clock(subject=world.a.section), clock(subject=topic)
    assert a.pk != b.pk
    actions.end(topic, matter="proactive")
    a.refresh_from_db()
    assert a.state == State.RUNNING
    assert list(queries.lamps_for([topic], "proactive")) == []
    assert list(queries.lamps_for([world.a.section], "proactive")) == [world.a.section.pk]


def test_one_query_reads_the_clocks_of_a_whole_page(clock, world, django_assert_num_queries):
    places = list(Organization.objects.all())
    for place in places:
        clock(subject=place)
    with django_assert_num_queries(1):
        assert len(queries.lamps_for(places, "proactive")) == len(places)


def test_a_clock_that_stands_is_drawn_as_if_what_it_waits_for_came_today(world, clock):
    with moment.fixed("2026-05-13"):
        case = clock("2026-05-06", "reply")
        case = actions.begin_waiting(case, "third_party", on=dt.date(2026, 5, 13))
    with moment.fixed("2026-05-20"):
        drawn = queries.explain_today(case)
        counted = [s.date for s in drawn.steps if s.counted and s.date <= dt.date(2026, 5, 20)]
        assert counted[-1] == dt.date(2026, 5, 12), "no day of the pause counts as used"
        assert drawn.due > queries.explain(case).due
        case = actions.end_waiting(case, "third_party", on=dt.date(2026, 5, 20))
        assert queries.explain(case).due == drawn.due == queries.explain_today(case).due
