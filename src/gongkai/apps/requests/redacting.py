"""The long work on a redaction, in the background. Each job can be begun anew: what it makes is kept only when whole."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse

from gongkai.apps.ledger.actions import record
from gongkai.apps.notices.actions import tell
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.requests import events, marks, vault
from gongkai.apps.requests.models import Redaction
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError
from gongkai.files import pages
from gongkai.files.redaction import NotHeld, Result, Span, apply, boxes_from, propose
from gongkai.gongwen.personal_places import find_places, masked

log = logging.getLogger("gongkai.redacting")
MOST_PROPOSED = 500
_BROKEN = "处理时出了错，原因已记入运行日志。请再试一次；还不行请找系统管理员。"
_NEWS_SECONDS = 1.0


def _at(redaction_id: int, state: str) -> Redaction | None:
    return Redaction.objects.filter(pk=redaction_id, state=state).first()


def _finish(row: Redaction, state: str, write: Callable[[Redaction], None]) -> bool:
    """Write the outcome, if the row still waits for it."""
    with transaction.atomic():
        found = Redaction.objects.select_for_update(of=("self",)).filter(pk=row.pk, state=state).first()
        if found is None:
            return False
        write(found)
        found.version += 1
        found.save()
    return True


def _sentence(error: Exception) -> str:
    if isinstance(error, GongkaiError):
        return error.sentence
    log.exception("redaction failed", exc_info=error)
    return _BROKEN


def read_original(redaction_id: int) -> None:
    """How many pages, how large, and where personal data stand. Never raises for the file's sake."""
    row = _at(redaction_id, Redaction.State.READING)
    if row is None:
        return
    sheet = marks.Sheet([])
    try:
        with vault.opened(row, vault.ORIGINAL) as path:
            sheet.sizes = pages.page_sizes(path)
            found = propose(path, _spans)[:MOST_PROPOSED]
        sheet.add_all([(one.page, _edges(one.place), _words(one.kind, one.text, one.why)) for one in found],
                      marks.DEFAULT_GROUND, marks.ASK)  # fmt: skip
    except Exception as error:
        why = _sentence(error)
        _finish(row, Redaction.State.READING, lambda it: _unread(it, why))
        return
    _finish(row, Redaction.State.READING, lambda it: _read(it, sheet))


def _unread(row: Redaction, why: str) -> None:
    row.state, row.problem = Redaction.State.UNREAD, why[:500]


def _read(row: Redaction, sheet: marks.Sheet) -> None:
    row.sizes, row.marks, row.past = [list(size) for size in sheet.sizes], sheet.marks, []
    row.state, row.problem = Redaction.State.MARKING, ""


def _spans(text: str) -> Iterable[Span]:
    return [Span(one.start, one.end, one.kind, one.why) for one in find_places(text)]


_NAMES = {
    "id_card": "身份证号", "bank_card": "银行卡号", "mobile": "手机号码", "telephone": "电话号码", "email": "电子邮箱",
    "name": "姓名", "address": "住址",
}  # fmt: skip


def _words(kind: str, text: str, why: str) -> dict[str, str]:
    return {"what": f"{_NAMES[kind]} {masked(kind, text)}", "why": why}


def _edges(place: Any) -> list[float]:
    return [place.x0, place.y0, place.x1, place.y1]


def seek_same(redaction_id: int, number: int) -> None:
    """Propose every other place of the words that one mark hides."""
    row = _at(redaction_id, Redaction.State.READING)
    if row is None:
        return
    wanted = [mark for mark in row.marks if mark["id"] == number]
    found: list[dict[str, Any]] = []
    why = ""
    try:
        with vault.opened(row, vault.ORIGINAL) as path:
            found = pages.elsewhere(path, marks.boxes_of(mark | {"state": marks.HIDE} for mark in wanted))
    except Exception as error:
        why = _sentence(error)

    def write(it: Redaction) -> None:
        _propose(
            it, found, wanted[0]["ground"] if wanted else marks.DEFAULT_GROUND, f"与第{number}处的内容相同"
        )
        it.state, it.problem = Redaction.State.MARKING, why

    _finish(row, Redaction.State.READING, write)


