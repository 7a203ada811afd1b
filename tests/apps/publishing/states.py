"""A document at every stage that acts lead to, and who gets which act done there (`tests/house/test_acts_by_state.py`).

The informant drafted and handed it in; the head of the section, the secrecy officer and the office agreed; the leader published.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from gongkai.apps.catalogue.models import Column
from gongkai.apps.documents import actions as documents
from gongkai.apps.documents.models import OfficialDocument
from gongkai.apps.organizations.models import Organization
from gongkai.apps.publishing import actions
from gongkai.apps.publishing.models import Publication, Relation
from gongkai.apps.publishing.publishable import publication_of
from gongkai.apps.reviews.models import Round, Signature
from gongkai.apps.reviews.queries import signatures_of
from gongkai.clocks import moment

DRAFTER, JUDGES, PUBLISHER = "informant", ("section_head", "secrecy", "office"), "leader"


def _draft(house: Any, attribute: str = "open", ground: str = "") -> OfficialDocument:
    Organization.objects.filter(pk=house.body.pk).update(has_site=True, index_code="000000001")
    house.body.refresh_from_db()
    user = house.people[DRAFTER]
    made = documents.register(
        user, organization=house.body, section=house.place,
        fields={"title": "关于午餐的通知", "html": "<p>各学校按月公开收支。</p>", "signed_on": dt.date(2026, 9, 18)},
    )  # fmt: skip
    return documents.decide_attribute(user, made, attribute=attribute, ground=ground)


def _in_review(house: Any, **attribute: str) -> OfficialDocument:
    document = _draft(house, **attribute)
    house.round = actions.submit(house.people[DRAFTER], document)
    return _fresh(document)


def _judged(house: Any, **attribute: str) -> OfficialDocument:
    document = _in_review(house, **attribute)
    for role in JUDGES:
        house.round = actions.agree(house.people[role], house.round)
    return _fresh(document)


def _returned(house: Any) -> OfficialDocument:
    document = _in_review(house)
    actions.send_back(house.people["section_head"], house.round, reasons=["wording"], opinion="改两处")
    return _fresh(document)


def _published(house: Any, **more: Any) -> OfficialDocument:
    document = _judged(house)
    columns = Column.objects.filter(organization=house.body)
    actions.publish(house.people[PUBLISHER], document, columns=list(columns), **more)
    return _fresh(document)


def _corrected(house: Any) -> OfficialDocument:
    """Changed since it was published, and judged anew."""
    document = _published(house)
    documents.change(house.people[DRAFTER], document, {"html": "<p>各学校按月公开收支和食谱。</p>"})
    house.round = actions.submit(house.people[DRAFTER], _fresh(document))
    for role in JUDGES:
        house.round = actions.agree(house.people[role], house.round)
    return _fresh(document)


def _withdrawn(house: Any) -> OfficialDocument:
    document = _published(house)
    note = "名单有误，核实后重新公布。"
    actions.withdraw(house.people[PUBLISHER], publication_of(document), reason="inaccurate", public_note=note)
    return _fresh(document)


def _tomorrow() -> dt.datetime:
    return moment.now() + dt.timedelta(days=1)


def _public(document: OfficialDocument) -> Publication:
    publication = publication_of(document)
    assert publication is not None
    return publication


def _related(house: Any) -> Relation:
    """Amended by another document of the house, as the office registered."""
    target, source = _public(_published(house)), house.relation.source
    since = moment.today()
    return actions.change_validity(house.people["office"], source, target, kind="amends", since=since)


def _emergency(house: Any) -> Signature:
    """Done by the leader with the informant's text, so that the office is the second person."""
    document = _draft(house)
    columns, reason = list(Column.objects.filter(organization=house.body)), "台风将至，须马上告知家长。"
    published = actions.publish_in_emergency(
        house.people[PUBLISHER], document, reason=reason, columns=columns
    )
    return signatures_of(published).get()


def _decided(house: Any, decide: Any, **typed: Any) -> Signature:
    return decide(house.people["office"], _emergency(house), **typed)


def _overtaken(house: Any) -> Signature:
    """The registration was undone before anybody signed it."""
    relation = _related(house)
    pending = signatures_of(relation.target).get()
    actions.undo_relation(house.people["office"], relation, "登记错了文件")
    return signatures_of(relation.target).get(pk=pending.pk)


