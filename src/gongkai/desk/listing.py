"""A list declared once: from its columns come the page, its keyset pages, its filters, and the same rows as xlsx.

    LETTERS = Listing(
        name="来信", rows=queries.visible, view=VIEW, export=EXPORT, order=("received_at", "id"),
        columns=(
            Column("标题", "title", link=lambda r: reverse("letters:detail", args=[r.pk]), head=True, width=48),
            Column("答复期限", due, lamp=True),
        ),
        filters=(Choice("state", "状态", State.choices), Words("q", "编号或标题", ("number", "title"))),
        tabs=(Tab("", "全部"), Tab("mine", "我的待办", _mine, counted=True)),
    )

`LETTERS.urls()` are its addresses `list` and `export`; how its rows leave the house is in `taking`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from gongkai import clocks, paging, prepared
from gongkai.clocks import moment
from gongkai.desk import taking
from gongkai.desk.cells import Cell, Pen, body, options
from gongkai.printable import printable

COUNT_UP_TO = 1000  # of a tab: beyond it nobody acts on the exact number
Rows = Callable[[Any], QuerySet[Any]]
Narrow = Callable[[QuerySet[Any], Any, Any], QuerySet[Any]]  # rows, value, user


@dataclass(frozen=True)
class Column:
    """One column, on the screen and in the file alike.

    value: name of an attribute, or row → what stands there (text, number, date; None is “—”). link: row → address.
    A list of texts stands one below the other. lamp: the value is a DueRow, drawn with its lamp and written as words.
    mark: row → words set off after the value. note: row → small words below it; in the file a column of its own may say
    them. wide: the words wrap.
    head: the row is called so. width: in the file, in characters. on: where it stands, "both", "screen" or "sheet".
    shown: whether the person sees it at all.
    """

    title: str
    value: str | Callable[[Any], Any]
    link: Callable[[Any], str] | None = None
    lamp: bool = False
    mark: Callable[[Any], str] | None = None
    note: Callable[[Any], Any] | None = None
    head: bool = False
    right: bool = False
    wide: bool = False
    width: int = 16
    on: str = "both"
    shown: Callable[[Any], bool] | None = None

    def of(self, row: Any) -> Any:
        """What stands in this column for a row."""
        return getattr(row, self.value) if isinstance(self.value, str) else self.value(row)

    def written(self, row: Any) -> Any:
        """The same as the file keeps it."""
        value = self.of(row)
        if self.lamp:
            return (
                f"{value.lamp.words}，{value.lamp.until}" if value and hasattr(value, "lamp") else value or ""
            )
        if isinstance(value, dt.datetime):
            return value.astimezone(moment.BEIJING)
        if isinstance(value, list):
            return "；".join(map(str, value))
        mark = self.mark(row) if self.mark else ""
        return f"{value} {mark}".strip() if mark else value


@dataclass(frozen=True)
class Filter:
    """What narrows a list by its address. Unknown values count as not given. shown: whether the person sees it at all."""

    name: str
    label: str
    shown: Callable[[Any], bool] | None = field(default=None, kw_only=True)
    always: bool = field(default=False, kw_only=True)

    def offered(self, user: Any, chosen: Mapping[str, Any]) -> list[tuple[str, str]] | None:
        """Value and name of what may be chosen, after what was chosen before it; None: words are typed."""
        return None

    def read(self, text: str, offered: list[tuple[str, str]] | None) -> Any:
        """The value the address gives; None: not given."""
        raise NotImplementedError

    def narrow(self, rows: QuerySet[Any], value: Any, user: Any) -> QuerySet[Any]:
        """Only the rows that have it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Choice(Filter):
    """One of a list. choices: pairs, or (user, chosen before it) → pairs; field: what is compared; by: how, if not so
    simply. With fewer than `least` choices it is not shown. always: the list is of one of them, the first where none
    is given; its tabs stay within it.
    """

    choices: Sequence[tuple[Any, str]] | Callable[[Any, Mapping[str, Any]], Sequence[tuple[Any, str]]] = ()
    field: str = ""
    by: Narrow | None = None
    least: int = 1

    def offered(self, user: Any, chosen: Mapping[str, Any]) -> list[tuple[str, str]]:
        found = self.choices(user, chosen) if callable(self.choices) else self.choices
        return [(str(value), str(name)) for value, name in found]

    def read(self, text: str, offered: list[tuple[str, str]] | None) -> str | None:
        if text and text in dict(offered or []):
            return text
        return offered[0][0] if self.always and offered else None

    def narrow(self, rows: QuerySet[Any], value: str, user: Any) -> QuerySet[Any]:
        return self.by(rows, value, user) if self.by else rows.filter(**{self.field or self.name: value})


@dataclass(frozen=True)
class Words(Filter):
    """A part of one of these fields, or what `by` makes of the words."""

    fields: tuple[str, ...] = ()
    by: Narrow | None = None

    def read(self, text: str, offered: list[tuple[str, str]] | None) -> str | None:
        return printable(text).strip()[:60] or None

    def narrow(self, rows: QuerySet[Any], value: str, user: Any) -> QuerySet[Any]:
        if self.by:
            return self.by(rows, value, user)
        return rows.filter(reduce(or_, (Q(**{f"{name}__icontains": value}) for name in self.fields)))


