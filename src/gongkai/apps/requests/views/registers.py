"""协办, one row of 复议诉讼 and of 举报投诉, 文书设置."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.apps.ledger.queries import history
from gongkai.apps.organizations.models import Organization
from gongkai.apps.people import gate as people
from gongkai.apps.people.details import CONTACT, FIELD_WORDS, NAME
from gongkai.apps.requests import actions, letters, queries, wording
from gongkai.apps.requests.acts import ASSISTS, COMPLAINTS, DISPUTES
from gongkai.apps.requests.forms import OfficeForm
from gongkai.apps.requests.models import Office, Request, Template
from gongkai.apps.requests.powers import REVIEW
from gongkai.clocks import chinese_day, moment
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
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One proceeding: before whom, how far it has come, how it ended, with its case."""
    row = queries.reach_dispute(request.user, pk)
    clock = queries.answers_of([row]).get(row.pk)
    due = f"{_day(clock.due_on)}　{clock.basis}" if clock else _day(row.answer_due_on)
    facts = [
        ("复议机关或者法院", row.before), ("案号", row.number), ("程序", "简易程序" if row.simple else ""),
        ("收到通知", _day(row.noticed_on)), ("答复或者答辩期限", due), ("答复或者答辩日期", _day(row.answered_on)),
        ("到了哪一步", row.stage), ("审结", _day(row.ended_on)), ("结果", row.get_outcome_display()),
        ("决定、裁判要旨", row.finding),
    ]  # fmt: skip
    return render(request, "requests/register.html", {
        "row": row, "of": ("复议诉讼", reverse("requests:disputes")), "facts": [f for f in facts if f[1]],
        "buttons": DISPUTES.buttons(request.user, row), "history": history(row),
    })  # fmt: skip


@login_required
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint. From whom it came is read at a press, which the ledger notes."""
    user: Any = request.user
    row = queries.reach_complaint(user, pk)
    party = people.parties(row).first()
    if request.method == "POST" and party is not None:
        read = people.read(user, party, [NAME, CONTACT], because="办理举报投诉")
        rows = [(FIELD_WORDS[k], v) for k, v in vars(read).items() if v and k in FIELD_WORDS]
        return render(request, "requests/person.html", {
            "rows": rows, "who": "反映人", "home": reverse("requests:complaint", args=[pk]), "of": row.label,
        })  # fmt: skip
    facts = [
        ("反映什么", row.about), ("收到", _day(row.received_on)), ("渠道", row.channel), ("办理期限", _day(row.due_on)),
        ("查明", row.finding), ("整改", row.correction), ("办结", _day(row.ended_on)),
    ]  # fmt: skip
    return render(request, "requests/register.html", {
        "row": row, "of": ("举报投诉", reverse("requests:complaints")), "facts": [f for f in facts if f[1]],
        "buttons": COMPLAINTS.buttons(user, row), "history": history(row), "party": party,
        "said_by": people.masked(party) if party else "没有留",
    })  # fmt: skip


def _day(on: dt.date | None) -> str:
    return chinese_day(on) if on else ""


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
