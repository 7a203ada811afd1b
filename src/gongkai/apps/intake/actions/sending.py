"""Sending: one draft becomes one record, however often the button is pressed or the line breaks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models, transaction

from gongkai.apps.intake import codes, proof
from gongkai.apps.intake.actions import attachments, drafts
from gongkai.apps.intake.flow import CHECK, Flow, Sending
from gongkai.apps.intake.models import Draft, Receipt, Serial
from gongkai.apps.ledger.actions import subject_type
from gongkai.apps.organizations.models import Organization
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError

RECEIPT_SHOWN = dt.timedelta(hours=24)  # how long the writer's cookie still shows number and code


class Gone(GongkaiError):
    """There is no draft to send: sent from elsewhere, thrown away, or its time is over."""


class Unanswered(GongkaiError):
    """A question has no good answer yet. question: its code."""

    def __init__(self, question: str) -> None:
        super().__init__("还有问题没有答完，请补上后再提交。")
        self.question = question


@dataclass(frozen=True)
class Sent:
    """Number and check code; the code is known to the writer alone and can be had again only with the draft's token."""

    receipt: Receipt
    code: str


@transaction.atomic
def send(
    token: str, flow: Flow, organization: Organization, *, solved: str = "", slip: str = "", who: str = ""
) -> Sent:
    """Make the record, its number and its receipt, all or nothing. The second of two sendings gets the first's receipt.

    Raises Gone, Unanswered, NotProved, or what the duty's own `submit` refuses; the draft then stands as it was.
    """
    # no join here: PostgreSQL reads the locked row anew after waiting, but not the rows joined to it
    draft = Draft.objects.select_for_update().filter(
        key=codes.key_of(token), form=flow.code, organization=organization, expires_at__gt=moment.now()
    ).first()  # fmt: skip
    if draft is None:
        raise Gone("没有可以提交的内容：可能已经超过保存时间，请重新填写。")
    if draft.receipt is not None:
        return Sent(draft.receipt, codes.check_code(token))
    opened = drafts.open_draft(token, flow, organization)
    if opened is None:
        raise Gone("草稿打不开了，请重新填写。")
    missing = flow.first_open(opened.good)
    if missing != CHECK:
        raise Unanswered(missing)
    proof.spend(f"{flow.code}:send", solved=solved, slip=slip, who=who)
    asked = {q.code for q in flow.asked(opened.good)}
    number = take_number(flow, organization)
    record = flow.submit(Sending(organization, number, {k: v for k, v in opened.good.items() if k in asked}))
    receipt = give_receipt(flow, organization, record, number, codes.check_code(token))
    attachments.adopt(opened, record, asked)
    draft.answers, draft.receipt = "", receipt
    draft.saved_at, draft.expires_at = moment.now(), moment.now() + RECEIPT_SHOWN
    draft.save()
    return Sent(receipt, codes.check_code(token))


def take_number(flow: Flow, organization: Organization) -> str:
    """The next number of this form at this body, without gap or double: `2026-0137`."""
    year = moment.today().year
    Serial.objects.get_or_create(organization=organization, form=flow.code, year=year)
    row = Serial.objects.select_for_update().get(organization=organization, form=flow.code, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{flow.prefix}{year}-{row.last:04d}"


def give_receipt(
    flow: Flow, organization: Organization, record: models.Model, number: str, code: str
) -> Receipt:
    """The receipt of a record, also of one that staff entered for somebody (`codes.new_code`)."""
    salt = codes.new_salt()
    return Receipt.objects.create(
        organization=organization, form=flow.code, number=number, code_salt=salt,
        code_hash=codes.hashed(code, salt), subject_type=subject_type(record), subject_id=record.pk,
        made_at=moment.now(),
    )  # fmt: skip
