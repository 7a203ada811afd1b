"""协办, 文书设置."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.apps.organizations.models import Organization
from gongkai.apps.requests import actions, letters, queries, wording
from gongkai.apps.requests.acts import ASSISTS
from gongkai.apps.requests.forms import OfficeForm
from gongkai.apps.requests.models import Office, Request, Template
from gongkai.apps.requests.powers import REVIEW
from gongkai.clocks import moment
from gongkai.desk.forms import attempt, sent
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError


@login_required
def assist(request: HttpRequest, pk: int) -> HttpResponse:
    """What a section is asked: the question and its day, not who applied."""
    row = queries.reach_assist(request.user, pk)
    return render(
        request, "requests/assist.html", {"row": row, "buttons": ASSISTS.buttons(request.user, row)}
    )


@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """文书设置 and 文书模板 of one's own body."""
    user: Any = request.user
    body = queries.body_of(user, REVIEW)
    office = Office.objects.filter(organization=body).first()
    names = ("review_body", "court", "payment", "kept_since")
    initial = {n: getattr(office, n) for n in names} if office else {"kept_since": moment.today()}
    form = OfficeForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: actions.set_office(user, body, **form.cleaned_data))
        if done is not None:
            messages.success(request, "已保存。")
            return redirect("requests:settings")
    own = set(Template.objects.filter(organization=body).values_list("kind", flat=True))
    kinds = [(kind, kind.code in own) for kind in wording.words().kinds.values()]
    return render(request, "requests/settings.html", {"form": form, "body": body, "kinds": kinds})


@login_required
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """One wording: the body's own, beside the names it may use; emptied, the shipped one holds again."""
    user: Any = request.user
    body = queries.body_of(user, REVIEW)
    if kind not in wording.words().kinds:
        raise Http404
    shipped = wording.kind(kind)
    own = Template.objects.filter(organization=body, kind=kind).first()
    text = own.text if own else shipped.text
    typed = sent(request)
    preview = ""
    if typed is not None and typed.get("do") == "look":
        text = str(typed.get("text", ""))
        preview = _as_letter(body, kind, text or shipped.text)
    elif typed is not None:
        text = str(typed.get("text", ""))
        try:
            actions.set_template(user, body, kind, text)
        except GongkaiError as error:
            say(request, error)
        else:
            messages.success(request, "已保存；以后制作的文书用新的写法。")
            return redirect("requests:settings")
    return render(request, "requests/template.html", {
        "shipped": shipped, "text": text, "names": sorted(shipped.names), "kind": kind, "body": body,
        "preview": preview, "odd": wording.unknown_names(kind, text) if preview else [],
    })  # fmt: skip


def _as_letter(body: Organization, kind: str, text: str) -> str:
    """The wording as it would read in the newest case of the body; what only an act knows stands in brackets."""
    case = (
        Request.objects.filter(organization=body, received_on__isnull=False)
        .order_by("-received_on", "-id")
        .first()
    )
    known = letters.common(case) if case else {}
    return wording.fill(text, {name: f"（{name}）" for name in wording.kind(kind).names} | known)
