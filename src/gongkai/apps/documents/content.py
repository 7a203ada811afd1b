"""What a document shows to the public, and what in it stands against its being shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

from gongkai import law
from gongkai.apps.documents import pictures, rules
from gongkai.apps.documents.models import Attribute, DocumentFile, NumberState, OfficialDocument
from gongkai.apps.duties.publishable import Content, PublicFile
from gongkai.exceptions import Obstacle
from gongkai.gongwen import personal

# words of the record itself: field, its name, where it is mended
_FACTS = (
    ("title", "标题", "#title"),
    ("number", "发文字号", "#number"),
    ("issuer", "落款机关", "#issuer"),
    ("addressee", "主送机关", "#addressee"),
    ("copied_to", "抄送机关", "#copied_to"),
    ("printed", "印发", "#printed"),
    ("ground_note", "理由说明", "#attribute"),
    ("disclosing_body", "公开主体", "#attribute"),
    ("authorisation", "授权依据", "#attribute"),
)


def content(document: OfficialDocument) -> Content:
    """Text, facts and attachments as they now stand."""
    files = list(document.files.all())
    return Content(
        title=document.title, html=document.html, text=document.text, number=document.number, kind=document.kind,
        issuer=document.issuer, addressee=document.addressee, signed_on=document.signed_on,
        effective_on=document.effective_on, expires_on=document.expires_on,
        attachments=tuple(_file(f) for f in files if f.part == DocumentFile.Part.ATTACHMENT),
        pictures=_pictures(document, files),
        more=_imprint(document),
        original=_original(document, files),
    )  # fmt: skip


def _original(document: OfficialDocument, files: Iterable[DocumentFile]) -> PublicFile | None:
    """The file it comes from, cleaned: while the text says what the file says, and the body has not taken it away."""
    kept = [f for f in files if f.part == DocumentFile.Part.ORIGINAL]
    if not kept or document.evidence.get(pictures.AS_READ) != pictures.words_as_read(document.html):
        return None
    file = _file(kept[-1])
    return replace(file, name=f"{document.title[:80]}.{file.name.rpartition('.')[2].lower()}")


def _imprint(document: OfficialDocument) -> tuple[tuple[str, str], ...]:
    """What stands below the text on paper: rows of the block of facts on a page."""
    return tuple(
        (name, said) for name, said in (("抄送", document.copied_to), ("印发", document.printed)) if said
    )


def _pictures(document: OfficialDocument, files: Iterable[DocumentFile]) -> tuple[PublicFile, ...]:
    """Those that the text shows: one that was taken out of it again is not public."""
    wanted = set(pictures.keys_in(document.html))
    if not wanted:
        return ()
    return tuple(_file(f) for f in files if f.part == DocumentFile.Part.PICTURE and str(f.key) in wanted)


def _file(file: DocumentFile) -> PublicFile:
    return PublicFile(
        key=str(file.key), name=file.name, size=file.size, media_type=file.media_type, sha256=file.sha256,
        stored=file.file.name or "", detail=file.detail, hidden=file.hidden,
        page=file.page.name or "" if file.page else "", page_sha256=file.page_sha256 or "",
    )  # fmt: skip


def fingerprint(document: OfficialDocument) -> str:
    """SHA-256 of everything a reviewer judges: text, facts, attribute, attachments. Any change asks them again."""
    files = list(document.files.all())
    said = [
        document.title, document.kind, document.number, document.issuer, document.addressee,
        str(document.signed_on), str(document.effective_on), str(document.expires_on), document.normative, document.html, document.attribute, document.ground, document.ground_note,
        document.party_and_government, document.disclosing_body, document.authorisation,
        sorted([f.name, f.sha256] for f in files if f.part == DocumentFile.Part.ATTACHMENT),
    ]  # fmt: skip
    if document.copied_to or document.printed:
        said.append([document.copied_to, document.printed])
    if original := _original(document, files):
        said.append(original.sha256)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def closed(document: OfficialDocument) -> str:
    """What keeps it from the public: its 公开属性, unless it is open."""
    return "" if document.attribute == Attribute.OPEN else document.get_attribute_display()


def obstacles(document: OfficialDocument) -> list[Obstacle]:
    """What in the document stands against handing it in and against its release, beside what is asked of every kind."""
    return obstacles_with(document, [p.key for p in _pictures(document, document.files.all())])


def obstacles_with(document: OfficialDocument, kept: Iterable[str]) -> list[Obstacle]:
    """The same of a document that need not be stored yet. kept: keys of the pictures it has."""
    found = rules.attribute_obstacles(document)
    if document.number_state == NumberState.DAMAGED:
        sentence = f"发文字号“{document.number}”读不准，请核对原件。"
        found.append(Obstacle("document:number", sentence, "GB/T 9704-2012", "#number"))
    if document.attribute == Attribute.OPEN and document.signed_on is None:
        found.append(
            Obstacle(
                "document:signed_on",
                "没有成文日期，算不出公开期限。",
                law.cite(rules.OPENING),
                "#signed_on",
            )
        )
    if document.attribute in {Attribute.OPEN, Attribute.UNDECIDED}:
        found += pictures.obstacles(document.html, kept)
    if document.attribute in {Attribute.OPEN, Attribute.ON_REQUEST}:
        # the public register names both kinds by their title
        found += personal.unmasked((f, name, getattr(document, f) or "", cure) for f, name, cure in _FACTS)
    return found
