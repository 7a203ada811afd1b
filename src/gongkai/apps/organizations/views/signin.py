"""Signing in and out. The page also carries a form that came too late (see `session`)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.apps.organizations import session
from gongkai.apps.organizations.actions import codes, signin
from gongkai.apps.organizations.forms.signin import CodeForm, SignInForm
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import grants
from gongkai.visitor import address_of

WRONG = "账号或口令不对。"
NO_POST = "您的账号目前没有岗位，不能登录。请联系本单位的系统管理员。"
HALFWAY = "gongkai.signin.halfway"  # password shown, one-time code still to come


def sign_in_page(
    request: HttpRequest, *, held: str = "", after: str = "", form: SignInForm | None = None, error: str = ""
) -> HttpResponse:
    """The sign-in page, with what it has to carry along."""
    context = {"form": form or SignInForm(), "held": held, "after": after, "error": error}
    return render(request, "organizations/signin.html", context)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "") or (
        request.headers.get("X-Requested-With") == "XMLHttpRequest" and not request.headers.get("HX-Request")
    )


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page for who is not (or no longer) signed in, with the form that came along."""
    if _wants_json(request):  # an editor's autosave: the text stays on its screen
        sentence = "登录已超时，内容还在本页。请点“保存”，登录后会接着保存。"
        return JsonResponse(
            {"success": False, "error_code": "session_ended", "error_message": sentence}, status=401
        )
    htmx = request.headers.get("HX-Request") == "true"
    held = session.hold(request, getattr(request, "ended_session_of", ""))
    if held:
        response = sign_in_page(request, held=held, after=request.get_full_path())
        if htmx:  # htmx swaps successful answers only
            response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
        else:
            response.status_code = 401
        return response
    after = request.get_full_path() if request.method == "GET" else ""
    if htmx:
        after = "/" + request.headers.get("HX-Current-URL", "").partition("://")[2].partition("/")[2]
        response = HttpResponse()
        response["HX-Redirect"] = f"{reverse('login')}?{urlencode({'next': after})}"
        return response
    return HttpResponseRedirect(reverse("login") + (f"?{urlencode({'next': after})}" if after else ""))


def _after(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Account and password; then the one-time code where one is set up."""
    after, held = _after(request), request.POST.get("held", "")
    if request.method == "GET":
        if request.user.is_authenticated and grants(request.user):
            return HttpResponseRedirect(after or reverse("workbench:home"))
        return sign_in_page(request, after=after)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return sign_in_page(request, held=held, after=after, form=form)
    username = form.cleaned_data["username"]
    attempt = signin.begin(username, address_of(request))
    if attempt.refused:
        return sign_in_page(request, held=held, after=after, form=form, error=attempt.refused)
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if user is None:
        return sign_in_page(request, held=held, after=after, form=form, error=_wrong(attempt, WRONG))
    if not grants(user):
        signin.right(attempt)
        return sign_in_page(request, held=held, after=after, form=form, error=NO_POST)
    if user.totp_secret:
        signin.right(attempt)
        return _code_page(request, signing.dumps([user.pk, user.password], salt=HALFWAY), held, after)
    return _enter(request, user, attempt, held, after)


def _wrong(attempt: signin.Attempt, sentence: str) -> str:
    minutes = signin.failed(attempt)
    return signin.locked_sentence(minutes) if minutes else sentence


def _code_page(request: HttpRequest, halfway: str, held: str, after: str, error: str = "") -> HttpResponse:
    context = {"form": CodeForm(), "halfway": halfway, "held": held, "after": after, "error": error}
    return render(request, "organizations/signin_code.html", context)


@sensitive_post_parameters("code", "halfway")
@never_cache
@require_POST
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step. The first is proved by a signed word that stands for five minutes and one password."""
    after, held, halfway = _after(request), request.POST.get("held", ""), request.POST.get("halfway", "")
    try:
        pk, password = signing.loads(halfway, salt=HALFWAY, max_age=300)
    except signing.BadSignature:
        return sign_in_page(request, held=held, after=after, error="时间过长，请重新登录。")
    user = User.objects.filter(pk=pk, password=password, is_active=True).first()
    if user is None:
        return sign_in_page(request, held=held, after=after, error=WRONG)
    attempt = signin.begin(user.username, address_of(request))
    if attempt.refused:
        return sign_in_page(request, held=held, after=after, error=attempt.refused)
    if not codes.code_holds(user, request.POST.get("code", "")):
        minutes = signin.failed(attempt)
        if minutes:
            return sign_in_page(request, held=held, after=after, error=signin.locked_sentence(minutes))
        error = "动态口令不对，或已经用过。请等手机上换一组数字再输。"
        return _code_page(request, halfway, held, after, error)
    return _enter(request, user, attempt, held, after)


def _enter(request: HttpRequest, user: User, attempt: signin.Attempt, held: str, after: str) -> HttpResponse:
    signin.succeeded(attempt)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session.begin(request)
    if session.read(held):
        request.session[session.KEPT] = held
        after = reverse("account:resume")
    if user.must_change_password:
        return HttpResponseRedirect(reverse("account:password") + (f"?{urlencode({'next': after})}"))
    return HttpResponseRedirect(after or reverse("workbench:home"))


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. Only by POST, so that no picture or link can do it."""
    logout(request)
    return HttpResponseRedirect(reverse("login"))
