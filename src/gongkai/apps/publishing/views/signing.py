"""一起补签: acts of the same kind that wait for their second person, looked at together and signed with one confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai import paging
from gongkai.apps.organizations.many import Outcome, done_to_each
from gongkai.apps.publishing import queries, rules
from gongkai.apps.publishing.actions.standing import named, page_of
from gongkai.apps.publishing.after import SIGNATURES
from gongkai.apps.publishing.forms import CountersignForm
from gongkai.apps.reviews.models import Signature

AT_ONCE = 50
HOME = "publishing:countersigns"


@login_required
@require_POST
def sign_many(request: HttpRequest) -> HttpResponse:
    """First each act with who did it and why; with the confirmation each is signed by itself and has its own line in the
    ledger. One that cannot be signed says so and stops no other."""
    user: Any = request.user
    ticked = paging.whole_numbers(request.POST.getlist("ids"))
    found = list(queries.to_sign(user).filter(pk__in=ticked[:AT_ONCE]).order_by("round_id"))
    if not found:
        messages.warning(request, "勾选的没有一件在等您签；请在“等我签的”里勾选。")
        return redirect(HOME)
    queries.with_publications(found)
    against = {pending.pk: rules.obstacles_to_review(user, pending.round) for pending in found}
    able = [pending for pending in found if not against[pending.pk]]
    form = CountersignForm(request.POST if "decided" in request.POST else None)
    if "decided" in request.POST and able and _fit(form):
        done = done_to_each(SIGNATURES, SIGNATURES.act("countersign"), user, able, **form.cleaned_data)
        return render(request, "publishing/batch_done.html", _told(done))
    return render(request, "publishing/sign_many.html", {
        "cases": [(pending, *_shown(pending), against[pending.pk]) for pending in found],
        "able": len(able), "left": len(found) - len(able), "beyond": max(0, len(ticked) - AT_ONCE), "form": form,
    })  # fmt: skip


def _fit(form: CountersignForm) -> bool:
    """Whether the opinion may be kept: what is wrong with it is said once, not at each act."""
    if form.is_valid():
        for obstacle in rules.obstacles_of_words(form.cleaned_data["opinion"], "补签意见", "#opinion"):
            form.add_error("opinion", obstacle.sentence)
    return form.is_valid()


def _shown(pending: Signature) -> tuple[str, str]:
    """The record as officials name it, and its page."""
    subject = queries.publication_signed(pending).subject
    return named(subject), page_of(subject)


def _told(outcomes: tuple[Outcome, ...]) -> Mapping[str, Any]:
    good = sum(not o.obstacles for o in outcomes)
    rows = [(o, f"{o.record.label}：{_shown(o.record)[0]}", _shown(o.record)[1]) for o in outcomes]
    return {
        "outcomes": rows, "good": good, "bad": len(outcomes) - good, "act": "一起补签", "done": "已补签", "not_done": "没有签成",
        "home": HOME, "home_name": "待补签",
    }  # fmt: skip
