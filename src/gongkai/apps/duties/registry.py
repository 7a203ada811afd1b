"""Every duty of the installed apps, found by its `duty.py`, and the sums of what they declare.

Nothing is registered by hand: an app whose folder holds a `duty.py` with a `DUTY` is in, one whose folder is gone is
out. Read after Django has started its apps; two duties that claim the same name stop the start with one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule

from gongkai.apps.duties.declaration import (
    Acts,
    City,
    Duty,
    Entry,
    Figures,
    Group,
    HandoverPart,
    Mount,
    Prune,
    PublicLink,
    PublicPage,
    Record,
    Tick,
)
from gongkai.apps.duties.needs import Needs
from gongkai.apps.duties.publishable import Publishable


@dataclass(frozen=True)
class Registry:
    """The duties of one installation and what they come to together."""

    duties: tuple[Duty, ...]

    @cached_property
    def powers(self) -> Mapping[str, frozenset[str]]:
        """Role → its verbs, summed over all duties. A role that nobody names has none."""
        summed: dict[str, frozenset[str]] = {}
        for duty in self.duties:
            for role, verbs in duty.powers.items():
                summed[str(role)] = summed.get(str(role), frozenset()) | frozenset(verbs)
        return summed

    @cached_property
    def routes(self) -> Mapping[str, Needs]:
        """Staff view name → what it asks. What is missing is closed."""
        acts = [(d.code, s.routes()) for d in self.duties for s in d.acts]
        return _joined([*((d.code, d.routes) for d in self.duties), *acts])

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The lines of the menu, by group and place."""
        order = list(Group)
        found = [entry for duty in self.duties for entry in duty.menu]
        return tuple(sorted(found, key=lambda e: (order.index(e.group), e.position, e.route)))

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The kinds of records, by their label in small letters, as clocks and ledger keep it."""
        return _joined((d.code, {r.model.lower(): r for r in d.records}) for d in self.duties)

    @cached_property
    def publishable(self) -> Mapping[str, Publishable]:
        """The kinds of records that can be made public, by their label in small letters."""
        return _joined((d.code, {p.label: p for p in d.publishable}) for d in self.duties)

    @cached_property
    def pages(self) -> Mapping[str, PublicPage]:
        """The public pages that duties bring, by name."""
        return _joined((d.code, {p.name: p for p in d.pages}) for d in self.duties)

    @cached_property
    def reserved(self) -> frozenset[str]:
        """First words of public addresses: no sub-site may bear such a name."""
        words = {word for duty in self.duties for word in duty.reserved}
        words |= {_first_word(page.path) for page in self.pages.values()}
        words |= {_first_word(mount.prefix) for duty in self.duties for mount in duty.public}
        return frozenset(words - {""})

    @cached_property
    def figures(self) -> tuple[Figures, ...]:
        """Who answers cells of reports."""
        return tuple(f for duty in self.duties for f in duty.figures)

    @cached_property
    def handover(self) -> tuple[HandoverPart, ...]:
        """What a person may carry, of every kind."""
        return tuple(part for duty in self.duties for part in duty.handover)

    @cached_property
    def links(self) -> tuple[PublicLink, ...]:
        """Ways in for citizens to forms and searches."""
        return tuple(link for duty in self.duties for link in duty.links)

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """What the background process does."""
        return tuple(t for duty in self.duties for t in duty.ticks)

    @cached_property
    def prunes(self) -> tuple[Prune, ...]:
        """What goes when its days are over."""
        return tuple(p for duty in self.duties for p in duty.prunes)

    def staff_urls(self) -> list[URLPattern | URLResolver]:
        """The addresses of all duties below the staff mount."""
        acts: dict[str, list[URLPattern | URLResolver]] = {}
        for duty in self.duties:
            for found in duty.acts:
                acts.setdefault(found.namespace, []).extend(found.patterns())
        return mounted((m for duty in self.duties for m in duty.staff), acts)

    def public_urls(self) -> list[URLPattern | URLResolver]:
        """The addresses of forms and searches that duties bring below each site."""
        return mounted(m for duty in self.duties for m in duty.public)

    def demonstrations(self) -> Iterator[Callable[[City, Any], Acts]]:
        """What each duty lives through in the demonstration city."""
        for duty in self.duties:
            if duty.demo:
                yield dotted(duty.demo)

    def via(self, model: str) -> str:
        """The attribute that leads a record to its place; empty: it has one of its own."""
        record = self.records.get(model.lower())
        return record.via if record else ""


_known: Registry | None = None  # found at the first question


def registry() -> Registry:
    """The duties of this process. Needs started apps."""
    global _known
    if _known is None:
        apps.check_models_ready()
        _known = Registry(tuple(_found()))
    return _known


def _found() -> Iterator[Duty]:
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "duty"):
            duty = import_module(f"{config.name}.duty").DUTY
            if duty.code != config.label:
                raise ImproperlyConfigured(
                    f"{config.name}.duty：code 应为 {config.label}，现为 {duty.code}。"
                )
            yield duty


def mounted(
    mounts: Iterable[Mount], more: Mapping[str, list[URLPattern | URLResolver]] | None = None
) -> list[URLPattern | URLResolver]:
    """Django's patterns of these mounts; those of one prefix and namespace are joined.

    more: patterns by namespace, which stand under the first mount of that namespace.
    """
    left = dict(more or {})
    joined: dict[tuple[str, str], list[URLPattern | URLResolver]] = {}
    for mount in mounts:
        found = dotted(mount.urls)
        space = mount.namespace or getattr(found, "app_name", "")
        patterns = found if isinstance(found, list) else found.urlpatterns
        joined.setdefault((mount.prefix, space), []).extend([*patterns, *left.pop(space, [])])
    if left:
        raise ImproperlyConfigured(f"没有 {'、'.join(left)} 的地址，其办理动作无处可放。")
    return [
        path(prefix, include((patterns, space) if space else patterns))
        for (prefix, space), patterns in joined.items()
    ]


def dotted(name: str) -> Any:
    """A module, or with `module:name` what it holds under that name."""
    module, _, inner = name.partition(":")
    found = import_module(module)
    return getattr(found, inner) if inner else found


def _joined(parts: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """One mapping of many; a key that two duties claim is a fault of the house."""
    joined: dict[str, Any] = {}
    owner: dict[str, str] = {}
    for code, part in parts:
        for key, value in part.items():
            if key in joined:
                raise ImproperlyConfigured(f"{key} 由 {owner[key]} 和 {code} 两处声明，只能有一处。")
            joined[key], owner[key] = value, code
    return joined


def _first_word(address: str) -> str:
    """“letters” of `letters/<slug:key>.html`, “feed” of `feed.xml`."""
    return re.split(r"[/.<]", address, maxsplit=1)[0].rstrip("-")


def format_of(address: str) -> str:
    """A path in Django's words as one to fill in: `letters/<slug:key>.html` → `letters/{key}.html`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address)


def verbs_of(role: str) -> frozenset[str]:
    """The verbs of a role."""
    return registry().powers.get(str(role), frozenset())


def roles_with(verb: str) -> Collection[str]:
    """The roles that hold a verb."""
    return [role for role, verbs in registry().powers.items() if verb in verbs]
