"""The page of a twin: its text, its public life as publishing tells it, and, for who handles it, the case behind it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from gongkai.apps.organizations.permissions import may
from gongkai.apps.publishing.acts import reach
from gongkai.apps.publishing.pages import standing
from gongkai.apps.requests import actions, vault
from gongkai.apps.requests.actions.opening import obstacles_to_change
from gongkai.apps.requests.forms import OpenedFileForm, OpenedForm
from gongkai.apps.requests.models import Redaction
from gongkai.apps.requests.opened import OPENED
from gongkai.apps.requests.powers import HANDLE, READ
from gongkai.desk.files import stored
from gongkai.desk.forms import attempt, sent
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError


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
    return render(request, "requests/opened_change.html", _to_change(record, form, OpenedFileForm()))


def _to_change(record: Any, form: Any, more: OpenedFileForm) -> dict[str, Any]:
    """The twin with its files, and the redacted files of the case that may still go along."""
    here = {row.redaction_id for row in record.files.all()}
    rows = (
        record.request.redactions.filter(state=Redaction.State.RELEASED).exclude(pk__in=here).order_by("id")
    )
    free = [(row.pk, vault.name_of(row)) for row in rows]
    more.fields["redaction"].choices = free  # type: ignore[attr-defined]
    return {"record": record, "form": form, "more": more, "free": free, "files": record.files.order_by("id")}


@login_required
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """随文公开的附件: one more, or one less."""
    user: Any = request.user
    record: Any = reach(OPENED, user, pk)
    if not may(user, HANDLE, record.request):
        raise Http404
    typed, back = request.POST, redirect(reverse("opened:change", args=[pk]) + "#files")
    if request.method != "POST":
        return back
    try:
        if "drop" in typed:
            actions.drop_opened_file(user, record, file=_number(typed["drop"]))
        else:
            named = _number(typed.get("redaction", ""))
            actions.add_opened_file(user, record, redaction=named, name=typed.get("name", ""))
        messages.success(request, "已保存。")
    except GongkaiError as error:
        say(request, error, "附件没有改：")
    return back


def _number(text: str) -> int:
    """The key of a row as typed; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@login_required
def file(request: HttpRequest, pk: int, key: Any) -> HttpResponseBase:
    """An attachment as the public gets it, for who reads the twin."""
    record: Any = reach(OPENED, request.user, pk)
    row = get_object_or_404(record.files, key=key)
    return stored(row.file, "application/pdf", row.name)
