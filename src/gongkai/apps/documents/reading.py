"""What a file says of itself: proposals for the register, each with the place it was found; and what is hidden."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pypdfium2

from gongkai import gongwen
from gongkai.apps.documents import markup
from gongkai.apps.documents.models import DOCUMENT_KINDS
from gongkai.exceptions import GongkaiError
from gongkai.gongwen import hidden
from gongkai.gongwen.commands import as_json

LOOKED_INTO = {"docx", "xlsx", "pdf", "html", "htm", "txt", "csv"}
MOST_FINDINGS = 200
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
    if name.rpartition(".")[2].lower() not in LOOKED_INTO:
        return Hidden(
            [{"kind": "unread", "place": "全文", "message": "这类文件的内容没有自动检查，请人工核对。"}]
        )
    try:
        found = hidden.find_hidden(data, name)
    except GongkaiError as error:
        return Hidden(
            [{"kind": "unread", "place": "全文", "message": f"没有能检查其中内容：{error.sentence}"}]
        )
    return Hidden(
        [{"kind": f.code, "place": f.place, "message": f.message} for f in found[:MOST_FINDINGS]],
        extent(name, data),
    )


def extent(name: str, data: bytes) -> str:
    """How long a file is, in the words of its kind: 3页, 25行; empty where that is not known."""
    suffix = name.rpartition(".")[2].lower()
    try:
        if suffix == "pdf":
            return f"{len(pypdfium2.PdfDocument(data))}页"
        if suffix == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
            return f"{sum((sheet.max_row or 0) for sheet in book.worksheets if sheet.sheet_state == 'visible')}行"
    except Exception:  # a length is a courtesy; the file itself was judged before
        return ""
    return ""
