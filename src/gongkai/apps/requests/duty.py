"""依申请公开, complete: everything else is read from here."""

from gongkai.apps.duties import Duty, Entry, Figures, Group, Mount, PublicLink, Record, Tick, needs
from gongkai.apps.organizations.models import Role
from gongkai.apps.organizations.permissions import VIEW
from gongkai.apps.publishing import home
from gongkai.apps.publishing.acts import PLACES, life_of
from gongkai.apps.requests import figures, queries
from gongkai.apps.requests.actions.answering import begin_missing
from gongkai.apps.requests.acts import ASSISTS, COMPLAINTS, CONSULTATIONS, DISPUTES, LETTERS, PLANS, REQUESTS
from gongkai.apps.requests.handover import CASES
from gongkai.apps.requests.opened import OPENED
from gongkai.apps.requests.powers import APPROVE, ASSIST, EXTEND, HANDLE, READ, REVIEW

_DAY = 24 * 3600.0
_case = needs(READ, of="requests.Request")
_OF_BODY = (("organization", ""),)
_OF_CASE = (("request__organization", "request__section"),)
_letter = needs(READ, of="requests.Letter", places=_OF_CASE)
_redaction = needs(READ, of="requests.Redaction", places=_OF_CASE)

DUTY = Duty(
    code="requests",
    name="依申请公开",
    powers={
        Role.HANDLER: {READ, HANDLE},
        Role.INFORMANT: {ASSIST},
        Role.SECTION_HEAD: {ASSIST},
        Role.OFFICE: {READ, REVIEW, EXTEND},
        Role.LEADER: {READ, APPROVE, EXTEND},
        Role.AUDITOR: {READ},
    },
    routes={
        "requests:list": needs(READ),
        "requests:export": needs(READ),
        "requests:assists": needs(ASSIST, READ),
        "requests:disputes": needs(READ),
        "requests:disputes_export": needs(READ),
        "requests:complaints": needs(READ),
        "requests:complaints_export": needs(READ),
        "requests:complaint_new": needs(HANDLE),
        "requests:dispute_new": needs(HANDLE),
        "requests:dispute": needs(READ, of="requests.Dispute"),
        "requests:complaint": needs(READ, of="requests.Complaint"),
        "requests:new": needs(HANDLE),
        "requests:plans": needs(ASSIST, READ),
        "requests:plans_export": needs(READ),
        "requests:plan_new": needs(HANDLE),
        "requests:plan": needs(ASSIST, READ, of="requests.Plan"),
        "requests:analysis": needs(READ),
        "requests:precedents": needs(READ),
        "requests:precedents_export": needs(READ),
        "requests:platforms": needs(READ),
        "requests:above": needs(HANDLE, of="requests.Platform", places=_OF_BODY),
        "requests:above_sheet": needs(HANDLE, of="requests.Platform", places=_OF_BODY),
        "requests:platform_new": needs(REVIEW),
        "requests:platform": needs(REVIEW, of="requests.Platform", places=_OF_BODY),
        "requests:figures": needs(READ),
        "requests:settings": needs(REVIEW),
        "opened:detail": needs(VIEW, of=OPENED.model, places=PLACES),
        "opened:change": needs(HANDLE, of=OPENED.model, places=PLACES),
        "opened:files": needs(HANDLE, of=OPENED.model, places=PLACES),
        "opened:file": needs(VIEW, of=OPENED.model, places=PLACES),
        "requests:template": needs(REVIEW),
        "requests:detail": _case,
        "requests:reply": _case,
        "requests:person": _case,
        "requests:receipt": needs(HANDLE, of="requests.Request"),
        "requests:file": _case,
        "requests:redactions": _case,
        "requests:archive_zip": needs(HANDLE, of="requests.Request"),
        "requests:redaction": _redaction,
        "requests:redaction_picture": _redaction,
        "requests:redaction_file": _redaction,
        "requests:letter": _letter,
        "requests:docx": _letter,
        "requests:consultation": needs(READ, of="requests.Consultation", places=_OF_CASE),
        "requests:code": needs(HANDLE, of="requests.Consultation", places=_OF_CASE),
        "requests:assist": needs(
            ASSIST, READ, of="requests.Assist", places=(("organization", "section"), *_OF_CASE)
        ),
    },
    staff=(
        Mount("requests/", "gongkai.apps.requests.urls"), Mount("opened/", "gongkai.apps.requests.opened_urls", "opened"),
    ),
    links=(
        PublicLink(
            "request/", "申请公开信息", entry="依申请公开", mark="申", note="先看公开了没有，没有的写来要"
        ),
        PublicLink("request/status/", "查申请进度"),
    ),
    public=(Mount("request/", "gongkai.apps.requests.public.urls"),),
    acts=(REQUESTS, CONSULTATIONS, ASSISTS, LETTERS, DISPUTES, COMPLAINTS, PLANS, life_of(OPENED)),
    publishable=(OPENED,),
    menu=(
        Entry(
            "申", "依申请公开", "requests:list", frozenset({READ}), Group.REQUESTS, also=("requests:",),
            count=queries.waiting, position=10,
        ),
        Entry("协", "协办", "requests:assists", frozenset({ASSIST}), Group.REQUESTS, position=20),
        Entry("举", "举报投诉", "requests:complaints", frozenset({READ}), Group.REQUESTS, position=40),
        Entry("改", "改进方案", "requests:plans", frozenset({ASSIST, READ}), Group.REQUESTS, position=50),
        Entry("复", "复议诉讼", "requests:disputes", frozenset({READ}), Group.REQUESTS, position=30),
    ),
    records=(
        Record("requests.Request", "政府信息公开申请", address="requests:detail", due=queries.due),
        Record("requests.Consultation", "征求意见", address="requests:consultation", via="request"),
        Record("requests.Assist", "协办", address="requests:assist"),
        Record("requests.Fee", "信息处理费", via="request"),
        Record("requests.Reply", "申请的答复", via="request"),
        Record("requests.Letter", "申请的文书", address="requests:letter", via="request"),
        Record("requests.Redaction", "申请的遮盖件", address="requests:redaction", via="request"),
        Record("requests.Dispute", "复议诉讼", address="requests:dispute", due=queries.disputes_due),
        Record("requests.Complaint", "举报投诉", address="requests:complaint", due=queries.complaints_due),
        Record(OPENED.model, OPENED.noun, address=OPENED.page, due=home.due_of(OPENED.label), held=home.held_of(OPENED.label)),
        Record("requests.Plan", "改进方案", address="requests:plan", due=queries.plans_due),
        Record("requests.Platform", "上级平台", address="requests:platform"),
    ),
    figures=(
        Figures(
            figures.figures,
            ("requests.Request", "requests.Dispute", "requests.Fee", "requests.Complaint"),
            figures.describe,
            {"收取信息处理费元数": "x.request_fees", "逾期答复数": "x.requests_late"},
        ),
    ),
    handover=(CASES,),
    ticks=(Tick("复议诉讼的答复期限", begin_missing, every=_DAY),),
    piles=queries.piles,
    demo="gongkai.demo.requests:acts",
)  # fmt: skip
