"""An act declared once: from it come button with obstacles, screen, address, what the door asks, and the matrix test.

    LETTERS = Acts(
        "letters.Letter", "letters", reach=queries.readable, page="letters:detail",
        acts=(
            Act("answer", "答复", actions.answer, ANSWER, rules.obstacles_to_answer, form=AnswerForm, main=True),
            Act("close", "办结", actions.close, RECEIVE, rules.obstacles_to_close, asks="办结说明"),
        ),
    )

The set is named in the `acts` of the duty; nothing else is to be written for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from gongkai.apps.duties.needs import Needs, needs
from gongkai.apps.organizations.permissions import may
from gongkai.clocks import moment
from gongkai.desk.forms import attempt, sent
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError, Obstacle

Cure = Callable[[Sequence[Obstacle], Any], list[Obstacle]]


def _always(user: Any, record: Any) -> bool:
    return True


def _as_they_are(obstacles: Sequence[Obstacle], record: Any) -> list[Obstacle]:
    return list(obstacles)


@dataclass(frozen=True)
class Preview:
    """What an act will make of it, drawn between the form and the deed: only the second press does it.

    template: a fragment that finds `record`, `said` (what was typed, cleaned), `form` and `now`. button: leads to it.
    """

    template: str
    button: str


@dataclass(frozen=True)
class Look:
    """What an act would make of what is typed, drawn below its form as often as one likes; the deed is another press.

    template: a fragment that finds `looked`, what `make` gave: (user, record, the act's `do`, what was typed), and
    nothing of it stays. button: asks for it.
    """

    template: str
    button: str
    make: Callable[[Any, Any, Callable[..., Any], Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Act:
    """One verb on a record.

    name: in its address. label: what it is called; named: (record) → what its button says there, where that changes.
    do: (user, record, **what was typed) → anything true, or raises Refused.
    power: the verb that is needed, at the record's place or at what `at` gives for it (one place, or several of which
    any will do). obstacles: (user, record) → what stands against it, shown before the button. form: typed on a screen
    of its own; None: one press. asks: label of one line typed beside the button, handed on as `opinion`. preview: seen
    before it is done; look: may be seen while it is written. done: what is said afterwards, from what `do` gave. shown: whether it belongs to this record and
    person now. main: the page's one solid button, if it is possible. back: where to go afterwards, if not to the
    record's page. fill: (user, record) → what the form is made with; fit: narrows its choices to the record's.
    route: the address of a screen that the duty draws itself: then only the button comes from here, and `do` serves
    many records at once. many: it may be done to many records at once (`organizations.many`).
    """

    name: str
    label: str
    do: Callable[..., Any]
    power: str
    obstacles: Callable[[Any, Any], Sequence[Obstacle]]
    form: Callable[..., forms.Form] | None = None
    asks: str = ""
    done: str | Callable[[Any], str] = "已办好。"
    basis: str = ""
    note: str | Callable[[Any], str] = ""
    shown: Callable[[Any, Any], bool] = _always
    at: Callable[[Any], Any] | None = None
    main: bool | Callable[[Any], bool] = False
    template: str = "staff/act.html"
    context: Callable[[Any, Any], Mapping[str, Any]] | None = None
    back: Callable[[Any], str] | None = None
    fit: Callable[[Any, Any, Any], None] | None = None
    open_to: tuple[str, ...] = ()
    fill: Callable[[Any, Any], Mapping[str, Any]] | None = None
    named: Callable[[Any], str] | None = None
    preview: Preview | None = None
    look: Look | None = None
    route: str = ""
    many: bool = False

    def permitted(self, user: Any, record: Any) -> bool:
        """Whether the user's posts give the verb there."""
        places = self.at(record) if self.at else record
        return any(may(user, self.power, p) for p in (places if isinstance(places, tuple) else (places,)))


@dataclass(frozen=True)
class Button:
    """An act as a page shows it to one person: where it is done, and what stands against it."""

    act: Act
    url: str
    obstacles: list[Obstacle]
    record: Any = None

    @property
    def label(self) -> str:
        """What it says."""
        return self.act.named(self.record) if self.act.named else self.act.label

    @property
    def note(self) -> str:
        """What stands below it."""
        return self.act.note if isinstance(self.act.note, str) else self.act.note(self.record)

    @property
    def main(self) -> bool:
        """Whether it is the next step of this record."""
        return self.act.main if isinstance(self.act.main, bool) else self.act.main(self.record)

    @property
    def possible(self) -> bool:
        """Nothing stands against it."""
        return not self.obstacles

    @property
    def posted(self) -> bool:
        """Done by one press, without a screen of its own."""
        return self.act.form is None and not self.act.route


