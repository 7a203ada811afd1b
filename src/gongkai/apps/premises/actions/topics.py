"""主题: one list for all bodies of the installation, kept at the body on top."""

from __future__ import annotations

from django.db.models import Max

from gongkai.apps.catalogue.models import Topic
from gongkai.apps.duties.public import site_changed
from gongkai.apps.organizations import changes
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import Organization, Proposal, User
from gongkai.apps.premises import events
from gongkai.apps.premises.actions.asking import Said, ask, two_people
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.apps.search.actions import rename
from gongkai.exceptions import Obstacle


def on_top(place: Organization) -> list[Obstacle]:
    """What is one for the whole installation is kept by the administrator of the body on top."""
    if place.parent_id is None:
        return []
    return [Obstacle("site:top_only", "主题和放假安排是各单位共用的，请最上级单位的系统管理员办理。")]


def _against_name(name: str, but: int = 0) -> list[Obstacle]:
    if Topic.objects.filter(name=name).exclude(pk=but).exists():
        return [Obstacle("topic:name", f"已经有主题“{name}”，请换一个名称。", cure="#id_name")]
    return []


def ask_to_add(user: User, place: Organization, name: str, parent: Topic | None) -> Proposal:
    """Ask for a topic, on top or below one."""
    words = f"设主题“{name}”" + (f"，在“{parent.name}”下" if parent else "")
    return ask(user, ADD, place, words, {"name": name, "parent": parent.pk if parent else None})


def _against_add(place: Organization, said: Said) -> list[Obstacle]:
    found = on_top(place) + _against_name(said["name"])
    if said["parent"] and not Topic.objects.filter(pk=said["parent"], parent=None, is_open=True).exists():
        found.append(Obstacle("topic:parent", "主题最多两级，请选启用的一级主题。", cure="#id_parent"))
    return found


def _add(proposal: Proposal) -> None:
    said = proposal.payload
    with acting(proposal.asked_by, proposal.place, events.TOPIC_ADDED, power=MANAGE_SITE) as act:
        parent = Topic.objects.filter(pk=said["parent"]).first() if said["parent"] else None
        last = Topic.objects.filter(parent=parent).aggregate(n=Max("position"))["n"] or 0
        Topic.objects.create(code=_free_code(parent), name=said["name"], parent=parent, position=last + 1)
        act.say(name=said["name"])
        _everywhere()


def _free_code(parent: Topic | None) -> str:
    taken = set(Topic.objects.values_list("code", flat=True))
    head = parent.code if parent else ""
    return next(code for n in range(1, 10_000) if (code := f"{head}{n:02d}") not in taken)


def _everywhere() -> None:
    for site in Organization.objects.filter(has_site=True):
        site_changed(site)


def ask_to_rename(user: User, place: Organization, topic: Topic, name: str) -> Proposal:
    """Ask for another name; what was published under the old one is found under the new."""
    words = f"主题“{topic.name}”更名为“{name}”"
    return ask(user, RENAME, place, words, {"topic": topic.pk, "name": name, "before": topic.name})


def _against_rename(place: Organization, said: Said) -> list[Obstacle]:
    topic = Topic.objects.get(pk=said["topic"])
    if topic.name != said["before"]:
        return [Obstacle("topic:moved", "这个主题在提出之后又改过，请不同意后重新提出。")]
    return on_top(place) + _against_name(said["name"], topic.pk)


def _rename(proposal: Proposal) -> None:
    said = proposal.payload
    with acting(proposal.asked_by, proposal.place, events.TOPIC_RENAMED, power=MANAGE_SITE) as act:
        Topic.objects.filter(pk=said["topic"]).update(name=said["name"])
        rename("topic", said["before"], said["name"])
        act.say(old=said["before"], new=said["name"])
    for site in Organization.objects.filter(has_site=True).select_related("parent__parent__parent"):
        changes.announce(site)  # the name stands on each document's page


def ask_to_switch(user: User, place: Organization, topic: Topic, wanted: bool) -> Proposal:
    """Ask to close a topic for what is published from now on, or to open it again."""
    words = f"{'启用' if wanted else '停用'}主题“{topic.name}”"
    return ask(user, SWITCH, place, words, {"topic": topic.pk, "open": wanted})


def _against_switch(place: Organization, said: Said) -> list[Obstacle]:
    topic = Topic.objects.select_related("parent").get(pk=said["topic"])
    found = on_top(place)
    if topic.is_open == said["open"]:
        found.append(
            Obstacle("topic:same", f"“{topic.name}”本来就是{'启用' if topic.is_open else '停用'}的。")
        )
    elif not said["open"] and topic.children.filter(is_open=True).exists():
        found.append(Obstacle("topic:children", f"“{topic.name}”下面还有启用的主题，请先停用。"))
    elif said["open"] and topic.parent is not None and not topic.parent.is_open:
        found.append(Obstacle("topic:parent", f"请先启用上级主题“{topic.parent.name}”。"))
    return found


def _switch(proposal: Proposal) -> None:
    said = proposal.payload
    topic = Topic.objects.get(pk=said["topic"])
    event = events.TOPIC_OPENED if said["open"] else events.TOPIC_CLOSED
    with acting(proposal.asked_by, proposal.place, event, power=MANAGE_SITE) as act:
        Topic.objects.filter(pk=topic.pk).update(is_open=said["open"])
        act.say(name=topic.name)
        _everywhere()


def shift(user: User, place: Organization, topic: Topic, step: int) -> None:
    """Put a topic one place up or down among those beside it."""
    with acting(user, place, events.TOPIC_ORDERED, power=MANAGE_SITE) as act:
        act.refuse(on_top(act.record))
        beside = list(Topic.objects.filter(parent=topic.parent_id).order_by("position", "code"))
        here = next(i for i, t in enumerate(beside) if t.pk == topic.pk)
        beside.insert(min(max(here + step, 0), len(beside) - 1), beside.pop(here))
        for position, one in enumerate(beside, 1):
            Topic.objects.filter(pk=one.pk).exclude(position=position).update(position=position)
        act.say(name=topic.name)
        _everywhere()


ADD = two_people("topic_add", "设主题", _against_add, _add)
RENAME = two_people("topic_rename", "主题更名", _against_rename, _rename)
SWITCH = two_people("topic_switch", "主题启用停用", _against_switch, _switch)
