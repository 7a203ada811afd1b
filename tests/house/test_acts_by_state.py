"""Role × act × state, by POST: done where the table of the duty says so, else refused with its reason and without a trace.

Each duty with acts says in `tests/apps/<code>/states.py` how its records come to each state (STATES), what is typed (TYPED) and, by
hand, who gets it done (DONE: model → act → state → roles). A state told apart further has a word behind a colon. Roles of the body above have a + behind them.
"""

from __future__ import annotations

from copy import copy
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from tests.house.test_leaks import NOW, House, client_of, person, plant

from gongkai.apps.duties.registry import registry
from gongkai.apps.ledger.models import Entry
from gongkai.apps.notices.models import Notice
from gongkai.apps.organizations.models import Kind, Role
from gongkai.clocks import moment

SETS = [(duty.code, acts) for duty in registry().duties for acts in duty.acts]


def said(code: str) -> Any:
    return import_module(f"tests.apps.{code}.states")


CASES = [(code, acts, state) for code, acts in SETS for state in said(code).STATES[acts.model]]


@pytest.fixture(autouse=True)
def clock():
    with moment.fixed(NOW):
        yield


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """The house and everybody's session, made once: each test stands in a savepoint upon them."""
    with (
        django_db_blocker.unblock(), moment.fixed(NOW), transaction.atomic(),
        override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("files"))),
    ):  # fmt: skip
        root = plant(parent=None, kind=Kind.CITY, name="云川市教育局", slug="root")
        made = House("qinghe", root)
        made.above = {role: person(f"root-{role}", root, role) for role in Role.values}
        made.cast = {**made.people, **{f"{role}+": user for role, user in made.above.items()}}
        made.sessions = {user.pk: client_of(user).cookies["sessionid"].value for user in made.cast.values()}
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def house(built, db):
    """A body with people in every role and records, and people of every role at the body above it."""
    made = copy(built)
    made.body = type(built.body).objects.get(pk=built.body.pk)
    return made


def standing(record: Any) -> str:
    """Where a record stands, by itself or by its round; what has no states is not told apart."""
    place = record.round if hasattr(record, "round") else record
    field = field_of(type(place))
    return str(getattr(place, field)) if field else "any"


def field_of(model: type[Any]) -> str:
    """Where a record says where it stands, in a closed list of words."""
    return next((f.name for f in model._meta.fields if f.name in {"stage", "state"} and f.choices), "")


def photograph(record: Any) -> tuple[Any, ...]:
    """The record, all that hangs on it, the ledger and what people were told."""
    model = type(record)
    hanging = [
        list(
            field.related_model._base_manager.filter(**{field.field.name: record.pk}).order_by("pk").values()
        )
        for field in model._meta.related_objects
        if field.one_to_many or field.one_to_one
    ]
    row = list(model._base_manager.filter(pk=record.pk).values())
    return row, hanging, Entry.objects.count(), Notice.objects.count()


def posted(
    acts: Any, act: Any, record: Any, house: Any, user: Any, typed: dict[str, Any], before: Any
) -> str:
    """done, or refused, or hidden; nothing else may come of a POST. What is hidden is looked at afterwards, all at once."""
    record = type(record)._base_manager.get(pk=record.pk)
    reasons = [o.sentence for o in act.obstacles(user, record)] if act.permitted(user, record) else []
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = house.sessions[user.pk]
    answer = client.post(
        reverse(f"{acts.namespace}:{act.name}", args=[record.pk]), {"opinion": "已核对", **typed}
    )
    assert answer.status_code in {200, 302, 404}, f"{act.name}: {answer.status_code}"
    if answer.status_code == 404:
        return "hidden"
    after = photograph(record)
    told = " ".join(str(m) for m in get_messages(answer.wsgi_request)) + answer.content.decode()
    if after[2] > before[2]:
        assert not reasons, f"{act.name}: done against {reasons}"
        return "done"
    assert after == before, f"{act.name}: changed without a line in the ledger"
    assert "Traceback" not in told
    if act.shown(user, record):  # its reasons stand beside the button, and the answer names them too
        assert all(reason in told for reason in reasons), f"{act.name}: {reasons} not said in {told[:400]}"
    assert reasons or act.form is not None or "没有" in told, f"{act.name}: nothing done and no reason given"
    return "refused"


def who_gets_it_done(acts: Any, record: Any, house: Any, typed: dict[str, Any]) -> dict[str, str]:
    """Act → the roles for which it was done; each POST is taken back before the next, but those that are hidden: they
    must have left nothing when all are through."""
    found: dict[str, str] = {}
    before = photograph(record)
    for act in (a for a in acts.acts if not a.route):
        done, hidden = [], []
        given = typed.get(f"{acts.model}:{act.name}", {})
        given = given(house) if callable(given) else given
        for role, user in house.cast.items():
            user.__dict__.pop("_gongkai_grants", None)
            with transaction.atomic():
                outcome = posted(acts, act, record, house, user, given, before)
                transaction.set_rollback(outcome != "hidden")
            if outcome == "done":
                done.append(role)
            elif outcome == "hidden":
                hidden.append(role)
        assert photograph(record) == before, f"{act.name}: hidden from {hidden}, and yet something changed"
        if done:
            found[act.name] = " ".join(done)
    return found


@pytest.mark.parametrize(("code", "acts", "state"), CASES, ids=lambda v: getattr(v, "model", v))
def test_an_act_is_done_for_whom_the_table_names_and_refused_to_all_others(code, acts, state, house):
    record = said(code).STATES[acts.model][state](house)
    assert standing(record) == state.partition(":")[0]
    expected = {
        act: by_state[state] for act, by_state in said(code).DONE[acts.model].items() if state in by_state
    }
    assert who_gets_it_done(acts, record, house, said(code).TYPED) == expected


@pytest.mark.parametrize(("code", "acts"), SETS, ids=lambda v: getattr(v, "model", v))
def test_every_state_has_its_row_and_every_act_is_done_somewhere(code, acts):
    model = apps.get_model(acts.model)
    model = model.round.field.related_model if hasattr(model, "round") else model
    field = field_of(model)
    choices = {value for value, _ in model._meta.get_field(field).choices} if field else {"any"}
    assert {state.partition(":")[0] for state in said(code).STATES[acts.model]} == choices
    assert set(said(code).DONE[acts.model]) == {act.name for act in acts.acts if not act.route}
