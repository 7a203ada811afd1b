"""去催: the screen on which somebody reminds whoever has a matter in hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from gongkai.apps.deadlines import rules
from gongkai.apps.deadlines.actions import asked_today, chase
from gongkai.apps.deadlines.models import Deadline
from gongkai.apps.deadlines.queries import DueRow, lamp_of, overseen
from gongkai.apps.duties import Held
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import VIEW, may
from gongkai.apps.workbench import queries
from gongkai.desk.forms import Form, attempt, sent


class ChaseForm(Form):
    """One line."""

    words = forms.CharField(
        label="催办的话", max_length=100, help_text="写明要办什么、什么时候要，一句话；对方在工作台首页看到，台账留一笔。",
        error_messages={"required": "请写一句催办的话。", "max_length": "催办的话请不超过100字。"},
    )  # fmt: skip


def _people(held: Held | None, deadline: Deadline) -> list[User]:
    """In whose hands it is: as its duty says, else who is entered as its holder."""
    keys = held.people if held is not None else ()
    if keys:
        return list(User.objects.filter(pk__in=keys, is_active=True).order_by("pk"))
    return [deadline.holder] if deadline.holder is not None else []


@login_required
def chase_one(request: HttpRequest, pk: int) -> HttpResponse:
    """See in whose hands it is and how often it was chased; write one line."""
    user: Any = request.user
    deadline = get_object_or_404(overseen(user), pk=pk)
    own = may(user, VIEW, deadline)
    back = "workbench:deadlines" if own else "workbench:overview_list"
    held = queries.held_of(deadline)
    people = _people(held, deadline)
    form = ChaseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: chase(user, deadline, form.cleaned_data["words"], people))
        if made is not None:
            messages.success(request, f"已催{made.told}，对方在工作台首页看到。")
            return redirect(back)
    context = {
        "deadline": deadline, "own": own, "back": reverse(back), "back_name": "全部期限" if own else "各单位期限",
        "row": DueRow(deadline, lamp_of(deadline)),
        "where": queries.in_words(held) or "、".join(person.get_full_name() for person in people),
        "form": form,
        "obstacles": rules.obstacles_to_chase(user, deadline, people, asked_today(user, deadline)),
        "earlier": deadline.chases.select_related("by").order_by("-at"),
    }  # fmt: skip
    return render(request, "workbench/chase.html", context)