def _round(house: Any) -> Round:
    return Round.objects.get(pk=house.round.pk)


def _recalled(house: Any) -> Round:
    _in_review(house)
    actions.recall(house.people[DRAFTER], house.round)
    return _round(house)


def _fresh(document: OfficialDocument) -> OfficialDocument:
    return OfficialDocument.objects.get(pk=document.pk)


REFUSAL = {"opinion": "当时并不紧急", "reason": "inaccurate", "public_note": "此件未经审核，已撤回。"}
STATES = {
    "documents.OfficialDocument": {
        "draft": _draft,
        "in_review": _in_review,
        "returned": _returned,
        "approved": _judged,
        "approved: once public": _corrected,
        "scheduled": lambda house: _published(house, scheduled_for=_tomorrow()),
        "published": _published,
        "withdrawn": _withdrawn,
        "filed": lambda house: _judged(house, attribute="closed", ground="process_draft"),
    },
    "publishing.Publication": {
        "scheduled": lambda house: _public(_published(house, scheduled_for=_tomorrow())),
        "live": lambda house: _public(_published(house)),
        "withdrawn": lambda house: _public(_withdrawn(house)),
    },
    "reviews.Signature": {
        "open": lambda house: _emergency(house),
        "approved": lambda house: _decided(house, actions.countersign),
        "returned": lambda house: _decided(house, actions.refuse_countersign, **REFUSAL),
        "recalled": lambda house: _overtaken(house),
    },
    "publishing.Relation": {"any": lambda house: _related(house)},
    "reviews.Round": {
        "open": lambda house: _in_review(house) and _round(house),
        "approved": lambda house: _judged(house) and _round(house),
        "returned": lambda house: _returned(house) and _round(house),
        "recalled": lambda house: _recalled(house),
    },
}


def _placed(house: Any) -> dict[str, Any]:
    return {"columns": [c.pk for c in Column.objects.filter(organization=house.body)]}


TYPED: dict[str, Any] = {
    "documents.OfficialDocument:publish": _placed,
    "documents.OfficialDocument:emergency": lambda house: {
        **_placed(house),
        "reason": "台风将至，须马上告知家长。",
    },
    "documents.OfficialDocument:submit_change": {"change_note": "改了一处错字。"},
    "documents.OfficialDocument:correct": {"change_note": "改了一处错字。"},
    "documents.OfficialDocument:turn_back": {"reasons": ["wording"], "opinion": "第二段有错字"},
    # the first press shows what the public will read, this is the second
    "publishing.Publication:withdraw": {
        "reason": "inaccurate",
        "public_note": "名单有误，核实后重新公布。",
        "confirmed": "1",
    },
    "publishing.Publication:relate": lambda house: {
        "source": house.relation.source.index_number,
        "kind": "amends",
        "since": "2026年9月1日",
    },
    "publishing.Publication:acts_on": lambda house: {
        "more": house.relation.source.index_number,
        "more_kind": "amends",
        "since": "2026年9月1日",
    },
    "reviews.Signature:countersign_refuse": REFUSAL,
    "publishing.Relation:undo_relation": {"because": "登记错了文件"},
}
DONE: dict[str, dict[str, dict[str, str]]] = {
    "documents.OfficialDocument": {
        # the head of the section and the office could hand it in too, were there others to judge it in their place
        "submit": dict.fromkeys(("draft", "returned"), DRAFTER),
        "submit_change": {"withdrawn": DRAFTER},
        # who agreed does not publish
        "publish": {"approved": PUBLISHER},
        "correct": {"approved: once public": PUBLISHER},
        "emergency": dict.fromkeys(("draft", "in_review", "returned", "approved"), "office leader"),
        "turn_back": dict.fromkeys(("approved", "approved: once public"), "office leader"),
    },
    "publishing.Publication": {
        "unschedule": {"scheduled": "office leader"},
        "withdraw": {"live": "office secrecy leader"},
        "relate": {"live": "office"},
        "acts_on": {"live": "office"},
    },
    "reviews.Signature": {"countersign": {"open": "office"}, "countersign_refuse": {"open": "office"}},
    "publishing.Relation": {"undo_relation": {"any": "office"}},
    # who drafted and handed it in, until it is public or returned
    "reviews.Round": {"recall": {"open": DRAFTER, "approved": DRAFTER}},
}
