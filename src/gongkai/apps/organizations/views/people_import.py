"""Staff import: template, preview with what is wrong in each row, confirmation."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.apps.organizations.actions import people_import
from gongkai.apps.organizations.forms.people import UploadForm
from gongkai.apps.organizations.views.account import me
from gongkai.exceptions import Refused, Unreadable

SALT = "gongkai.people-import"


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The empty table."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(people_import.template(), content_type=kind)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E4%BA%BA%E5%91%98%E8%A1%A8.xlsx"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The table as understood, row by row; nothing is written yet."""
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {"form": form, "limit": people_import.ROWS}
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            if sent.size > people_import.BYTES:
                raise Unreadable("文件超过 5 MB，不像一张人员表，请检查。")
            rows = people_import.check(me(request), people_import.read(sent.read()))
        except Unreadable as error:
            form.add_error("file", error.sentence)
        else:
            wrong = sum(1 for r in rows if r.problems)
            content = [request.user.pk, [[r.number, r.cells] for r in rows]]
            context |= {
                "rows": rows, "wrong": wrong, "headings": people_import.HEADINGS,
                "token": "" if wrong else signing.dumps(content, salt=SALT, compress=True),
            }  # fmt: skip
    return render(request, "organizations/import.html", context)


@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the previewed table in, whole or not at all; the first passwords are shown once."""
    try:
        owner, kept = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=3600)
    except signing.BadSignature:
        owner, kept = None, []
    if owner != request.user.pk:
        return redirect("people:import")
    rows = [people_import.Row(number, cells) for number, cells in kept]
    try:
        made = people_import.carry_out(me(request), rows)
    except Refused as refused:
        context = {"form": UploadForm(), "limit": people_import.ROWS, "obstacles": refused.obstacles}
        return render(request, "organizations/import.html", context)
    return render(
        request,
        "organizations/imported.html",
        {"made": made, "pending": sum(1 for _, word in made if not word)},
    )
