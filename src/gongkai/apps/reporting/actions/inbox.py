"""Reports that other bodies hand in: kept as they came, read, checked, accepted or sent back with what is wrong."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction

from gongkai.apps.ledger.actions import record
from gongkai.apps.notices import actions as notices
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import REVIEW_OFFICE, holders
from gongkai.apps.reporting import events, readings, rules
from gongkai.apps.reporting.actions.common import refuse
from gongkai.apps.reporting.checking import previous_received
from gongkai.apps.reporting.compiled import thaw, title_of
from gongkai.apps.reporting.models import Received, Report, State
from gongkai.apps.reporting.outputs.word import word
from gongkai.apps.reviews import actions as reviews
from gongkai.apps.reviews.models import Round
from gongkai.apps.reviews.queries import rounds_of
from gongkai.clocks import moment
from gongkai.exceptions import Obstacle, Refused, Unreadable
from gongkai.files import formats
from gongkai.papers import MEDIA_TYPE
from gongkai.statforms.checks import check_report
from gongkai.uploads import ALLOWED, receive


def readable() -> list[str]:
    """The endings of files in which a report may be handed in: what may be kept and is read here."""
    return sorted(formats.readable() & set(ALLOWED))


def hand_in(
    user: User,
    *,
    organization: Organization,
    receiver: Organization | None,
    year: int,
    upload: UploadedFile[bytes],
) -> Received:
    """报送 a report as a file. Raises Unreadable with one sentence for what is no readable report."""
    obstacles = rules.obstacles_to_hand_in(user, organization, receiver, year, moment.today())
    if any(o.code == "received:no_power" for o in obstacles) or receiver is None:
        raise PermissionDenied
    refuse(obstacles)
    suffix = (upload.name or "").rpartition(".")[2].lower()
    if suffix not in readable():
        raise Unreadable(f"“{upload.name}”读不了；年度报告可以交：{'、'.join(readable())}。")
    name, data, media_type, sha256 = receive(upload)
    reading = readings.of_bytes(name, data)
    if reading.year is not None and reading.year != year:
        raise Refused(
            [
                Obstacle(
                    "received:year",
                    f"文件写的是{reading.year}年，报送的是{year}年，请核对。",
                    cure="#id_year",
                )
            ]
        )
    findings = [f.as_dict() for f in check_report(reading, previous_received(organization.pk, year - 1))]
    if reading.issuer and not _is(organization, reading.issuer):
        findings.insert(0, _other_issuer(reading.issuer, organization))
    kept = Received(
        organization=organization, receiver=receiver, year=year, form=reading.form.id if reading.form else "",
        name=name, media_type=media_type, size=len(data), sha256=sha256, reading=_slim(reading.as_dict()),
        findings=findings, errors=sum(f["level"] == "error" for f in findings),
        warnings=sum(f["level"] == "warn" for f in findings), handed_in_by=user, handed_in_at=moment.now(),
    )  # fmt: skip
    with transaction.atomic():
        kept.file.save(name, ContentFile(data), save=False)
        kept.save()
        reviews.open_round(
            user, kept, code="received", organization=receiver, section=receiver, drafter=user, hands=[],
            fingerprint=sha256,
        )  # fmt: skip
        _tell(events.RECEIVED, user, kept, sha256=sha256)
        people = set(holders(REVIEW_OFFICE, receiver).values_list("pk", flat=True)) - {user.pk}
        _notify(kept, people, f"已报送，错误{kept.errors}处")
    return kept


def hand_in_own(user: User, report: Report) -> Received:
    """报送上级 our own issued report, as the Word file that the platform makes of it."""
    if report.state != State.ISSUED:
        raise Refused([Obstacle("report:state", "签发后才能报送上级。")])
    data = word(thaw(report))
    upload = SimpleUploadedFile(f"{title_of(report)}.docx", data, content_type=MEDIA_TYPE)
    return hand_in(
        user,
        organization=report.organization,
        receiver=report.organization.parent,
        year=report.year,
        upload=upload,
    )


def _is(organization: Organization, issuer: str) -> bool:
    names = {organization.name, organization.short_name, *organization.aliases.values_list("name", flat=True)}
    return any(n and (n in issuer or issuer in n) for n in names)


def _other_issuer(issuer: str, organization: Organization) -> dict[str, Any]:
    return {
        "code": "IN01", "level": "warn", "where": [], "message": f"文件写的单位是“{issuer}”，报送单位是“{organization.name}”，请核对是否传错",
        "expected": organization.name, "found": issuer, "basis": "",
    }  # fmt: skip


def _slim(reading: dict[str, Any]) -> dict[str, Any]:
    """What is shown and added up; the findings are kept beside."""
    return {k: v for k, v in reading.items() if k != "findings"} | {"facts": reading["facts"][:400]}


@transaction.atomic
def accept(user: User, received: Received) -> Received:
    """接收, by a second person."""
    received = _lock(received)
    refuse(rules.obstacles_to_decide(user, received))
    reviews.agree(user, _round(received))
    return _decided(user, received, Received.State.ACCEPTED, events.ACCEPTED, "已接收")


@transaction.atomic
def send_back(user: User, received: Received, opinion: str) -> Received:
    """退回 with a reason; the findings go with it."""
    received = _lock(received)
    found = rules.obstacles_to_decide(user, received)
    if not opinion.strip():
        found.append(Obstacle("received:reason", "退回须写明原因。", cure="#id_opinion"))
    refuse(found)
    reviews.send_back(user, _round(received), [], opinion)
    received.reason = opinion.strip()[:1000]
    return _decided(user, received, Received.State.RETURNED, events.SENT_BACK, "已退回")


def _lock(received: Received) -> Received:
    return (
        Received.objects.select_for_update(of=("self",))
        .select_related("organization", "receiver")
        .get(pk=received.pk)
    )


def _round(received: Received) -> Round:
    return reviews.lock(rounds_of(received).get())


def _decided(user: User, received: Received, state: str, event: str, said: str) -> Received:
    received.state = state
    received.save(update_fields=["state", "reason"])
    _tell(event, user, received, because=received.reason)
    because = f"：{received.reason[:100]}" if received.reason else ""
    _notify(received, {received.handed_in_by_id}, f"{said}{because}")
    return received


def _tell(event: str, user: User, received: Received, because: str = "", **facts: Any) -> None:
    record(
        event, received, actor(user, received.receiver), chain=received.receiver.slug, title=str(received),
        because=because, body=received.organization.name, year=received.year, errors=received.errors,
        **facts,
    )  # fmt: skip


def _notify(received: Received, people: set[int], what: str) -> None:
    url = f"/workbench/reports/inbox/{received.pk}/"
    notices.tell(people, f"{received}：{what}", received, url)
