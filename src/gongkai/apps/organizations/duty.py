"""机构与人员, and the words that all duties share: who sees, who takes away, who manages posts, who audits."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai import prepared
from gongkai.apps.duties import MENU_UP_TO, SIGNED_IN, Count, Duty, Entry, Group, Mount, Pile, needs
from gongkai.apps.organizations import permissions as p
from gongkai.apps.organizations.models import Role
from gongkai.apps.organizations.queries import waiting_for

_PERSON = needs(
    p.MANAGE_PEOPLE,
    of="organizations.User",
    places=(
        ("memberships__organization__body", "memberships__organization"),
        ("proposals__place__body", "proposals__place"),
    ),
)
_PLACE = needs(p.MANAGE_PEOPLE, of="organizations.Organization", places=(("body", "pk"),))
_POST = needs(
    p.MANAGE_PEOPLE, of="organizations.Membership", places=(("organization__body", "organization"),)
)


def _waiting(user: Any) -> Count:
    key = ("to confirm", p.asker(user))
    return Count(prepared.count(key, lambda: waiting_for(user), MENU_UP_TO))


def _piles(user: Any) -> list[Pile]:
    """On the home page of the second person: what administrators asked for."""
    count = waiting_for(user).count() if p.CONFIRM in p.verbs_anywhere(user) else 0
    return [Pile("待确认的岗位、口令和公开文字", count, reverse("people:waiting"))] if count else []


DUTY = Duty(
    code="organizations",
    name="机构与人员",
    powers={
        Role.INFORMANT: {p.VIEW, p.EXPORT},
        Role.SECTION_HEAD: {p.VIEW, p.EXPORT},
        Role.OFFICE: {p.VIEW, p.EXPORT, p.OVERSEE},
        Role.SECRECY: {p.VIEW, p.EXPORT},
        Role.LEADER: {p.VIEW, p.EXPORT, p.CONFIRM, p.OVERSEE},
        Role.HANDLER: {p.VIEW},
        Role.ADMIN: {p.MANAGE_PEOPLE, p.CONFIRM},
        Role.AUDITOR: {p.VIEW, p.EXPORT, p.AUDIT, p.OVERSEE},
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
        "people:waiting": needs(p.CONFIRM, p.MANAGE_PEOPLE, p.AUDIT),
        "people:confirm": needs(p.CONFIRM),
        "people:refuse": needs(p.CONFIRM, p.MANAGE_PEOPLE),
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
    piles=_piles,
    menu=(
        Entry("员", "机构人员", "people:list", frozenset({p.MANAGE_PEOPLE}), Group.HOUSE, also=("people:",)),
        Entry(
            "确",
            "待确认",
            "people:waiting",
            frozenset({p.CONFIRM, p.AUDIT}),
            Group.HOUSE,
            count=_waiting,
            position=55,
        ),
    ),
)
