"""Acts on one document after review: each calls one action; a refusal comes back to where it was asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from gongkai.apps.documents.models import DocumentFile, OfficialDocument
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.publishing import queries, rules
from gongkai.apps.publishing.actions import (
    correct,
    publish,
    publish_in_emergency,
    recall,
    submit,
    turn_back,
    unschedule,
    withdraw,
)
from gongkai.apps.publishing.forms import (
    CorrectForm,
    EmergencyForm,
    PublishForm,
    PublishNowForm,
    TurnBackForm,
    WithdrawForm,
)
from gongkai.apps.publishing.models import Publication
from gongkai.apps.publishing.publishable import publication_of
from gongkai.apps.publishing.views.common import cured, readable
from gongkai.apps.publishing.views.comparing import compare
from gongkai.clocks import moment
from gongkai.desk.forms import attempt, sent
from gongkai.exceptions import Refused


def reached(request: HttpRequest, pk: int) -> Publication:
    """The publication, where its document is within reach."""
    found = get_object_or_404(Publication.objects.select_related("organization", "topic"), pk=pk)
    found.subject = readable(request.user, found.subject_id)
    return found


def _publisher(request: HttpRequest, record: OfficialDocument) -> None:
    if not rules.may_at(request.user, powers.PUBLISH, rules.publishing_body(record), None):
        raise PermissionDenied


@login_required
@require_POST
def submit_document(request: HttpRequest, pk: int) -> HttpResponse:
    """送审: one press; it can be taken back."""
    user: Any = request.user
    record = readable(user, pk)
    try:
        done = submit(user, record)
    except Refused as refused:
        messages.error(request, f"没有送审：{refused.sentence}")
    else:
        messages.success(request, f"已送审，现在是{done.step_label}。")
    return redirect("documents:detail", pk)


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
    return redirect("documents:detail", submission.subject_id)


def _initial(record: OfficialDocument, publication: Publication | None) -> dict[str, Any]:
    return {
        "topic": publication.topic if publication else None,
        "columns": [p.column_id for p in publication.placements.all()] if publication else [],
    }  # fmt: skip


@login_required
def publish_document(request: HttpRequest, pk: int) -> HttpResponse:
    """发布, now or at a set time."""
    user: Any = request.user
    record = readable(user, pk)
    _publisher(request, record)
    publication = publication_of(record)
    again = publication is not None and publication.versions.exists()
    form = PublishNowForm(sent(request), subject=record, again=again, initial=_initial(record, publication))
    obstacles = cured(rules.obstacles_to_publish(user, record), record)
    if request.method == "POST" and form.is_valid() and not obstacles:
        done = attempt(form, lambda: publish(user, record, **form.cleaned_data))
        if done:
            said = _timed(form, "发布") or "已发布"
            messages.success(request, f"{said}，索引号 {done.index_number}。")
            return redirect("documents:detail", pk)
    return _publish_screen(request, record, form, obstacles, "发布")


def _timed(form: Any, act: str) -> str:
    when = form.cleaned_data["scheduled_for"]
    return f"已定时，{when:%Y年%-m月%-d日 %H:%M}{act}" if when else ""


def _publish_screen(
    request: HttpRequest, record: OfficialDocument, form: PublishForm, obstacles: Any, act: str
) -> HttpResponse:
    site = rules.site_of(record.organization)
    return render(request, "publishing/publish.html", {
        "document": record, "form": form, "obstacles": obstacles, "act": act, "site": site, "attachments": record.files.filter(part=DocumentFile.Part.ATTACHMENT).count(),
    })  # fmt: skip


@login_required
def turn_back_document(request: HttpRequest, pk: int) -> HttpResponse:
    """退回拟稿人 what was approved but is not fit to go out."""
    user: Any = request.user
    record = readable(user, pk)
    _publisher(request, record)
    form = TurnBackForm(sent(request), reasons=rules.process_of(record).returns)
    obstacles = cured(rules.obstacles_to_turn_back(user, record), record)
    if request.method == "POST" and form.is_valid() and not obstacles:
        done = attempt(form, lambda: turn_back(user, record, **form.cleaned_data))
        if done:
            messages.success(request, f"已退回{record.drafted_by.get_full_name()}：{record.label}。")
            return redirect("publishing:waiting")
    return render(request, "publishing/turn_back.html", {
        "document": record, "form": form, "obstacles": obstacles,
    })  # fmt: skip


@login_required
def emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """紧急发布: its own screen, with the reason and who must sign afterwards."""
    user: Any = request.user
    record = readable(user, pk)
    _publisher(request, record)
    publication = publication_of(record)
    form = EmergencyForm(sent(request), subject=record, initial=_initial(record, publication))
    found = rules.obstacles_to_emergency(user, record, "已在下面填写")
    obstacles = cured(found, record)
    if request.method == "POST" and form.is_valid() and not obstacles:
        done = attempt(form, lambda: publish_in_emergency(user, record, **form.cleaned_data))
        if done:
            messages.success(request, f"已紧急发布，索引号 {done.index_number}；请第二人尽快补签。")
            return redirect("documents:detail", pk)
    return _publish_screen(request, record, form, obstacles, "紧急发布")


@login_required
def correct_document(request: HttpRequest, pk: int) -> HttpResponse:
    """发布更正: what the public will read, word for word against what it reads now."""
    user: Any = request.user
    record = readable(user, pk)
    _publisher(request, record)
    publication = publication_of(record)
    if publication is None:
        raise Http404
    publication.subject = record
    form = CorrectForm(sent(request))
    obstacles = cured(rules.obstacles_to_correct(user, publication), record)
    if request.method == "POST" and form.is_valid() and not obstacles:
        version = attempt(form, lambda: correct(user, publication, **form.cleaned_data))
        if form.is_valid():
            said = f"更正已公开，是第{version.number}版" if version else _timed(form, "公开更正")
            messages.success(request, f"{said}。")
            return redirect("documents:detail", pk)
    public = queries.public_version(publication)
    return render(request, "publishing/correct.html", {
        "document": record, "publication": publication, "form": form, "obstacles": obstacles,
        "lines": compare(public.text if public else "", record.text),
    })  # fmt: skip


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
            return redirect("documents:detail", record.pk)
        preview = False
    reason = dict(form.fields["reason"].choices).get(form.data.get("reason", "")) if preview else ""  # type: ignore[attr-defined]
    return render(request, "publishing/withdraw.html", {
        "document": record, "publication": publication, "form": form, "obstacles": obstacles,
        "preview": preview, "reason": reason, "now": moment.now(),
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
    return redirect("documents:detail", publication.subject_id)
