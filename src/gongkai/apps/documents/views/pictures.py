"""Pictures in the text of a document: shown to staff, told in words, brought in by the editor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from gongkai.apps.documents import actions, pictures, rules
from gongkai.apps.documents.markup import MOST_ALT
from gongkai.apps.documents.models import DocumentFile
from gongkai.apps.documents.views.common import cured, for_change, reach
from gongkai.exceptions import GongkaiError, Refused

_OF_OURS = {"image/png", "image/jpeg"}


@login_required
@require_safe
def picture(request: HttpRequest, pk: int, key: str) -> FileResponse:
    """One picture, shown inside our pages: it was written anew when it came in."""
    document = reach(request.user, pk)
    kept = get_object_or_404(document.files, key=key, part=DocumentFile.Part.PICTURE)
    if kept.media_type not in _OF_OURS:
        raise Http404
    try:
        opened = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(opened, content_type=kept.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """插入图片 from the editor: answers with its key, or with one sentence that says why not."""
    document = for_change(request.user, pk)
    user: Any = request.user
    upload = request.FILES.get("picture")
    if upload is None:
        return JsonResponse({"error": "没有收到图片，请重新选择。"}, status=400)
    try:
        kept = actions.add_picture(user, document, upload)
    except GongkaiError as error:
        return JsonResponse({"error": getattr(error, "sentence", str(error))}, status=400)
    return JsonResponse({"key": str(kept.key)})


@login_required
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """图片说明: every picture of the text beside the words that stand for it."""
    document = for_change(request.user, pk)
    user: Any = request.user
    obstacles = cured(rules.obstacles_to_change(user, document), document)
    shown = pictures.told(document.html)
    problem = ""
    typed = {one.key: request.POST.get(one.key, one.alt) for one in shown}
    if request.method == "POST" and not obstacles:
        html = pictures.with_words(document.html, typed)
        try:
            actions.change(user, document, {"html": html}, seen=request.POST.get("seen", ""))
        except Refused as refused:
            problem = refused.sentence
        else:
            messages.success(request, "图片说明已存下。")
            return redirect("documents:detail", document.pk)
    return render(request, "documents/pictures.html", {
        "document": document, "obstacles": obstacles, "problem": problem, "most": MOST_ALT,
        "rows": [(one, typed[one.key]) for one in shown], "seen": rules.version_of(document),
    })  # fmt: skip
