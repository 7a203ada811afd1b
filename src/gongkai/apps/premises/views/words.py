"""站点文字, 放假安排, 近义词, 站点验证文件."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai import clocks
from gongkai.apps.premises import actions, queries
from gongkai.apps.premises.forms import FileForm, HolidaysForm, TextForm, WordsForm, words_of
from gongkai.apps.premises.models import SiteText, VerificationFile
from gongkai.apps.premises.views.frame import done, draw, me, place_of, say
from gongkai.apps.search.queries import close_groups
from gongkai.clocks import moment
from gongkai.desk.forms import sent
from gongkai.desk.refusals import say as say_refusal
from gongkai.exceptions import GongkaiError


@never_cache
@require_http_methods(["GET", "POST"])
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """The texts of a site, each with its form."""
    place, user = place_of(request, pk), me(request)
    now = queries.texts(place)
    parts = []
    for name, label in SiteText.Name.choices:
        posted = sent(request) if request.POST.get("name") == name else None
        form = TextForm(posted, initial={"name": name, "text": now.get(name, "")}, auto_id=f"id_{name}_%s")
        said = done(
            request, form, lambda f=form: actions.texts.ask_to_write(user, place, f.cleaned_data["name"], f.cleaned_data["text"]),  # type: ignore[misc]
            "premises:texts", pk,
        )  # fmt: skip
        if said:
            return said
        parts.append((name, label, form, now.get(name, "")))
    return draw(request, place, "texts", parts=parts)


@never_cache
@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest, pk: int) -> HttpResponse:
    """Which years are known, and the next one's notice."""
    place, user = place_of(request, pk), me(request)
    form = HolidaysForm(sent(request), initial={"year": queries.next_year()})
    said = done(
        request, form, lambda: actions.holidays.ask_to_enter(user, place, **form.cleaned_data), "premises:holidays", pk
    )  # fmt: skip
    years = [y for y in sorted(clocks.known_calendar().years, reverse=True) if y >= moment.today().year - 1]
    context = {
        "form": form,
        "years": years,
        "next": queries.next_year(),
        "provisional": queries.provisional().count(),
    }
    return said or draw(request, place, "holidays", **context)


@never_cache
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """The groups in use; one more, one less."""
    place, user = place_of(request, pk), me(request)
    dropped = request.POST.get("drop", "")
    if dropped:
        try:
            actions.words.drop(user, place, words_of(dropped))
            say(request, None)
        except GongkaiError as error:
            say_refusal(request, error)
        return redirect("premises:words", pk)
    form = WordsForm(sent(request))
    said = done(
        request, form, lambda: actions.words.ask_to_add(user, place, form.cleaned_data["words"]), "premises:words", pk
    )  # fmt: skip
    return said or draw(request, place, "words", form=form, groups=close_groups(place))


@never_cache
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The verification files of a site."""
    place, user = place_of(request, pk), me(request)
    dropped = request.POST.get("drop", "")
    if dropped:
        file = get_object_or_404(VerificationFile, organization=place, name=dropped)
        actions.files.drop(user, file)
        messages.success(request, f"已撤下 {file.name}。")
        return redirect("premises:files", pk)
    form = FileForm(sent(request), request.FILES if request.method == "POST" else None)
    said = done(
        request, form,
        lambda: actions.files.ask_to_keep(user, place, form.cleaned_data["name"], form.cleaned_data["content"]),
        "premises:files", pk,
    )  # fmt: skip
    return said or draw(request, place, "files", form=form, files=place.verification_files.all())
