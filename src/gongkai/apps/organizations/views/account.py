"""One's own account: posts, password, one-time code; and the form that was kept over a sign-in."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.apps.organizations import session
from gongkai.apps.organizations.actions import codes, signin
from gongkai.apps.organizations.forms.signin import CodeForm, PasswordForm
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import grants, needs_code
from gongkai.visitor import address_of

PENDING = "_new_code"


def me(request: HttpRequest) -> User:
    """The signed-in person; the door lets nobody else come here."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker
    return request.user


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What I hold and how I sign in."""
    ids = {g.organization_id for g in grants(request.user)}
    posts = me(request).memberships.filter(organization_id__in=ids).select_related("organization__body")
    return render(request, "organizations/account.html", {"posts": posts})


@sensitive_post_parameters("present", "new", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; forced at the first sign-in."""
    user = me(request)
    form = PasswordForm(user, address_of(request), request.POST or None)
    after = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "POST" and form.is_valid():
        home = "workbench:home" if user.must_change_password else "account:home"
        signin.change_password(user, form.cleaned_data["new"])
        update_session_auth_hash(request, user)
        messages.success(request, "口令已修改。")
        safe = url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()})
        return HttpResponseRedirect(after if safe else reverse(home))
    context = {"form": form, "after": after, "forced": user.must_change_password}
    return render(request, "organizations/password.html", context)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Set up the one-time code: scan, then show that it works."""
    user = me(request)
    if user.totp_secret:
        return redirect("account:home")
    secret = codes.opened(user, request.session.get(PENDING, "")) or codes.new_secret()
    request.session[PENDING] = codes.sealed(user, secret)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if codes.enrol(user, secret, form.cleaned_data["code"]):
            request.session.pop(PENDING, None)
            messages.success(request, "动态口令已启用，下次登录时要输入。")
            return redirect("account:home")
        form.add_error("code", "数字不对。请核对手机时间是否准确，等换一组数字再输。")
    picture = segno.make(codes.enrolment_address(user, secret), error="m").png_data_uri(scale=5, border=2)
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return render(request, "organizations/code.html", {"form": form, "picture": picture, "secret": spaced})


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def code_off(request: HttpRequest) -> HttpResponse:
    """Switch the one-time code off, with a last code as proof."""
    user = me(request)
    if not user.totp_secret:
        return redirect("account:home")
    if needs_code(user):
        messages.error(request, "您的岗位须用动态口令，不能停用；换手机请找系统管理员停用后重新启用。")
        return redirect("account:home")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt = signin.begin(user.username, address_of(request))
        if attempt.refused:
            form.add_error("code", attempt.refused)
        elif codes.code_holds(user, form.cleaned_data["code"]):
            signin.right(attempt)
            codes.drop_code(user)
            messages.success(request, "动态口令已停用。")
            return redirect("account:home")
        else:
            minutes = signin.failed(attempt)
            form.add_error(
                "code", signin.locked_sentence(minutes) if minutes else "动态口令不对，或已经用过。"
            )
    return render(request, "organizations/code_off.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """The form that came after the session had ended, ready to be sent again by the same person."""
    held = session.read(request.session.get(session.KEPT, ""))
    if request.method == "POST" or held is None:
        request.session.pop(session.KEPT, None)
        return redirect("workbench:home")
    if held.user_id and held.user_id != str(request.user.pk):
        request.session.pop(session.KEPT, None)
        messages.warning(request, "刚才的内容是另一位同事填写的，没有代为提交。请由本人登录后再提交。")
        return redirect("workbench:home")
    texts = [value for _, value in held.fields if len(value.strip()) > 1]
    return render(request, "organizations/resume.html", {"held": held, "texts": texts})
