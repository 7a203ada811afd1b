"""站点与备案, 指南与联系方式, 编号."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.apps.organizations.actions import bodies
from gongkai.apps.premises import guide as guide_of
from gongkai.apps.premises import queries
from gongkai.apps.premises.actions import site as acts
from gongkai.apps.premises.actions.guide import revise
from gongkai.apps.premises.forms import CodesForm, DetailsForm, HostForm, IndexForm, MarksForm
from gongkai.apps.premises.views.frame import done, draw, me, place_of
from gongkai.apps.publishing.addresses import site_prefix
from gongkai.desk.forms import Form, sent
from gongkai.desk.refusals import say
from gongkai.exceptions import GongkaiError


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The bodies whose site one keeps; with one there is nothing to choose."""
    places = list(queries.bodies(request.user)[:2000])
    if len(places) == 1:
        return redirect("premises:site", places[0].pk)
    top = min((len(p.path) for p in places), default=6)
    rows = [(p, "　" * ((len(p.path) - top) // 6)) for p in places]
    return render(request, "premises/home.html", {"rows": rows})


def _asked(request: HttpRequest, act: str) -> Any:
    """What was sent, for the form of this act only."""
    return sent(request) if request.POST.get("act") == act else None


@never_cache
@require_http_methods(["GET", "POST"])
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers in the foot, host, whether there is a site."""
    place, user = place_of(request, pk), me(request)
    marks = MarksForm(_asked(request, "marks"), initial={n: getattr(place, n) for n in acts.MARKS})
    host = HostForm(_asked(request, "host"), initial={"host": place.host})
    switch = Form(_asked(request, "switch"))
    wanted = request.POST.get("wanted") == "1"
    said = (
        done(request, marks, lambda: acts.change_marks(user, place, marks.cleaned_data), "premises:site", pk)
        or done(
            request, host, lambda: acts.ask_host(user, place, host.cleaned_data["host"]), "premises:site", pk
        )
        or done(request, switch, lambda: acts.ask_site(user, place, wanted), "premises:site", pk)
    )
    base = f"https://{place.host}" if place.host else settings.PUBLIC_URL
    address = f"{base}{site_prefix(place)}" if place.has_site else ""
    against = acts.obstacles_to_site(place, {"has_site": not place.has_site})
    context = {"marks": marks, "host": host, "switch": switch, "address": address, "against": against}
    return said or draw(request, place, "site", **context)


@never_cache
@require_http_methods(["GET", "POST"])
def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """Address, hours, telephone and what else the guide must say."""
    place, user = place_of(request, pk), me(request)
    revising = "revise" in request.POST
    form = DetailsForm(None if revising else sent(request), instance=place_of(request, pk))
    changed = request.POST.get("changed", "")
    try:
        if revising:
            revise(user, place, changed)
            return redirect("premises:guide", pk)
    except GongkaiError as error:
        say(request, error)
    said = done(
        request, form, lambda: bodies.change_details(user, place, form.cleaned_data), "premises:guide", pk
    )
    return said or draw(
        request, place, "guide", form=form, charges=guide_of.charges(), outdated=guide_of.outdated(place),
        revised=guide_of.latest(place), changed=changed,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """发文代字 and index numbers, with the next one before anything is asked."""
    place, user = place_of(request, pk), me(request)
    codes = CodesForm(_asked(request, "codes"), initial={"number_codes": "、".join(place.number_codes)})
    index = IndexForm(
        _asked(request, "index") or _asked(request, "preview"),
        initial={"index_scheme": place.index_scheme, "index_code": place.index_code},
    )
    preview = ""
    if request.POST.get("act") == "preview" and index.is_valid():
        given = index.cleaned_data
        if not (found := acts.obstacles_to_index(place, given)):
            preview = queries.next_index(place, given["index_scheme"], given["index_code"])
        for one in found:
            index.add_error("index_code", one.sentence)
    said = done(
        request, codes, lambda: acts.change_codes(user, place, codes.cleaned_data["number_codes"]),
        "premises:numbers", pk,
    )  # fmt: skip
    if said is None and request.POST.get("act") == "index":
        said = done(
            request, index, lambda: acts.ask_index(user, place, **{k: index.cleaned_data[f"index_{k}"] for k in ("scheme", "code")}),
            "premises:numbers", pk,
        )  # fmt: skip
    context = {"codes": codes, "index": index, "preview": preview, "upcoming": queries.next_index(place)}
    return said or draw(request, place, "numbers", **context)
