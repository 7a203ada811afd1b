"""登记公文: drop a file, confirm what was read. Two steps; the file stays on the server between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from gongkai import paging
from gongkai.apps.documents import actions, evidence, incoming, markup, rules
from gongkai.apps.documents.forms import AttributeForm, FactsForm, PlaceForm, UploadForm
from gongkai.apps.documents.lacking import lacking
from gongkai.apps.documents.models import Attribute, OfficialDocument
from gongkai.apps.documents.pictures import addressed
from gongkai.apps.documents.queries import earlier_decisions, number_questions, similar
from gongkai.apps.documents.reading import Proposal, kind_of
from gongkai.apps.organizations.models import Organization
from gongkai.apps.organizations.permissions import DRAFT, VIEW, may, verbs_anywhere
from gongkai.desk.forms import DayField, sent
from gongkai.desk.refusals import put_refusal
from gongkai.exceptions import GongkaiError, Obstacle, Refused


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Step one: choose a file, or go on without one."""
    user: Any = request.user
    if DRAFT not in verbs_anywhere(user):
        raise PermissionDenied
    form = UploadForm(sent(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["source"]
        if source is None and "by_hand" not in request.POST:
            form.add_error("source", "还没有选文件。请选好公文文件再读；没有电子文件的，点“手工登记”。")
        else:
            try:
                return redirect("documents:confirm", incoming.bring(user, source).token)
            except GongkaiError as error:
                form.add_error("source", error.sentence)
    return render(request, "documents/new.html", {"form": form})


@login_required
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Step two: left the file with numbers, right the same numbers as fields."""
    user: Any = request.user
    parcel = incoming.find(user, token)
    if parcel is None:
        raise Http404
    proposal = parcel.proposal
    initial = {k: v for k, v in (proposal.fields if proposal else {}).items() if k != "html"}
    facts = FactsForm(sent(request), initial=initial)
    place = PlaceForm(sent(request), user=user)
    attribute = AttributeForm(
        sent(request), optional=True, initial={"attribute": proposal.attribute if proposal else ""}
    )
    if not place.fields["place"].queryset.exists():  # type: ignore[attr-defined]
        raise PermissionDenied
    problems: list[str] = []
    if request.method == "POST":
        problems = _take_attachments(request, parcel)
        valid = [facts.is_valid(), place.is_valid(), attribute.is_valid()]
        if all(valid) and not problems and "more" not in request.POST and "drop" not in request.POST:
            document = _register(request, parcel, facts, place, attribute)
            if document is not None:
                return redirect("documents:detail", document.pk)
    return render(
        request, "documents/confirm.html", _screen(user, parcel, facts, place, attribute, request.POST.get("text", "")) | {
            "problems": problems, "typed": request.POST.get("text", ""),
        },
    )  # fmt: skip


def _take_attachments(request: HttpRequest, parcel: incoming.Parcel) -> list[str]:
    """Keep what came with this request at once: a browser cannot send a chosen file a second time by itself."""
    problems = []
    for upload in request.FILES.getlist("attachments"):
        try:
            incoming.add(parcel, upload)
        except GongkaiError as error:
            problems.append(error.sentence)
    if "drop" in request.POST:
        incoming.drop(parcel, request.POST["drop"])
    return problems


def _register(
    request: HttpRequest,
    parcel: incoming.Parcel,
    facts: FactsForm,
    place: PlaceForm,
    attribute: AttributeForm,
) -> OfficialDocument | None:
    """Register with the attribute, or say what stands against it; asked about something new, nothing is kept yet."""
    user: Any = request.user
    section: Organization = place.cleaned_data["place"]
    fields = facts.facts()
    fields["html"] = parcel.proposal.html if parcel.proposal else _paragraphs(request.POST.get("text", ""))
    asked = _doubts(user, section, fields)
    if incoming.warned(parcel, asked):
        facts.add_error(None, "还没有登记：请先看下面标“请核”的地方。核对无误，再点一次“确认登记”。")
        return None
    try:
        document = actions.register(
            user,
            organization=section.body or section,
            section=section,
            fields=fields,
            source=parcel.source.checked() if parcel.source else None,
            attachments=[k.checked() for k in parcel.attachments],
            pictures=incoming.pictures(parcel),
            evidence=_evidence(parcel.proposal),
            decision=attribute.decision() if attribute.cleaned_data.get("attribute") else None,
        )
    except Refused as refused:
        put_refusal(facts, refused)
        return None
    except GongkaiError as error:
        facts.add_error(None, error.sentence)
        return None
    incoming.done(parcel)
    messages.success(request, f"已登记：{document.label}。{_no_clock(document)}")
    return document


def _no_clock(document: OfficialDocument) -> str:
    """Why an open document has no limit, where that is not plain to see."""
    if document.attribute != Attribute.OPEN or document.signed_on is None:
        return ""
    return (
        "成文早于《政府信息公开条例》施行，不计公开期限。" if rules.before_the_law(document.signed_on) else ""
    )


def _evidence(proposal: Proposal | None) -> dict[str, Any]:
    return {"found": proposal.evidence, "proposed": _plain(proposal.fields)} if proposal else {}


def _plain(fields: dict[str, Any]) -> dict[str, str]:
    """What was proposed, kept beside what was confirmed; the text itself is in the file."""
    return {name: str(value) for name, value in fields.items() if name != "html" and value}


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def _screen(
    user: Any,
    parcel: incoming.Parcel,
    facts: FactsForm,
    place: PlaceForm,
    attribute: AttributeForm,
    typed: str,
) -> dict[str, Any]:
    proposal = parcel.proposal
    values = {**(proposal.fields if proposal else {}), "attribute": proposal.attribute if proposal else ""}
    found = evidence.marks(proposal.evidence, values) if proposal else []
    section = _section(place)
    words = markup.fingerprint(markup.plain(proposal.html)) if proposal and proposal.html else ""
    doubles, questions = _doubles(user, facts, section, words), _asked(facts, section)
    incoming.warned(
        parcel, {f"double:{d['document'].pk}" for d in doubles} | {f"number:{q}" for q in questions}
    )
    return {
        "parcel": parcel, "proposal": proposal, "failed": parcel.failed,
        "facts": facts, "place": place, "attribute": attribute, "files": parcel.attachments,
        "marks": {m.field: m for m in found},
        "read": sum(m.state == evidence.READ for m in found),
        "guessed": sum(m.state == evidence.GUESS for m in found),
        "open": sum(m.state == evidence.NONE for m in found),
        "paper": evidence.paper(_shown(parcel, proposal), found) if proposal else "",
        "doubles": doubles, "questions": questions, "near": _near(user, facts, section),
        "lacks": _lacking(parcel, facts, attribute, typed),
        "one_place": place.fields["place"].queryset.count() == 1,  # type: ignore[attr-defined]
    }  # fmt: skip


def _near(user: Any, facts: FactsForm, section: Organization | None) -> dict[str, Any] | None:
    """How the body decided on documents of this kind, and on those most like this one; None where no place is chosen."""
    title = str(facts["title"].value() or "")
    kind = str(facts["kind"].value() or "") or kind_of(title)
    if section is None:
        return None
    earlier = earlier_decisions(section.body or section, title, kind)
    rows = [
        {"document": n.document, "shared": n.shared, "link": may(user, VIEW, n.document)}
        for n in earlier.nearest
    ]
    return {"kind": kind, "count": earlier.count, "opened": earlier.opened, "rows": rows}


# where each is mended on this screen; what is not here is mended in the file, which stands on the left
_PLACES = {
    "#title": "#id_title", "#number": "#id_number", "#signed_on": "#id_signed_on", "#issuer": "#id_issuer",
    "#addressee": "#id_addressee", "#copied_to": "#id_copied_to", "#printed": "#id_printed",
    "#expires_on": "#id_expires_on", "#attribute": "#attribute", "#files": "#files",
}  # fmt: skip


def _lacking(
    parcel: incoming.Parcel, facts: FactsForm, attribute: AttributeForm, typed: str
) -> list[Obstacle]:
    """What is missing before 送审, by what now stands in the form; what cannot be read there counts as missing."""
    fields = {name: _value(facts, name) for name in FactsForm.base_fields}
    fields["kind"] = fields["kind"] or kind_of(str(fields["title"]))
    fields["html"] = parcel.proposal.html if parcel.proposal else _paragraphs(typed)
    decision = {name: _value(attribute, name) for name in AttributeForm.base_fields}
    keys = [p.key for p in parcel.proposal.pictures] if parcel.proposal else []
    found = lacking(fields, decision, parcel.attachments, keys)
    return [replace(o, cure=_PLACES.get(o.cure, "#original")) for o in found]


def _value(form: FactsForm | AttributeForm, name: str) -> Any:
    """What stands in a field, as its kind of value; nothing where it cannot be read."""
    field = form.fields[name]
    try:
        value = field.to_python(form[name].value())
    except ValidationError:
        value = field.to_python("")
    return value


def _shown(parcel: incoming.Parcel, proposal: Proposal) -> str:
    """The original as paper, its pictures where they wait."""
    html = proposal.paper or _paragraphs(proposal.text)
    return addressed(html, lambda key: reverse("documents:waiting_picture", args=[parcel.token, key]))


@login_required
@require_safe
def picture(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """A picture of a file that waits to be registered, for the one who brought it."""
    user: Any = request.user
    parcel = incoming.find(user, token)
    found = incoming.pictures(parcel, str(key)) if parcel is not None else []
    if not found:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff"}
    return HttpResponse(found[0].data, content_type=found[0].media_type, headers=headers)


def _doubts(user: Any, section: Organization, fields: dict[str, Any]) -> set[str]:
    """What the officer should be asked about before the record is made, each with a key of its own."""
    body = section.body or section
    text = markup.plain(markup.clean(fields["html"]))
    words = markup.fingerprint(text) if text else ""
    doubles = {f"double:{d.pk}" for d in similar(body, number=fields["number"], fingerprint=words)}
    return doubles | {f"number:{q}" for q in number_questions(body, fields["number"], fields["signed_on"])}


def _section(place: PlaceForm) -> Organization | None:
    chosen = str(place["place"].value() or "")
    if paging.whole_number(chosen) is None:
        return None
    return place.fields["place"].queryset.filter(pk=chosen).first()  # type: ignore[attr-defined, no-any-return]


def _doubles(user: Any, facts: FactsForm, section: Organization | None, words: str) -> list[dict[str, Any]]:
    """Documents with the same number or the same words: a warning, not a bar."""
    if section is None:
        return []
    number = str(facts["number"].value() or "").strip()
    return [
        {"document": d, "same_text": bool(words) and d.fingerprint == words, "link": may(user, VIEW, d)}
        for d in similar(section.body or section, number=number, fingerprint=words)
    ]


def _asked(facts: FactsForm, section: Organization | None) -> list[str]:
    """What seems odd about the number as it stands in the form."""
    if section is None:
        return []
    signed_on = facts["signed_on"].value()
    number = str(facts["number"].value() or "").strip()
    try:
        day = DayField(required=False).to_python(signed_on)
    except ValidationError:
        day = None
    return number_questions(section.body or section, number, day)
