"""People and posts, bodies, handover: who may do what to whom, and that it is all in the ledger."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from tests.trial_duty import also

from gongkai.apps.duties import Duty
from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import verify
from gongkai.apps.organizations.actions import bodies, people
from gongkai.apps.organizations.actions.handover import Part, hand_over
from gongkai.apps.organizations.models import (
    Alias,
    Handover,
    Kind,
    Membership,
    Organization,
    Role,
    Scope,
    User,
)
from gongkai.apps.organizations.permissions import (
    CONFIRM,
    DRAFT,
    MANAGE_PEOPLE,
    forget_grants,
    may,
    verbs_anywhere,
)
from gongkai.apps.organizations.queries import find_body
from gongkai.apps.premises.powers import KEEP_WORDS, MANAGE_SITE
from gongkai.exceptions import Refused


def codes(refused):
    return {o.code for o in refused.value.obstacles}


def test_an_administrator_opens_an_account_and_its_holder_may_work(city):
    person, password = people.add_person(
        city.a_admin, username="xuhang", name="许航", organization=city.a_basic, role=Role.INFORMANT
    )
    assert person.check_password(password) and person.must_change_password
    assert may(person, DRAFT, city.a_basic) and not may(person, DRAFT, city.b_basic)
    events = list(
        Entry.objects.filter(subject_id=str(person.pk)).order_by("id").values_list("event", "chain")
    )
    assert events == [("organizations:person_added", "qinghe"), ("organizations:post_given", "qinghe")]
    assert not list(verify())


@pytest.mark.parametrize("role", Role.values)
def test_nobody_gives_himself_a_post(city, role):
    with pytest.raises(Refused) as refused:
        people.give_post(city.a_admin, city.a_admin, organization=city.a, role=role)
    assert "post:self" in codes(refused)


def test_who_keeps_the_system_has_no_part_in_the_content(city):
    for person, role in (
        (city.a_admin, Role.OFFICE),
        (city.a_auditor, Role.OFFICE),
        (city.a_office, Role.ADMIN),
    ):
        other = city.person(f"second{person.pk}", city.a, Role.ADMIN)
        with pytest.raises(Refused) as refused:
            people.give_post(other, person, organization=city.a, role=role)
        assert "post:apart" in codes(refused)
    assert verbs_anywhere(city.a_admin) == {
        MANAGE_PEOPLE,
        CONFIRM,
        MANAGE_SITE,
        KEEP_WORDS,
    }  # the house, not what it says


def test_an_administrator_stays_in_his_own_house(city):
    with pytest.raises(PermissionDenied):
        people.give_post(city.a_admin, city.a_office, organization=city.b, role=Role.LEADER)
    with pytest.raises(PermissionDenied):
        people.give_post(city.a_admin, city.b_office, organization=city.a, role=Role.LEADER)
    with pytest.raises(PermissionDenied):
        people.add_person(city.a_admin, username="x1x", name="某", organization=city.root, role=Role.LEADER)
    with pytest.raises(PermissionDenied):
        people.end_post(city.a_admin, city.b_office.memberships.get())
    with pytest.raises(PermissionDenied):
        people.reset_password(city.a_admin, city.b_office)
    with pytest.raises(Refused) as refused:
        people.give_post(
            city.a_admin, city.a_office, organization=city.a, role=Role.LEADER, scope=Scope.SUBTREE
        )
    assert codes(refused) == {"post:scope"}
    for other in (city.a_office, city.a_leader, city.superuser):
        with pytest.raises(PermissionDenied):
            people.give_post(other, city.a_secrecy, organization=city.a, role=Role.LEADER)


def test_an_account_with_posts_elsewhere_is_not_taken_over(city):
    Membership.objects.create(
        user=city.a_leader, organization=city.root, role=Role.LEADER, valid_from=dt.date(2026, 1, 1)
    )
    with pytest.raises(Refused) as refused:
        people.reset_password(city.a_admin, city.a_leader)
    assert codes(refused) == {"account:elsewhere"}
    assert people.reset_password(city.person("top", city.root, Role.ADMIN, Scope.SUBTREE), city.a_leader)


def test_ending_a_post_takes_its_powers_at_once(city):
    post = city.a_office.memberships.get()
    people.end_post(city.a_admin, post, "调任")
    forget_grants(city.a_office)
    assert not verbs_anywhere(city.a_office)
    entry = Entry.objects.get(event="organizations:post_ended")
    assert (entry.because, entry.facts["role"]) == ("调任", "办公室审核")
    with pytest.raises(Refused):
        people.end_post(city.a_admin, city.a_admin.memberships.get())


def test_the_same_post_is_not_given_twice(city):
    with pytest.raises(Refused) as refused:
        people.give_post(city.a_admin, city.a_office, organization=city.a, role=Role.OFFICE)
    assert codes(refused) == {"post:twice"}


# ── handover ──


@pytest.fixture
def drafts():
    """A part that a duty above would declare."""
    kept = {"owner": None}
    part = Part(
        "草稿",
        find=lambda person, places: ["通知一", "通知二"] if kept["owner"] == person else [],
        move=lambda by, giver, taker, places: kept.update(owner=taker),
    )
    with also(Duty("drafts", "草稿", handover=(part,))):
        yield kept


def test_a_handover_moves_everything_in_one_act(city, drafts):
    drafts["owner"] = city.a_informant
    taker = city.person("new", city.a_basic, Role.HANDLER)
    done = hand_over(city.a_admin, city.a_informant, taker, reason="调任")
    assert drafts["owner"] == taker
    assert may(taker, DRAFT, city.a_basic)
    forget_grants(city.a_informant)
    assert not verbs_anywhere(city.a_informant)
    assert {i["label"]: len(i["titles"]) for i in done.items} == {"草稿": 2, "岗位": 1}
    entry = Entry.objects.get(event="organizations:handed_over")
    assert (entry.because, entry.facts["count"], entry.facts["to"]) == ("调任", 3, "new")


def test_a_handover_is_whole_or_did_not_happen(city, drafts):
    def fail(*args):
        raise RuntimeError

    part = Part("草稿", find=lambda p, w: ["一"], move=fail)
    with also(Duty("failing", "草稿", handover=(part,))), pytest.raises(RuntimeError):
        hand_over(city.a_admin, city.a_informant, city.a_section_head, reason="调任")
    assert not Handover.objects.exists()
    assert verbs_anywhere(User.objects.get(pk=city.a_informant.pk))


def test_who_may_not_hand_over(city):
    with pytest.raises(Refused) as refused:
        hand_over(city.a_admin, city.a_office, city.a_admin, reason="x")
    assert {"handover:self", "handover:apart"} <= codes(refused)
    with pytest.raises(Refused) as refused:
        hand_over(city.a_admin, city.a_office, city.a_leader, reason=" ")
    assert codes(refused) == {"handover:reason"}
    with pytest.raises(PermissionDenied):
        hand_over(city.a_admin, city.b_office, city.a_leader, reason="x")
    with pytest.raises(PermissionDenied):
        hand_over(city.a_office, city.a_informant, city.a_leader, reason="x")


# ── bodies ──


@pytest.fixture
def top(city):
    return city.person("top", city.root, Role.ADMIN, Scope.SUBTREE)


def paths_hold():
    for place in Organization.objects.select_related("parent", "body"):
        assert place.path == (place.parent.path if place.parent else "") + f"{place.pk:06d}", place
        expected = place.parent.body_id if place.kind == Kind.SECTION else place.pk
        assert place.body_id == expected, place


def test_moving_a_body_takes_its_people_and_powers_along(city, top):
    branch = bodies.create(top, parent=city.a_school, kind=Kind.SECTION, name="教务处", slug="jw")
    bodies.move(top, city.a_school, city.b, reason="区划调整")
    paths_hold()
    branch.refresh_from_db()
    assert branch.path.startswith(city.b.path)
    chief = city.person("bchief", city.b, Role.AUDITOR, Scope.SUBTREE)
    assert may(chief, "view", branch)
    with pytest.raises(Refused):
        bodies.move(top, city.b, Organization.objects.get(pk=city.a_school.pk), reason="循环")


def test_a_section_that_moves_changes_its_body(city, top):
    bodies.move(top, city.a_basic, city.b, reason="划转")
    paths_hold()


def test_a_renamed_body_is_found_under_both_names(city, top):
    center = bodies.create(top, parent=city.a, kind=Kind.UNIT, name="青禾区智慧教育和考试中心", slug="ks")
    assert find_body("青禾区智慧教育与考试中心") == center
    assert find_body("青禾区智慧教育与考试　中心") == center
    bodies.rename(top, center, "青禾区教育考试院", reason="云编〔2026〕3号")
    assert find_body("青禾区智慧教育与考试中心") == center == find_body("青禾区教育考试院")
    bodies.add_alias(top, center, "区考试院")
    assert find_body("区考试院") == center
    assert find_body("基教科") is None, "two sections of that name: no guess"


def test_a_merged_body_keeps_its_records_and_its_names(city, top):
    head = city.person("headmaster", city.a_school, Role.INFORMANT)
    other = bodies.create(top, parent=city.a, kind=Kind.SCHOOL, name="青禾区第二小学", slug="s2")
    bodies.merge(top, city.a_school, other, reason="撤并")
    paths_hold()
    city.a_school.refresh_from_db()
    assert city.a_school.closed_on == dt.date(2026, 9, 21)
    assert Alias.objects.get(name="青禾区第一小学").organization == other
    forget_grants(head)
    assert not verbs_anywhere(head)


def test_bodies_are_kept_by_their_administrators_only(city):
    with pytest.raises(PermissionDenied):
        bodies.rename(city.a_admin, city.b, "别名", reason="x")
    with pytest.raises(PermissionDenied):
        bodies.move(city.a_admin, city.a_basic, city.b, reason="x")
    with pytest.raises(PermissionDenied):
        bodies.create(city.a_office, parent=city.a, kind=Kind.SECTION, name="新科", slug="xin")


# ── screens ──


def test_the_screens_walk_through_a_day_of_an_administrator(city, signed_in):
    client = signed_in(city.a_admin)
    page = client.get("/workbench/people/").content.decode()
    assert "a_office" in page and "b_office" not in page
    form = {
        "name": "李华",
        "username": "LiHua",
        "organization": city.a_basic.pk,
        "role": "informant",
        "scope": "own",
    }
    made = client.post("/workbench/people/add/", form).content.decode()
    person = User.objects.get(username="lihua")
    assert "首次口令" in made and "只显示这一次" in made
    refused = client.post(
        "/workbench/people/add/", {**form, "organization": city.b_basic.pk, "username": "other"}
    )
    assert (
        "请选您管理范围内的单位或科室" in refused.content.decode()
        and 'value="other"' in refused.content.decode()
    )
    give = client.post(
        f"/workbench/people/{person.pk}/give/", {**form, "role": "admin", "organization": city.a.pk}
    )
    assert "不得兼任" in give.content.decode()
    shown = client.post(f"/workbench/people/{person.pk}/account/", {"act": "password"}).content.decode()
    assert "首次口令" in shown
    post = person.memberships.get()
    client.post(f"/workbench/people/posts/{post.pk}/end/", {"reason": "调出"})
    assert "没有岗位" in client.get(f"/workbench/people/{person.pk}/").content.decode()
    assert client.get(f"/workbench/people/{city.b_office.pk}/").status_code == 404
    body = client.get(f"/workbench/people/bodies/{city.a.pk}/")
    assert body.status_code == 200
    assert client.get(f"/workbench/people/bodies/{city.b.pk}/").status_code == 404


def test_a_handover_shows_its_list_first(city, signed_in):
    client = signed_in(city.a_admin)
    form = {"giver": city.a_informant.pk, "taker": city.a_section_head.pk, "reason": "产假"}
    asked = client.post("/workbench/people/handover/", form).content.decode()
    assert "基教科 信息员" in asked and not Handover.objects.exists()
    client.post("/workbench/people/handover/", {**form, "done": "1"})
    assert Handover.objects.get().reason == "产假"
