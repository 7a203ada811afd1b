"""The one-time code with which a third party answers on the page of its letter, and the pass that a right code gives."""

from __future__ import annotations

from gongkai.apps.intake import codes, passes
from gongkai.apps.ledger.actions import Actor
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import User
from gongkai.apps.requests import events, rules
from gongkai.apps.requests.models import Consultation
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.standing import against
from gongkai.exceptions import GongkaiError

PASS_SECONDS = 3600
_KIND = "consultation"
THIRD_PARTY = Actor(name="被征求意见方", post="凭征求意见函上的口令")
WRONG = "口令不对。口令在征求意见函上，共 8 位，不分大小写；找不到的，请打函上的电话，可以换发。"


def new_code(user: User, consultation: Consultation) -> str:
    """换发口令: the code for the letter, shown this once. An earlier one is void from now on."""
    with acting(
        user,
        consultation.request,
        events.CODE_ISSUED,
        power=HANDLE,
        obstacles=against(rules.to_answer_consultation),
    ) as act:
        row = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
        act.refuse(rules.to_hear(row.answer, row.kind, act.record.state))
        code = codes.new_code()
        row.code_salt = codes.new_salt()
        row.code_hash = codes.hashed(code, row.code_salt)
        row.save(update_fields=["code_salt", "code_hash"])
        act.say(kind=row.get_kind_display())
    return code


def pass_for(consultation: Consultation, code: str) -> str:
    """What a browser keeps for an hour after the right code; GongkaiError after a wrong one."""
    kept = consultation.code_hash
    right = codes.same(code, consultation.code_salt, kept)  # takes as long where there is no letter
    if not kept or not right:
        raise GongkaiError(WRONG)
    return passes.give(_KIND, consultation.pk, kept)


def passed(consultation: Consultation, token: str) -> bool:
    """Whether the browser gave the code that still holds."""
    return passes.holds(token, _KIND, consultation.pk, consultation.code_hash, seconds=PASS_SECONDS)
