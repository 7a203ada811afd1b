"""机构人员: who holds which post at the bodies an administrator keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.apps.ledger.queries import Line, history
from gongkai.apps.organizations import rules
from gongkai.apps.organizations.actions import people
from gongkai.apps.organizations.actions.signin import locked_minutes
from gongkai.apps.organizations.forms.people import DetailsForm, PersonForm, PostForm
from gongkai.apps.organizations.models import Membership, Proposal, User
from gongkai.apps.organizations.queries import (
    bodies_in_reach,
    chains_in_reach,
    people_in_reach,
    posts_in_reach,
    wholly_in_reach,
)
from gongkai.apps.organizations.views.account import me
from gongkai.clocks import moment
from gongkai.exceptions import Refused

WAITS = "这个岗位能审核、发布或管理，要等本单位负责人或另一位系统管理员确认。"


def _shown(request: HttpRequest, person: User, password: str, status: int = 200) -> HttpResponse:
    context = {"person": person, "password": password}
    return render(request, "organizations/first_password.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new account with its first post; the first password is shown once."""
    user = me(request)
    form = PersonForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = people.add_person(user, **form.cleaned_data)
        except Refused as refused:
            _tell(form, refused)
        else:
            if password:
                return _shown(request, person, password)
            messages.success(request, f"{person.name}的账号已建立。{WAITS}首次口令届时告诉确认的人。")
            return redirect("people:person", pk=person.pk)
    return render(request, "organizations/person_add.html", {"form": form})


def _tell(form: Any, refused: Refused) -> None:
    for obstacle in refused.obstacles:
        form.add_error(None, obstacle.sentence)


def _person(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(people_in_reach(request.user), pk=pk)


def _page(request: HttpRequest, person: User, **more: Any) -> HttpResponse:
    user = me(request)
    posts = Membership.objects.filter(user=person, organization__in=bodies_in_reach(user))
    posts = posts.select_related("organization__body", "granted_by").order_by("valid_to", "id")
    today = moment.today()
    whole = wholly_in_reach(user, person)
    context = {
        "person": person,
        "now": [p for p in posts if not _over(p, today)],
        "past": [p for p in posts if _over(p, today)],
        "waiting": person.proposals.filter(state=Proposal.State.WAITING, place__in=bodies_in_reach(user)),
        "obstacles": rules.obstacles_to_manage_account(user, person, wholly_in_reach=whole),
        "own": person.pk == user.pk,
        "locked": locked_minutes(person.username, ""),
        "lines": _lines_in_reach(user, person),
        "details": DetailsForm(initial={"name": person.name, "phone": person.phone}),
        "form": PostForm(user),
        **more,
    }
    return render(request, "organizations/person.html", context)


def _over(post: Membership, today: dt.date) -> bool:
    return post.ended_at is not None or (post.valid_to is not None and post.valid_to < today)


def _lines_in_reach(user: User, person: User) -> list[Line]:
    """What was done with the person at bodies this administrator keeps; other bodies' chains are theirs."""
    lines = history(person)
    seen = chains_in_reach(user, {line.entry.chain for line in lines})
    return [line for line in reversed(lines) if line.entry.chain in seen][:30]


@never_cache
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts, account, what was done. A POST corrects name or telephone."""
    one = _person(request, pk)
    if request.method == "GET":
        return _page(request, one)
    form = DetailsForm(request.POST)
    if form.is_valid():
        try:
            people.change_person(me(request), one, **form.cleaned_data)
        except Refused as refused:
            _tell(form, refused)
        else:
            return redirect("people:person", pk=pk)
    return _page(request, one, details=form)


@never_cache
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a post."""
    one = _person(request, pk)
    form = PostForm(me(request), request.POST)
    if form.is_valid():
        try:
            given = people.give_post(me(request), one, **form.cleaned_data)
        except Refused as refused:
            _tell(form, refused)
        else:
            if isinstance(given, Membership):
                messages.success(request, f"已授予{one.name}{given.get_role_display()}岗位。")
            else:
                messages.success(request, WAITS)
            return redirect("people:person", pk=pk)
    return _page(request, one, form=form)


@never_cache
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post, after asking once."""
    post = get_object_or_404(posts_in_reach(request.user).select_related("user", "organization__body"), pk=pk)
    obstacles = rules.obstacles_to_end(me(request), post)
    if request.method == "POST":
        try:
            people.end_post(me(request), post, request.POST.get("reason", "").strip()[:200])
        except Refused as refused:
            obstacles = list(refused.obstacles)
        else:
            messages.success(request, f"{post.user.name}的{post.get_role_display()}岗位已结束。")
            return redirect("people:person", pk=post.user_id)
    return render(request, "organizations/post_end.html", {"post": post, "obstacles": obstacles})


@never_cache
@require_POST
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Acts on the account itself: new first password, lift a lock, code off, stop, let in again."""
    one, user = _person(request, pk), me(request)
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "unlock": (lambda: people.unlock(user, one), "锁定已解除。"),
        "code": (lambda: people.take_code_off(user, one), "动态口令已停用。"),
        "stop": (lambda: people.set_active(user, one, False), "账号已停用，不能再登录。"),
        "resume": (lambda: people.set_active(user, one, True), "账号已恢复。"),
    }
    wanted = request.POST.get("act", "")
    try:
        if wanted == "password":
            given = people.reset_password(user, one)
            if isinstance(given, str):
                return _shown(request, one, given)
            messages.success(request, f"{WAITS}新口令届时告诉确认的人，在此之前旧口令照用。")
        if wanted in acts:
            act, done = acts[wanted]
            act()
            messages.success(request, done)
    except Refused as refused:
        for obstacle in refused.obstacles:
            messages.error(request, obstacle.sentence)
    return redirect("people:person", pk=pk)
