"""先看文书: the letters that an act would make of what is typed, without doing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from gongkai.apps.organizations.acts import Look
from gongkai.apps.requests.models import Letter, Request


def letters_of(user: Any, record: Any, do: Callable[..., Any], typed: Mapping[str, Any]) -> list[Letter]:
    """The act is done and taken back in one transaction: number, dates and words are those that will go out.

    What it refuses is refused here too; notices, ledger and clock keep nothing of it.
    """
    case = record if isinstance(record, Request) else record.request
    with transaction.atomic():
        before = set(case.letters.values_list("pk", flat=True))
        do(user, record, **typed)
        made = list(Letter.objects.select_related("organization").filter(request=case).exclude(pk__in=before))
        transaction.set_rollback(True)
    return made


LETTERS = Look("requests/_looked.html", "先看文书", letters_of)
