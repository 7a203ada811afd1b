"""区分处理: the files of a case, one file page by page, its pictures, and the finished file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.apps.organizations.permissions import may
from gongkai.apps.requests import marks, queries, releasing, vault
from gongkai.apps.requests.actions import redacting
from gongkai.apps.requests.models import Redaction, Request
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.views.redaction_sheet import context
from gongkai.desk.files import attachment
from gongkai.desk.forms import sent
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError
from gongkai.files import pages

_DPI = 110


@login_required
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of a case that go out with places hidden; another original comes in here."""
    user: Any = request.user
    case = queries.reach(user, pk)
    if request.method == "POST":
        return _begin(request, user, case)
    rows = [(row, vault.name_of(row)) for row in case.redactions.all()]
    return render(request, "requests/redactions.html", {
        "case": case, "rows": rows, "obstacles": releasing.to_begin(user, case), "handles": may(user, HANDLE, case),
        "taken": ",".join(f".{one}" for one in redacting.TAKEN),
    })  # fmt: skip


def _begin(request: HttpRequest, user: Any, case: Request) -> HttpResponse:
    if not may(user, HANDLE, case):
        raise Http404
    upload = request.FILES.get("file")
    home = reverse("requests:redactions", args=[case.pk])
    if upload is None:
        messages.error(request, "还没有选文件，请先选好要遮盖的 PDF 或图片。")
        return redirect(home)
    try:
        row = redacting.begin(user, case, upload)
    except GongkaiError as error:
        say(request, error, "没有收下：")
        return redirect(home)
    return redirect("requests:redaction", row.pk)


@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One page of the file with its boxes; a press does one thing and comes back to it."""
    user: Any = request.user
    row = queries.reach_redaction(user, pk)
    if request.method == "POST":
        return _press(request, user, row)
    return render(request, "requests/redaction.html", context(user, row, request.GET))


def _number(typed: QueryDict, name: str) -> int:
    text = typed.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _edges(typed: QueryDict) -> list[float]:
    try:
        return [float(typed.get(name, "")) for name in ("x0", "y0", "x1", "y1")]
    except ValueError as error:
        raise GongkaiError("左、上、右、下四个数都要写，写成数字。") from error


def _press(request: HttpRequest, user: Any, row: Redaction) -> HttpResponse:
    typed = sent(request) or request.POST
    act = _acts(user, row, typed).get(typed.get("do", ""))
    if act is None:
        raise Http404
    page, number = max(_number(typed, "page"), 1), _number(typed, "mark")
    try:
        done = act()
    except GongkaiError as error:
        say(request, error)
        return redirect(_back(row, page, number, typed))
    if typed["do"] == "drop":
        messages.success(request, "已去掉。")
        return redirect("requests:redactions", row.request_id)
    if typed["do"] == "look":
        row.refresh_from_db()
        page = next(iter(releasing.unseen(user, row)), page)
    if isinstance(done, dict):
        number = int(done["id"])
    if isinstance(done, str):
        messages.success(request, done)
    return redirect(_back(row, page, number, typed))


def _back(row: Redaction, page: int, number: int, typed: QueryDict) -> str:
    view = typed.get("view", "")
    tail = f"&view={view}" if view in {"result", "both"} else ""
    mark = f"&mark={number}#box-{number}" if number else ""
    return f"{reverse('requests:redaction', args=[row.pk])}?page={page}{tail}{mark}"


def _acts(user: Any, row: Redaction, typed: QueryDict) -> dict[str, Callable[[], Any]]:
    """What a press does. A dictionary that comes back is the mark it was about, a text what there is to say."""
    page, number, rev = _number(typed, "page"), _number(typed, "mark"), _number(typed, "rev")
    ground = typed.get("ground", "") or marks.DEFAULT_GROUND

    def change(do: Callable[[marks.Sheet], Any]) -> Callable[[], Any]:
        return lambda: redacting.change(user, row, do)

    def told(run: Callable[[], Any], words: str = "") -> Callable[[], Any]:
        def act() -> str:
            found = run()
            return words or str(found or "")

        return act

    return {
        "add": change(lambda it: it.add(page, _edges(typed), ground, what="手工标的")),
        "hide": change(lambda it: it.decide(number, rev, marks.HIDE, ground)),
        "leave": change(lambda it: it.decide(number, rev, marks.LEAVE)),
        "move": change(lambda it: it.move(number, rev, _edges(typed))),
        "remove": told(
            lambda: redacting.change(user, row, lambda it: it.remove(number, rev)), f"第{number}处已去掉。"
        ),
        "hide_all": told(lambda: redacting.change(user, row, lambda it: _all(it, marks.HIDE))),
        "leave_all": told(lambda: redacting.change(user, row, lambda it: _all(it, marks.LEAVE))),
        "undo": told(lambda: redacting.change(user, row, lambda it: f"已撤回：{it.undo()}。")),
        "same": told(
            lambda: redacting.seek(user, row, number), "正在全件找同样的内容，找到的列在“等您定”里。"
        ),
        "make": lambda: redacting.make(user, row),
        "waive": told(lambda: redacting.waive(user, row, typed.get("reason", "")), "已记下理由。"),
        "attach": told(
            lambda: redacting.attach(user, row, _number(typed, "item") or None), "已记下随哪一项给。"
        ),
        "drop": lambda: redacting.drop(user, row),
        "look": lambda: redacting.look(user, row, page),
        "release": told(lambda: redacting.release(user, row), "已放行。"),
    }


def _all(it: marks.Sheet, state: str) -> str:
    count = it.decide_all(state)
    return f"一起定了{count}处。" if count else "没有等着定的了。"


@login_required
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of the original or of the finished file as a picture, for who may read the case and for nobody's cache."""
    row = queries.reach_redaction(request.user, pk)
    part = vault.RESULT if request.GET.get("of") == vault.RESULT else vault.ORIGINAL
    number = _number(request.GET, "page")
    if not 1 <= number <= len(row.sizes) or not getattr(row, part):
        raise Http404
    try:
        with vault.opened(row, part) as path:
            data = pages.page_png(path, number, _DPI)
    except GongkaiError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@login_required
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The finished file, after its release and as long as its certificate fits."""
    row = queries.reach_redaction(request.user, pk)
    obstacles = releasing.to_fetch(row)
    if obstacles:
        for obstacle in obstacles:
            messages.error(request, obstacle.sentence)
        return redirect("requests:redaction", row.pk)
    name = vault.name_of(row).rpartition(".")[0] or "附件"
    response = attachment(vault.take(row, vault.RESULT), "application/pdf", f"{name}（区分处理）.pdf")
    response["Cache-Control"] = "private, no-store"
    return response
