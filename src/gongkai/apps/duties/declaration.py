"""The words of a declaration. All values; nothing here reads a database or knows an app.

Callables are given as functions of `queries`, `figures` … of the duty's own app. What would load views (addresses,
demonstrations) is given as dotted text and loaded when it is mounted.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from gongkai.apps.duties.needs import Needs
from gongkai.exceptions import GongkaiError

if TYPE_CHECKING:  # it names a choice of Django's, and the settings read this folder
    from gongkai.apps.duties.publishable import Publishable


class Group(Enum):
    """A part of the menu, in the order in which parts stand."""

    WORK = "办理"
    DOCUMENTS = "公文"
    OPEN = "公开"
    REQUESTS = "依申请"
    DIALOGUE = "互动"
    PLANS = "督办统计"
    HOUSE = "管理"


@dataclass(frozen=True)
class Mount:
    """Addresses brought in: `prefix` below the staff mount (or the site), `urls` as "module" or "module:name".

    Mounts of one prefix and namespace are joined, so a page may stand on a higher floor than the rest of its record.
    """

    prefix: str
    urls: str
    namespace: str = ""


MENU_UP_TO = 1000  # how far the numbers beside the menu are counted: beyond it nobody acts on the exact one


@dataclass(frozen=True)
class Count:
    """How much waits behind an entry of the menu, counted up to MENU_UP_TO; late: some of it is over its time."""

    number: int = 0
    late: bool = False


def counted(number: int) -> str:
    """A number of the menu as it is said: “999+” where it was not counted to the end."""
    return f"{MENU_UP_TO - 1}+" if number >= MENU_UP_TO else str(number)


@dataclass(frozen=True)
class Entry:
    """One line of the menu.

    mark: the single character that survives a collapsed bar. verbs: one of them is needed, empty: everybody.
    also: beginnings of other routes under which the line is lit. position: its place in the group.
    unit: the name under which a school's informant sees it; empty: not shown there. starts: what the home page's
    button says, if this line begins something new.
    """

    mark: str
    name: str
    route: str
    verbs: frozenset[str] = frozenset()
    group: Group = Group.WORK
    also: tuple[str, ...] = ()
    count: Callable[[Any], Count] | None = None
    position: int = 50
    unit: str = ""
    starts: str = ""


@dataclass(frozen=True)
class Due:
    """What a person can do about a record whose clock runs: the act's name, whether he can finish it (solid), why."""

    act: str
    solid: bool = False
    why: str = ""


@dataclass(frozen=True)
class Held:
    """In whose hands a record is: names, the step that is theirs, since which day; people are their keys, to be told."""

    names: tuple[str, ...]
    step: str = ""
    since: dt.date | None = None
    people: tuple[int, ...] = ()


class HandoverPart(Protocol):
    """What a person carries of one kind (see organizations.actions.handover.Part)."""

    @property
    def label(self) -> str: ...
    @property
    def find(self) -> Callable[[Any, Any], list[str]]: ...
    @property
    def move(self) -> Callable[[Any, Any, Any, Any], None]: ...


class ActSet(Protocol):
    """The acts on one kind of record (see organizations.acts.Acts)."""

    @property
    def model(self) -> str: ...
    @property
    def namespace(self) -> str: ...
    @property
    def acts(self) -> tuple[Any, ...]: ...
    def routes(self) -> Mapping[str, Needs]: ...
    def patterns(self) -> list[Any]: ...


@dataclass(frozen=True)
class Record:
    """A kind of record other floors meet without knowing it: in the due list, in notices, in a handover.

    model: its label, "letters.Letter". address: the staff route of its page, taking the key; "" has no page.
    via: attribute that leads to the record with its place, where it has none of its own.
    due: (user, keys) → what each can be done about; held: (keys) → in whose hands each is. Keys are primary keys as text.
    """

    model: str
    name: str
    address: str = ""
    via: str = ""
    due: Callable[[Any, Sequence[str]], Mapping[str, Due]] | None = None
    held: Callable[[Sequence[str]], Mapping[str, Held]] | None = None


