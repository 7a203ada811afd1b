"""移交: shown in full before it is done, then done in one act."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.apps.organizations.actions import handover as acts
from gongkai.apps.organizations.forms.people import HandoverForm
from gongkai.apps.organizations.models import Proposal
from gongkai.apps.organizations.views.account import me
from gongkai.exceptions import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """First what would go from whom to whom; the same form with `done` set carries it out."""
    user = me(request)
    if request.method == "GET":
        form = HandoverForm(user, initial={"giver": request.GET.get("giver")})
        return render(request, "organizations/handover.html", {"form": form})
    form = HandoverForm(user, request.POST)
    if not form.is_valid():
        return render(request, "organizations/handover.html", {"form": form})
    giver, taker = form.cleaned_data["giver"], form.cleaned_data["taker"]
    obstacles = acts.obstacles(user, giver, taker)
    if "done" in request.POST and not obstacles:
        try:
            done = acts.hand_over(user, giver, taker, reason=form.cleaned_data["reason"])
        except Refused as refused:
            obstacles = list(refused.obstacles)
        else:
            if isinstance(done, Proposal):
                messages.success(
                    request, "移交含审核、发布或管理的岗位，要等本单位负责人或另一位系统管理员确认。"
                )
            else:
                messages.success(request, f"{giver.name}的工作已移交给{taker.name}。")
            return redirect("people:person", pk=taker.pk)
    context = {
        "form": form, "giver": giver, "taker": taker, "obstacles": obstacles,
        "piles": acts.carried(user, giver), "asked": True,
    }  # fmt: skip
    return render(request, "organizations/handover.html", context)
