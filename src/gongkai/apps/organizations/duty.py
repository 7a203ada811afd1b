"""机构与人员, and the words that all duties share: who sees, who takes away, who manages posts, who audits."""

from __future__ import annotations

from gongkai.apps.duties import SIGNED_IN, Duty, Entry, Group, Mount, needs
from gongkai.apps.organizations import permissions as p
from gongkai.apps.organizations.models import Role

_PERSON = needs(
    p.MANAGE_PEOPLE,
    of="organizations.User",
    places=(("memberships__organization__body", "memberships__organization"),),
)
_PLACE = needs(p.MANAGE_PEOPLE, of="organizations.Organization", places=(("body", "pk"),))
_POST = needs(
    p.MANAGE_PEOPLE, of="organizations.Membership", places=(("organization__body", "organization"),)
)

DUTY = Duty(
    code="organizations",
    name="机构与人员",
    powers={
        Role.INFORMANT: {p.VIEW, p.EXPORT},
        Role.SECTION_HEAD: {p.VIEW, p.EXPORT},
        Role.OFFICE: {p.VIEW, p.EXPORT},
        Role.SECRECY: {p.VIEW, p.EXPORT},
        Role.LEADER: {p.VIEW, p.EXPORT},
        Role.HANDLER: {p.VIEW},
        Role.ADMIN: {p.MANAGE_PEOPLE},
        Role.AUDITOR: {p.VIEW, p.EXPORT, p.AUDIT},
    },
    routes={
        "account:home": SIGNED_IN,
        "account:password": SIGNED_IN,
        "account:code": SIGNED_IN,
        "account:code_off": SIGNED_IN,
        "account:resume": SIGNED_IN,
        "people:list": needs(p.MANAGE_PEOPLE),
        "people:add": needs(p.MANAGE_PEOPLE),
        "people:person": _PERSON,
        "people:give": _PERSON,
        "people:account": _PERSON,
        "people:end": _POST,
        "people:import": needs(p.MANAGE_PEOPLE),
        "people:import_template": needs(p.MANAGE_PEOPLE),
        "people:import_confirm": needs(p.MANAGE_PEOPLE),
        "people:handover": needs(p.MANAGE_PEOPLE),
        "people:bodies": needs(p.MANAGE_PEOPLE),
        "people:body": _PLACE,
        "people:body_add": _PLACE,
        "people:body_change": _PLACE,
    },
    staff=(
        Mount("account/", "gongkai.apps.organizations.urls_account"),
        Mount("people/", "gongkai.apps.organizations.urls"),
    ),
    menu=(
        Entry("员", "机构人员", "people:list", frozenset({p.MANAGE_PEOPLE}), Group.HOUSE, also=("people:",)),
    ),
)
