"""What stands against a plan, each fault with its line; nothing is set up while there is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gongkai.apps.catalogue.models import Column
from gongkai.apps.duties.registry import registry
from gongkai.apps.organizations.accounts import good_account
from gongkai.apps.organizations.actions.people import received
from gongkai.apps.organizations.models import INDEX_SCHEMES, Kind, Organization, Role, Scope, User
from gongkai.apps.organizations.names import fold_account, same_name
from gongkai.apps.organizations.rules import APART, obstacles_to_place
from gongkai.apps.premises.rules import obstacles_to_codes, obstacles_to_index
from gongkai.exceptions import GongkaiError
from gongkai.site.first.plan import KINDS, SECTION, Body, Person, Plan, starter, starting_sections

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LENGTHS = {"name": 80, "short_name": 30, "address": 160, "telephone": 60}


def faults(plan: Plan) -> list[str]:
    """Every fault, in the order of the lines."""
    return [*_of_bodies(plan), *_of_people(plan), *_of_columns(plan)]


def _of_bodies(plan: Plan) -> Iterator[str]:
    known = {same_name(b.name) for b in Organization.objects.exclude(kind=Kind.SECTION)}
    named = Counter(same_name(b.name) for b in plan.bodies if b.kind != SECTION)
    slugs = Counter(b.slug for b in plan.bodies if b.slug)
    tops = [b for b in plan.bodies if not b.parent and b.kind != SECTION]
    if not known and len(tops) != 1:
        yield (
            "单位里要有一个、也只有一个最上级单位（“上级单位”留空）。"
            if not tops
            else (
                f"{tops[1].line}“{tops[1].name}”没有写上级单位；最上级单位只能有一个，已有“{tops[0].name}”。"
            )
        )
    parents = {same_name(b.name): same_name(b.parent) for b in plan.bodies if b.kind != SECTION}
    for body in plan.bodies:
        for text in _of_body(body, known, named, slugs):
            yield f"{body.line}{text}"
        if body.kind != SECTION and _circles(same_name(body.name), parents):
            yield f"{body.line}“{body.name}”的上级绕回到了自己，请改“上级单位”。"


def _circles(name: str, parents: dict[str, str]) -> bool:
    seen = {name}
    while parents.get(name):
        name = parents[name]
        if name in seen:
            return True
        seen.add(name)
    return False


def _of_body(body: Body, known: set[str], named: Counter[str], slugs: Counter[str]) -> Iterator[str]:
    if not body.name:
        yield "没有填单位名称。"
    for field, most in LENGTHS.items():
        if len(getattr(body, field)) > most:
            yield f"“{getattr(body, field)[:12]}…”过长，最多{most}个字。"
    if body.kind not in {*KINDS, SECTION}:
        yield f"没有“{body.kind}”这个类别，只能填{'、'.join([*KINDS, SECTION])}。"
        return
    if body.kind == SECTION:
        if same_name(body.parent) not in known | set(named):
            yield f"科室的上级单位“{body.parent}”不在表里。"
        return
    if body.parent and same_name(body.parent) not in known | set(named):
        yield f"上级单位“{body.parent}”不在表里，也没有设立过。"
    if named[same_name(body.name)] > 1:
        yield f"“{body.name}”写了不止一行。"
    if not _SLUG.fullmatch(body.slug):
        yield f"网址名“{body.slug}”应是小写字母、数字和短横，如 qinghe。"
    elif slugs[body.slug] > 1:
        yield f"网址名“{body.slug}”写了不止一行。"
    elif body.slug in registry().reserved:
        yield f"网址名“{body.slug}”是网站自己的地址，请换一个。"
    elif Organization.objects.filter(slug=body.slug).exclude(name=body.name).exists():
        yield f"网址名“{body.slug}”已经有单位用，请换一个。"
    yield from (o.sentence for o in obstacles_to_codes(body.codes, ()))
    if body.index_scheme and body.index_scheme not in dict(INDEX_SCHEMES):
        yield f"没有“{body.index_scheme}”这种索引号规则，只能填{'、'.join(label for _, label in INDEX_SCHEMES)}。"
    elif body.index_code:
        scheme = body.index_scheme or str(starter(body.kind)["index_scheme"])
        yield from (o.sentence for o in obstacles_to_index(scheme, body.index_code))


def _of_people(plan: Plan) -> Iterator[str]:
    bodies = {same_name(b.name): b for b in plan.bodies if b.kind != SECTION}
    names: dict[str, str] = {}
    roles: dict[str, set[str]] = {}
    for person in plan.people:
        account = fold_account(person.account)
        for text in _of_person(plan, person, bodies, names.setdefault(account, person.name)):
            yield f"{person.line}{text}"
        roles.setdefault(account, set()).add(person.role)
        if roles[account] & APART and len(roles[account]) > 1:
            yield f"{person.line}{person.name}：系统管理员、审计员不得兼任其他岗位。"
    if not User.objects.exists():
        top = next((same_name(b.name) for b in plan.bodies if not b.parent and b.kind != SECTION), "")
        keepers = {
            fold_account(p.account): p.role
            for p in plan.people
            if same_name(p.body) == top and p.role in {Role.ADMIN, Role.LEADER} and not p.section
        }
        if Role.ADMIN not in keepers.values() or len(keepers) < 2:
            yield "人员里要有最上级单位的系统管理员和局领导各一人（两个人）：一人提出，另一人确认。"


def _of_person(plan: Plan, person: Person, bodies: dict[str, Body], name: str) -> Iterator[str]:
    if not person.name:
        yield "没有填姓名。"
    if name != person.name:
        yield f"账号“{person.account}”已写给“{name}”，一个账号只能是一个人的。"
    try:
        if not User.objects.filter(username__iexact=fold_account(person.account)).exists():
            good_account(person.account)
    except GongkaiError as error:
        yield error.sentence
    body = bodies.get(same_name(person.body))
    stored = (
        None if body else Organization.objects.filter(name=person.body).exclude(kind=Kind.SECTION).first()
    )
    if body is None and stored is None:
        yield f"单位“{person.body}”不在表里，也没有设立过。"
        return
    if person.role not in Role.values:
        yield f"没有“{person.role}”这个岗位。"
        return
    if person.scope not in Scope.values:
        yield f"范围只能填{'或'.join(str(label) for label in Scope.labels)}，现在是“{person.scope}”。"
    if person.section and not _has_section(plan, person, body):
        yield f"“{person.body}”没有科室“{person.section}”。"
    kind = KINDS[body.kind][0] if body is not None and body.kind in KINDS else stored.kind if stored else ""
    at_body = any(
        same_name(p.body) == same_name(person.body) and p.role == person.role and not p.section
        for p in plan.people
    )
    at_body = at_body or (stored is not None and received(stored, person.role))
    place = Kind.SECTION if person.section else kind
    yield from (o.sentence for o in obstacles_to_place(person.role, kind=str(place), received=at_body))


def _has_section(plan: Plan, person: Person, body: Body | None) -> bool:
    own = {
        same_name(s.name)
        for s in plan.bodies
        if s.kind == SECTION and same_name(s.parent) == same_name(person.body)
    }
    stored = {
        same_name(s.name) for s in Organization.objects.filter(kind=Kind.SECTION, body__name=person.body)
    }
    if body is not None and not stored:
        own |= {same_name(name) for name in starting_sections(plan, body)}
    return same_name(person.section) in own | stored


def _of_columns(plan: Plan) -> Iterator[str]:
    sites = {same_name(b.name) for b in plan.bodies if b.has_site}
    sites |= {same_name(b.name) for b in Organization.objects.filter(has_site=True)}
    seen: Counter[tuple[str, str]] = Counter()
    tops = {(same_name(c.body), c.name) for c in plan.columns if not c.parent}
    for column in plan.columns:
        place = same_name(column.body)
        for kind, word in (("名称", column.name), ("网址名", column.slug)):
            seen[place, word] += 1
            if seen[place, word] > 1 and word:
                yield f"{column.line}栏目{kind}“{word}”写了不止一行。"
        if place not in sites:
            yield f"{column.line}“{column.body}”没有公开站点，不能设栏目。"
        if not column.name or len(column.name) > 40:
            yield f"{column.line}栏目名称要填，最多40个字。"
        if not _SLUG.fullmatch(column.slug):
            yield f"{column.line}网址名“{column.slug}”应是小写字母、数字和短横，如 zhaosheng。"
        if column.shows not in Column.Shows.values:
            yield f"{column.line}内容只能填{'或'.join(str(label) for label in Column.Shows.labels)}，现在是“{column.shows}”。"
        if column.days is not None and not 0 < column.days <= 3660:
            yield f"{column.line}更新周期应是 1 至 3660 的天数。"
        if column.parent and (place, column.parent) not in tops:
            yield f"{column.line}上级栏目“{column.parent}”不在表里，或者它自己还有上级；栏目最多两级。"