@dataclass(frozen=True)
class Tab:
    """A saved view. by: (rows, user) → its rows. counted: how many is said, because it calls for work.

    of: (user) → rows that are as many and quicker counted, where there are such. settled: (user) → all on which
    its condition depends besides the calendar; the question for its number is put together once (`gongkai.prepared`).
    """

    key: str
    name: str
    by: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None
    counted: bool = False
    of: Callable[[Any], QuerySet[Any]] | None = None
    settled: Callable[[Any], Hashable] | None = None


@dataclass(frozen=True)
class Asked:
    """What one address asks of a list."""

    tab: Tab | None
    values: Mapping[str, Any] = field(default_factory=dict)
    offered: Mapping[str, list[tuple[str, str]] | None] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)  # of `values`, what a list always has

    @property
    def kept(self) -> dict[str, str]:
        """The same as plain values, from which `Listing.asked` gives it again."""
        return {"view": self.tab.key if self.tab else "", **{k: str(v) for k, v in self.values.items()}}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the tab, and what the list is of, is chosen."""
        return len(self.values) > len(self.fixed)

    @property
    def bare(self) -> str:
        """The address of this tab without conditions."""
        return self.address(self.tab)

    def address(self, tab: Tab | None) -> str:
        """The address of a tab, within what the list is of."""
        query = {**({"view": tab.key} if tab and tab.key else {}), **self.fixed}
        return f"?{urlencode(query)}"


@dataclass(frozen=True)
class Listing:
    """One list.

    rows: (user) → what he may see, in no order. order: fields of the keyset, the last unique, none null.
    may_see, may_export: (user) → whether. exported: (rows, user) → those of them that may be taken away.
    prepare: gives the rows of a page what their columns need, in a fixed number of questions. noun: what the rows are (公文), unit: 件、人、份.
    empty: why nothing is there, and the next thing. lead: a sentence below the title. context: what its templates need. head: template beside the title
    (buttons). above, below: templates above and below the sheet. css: the duty's own style sheet. bulk: template of acts on ticked rows; its buttons say where to.
    """

    name: str
    rows: Rows
    columns: tuple[Column, ...]
    may_see: Callable[[Any], bool]
    may_export: Callable[[Any], bool] | None = None
    exported: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None
    order: tuple[str, ...] = ("id",)
    newest_first: bool = True
    filters: tuple[Filter, ...] = ()
    tabs: tuple[Tab, ...] = ()
    prepare: Callable[[list[Any], Any], None] | None = None
    noun: str = ""
    unit: str = "件"
    empty: tuple[str, str] = ("还没有", "")
    lead: str | Callable[[Any], str] = ""
    context: Callable[[Any], Mapping[str, Any]] | None = None
    head: str = ""
    above: str = ""
    below: str = ""
    bulk: str = ""
    may_bulk: Callable[[Any], bool] | None = None
    crumbs: tuple[tuple[str, str], ...] = ()
    css: str = ""

    def asked(self, user: Any, given: Mapping[str, Any]) -> Asked:
        """Tab and filters as an address, or what was kept of one, gives them."""
        view = given.get("view", "")
        tab = next((t for t in self.tabs if t.key == view), self.tabs[0] if self.tabs else None)
        values: dict[str, Any] = {}
        offered: dict[str, list[tuple[str, str]] | None] = {}
        for one in self.filters:
            offered[one.name] = one.offered(user, values)
            value = one.read(given.get(one.name, ""), offered[one.name])
            if value is not None:
                values[one.name] = value
        fixed = {f.name: values[f.name] for f in self.filters if f.always and f.name in values}
        return Asked(tab, values, offered, fixed)

    def in_words(self, asked: Asked) -> str:
        """The conditions as a person reads them: “已逾期；年度：2026”."""
        said = [asked.tab.name] if asked.tab and asked.tab.key else []
        for one in self.filters:
            if one.name in asked.values:
                value = asked.values[one.name]
                said.append(f"{one.label}：{dict(asked.offered[one.name] or []).get(value, value)}")
        return "；".join(said)

    def found(self, user: Any, asked: Asked) -> QuerySet[Any]:
        """The rows in reach under these conditions."""
        rows = self.rows(user).order_by()
        if asked.tab and asked.tab.by:
            rows = asked.tab.by(rows, user)
        for filter_ in self.filters:
            if filter_.name in asked.values:
                rows = filter_.narrow(rows, asked.values[filter_.name], user)
            elif filter_.always:
                return rows.none()  # it is a list of one of them, and there is none
        return rows

    def shown(self, user: Any, place: str) -> list[Column]:
        """The columns of this person on the screen or in the sheet."""
        return [c for c in self.columns if c.on in {"both", place} and (c.shown is None or c.shown(user))]

    def urls(self, prefix: str = "", name: str = "list", export: str = "export") -> list[URLPattern]:
        """Its page at `prefix` and, where it may be taken away, its file below."""
        found = [path(prefix, login_required(self.page), name=name)]
        if self.may_export:
            found.append(path(f"{prefix}{taking.FILE}", taking.view_of(self), name=export))
        return found

    def page(self, request: HttpRequest) -> HttpResponse:
        """The list as a screen."""
        user: Any = request.user
        if not self.may_see(user):
            raise PermissionDenied
        asked = self.asked(user, request.GET)
        page = paging.cut(
            self.found(user, asked), by=self.order, after=request.GET.get("after", ""),
            size=paging.size_of(request.GET.get("size")), newest_first=self.newest_first,
            up_to=_counted_to(asked, request.GET.get("count", "")), walked=self._walked(asked),
            as_many=asked.tab.of(user) if asked.tab and asked.tab.of and not asked.narrowed else None,
        )  # fmt: skip
        if self.prepare:
            self.prepare(page.rows, user)
        columns = self.shown(user, "screen")
        rows = _drawn(page.rows, columns)
        bulk = self.bulk if self.may_bulk and self.may_bulk(user) else ""
        return render(request, "staff/list.html", {
            "listing": self, "lead": self.lead(user) if callable(self.lead) else self.lead, "asked": asked, "page": page, "columns": columns,
            "rows": rows, "body": body(rows, ticked=bool(bulk)),
            "tabs": self._tabs(user, asked), "filters": self._filters(user, asked),
            "may_export": self.lets_take(user), "many": page.total is None or page.total > taking.AT_ONCE,
            "bulk": bulk,
            **(self.context(user) if self.context else {}),
        })  # fmt: skip

    def _walked(self, asked: Asked) -> bool:
        """Whether rows are met one by one: words were typed."""
        return any(isinstance(f, Words) and f.name in asked.values for f in self.filters)

    def _tabs(self, user: Any, asked: Asked) -> list[dict[str, Any]]:
        made = []
        for tab in self.tabs:
            count = None
            if tab.counted and tab.settled and not asked.fixed and tab != asked.tab:
                count = prepared.count(
                    ("tab", self.name, tab.key, clocks.edition(), tab.settled(user)),
                    partial(self.found, user, Asked(tab)),
                    COUNT_UP_TO,
                )
            elif tab.counted:
                rows = tab.of(user) if tab.of else self.found(user, Asked(tab, asked.fixed))
                count = min(
                    prepared.once(rows, COUNT_UP_TO + 1), COUNT_UP_TO
                )  # as the page of the tab asks too
            made.append({
                "key": tab.key, "name": tab.name, "count": count, "current": tab == asked.tab, "url": asked.address(tab),
            })  # fmt: skip
        return made

    def _filters(self, user: Any, asked: Asked) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for one in self.filters:
            if one.shown is not None and not one.shown(user):
                continue
            pairs = asked.offered[one.name]
            if not isinstance(one, Choice) or len(pairs or []) >= one.least:
                value = asked.values.get(one.name, "")
                made.append({
                    "name": one.name, "label": one.label, "pairs": pairs, "value": value,
                    "options": options(pairs or (), value), "always": one.always,
                })  # fmt: skip
        return made

    def lets_take(self, user: Any) -> bool:
        """Whether the person may take the list away as a file."""
        return bool(self.may_export and self.may_export(user))

    def taken_away(self, user: Any, asked: Asked) -> QuerySet[Any]:
        """The rows an export holds, in no order."""
        rows = self.found(user, asked)
        return self.exported(rows, user) if self.exported else rows

    def lines(self, rows: QuerySet[Any], columns: Sequence[Column], user: Any) -> Iterator[tuple[Any, ...]]:
        """Row by row what the file holds, in the order of the screen; what columns need is asked for some hundred rows
        together."""
        for part in paging.walk(rows, by=self.order, newest_first=self.newest_first):
            if self.prepare:
                self.prepare(part, user)
            for row in part:
                yield tuple(c.written(row) for c in columns)


def _counted_to(asked: Asked, count: str) -> int:
    """How far the rows are counted at once; `?count=all` asks for as many as are ever counted."""
    whole = not asked.values and (asked.tab is None or asked.tab.by is None)
    return paging.COUNT_UP_TO if whole or count == "all" else paging.NARROWED_UP_TO


def _drawn(rows: list[Any], columns: list[Column]) -> list[tuple[Any, list[Cell]]]:
    """The rows of a page, each with its cells."""
    pen = Pen()
    return [(row, [_cell(c, row, pen) for c in columns]) for row in rows]


def _cell(column: Column, row: Any, pen: Pen) -> Cell:
    value = column.of(row)
    if not isinstance(value, SafeString) and isinstance(value, str):
        value = value.strip()
    url = column.link(row) if column.link else ""
    mark = column.mark(row) if column.mark else ""
    return Cell(column, value, url, mark, column.note(row) if column.note else "", pen)
