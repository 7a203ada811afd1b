"""栏目: added, changed, put in order, closed and opened again. An address that was once given leads on for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from gongkai.apps.catalogue.models import Column, FormerColumn
from gongkai.apps.duties.public import site_changed
from gongkai.apps.organizations import changes
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actions.proposals import Shown
from gongkai.apps.organizations.models import Organization, Proposal, User
from gongkai.apps.premises import events, queries, rules
from gongkai.apps.premises.actions.asking import Said, ask, two_people
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.apps.publishing.models import Placement
from gongkai.apps.search.actions import rename
from gongkai.exceptions import Obstacle

FIELDS = ("name", "slug", "shows", "description", "basis", "fresh_days")


def label_of(field: str) -> str:
    """A field of a column in officials' words."""
    if field == "parent":
        return "上级栏目"
    return str(Column._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def _said(fields: Mapping[str, Any]) -> Said:
    parent = fields.get("parent")
    return {n: fields[n] for n in FIELDS} | {"parent": parent.pk if parent is not None else None}


def _now(column: Column) -> Said:
    return {n: getattr(column, n) for n in FIELDS} | {"parent": column.parent_id}


def _put(column: Column, said: Said) -> None:
    for name in FIELDS:
        setattr(column, name, said[name])
    column.parent = Column.objects.filter(pk=said["parent"]).first() if said["parent"] else None


def _against(place: Organization, column: Column) -> list[Obstacle]:
    others = Column.objects.filter(organization=place).exclude(pk=column.pk)
    former = FormerColumn.objects.filter(organization=place).exclude(column=column.pk)
    return rules.obstacles_to_column(
        column,
        slugs=set(others.values_list("slug", flat=True)),
        names=set(others.filter(is_open=True).values_list("name", flat=True)),
        former=set(former.values_list("slug", flat=True)),
        has_children=column.pk is not None and column.children.exists(),
    )


def ask_to_add(user: User, place: Organization, fields: Mapping[str, Any]) -> Proposal:
    """Ask for a column; its name and what it holds are public text."""
    said = _said(fields)
    return ask(user, ADD, place, f"在“{place.name}”设栏目“{said['name']}”，网址名 {said['slug']}", said)


def _against_add(place: Organization, said: Said) -> list[Obstacle]:
    column = Column(organization=place)
    _put(column, said)
    return _against(place, column)


def _add(proposal: Proposal) -> None:
    place, said = proposal.place, proposal.payload
    with acting(proposal.asked_by, place, events.COLUMN_ADDED, power=MANAGE_SITE) as act:
        last = Column.objects.filter(organization=place).aggregate(n=Max("position"))["n"]
        column = Column(organization=place, position=0 if last is None else last + 1)
        _put(column, said)
        column.save()
        act.say(name=column.name, slug=column.slug)
        site_changed(place)


def ask_to_change(user: User, column: Column, fields: Mapping[str, Any]) -> Proposal | None:
    """Ask for other words, another address or another place of a column. None: nothing is different."""
    said, before = _said(fields), _now(column)
    if said == before:
        return None
    changed = [label_of(n) for n in (*FIELDS, "parent") if said[n] != before[n]]
    payload = {"column": column.pk, "said": said, "before": before}
    words = f"“{column.organization.name}”栏目“{column.name}”改{'、'.join(changed)}"
    return ask(user, CHANGE, column.organization, words, payload)


def _column(place: Organization, said: Said) -> Column:
    return Column.objects.select_related("parent").get(organization=place, pk=said["column"])


def _against_change(place: Organization, said: Said) -> list[Obstacle]:
    column = _column(place, said)
    if _now(column) != said["before"]:
        return [Obstacle("column:moved", "这个栏目在提出之后又改过，请不同意后按现在的内容重新提出。")]
    _put(column, said["said"])
    return _against(place, column)


def _change(proposal: Proposal) -> None:
    place, said = proposal.place, proposal.payload
    column = _column(place, said)
    old_name, old_slug = column.name, column.slug
    with acting(proposal.asked_by, place, events.COLUMN_CHANGED, power=MANAGE_SITE) as act:
        _put(column, said["said"])
        column.save()
        if column.slug != old_slug:
            FormerColumn.objects.filter(organization=place, slug=column.slug).delete()
            FormerColumn.objects.create(organization=place, slug=old_slug, column=column)
        if column.name != old_name:
            rename("column", old_name, column.name, within=place.path)
        fields = [label_of(n) for n in (*FIELDS, "parent") if said["said"][n] != said["before"][n]]
        act.say(name=old_name, fields="、".join(fields))
    changes.announce(place)  # its name and address stand on the pages of its documents too


def _shown(place: Organization, said: Said) -> list[Shown]:
    before, after = said.get("before", {}), said.get("said", said)
    parents = dict(Column.objects.filter(organization=place).values_list("pk", "name"))

    def word(values: Said, name: str) -> str:
        value = values.get(name)
        if name == "parent":
            return str(parents.get(int(value or 0), "（一级栏目）"))
        if name == "shows":
            return str(dict(Column.Shows.choices).get(str(value), ""))
        return "" if value is None else str(value)

    return [
        Shown(label_of(n), word(before, n) if before else "", word(after, n))
        for n in (*FIELDS, "parent")
        if not before or before.get(n) != after.get(n)
    ]


def shift(user: User, column: Column, step: int) -> None:
    """Put a column one place up or down among those beside it. No word changes, so one person does it."""
    place = column.organization
    with acting(user, place, events.COLUMN_ORDERED, power=MANAGE_SITE) as act:
        beside = list(
            Column.objects.filter(organization=place, parent=column.parent_id).order_by("position", "id")
        )
        here = next(i for i, c in enumerate(beside) if c.pk == column.pk)
        there = min(max(here + step, 0), len(beside) - 1)
        beside.insert(there, beside.pop(here))
        for position, one in enumerate(beside):
            if one.position != position:
                Column.objects.filter(pk=one.pk).update(position=position)
        act.say(name=column.name)
        site_changed(place)


def ask_to_close(user: User, column: Column, into: Column | None) -> Proposal:
    """Ask to close a column; with `into`, what is in it goes there, and its address leads there."""
    place = column.organization
    held = queries.contents(column)
    words = f"停用“{place.name}”的栏目“{column.name}”（{held.sentence}）"
    if into is not None:
        words += f"，内容和旧网址并入“{into.name}”"
    return ask(user, CLOSE, place, words, {"column": column.pk, "into": into.pk if into else None})


def _into(place: Organization, said: Said) -> Column | None:
    return Column.objects.filter(organization=place, pk=said["into"]).first() if said["into"] else None


def _against_close(place: Organization, said: Said) -> list[Obstacle]:
    column, into = _column(place, said), _into(place, said)
    if said["into"] and into is None:
        return [Obstacle("column:into", "要并入的栏目已经没有了，请重新选。")]
    held = queries.contents(column)
    return rules.obstacles_to_close(column, into, open_children=held.open_children, planned=held.planned)


def _close(proposal: Proposal) -> None:
    place, said = proposal.place, proposal.payload
    column, into = _column(place, said), _into(place, said)
    with acting(proposal.asked_by, place, events.COLUMN_CLOSED, power=MANAGE_SITE) as act:
        Column.objects.filter(pk=column.pk).update(is_open=False)
        if into is not None:
            _move_contents(column, into)
            FormerColumn.objects.filter(column=column).update(column=into)
            FormerColumn.objects.create(organization=place, slug=column.slug, column=into)
            rename("column", column.name, into.name, within=place.path)
        act.say(name=column.name, into=f"，并入“{into.name}”" if into else "")
    changes.announce(place)


def _move_contents(column: Column, into: Column) -> None:
    there = Placement.objects.filter(column=into).values_list("publication", flat=True)
    Placement.objects.filter(column=column, publication__in=list(there)).delete()
    Placement.objects.filter(column=column).update(column=into)


def ask_to_open(user: User, column: Column) -> Proposal:
    """Ask to open a closed column again."""
    place = column.organization
    return ask(user, OPEN, place, f"启用“{place.name}”的栏目“{column.name}”", {"column": column.pk})


def _against_open(place: Organization, said: Said) -> list[Obstacle]:
    column = _column(place, said)
    gone = FormerColumn.objects.filter(organization=place, slug=column.slug).select_related("column").first()
    others = Column.objects.filter(organization=place, is_open=True, name=column.name).exclude(pk=column.pk)
    return rules.obstacles_to_reopen(
        column, merged_into=gone.column.name if gone else "", twin=others.exists()
    )


def _open(proposal: Proposal) -> None:
    column = _column(proposal.place, proposal.payload)
    with acting(proposal.asked_by, proposal.place, events.COLUMN_OPENED, power=MANAGE_SITE) as act:
        Column.objects.filter(pk=column.pk).update(is_open=True)
        act.say(name=column.name)
    changes.announce(proposal.place)


ADD = two_people("column_add", "设栏目", _against_add, _add, _shown)
CHANGE = two_people("column_change", "改栏目", _against_change, _change, _shown)
CLOSE = two_people("column_close", "停用栏目", _against_close, _close)
OPEN = two_people("column_open", "启用栏目", _against_open, _open)
