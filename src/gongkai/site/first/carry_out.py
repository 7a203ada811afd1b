"""Setting a plan up: wholly or not at all, and nothing twice. Whoever runs it is the installation itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.ledger.actions import SYSTEM, record
from gongkai.apps.organizations import events
from gongkai.apps.organizations.actions.bodies import plant
from gongkai.apps.organizations.actions.people import first_password
from gongkai.apps.organizations.models import Kind, Membership, Organization, Role, Scope, User
from gongkai.apps.organizations.names import fold_account, same_name
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused
from gongkai.site.first.judge import faults
from gongkai.site.first.plan import (
    KINDS,
    SECTION,
    Body,
    Heading,
    Outcome,
    Person,
    Plan,
    starter,
    starting_sections,
)


def set_up(plan: Plan) -> Outcome:
    """Set up what is not there yet. Raises Refused with every fault; then nothing was done."""
    with transaction.atomic():
        if found := faults(plan):
            raise Refused([Obstacle("setup:line", sentence) for sentence in found])
        done = Outcome()
        places = {same_name(o.name): o for o in Organization.objects.exclude(kind=Kind.SECTION)}
        for body in _in_order(plan):
            if same_name(body.name) not in places:
                places[same_name(body.name)] = _body(body, places.get(same_name(body.parent)))
                done.bodies += 1
        for body in plan.bodies:
            place = places[same_name(body.parent if body.kind == SECTION else body.name)]
            done.bodies += _sections(plan, body, place)
        done.columns = _columns(plan, places)
        _topics(plan)
        for person in plan.people:
            _person(person, places[same_name(person.body)], done)
    return done


def _in_order(plan: Plan) -> list[Body]:
    """Bodies with those above them first."""
    left = [b for b in plan.bodies if b.kind != SECTION]
    found: list[Body] = []
    while left:
        names = {same_name(b.name) for b in left}
        ready = [b for b in left if same_name(b.parent) not in names]
        found += ready
        left = [b for b in left if b not in ready]
    return found


def _body(body: Body, parent: Organization | None) -> Organization:
    place = plant(
        parent=parent, kind=KINDS[body.kind][0], name=body.name, slug=body.slug, short_name=body.short_name,
        has_site=body.has_site, number_codes=list(body.codes), index_code=body.index_code,
        index_scheme=body.index_scheme or starter(body.kind)["index_scheme"], address=body.address,
        telephone=body.telephone, position=Organization.objects.filter(parent=parent).count(),
        reviewed_by_parent=body.kind in {"学校", "直属单位"} and parent is not None,
    )  # fmt: skip
    record(events.BODY_CREATED, place, SYSTEM, chain=place.slug, name=place.name)
    return place


def _sections(plan: Plan, body: Body, place: Organization) -> int:
    """A section of the plan, or the starting ones of a body with a site that names none."""
    if body.kind == SECTION:
        names = [body.name]
    elif place.children.filter(kind=Kind.SECTION).exists():  # bodies below it are no sections
        return 0
    else:
        names = starting_sections(plan, body)
    known = {same_name(n) for n in place.children.filter(kind=Kind.SECTION).values_list("name", flat=True)}
    made = 0
    for name in names:
        if same_name(name) in known:
            continue
        number = place.children.filter(kind=Kind.SECTION).count() + 1
        section = plant(
            parent=place, kind=Kind.SECTION, name=name, slug=f"{place.slug[:30]}-{number}", position=number
        )
        record(events.BODY_CREATED, section, SYSTEM, chain=place.slug, name=name)
        made += 1
    return made


def _columns(plan: Plan, places: dict[str, Organization]) -> int:
    """The columns of the plan; a site of which it names none gets its starting set."""
    wanted = list(plan.columns)
    named = {same_name(c.body) for c in plan.columns}
    for body in plan.bodies:
        if body.has_site and same_name(body.name) not in named:
            wanted += [
                Heading(body.name, name, slug, "", shows, holds, days)
                for slug, name, holds, shows, days in starter(body.kind)["columns"]
            ]
    made = 0
    for heading in sorted(wanted, key=lambda c: bool(c.parent)):
        place = places[same_name(heading.body)]
        own = Column.objects.filter(organization=place)
        if own.filter(slug=heading.slug).exists() or own.filter(name=heading.name).exists():
            continue
        Column.objects.create(
            organization=place, slug=heading.slug, name=heading.name, description=heading.holds,
            shows=heading.shows, fresh_days=heading.days, position=own.count(),
            parent=own.filter(name=heading.parent).first() if heading.parent else None,
        )  # fmt: skip
        made += 1
    return made


def _topics(plan: Plan) -> None:
    """The topics of the body on top, where there are none yet."""
    top = next((b for b in plan.bodies if b.kind != SECTION and not b.parent), None)
    if top is None or Topic.objects.exists():
        return
    for number, (name, below) in enumerate(starter(top.kind)["topics"].items(), 1):
        parent = Topic.objects.create(code=f"{number:02d}", name=name, position=number)
        for inner, child in enumerate(below, 1):
            Topic.objects.create(code=f"{number:02d}{inner:02d}", name=child, parent=parent, position=inner)


def _person(line: Person, body: Organization, done: Outcome) -> None:
    """A new account with its post; a further post of an account made just now; nothing for one that was there before."""
    account = fold_account(line.account)
    person: Any = next((p for p, _, _ in done.people if p.username == account), None)
    password = ""
    if person is None:
        if User.objects.filter(username__iexact=account).exists():
            return
        password = first_password()
        person = User.objects.create_user(
            account, password=password, name=line.name, phone=line.phone, must_change_password=True
        )
        record(events.PERSON_ADDED, person, SYSTEM, chain=body.slug)
    place = body
    if line.section:
        sections = body.children.filter(kind=Kind.SECTION)
        place = next(s for s in sections if same_name(s.name) == same_name(line.section))
    post = Membership.objects.create(
        user=person, organization=place, role=line.role, scope=Scope(line.scope), valid_from=moment.today()
    )
    record(
        events.POST_GIVEN, person, SYSTEM, chain=body.slug, place=place.name, role=post.get_role_display(),
        scope=post.get_scope_display(), until=None,
    )  # fmt: skip
    if password:
        done.people.append((person, str(Role(line.role).label), password))
