"""请您答复: the page on which who was asked says yes, no or in part, with the code of the letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai import clocks
from gongkai.apps.deadlines.queries import drawable, of_subject
from gongkai.apps.intake import pace
from gongkai.apps.intake.fields import Choice, Form, Line, Words
from gongkai.apps.intake.flow import site_body
from gongkai.apps.intake.frame import page
from gongkai.apps.requests.actions.asking import take_answer
from gongkai.apps.requests.actions.codes import PASS_SECONDS, THIRD_PARTY, pass_for, passed
from gongkai.apps.requests.models import Consultation
from gongkai.apps.requests.rules import article, to_hear
from gongkai.clocks import moment, strip
from gongkai.exceptions import GongkaiError, Refused

COOKIE = "gk_consult"
TITLE = "请您答复"


class Code(Form):
    """The code of the letter."""

    code = Line("口令", most=20, attrs={"autocomplete": "off", "autocapitalize": "characters"})


class Answer(Form):
    """One choice of three; a refusal says why and, in part, which passages."""

    answer = Choice(
        "您的意见",
        [
            (Consultation.Answer.CONSENT.value, "都同意公开"),
            (Consultation.Answer.PARTLY.value, "有一部分不同意公开"),
            (Consultation.Answer.REFUSE.value, "都不同意公开"),
        ],
    )
    passages = Words("不同意公开的是哪些", most=2000)
    reason = Words("为什么不同意", most=2000)
    who = Line("填写人", most=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passages"].required = self.fields["reason"].required = False
        self.fields["passages"].help_text = "选“有一部分”的，一行写一处。"
        self.fields["reason"].help_text = "公开后会怎样损害您的合法权益；都同意的不用写。"

    def clean(self) -> dict[str, Any]:
        """What the choice needs."""
        given: dict[str, Any] = super().clean() or {}
        answer = given.get("answer")
        if answer == Consultation.Answer.PARTLY and not given.get("passages"):
            self.add_error("passages", "请写明哪些地方不同意公开，一行一处。")
        if answer in {Consultation.Answer.PARTLY, Consultation.Answer.REFUSE} and not given.get("reason"):
            self.add_error("reason", "请写明为什么不同意公开。")
        return given


def consult(request: HttpRequest, key: int, **parts: Any) -> HttpResponse:
    """The letter's page: first the code, then the question, then what was answered."""
    body = site_body(request, **parts)
    row = (
        Consultation.objects.select_related("request__organization", "request__section")
        .filter(pk=key)
        .first()
    )
    row = row if row and row.request.organization_id == body.pk else None
    if row is None or not passed(row, request.COOKIES.get(f"{COOKIE}_{key}", "")):
        return _door(request, body, row, key)  # alike for a letter that there is and one that there is not
    closed = to_hear(row.answer, row.kind, row.request.state)
    if request.method == "POST" and not closed:
        form = Answer(request.POST)
        if form.is_valid() and _answered(form, row):
            return redirect(request.path)
        return _draw(request, row, form, 422)
    return _draw(request, row, Answer(), 422 if request.method == "POST" else 200)


def _door(request: HttpRequest, body: Any, row: Consultation | None, key: int) -> HttpResponse:
    form = Code(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        # by the visitor alone: a count of the letter's own would let anybody keep the one who was asked from answering
        if pace.too_many("look", pace.visitor(request)):
            status = 429
            form.add_error("code", f"试得太快了，请等 {pace.seconds_left()} 秒再试。")
        else:
            try:
                token = pass_for(row or Consultation(), form.cleaned_data["code"])
            except GongkaiError as error:
                form.add_error("code", error.sentence)
            else:
                answer = redirect(request.path)
                answer.set_cookie(
                    f"{COOKIE}_{key}", token, max_age=PASS_SECONDS, path=request.path, httponly=True, samesite="Lax",
                    secure=settings.SESSION_COOKIE_SECURE,
                )  # fmt: skip
                return answer
    if form.errors and status == 200:
        status = 422
    return page(request, body, "requests/public/third_code.html", {"form": form}, title=TITLE, status=status)


def _answered(form: forms.Form, row: Consultation) -> bool:
    said = form.cleaned_data
    marks = [line.strip() for line in said["passages"].splitlines() if line.strip()]
    try:
        take_answer(
            row, answer=said["answer"], reason=said["reason"], signed=said["who"], by=THIRD_PARTY,
            marks=marks if said["answer"] == Consultation.Answer.PARTLY else [],
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, refused.obstacles[0].sentence)
        return False
    return True


def _draw(request: HttpRequest, row: Consultation, form: forms.Form, status: int = 200) -> HttpResponse:
    case = row.request
    closed = to_hear(row.answer, row.kind, case.state)
    due = None if closed else drawable(next(iter(of_subject(row)), None))
    heard = bool(row.answer) and row.answer != Consultation.Answer.SILENT
    context = {
        "row": row, "form": form, "heard": heard, "closed": closed[0] if closed and not heard else None, "cells": strip.strip(due, moment.today()) if due else [],
        "until": clocks.chinese_day(row.due_on) if row.due_on else "", "basis": article(row.kind),
        "over": bool(row.due_on and moment.today() > row.due_on),
        "section": case.section.name,
    }  # fmt: skip
    return page(request, case.organization, "requests/public/third.html", context, title=TITLE, status=status)
