"""转主动公开: yes or no with the reason; yes drafts the twin that goes its own way to the public."""

from __future__ import annotations

import hashlib
from functools import partial

from django.core.files.base import ContentFile

from gongkai import law
from gongkai.apps.duties.publishable import LOCKED
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.acting import acting
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import User
from gongkai.apps.publishing.publishable import publication_of
from gongkai.apps.requests import events, opened, releasing, rules, vault
from gongkai.apps.requests.models import OpenedFile, OpenedReply, Redaction, Request
from gongkai.apps.requests.powers import HANDLE
from gongkai.apps.requests.standing import against
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused


def settle_open(user: User, request: Request, *, to_open: bool, reason: str) -> Request:
    """转主动公开, decided. What is yes has a twin from now on, drafted from the reply without the person."""
    with acting(user, request, events.TO_OPEN, power=HANDLE, obstacles=against(rules.to_settle_open)) as act:
        case = act.record
        if not reason.strip():
            act.refuse([Obstacle("request:reason", "请写明理由。", rules.article("to_open"), "#id_reason")])
        if to_open and case.outcome not in opened.GIVES:
            words = "本件没有予以公开的内容，没有可以转主动公开的。"
            act.refuse([Obstacle("request:nothing_open", words, rules.article("to_open"), "#id_to_open")])
        act.set(to_open=to_open, to_open_reason=reason.strip()[:300])
        act.say(decision="转" if to_open else "不转")
        if to_open and not OpenedReply.objects.filter(request=case).exists():
            _draft(user, case)
    return act.record


def _draft(user: User, case: Request) -> OpenedReply:
    title, text = opened.draft_of(case)
    now = moment.now()
    made = OpenedReply.objects.create(
        organization=case.organization, section=case.section, request=case, drafted_by=user, title=title, text=text,
        created_at=now, updated_at=now,
    )  # fmt: skip
    by = actor(user, case.organization)
    record(events.OPENED, made, by, chain=case.organization.slug, title=made.title)
    return made


def change_opened(user: User, opened_reply: OpenedReply, *, title: str, text: str) -> OpenedReply:
    """Other words for the twin, as long as nobody judges it."""
    with acting(
        user, opened_reply, events.OPENED_CHANGED, power=HANDLE, obstacles=lambda _, row: obstacles_to_change(row)
    ) as act:  # fmt: skip
        found = [] if title.strip() else [Obstacle("opened:title", "请写标题。", cure="#id_title")]
        if not text.strip():
            found.append(Obstacle("opened:text", "请写正文。", cure="#id_text"))
        act.refuse(found)
        act.set(title=title.strip()[:120], text=text.strip())
    return act.record


def add_opened_file(user: User, opened_reply: OpenedReply, *, redaction: int, name: str) -> OpenedFile:
    """A redacted file of the case goes along: one that was released, whose certificate fits what is kept now."""
    with acting(
        user, opened_reply, events.OPENED_FILE, power=HANDLE, obstacles=lambda _, row: obstacles_to_change(row)
    ) as act:  # fmt: skip
        row = Redaction.objects.filter(pk=redaction, request=act.record.request_id).first()
        if row is None:
            raise Refused([Obstacle("opened:file", "本件没有这份遮盖件，请重新选。", cure="#id_redaction")])
        found = releasing.to_fetch(row)
        if not name.strip():
            found.append(Obstacle("opened:file_name", "请写公众看到的名称。", cure="#id_name"))
        if OpenedFile.objects.filter(opened=act.record, redaction=row).exists():
            found.append(Obstacle("opened:file_once", "这份已经随文公开。", cure="#id_redaction"))
        act.refuse(found)
        data = vault.take(row, vault.RESULT)
        made = OpenedFile(
            opened=act.record, redaction=row, name=f"{name.strip().removesuffix('.pdf')[:110]}.pdf", size=len(data),
            sha256=hashlib.sha256(data).hexdigest(), added_by=user, added_at=moment.now(),
        )  # fmt: skip
        made.file.save("x.pdf", ContentFile(data), save=False)
        made.save()
        act.set(updated_at=made.added_at)
        act.say(decision="加", sha256=made.sha256[:16])
    return made


def drop_opened_file(user: User, opened_reply: OpenedReply, *, file: int) -> OpenedReply:
    """Without it again. A copy that the public could already fetch stays with its version."""
    with acting(
        user, opened_reply, events.OPENED_FILE, power=HANDLE, obstacles=lambda _, row: obstacles_to_change(row)
    ) as act:  # fmt: skip
        row = act.record.files.filter(pk=file).first()
        if row is None:
            raise Refused([Obstacle("opened:file", "没有这份附件，可能已经去掉。", cure="#files")])
        act.say(decision="去掉", sha256=row.sha256[:16])
        if publication_of(act.record) is None:  # no version shows it
            act.after(partial(row.file.storage.delete, str(row.file.name)))
        row.delete()
        act.set(updated_at=moment.now())
    return act.record


def obstacles_to_change(record: OpenedReply) -> list[Obstacle]:
    """What is judged stays as it is."""
    if record.stage in LOCKED:
        sentence = f"此件{record.get_stage_display()}，任何人不得改动。"
        return [Obstacle("opened:locked", sentence, law.cite("review"))]
    return []
