"""What stands against each step of a redaction, now: asked before the button and by the act itself."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.apps.organizations.permissions import may
from gongkai.apps.requests import marks, rules, vault
from gongkai.apps.requests.models import Redaction, Request, State
from gongkai.apps.requests.powers import APPROVE, HANDLE, REVIEW
from gongkai.apps.requests.standing import facts_of
from gongkai.exceptions import GongkaiError, Obstacle

_ARTICLE = "apart"
_SAID = {
    Redaction.State.READING: "正在读原件，读完才能标。",
    Redaction.State.MAKING: "正在做成品，做完才能改。",
    Redaction.State.UNREAD: "这份原件读不出来，请去掉后重新上传。",
    Redaction.State.RELEASED: "已经放行，不能再改。",
}


def _one(code: str, sentence: str, row: Redaction | None = None) -> Obstacle:
    cure = reverse("requests:redaction", args=[row.pk]) if row is not None else ""
    return Obstacle(f"redaction:{code}", sentence, rules.article(_ARTICLE), cure)


def to_begin(user: Any, case: Request) -> list[Obstacle]:
    """Files are prepared while the reply is being written."""
    return rules.to_answer(facts_of(case, user))


def to_mark(user: Any, row: Redaction) -> list[Obstacle]:
    """While the reply is being written, and nothing runs on the file."""
    found = to_begin(user, row.request)
    if not found and row.state in _SAID:
        found = [_one("state", _SAID[Redaction.State(row.state)])]
    return found


def to_make(user: Any, row: Redaction) -> list[Obstacle]:
    """Every proposal decided."""
    found = to_mark(user, row)
    if row.state == Redaction.State.MADE:
        found.append(_one("made", "成品已经做好；改了遮盖的地方才要重做。"))
    return found + _open_proposals(row)


def _open_proposals(row: Redaction) -> list[Obstacle]:
    waiting = marks.counted(row.marks, lambda mark: mark["state"] == marks.ASK)
    if not waiting:
        return []
    number = sum(len(found) for found in waiting.values())
    return [
        _one(
            "open",
            f"还有{number}处没有定：{'、'.join(f'第{page}页{len(found)}处' for page, found in waiting.items())}。",
        )
    ]


def unfit(row: Redaction, *, remembered: bool = False) -> list[Obstacle]:
    """Why the file may not leave whoever agrees: not made, words left elsewhere, certificate that does not fit.

    remembered: for a page that only shows it (`vault.misfits`).
    """
    if row.state not in {Redaction.State.MADE, Redaction.State.RELEASED}:
        return [_one("unmade", "遮盖件还没有做成并核验，请先做好或去掉。", row)]
    found = _open_proposals(row)
    if row.elsewhere and not row.waived:
        found.append(
            _one(
                "elsewhere", f"同样的内容还有{len(row.elsewhere)}处没有遮，请补遮，或者写明不遮的理由。", row
            )
        )
    try:
        found += [
            _one("certificate", f"遮盖件不能放行：{why}。请重做。", row)
            for why in vault.misfits(row, remembered=remembered)
        ]
    except GongkaiError as error:
        found.append(_one("gone", error.sentence, row))
    return found


def to_submit(case: Request) -> list[Obstacle]:
    """Every redacted file of the case stands ready."""
    return [obstacle for row in case.redactions.all() for obstacle in unfit(row)]


def to_look(user: Any, row: Redaction) -> list[Obstacle]:
    """By somebody who marked nothing, with the review of the reply."""
    if row.state == Redaction.State.RELEASED:
        return [_one("released", "这份遮盖件已经放行。")]
    found = []
    if row.request.state != State.IN_REVIEW or row.state != Redaction.State.MADE:
        found.append(_one("review", "答复送审以后，由审核人逐页看遮盖件。"))
    if user.pk == row.made_by_id or user.pk in row.hands:
        found.append(_one("hand", "您标过这份文件，须由另一人看过再放行。"))
    if not (may(user, REVIEW, row.request) or may(user, APPROVE, row.request)):
        found.append(_one("power", "放行由法制审核人或签发人做。"))
    return found


def unseen(user: Any, row: Redaction) -> list[int]:
    """The pages with a box that this person has not looked at."""
    seen = set(row.seen.get(str(user.pk), []))
    return [
        page
        for page in marks.counted(row.marks, lambda mark: mark["state"] == marks.HIDE)
        if page not in seen
    ]


def to_release(user: Any, row: Redaction, *, remembered: bool = False) -> list[Obstacle]:
    """Looked at page by page, and the certificate fits. remembered: see `unfit`."""
    found = to_look(user, row)
    left = unseen(user, row)
    if not found and left:
        found.append(_one("unseen", f"还有{len(left)}页有框的没有看：第{'、'.join(map(str, left[:10]))}页。"))
    return found or unfit(row, remembered=remembered)


def to_agree(case: Request) -> list[Obstacle]:
    """The reply does not go on before its redacted files were released."""
    return [
        _one("unreleased", "遮盖件还没有放行，请先对照原件逐页看过。", row)
        for row in case.redactions.all()
        if row.state != Redaction.State.RELEASED
    ]


def to_fetch(row: Redaction) -> list[Obstacle]:
    """The finished file goes out of the house after the second person's word, and only if the certificate fits."""
    if row.state != Redaction.State.RELEASED:
        return [_one("unreleased", "放行以后才能下载成品；现在可以在这里看。")]
    return unfit(row)


def handles(user: Any, row: Redaction) -> bool:
    """Whether the person may mark at all."""
    return may(user, HANDLE, row.request)
