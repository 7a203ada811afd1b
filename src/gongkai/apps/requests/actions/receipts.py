"""收件回执 on paper: the number and a check code for who came to the counter, wrote a letter or lost his code."""

from __future__ import annotations

from gongkai.apps.intake import codes
from gongkai.apps.intake.actions.sending import Code, renew_receipt
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import User
from gongkai.apps.requests import events
from gongkai.apps.requests.models import FORM, Request
from gongkai.apps.requests.powers import HANDLE


def print_receipt(user: User, request: Request) -> str:
    """A new check code, shown this once; an earlier one is void. Who gets the paper has shown who he is."""
    code = Code.of(codes.new_code())  # slow on purpose, so before the lock
    with acting(user, request, events.RECEIPT_PRINTED, power=HANDLE) as act:
        renew_receipt(FORM, act.record.organization, act.record, act.record.number, code)
    return code.plain
