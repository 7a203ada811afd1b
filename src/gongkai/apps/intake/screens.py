"""The pages of one public form: a duty says `urlpatterns = Screens(FLOW).urls()` and has them all.

The draft's token is in a cookie, not in the address: addresses end up in histories, logs, printers and messages, and whoever
holds the token holds the person's words (docs/decisions/0009).
"""

from __future__ import annotations

from typing import Any

import segno
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.apps.intake import codes, pace, proof
from gongkai.apps.intake.actions import attachments, drafts, looking, sending
from gongkai.apps.intake.actions.drafts import Open
from gongkai.apps.intake.fields import read_back
from gongkai.apps.intake.flow import CHECK, Answers, Flow, Question
from gongkai.apps.intake.frame import page
from gongkai.apps.intake.models import Receipt
from gongkai.apps.organizations.models import Organization
from gongkai.bodies import takes_body
from gongkai.exceptions import GongkaiError, Refused, Unreadable

OWN = {"step", "number", "act", "key"}  # parts of an address that say nothing of the body
WORDS_KB = 256
FOUND_KB = 8
MOST_PARTS = 6  # inputs of one field


class _Again(HttpResponseRedirect):
    """See other: the next page is asked for anew, so that reloading sends nothing twice."""

    status_code = 303


class Screens:
    """All pages of one flow, bound to no body: the address says which."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    def urls(self) -> list[URLPattern]:
        """Addresses below the place where the duty mounts them; `status` and `receipt` cannot be questions."""
        code = self.flow.code
        limits: dict[str, Any] = settings.INTAKE_FILES
        files = (
            limits["most"] * limits["megabytes"] * 1024 if any(q.files for q in self.flow.questions) else 0
        )
        kilobytes = (
            WORDS_KB + files
        )  # all files that may be chosen at once, so that no choice loses the words
        both = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("", require_safe(self.start), name=f"{code}_start"),
            path("status/", takes_body(kilobytes=FOUND_KB)(both(self.status)), name=f"{code}_status"),
            path("status/<str:number>/", require_safe(self.case), name=f"{code}_case"),
            path("receipt/", require_safe(self.receipt), name=f"{code}_receipt"),
            path(
                "discard/", takes_body(kilobytes=FOUND_KB)(require_POST(self.discard)), name=f"{code}_discard"
            ),
            path("check/", takes_body(kilobytes=WORDS_KB)(both(self.check)), name=f"{code}_check"),
            path("proof-<slug:act>.json", require_safe(self.challenge), name=f"{code}_challenge"),
            path("<slug:step>/", takes_body(kilobytes=kilobytes)(both(self.step)), name=f"{code}_step"),
        ]

    # ── where things are ─────────────────────────────────────────────

    def body(self, request: HttpRequest) -> Organization:
        """The body that the address means; Http404 where there is none."""
        return self.flow.body(request, **_parts(request))

    def to(self, request: HttpRequest, name: str, **more: str) -> str:
        """The address of one of these pages for the same body."""
        match = request.resolver_match
        space = ":".join([*(match.namespaces if match else []), f"{self.flow.code}_{name}"])
        return reverse(space, kwargs={**_parts(request), **more})

    def page_of(self, request: HttpRequest, code: str) -> str:
        """The address of a question or of the check page."""
        return self.to(request, "check") if code == CHECK else self.to(request, "step", step=code)

    def opened(self, request: HttpRequest, organization: Organization) -> Open | None:
        """The draft of this browser."""
        return drafts.open_draft(request.COOKIES.get(self.cookie, ""), self.flow, organization)

    @property
    def cookie(self) -> str:
        """The cookie that holds the draft's token."""
        return f"gk_{self.flow.code}"

    def keep(self, request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
        """Let the browser keep the draft's token, for this form of this body alone."""
        response.set_cookie(
            self.cookie, token, max_age=settings.INTAKE_DRAFT_DAYS * 86400, path=self.to(request, "start"),
            secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
        return response

    # ── the questions ────────────────────────────────────────────────

    def start(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """To the first question that is still open."""
        opened = self.opened(request, self.body(request))
        if opened and opened.draft.receipt_id:
            opened = None  # what was sent is sent; here a new one begins
        return _Again(self.page_of(request, self.flow.first_open(opened.good if opened else {})))

    def step(self, request: HttpRequest, step: str, **parts: Any) -> HttpResponse:
        """One question: shown with what was typed before, kept when it is sent."""
        organization = self.body(request)
        opened = self.opened(request, organization)
        if opened and opened.draft.receipt_id:
            opened = None
        good = opened.good if opened else {}
        question = self.flow.question(step, good)
        earlier = self.flow.first_open(good)
        if question is None or not self._may_stand_at(step, earlier, good):
            return self._too_far(request, organization, step, opened)
        if request.method == "POST":
            return self._answered(request, organization, question, opened)
        form = (
            question.form(_as_sent(opened.typed[step]))
            if opened and step in opened.typed
            else question.form()
        )
        return self._draw(request, organization, question, form, opened)

    def _too_far(
        self, request: HttpRequest, organization: Organization, step: str, opened: Open | None
    ) -> HttpResponse:
        """To the first open question. A page that stood open longer than its draft is sent once: its words stay."""
        good = opened.good if opened else {}
        question = next((q for q in self.flow.questions if q.code == step), None)
        if request.method != "POST" or question is None or pace.too_many("open", pace.visitor(request)):
            return _Again(self.page_of(request, self.flow.first_open(good)))
        typed = _typed(request.POST, question.form(request.POST))
        token = opened.token if opened else ""
        kept = drafts.save(token, self.flow, organization, step, typed=typed, good=None)
        return self.keep(request, _Again(self.page_of(request, self.flow.first_open(kept.good))), kept.token)

    def _may_stand_at(self, step: str, first_open: str, good: Answers) -> bool:
        codes = [*(q.code for q in self.flow.asked(good)), CHECK]
        return codes.index(step) <= codes.index(first_open)

    def _answered(
        self, request: HttpRequest, organization: Organization, question: Question, opened: Open | None
    ) -> HttpResponse:
        form = question.form(request.POST)
        act, who = ("save", opened.draft.key) if opened else ("open", pace.visitor(request))
        if pace.too_many(act, who):
            form.add_error(None, f"提交得太快了，请等 {pace.seconds_left()} 秒再按一次；填写的内容都在。")
            return self._draw(request, organization, question, form, opened, status=429)
        good = form.cleaned_data if form.is_valid() else None
        kept = drafts.save(
            opened.token if opened else "", self.flow, organization, question.code, typed=_typed(request.POST, form),
            good=good,
        )  # fmt: skip
        stays = self._files(request, question, form, kept) or "look" in request.POST
        if question.enough is not None and "enough" in request.POST and not form.errors:
            response = self._ended(request, organization, question)
        elif good is None or stays or form.errors:
            response = self._draw(request, organization, question, form, kept)
        else:
            response = _Again(self.page_of(request, self.flow.after_question(question.code, kept.good)))
        return self.keep(request, response, kept.token)

    def _ended(self, request: HttpRequest, organization: Organization, question: Question) -> HttpResponse:
        """Nothing is sent: what was wanted is public already."""
        assert question.enough is not None  # noqa: S101 — asked by the caller
        question.enough(organization)
        context = {
            "flow": self.flow, "back": self.page_of(request, question.code), "discard": self.to(request, "discard"),
        }  # fmt: skip
        return page(request, organization, question.ended, context, title=f"不用申请了 - {self.flow.name}")

    def _files(self, request: HttpRequest, question: Question, form: forms.Form, kept: Open) -> bool:
        """Take files in or out; whether the writer stays on the page because of it."""
        if not question.files:
            return False
        for upload in request.FILES.getlist("files"):
            if pace.too_many("file", pace.visitor(request)):
                words = f"附件传得太快了，“{upload.name}”没有收下，请等 {pace.seconds_left()} 秒再添加；填写的内容都在。"
                form.add_error(None, words)
                break
            try:
                attachments.attach(kept, question.code, upload)
            except Unreadable as error:
                form.add_error(None, error.sentence)
        if gone := str(request.POST.get("remove", "")):
            attachments.detach(kept, gone)
        return bool(gone) or "add" in request.POST

    def _draw(
        self, request: HttpRequest, organization: Organization, question: Question, form: forms.Form,
        opened: Open | None, status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        good = opened.good if opened else {}
        codes = [*(q.code for q in self.flow.asked(good)), CHECK]
        at = codes.index(question.code)
        before = self.flow.before(question.code, good)
        context = {
            "flow": self.flow, "question": question, "form": form, "step": at + 1, "steps": len(codes),
            "track": ["is-done"] * at + ["is-now"] + [""] * (len(codes) - at - 1),
            "before": self.page_of(request, before) if before else "",
            "days": settings.INTAKE_DRAFT_DAYS, "has_draft": opened is not None, "alone": len(form.fields) == 1,
            "discard": self.to(request, "discard"), "challenge": self.to(request, "challenge", act="send"),
            "files": attachments.names(opened, question.code) if opened and question.files else [],
            "file_rules": settings.INTAKE_FILES, "waits": self._waits(question, opened), **question.more(organization, good),
        }  # fmt: skip
        title = f"{'有要改的地方：' if form.errors else ''}{question.title} - {self.flow.name}"
        return page(request, organization, question.template, context, title=title, status=status)

    def _waits(self, question: Question, opened: Open | None) -> bool:
        """Words of a later page are kept although this one is open: it was sent too late, or before its time."""
        if opened is None or question.code in opened.good:
            return False
        later = [q.code for q in self.flow.questions][self.flow.questions.index(question) + 1 :]
        return any(code in opened.typed and code not in opened.good for code in later)

    def discard(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Throw the draft away: on a shared device, or because nothing is wanted any more."""
        opened = self.opened(request, self.body(request))
        if opened and not opened.draft.receipt_id:
            drafts.discard(opened)
        response = _Again(self.to(request, "start"))
        response.delete_cookie(self.cookie, path=self.to(request, "start"))
        return response

    # ── checking and sending ─────────────────────────────────────────

    def check(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Everything once more, then sent."""
        organization = self.body(request)
        if request.method == "POST":
            return self._send(request, organization)
        opened = self.opened(request, organization)
        if opened and opened.draft.receipt_id:
            return _Again(self.to(request, "receipt"))
        missing = self.flow.first_open(opened.good if opened else {})
        if opened is None or missing != CHECK:
            return _Again(self.page_of(request, missing))
        return self._draw_check(request, organization, opened)

    def _send(self, request: HttpRequest, organization: Organization) -> HttpResponse:
        slip = str(request.POST.get("slip", ""))
        opened = self.opened(request, organization)
        if opened and not opened.draft.receipt_id and pace.too_many("save", f"send {opened.draft.key}"):
            sentence = f"提交得太快了，请等 {pace.seconds_left()} 秒再按一次；填写的内容都在。"
            return self._draw_check(request, organization, opened, [sentence], slip, status=429)
        try:
            sending.send(
                request.COOKIES.get(self.cookie, ""), self.flow, organization,
                solved=str(request.POST.get("solved", "")), slip=slip, who=pace.visitor(request),
            )  # fmt: skip
        except sending.Unanswered as error:
            return _Again(self.page_of(request, error.question))
        except sending.Gone as error:
            context = {"flow": self.flow, "sentence": error.sentence, "start": self.to(request, "start")}
            title = f"没有可以提交的内容 - {self.flow.name}"
            return page(request, organization, "intake/gone.html", context, title=title, status=410)
        except GongkaiError as error:  # not proved, or refused by the duty; the draft stands
            if opened is None:
                return _Again(self.to(request, "start"))
            again = slip if isinstance(error, proof.NotProved) and error.again else ""
            return self._draw_check(request, organization, opened, _sentences(error), again)
        return _Again(self.to(request, "receipt"))

    def _draw_check(
        self, request: HttpRequest, organization: Organization, opened: Open, errors: list[str] | None = None,
        slip: str = "", status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        rows = []
        for question in self.flow.asked(opened.good):
            form = question.form(_as_sent(opened.typed.get(question.code, {})))
            names = [name for _, name in attachments.names(opened, question.code)] if question.files else []
            rows.append((question, read_back(form), names, self.page_of(request, question.code)))
        steps = len(rows) + 1
        context = {
            "flow": self.flow, "rows": rows, "errors": errors or [], "step": steps, "steps": steps,
            "track": ["is-done"] * (steps - 1) + ["is-now"], "discard": self.to(request, "discard"),
            "before": self.page_of(request, self.flow.before(CHECK, opened.good)),
            "challenge": self.to(request, "challenge", act="send"),
            "slip": slip or proof.slip(f"{self.flow.code}:send"),
        }  # fmt: skip
        title = f"{'还没有提交：' if errors else ''}核对并提交 - {self.flow.name}"
        return page(request, organization, "intake/check.html", context, title=title, status=status)

    def challenge(self, request: HttpRequest, act: str, **parts: Any) -> HttpResponse:
        """A puzzle for the script."""
        self.body(request)
        if act not in {"send", "look"}:
            return JsonResponse({}, status=404)
        response = JsonResponse(proof.challenge(f"{self.flow.code}:{act}", pace.visitor(request)))
        response["Cache-Control"] = "no-store"
        return response

    def receipt(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Number and check code, for the browser that sent it; shown for a day."""
        organization = self.body(request)
        opened = self.opened(request, organization)
        if opened is None or opened.draft.receipt is None:
            return _Again(self.to(request, "status"))
        receipt, code = opened.draft.receipt, codes.check_code(opened.token)
        if not codes.same(code, receipt.code_salt, receipt.code_hash):  # the office has given another since
            return _Again(f"{self.to(request, 'status')}?number={receipt.number}")
        look = request.build_absolute_uri(f"{self.to(request, 'status')}?number={receipt.number}")
        context = {
            "flow": self.flow, "receipt": receipt, "code": code,
            "status": self.to(request, "status"), "look": look,
            "picture": segno.make(look, error="m").svg_data_uri(scale=4, border=2),
        }  # fmt: skip
        title = f"已收到，受理号 {receipt.number} - {self.flow.name}"
        return page(request, organization, self.flow.received, context, title=title)

    # ── status ───────────────────────────────────────────────────────

    def status(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        """Number and code are asked for, and never stand in an address together."""
        organization = self.body(request)
        if request.method != "POST":
            return self._draw_status(request, organization, str(request.GET.get("number", ""))[:20])
        number, code = (str(request.POST.get(n, ""))[:40] for n in ("number", "code"))
        slip = str(request.POST.get("slip", ""))
        try:
            receipt = looking.look_up(
                self.flow, organization, number, code, solved=str(request.POST.get("solved", "")), slip=slip,
                who=pace.visitor(request),
            )  # fmt: skip
        except GongkaiError as error:
            again = slip if isinstance(error, proof.NotProved) and error.again else ""
            return self._draw_status(request, organization, number, code, error.sentence, again)
        response = _Again(self.to(request, "case", number=receipt.number))
        response.set_cookie(
            f"{self.cookie}_case", looking.pass_for(receipt), max_age=looking.PASS_SECONDS,
            path=self.to(request, "status"), secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
        return response

    def _draw_status(
        self, request: HttpRequest, organization: Organization, number: str, code: str = "", error: str = "",
        slip: str = "",
    ) -> HttpResponse:  # fmt: skip
        context = {
            "flow": self.flow, "number": number, "code": code, "error": error, "receipt": None,
            "slip": slip or proof.slip(f"{self.flow.code}:look"),
            "challenge": self.to(request, "challenge", act="look"), "start": self.to(request, "start"),
        }  # fmt: skip
        title = f"{'没有查到：' if error else ''}查办理进度 - {self.flow.name}"
        return page(request, organization, "intake/status.html", context, title=title)

    def passed(self, request: HttpRequest, number: str) -> Receipt | None:
        """The receipt this browser has looked up with its code; for the duty's own acts on a case page."""
        token = request.COOKIES.get(f"{self.cookie}_case", "")
        return looking.passed(self.flow, self.body(request), number, token)

    def case(self, request: HttpRequest, number: str, **parts: Any) -> HttpResponse:
        """What the duty tells about the matter; without the pass, back to number and code."""
        organization = self.body(request)
        receipt = self.passed(request, number)
        if receipt is None:
            known = looking.tidy_number(number)
            return _Again(
                f"{self.to(request, 'status')}?number={known}" if known else self.to(request, "status")
            )
        context = {"flow": self.flow, "receipt": receipt, **self.flow.case(request, receipt)}
        title = f"{receipt.number} 的办理进度 - {self.flow.name}"
        return page(request, organization, self.flow.status, context, title=title)


def _parts(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    return {k: v for k, v in match.kwargs.items() if k not in OWN} if match else {}


def _typed(sent: QueryDict, form: forms.Form) -> dict[str, list[str]]:
    """What the fields of a question were sent as; whatever else was sent along is nobody's word and is not kept."""
    parts = {f"{name}_{n}" for name in form.fields for n in range(MOST_PARTS)}  # of fields of several inputs
    return {k: [str(v) for v in many] for k, many in sent.lists() if k in form.fields or k in parts}


def _as_sent(typed: dict[str, list[str]]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, values in typed.items():
        sent.setlist(name, values)
    return sent


def _sentences(error: GongkaiError) -> list[str]:
    return [o.sentence for o in error.obstacles] if isinstance(error, Refused) else [error.sentence]
