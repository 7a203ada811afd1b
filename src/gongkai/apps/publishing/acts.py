"""送审, 发布, 更正, 紧急发布, 退回 of a publishable kind, declared once: a duty names `life_of(KIND)` among its acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.http import Http404
from django.urls import reverse

from gongkai import law
from gongkai.apps.duties import Office
from gongkai.apps.duties.publishable import Publishable, Stage
from gongkai.apps.organizations import permissions as powers
from gongkai.apps.organizations.acts import Act, Acts
from gongkai.apps.publishing import actions, queries, rules
from gongkai.apps.publishing.comparing import compare
from gongkai.apps.publishing.forms import CorrectForm, EmergencyForm, NoteForm, PublishNowForm, TurnBackForm
from gongkai.apps.publishing.looking import LOOK
from gongkai.apps.publishing.models import Planned, Publication, Version
from gongkai.apps.publishing.proposing import proposal_for
from gongkai.apps.publishing.publishable import Subject, kind_of, on_paper, publication_of, rows
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused

# A record of a small unit may be reviewed and published by the body above it: then that body reads it too.
PLACES = (("organization", "section"), Office("organization"))
OPENING = "proactive"


def reach(of: Publishable, user: Any, key: int) -> Subject:
    """The record, if the user may view it or does a later step for its body (a school's parent bureau); else 404."""
    subject = rows(of).filter(pk=key).first()
    if subject is None:
        raise Http404
    office = rules.publishing_body(subject)
    if powers.may(user, powers.VIEW, subject) or any(
        rules.may_at(user, verb, office, None) for verb in queries.AT_THE_OFFICE
    ):
        return subject
    raise Http404


def address_of(of: Publishable, act: str, key: int) -> str:
    """Where an act on one record is done."""
    return reverse(f"{of.namespace}:{act}", args=[key])


def cured(obstacles: Sequence[Obstacle], subject: Subject) -> list[Obstacle]:
    """The obstacles with the address at which each can be mended."""
    of = kind_of(subject)
    addresses = {
        part: reverse(route, args=[subject.pk]) + fragment for part, (route, fragment) in of.cures.items()
    }
    addresses["#correct"] = address_of(of, "correct", subject.pk)
    return [Obstacle(o.code, o.sentence, o.article, addresses.get(o.cure, o.cure)) for o in obstacles]


def _placed(user: Any, subject: Subject) -> Mapping[str, Any]:
    """Where it stands now is what the form begins with."""
    publication = publication_of(subject)
    again = publication is not None and publication.versions.exists()
    initial = (
        {"topic": publication.topic, "columns": _columns(publication)} if publication else _proposed(subject)
    )
    return {"subject": subject, "again": again, "initial": initial, "judged": rules.judged_note(subject)}


def _proposed(subject: Subject) -> dict[str, Any]:
    """For what was never public: where its title and the section's earlier ones say that it belongs."""
    proposal = proposal_for(subject, kind_of(subject).content(subject).title)
    return {"columns": [c.pk for c in proposal.columns], "topic": proposal.topic, "why": proposal.why}


def _columns(publication: Publication) -> list[int]:
    return [p.column_id for p in publication.placements.all()]


def _in_emergency(user: Any, subject: Subject) -> Mapping[str, Any]:
    placed = _placed(user, subject)
    return {"subject": subject, "initial": placed["initial"]}


def _shown(user: Any, subject: Subject) -> Mapping[str, Any]:
    """What the screens of release show of the record."""
    of = kind_of(subject)
    return {
        "content": on_paper(subject), "kind": of, "closed": of.closed(subject),
        "site": rules.site_of(subject.organization), "back": address_of(of, "turn_back", subject.pk),
        "judged": rules.judged_note(subject), "publish": address_of(of, "publish", subject.pk), "may_turn_back": subject.stage == Stage.APPROVED,
    }  # fmt: skip


def _compared(user: Any, subject: Subject) -> Mapping[str, Any]:
    """What the public will read, word for word against what it reads now."""
    publication = publication_of(subject)
    public = queries.public_version(publication) if publication else None
    shown = _shown(user, subject)
    return {**shown, "lines": compare(public.text if public else "", shown["content"].text)}


def _judged(user: Any, subject: Subject) -> Mapping[str, Any]:
    return {"judged": rules.judged_note(subject)}


def _timed(publication: Publication, act: str) -> str:
    planned = Planned.objects.filter(publication=publication).first()
    return f"已定时，{planned.due_at.astimezone(moment.BEIJING):%Y年%-m月%-d日 %H:%M}{act}" if planned else ""


def _published(publication: Publication) -> str:
    return f"{_timed(publication, '发布') or '已发布'}，索引号 {publication.index_number}。"


def _correct(user: Any, subject: Subject, **typed: Any) -> Version | Publication:
    publication = publication_of(subject)
    if publication is None:
        raise Http404
    return actions.correct(user, publication, **typed) or publication


def _corrected(done: Version | Publication) -> str:
    if isinstance(done, Version):
        return f"更正已公开，是第{done.number}版。"
    return f"{_timed(done, '公开更正')}。"


def _to_correct(user: Any, subject: Subject) -> list[Obstacle]:
    publication = publication_of(subject)
    if publication is None:
        return [Obstacle("correct:never", "还没有公开过，请走“发布”。")]
    publication.subject = subject
    return rules.obstacles_to_correct(user, publication)


def _to_emergency(user: Any, subject: Subject) -> list[Obstacle]:
    return rules.obstacles_to_emergency(user, subject, "已在下面填写")


def _returns(user: Any, subject: Subject) -> Mapping[str, Any]:
    return {"reasons": rules.process_of(subject).returns}


# what the button of 送审 says where the record stands
_SUBMISSION_NAMES = {
    Stage.DRAFT: "送审", Stage.RETURNED: "再送审", Stage.PUBLISHED: "更正后送审", Stage.WITHDRAWN: "改后重新送审",
}  # fmt: skip
_UNREVIEWED = frozenset(
    {Stage.DRAFT, Stage.RETURNED, Stage.IN_REVIEW}
)  # once all agreed, plain release is as quick


def _submit(user: Any, subject: Subject, **typed: Any) -> Any:
    """送审 by one press; what was public before is handed in with the words about its change."""
    if rules.was_public(subject):
        where = address_of(kind_of(subject), "submit_change", subject.pk)
        sentence = "公开过的改后送审，须写明改了什么，请在“更正后送审”里写更正说明。"
        raise Refused([Obstacle("submit:note", sentence, cure=where)])
    return actions.submit(user, subject, **typed)


def _submit_change(user: Any, subject: Subject, **typed: Any) -> Any:
    """更正后送审, with the words about the change."""
    if not rules.was_public(subject):
        where = kind_of(subject).address(subject.pk)
        raise Refused([Obstacle("submit:first", "没有公开过的不写更正说明，请直接送审。", cure=where)])
    return actions.submit(user, subject, **typed)


def _changed(user: Any, subject: Subject) -> Mapping[str, Any]:
    """What the public reads now against what is handed in, beside the note."""
    publication = publication_of(subject)
    public = queries.public_version(publication) if publication else None
    lines = compare(public.text if public else "", kind_of(subject).content(subject).text)
    return {"lines": lines, "content": kind_of(subject).content(subject), "kind": kind_of(subject)}


def _first_time(subject: Subject) -> bool:
    return subject.stage in {Stage.DRAFT, Stage.RETURNED}


def _returned(subject: Subject) -> bool:
    return bool(subject.stage == Stage.RETURNED)


def _submission_named(subject: Subject) -> str:
    return _SUBMISSION_NAMES.get(Stage(subject.stage), "送审")


def _submission_note(subject: Subject) -> str:
    return "" if _first_time(subject) else "改好再送，审完才换公开的文字"


def life_of(of: Publishable) -> Acts:
    """The acts of review and release on one kind."""
    ground, office = law.cite(OPENING), rules.publishing_body
    return Acts(
        of.model, of.namespace, reach=partial(reach, of), page=of.page, places=PLACES, cure=cured,
        acts=(
            Act(
                "submit", "送审", _submit, of.submits, rules.obstacles_to_submit, main=_first_time,
                named=_submission_named, note=_submission_note, basis=law.cite("review"), many=True,
                done=lambda done: f"已送审，现在是{done.step_label}。",
                shown=lambda user, subject: subject.stage in _SUBMISSION_NAMES and not rules.was_public(subject),
            ),
            Act(
                "submit_change", "更正后送审", _submit_change, of.submits, rules.obstacles_to_submit, form=NoteForm,
                template="publishing/submit_change.html", context=_changed, main=_returned, named=_submission_named,
                note=_submission_note, basis=law.cite("review"), done=lambda done: f"已送审，现在是{done.step_label}。",
                shown=lambda user, subject: subject.stage in _SUBMISSION_NAMES and rules.was_public(subject),
            ),
            Act(
                "publish", "发布", actions.publish, powers.PUBLISH, rules.obstacles_to_publish, at=office,
                form=PublishNowForm, look=LOOK, fill=_placed, template="publishing/publish.html", context=_shown, main=True,
                basis=ground, done=_published,
                shown=lambda user, subject: subject.stage == Stage.APPROVED and not rules.is_live(subject),
            ),
            Act(
                "correct", "发布更正", _correct, powers.PUBLISH, _to_correct, at=office, form=CorrectForm, fill=_judged, look=LOOK, main=True,
                template="publishing/correct.html", context=_compared, done=_corrected, basis=ground,
                shown=lambda user, subject: subject.stage == Stage.APPROVED and rules.is_live(subject),
            ),
            Act(
                "emergency", "紧急发布", actions.publish_in_emergency, powers.PUBLISH, _to_emergency, at=office,
                form=EmergencyForm, look=LOOK, fill=_in_emergency, template="publishing/publish.html", context=_shown,
                note="不等审核走完，第二人事后补签", basis=law.cite("emergency"),
                shown=lambda user, subject: subject.stage in _UNREVIEWED,
                done=lambda done: f"已紧急发布，索引号 {done.index_number}；请第二人尽快补签。",
            ),
            Act(
                "turn_back", "退回拟稿人", actions.turn_back, powers.PUBLISH, rules.obstacles_to_turn_back, at=office,
                form=TurnBackForm, fill=_returns, template="publishing/turn_back.html", context=_shown,
                note="审核完了才发现要改的", back=lambda subject: reverse("publishing:waiting"),
                shown=lambda user, subject: subject.stage == Stage.APPROVED,
                done=lambda done: f"已退回{done.drafter.get_full_name()}。",
            ),
        ),
    )  # fmt: skip
