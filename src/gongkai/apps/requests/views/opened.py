"""The page of a twin: its text, its public life as publishing tells it, and, for who handles it, the case behind it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.apps.organizations.permissions import may
from gongkai.apps.publishing.acts import reach
from gongkai.apps.publishing.pages import standing
from gongkai.apps.requests import actions
from gongkai.apps.requests.actions.opening import obstacles_to_change
from gongkai.apps.requests.forms import OpenedForm
from gongkai.apps.requests.opened import OPENED
from gongkai.apps.requests.powers import HANDLE, READ
from gongkai.desk.forms import attempt, sent


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says, what may be done, what the public has, what happened."""
    user: Any = request.user
    record: Any = reach(OPENED, user, pk)
    case = record.request if may(user, READ, record.request) else None
    writes = may(user, HANDLE, record.request) and not obstacles_to_change(record)
    context = {**standing(user, record), "case": case, "writes": writes}
    return render(request, "requests/opened.html", context)


@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """改文字: title and text; what is refused comes back with all that was typed."""
    user: Any = request.user
    record: Any = reach(OPENED, user, pk)
    if not may(user, HANDLE, record.request):
        raise Http404
    form = OpenedForm(sent(request), initial={"title": record.title, "text": record.text})
    if request.method == "POST" and form.is_valid():
        if attempt(form, lambda: actions.change_opened(user, record, **form.cleaned_data)) is not None:
            messages.success(request, "已保存。")
            return redirect("opened:detail", pk)
    return render(request, "requests/opened_change.html", {"record": record, "form": form})
