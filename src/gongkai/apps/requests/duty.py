"""依申请公开, complete: everything else is read from here."""

from gongkai.apps.duties import Duty, Entry, Group, Mount, Record, needs
from gongkai.apps.organizations.models import Role
from gongkai.apps.requests.acts import REQUESTS
from gongkai.apps.requests.powers import APPROVE, ASSIST, EXTEND, HANDLE, READ, REVIEW

_case = needs(READ, of="requests.Request")

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
        "requests:detail": _case,
    },
    staff=(Mount("requests/", "gongkai.apps.requests.urls"),),
    public=(Mount("request/", "gongkai.apps.requests.public.urls"),),
    acts=(REQUESTS,),
    menu=(
        Entry(
            "申", "依申请公开", "requests:list", frozenset({READ}), Group.REQUESTS, also=("requests:",), position=10
        ),
    ),
    records=(Record("requests.Request", "政府信息公开申请", address="requests:detail"),),
)  # fmt: skip
