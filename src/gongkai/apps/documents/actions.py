"""What is done to a document before and beside review: register, change, decide the attribute, keep its files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from wagtail.models import Revision

from gongkai.apps.deadlines import actions as deadlines
from gongkai.apps.deadlines.queries import was_met
from gongkai.apps.documents import events, markup, rules
from gongkai.apps.documents import register as lines
from gongkai.apps.documents.models import Attribute, DocumentFile, NumberNote, OfficialDocument, Stage
from gongkai.apps.documents.numbering import apply_number
from gongkai.apps.documents.pictures import AS_READ, Picture, made, words_as_read
from gongkai.apps.documents.pictures import MOST as MOST_PICTURES
from gongkai.apps.documents.publicity import publicity_of
from gongkai.apps.documents.reading import Checked, Hidden, check
from gongkai.apps.documents.replacing import may_be_replaced
from gongkai.apps.ledger.actions import record
from gongkai.apps.organizations.actor import actor
from gongkai.apps.organizations.models import Organization, User
from gongkai.apps.organizations.permissions import DRAFT, REGISTER_NUMBERS, may
from gongkai.clocks import moment
from gongkai.exceptions import GongkaiError, Obstacle, Refused
from gongkai.printable import printable
from gongkai.uploads import receive

PICTURE_SUFFIXES = ("png", "jpg", "jpeg")
# What an officer may type; everything else is derived or decided by an action of its own.
FIELDS = {
    "title": "标题", "kind": "文种", "number": "发文字号", "issuer": "落款机关", "addressee": "主送机关",
    "copied_to": "抄送机关", "printed": "印发",
    "normative": "是否规范性文件", "signed_on": "成文日期", "html": "正文", "effective_on": "施行日期", "expires_on": "有效期至",
}  # fmt: skip


def lock(document: OfficialDocument) -> OfficialDocument:
    """The row, locked for this transaction, so that two acts on one document queue up."""
    return (
        OfficialDocument.objects.select_for_update(of=("self",))
        .select_related("organization", "section", "drafted_by")
        .get(pk=document.pk)
    )


def register(
    user: User,
    *,
    organization: Organization,
    section: Organization,
    fields: Mapping[str, Any],
    source: UploadedFile[bytes] | Checked | None = None,
    attachments: Sequence[UploadedFile[bytes] | Checked] = (),
    pictures: Sequence[Picture] = (),
    evidence: Mapping[str, Any] | None = None,
    decision: Mapping[str, Any] | None = None,
) -> OfficialDocument:
    """登记: make the record of a document, with its file. Open points are allowed here, not at 送审.

    fields: any of FIELDS. pictures: those that the text names. evidence: what the reader found where, kept beside what the officer confirmed.
    decision: what `decide_attribute` takes, where the attribute is known already; both are done or neither.
    Raises PermissionDenied, or Unreadable for a file that may not be kept. Files are looked into before the
    transaction begins: nobody waits for the lock of the database while a workbook is read.
    """
    document = OfficialDocument(organization=organization, section=section, drafted_by=user)
    if not may(user, DRAFT, document):
        raise PermissionDenied
    files = [(DocumentFile.Part.SOURCE, check(source))] if source is not None else []
    files += [(DocumentFile.Part.ATTACHMENT, check(upload)) for upload in attachments]
    with transaction.atomic():
        document = _register(user, document, fields, files, pictures, evidence or {})
        return decide_attribute(user, document, **decision) if decision else document


def _register(
    user: User,
    document: OfficialDocument,
    fields: Mapping[str, Any],
    files: Sequence[tuple[DocumentFile.Part, Checked]],
    pictures: Sequence[Picture],
    evidence: Mapping[str, Any],
) -> OfficialDocument:
    now = moment.now()
    document.created_at = document.updated_at = now
    document.evidence = dict(evidence)
    _apply(document, fields)
    _remember(document, any(part == DocumentFile.Part.SOURCE for part, _ in files))
    refuse(rules.obstacles_of_facts(document, moment.today()))
    document.save()
    lines.moved(None, lines.place_of(document))
    for part, checked in files:
        _keep(user, document, checked, part)
        if checked.clean is not None:
            _keep(user, document, checked.clean, DocumentFile.Part.ORIGINAL)
    _keep_pictures(user, document, pictures)
    document.save_revision(user=user, clean=False)
    organization = document.organization
    record(
        events.REGISTERED, document, actor(user, organization), chain=organization.slug, title=document.label,
        number=document.number, section=document.section.name,
    )  # fmt: skip
    return document


def _apply(document: OfficialDocument, fields: Mapping[str, Any]) -> list[str]:
    """Set what was given; returns the Chinese names of the fields that changed."""
    changed = []
    for name, value in fields.items():
        if name not in FIELDS:
            raise GongkaiError(f"公文没有“{name}”这一项。")
        before = getattr(document, name)
        if name == "number":
            apply_number(document, str(value or ""))
        elif name == "html":
            document.html = markup.clean(str(value or ""))
            document.text = markup.plain(document.html)
            document.fingerprint = markup.fingerprint(document.text) if document.text else ""
        elif name == "normative":
            document.normative = bool(value)
        elif name in {"signed_on", "effective_on", "expires_on"}:
            setattr(document, name, value or None)
        else:
            limit = getattr(OfficialDocument._meta.get_field(name), "max_length", None)
            setattr(document, name, _words(str(value or ""))[:limit])
        if (getattr(document, name) or None) != (before or None):
            changed.append(FIELDS[name])
    return changed


def _words(text: str) -> str:
    """One line of typed words, without what cannot be stored or seen."""
    return " ".join(printable(text).split())


@transaction.atomic
def change(
    user: User,
    document: OfficialDocument,
    fields: Mapping[str, Any],
    replacing: Revision | None = None,
    source: Checked | None = None,
    pictures: Sequence[Picture] = (),
    seen: str = "",
) -> OfficialDocument:
    """修改 facts or text. While the document is in review nobody may (what is judged is what goes out).

    replacing: the editor's own last autosave, which this one takes the place of where nothing has happened since; it
    is then the same act in the ledger. seen: `rules.version_of` the document when the screen was opened.
    source: a new file in the place of the one the document came from; its text is among the fields, its pictures are
    `pictures`.
    """
    document = lock(document)
    refuse(rules.obstacles_to_change(user, document) + rules.obstacles_of_version(document, seen))
    if source is not None:
        _replace_source(user, document, source)
    _keep_pictures(user, document, pictures)
    before = lines.place_of(document)
    changed = _apply(document, fields)
    _remember(document, source is not None)
    if not changed and source is None:
        return document
    refuse(rules.obstacles_of_facts(document, moment.today()))
    _reopen(document)
    document.updated_at = moment.now()
    document.save()
    lines.moved(before, lines.place_of(document))
    if replacing is not None and not may_be_replaced(user, document, replacing, changed):
        replacing = None
    document.save_revision(user=user, clean=False, overwrite_revision=replacing)
    keep_clock(document)
    if replacing is not None:
        return document
    record(
        events.CHANGED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, fields="、".join(changed),
    )  # fmt: skip
    return document


@transaction.atomic
def decide_attribute(
    user: User,
    document: OfficialDocument,
    *,
    attribute: str,
    ground: str = "",
    ground_note: str = "",
    party_and_government: bool = False,
    disclosing_body: str = "",
    authorisation: str = "",
    seen: str = "",
) -> OfficialDocument:
    """源头认定: decide the attribute with its coded ground; 主动公开 starts the clock from 成文日期.

    seen: `rules.version_of` the document when the screen was opened. No revision is kept: the text is the same.
    """
    document = lock(document)
    refuse(rules.obstacles_to_change(user, document) + rules.obstacles_of_version(document, seen))
    values: dict[str, Any] = {
        "attribute": attribute,
        "ground": ground if attribute != Attribute.OPEN else "",
        "ground_note": _words(ground_note)[:500],
        "party_and_government": party_and_government,
        "disclosing_body": _words(disclosing_body)[:80] if party_and_government else "",
        "authorisation": _words(authorisation)[:200] if party_and_government else "",
    }
    refuse(rules.obstacles_of_attribute(**values))
    for name, value in values.items():
        setattr(document, name, value)
    document.review_again_on = rules.next_attribute_review(document, moment.today())
    if _reopen(document) and attribute == Attribute.OPEN:
        document.evidence = {**document.evidence, rules.TURNED_OPEN: moment.today().isoformat()}
    document.updated_at = moment.now()
    document.save()
    keep_clock(document)
    reason = rules.ground_of(document)
    record(
        events.ATTRIBUTED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=document.ground_note, attribute=document.get_attribute_display(),
        ground=f"，理由：{reason.label}（{reason.basis}）" if reason else "", code=attribute, ground_code=document.ground,
    )  # fmt: skip
    return document


def _reopen(document: OfficialDocument) -> bool:
    """What was filed as not open is judged anew once it changes: the public register shows what reviewers agreed to
    (its ground, its review). True where it was filed."""
    filed = document.stage == Stage.FILED
    if filed:
        document.stage = Stage.DRAFT
    return filed


def _changing(user: User, document: OfficialDocument) -> OfficialDocument:
    """The document, locked, for a change of its files."""
    document = lock(document)
    refuse(rules.obstacles_to_change(user, document))
    if _reopen(document):
        document.updated_at = moment.now()
        document.save(update_fields=["stage", "updated_at"])
    return document


def keep_clock(document: OfficialDocument) -> None:
    """Let the opening clock agree with the facts: start, move or cancel it of its provision."""
    if was_met(document, matter=rules.OPENING):
        return  # the duty was done once; a correction of the public text is no new one
    if rules.opening_clock_runs(document) and document.signed_on:
        starts_on = rules.opening_starts_on(document, document.signed_on)
        deadlines.start(
            document,
            rules.OPENING,
            on=starts_on,
            chosen={"formed_on": starts_on},
            organization=document.organization,
            section=document.section,
            holder=document.drafted_by,
            title=f"公开：{document.label}",
            url=f"/workbench/documents/{document.pk}/",
        )
    elif document.stage not in {Stage.PUBLISHED, Stage.WITHDRAWN}:
        deadlines.end(document, matter=rules.OPENING, met=False)


def attach(user: User, document: OfficialDocument, upload: UploadedFile[bytes] | Checked) -> DocumentFile:
    """添加附件, checked by content and size; what lies hidden in it is noted for the reviewers."""
    refuse(rules.obstacles_to_change(user, document))
    checked = check(upload)
    with transaction.atomic():
        document = _changing(user, document)
        kept = _keep(user, document, checked, DocumentFile.Part.ATTACHMENT)
        _file_event(events.FILE_ADDED, user, document, kept)
    return kept


def _remember(document: OfficialDocument, read: bool) -> None:
    """Of a text just read from a file: its words, so that the file is offered only while they are the public ones."""
    if read:
        document.evidence = {**document.evidence, AS_READ: words_as_read(document.html)}


def add_picture(user: User, document: OfficialDocument, upload: UploadedFile[bytes]) -> DocumentFile:
    """插入图片: made for the page, so that nothing the camera wrote goes out. It is public once the text shows it.

    Raises Unreadable for what is no picture, Refused where the document may not be changed or has too many.
    """
    refuse(rules.obstacles_to_change(user, document))
    name, data, _, _ = receive(upload, only=PICTURE_SUFFIXES, megabytes=20)
    picture = made(data, name)
    with transaction.atomic():
        document = _changing(user, document)
        if document.files.filter(part=DocumentFile.Part.PICTURE).count() >= MOST_PICTURES:
            refuse([Obstacle("document:pictures", f"一件公文最多插入{MOST_PICTURES}幅图片。")])
        (kept,) = _keep_pictures(user, document, [picture])
        _file_event(events.FILE_ADDED, user, document, kept)
    return kept


def _keep_pictures(user: User, document: OfficialDocument, pictures: Sequence[Picture]) -> list[DocumentFile]:
    """Pictures stay with the document as long as it is there: an older text that is brought back shows them again."""
    return [
        _keep(
            user, document, Checked(p.name, p.data, p.media_type, p.sha256, Hidden([], p.detail)),
            DocumentFile.Part.PICTURE, key=p.key,
        )
        for p in pictures
    ]  # fmt: skip


def _replace_source(user: User, document: OfficialDocument, checked: Checked) -> None:
    """Put a new file in the place of the one the document came from."""
    for old in document.files.filter(part__in=[DocumentFile.Part.SOURCE, DocumentFile.Part.ORIGINAL]):
        _remove(old)
    kept = _keep(user, document, checked, DocumentFile.Part.SOURCE)
    if checked.clean is not None:
        _keep(user, document, checked.clean, DocumentFile.Part.ORIGINAL)
    _file_event(events.FILE_ADDED, user, document, kept)


@transaction.atomic
def detach(user: User, file: DocumentFile) -> None:
    """移去附件."""
    document = _changing(user, file.document)
    _file_event(events.FILE_REMOVED, user, document, file)
    _remove(file)


def _remove(file: DocumentFile) -> None:
    stored = file.file
    names = [name for name in (stored.name, file.page.name if file.page else "") if name]
    was_public = bool(publicity_of([file.document_id]))
    file.delete()
    if was_public:
        return  # a public version may still show these bytes, and is the proof of what was shown
    # Another row may hold the same bytes under another name; names are random, so this one is ours alone.
    for name in names:
        transaction.on_commit(partial(stored.storage.delete, name))


def _keep(user: User, document: OfficialDocument, checked: Checked, part: str, key: str = "") -> DocumentFile:
    kept = DocumentFile(
        **({"key": key} if key else {}),
        document=document, part=part, name=checked.name, media_type=checked.media_type, size=len(checked.data),
        sha256=checked.sha256, detail=checked.hidden.detail, hidden=checked.hidden.findings,
        position=document.files.count(), added_by=user, added_at=moment.now(),
    )  # fmt: skip
    kept.file.save(checked.name, ContentFile(checked.data), save=False)
    if checked.page:
        page = checked.page.encode()
        kept.page_sha256 = hashlib.sha256(page).hexdigest()
        kept.page.save("page.html", ContentFile(page), save=False)
    kept.save()
    return kept


def _file_event(event: str, user: User, document: OfficialDocument, file: DocumentFile) -> None:
    record(
        event, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, part=file.get_part_display(), name=file.name, sha256=file.sha256,
    )  # fmt: skip


@transaction.atomic
def explain_number(
    user: User, *, organization: Organization, agency: str, year: int, serial: int, reason: str, note: str
) -> NumberNote:
    """说明缺号: why a number of the register has no document."""
    if not may(user, REGISTER_NUMBERS, organization):
        raise PermissionDenied
    agency, note = _words(agency), _words(note)[:200]
    if reason not in NumberNote.Reason.values or not note:
        raise Refused([Obstacle("number:note", "请选定原因，并写一句说明。")])
    kept, _ = NumberNote.objects.update_or_create(
        organization=organization, agency=agency, year=year, serial=serial,
        defaults={"reason": reason, "note": note, "by": user, "at": moment.now()},
    )  # fmt: skip
    lines.keep(organization.pk, agency, year, serial)
    record(
        events.NUMBER_EXPLAINED, kept, actor(user, organization), chain=organization.slug,
        title=f"{agency}〔{year}〕{serial}号", because=note,
        number=f"{agency}〔{year}〕{serial}号", reason=kept.get_reason_display(),
    )  # fmt: skip
    return kept


@transaction.atomic
def discard(user: User, document: OfficialDocument, because: str) -> str:
    """作废登记 of a draft that was never handed in and holds no number. Returns how it was called."""
    document = lock(document)
    refuse(rules.obstacles_to_discard(user, document))
    because = _words(because)
    record(
        events.DISCARDED, document, actor(user, document.organization), chain=document.organization.slug,
        title=document.label, because=because,
    )  # fmt: skip
    deadlines.end(document, matter=rules.OPENING, met=False)
    for file in document.files.all():
        _remove(file)
    label = document.label
    document.delete()
    return label


def refuse(obstacles: Sequence[Obstacle]) -> None:
    """Raise Refused where something stands against the act."""
    if obstacles:
        raise Refused(obstacles)