@dataclass(frozen=True)
class Figures:
    """Cells that records answer: (body, form, first, last) → figures by cell, and how a counted record is listed.

    models: labels of what is counted. names: words that a report's text may use → cell, e.g. {"来信数": "x.letters"}.
    """

    source: Callable[[Any, str, dt.date, dt.date], Mapping[str, Any]]
    models: tuple[str, ...] = ()
    describe: Callable[[Any], Any] | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PublicContent:
    """What a public page shows: a template that extends portal/base.html, and what stands in it."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PublicPage:
    """One kind of public page; from this come its address, view, baked files, place on the map and the axe test.

    name: of the address, "letters". path: below the site, in Django's words: "letters/<slug:key>.html".
    make: (site, **parts) → content, None: there is no such page. parts: which pages of the kind a site has, for
    paths with parts. title: its line on the site map; "" is not on it. baked: False for what depends on the visitor.
    place: the entry of the main navigation under which it stands.
    """

    name: str
    path: str
    make: Callable[..., PublicContent | None]
    title: str = ""
    parts: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None
    baked: bool = True
    place: str = ""


@dataclass(frozen=True)
class PublicLink:
    """A way in for citizens to what is no fixed page (`Duty.public`): on the site map and at the foot of each page.

    path: below the site. name: in full. entry: its word in the main navigation, "" where it has none. mark, note: the
    sign and the line below it on the home page; without a mark it is not there.
    """

    path: str
    name: str
    entry: str = ""
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Tick:
    """Work of the background process: run at least `every` seconds apart, catching up on what was missed.

    resident: it only says something of the process that stays, so `gongkai ring` leaves it out.
    Nothing legal may depend on its having run.
    """

    name: str
    run: Callable[[], Any]
    every: float = 60.0
    resident: bool = False


@dataclass(frozen=True)
class Setting:
    """A choice of the installation: its environment variable, what it is by default, what it means.

    docs/operating.md lists it; a test holds the two together.
    """

    name: str
    default: str
    meaning: str

    @property
    def text(self) -> str:
        """What was chosen."""
        return os.environ.get(self.name, "").strip() or self.default

    @property
    def number(self) -> int:
        """The same as a whole number. Raises GongkaiError where it is none."""
        try:
            return int(self.text)
        except ValueError as error:
            raise GongkaiError(f"环境变量 {self.name} 须是整数，现为“{self.text}”。") from error


@dataclass(frozen=True)
class Prune:
    """Rows that nobody needs after some days; once a day, in batches (operations.actions.sweep).

    run: removes at most so many and says how many went. keep: for how many days they stay, where the installation may choose.
    """

    name: str
    run: Callable[[int], int]
    keep: Setting | None = None


@dataclass(frozen=True)
class Pile:
    """A pile of work on the officer's home: its name, how much, where it is worked off, the one that waits longest.

    position: its place among the piles of all duties.
    """

    name: str
    count: int
    url: str
    note: str = ""
    position: int = 50

    @property
    def said(self) -> str:
        """How much, as the home says it: some piles are counted up to MENU_UP_TO."""
        return counted(self.count)


@dataclass(frozen=True)
class Returned:
    """A record sent back to its drafter. kind, key: as clocks keep it; where: the step that sent it back."""

    kind: str
    key: str
    title: str
    url: str
    by: str = ""
    where: str = ""
    opinion: str = ""


@dataclass(frozen=True)
class Started:
    """A person's half-done record."""

    title: str
    url: str
    at: dt.datetime
    note: str = ""


class City(Protocol):
    """The demonstration city as a duty's loader sees it: bodies by slug, people by name."""

    @property
    def organizations(self) -> Mapping[str, Any]: ...
    @property
    def users(self) -> Mapping[str, Any]: ...


Acts = Iterator[tuple[dt.datetime, Callable[[], Any]]]


@dataclass(frozen=True)
class Duty:
    """One duty, complete. What is left out it does not have.

    code: the app's label. name: in officials' words. powers: verbs by role, added to what other duties give the role.
    routes: every staff view name → what it asks. staff: addresses below /workbench/. acts: verbs on its records, whose
    addresses stand with those of the same namespace. public: addresses below the
    site for what is no fixed page (forms, searches); links: the ways in to those. demo: "module:function"
    (city, today) → acts at their moments.
    piles, returned, drafts: what of it stands on the officer's home, asked with the user. publishable: the kinds of its
    records that are reviewed, released, corrected and withdrawn by the floor of publishing.
    """

    code: str
    name: str
    powers: Mapping[str, Collection[str]] = field(default_factory=dict)
    routes: Mapping[str, Needs] = field(default_factory=dict)
    staff: tuple[Mount, ...] = ()
    acts: tuple[ActSet, ...] = ()
    public: tuple[Mount, ...] = ()
    menu: tuple[Entry, ...] = ()
    records: tuple[Record, ...] = ()
    handover: tuple[HandoverPart, ...] = ()
    figures: tuple[Figures, ...] = ()
    pages: tuple[PublicPage, ...] = ()
    links: tuple[PublicLink, ...] = ()
    reserved: tuple[str, ...] = ()
    publishable: tuple[Publishable, ...] = ()
    ticks: tuple[Tick, ...] = ()
    prunes: tuple[Prune, ...] = ()
    piles: Callable[[Any], list[Pile]] | None = None
    returned: Callable[[Any], list[Returned]] | None = None
    drafts: Callable[[Any, int], list[Started]] | None = None
    settings: tuple[Setting, ...] = ()
    demo: str = ""
