"""What in the document itself, or in the words beside it, stands against making it public."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from gongkai import law
from gongkai.apps.documents import rules as document_rules
from gongkai.apps.documents.models import Attribute, DocumentFile, NumberState, OfficialDocument
from gongkai.exceptions import Obstacle
from gongkai.gongwen.personal import Personal, find_personal

# Findings that may not reach the public while they stand (privacy).
# A mobile number may be a contact that is meant to be known: it is shown to the reviewer, not refused.
PERSONAL = frozenset({"id_card", "bank_card"})
# what the public reads beside the text: field, its name, where it is mended
_FACTS = (
    ("title", "标题", "#title"),
    ("number", "发文字号", "#number"),
    ("issuer", "落款机关", "#issuer"),
    ("addressee", "主送机关", "#addressee"),
    ("ground_note", "理由说明", "#attribute"),
    ("disclosing_body", "公开主体", "#attribute"),
    ("authorisation", "授权依据", "#attribute"),
)


def fingerprint(document: OfficialDocument) -> str:
    """SHA-256 of everything a reviewer judges: text, facts, attribute, attachments. Any change asks them again."""
    files = document.files.filter(part=DocumentFile.Part.ATTACHMENT).values_list("name", "sha256")
    content = [
        document.title, document.kind, document.number, document.issuer, document.addressee,
        str(document.signed_on), str(document.effective_on), str(document.expires_on), document.normative, document.html, document.attribute, document.ground, document.ground_note,
        document.party_and_government, document.disclosing_body, document.authorisation,
        sorted([name, sha] for name, sha in files),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def content_obstacles(document: OfficialDocument) -> list[Obstacle]:
    """What in the document itself stands against making it public or handing it in."""
    found = document_rules.attribute_obstacles(document)
    if not document.title:
        found.append(Obstacle("document:title", "没有标题。", cure="#title"))
    attachments = list(document.files.filter(part=DocumentFile.Part.ATTACHMENT))
    if not document.text and not attachments:
        found.append(Obstacle("document:empty", "没有正文，也没有附件。", cure="#text"))
    if document.number_state == NumberState.DAMAGED:
        found.append(
            Obstacle(
                "document:number",
                f"发文字号“{document.number}”读不准，请核对原件。",
                "GB/T 9704-2012",
                "#number",
            )
        )
    if document.attribute == Attribute.OPEN:
        if document.signed_on is None:
            found.append(
                Obstacle(
                    "document:signed_on",
                    "没有成文日期，算不出公开期限。",
                    law.cite(document_rules.OPENING),
                    "#signed_on",
                )
            )
        found += _personal_in_text(document) + personal_obstacles(attachments)
    if document.attribute in {Attribute.OPEN, Attribute.ON_REQUEST}:
        found += _personal_in_facts(document)  # the public register names both kinds by their title
    if document.effective_on and document.expires_on and document.expires_on < document.effective_on:
        found.append(Obstacle("document:dates", "有效期早于施行日期。", cure="#expires_on"))
    return found


def _hits(text: str) -> list[Personal]:
    return [p for p in find_personal(text) if p.kind in PERSONAL]


def _shown(hits: Iterable[Personal]) -> str:
    return "、".join(dict.fromkeys(f"{p.name}{p.masked}" for p in list(hits)[:5]))


def _personal_in_text(document: OfficialDocument) -> list[Obstacle]:
    hits = _hits(document.text)
    if not hits:
        return []
    return [
        Obstacle(
            "text:personal",
            f"正文有{len(hits)}处个人信息没有遮盖（{_shown(hits)}）。",
            law.cite("privacy"),
            "#text",
        )
    ]


def _personal_in_facts(document: OfficialDocument) -> list[Obstacle]:
    found = []
    for field, name, cure in _FACTS:
        if hits := _hits(getattr(document, field)):
            sentence = f"{name}里有个人信息没有遮盖（{_shown(hits)}）。"
            found.append(Obstacle(f"{field}:personal", sentence, law.cite("privacy"), cure))
    return found


def obstacles_of_words(words: str, name: str, cure: str = "") -> list[Obstacle]:
    """Why these words may not be kept: notes are public or stand in the ledger, which forgets nothing."""
    if hits := _hits(words):
        sentence = f"{name}里有个人信息（{_shown(hits)}），请改写，不要写出来。"
        return [Obstacle("words:personal", sentence, law.cite("privacy"), cure)]
    return []


def personal_obstacles(attachments: list[DocumentFile]) -> list[Obstacle]:
    """Personal data found in the files that would go out, or in their names, which the public reads too."""
    found = []
    for file in attachments:
        if named := _hits(file.name):
            found.append(
                Obstacle(
                    f"file:name:{file.pk}",
                    f"附件的文件名里有个人信息（{_shown(named)}），请改名后重新添加。",
                    law.cite("privacy"),
                    "#files",
                )
            )
        hits = [f for f in file.hidden if f.get("kind") in PERSONAL]
        if hits:
            places = "；".join(dict.fromkeys(str(f.get("place", "")) for f in hits if f.get("place")))
            count = len(hits)
            found.append(
                Obstacle(
                    f"file:personal:{file.pk}",
                    f"附件“{file.name}”有{count}处个人信息没有遮盖"
                    + (f"（{places[:120]}）" if places else "")
                    + "。",
                    law.cite("privacy"),
                    "#files",
                )
            )
    return found
