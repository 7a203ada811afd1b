"""栏目 and 主题."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.catalogue.queries import topics as all_topics
from gongkai.apps.premises import queries
from gongkai.apps.premises.actions import columns as acts
from gongkai.apps.premises.actions import topics as topic_acts
from gongkai.apps.premises.forms import CloseForm, ColumnForm, TopicForm
from gongkai.apps.premises.views.frame import WAITS, done, draw, me, place_of, say
from gongkai.desk.forms import Form, sent
from gongkai.desk.refusals import say as say_refusal
from gongkai.exceptions import GongkaiError

STEPS = {"up": -1, "down": 1}


@never_cache
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns of a site, and a new one."""
    place, user = place_of(request, pk), me(request)
    form = ColumnForm(place, sent(request))
    said = done(
        request, form, lambda: acts.ask_to_add(user, place, form.cleaned_data), "premises:columns", pk
    )
    return said or draw(request, place, "columns", form=form, columns=queries.columns(place))


def _column(request: HttpRequest, pk: int) -> Column:
    found = get_object_or_404(Column.objects.select_related("organization", "parent"), pk=pk)
    place_of(request, found.organization_id)
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def column(request: HttpRequest, pk: int) -> HttpResponse:
    """One column: its words and address, its end."""
    one, user = _column(request, pk), me(request)
    place, act = one.organization, request.POST.get("act")
    form = ColumnForm(place, sent(request) if act == "change" else None, column=one)
    close = CloseForm(one, sent(request) if act == "close" else None)
    reopen = Form(sent(request) if act == "open" else None)
    said = None
    if act == "change" and form.is_valid():
        said = done(
            request,
            form,
            lambda: acts.ask_to_change(user, one, form.cleaned_data),
            "premises:columns",
            place.pk,
        )
    elif act == "close":
        said = done(
            request, close, lambda: acts.ask_to_close(user, one, close.cleaned_data["into"]), "premises:columns", place.pk
        )  # fmt: skip
    elif act == "open":
        said = done(request, reopen, lambda: acts.ask_to_open(user, one), "premises:columns", place.pk)
    context = {
        "lit": "columns",
        "one": one,
        "form": form,
        "close": close,
        "reopen": reopen,
        "held": queries.contents(one),
    }
    return said or draw(request, place, "column", **context)


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    one = _column(request, pk)
    acts.shift(me(request), one, STEPS.get(request.POST.get("step", ""), 0))
    return redirect("premises:columns", one.organization_id)


@never_cache
@require_http_methods(["GET", "POST"])
def topics(request: HttpRequest, pk: int) -> HttpResponse:
    """The topics of the installation: add, rename, put in order, close."""
    place, user, act = place_of(request, pk), me(request), request.POST.get("act", "")
    form = TopicForm(sent(request) if act == "add" else None)
    said = None
    if act == "add":
        said = done(
            request, form, lambda: topic_acts.ask_to_add(user, place, form.cleaned_data["name"], form.cleaned_data["parent"]),
            "premises:topics", pk,
        )  # fmt: skip
    elif request.method == "POST":
        said = _on_topic(request, pk, act)
    return said or draw(request, place, "topics", form=form, topics=all_topics())


def _on_topic(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    place, user = place_of(request, pk), me(request)
    number = request.POST.get("topic", "")
    topic = get_object_or_404(Topic, pk=number if number.isdecimal() and len(number) < 16 else 0)
    name = request.POST.get("name", "").strip()[:40]
    try:
        if act in STEPS:
            topic_acts.shift(user, place, topic, STEPS[act])
        elif act == "rename" and name and name != topic.name:
            topic_acts.ask_to_rename(user, place, topic, name)
            messages.success(request, WAITS)
        elif act in {"close", "open"}:
            say(request, topic_acts.ask_to_switch(user, place, topic, act == "open"))
        else:
            messages.error(request, "请填写新的名称。")
    except GongkaiError as error:
        say_refusal(request, error)
    return redirect("premises:topics", pk)
