"""The applicant's own acts beside the form's pages. Each asks for the pass that number and code gave."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.apps.intake.frame import page
from gongkai.apps.intake.models import Receipt
from gongkai.apps.intake.screens import Screens
from gongkai.apps.requests import gate
from gongkai.apps.requests.actions import applicant
from gongkai.apps.requests.public.case import of_receipt, shown
from gongkai.apps.requests.public.flow import FLOW
from gongkai.apps.requests.public.forms import Correction, Opinion
from gongkai.apps.requests.rules import to_withdraw
from gongkai.apps.requests.standing import facts_of
from gongkai.exceptions import GongkaiError, Refused

SCREENS = Screens(FLOW)
View = Callable[..., HttpResponse]


def _passed(view: Callable[..., HttpResponse]) -> View:
    """The view with the receipt that number and code opened; without it, back to number and code."""

    @wraps(view)
    def asked(request: HttpRequest, number: str, **parts: Any) -> HttpResponse:
        receipt = SCREENS.passed(request, number)
        if receipt is None:
            return redirect(SCREENS.to(request, "status"))
        return view(request, receipt, **parts)

    return asked


@_passed
def correct(request: HttpRequest, receipt: Receipt, **parts: Any) -> HttpResponse:
    """补正 on the page of the case; what is refused comes back with what was written."""
    form = Correction(request.POST)
    return _written(
        request, receipt, "form", form, lambda case: applicant.correct_online(case, form.cleaned_data["text"])
    )


@_passed
def rate(request: HttpRequest, receipt: Receipt, **parts: Any) -> HttpResponse:
    """满意度 on the page of the case."""
    form = Opinion(request.POST)
    return _written(
        request, receipt, "opinion", form,
        lambda case: applicant.rate(case, form.cleaned_data["score"], form.cleaned_data["words"]),
    )  # fmt: skip


@_passed
def withdraw(request: HttpRequest, receipt: Receipt, **parts: Any) -> HttpResponse:
    """撤回: says what it means and asks once more; only the second press does it."""
    case = of_receipt(receipt)
    refused = [o.sentence for o in to_withdraw(facts_of(case))]
    if request.method == "POST" and not refused:
        try:
            applicant.withdraw_online(case)
            return redirect(_home(request, receipt))
        except GongkaiError as error:
            refused = [_sentence(error)]
    context = {"case": case, "number": receipt.number, "errors": refused, "back": _home(request, receipt)}
    title = f"撤回申请 {receipt.number} - {FLOW.name}"
    status = 422 if refused else 200
    return page(
        request, receipt.organization, "requests/public/withdraw.html", context, title=title, status=status
    )


@_passed
def letter(request: HttpRequest, receipt: Receipt, key: int, **parts: Any) -> HttpResponse:
    """One letter that went out to the applicant, as text that any device reads and prints."""
    sent = gate.delivered(receipt, key)
    context = {
        "letter": sent, "back": _home(request, receipt), "number": receipt.number, "annexes": gate.annexes(sent),
    }  # fmt: skip
    return page(request, receipt.organization, "requests/public/letter.html", context, title=sent.title)


@_passed
def docx(request: HttpRequest, receipt: Receipt, key: int, **parts: Any) -> HttpResponse:
    """The same letter as the Word file that was sent."""
    return gate.to_applicant(receipt, key)


@_passed
def annex(request: HttpRequest, receipt: Receipt, key: int, **parts: Any) -> HttpResponse:
    """A file that was given in part with a letter."""
    return gate.annex_to_applicant(receipt, key)


def _written(
    request: HttpRequest, receipt: Receipt, name: str, form: forms.Form, act: Callable[[Any], Any]
) -> HttpResponse:
    """Do what a form on the page of the case asks; what is refused comes back on that page with what was written."""
    if form.is_valid():
        try:
            act(of_receipt(receipt))
            return redirect(_home(request, receipt))
        except GongkaiError as error:
            form.add_error(None, _sentence(error))
    context = {"flow": FLOW, "receipt": receipt, **shown(request, receipt), name: form, "refused": form}
    title = f"没有提交：{receipt.number} 的办理进度 - {FLOW.name}"
    return page(request, receipt.organization, FLOW.status, context, title=title, status=422)


def _home(request: HttpRequest, receipt: Receipt) -> str:
    return SCREENS.to(request, "case", number=receipt.number)


def _sentence(error: GongkaiError) -> str:
    return error.obstacles[0].sentence if isinstance(error, Refused) else error.sentence