def _propose(row: Redaction, found: Iterable[dict[str, Any]], ground: str, why: str) -> None:
    """Places that no mark covers yet."""
    sheet = marks.Sheet(row.sizes, row.marks, row.past)
    fresh = [
        (one["page"], one["box"], {"what": "同样的内容", "why": why})
        for one in found
        if not any(marks.overlaps(mark, one["page"], one["box"]) for mark in sheet.marks)
    ][: marks.MOST - len(sheet.marks)]
    if fresh:
        sheet.add_all(fresh, ground, marks.ASK)
    row.marks, row.past = sheet.marks, sheet.past


def make_result(redaction_id: int, user_id: int) -> None:
    """Draw the pages, paint the boxes, check, keep result and certificate; or say what was found."""
    row = _at(redaction_id, Redaction.State.MAKING)
    if row is None:
        return
    boxes = marks.boxes_of(row.marks)
    hidden = len({box["page"] for box in boxes})
    Redaction.objects.filter(pk=row.pk).update(total=2 * len(row.sizes) + hidden + 1)
    try:
        with vault.opened(row, vault.ORIGINAL) as path:
            out, proof = path.with_name("result.pdf"), path.with_name("certificate.json")
            result = apply(path, boxes_from(boxes), out, proof, moment.now(), heard=_noting(row))
            data = out.read_bytes()
    except Exception as error:
        why = _sentence(error)
        leaks = list(error.leaks) if isinstance(error, NotHeld) else []
        _finish(row, Redaction.State.MAKING, lambda it: _failed(it, why, leaks, len(boxes)))
    else:
        _finish(row, Redaction.State.MAKING, lambda it: _made(it, result, data, user_id))
    _say(row, user_id)


def _noting(row: Redaction) -> Callable[[int], None]:
    """How far it is, written down now and then."""
    last = [time.monotonic()]

    def heard(steps: int) -> None:
        if time.monotonic() - last[0] >= _NEWS_SECONDS:
            last[0] = time.monotonic()
            Redaction.objects.filter(pk=row.pk).update(done=steps)

    return heard


def _failed(row: Redaction, why: str, leaks: list[dict[str, Any]], boxes: int) -> None:
    row.state, row.problem = Redaction.State.MARKING, why[:500]
    row.findings = [
        {"kind": leak["kind"], "page": leak["page"], "where": leak["where"]} for leak in leaks[:50]
    ]
    row.attempts = [*row.attempts, _attempt(boxes, why[:200])]


def _attempt(boxes: int, why: str) -> dict[str, Any]:
    return {"at": moment.now().isoformat(timespec="seconds"), "boxes": boxes, "why": why}


def _made(row: Redaction, result: Result, data: bytes, user_id: int) -> None:
    vault.put(row, vault.RESULT, data)
    row.state, row.certificate, row.seen = Redaction.State.MADE, result.certificate.as_json(), {}
    row.elsewhere = [{"page": one["page"], "box": one["box"]} for one in result.elsewhere]
    row.attempts = [*row.attempts, _attempt(result.boxes, "")]
    _propose(row, result.elsewhere, marks.DEFAULT_GROUND, "与已遮的内容相同")
    case = row.request
    user = User.objects.get(pk=user_id)
    record(
        events.REDACTION_MADE, case, actor(user, case.organization), chain=case.organization.slug, title=case.label,
        pages=result.pages, boxes=result.boxes, sha256=result.certificate.output_sha256[:16],
    )  # fmt: skip


def _say(row: Redaction, user_id: int) -> None:
    row.refresh_from_db()
    said = "已做好并核验" if row.state == Redaction.State.MADE else "没有做成"
    tell(
        [user_id],
        f"{row.request.label}的遮盖件{said}。",
        row.request,
        reverse("requests:redaction", args=[row.pk]),
    )