@dataclass(frozen=True)
class Acts:
    """The acts on one kind of record.

    model: its label. namespace: of its addresses. reach: (user, key) → the record, or 404. page: route of its page.
    places: where the door finds the record's place. cure: gives obstacles the address at which they are mended.
    home: (request, record) → the page that the press came from, for a record that has several. prefix: before the
    key in their addresses, where a duty has two kinds of records.
    """

    model: str
    namespace: str
    reach: Callable[[Any, int], Any]
    page: str
    acts: tuple[Act, ...]
    places: tuple[Any, ...] = (("organization", "section"),)
    cure: Cure = field(default=_as_they_are)
    home: Callable[[HttpRequest, Any], str] | None = None
    prefix: str = ""

    def routes(self) -> Mapping[str, Needs]:
        """What the door asks at each act: its verb on the record."""
        return {
            f"{self.namespace}:{act.name}": needs(
                *(act.open_to or (act.power,)), of=self.model, places=self.places
            )
            for act in self.acts
            if not act.route
        }

    def patterns(self) -> list[URLPattern]:
        """`<key>/<name>/` for each act."""
        return [
            path(f"{self.prefix}<int:pk>/{act.name.replace('_', '-')}/", self._view(act), name=act.name)
            for act in self.acts
            if not act.route
        ]

    def act(self, name: str) -> Act:
        """The act of this name."""
        return next(act for act in self.acts if act.name == name)

    def buttons(
        self, user: Any, record: Any, known: Mapping[str, Sequence[Obstacle]] | None = None
    ) -> list[Button]:
        """What this person may do with the record, in the order declared; grey with reasons where not now.

        known: obstacles by name of the act that the page has already worked out.
        """
        known = known or {}
        return [
            Button(
                act,
                reverse(act.route or f"{self.namespace}:{act.name}", args=[record.pk]),
                self.cure(known[act.name], record)
                if act.name in known
                else self.obstacles(act, user, record),
                record,
            )
            for act in self.acts
            if act.permitted(user, record) and act.shown(user, record)
        ]

    def obstacles(self, act: Act, user: Any, record: Any) -> list[Obstacle]:
        """What stands against it, with where each can be mended."""
        return self.cure(act.obstacles(user, record), record)

    def _view(self, act: Act) -> Callable[..., HttpResponse]:
        draw = self._press if act.form is None else self._screen

        @login_required
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            record = self.reach(request.user, pk)
            if not act.permitted(request.user, record):
                raise Http404
            return draw(act, request, record)

        return view

    def _press(self, act: Act, request: HttpRequest, record: Any) -> HttpResponse:
        """One press; a refusal is said on the page it came from. Looked at only, it leads there."""
        if request.method == "POST":
            typed = {"opinion": request.POST.get("opinion", "")} if act.asks else {}
            try:
                self._told(act, request, act.do(request.user, record, **typed))
            except GongkaiError as error:
                say(request, error, f"没有{act.label}：")
                return redirect(self._home(request, record))
        return redirect(
            act.back(record) if act.back and request.method == "POST" else self._home(request, record)
        )

    def _screen(self, act: Act, request: HttpRequest, record: Any) -> HttpResponse:
        """A screen with a form; what is refused comes back with all that was typed."""
        if act.form is None:  # pragma: no cover - kept apart by _view
            raise TypeError(act.name)
        form = act.form(sent(request), **(act.fill(request.user, record) if act.fill else {}))
        if act.fit:
            act.fit(form, request.user, record)
        obstacles = self.obstacles(act, request.user, record)
        ready = request.method == "POST" and form.is_valid() and not obstacles
        looked = None
        if ready and act.look is not None and "look" in request.POST:
            ready, typed, make = False, form.cleaned_data, act.look.make
            looked = attempt(form, lambda: make(request.user, record, act.do, typed))
        shows = act.preview is not None and ready and "confirmed" not in request.POST
        if ready and not shows and "rewrite" not in request.POST:
            done = attempt(form, lambda: act.do(request.user, record, **form.cleaned_data))
            if done is not None:
                self._told(act, request, done)
                return redirect(act.back(record) if act.back else self._home(request, record))
        context = {
            "record": record, "act": act, "form": form, "obstacles": obstacles, "page": self._home(request, record),
            "button": Button(act, request.path, obstacles, record), "now": moment.now(),
            "looked": looked, "said": form.cleaned_data if shows and "rewrite" not in request.POST else None,
            **(act.context(request.user, record) if act.context else {}),
        }  # fmt: skip
        return render(request, act.template, context)

    def _told(self, act: Act, request: HttpRequest, done: Any) -> None:
        messages.success(request, act.done if isinstance(act.done, str) else act.done(done))

    def _home(self, request: HttpRequest, record: Any) -> str:
        return self.home(request, record) if self.home else reverse(self.page, args=[record.pk])
