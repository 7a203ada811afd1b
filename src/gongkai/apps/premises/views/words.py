"""站点文字, 放假安排, 近义词, 站点验证文件."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai import clocks
from gongkai.apps.premises import actions, queries
from gongkai.apps.premises.forms import FileForm, HolidaysForm, TextForm, WordsForm, words_of
from gongkai.apps.premises.models import SiteText, VerificationFile
from gongkai.apps.premises.powers import KEEP_WORDS
from gongkai.apps.premises.views.frame import done, draw, me, place_of, say
from gongkai.apps.search.missed import FEWEST, SEEN, wanted_of
from gongkai.apps.search.queries import close_groups
from gongkai.clocks import moment
from gongkai.desk.forms import sent
from gongkai.desk.refusals import say as say_refusal
from gongkai.exceptions import GongkaiError

MOST_OTHERS = 200  # bodies to choose from
LONGEST_WORD = 12  # signs of a close word


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
    place, user = place_of(request, pk, KEEP_WORDS), me(request)
    dropped = request.POST.get("drop", "")
    if dropped:
        try:
            actions.words.drop(user, place, words_of(dropped))
            say(request, None)
        except GongkaiError as error:
            say_refusal(request, error)
        return redirect("premises:words", pk)
    begun = request.GET.get("word", "")[:LONGEST_WORD]
    form = WordsForm(sent(request), initial={"words": f"{begun}、" if begun else ""})
    said = done(
        request, form, lambda: actions.words.ask_to_add(user, place, form.cleaned_data["words"]), "premises:words", pk
    )  # fmt: skip
    return said or draw(request, place, "words", form=form, groups=close_groups(place))


@never_cache
@require_GET
def searches(request: HttpRequest) -> HttpResponse:
    """To what people search for in vain on the site of the first body whose words one keeps."""
    place = queries.bodies(request.user, KEEP_WORDS).first()
    if place is None:
        raise Http404
    return redirect("premises:searched", place.pk)


@never_cache
@require_GET
def searched(request: HttpRequest, pk: int) -> HttpResponse:
    """What people searched for in vain, each with the way to add a word."""
    place = place_of(request, pk, KEEP_WORDS)
    others = queries.bodies(request.user, KEEP_WORDS).filter(has_site=True).exclude(pk=pk)[:MOST_OTHERS]
    shown = {"rows": wanted_of(place), "days": SEEN, "fewest": FEWEST, "others": others}
    return draw(request, place, "searched", **shown)


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
