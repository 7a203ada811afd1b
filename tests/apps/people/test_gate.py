"""One way to what names a person: the reader is asked, the record is asked, the ledger is told."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.http import Http404
from tests.apps.people.conftest import ZHANG, make_office

from gongkai.apps.ledger.models import Entry
from gongkai.apps.ledger.queries import in_words
from gongkai.apps.people import actions, events, gate
from gongkai.apps.people.details import CONTACT, IDENTITY, NAME, Details, tidy_number, wrong_number
from gongkai.apps.people.queries import found_by, same_person
from gongkai.exceptions import GongkaiError, Refused

pytestmark = pytest.mark.django_db


def test_a_reading_opens_what_was_asked_and_no_more_and_is_noted(office):
    party = office.enter()
    seen = gate.read(office.handler, party, [NAME, CONTACT], "电话确认")
    assert (seen.name, seen.telephone, seen.id_number) == ("张雨桐", "138 0013 8000", "")
    entry = Entry.objects.order_by("-id")[0]
    assert entry.event == events.READ and entry.because == "电话确认"
    assert entry.actor_name == office.handler.name
    assert in_words(entry).sentence == "查看申请人的姓名或者名称、联系方式"
    assert entry.subject_id == str(party.subject_id)


def test_another_bodys_officer_is_told_that_there_is_nothing(office):
    party = office.enter()
    stranger = make_office("xiling", "西岭区教育局").handler
    before = Entry.objects.count()
    for asked in (
        lambda: gate.read(stranger, party, [NAME]),
        lambda: actions.correct(stranger, party, {"telephone": "1"}, "改"),
        lambda: gate.read_entry(stranger, party, Entry.objects.first(), "x"),
    ):
        with pytest.raises(Http404):
            asked()
    assert Entry.objects.count() == before
    assert gate.labels(stranger, [gate.subject_of(office.handler, party)]) == {}


def test_a_sealed_word_of_another_record_is_not_read_through_this_one(office):
    one, two = office.enter(), office.enter()
    entry = Entry.objects.filter(subject_id=str(two.subject_id)).first()
    with pytest.raises(Http404):
        gate.read_entry(office.handler, one, entry, "words")


def test_a_reading_must_say_what_it_wants(office):
    party = office.enter()
    for groups in ([], ["everything"], [NAME, "x"]):
        with pytest.raises(GongkaiError):
            gate.read(office.handler, party, groups)


def test_a_record_that_no_duty_registered_can_hold_nobody(office):
    with pytest.raises(GongkaiError, match="没有登记"):
        actions.enter(
            office.handler, office.body, ZHANG, part="applicant", kind="natural", retention="requests"
        )
    with pytest.raises(GongkaiError, match="清单"):
        office.enter(retention="forever")


def test_lists_show_one_sign_and_cost_one_query(office, django_assert_num_queries):
    office.enter()
    cases = [gate.subject_of(office.handler, office.enter(Details(name=n), kind=k)) for n, k in
             (("欧阳静", "natural"), ("李", "natural"), ("云川市星河科技有限公司", "biz"))]  # fmt: skip
    office.enter(Details(name="赵代理"), case=cases[0], part="agent")
    with django_assert_num_queries(1 + len(cases)):  # may_read of these tests asks the database once a record
        said = gate.labels(office.handler, cases)
    assert [said[c.pk] for c in cases] == ["欧＊＊", "李＊", "云川市星河科技有限公司"]


def test_a_correction_tells_which_fields_not_what_stood_in_them(office):
    party = office.enter()
    party = actions.correct(office.handler, party, {"telephone": "13900139000"}, "号码听错")
    assert gate.opened(party).telephone == "13900139000" and gate.opened(party).name == "张雨桐"
    entry = Entry.objects.order_by("-id")[0]
    assert entry.facts["fields"] == "联系电话" and "139" not in str(entry.facts)
    assert found_by(office.body, Details(name="张雨桐", telephone="13900139000")).get() == party
    with pytest.raises(Refused, match="校验位"):
        actions.correct(office.handler, party, {"id_number": "110101199003078516"}, "改")


def test_the_same_applicant_is_found_however_the_number_was_written(office):
    first = office.enter()
    again = office.enter(
        Details(name="张雨彤", id_kind="resident", id_number="110101 19900307 8515", telephone="13700000000")
    )
    no_number = office.enter(Details(name="张雨桐", telephone="+86 138-0013-8000"))
    office.enter(Details(name="李桐", id_kind="resident", id_number="110101199003074514"))
    office.enter(Details(name="张雨桐", telephone="13600000000"))
    assert set(same_person(first)) == {first, again, no_number}
    assert set(same_person(no_number)) == {first, no_number}
    assert set(found_by(office.body, ZHANG)) == {first, again, no_number}
    other = make_office("xiling", "西岭区教育局")
    assert not found_by(other.body, ZHANG).exists(), "bodies do not see each other's applicants"


def test_an_old_number_of_fifteen_digits_is_the_same_person(office):
    first = office.enter()
    old = office.enter(Details(name="张雨桐", id_kind="resident", id_number="110101900307851"))
    assert set(same_person(first)) == {first, old}
    assert tidy_number("resident", "110101900307851") == ZHANG.id_number


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("resident", "110101199003078515", ""),
        ("resident", "110101199003078516", "校验位"),
        ("resident", "11010119900307", "18位"),
        ("credit", "91350100M000100Y43", ""),
        ("credit", "91350100M000100Y44", "校验位"),
        ("credit", "9135010OM000100Y43", "不含"),
        ("passport", "E12345678", ""),
        ("passport", "E1", "太短"),
    ],
)
def test_numbers_are_checked_by_their_own_check_sign(kind, number, said):
    found = wrong_number(kind, number)
    assert said in found and bool(found) == bool(said)


@pytest.mark.parametrize(
    ("given", "kind", "code"),
    [
        (Details(), "natural", {"people:name", "people:identity", "people:contact"}),
        (Details(name="张", telephone="1", id_kind="credit", id_number="91350100M000100Y43"), "natural", {"people:id_kind"}),
        (ZHANG, "company", {"people:kind"}),
        (Details(name="　 ", telephone="1", id_kind="passport", id_number="E12345678"), "biz", {"people:name"}),
    ],
)  # fmt: skip
def test_everything_missing_is_said_at_once(office, given, kind, code):
    with pytest.raises(Refused) as refused:
        office.enter(given, kind=kind, needs=(NAME, IDENTITY, CONTACT))
    assert {o.code for o in refused.value.obstacles} == code


def test_nobody_else_in_the_house_opens_a_person():
    """Only people/ may call `gate.opened`, decrypt with a people context, or touch the token columns."""
    for path in sorted(Path(settings.PACKAGE).rglob("*.py")):
        if "people" in path.parts or path.name == "crypt.py":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gongkai.apps.people"):
                assert not {a.name for a in node.names} & {"opened", "context"}, path
            if isinstance(node, ast.Attribute) and node.attr == "opened":
                assert "people" not in ast.unparse(node.value), path
