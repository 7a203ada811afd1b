"""The applicant's own acts beside the form's pages: reading a letter. Each asks for the pass that number and code gave."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.apps.intake.frame import page
from gongkai.apps.intake.screens import Screens
from gongkai.apps.requests.public.case import letters, of_receipt
from gongkai.apps.requests.public.flow import FLOW

SCREENS = Screens(FLOW)


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
