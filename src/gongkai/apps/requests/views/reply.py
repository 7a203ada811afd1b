"""答复书: seven questions left, the letter right; what is missing before it may go to legal review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.apps.deadlines.queries import lamp_of, open_deadline
from gongkai.apps.organizations.permissions import may
from gongkai.apps.requests import actions, checking, composing, queries, questions
from gongkai.apps.requests.actions import replying
from gongkai.apps.requests.actions.receiving import REPLY
from gongkai.apps.requests.models import Request
from gongkai.apps.requests.powers import HANDLE
from gongkai.clocks import moment
from gongkai.desk.forms import sent
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError
from gongkai.law import lists


@login_required
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The builder; a press does one thing and comes back to the item it was about.

    What is refused comes back with the answer and the words as they were sent: an opinion of 800 characters is not typed
    twice.
    """
    user: Any = request.user
    case = queries.reach(user, pk)
    if request.method == "POST":
        if not may(user, HANDLE, case):
            raise Http404
        return _press(request, user, case)
    return render(request, "requests/reply.html", _context(user, case, request.GET.get("point", "")))


def _press(request: HttpRequest, user: Any, case: Request) -> HttpResponse:
    typed: dict[str, Any] = dict((sent(request) or request.POST).items())
    point = int(typed.get("point", "") or 0) if str(typed.get("point", "")).isdigit() else 0
    acts: dict[str, Callable[[], Any]] = {
        "answer": lambda: actions.answer(
            user, case, point=point, code=typed.get("code", ""), words=typed.get("words", "")
        ),
        "back": lambda: actions.answer_back(user, case, point=point),
        "annex": lambda: actions.name_annex(user, case, point=point, annex=typed.get("annex", "")),
        "text": lambda: actions.draft(user, case, text=typed.get("text", "")),
        "submit": lambda: actions.submit(user, case),
    }
    act = acts.get(str(typed.get("do", "")))
    if act is None:
        raise Http404
    home = f"{reverse('requests:reply', args=[case.pk])}?point={point}#asked"  # a keyboard goes on there, not at the top
    try:
        act()
    except GongkaiError as error:
        say(request, error)
        return render(request, "requests/reply.html", _context(user, case, str(point), typed), status=422)
    if typed.get("do") == "submit":
        messages.success(request, "已送法制审核。")
        return redirect("requests:detail", case.pk)
    return redirect(home)


def _context(
    user: Any, case: Request, wanted: str, typed: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    points = list(case.points.all())
    ways = [(p, questions.follow(p.answers)) for p in points]
    chosen = next((w for w in ways if str(w[0].position) == wanted), None)
    chosen = chosen or next((w for w in ways if not w[0].outcome), ways[0])
    text = replying.text_of(case)
    found = checking.findings(text, points, composing.office_of(case), moment.today())
    outcome = questions.outcome_of(p.outcome for p in points if p.outcome)
    clock = open_deadline(case, REPLY)
    return {
        "case": case, "ways": ways, "point": chosen[0], "way": chosen[1], "done": _done(chosen[1]),
        "options": [] if chosen[0].outcome else chosen[1].options(), "question": questions.QUESTIONS.get(chosen[1].open),
        "rest": _rest(chosen[1]), "seven": range(1, 8), "text": text, "title": composing.title_of(outcome) if outcome else "",
        "must": [f for f in found if f.must], "look": [f for f in found if not f.must],
        "obstacles": replying.obstacles_to_submit(user, case), "outcome": lists.entry("decisions", outcome) if outcome else None,
        "lamp": lamp_of(clock) if clock else None, "writes": may(user, HANDLE, case), "typed": typed,
    }  # fmt: skip


def _done(way: questions.Way) -> list[tuple[str, str, str, str]]:
    """Answered questions on one line each: number, question, answer, words with the article."""
    rows = []
    for code, words in way.said:
        entry = lists.entry("answers", code)
        number = str(entry.facts["question"])
        why = f"{words}　{entry.source.short}".strip("　")
        rows.append((number, questions.QUESTIONS[number], entry.label, why))
    return rows


def _rest(way: questions.Way) -> list[tuple[str, str]]:
    """The questions that may still come."""
    if way.done:
        return []
    return [(n, q) for n, q in questions.QUESTIONS.items() if int(n) > int(way.open)]
