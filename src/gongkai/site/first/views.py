"""初次设置 over the net: five answers or one table, for whoever holds the token that the server printed; gone when it is done."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.apps.organizations.actions import signin
from gongkai.apps.organizations.models import Organization
from gongkai.desk.forms import Form, attempt, sent
from gongkai.sheets import MEDIA_TYPE
from gongkai.site.first import plan, sheet, token
from gongkai.site.first.carry_out import set_up
from gongkai.site.first.plan import Outcome
from gongkai.visitor import address_of

WRONG = "初次设置口令不对。请到服务器上看 gongkai serve 启动时显示的那一行。"


class TokenForm(Form):
    """Whoever sets up shows that he reads what the server prints."""

    token = forms.CharField(
        label="初次设置口令", max_length=60, help_text="gongkai serve 启动时在服务器上显示",
        error_messages={"required": "请填写初次设置口令。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "gk-in")


def _text(label: str, most: int, *, needed: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=needed,
        help_text=help_text,
        error_messages={"required": f"请填写{label}。"},
    )


class AnswersForm(TokenForm):
    """The five questions."""

    name = _text("单位全称", 80)
    kind = forms.ChoiceField(label="类别", choices=[(kind, kind) for kind in plan.KINDS])
    codes = _text("发文代字", 200, needed=False, help_text="几个用顿号隔开，如：青教、青教办")
    index_code = _text(
        "机构代码",
        20,
        needed=False,
        help_text="9 位，用来编索引号；没有它不能发布公文，可以以后在“站点管理”里填",
    )
    address = _text("办公地址", 160, needed=False)
    telephone = _text("联系电话", 60, needed=False)
    admin = _text("系统管理员姓名", 40)
    admin_account = _text("系统管理员账号", 60, help_text="小写字母开头，字母和数字，3至30位")
    second = _text("第二人姓名", 40, help_text="本单位负责人，确认管理员提出的事项")
    second_account = _text("第二人账号", 60, help_text="不能与系统管理员相同")


class TableForm(TokenForm):
    """A whole city at once."""

    table = forms.FileField(
        label="填好的表（xlsx）", error_messages={"required": "请选一个 xlsx 文件。", "empty": "文件是空的，请换一个。"},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )  # fmt: skip


def is_empty() -> bool:
    """Whether nothing is set up yet."""
    return not Organization.objects.exists()


def or_first_run(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page that cannot serve an empty installation leads to its first one."""

    @functools.wraps(view)
    def led(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "GET" and is_empty():
            return redirect("setup")
        return view(request, *args, **kwargs)

    return led


@never_cache
@sensitive_post_parameters("token")
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """The page, until the installation is set up; 404 from then on."""
    if not is_empty():
        raise Http404
    by_table = request.POST.get("way") == "table"
    answers = AnswersForm(None if by_table else sent(request), auto_id="id_%s")
    table = TableForm(
        sent(request) if by_table else None, request.FILES if by_table else None, auto_id="id_table_%s"
    )
    form = table if by_table else answers
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            done = _carried_out(request, form)
            if done is not None:
                return render(request, "staff/setup_done.html", {"done": done})
    return render(
        request, "staff/setup.html", {"answers": answers, "table": table, "by_table": by_table}, status=status
    )


def _carried_out(request: HttpRequest, form: TokenForm) -> Outcome | None:
    """Set up with what was sent; None where it was refused, which then stands in the form."""
    address = address_of(request)
    tried = signin.begin(
        f"setup {address}", address
    )  # counted for each address by itself: nobody locks out another
    if tried.refused:
        form.add_error("token", tried.refused)
        return None
    if not token.is_right(form.cleaned_data["token"]):
        minutes = signin.failed(tried)
        form.add_error("token", signin.locked_sentence(minutes) if minutes else WRONG)
        return None
    signin.succeeded(tried)
    if not token.take():
        form.add_error("token", "另一个人正在设置，请稍候刷新本页。")
        return None
    done: Outcome | None = None
    try:
        done = _made(form)
    finally:
        token.spend() if done is not None else token.give_back()
    return done


def _made(form: TokenForm) -> Outcome | None:
    def make() -> Outcome:
        data = form.cleaned_data
        return set_up(sheet.read(data["table"].read()) if "table" in data else plan.from_answers(data))

    made: Outcome | None = attempt(form, make)
    return made


@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """The blank table, as long as it is of use. It holds nothing of anybody."""
    if not is_empty():
        raise Http404
    response = HttpResponse(sheet.template(), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="setup.xlsx"'
    return response
