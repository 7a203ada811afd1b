"""What all screens of 站点管理 share: the place, its tabs, one form with what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from gongkai.apps.organizations.models import Organization, Proposal, User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.premises import queries
from gongkai.apps.premises.powers import MANAGE_SITE
from gongkai.desk.forms import attempt

WAITS = "已提出，等本单位负责人或另一位系统管理员在“待确认”中确认后生效。"
TABS = (
    ("site", "站点与备案"), ("guide", "指南与联系方式"), ("columns", "栏目"), ("texts", "站点文字"), ("numbers", "编号"),
    ("words", "近义词"), ("searched", "搜不到的"), ("files", "站点验证文件"),
)  # fmt: skip
OF_WORDS = ("words", "searched")  # what who keeps words only may open
TOP_TABS = (("topics", "主题"), ("holidays", "放假安排"))  # one for the whole installation


def me(request: HttpRequest) -> User:
    """The signed-in person; the door lets nobody else come here."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker
    return request.user


def place_of(request: HttpRequest, pk: int, power: str = MANAGE_SITE) -> Organization:
    """The body, if the person keeps its site, or of it what the power names."""
    return get_object_or_404(queries.bodies(request.user, power), pk=pk)


def draw(request: HttpRequest, place: Organization, tab: str, **context: Any) -> HttpResponse:
    """A tab of a body."""
    lit = context.pop("lit", tab)
    tabs: tuple[tuple[str, str], ...] = (*TABS, *TOP_TABS) if place.parent_id is None else TABS
    whole = may(request.user, MANAGE_SITE, place)
    if not whole:
        tabs = tuple((name, label) for name, label in TABS if name in OF_WORDS)
    waiting = place.proposals.filter(state=Proposal.State.WAITING, kind__startswith="site_")
    shown = {
        "place": place, "tab": lit, "whole": whole,
        "tabs": [(name, label, reverse(f"premises:{name}", args=[place.pk])) for name, label in tabs],
        "waiting": waiting.select_related("asked_by"),
        "several": queries.bodies(request.user).exclude(pk=place.pk).exists(),
        **context,
    }  # fmt: skip
    return render(request, f"premises/{tab}.html", shown)


def done(
    request: HttpRequest, form: forms.BaseForm, act: Callable[[], Any], back: str, pk: int
) -> HttpResponse | None:
    """Run the act of a valid form and go back; None where something was refused, which then stands in the form."""
    if not form.is_valid():
        return None
    made = attempt(form, lambda: (act(),))
    if made is None:
        return None
    say(request, made[0])
    return redirect(back, pk)


def say(request: HttpRequest, made: Any) -> None:
    """What came of an act."""
    messages.success(request, WAITS if isinstance(made, Proposal) else "已办好，记入台账。")
