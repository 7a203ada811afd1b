"""Every staff address that is open, and what it asks of who comes. What is not here answers 404 (see the door).

One line a view name. `of` names the record an address is about: the door looks whether it is in reach.
"""

from __future__ import annotations

from gongkai.apps.organizations import permissions as p
from gongkai.apps.organizations.door import ANY_POST, ANYONE, SIGNED_IN, Needs, duty

SIGN_IN = {
    "login": ANYONE,
    "login_code": ANYONE,
    "logout": SIGNED_IN,
    "account:home": SIGNED_IN,
    "account:password": SIGNED_IN,
    "account:code": SIGNED_IN,
    "account:code_off": SIGNED_IN,
    "account:resume": SIGNED_IN,
}

HOME = {
    "workbench:home": ANY_POST,
    "workbench:deadlines": duty(p.VIEW),
    "workbench:ledger": ANY_POST,
}

_PERSON = duty(
    p.MANAGE_PEOPLE,
    of="organizations.User",
    places=(("memberships__organization__body", "memberships__organization"),),
)
_PLACE = duty(p.MANAGE_PEOPLE, of="organizations.Organization", places=(("body", "pk"),))
PEOPLE = {
    "people:list": duty(p.MANAGE_PEOPLE),
    "people:add": duty(p.MANAGE_PEOPLE),
    "people:person": _PERSON,
    "people:give": _PERSON,
    "people:account": _PERSON,
    "people:end": duty(
        p.MANAGE_PEOPLE, of="organizations.Membership", places=(("organization__body", "organization"),)
    ),
    "people:import": duty(p.MANAGE_PEOPLE),
    "people:import_template": duty(p.MANAGE_PEOPLE),
    "people:import_confirm": duty(p.MANAGE_PEOPLE),
    "people:handover": duty(p.MANAGE_PEOPLE),
    "people:bodies": duty(p.MANAGE_PEOPLE),
    "people:body": _PLACE,
    "people:body_add": _PLACE,
    "people:body_change": _PLACE,
}

STAFF: dict[str, Needs] = {**SIGN_IN, **HOME, **PEOPLE}
