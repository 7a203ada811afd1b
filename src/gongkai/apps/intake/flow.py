"""What a duty says of its public form: the questions, one a page, and what to do with the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest

from gongkai.apps.duties.public import site_of
from gongkai.apps.organizations.models import Organization
from gongkai.exceptions import GongkaiError

MOST_PAGES = 8
CHECK = "check"
RESERVED = frozenset({CHECK, "status", "receipt", "discard"})  # addresses beside the questions
Answers = dict[str, dict[str, Any]]  # question code → field → cleaned value as JSON


def always(answers: Answers) -> bool:
    """A question that is asked whatever was answered before."""
    return True


def nothing(organization: Organization, answers: Answers) -> Mapping[str, Any]:
    """A page that shows nothing but its question."""
    return {}


def site_body(request: HttpRequest, site: str = "") -> Organization:
    """The body whose site an address means (`duties.public`)."""
    found: Organization = site_of(request, site)
    return found


@dataclass(frozen=True)
class Question:
    """One page.

    code: its word in the address. title: the question as a citizen reads it; short: the same in the list of steps.
    form: its fields; cleaned values must be JSON. hint, why, basis: the line below the question, why it is asked, the
    article it rests on. asked: whether it is asked after these answers. more: what else the page shows (found
    documents). template: extends `intake/step.html`. files: whether this page takes attachments. A press of a button
    named `look` keeps the answer and stays, so that `more` shows what fits it. enough: somebody found there what he
    wanted and sends nothing (button `enough`); it counts that, and `ended` is what he sees; the draft stands.
    """

    code: str
    title: str
    short: str
    form: type[forms.Form]
    hint: str = ""
    why: str = ""
    basis: str = ""
    asked: Callable[[Answers], bool] = always
    more: Callable[[Organization, Answers], Mapping[str, Any]] = nothing
    template: str = "intake/step.html"
    files: bool = False
    enough: Callable[[Organization], None] | None = None
    ended: str = "intake/ended.html"


@dataclass(frozen=True)
class Sending:
    """What a duty receives when somebody sends: the answers, the number given to it, and the body."""

    organization: Organization
    number: str
    answers: Answers


@dataclass(frozen=True)
class Flow:
    """One public form.

    code: in numbers, cookies, proofs; never changed after the first receipt. name: 申请公开信息. submit(sending): makes
    the record in the transaction of the sending and returns it; it may raise Refused, then nothing was sent and the
    draft stands. body(request, **parts): the body an address means, Http404 where there is none. status: the template
    of a case (extends `intake/status.html`), case(request, receipt): what it shows. prefix: before the number.
    """

    code: str
    name: str
    questions: Sequence[Question]
    submit: Callable[[Sending], models.Model]
    body: Callable[..., Organization] = site_body
    case: Callable[[HttpRequest, Any], Mapping[str, Any]] = field(default=lambda request, receipt: {})
    status: str = "intake/status.html"
    received: str = "intake/receipt.html"
    after: str = ""  # one sentence on the receipt: what happens next, until when
    prefix: str = ""

    def __post_init__(self) -> None:
        codes = [q.code for q in self.questions]
        if len(codes) + 1 > MOST_PAGES:
            raise GongkaiError(f"“{self.name}”有 {len(codes) + 1} 页，最多 {MOST_PAGES} 页。")
        if len(set(codes)) != len(codes) or RESERVED & set(codes) or not codes:
            raise GongkaiError(f"“{self.name}”的问题编码重复、缺失，或用了保留字。")

    def asked(self, answers: Answers) -> list[Question]:
        """The questions of somebody with these answers, in their order."""
        return [q for q in self.questions if q.asked(answers)]

    def question(self, code: str, answers: Answers) -> Question | None:
        """The question of that code, if it is asked."""
        return next((q for q in self.asked(answers) if q.code == code), None)

    def after_question(self, code: str, answers: Answers) -> str:
        """The code of the page that follows: a question, or the check page."""
        codes = [q.code for q in self.asked(answers)]
        at = codes.index(code) + 1 if code in codes else 0
        return codes[at] if at < len(codes) else CHECK

    def before(self, code: str, answers: Answers) -> str:
        """The code of the page before; empty at the first."""
        codes = [*(q.code for q in self.asked(answers)), CHECK]
        at = codes.index(code) if code in codes else 0
        return codes[at - 1] if at else ""

    def first_open(self, answers: Answers) -> str:
        """The first question without a good answer; the check page where all have one."""
        return next((q.code for q in self.asked(answers) if q.code not in answers), CHECK)
