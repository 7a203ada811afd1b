"""The applicant's own acts beside the form's pages. Each asks for the pass that number and code gave."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.apps.intake.frame import page
from gongkai.apps.intake.screens import Screens
from gongkai.apps.requests.actions.applicant import correct_online
from gongkai.apps.requests.public.case import letters, of_receipt, shown
from gongkai.apps.requests.public.flow import FLOW
from gongkai.apps.requests.public.forms import Correction
from gongkai.exceptions import GongkaiError, Refused

SCREENS = Screens(FLOW)


def correct(request: HttpRequest, number: str, **parts: Any) -> HttpResponse:
    """补正 on the page of the case; what is refused comes back with what was written."""
    receipt = SCREENS.passed(request, number)
    if receipt is None:
        return redirect(SCREENS.to(request, "status"))
    form = Correction(request.POST)
    if form.is_valid():
        try:
            correct_online(of_receipt(receipt), form.cleaned_data["text"])
        except GongkaiError as error:
            form.add_error(
                "text", error.obstacles[0].sentence if isinstance(error, Refused) else error.sentence
            )
    if not form.errors:
        return redirect(SCREENS.to(request, "case", number=receipt.number))
    context = {"flow": FLOW, "receipt": receipt, **shown(request, receipt), "form": form}
    title = f"没有提交：补正 - {FLOW.name}"
    return page(request, receipt.organization, FLOW.status, context, title=title, status=422)


def letter(request: HttpRequest, number: str, key: int, **parts: Any) -> HttpResponse:
    """One letter that went out to the applicant, as text that any device reads and prints."""
    receipt = SCREENS.passed(request, number)
    if receipt is None:
        return redirect(SCREENS.to(request, "status"))
    sent = next((x for x in letters(of_receipt(receipt)) if x.pk == key), None)
    if sent is None:
        raise Http404
    context = {
        "letter": sent,
        "back": SCREENS.to(request, "case", number=receipt.number),
        "number": receipt.number,
    }
    return page(request, receipt.organization, "requests/public/letter.html", context, title=sent.title)
