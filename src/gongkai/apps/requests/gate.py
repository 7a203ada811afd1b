"""The only way to the bytes of a letter: staff by the place of the case, the applicant by number and check code.

Both ask who reads and of which case; what is not this reader's does not exist for him (404).
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from gongkai.apps.intake.models import Receipt
from gongkai.apps.people import gate as people
from gongkai.apps.people.details import NAME
from gongkai.apps.people.models import Part, Party
from gongkai.apps.requests import queries, releasing, vault
from gongkai.apps.requests.models import Letter, Redaction
from gongkai.apps.requests.outputs.word import word
from gongkai.desk.files import attachment
from gongkai.papers import MEDIA_TYPE


def to_staff(user: Any, pk: int) -> HttpResponse:
    """The letter with the name it is written to; that reading of the name is noted."""
    row = queries.reach_letter(user, pk)
    party = row.consultation.party if row.consultation else _applicant(row)
    if party is None or party.erased_at:
        return _file(row, "")
    return _file(row, people.read(user, party, [NAME], because="制作文书").name)


def to_applicant(receipt: Receipt, pk: int) -> HttpResponse:
    """A letter that went out to the one who holds the receipt, with his own name. Nobody else's name is opened."""
    row = delivered(receipt, pk)
    party = _applicant(row)
    return _file(row, people.own_name(party) if party is not None else "")


def delivered(receipt: Receipt, pk: int) -> Letter:
    """One letter of the receipt's case that went out to the applicant; 404 for every other."""
    row = (
        Letter.objects.select_related("request", "organization")
        .filter(pk=pk, request_id=receipt.subject_id, addressee="applicant", delivery__isnull=False)
        .first()
    )
    if row is None:
        raise Http404
    return row


def annexes(letter: Letter) -> list[Redaction]:
    """The redacted files that go with a reply: released before it was issued, and their certificates still fit."""
    if letter.reply_id is None:
        return []
    rows = Redaction.objects.filter(
        request_id=letter.request_id, state=Redaction.State.RELEASED, released_at__lte=letter.made_at
    ).select_related("request__organization", "request__section")
    return [row for row in rows.order_by("id") if not releasing.to_fetch(row)]


def annex_to_applicant(receipt: Receipt, key: int) -> HttpResponse:
    """One that went out with a letter of the case, to the one who holds the receipt; 404 for every other file."""
    sent = Letter.objects.filter(
        request_id=receipt.subject_id, addressee="applicant", delivery__isnull=False, reply__isnull=False
    )
    row = next((row for letter in sent for row in annexes(letter) if row.pk == key), None)
    if row is None:
        raise Http404
    answer = attachment(vault.take(row, vault.RESULT), "application/pdf", "附件（区分处理）.pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _applicant(row: Letter) -> Party | None:
    return people.parties(row.request).filter(part=Part.APPLICANT).first()


def _file(row: Letter, name: str) -> HttpResponse:
    answer = attachment(word(row, name), MEDIA_TYPE, f"{row.title}{row.number}.docx")
    answer["Cache-Control"] = "private, no-store"
    return answer
