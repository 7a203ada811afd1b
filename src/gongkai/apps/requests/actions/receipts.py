"""收件回执: the number and a check code for who came to the counter, wrote a letter or lost his code.

What was split off is opened by the code of the whole: the applicant has it from the start, and one new code voids the old
one everywhere.
"""

from __future__ import annotations

from gongkai.apps.intake import codes
from gongkai.apps.intake.actions.sending import Code, renew_receipt, share_receipt
from gongkai.apps.intake.models import Receipt
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import User
from gongkai.apps.requests import events
from gongkai.apps.requests.models import FORM, Request
from gongkai.apps.requests.powers import HANDLE


def print_receipt(user: User, request: Request) -> str:
    """A new check code, shown this once; an earlier one is void. Who gets the paper has shown who he is."""
    code = Code.of(codes.new_code())  # slow on purpose, so before the lock
    with acting(user, request, events.RECEIPT_PRINTED, power=HANDLE) as act:
        for case in (act.record, *sharing(act.record)):
            renew_receipt(FORM, case.organization, case, case.number, code)
    return code.plain


def receipt_of(case: Request) -> Receipt | None:
    """The receipt that opens the case, None where nobody has a code yet."""
    return Receipt.objects.filter(subject_type=subject_type(case), subject_id=case.pk).first()


def share_code(whole: Request, part: Request) -> None:
    """A part just split off is looked up with the code of the whole, where somebody has one."""
    kept = receipt_of(whole)
    if kept is not None:
        share_receipt(kept, part, part.number)


def sharing(case: Request) -> list[Request]:
    """The other cases of one split that the same code opens, and those of it that have none yet."""
    whole = case
    while whole.split_from is not None:
        whole = whole.split_from
    found, level = [whole], [whole]
    while level:
        level = list(
            Request.objects.filter(split_from__in=level).select_related("organization").order_by("id")
        )
        found += level
    rows = Receipt.objects.filter(subject_type=subject_type(case), subject_id__in=[one.pk for one in found])
    codes_of = {row.subject_id: row.code_hash for row in rows}
    own = codes_of.get(case.pk)
    return [one for one in found if one.pk != case.pk and codes_of.get(one.pk) in {None, own}]
