"""Against machines, without pictures: a proof of work for browsers with scripts, a short wait for those without.

`challenge` gives an ALTCHA puzzle (version 2, SHA-256), which our own script solves in a worker while the person writes.
`slip` is a signed note of when the page was asked for, to be handed in after some seconds. Each is spent once, in the
transaction of the act it opens. Nobody is refused for good: the more one address sends, the harder the puzzle and the longer
the wait.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import secrets
from typing import Any

import altcha
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction

from gongkai.apps.intake import pace
from gongkai.apps.intake.models import Spent
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError

VALID = dt.timedelta(hours=2)
WORK = 40_000  # hashes at most; a phone of 2018 does them in half a second
HARDEST = 16
WAIT_SECONDS = 5
LONGEST_WAIT = 60
_SALT = "gongkai.intake.slip"
_LONGEST = 4000


class NotProved(GongkaiError):
    """No proof, a wrong one, a spent one, or too early.

    seconds: when to try again. again: the same slip may be handed in once more then; else a new one is needed.
    """

    def __init__(self, sentence: str, seconds: int = 5, *, again: bool = False) -> None:
        super().__init__(sentence)
        self.seconds, self.again = seconds, again


def _secret() -> str:
    return hashlib.sha256(f"gongkai.intake.proof:{settings.SECRET_KEY}".encode()).hexdigest()


def challenge(purpose: str, who: str = "") -> dict[str, Any]:
    """A puzzle for one act (`request:send`), as JSON for the script. who: the address; busy ones get harder ones."""
    harder = min(HARDEST, 1 + pace.seen("send", who) // settings.INTAKE_PACE["wait"]) if who else 1
    made = altcha.create_challenge(
        algorithm="SHA-256",
        cost=1,
        counter=secrets.randbelow(WORK * harder // 2) + WORK * harder // 2,
        data={"for": purpose, "until": int((moment.now() + VALID).timestamp())},
        hmac_secret=_secret(),
    )
    return made.to_dict()


def slip(purpose: str) -> str:
    """A waiting slip for one act: worth something a few seconds from now."""
    note = {"for": purpose, "at": moment.now().timestamp(), "id": secrets.token_hex(8)}
    return signing.Signer(salt=_SALT).sign_object(note)


def spend(purpose: str, *, solved: str, slip: str, who: str) -> None:
    """Accept one proof for one act, in the caller's transaction, or raise NotProved with a sentence and a time to wait.

    solved: what the script put into the form, base64 JSON. slip: what the server put there; used where nothing was
    solved. who: the address.
    """
    if not transaction.get_connection().in_atomic_block:
        raise GongkaiError("凭证须与所办之事同在一个事务内使用。")
    try:
        key, until = _solved(purpose, solved)
    except NotProved:
        if not slip:
            raise
        key, until = _waited(purpose, slip, who)
    _keep(key, until)
    pace.count("send", who)


def _solved(purpose: str, text: str) -> tuple[str, dt.datetime]:
    """The key and the end of a puzzle solved rightly for this act."""
    if not text or len(text) > _LONGEST:
        raise NotProved("这一页还没有准备好，请等几秒再按一次。")
    data = _data(text)
    result = altcha.verify_solution(text, _secret())
    if not result.verified or data.get("for") != purpose or not isinstance(data.get("until"), int):
        raise NotProved("页面校验没有通过，请等几秒再按一次。")
    until = dt.datetime.fromtimestamp(data["until"], tz=moment.BEIJING)
    if until < moment.now():
        raise NotProved("这一页打开太久了，填写的内容都在，请再按一次。")
    return hashlib.sha256(_signature(text).encode()).hexdigest(), until


def _payload(text: str) -> dict[str, Any]:
    try:
        read = json.loads(base64.b64decode(text, validate=True))
    except (ValueError, RecursionError):
        return {}
    challenge = read.get("challenge") if isinstance(read, dict) else None
    return challenge if isinstance(challenge, dict) else {}


def _data(text: str) -> dict[str, Any]:
    parameters = _payload(text).get("parameters")
    data = parameters.get("data") if isinstance(parameters, dict) else None
    return data if isinstance(data, dict) else {}


def _signature(text: str) -> str:
    return str(_payload(text).get("signature"))


def _waited(purpose: str, text: str, who: str) -> tuple[str, dt.datetime]:
    """The key and the end of a slip that is old enough; one address gets so many a minute, then it queues."""
    try:
        note = signing.Signer(salt=_SALT).unsign_object(text[:_LONGEST])
        at = dt.datetime.fromtimestamp(float(note["at"]), tz=moment.BEIJING)
        key, meant = str(note["id"]), str(note["for"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise NotProved("页面校验没有通过，请等几秒再按一次。") from None
    age = (moment.now() - at).total_seconds()
    if meant != purpose or age > VALID.total_seconds() or age < 0:
        raise NotProved("这一页打开太久了，填写的内容都在，请再按一次。")
    if age < WAIT_SECONDS:
        left = int(WAIT_SECONDS - age) + 1
        raise NotProved(f"请再等 {left} 秒，然后再按一次；填写的内容都在。", left, again=True)
    if pace.too_many("wait", who):
        left = min(pace.seconds_left(), LONGEST_WAIT)
        raise NotProved(f"从同一网络提交的人较多，请等 {left} 秒再按一次；填写的内容都在。", left, again=True)
    return hashlib.sha256(f"slip:{key}".encode()).hexdigest(), at + VALID


def _keep(key: str, until: dt.datetime) -> None:
    try:
        with transaction.atomic():
            Spent.objects.create(key=key, until=until)
    except IntegrityError:
        raise NotProved("这一页已经用过一次，填写的内容都在，请等几秒再按一次。") from None


def prune() -> int:
    """Forget spent proofs that would have expired by now; how many."""
    return Spent.objects.filter(until__lt=moment.now()).delete()[0]
