"""A case at every state that declared acts lead to, and who gets which act done there (`tests/house/test_acts_by_state.py`)."""

from __future__ import annotations

from typing import Any

from tests.apps.requests.people import PERSON

from gongkai.apps.requests import actions
from gongkai.apps.requests.actions import Given
from gongkai.apps.requests.models import Request
from gongkai.clocks import moment


def _case(house: Any, channel: str) -> Request:
    given = Given(
        channel, moment.today(), "natural", PERSON, "2025年课后服务采购合同", subject="课后服务合同"
    )
    return actions.enter(house.people["handler"], house.body, given)


def _standing(state: str) -> Any:
    """A case put straight into a state: no declared act may touch it there."""

    def make(house: Any) -> Request:
        case = _case(house, "counter")
        Request.objects.filter(pk=case.pk).update(state=state)
        case.refresh_from_db()
        return case

    return make


STATES = {
    "requests.Request": {
        "received": lambda house: _case(house, "web"),
        "open": lambda house: _case(house, "counter"),
        **{state: _standing(state) for state in ("correction", "fee", "in_review", "approved")},
    }
}
NEVER = {"requests.Request": {"closed", "merged"}}  # no declared act leads there yet
TYPED = {"requests.Request:confirm": {"on": "2026-09-21"}}
DONE: dict[str, dict[str, dict[str, str]]] = {"requests.Request": {"confirm": {"received": "handler"}}}
