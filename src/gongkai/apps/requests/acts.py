"""The acts on a case, declared once."""

from gongkai.apps.organizations.acts import Act, Acts
from gongkai.apps.requests import actions, queries, rules
from gongkai.apps.requests.forms import DayForm
from gongkai.apps.requests.models import State
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.standing import against

REQUESTS = Acts(
    "requests.Request", "requests", reach=queries.reach, page="requests:detail",
    acts=(
        Act(
            "confirm", "确认收到", actions.confirm, HANDLE, against(rules.to_confirm), form=DayForm,
            basis=rules.article("receipt"), done="已登记，期限从收到之日起算。", main=True,
            shown=lambda user, request: request.state == State.RECEIVED,
        ),
    ),
)  # fmt: skip
