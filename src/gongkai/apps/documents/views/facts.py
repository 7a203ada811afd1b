"""修改, 认定属性, 附件: what is done to one document before review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from gongkai.apps.documents import actions, rules
from gongkai.apps.documents.forms import AttributeForm, FactsForm, attribute_initial
from gongkai.apps.documents.models import DocumentFile, NumberState, OfficialDocument
from gongkai.apps.documents.queries import number_questions, past_decisions
from gongkai.apps.documents.reading import check_source
from gongkai.apps.documents.views.common import cured, for_change, reach
from gongkai.desk.files import stored
from gongkai.desk.forms import sent
from gongkai.desk.refusals import put_refusal
from gongkai.exceptions import GongkaiError, Refused

_REMOVABLE = (DocumentFile.Part.ATTACHMENT, DocumentFile.Part.ORIGINAL)


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """修改: the facts, and the file the text comes from."""
    document = for_change(request.user, pk)
    obstacles = cured(rules.obstacles_to_change(request.user, document), document)
    initial = {name: getattr(document, name) for name in FactsForm.base_fields}
    form = FactsForm(sent(request), initial=initial)
    questions = _questions(document, form)
    if (
        request.method == "POST" and form.is_valid() and not obstacles
        and _asked(request, form, questions) and _save(request, document, form)
    ):  # fmt: skip
        return redirect("documents:detail", document.pk)
    candidates = document.evidence.get("found", {}).get("doc_number") or {}
    return render(request, "documents/edit.html", {
        "document": document, "form": form, "obstacles": obstacles,
        "text_url": _text_address(document.pk),
        "damaged": document.number_state == NumberState.DAMAGED,
        "candidates": candidates.get("candidates", []) if isinstance(candidates, dict) else [],
        "seen": rules.version_of(document), "questions": questions,
        "differences": _differences(document, form, initial) if _stale(request, document) else [],
    })  # fmt: skip


def _stale(request: HttpRequest, document: OfficialDocument) -> bool:
    return bool(rules.obstacles_of_version(document, request.POST.get("seen", "")))


def _differences(
    document: OfficialDocument, form: FactsForm | AttributeForm, stored: dict[str, Any]
) -> list[tuple[str, Any, Any]]:
    """Label, what is stored now and what was typed, where the two differ."""
    found = []
    for field in form:
        now = field.field.prepare_value(stored.get(field.name))
        typed = field.value()
        if (now or "") != (typed or ""):
            found.append((str(field.label), _shown(field, now), _shown(field, typed)))
    return found


def _shown(field: Any, value: Any) -> Any:
    """A value as it is read: a choice by its name, a tick as 是 or 否."""
    if isinstance(field.field, forms.BooleanField):
        return "是" if value and value != "False" else "否"
    choices = dict(getattr(field.field, "choices", []) or [])
    return choices.get(value, value) or "（空）"


def _questions(document: OfficialDocument, form: FactsForm) -> list[str]:
    """What is odd about the number as typed; asked once, before it is stored."""
    if not form.is_bound or not form.is_valid():
        return []
    number, day = form.cleaned_data["number"], form.cleaned_data["signed_on"]
    if (document.number, document.signed_on) == (number, day):
        return []
    return number_questions(document.organization, number, day, but=document.pk)


def _asked(request: HttpRequest, form: FactsForm, questions: list[str]) -> bool:
    """Whether the officer has seen these questions already; otherwise he sees them now."""
    if set(questions) <= set(request.POST.getlist("asked")):
        return True
    form.add_error("number", "还没有存：请先看文号下面的提问。核对无误，再点一次“存下”。")
    return False


def _text_address(pk: int) -> str:
    """The editor for the text alone, where this process mounts it."""
    try:
        return reverse("office_documents:edit", args=[pk])
    except NoReverseMatch:
        return ""


def _save(request: HttpRequest, document: OfficialDocument, form: FactsForm) -> bool:
    user: Any = request.user
    fields = form.facts()
    upload = request.FILES.get("source")
    try:
        source, pictures = None, []
        if upload is not None:
            source, proposal, failed = check_source(upload)
            if proposal is None:
                form.add_error(None, failed)
                return False
            fields["html"], pictures = proposal.html, proposal.pictures
        seen = request.POST.get("seen", "")
        actions.change(user, document, fields, source=source, pictures=pictures, seen=seen)
    except Refused as refused:
        put_refusal(form, refused)
        return False
    except GongkaiError as error:
        form.add_error(None, error.sentence)
        return False
    messages.success(request, "已改好。" if upload is None else f"已改好，正文换成“{upload.name}”里的文字。")
    return True


@login_required
def attribute(request: HttpRequest, pk: int) -> HttpResponse:
    """认定公开属性, with how the section decided the same kind before."""
    document = for_change(request.user, pk)
    obstacles = cured(rules.obstacles_to_change(request.user, document), document)
    initial = attribute_initial(document)
    form = AttributeForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid() and not obstacles:
        try:
            seen = request.POST.get("seen", "")
            actions.decide_attribute(request.user, document, **form.decision(), seen=seen)  # type: ignore[arg-type]
        except Refused as refused:
            put_refusal(form, refused)
        else:
            document.refresh_from_db()
            messages.success(request, f"公开属性认定为“{document.get_attribute_display()}”。")
            return redirect("documents:detail", document.pk)
    counts, examples = past_decisions(document)
    return render(request, "documents/attribute.html", {
        "opening": rules.opening_rule(),
        "document": document, "form": form, "obstacles": obstacles, "counts": counts,
        "peers": sum(counts.values()), "examples": examples, "seen": rules.version_of(document),
        "differences": _differences(document, form, initial) if _stale(request, document) else [],
    })  # fmt: skip


@login_required
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """添加附件: any number at once; each that cannot be kept is named."""
    document = for_change(request.user, pk)
    user: Any = request.user
    uploads = request.FILES.getlist("attachments")
    if not uploads:
        messages.error(request, "还没有选文件，请先选好附件。")
    for upload in uploads:
        try:
            kept = actions.attach(user, document, upload)
            messages.success(request, f"已添加附件“{kept.name}”。")
        except GongkaiError as error:
            messages.error(request, getattr(error, "sentence", str(error)))
    return redirect("documents:detail", document.pk)


@login_required
@require_POST
def detach(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """移去附件, or the copy of the original that the public would get."""
    document = for_change(request.user, pk)
    user: Any = request.user
    file = get_object_or_404(document.files, key=key, part__in=_REMOVABLE)
    try:
        actions.detach(user, file)
        messages.success(request, f"已移去{file.get_part_display()}“{file.name}”。")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("documents:detail", document.pk)


@login_required
def file(request: HttpRequest, pk: int, key: str) -> FileResponse:
    """Hand out one file of a document within reach; never shown inside our pages, always saved."""
    document = reach(request.user, pk)
    kept = get_object_or_404(document.files, key=key)
    return stored(kept.file, kept.media_type, kept.name)
