"""Acts on what is public or handed in: 撤回送审, 撤回公开, 取消定时. The others are declared in `publishing.acts`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import queries, rules
from gongkai.apps.publishing.actions import recall, unschedule, withdraw
from gongkai.apps.publishing.acts import cured, reach
from gongkai.apps.publishing.forms import WithdrawForm
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import kind
from gongkai.clocks import moment
from gongkai.desk.forms import attempt, sent
from gongkai.exceptions import Refused


def reached(request: HttpRequest, pk: int) -> Publication:
    """The publication, where its record is within reach."""
    found = get_object_or_404(Publication.objects.select_related("organization", "topic"), pk=pk)
    found.subject = reach(kind(found.subject_type), request.user, found.subject_id)
    return found


def page_of(publication: Publication) -> str:
    """The page of the record."""
    return kind(publication.subject_type).address(publication.subject_id)


@login_required
@require_POST
def recall_submission(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回送审."""
    user: Any = request.user
    submission = get_object_or_404(queries.readable_submissions(user), pk=pk)
    try:
        recall(user, submission)
        messages.success(request, "已撤回送审，可以修改了。")
    except Refused as refused:
        messages.error(request, f"没有撤回：{refused.sentence}")
    return redirect(kind(submission.subject_type).address(submission.subject_id))


@login_required
def withdraw_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回公开: the reason from the closed list, and a preview of what the public will read."""
    user: Any = request.user
    publication = reached(request, pk)
    record = publication.subject
    if not rules.at_the_office(user, powers.WITHDRAW, record):
        raise PermissionDenied
    form = WithdrawForm(sent(request))
    obstacles = cured(rules.obstacles_to_withdraw(user, publication), record)
    preview = request.method == "POST" and form.is_valid() and not obstacles
    if "rewrite" in request.POST:  # back to the form, with all that was typed
        preview = False
    elif preview and "confirmed" in request.POST:
        done = attempt(form, lambda: withdraw(user, publication, **form.cleaned_data))
        if done:
            messages.success(request, "已撤回，公开页面已撤下，换成撤回说明；请第二人尽快补签。")
            return redirect(page_of(publication))
        preview = False
    reason = dict(form.fields["reason"].choices).get(form.data.get("reason", "")) if preview else ""  # type: ignore[attr-defined]
    return render(request, "publishing/withdraw.html", {
        "record": record, "page": page_of(publication), "publication": publication, "form": form,
        "obstacles": obstacles, "preview": preview, "reason": reason, "now": moment.now(),
    })  # fmt: skip


@login_required
@require_POST
def cancel_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """取消定时."""
    user: Any = request.user
    publication = reached(request, pk)
    try:
        unschedule(user, publication)
        messages.success(request, "已取消定时，回到待发布。")
    except Refused as refused:
        messages.error(request, f"没有取消：{refused.sentence}")
    return redirect(page_of(publication))
