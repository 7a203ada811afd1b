"""Sending: one draft becomes one record, however often the button is pressed or the line breaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db import models, transaction

from gongkai.apps.intake import codes, proof
from gongkai.apps.intake.actions import attachments, drafts
from gongkai.apps.intake.flow import CHECK, Flow, Sending
from gongkai.apps.intake.models import Draft, Receipt, Serial
from gongkai.apps.ledger.models import subject_type
from gongkai.apps.organizations.models import Organization
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError
from gongkai.locking import locked_row

RECEIPT_SHOWN = dt.timedelta(hours=24)  # how long the writer's cookie still shows number and code


class Gone(GongkaiError):
    """There is no draft to send: sent from elsewhere, thrown away, or its time is over."""


class Unanswered(GongkaiError):
    """A question has no good answer yet. question: its code."""

    def __init__(self, question: str) -> None:
        super().__init__("还有问题没有答完，请补上后再提交。")
        self.question = question


@dataclass(frozen=True)
class Code:
    """A check code with its salted hash, made before any row is locked."""

    plain: str
    salt: str
    hash: str

    @classmethod
    def of(cls, plain: str) -> Code:
        """A code ready to be kept."""
        salt = codes.new_salt()
        return cls(plain, salt, codes.hashed(plain, salt))


@dataclass(frozen=True)
class Sent:
    """Number and check code; the code is known to the writer alone and can be had again only with the draft's token."""

    receipt: Receipt
    code: str


def send(
    token: str, flow: Flow, organization: Organization, *, solved: str = "", slip: str = "", who: str = ""
) -> Sent:
    """Make the record, its number and its receipt, all or nothing. The second of two sendings gets the first's receipt.

    Raises Gone, Unanswered, NotProved, or what the duty's own `submit` refuses; the draft then stands as it was.
    """
    if drafts.open_draft(token, flow, organization) is None:  # nothing slow for a cookie of nobody
        raise Gone("没有可以提交的内容：可能已经超过保存时间，请重新填写。")
    code = Code.of(codes.check_code(token))  # slow on purpose, so before the first lock
    with transaction.atomic():
        receipt = _send(
            token, flow, organization, code, proved=partial(proof.spend, solved=solved, slip=slip, who=who)
        )
    return Sent(receipt, code.plain)


def _send(
    token: str, flow: Flow, organization: Organization, code: Code, proved: Callable[[str], None]
) -> Receipt:
    # no join here: PostgreSQL reads the locked row anew after waiting, but not the rows joined to it
    draft = Draft.objects.select_for_update().filter(
        key=codes.key_of(token), form=flow.code, organization=organization, expires_at__gt=moment.now()
    ).first()  # fmt: skip
    if draft is None:
        raise Gone("没有可以提交的内容：可能已经超过保存时间，请重新填写。")
    if draft.receipt is not None:
        return draft.receipt
    opened = drafts.open_draft(token, flow, organization)
    if opened is None:
        raise Gone("草稿打不开了，请重新填写。")
    missing = flow.first_open(opened.good)
    if missing != CHECK:
        raise Unanswered(missing)
    proved(f"{flow.code}:send")
    asked = {q.code for q in flow.asked(opened.good)}
    number = f"{flow.prefix}{next_number(flow.code, organization)}"
    record = flow.submit(Sending(organization, number, {k: v for k, v in opened.good.items() if k in asked}))
    receipt = give_receipt(flow.code, organization, record, number, code)
    attachments.adopt(opened, record, asked)
    draft.answers, draft.receipt = "", receipt
    draft.saved_at, draft.expires_at = moment.now(), moment.now() + RECEIPT_SHOWN
    draft.save()
    return receipt


def next_number(form: str, organization: Organization) -> str:
    """The next number of a form at this body, without gap or double: `2026-0137`. Also for what staff enter themselves."""
    year = moment.today().year
    row = locked_row(Serial, organization=organization, form=form, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{year}-{row.last:04d}"


def give_receipt(
    form: str, organization: Organization, record: models.Model, number: str, code: Code
) -> Receipt:
    """The receipt of a record, also of one that staff entered for somebody (`Code.of(codes.new_code())`)."""
    return Receipt.objects.create(
        organization=organization, form=form, number=number, code_salt=code.salt, code_hash=code.hash, subject_type=subject_type(record), subject_id=record.pk,
        made_at=moment.now(),
    )  # fmt: skip


def share_receipt(kept: Receipt, record: models.Model, number: str) -> Receipt:
    """A receipt for what was parted from another record: its own number, opened by the same check code."""
    code = Code("", kept.code_salt, kept.code_hash)
    return give_receipt(kept.form, kept.organization, record, number, code)


def renew_receipt(
    form: str, organization: Organization, record: models.Model, number: str, code: Code
) -> Receipt:
    """The receipt of a record with a new check code: an old code and the passes it gave are void from now on."""
    kept = Receipt.objects.filter(form=form, organization=organization, number=number).first()
    if kept is None:
        return give_receipt(form, organization, record, number, code)
    kept.code_salt, kept.code_hash, kept.wrong, kept.wrong_since = code.salt, code.hash, 0, None
    kept.save(update_fields=["code_salt", "code_hash", "wrong", "wrong_since"])
    return kept
