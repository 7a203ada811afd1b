"""What a file says of itself: proposals for the register, each with the place it was found; and what is hidden."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from gongkai import gongwen
from gongkai.apps.documents import markup
from gongkai.apps.documents.models import DOCUMENT_KINDS
from gongkai.exceptions import GongkaiError
from gongkai.gongwen import hidden
from gongkai.gongwen.commands import as_json

_ATTRIBUTES = {"主动公开": "open", "依申请公开": "on_request", "不予公开": "closed"}


@dataclass(frozen=True)
class Hidden:
    """What lies hidden in a file: findings for the reviewer, and its length in words (3页, 25行)."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    detail: str = ""


@dataclass(frozen=True)
class Proposal:
    """fields: values for `actions.register`. evidence: per field how and where it was read (JSON).

    attribute: the attribute the file itself states, or "". warnings: Chinese sentences for the officer.
    """

    fields: dict[str, Any]
    evidence: dict[str, Any]
    html: str
    text: str
    attribute: str = ""
    warnings: list[str] = field(default_factory=list)
    hidden: list[dict[str, Any]] = field(default_factory=list)


def propose(name: str, data: bytes) -> Proposal:
    """Read an official document and propose the fields of the register. Raises Unreadable with one sentence."""
    read = gongwen.read(data, name)
    found = as_json(read)
    number = found["doc_number"]
    html = markup.clean(read.body_html)
    fields: dict[str, Any] = {
        "title": found["title"] or "",
        "number": number.get("text") or "",
        "issuer": found["issuer"] or "",
        "addressee": found["addressee"] or "",
        "signed_on": dt.date.fromisoformat(found["date"]) if found["date"] else None,
        "kind": kind_of(found["title"] or ""),
        "html": html,
    }
    attribute = _ATTRIBUTES.get((found["attribute"] or "").strip(), "")
    return Proposal(
        fields=fields,
        evidence={
            **found["evidence"],
            "number_candidates": number["candidates"],
            "date_candidates": found["date_candidates"],
            "attachments_named": [a["name"] for a in found["attachments"]],
            "index_no_read": found["index_no"] or "",
        },
        html=html,
        text=read.text,
        attribute=attribute,
        warnings=list(found["warnings"]),
        hidden=hidden_in(name, data).findings,
    )


def kind_of(title: str) -> str:
    """The kind (文种) a title ends with: …的通知, …意见."""
    bare = title.rstrip("）)》 ").split("（")[0]
    for kind, _ in sorted(DOCUMENT_KINDS, key=lambda k: -len(k[0])):
        if kind != "其他" and bare.endswith(kind):
            return kind
    return "其他"


def hidden_in(name: str, data: bytes) -> Hidden:
    """Hidden sheets, comments, tracked changes, personal data. A file that cannot be looked into says so."""
    try:
        found = hidden.look(name, data)
    except GongkaiError as error:
        return Hidden([{"kind": "unread", "message": f"没有能检查其中内容：{error.sentence}", "place": ""}])
    return Hidden([f.as_dict() for f in found.findings], found.detail)
