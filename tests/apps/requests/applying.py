"""A citizen who has asked: what is typed on each page, sending, looking the case up; and an office that answers it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.apps.conftest import World
from tests.apps.intake.conftest import Citizen, text_of

from gongkai.apps.organizations.models import User
from gongkai.apps.requests import actions
from gongkai.apps.requests.models import Request

ID = "110101199003070038"
PAGES = {
    "wanted": {"wanted": "东湖区文津路小学2025年秋季一年级报名人数和地段测算依据"},
    "who": {"kind": "natural"},
    "person": {"name": "张雨桐", "id_kind": "resident", "id_number": ID},
    "contact": {"telephone": "13800138000", "supply": "email", "email": "yutong@example.cn"},
}
GIVEN = ("1_yes", "2_ours", "3_found", "4_no", "5_none")


def sent(citizen: Citizen, **changed: Any) -> tuple[str, str]:
    """Number and check code of a request sent from the first page to the last."""
    for step, fields in {**PAGES, **changed}.items():
        response = citizen.post(f"{step}/", **fields)
        assert response.status_code == 303, text_of(response)
    assert citizen.send().status_code == 303
    return citizen.receipt()


def look_up(citizen: Citizen, number: str, code: str) -> Any:
    """The page of the case."""
    citizen.post("status/", number=number, code=code, solved=citizen.solved("look"))
    return citizen.client.get(f"{citizen.place}status/{number}/")


def answered(world: World, handler: User, case: Request, *, deliver: bool = True) -> Request:
    """The whole way of a case that is given, by three people."""
    for code in GIVEN:
        actions.answer(handler, case, point=1, code=code, words="档案系统")
    actions.submit(handler, case)
    actions.agree(world.a.office, case, opinion="同意")
    actions.agree(world.a.leader, case, opinion="同意")
    if deliver:
        letter = case.letters.filter(reply__isnull=False).get()
        actions.deliver(handler, letter, method="email", proof="邮件回执", sent_on=None, arrived_on=None)
    case.refresh_from_db()
    return case


def day(text: str) -> dt.date:
    """A day as ISO."""
    return dt.date.fromisoformat(text)
