"""No administrator alone makes people who publish, takes over their accounts or writes on public pages."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import verify
from gongkai.apps.organizations.actions import bodies, people, proposals
from gongkai.apps.organizations.actions.handover import hand_over
from gongkai.apps.organizations.models import Handover, Membership, Organization, Proposal, Role, Scope, User
from gongkai.apps.organizations.permissions import is_guarded, may, verbs_anywhere
from gongkai.apps.organizations.queries import people_in_reach
from gongkai.clocks import moment
from gongkai.exceptions import Refused

PASSWORD = "Lihua-Chunfeng-9"
GUARDED = [Role.SECTION_HEAD, Role.OFFICE, Role.SECRECY, Role.LEADER, Role.ADMIN, Role.AUDITOR]
ROLES = {Role.SECTION_HEAD: "a_basic"}


def codes_of(refused):
    return {o.code for o in refused.value.obstacles}


def open_account(city, role, username="attacker"):
    place = getattr(city, ROLES.get(role, "a"))
    return people.add_person(city.a_admin, username=username, name="某人", organization=place, role=role)


def signs_in(username, password):
    answer = Client().post("/workbench/login/", {"username": username, "password": password})
    return answer.status_code == 302


def test_whoever_may_do_more_than_draft_is_guarded():
    assert {r for r in Role.values if is_guarded(r)} >= {str(r) for r in GUARDED}
    assert not is_guarded(Role.INFORMANT)


@pytest.mark.parametrize("role", GUARDED)
def test_the_attack_of_one_administrator_who_opens_accounts_and_publishes(city, role):
    person, password = open_account(city, role)
    assert password == "" and not person.has_usable_password()
    assert not Membership.objects.filter(user=person).exists() and not verbs_anywhere(person)
    assert not signs_in("attacker", "") and not signs_in("attacker", "!")
    waiting = Proposal.objects.get(person=person)
    with pytest.raises(Refused) as refused:
        proposals.confirm(city.a_admin, waiting)
    assert codes_of(refused) == {"proposal:own"}


def test_the_leader_confirms_and_he_is_told_the_first_password(city):
    person, _ = open_account(city, Role.OFFICE, "newoffice")
    given = proposals.confirm(city.a_leader, Proposal.objects.get())
    assert given.person == person and signs_in("newoffice", given.password)
    post = Membership.objects.get(user=person)
    assert (post.role, post.granted_by) == (Role.OFFICE, city.a_admin)
    events = Entry.objects.order_by("id").values_list("event", flat=True)
    assert list(events) == [
        "organizations:person_added", "organizations:proposed", "organizations:post_given",
        "organizations:password_reset", "organizations:proposal_confirmed",
    ]  # fmt: skip
    assert not list(verify())


@pytest.mark.parametrize("who", ["b_leader", "b_admin", "a_office", "a_auditor", "a_informant"])
def test_who_is_no_second_person_for_this_body(city, who):
    open_account(city, Role.OFFICE)
    with pytest.raises(PermissionDenied):
        proposals.confirm(getattr(city, who), Proposal.objects.get())
    with pytest.raises(PermissionDenied):
        proposals.refuse(getattr(city, who), Proposal.objects.get(), "x")


def test_those_above_may_confirm_and_a_second_administrator_too(city):
    for number, helper in enumerate(
        [
            city.person("boss", city.root, Role.LEADER),
            city.person("top", city.root, Role.ADMIN, Scope.SUBTREE),
            city.person("other", city.a, Role.ADMIN),
        ]
    ):
        open_account(city, Role.OFFICE, f"person{number}")
        proposals.confirm(helper, Proposal.objects.filter(state="waiting").get())
    assert Membership.objects.filter(granted_by=city.a_admin).count() == 3


def test_a_second_administrator_of_ones_own_making_waits_as_well(city):
    made, _ = open_account(city, Role.ADMIN, "puppet")
    open_account(city, Role.OFFICE, "publisher")
    with pytest.raises(PermissionDenied):
        proposals.confirm(made, Proposal.objects.latest("id"))


def test_nobody_confirms_what_concerns_himself(city):
    people.give_post(city.a_admin, city.a_leader, organization=city.a, role=Role.SECRECY)
    with pytest.raises(Refused) as refused:
        proposals.confirm(city.a_leader, Proposal.objects.get())
    assert codes_of(refused) == {"proposal:self"}


@pytest.mark.parametrize("role", GUARDED)
def test_a_new_password_of_a_real_officer_waits_and_the_old_one_works_until_then(city, role):
    officer = getattr(city, f"a_{role}")
    if officer == city.a_admin:
        helper = city.person("other", city.a, Role.ADMIN)
        waiting = people.reset_password(helper, officer)
    else:
        waiting = people.reset_password(city.a_admin, officer)
    assert isinstance(waiting, Proposal)
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD) and not officer.must_change_password
    above = city.person("boss", city.root, Role.LEADER)
    given = proposals.confirm(above, waiting)
    officer.refresh_from_db()
    assert officer.check_password(given.password) and not officer.check_password(PASSWORD)


def test_an_informants_password_is_the_administrators_business(city):
    password = people.reset_password(city.a_admin, city.a_informant)
    assert isinstance(password, str) and signs_in("a_informant", password)


def test_an_account_opened_for_drafting_does_not_grow_with_the_password_the_asker_knows(city):
    person, password = people.add_person(
        city.a_admin, username="lisi", name="李四", organization=city.a_basic, role=Role.INFORMANT
    )
    people.give_post(city.a_admin, person, organization=city.a, role=Role.OFFICE)
    given = proposals.confirm(city.a_leader, Proposal.objects.get())
    assert given.password and not signs_in("lisi", password) and signs_in("lisi", given.password)


def test_a_handover_is_no_way_round(city):
    puppet, _ = people.add_person(
        city.a_admin, username="lisi", name="李四", organization=city.a_basic, role=Role.INFORMANT
    )
    waiting = hand_over(city.a_admin, city.a_office, puppet, reason="调任")
    assert isinstance(waiting, Proposal) and not Handover.objects.exists()
    assert "publish" not in verbs_anywhere(User.objects.get(pk=puppet.pk))
    proposals.confirm(city.a_leader, waiting)
    assert Handover.objects.get().by == city.a_admin
    assert "publish" in verbs_anywhere(User.objects.get(pk=puppet.pk))
    assert not verbs_anywhere(User.objects.get(pk=city.a_office.pk))


def test_a_handover_gives_no_post_that_who_confirmed_has_not_read(city):
    puppet, _ = people.add_person(
        city.a_admin, username="lisi", name="李四", organization=city.a_basic, role=Role.INFORMANT
    )
    waiting = hand_over(city.a_admin, city.a_office, puppet, reason="调任")
    Membership.objects.create(
        user=city.a_office, organization=city.a, role=Role.SECRECY, valid_from=moment.today(), granted_by=city.a_admin
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        proposals.confirm(city.a_leader, waiting)
    assert codes_of(refused) == {"handover:later"} and not Handover.objects.exists()
    assert not verbs_anywhere(User.objects.get(pk=puppet.pk)) & {"publish", "review_secrecy"}


def test_what_has_changed_meanwhile_is_judged_again(city):
    open_account(city, Role.OFFICE)
    Organization.objects.filter(pk=city.a.pk).update(closed_on=dt.date(2026, 9, 20))
    with pytest.raises(Refused) as refused:
        proposals.confirm(city.a_leader, Proposal.objects.get())
    assert codes_of(refused) == {"post:closed"}
    Organization.objects.filter(pk=city.a.pk).update(closed_on=None)
    city.a_admin.memberships.update(valid_to=dt.date(2026, 9, 20))
    with pytest.raises(Refused) as refused:
        proposals.confirm(city.a_leader, Proposal.objects.get())
    assert "proposal:asker" in codes_of(refused)


def test_a_thing_is_asked_once_decided_once_and_may_be_taken_back(city):
    open_account(city, Role.OFFICE)
    waiting = Proposal.objects.get()
    with pytest.raises(Refused) as refused:
        people.give_post(city.a_admin, waiting.person, organization=city.a, role=Role.OFFICE)
    assert codes_of(refused) == {"proposal:twice"}
    with pytest.raises(Refused) as refused:
        proposals.refuse(city.a_leader, waiting, "  ")
    assert codes_of(refused) == {"proposal:opinion"}
    proposals.take_back(city.a_admin, waiting)
    for act in (
        lambda: proposals.confirm(city.a_leader, waiting),
        lambda: proposals.take_back(city.a_admin, waiting),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes_of(refused) == {"proposal:decided"}
    with pytest.raises(PermissionDenied):
        proposals.take_back(city.a_leader, waiting)


# ── on the screens ──


def test_the_whole_way_over_the_screens(city, signed_in):
    admin, leader, auditor = signed_in(city.a_admin), signed_in(city.a_leader), signed_in(city.a_auditor)
    form = {
        "username": "ｌｉｓｉ",
        "name": "李四",
        "organization": city.a.pk,
        "role": "office",
        "scope": "own",
    }
    page = admin.post("/workbench/people/add/", form, follow=True).content.decode()
    assert "首次口令届时告诉确认的人" in page and "等另一人确认" in page
    assert (
        "授予李四（lisi）青禾区教育局“办公室审核”岗位"
        in admin.get("/workbench/people/waiting/").content.decode()
    )
    one = Proposal.objects.get()
    assert admin.post("/workbench/people/waiting/confirm/", {"pk": one.pk}, follow=True).status_code == 200
    one.refresh_from_db()
    assert one.state == "waiting", "the asker's own press does nothing"
    assert "授予李四" in auditor.get("/workbench/people/waiting/").content.decode(), "listed for the auditor"
    assert auditor.post("/workbench/people/waiting/confirm/", {"pk": one.pk}).status_code == 404
    assert "待确认的岗位" in leader.get("/workbench/").content.decode()
    page = leader.post("/workbench/people/waiting/confirm/", {"pk": one.pk}).content.decode()
    password = re.search(r'<td class="gk-mono">([A-Z][a-z]{4}-[a-z]{4}-\d{4})</td>', page).group(1)
    assert signs_in("LISI", password)
    assert "已确认" in auditor.get("/workbench/people/waiting/").content.decode()


def test_a_foreign_proposal_does_not_exist(city, signed_in):
    open_account(city, Role.OFFICE)
    one = Proposal.objects.get()
    other = signed_in(city.b_leader)
    assert other.post("/workbench/people/waiting/refuse/", {"pk": one.pk, "opinion": "x"}).status_code == 404
    assert (
        one.summary
        not in other.post("/workbench/people/waiting/confirm/", {"pk": one.pk}, follow=True).content.decode()
    )
    assert one.summary not in other.get("/workbench/people/waiting/").content.decode()
    one.refresh_from_db()
    assert one.state == "waiting"


def test_an_imported_table_gives_no_guarded_post_without_a_second_person(city, signed_in):
    from tests.apps.organizations.test_people_import import table

    rows = [
        ["王一", "wangyi", "青禾区教育局", "基教科", "信息员", "", "", ""],
        ["王二", "wanger", "青禾区教育局", "", "办公室审核", "", "", ""],
        ["王三", "wangsan", "青禾区教育局", "", "局领导", "", "", ""],
    ]
    client = signed_in(city.a_admin)
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = client.post("/workbench/people/import/", {"file": SimpleUploadedFile("a.xlsx", table(*rows))})
    token = re.search(r'name="token" value="([^"]+)"', page.content.decode()).group(1)
    page = client.post("/workbench/people/import/confirm/", {"token": token}).content.decode()
    assert page.count(">等另一人确认<") == 2 and "2 人的岗位能审核、发布或管理" in page
    assert Membership.objects.filter(user__username__in=["wangyi", "wanger", "wangsan"]).count() == 1
    leader = signed_in(city.a_leader)
    keys = list(Proposal.objects.values_list("pk", flat=True))
    page = leader.post("/workbench/people/waiting/confirm/", {"pk": keys}).content.decode()
    assert "wanger" in page and "wangsan" in page and "wangyi" not in page


# ── public text of a body ──


@pytest.mark.parametrize("field", bodies.TEXT_FIELDS)
def test_the_attack_of_one_administrator_who_writes_on_the_public_guide(city, field):
    waiting = bodies.change_details(city.a_admin, city.a, {field: "全市学校明日停课"})
    city.a.refresh_from_db()
    assert getattr(city.a, field) == "" and waiting.state == "waiting"
    proposals.confirm(city.a_leader, waiting)
    city.a.refresh_from_db()
    assert getattr(city.a, field) == "全市学校明日停课"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("telephone", "全市学校明日停课"), ("telephone", "010-1234 停课"), ("fax", "停课"), ("postcode", "明日停课啊啊"),
        ("email", "全市学校明日停课@x.cn"), ("email", "a@全市停课"), ("telephone", "tel"),
    ],
)  # fmt: skip
def test_contacts_carry_no_messages(city, field, text):
    with pytest.raises(Refused) as refused:
        bodies.change_details(city.a_admin, city.a, {field: text})
    assert codes_of(refused) == {"contacts:shape"}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("telephone", "（010）6612-3456转801、66123457"),
        ("postcode", "100031"),
        ("email", "xxgk@bjedu.gov.cn"),
        ("fax", ""),
    ],
)
def test_contacts_are_mended_at_once(city, field, text):
    bodies.change_details(city.a_admin, city.a, {field: "0" * 6 if field != "email" else "a@b.cn"})
    assert bodies.change_details(city.a_admin, city.a, {field: text}) is None
    city.a.refresh_from_db()
    assert getattr(city.a, field) == text


def test_a_text_that_was_changed_meanwhile_is_not_overwritten(city):
    first = bodies.change_details(city.a_admin, city.a, {"address": "文津路8号"})
    second = bodies.change_details(city.a_admin, city.a, {"address": "文津路9号"})
    proposals.confirm(city.a_leader, first)
    with pytest.raises(Refused) as refused:
        proposals.confirm(city.a_leader, second)
    assert codes_of(refused) == {"details:moved"}


def test_a_new_name_and_a_new_body_over_the_screens_wait(city, signed_in):
    client = signed_in(city.a_admin)
    url = f"/workbench/people/bodies/{city.a.pk}/"
    client.post(f"{url}change/", {"act": "rename", "name": "全市学校明日停课", "reason": "x"})
    client.post(f"{url}add/", {"kind": "school", "name": "全市学校明日停课", "slug": "ting-ke"})
    assert not Organization.objects.filter(name="全市学校明日停课").exists()
    for waiting in Proposal.objects.filter(state="waiting").order_by("id"):
        if waiting.kind == "create":
            proposals.confirm(city.a_leader, waiting)
    assert Organization.objects.get(slug="ting-ke").parent == city.a
    client.post(f"{url}add/", {"kind": "section", "name": "人事科", "slug": "qinghe-rs"})
    assert Organization.objects.filter(slug="qinghe-rs").exists(), "a section waits for nobody"


# ── reach ──


def moved_to_b(city):
    """The office officer of A goes to B, where another telephone is typed in."""
    officer = city.a_office
    people.end_post(city.a_admin, officer.memberships.get(), "调任")
    top = city.person("top", city.root, Role.ADMIN, Scope.SUBTREE)
    people.give_post(top, officer, organization=city.b, role=Role.OFFICE)
    proposals.confirm(city.b_leader, Proposal.objects.get())
    officer.refresh_from_db()
    people.change_person(city.b_admin, officer, name=officer.name, phone="0000-8888")
    return officer


def test_reach_ends_when_somebody_moves_on(city, signed_in):
    officer = moved_to_b(city)
    assert not people_in_reach(city.a_admin).filter(pk=officer.pk).exists()
    assert people_in_reach(city.b_admin).filter(pk=officer.pk).exists()
    assert signed_in(city.a_admin).get(f"/workbench/people/{officer.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        people.give_post(city.a_admin, officer, organization=city.a, role=Role.INFORMANT)
    page = signed_in(city.b_admin).get(f"/workbench/people/{officer.pk}/").content.decode()
    assert "0000-8888" in page and "调任" not in page, "what A's chain says of A's time is A's"


def test_who_has_no_post_now_stays_with_the_last_body(city):
    people.end_post(city.a_admin, city.a_office.memberships.get())
    assert people_in_reach(city.a_admin).filter(pk=city.a_office.pk).exists()
    assert not people_in_reach(city.b_admin).filter(pk=city.a_office.pk).exists()


def test_a_person_who_still_waits_for_the_first_post_is_in_reach_of_who_asked(city, signed_in):
    person, _ = open_account(city, Role.OFFICE)
    assert people_in_reach(city.a_admin).filter(pk=person.pk).exists()
    assert not people_in_reach(city.b_admin).filter(pk=person.pk).exists()
    assert signed_in(city.a_admin).get(f"/workbench/people/{person.pk}/").status_code == 200
    assert signed_in(city.b_admin).get(f"/workbench/people/{person.pk}/").status_code == 404


# ── posts and sessions end for good ──


def test_a_post_of_today_that_ends_today_keeps_its_days(city):
    post = people.give_post(city.a_admin, city.a_handler, organization=city.a_basic, role=Role.INFORMANT)
    people.end_post(city.a_admin, post)
    post.refresh_from_db()
    assert post.valid_from == post.valid_to == moment.today() and post.ended_at == moment.now()
    assert not may(User.objects.get(pk=city.a_handler.pk), "draft", city.a_basic)


def test_a_post_to_come_that_is_ended_never_holds(city):
    day = dt.date(2026, 12, 1)
    post = people.give_post(
        city.a_admin, city.a_handler, organization=city.a_basic, role=Role.INFORMANT, valid_from=day
    )
    people.end_post(city.a_admin, post)
    with moment.fixed("2026-12-01T09:00:00"):
        assert not may(User.objects.get(pk=city.a_handler.pk), "draft", city.a_basic)


def test_stopping_an_account_ends_its_sessions_for_good(city, signed_in):
    client = signed_in(city.a_office)
    assert client.get("/workbench/account/").status_code == 200
    people.set_active(city.a_admin, city.a_office, False)
    assert client.get("/workbench/account/").status_code == 302
    people.set_active(city.a_admin, city.a_office, True)
    assert client.get("/workbench/account/").status_code == 302, "the old session does not live again"
    assert signs_in("a_office", PASSWORD)
