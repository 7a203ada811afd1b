"""区分处理: an original comes in, places are marked, the flat file is made and checked, a second person lets it go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.models import User
from gongkai.apps.organizations.permissions import may
from gongkai.apps.requests import events, marks, releasing, tasks, vault
from gongkai.apps.requests.models import Redaction, Request
from gongkai.apps.requests.powers import HANDLE
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused, Unreadable
from gongkai.uploads import SCANNED, receive

TAKEN = ("pdf", "png", "jpg", "jpeg", *SCANNED)
_WORD = ("docx", "doc", "wps", "xlsx", "xls", "pptx", "ofd", "rtf", "odt")
MOST = 20  # files of one case
T = TypeVar("T")


def begin(user: User, request: Request, upload: UploadedFile[bytes]) -> Redaction:
    """Take an original in; the background reads it and proposes places. Unreadable for what has no pages to see."""
    name = upload.name or ""
    if name.rpartition(".")[2].lower() in _WORD:
        raise Unreadable(f"“{name}”请先在 Word、WPS 等原来的软件里另存为 PDF，再上传 PDF。")
    name, data, _, sha256 = receive(upload, only=TAKEN)
    with acting(user, request, events.REDACTION_BEGUN, power=HANDLE, obstacles=releasing.to_begin) as act:
        if act.record.redactions.count() >= MOST:
            act.refuse([Obstacle("redaction:many", f"一件申请最多做{MOST}份遮盖件。")])
        row = Redaction(
            request=act.record, organization=act.record.organization, section=act.record.section,
            original_sha256=sha256, made_by=user, made_at=moment.now(),
        )  # fmt: skip
        vault.seal_name(row, name)
        vault.put(row, vault.ORIGINAL, data)
        row.save()
        act.say(sha256=sha256[:16])
        act.after(partial(tasks.read_original.enqueue, row.pk))
    return row


def _locked(user: User, row: Redaction) -> Redaction:
    found = Redaction.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not may(user, HANDLE, found.request):
        raise PermissionDenied
    return found


@transaction.atomic
def change(user: User, row: Redaction, do: Callable[[marks.Sheet], T]) -> T:
    """Change the marks. A finished file that no longer fits them goes. Stale, Refused, GongkaiError: nothing changed."""
    row = _locked(user, row)
    if found := releasing.to_mark(user, row):
        raise Refused(found)
    before = marks.boxes_of(row.marks)
    sheet = marks.Sheet(row.sizes, row.marks, row.past)
    done = do(sheet)
    row.marks, row.past, row.version = sheet.marks, sheet.past, row.version + 1
    row.hands = sorted({*row.hands, user.pk})
    if row.state == Redaction.State.MADE and marks.boxes_of(row.marks) != before:
        _unmake(row)
    row.save()
    return done


def _unmake(row: Redaction) -> None:
    """The finished file goes; the attempt stays noted."""
    vault.drop(row, vault.RESULT)
    row.state, row.certificate, row.elsewhere, row.waived, row.seen = (
        Redaction.State.MARKING,
        None,
        [],
        "",
        {},
    )


@transaction.atomic
def seek(user: User, row: Redaction, number: int) -> None:
    """Have the words of one place looked for in the whole file; what is found is proposed."""
    row = _locked(user, row)
    if found := releasing.to_mark(user, row):
        raise Refused(found)
    marks.Sheet(row.sizes, row.marks, row.past).find(number)
    if row.state == Redaction.State.MADE:
        _unmake(row)
    row.state, row.done, row.total = Redaction.State.READING, 0, len(row.sizes)
    row.save()
    transaction.on_commit(partial(tasks.seek_same.enqueue, row.pk, number))


@transaction.atomic
def make(user: User, row: Redaction) -> None:
    """做成品并核验, in the background."""
    row = _locked(user, row)
    if found := releasing.to_make(user, row):
        raise Refused(found)
    row.state, row.problem, row.findings = Redaction.State.MAKING, "", []
    row.done, row.total, row.hands = 0, 0, sorted({*row.hands, user.pk})
    row.save()
    transaction.on_commit(partial(tasks.make_result.enqueue, row.pk, user.pk))


def waive(user: User, row: Redaction, reason: str) -> None:
    """Leave the same words unhidden elsewhere, with a reason that stays in the ledger."""
    with acting(user, row, events.REDACTION_WAIVED, reason, power=HANDLE, obstacles=releasing.to_mark) as act:
        if not reason.strip():
            act.refuse(
                [Obstacle("redaction:reason", "请写明别处同样的内容为什么可以不遮。", cure="#id_reason")]
            )
        if not act.record.elsewhere:
            act.refuse([Obstacle("redaction:nothing", "别处没有同样的内容要说明。")])
        act.set(waived=reason.strip()[:300], hands=sorted({*act.record.hands, user.pk}))
        act.say(places=len(act.record.elsewhere))


def attach(user: User, row: Redaction, item: int | None) -> None:
    """With which item's answer the file goes."""
    with acting(user, row, events.REDACTION_PLACED, power=HANDLE, obstacles=_to_attach) as act:
        if item is not None and not act.record.request.points.filter(position=item).exists():
            act.refuse([Obstacle("redaction:item", f"本件没有第{item}项。")])
        act.set(item=item)
        act.say(item=item or 0)


def _to_attach(user: User, row: Redaction) -> list[Obstacle]:
    return releasing.to_begin(user, row.request)


def drop(user: User, row: Redaction) -> None:
    """去掉: the file and all that was made of it go."""
    with acting(
        user, row.request, events.REDACTION_DROPPED, power=HANDLE, obstacles=releasing.to_begin
    ) as act:
        found = Redaction.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if found.state == Redaction.State.RELEASED:
            act.refuse([Obstacle("redaction:released", "已经放行的不能去掉。")])
        act.say(sha256=found.original_sha256[:16])
        for part in (vault.ORIGINAL, vault.RESULT):
            vault.drop(found, part)
        found.delete()


@transaction.atomic
def look(user: User, row: Redaction, page: int) -> None:
    """This page, original beside result, has been looked at."""
    found = Redaction.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if obstacles := releasing.to_look(user, found):
        raise Refused(obstacles)
    seen = set(found.seen.get(str(user.pk), []))
    found.seen = found.seen | {str(user.pk): sorted(seen | {page})}
    found.save(update_fields=["seen"])


def release(user: User, row: Redaction) -> None:
    """放行: by another person, after every page with a box, where the certificate fits the file."""
    with acting(user, row, events.REDACTION_RELEASED, obstacles=releasing.to_release) as act:
        act.set(state=Redaction.State.RELEASED, released_by=user, released_at=moment.now())
        proof = act.record.certificate or {}
        act.say(sha256=str(proof.get("output_sha256", ""))[:16], boxes=len(proof.get("boxes", [])))


def take_back(request: Request) -> None:
    """The reply comes back to its handler: what was released waits for another look. Within an act."""
    Redaction.objects.filter(request=request, state=Redaction.State.RELEASED).update(
        state=Redaction.State.MADE, released_by=None, released_at=None, seen={}
    )
