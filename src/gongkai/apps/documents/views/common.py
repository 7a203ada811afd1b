"""What every document screen does: find the record within reach, and say refusals in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from gongkai import sheets
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations.permissions import VIEW, may
from gongkai.exceptions import Obstacle, Refused
from gongkai.printable import printable


def reach(user: Any, pk: int) -> OfficialDocument:
    """The document, if it lies within the user's reach; 404 otherwise, as if it were not there."""
    document = (
        OfficialDocument.objects.select_related("organization__parent", "section", "drafted_by")
        .filter(pk=pk)
        .first()
    )
    if document is None or not may(user, VIEW, document):
        raise Http404
    return document


def cured(obstacles: Sequence[Obstacle], document: OfficialDocument) -> list[Obstacle]:
    """The same obstacles with an address at which each can be mended."""
    edit = reverse("documents:edit", args=[document.pk])
    addresses = {
        "#title": f"{edit}#id_title",
        "#number": f"{edit}#id_number",
        "#signed_on": f"{edit}#id_signed_on",
        "#expires_on": f"{edit}#id_expires_on",
        "#attribute": reverse("documents:attribute", args=[document.pk]),
        "#files": reverse("documents:detail", args=[document.pk]) + "#files",
        "#text": f"{edit}#text",
    }
    return [Obstacle(o.code, o.sentence, o.article, addresses.get(o.cure, o.cure)) for o in obstacles]


def put_refusal(form: forms.Form, refused: Refused) -> None:
    """Say what an action refused at the head of the form; each with its article."""
    for o in refused.obstacles:
        field = o.cure.removeprefix("#")
        sentence = f"{o.sentence}（{o.article}）" if o.article else o.sentence
        form.add_error(field if field in form.fields else None, sentence)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where the page is only looked at. An empty form was sent all the same.

    What cannot be stored or seen is dropped here, so that no form compares or keeps it.
    """
    if request.method != "POST":
        return None
    clean = request.POST.copy()
    for name, values in request.POST.lists():
        clean.setlist(name, [printable(value) for value in values])
    return clean


def xlsx(name: str, headings: Sequence[str], rows: Any, widths: Sequence[int] = ()) -> HttpResponse:
    """A table as a file to save, under a Chinese name."""
    answer = HttpResponse(sheets.workbook(name, headings, rows, widths), content_type=sheets.MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename=\"list.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
    return answer
