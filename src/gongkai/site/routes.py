"""Every staff address that is open, and what it asks of who comes. What is not here answers 404 (see the door).

One line a view name. `of` names the record an address is about: the door looks whether it is in reach.
"""

from __future__ import annotations

from gongkai.apps.organizations import permissions as p
from gongkai.apps.organizations.door import ANY_POST, ANYONE, SIGNED_IN, Needs, duty

SIGN_IN = {
    "login": ANYONE,
    "login_code": ANYONE,
    "logout": SIGNED_IN,
    "account:home": SIGNED_IN,
    "account:password": SIGNED_IN,
    "account:code": SIGNED_IN,
    "account:code_off": SIGNED_IN,
    "account:resume": SIGNED_IN,
}

HOME = {
    "workbench:home": ANY_POST,
    "workbench:deadlines": duty(p.VIEW),
    "workbench:notices": ANY_POST,
    "workbench:ledger": ANY_POST,
    "workbench:read": ANY_POST,
}

_PERSON = duty(
    p.MANAGE_PEOPLE,
    of="organizations.User",
    places=(("memberships__organization__body", "memberships__organization"),),
)
_PLACE = duty(p.MANAGE_PEOPLE, of="organizations.Organization", places=(("body", "pk"),))
PEOPLE = {
    "people:list": duty(p.MANAGE_PEOPLE),
    "people:add": duty(p.MANAGE_PEOPLE),
    "people:person": _PERSON,
    "people:give": _PERSON,
    "people:account": _PERSON,
    "people:end": duty(
        p.MANAGE_PEOPLE, of="organizations.Membership", places=(("organization__body", "organization"),)
    ),
    "people:import": duty(p.MANAGE_PEOPLE),
    "people:import_template": duty(p.MANAGE_PEOPLE),
    "people:import_confirm": duty(p.MANAGE_PEOPLE),
    "people:handover": duty(p.MANAGE_PEOPLE),
    "people:bodies": duty(p.MANAGE_PEOPLE),
    "people:body": _PLACE,
    "people:body_add": _PLACE,
    "people:body_change": _PLACE,
}

# A document of a small unit may be reviewed and published by the body above it: then that body reads it too.
_DOCUMENT = (("organization", "section"), ("submissions__reviewing_body", ""))
_SUBMISSION = (("document__organization", "document__section"), ("reviewing_body", ""))
_PUBLICATION = (
    ("organization", ""),
    ("document__organization", "document__section"),
    ("document__submissions__reviewing_body", ""),
)
_COUNTERSIGN = (("organization", ""), ("publication__document__submissions__reviewing_body", ""))
_REVIEWS = (p.REVIEW_SECTION, p.REVIEW_SECRECY, p.REVIEW_OFFICE)


def _document(*verbs: str) -> Needs:
    return duty(*verbs, of="documents.OfficialDocument", places=_DOCUMENT)


DOCUMENTS = {
    "documents:list": duty(p.VIEW),
    "documents:export": duty(p.EXPORT),
    "documents:bulk": duty(p.VIEW),
    "documents:new": duty(p.DRAFT),
    "documents:confirm": duty(p.DRAFT),
    "documents:register": duty(p.VIEW),
    "documents:register_export": duty(p.EXPORT),
    "documents:explain": duty(p.REGISTER_NUMBERS),
    "documents:detail": _document(p.VIEW),
    "documents:edit": _document(p.CHANGE),
    "documents:attribute": _document(p.CHANGE),
    "documents:attach": _document(p.CHANGE),
    "documents:file": _document(p.VIEW),
    "documents:detach": _document(p.CHANGE),
    "documents:discard": _document(p.CHANGE),
}

# The page of an act shows why it may not be done, so reading is asked here and the act itself asks for its verb.
_publication = duty(p.VIEW, of="publishing.Publication", places=_PUBLICATION)
PUBLISHING = {
    "publishing:review": duty(p.VIEW),
    "publishing:review_one": duty(p.VIEW, *_REVIEWS, of="publishing.Submission", places=_SUBMISSION),
    "publishing:review_word": duty(*_REVIEWS, of="publishing.Submission", places=_SUBMISSION),
    "publishing:recall": duty(p.VIEW, of="publishing.Submission", places=_SUBMISSION),
    "publishing:waiting": duty(p.PUBLISH),
    "publishing:countersigns": duty(p.COUNTERSIGN, p.AUDIT),
    "publishing:countersign": duty(p.COUNTERSIGN, of="publishing.Countersign", places=_COUNTERSIGN),
    "publishing:submit": _document(p.VIEW),
    "publishing:publish": _document(p.VIEW),
    "publishing:turn_back": _document(p.VIEW),
    "publishing:emergency": _document(p.VIEW),
    "publishing:correct": _document(p.VIEW),
    "publishing:withdraw": _publication,
    "publishing:relate": _publication,
    "publishing:unschedule": _publication,
}

# The form and its figures are read by whoever reads the body; each act asks for its own verb.
_report = duty(p.VIEW, of="reporting.Report")
_typed = duty(p.CHANGE, of="reporting.Report")
_received = duty(p.VIEW, of="reporting.Received", places=(("receiver", ""), ("organization", "")))
_REPORT_PAGES = ("detail", "part", "preview", "recount", "submit", "recall", "agree", "return", "issue")
REPORTS = {
    "reporting:list": duty(p.VIEW),
    "reporting:begin": duty(p.DRAFT),
    "reporting:inbox": duty(p.VIEW),
    "reporting:hand_in": duty(p.SUBMIT, p.REVIEW_OFFICE),
    "reporting:summary": duty(p.VIEW),
    "reporting:summary_export": duty(p.EXPORT),
    "reporting:compare": duty(
        p.VIEW, of="organizations.Organization", places=(("body", "pk"), ("parent", "parent"))
    ),
    "reporting:received": _received,
    "reporting:received_file": _received,
    "reporting:decide": duty(p.REVIEW_OFFICE, of="reporting.Received", places=(("receiver", ""),)),
    **{f"reporting:{name}": _report for name in (*_REPORT_PAGES, "reopen", "hand_over", "hand_in_own")},
    **{f"reporting:{name}": duty(p.EXPORT, of="reporting.Report") for name in ("export", "records")},
    **{f"reporting:{name}": _typed for name in ("text", "zeros", "fill", "traits")},
}

# Wagtail as a guest: the text editor and its versions. Its lists, reports, choosers, pages and users stay closed.
OFFICE = {
    "wagtailadmin_home": ANY_POST,  # only leads to workbench:home
    "wagtailadmin_javascript_catalog": ANYONE,  # words of buttons, nothing else
    "wagtailadmin_sprite": ANYONE,  # pictures of buttons
    "wagtailadmin_editing_sessions:ping": duty(p.CHANGE),  # names its record itself and asks Wagtail's policy
    "wagtailadmin_editing_sessions:release": duty(p.CHANGE),
    "office_documents:edit": _document(p.CHANGE),
    "office_documents:preview_on_edit": _document(p.CHANGE),
    "office_documents:history": _document(p.VIEW),
    "office_documents:revisions_view": _document(p.VIEW),
    "office_documents:revisions_compare": _document(p.VIEW),
    "office_documents:revisions_revert": _document(p.CHANGE),
}

STAFF: dict[str, Needs] = {**SIGN_IN, **HOME, **PEOPLE, **DOCUMENTS, **PUBLISHING, **REPORTS, **OFFICE}
