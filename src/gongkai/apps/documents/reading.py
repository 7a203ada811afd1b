"""What a file says of itself: proposals for the register, each with the place it was found; and what is hidden."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from gongkai import gongwen
from gongkai.apps.documents import markup
from gongkai.apps.documents.models import DOCUMENT_KINDS
from gongkai.apps.documents.pictures import Picture, rows, taken_in
from gongkai.exceptions import GongkaiError
from gongkai.files import Document as Reading
from gongkai.files import door, formats, hidden
from gongkai.files.released import released
from gongkai.gongwen.as_page import as_page
from gongkai.gongwen.commands import as_json
from gongkai.uploads import receive

# Beside what is read here; pictures are not, even where letters can be read off them: it takes too long for an upload.
_LOOKED_INTO_TOO = {"csv"}
_NOT_LOOKED_INTO = {"jpg", "jpeg", "png", "tif", "tiff", "gif"}
SHOWN_AS_PAGE = {"docx", "xlsx", "xls", "et", "ods", "pdf", "ofd", "txt"}
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

    paper: the whole of it as HTML, letterhead and imprint too. attribute: the one the file itself states, or "". warnings: Chinese sentences for the officer. reading: what the
    reader made of the file, at hand only when it has just been read.
    """

    fields: dict[str, Any]
    evidence: dict[str, Any]
    html: str
    text: str
    attribute: str = ""
    warnings: list[str] = field(default_factory=list)
    hidden: Hidden = field(default_factory=Hidden)
    pictures: list[Picture] = field(default_factory=list)
    paper: str = ""
    reading: Reading | None = field(default=None, compare=False, repr=False)

    def as_json(self) -> dict[str, Any]:
        """For keeping beside the file: it is read once. The bytes of its pictures are kept by themselves."""
        signed_on = self.fields.get("signed_on")
        fields = {**self.fields, "signed_on": signed_on.isoformat() if signed_on else None}
        return {
            **asdict(replace(self, pictures=[], reading=None)),
            "fields": fields,
            "pictures": rows(self.pictures),
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Proposal:
        """The same again, its pictures without their bytes."""
        signed_on = said["fields"].get("signed_on")
        fields = {**said["fields"], "signed_on": dt.date.fromisoformat(signed_on) if signed_on else None}
        pictures = [Picture(data=b"", **one) for one in said.get("pictures", ())]
        return cls(**{**said, "fields": fields, "hidden": Hidden(**said["hidden"]), "pictures": pictures})


@dataclass(frozen=True)
class Checked:
    """A file that may be kept, with what lies hidden in it: made before the transaction that keeps it begins.

    page: the same as HTML to look at, empty where it cannot be shown so. clean: of the file a document comes from, a
    copy that the public may have.
    """

    name: str
    data: bytes
    media_type: str
    sha256: str
    hidden: Hidden = field(default_factory=Hidden)
    page: str = ""
    clean: Checked | None = None


def check(upload: UploadedFile[bytes] | Checked) -> Checked:
    """Look at an upload from outside and inside. Raises Unreadable with one sentence for what may not be kept."""
    if isinstance(upload, Checked):
        return upload
    name, data, media_type, sha256 = receive(upload)
    return Checked(name, data, media_type, sha256, hidden_in(name, data), page_of(name, data))


def check_source(upload: UploadedFile[bytes]) -> tuple[Checked, Proposal | None, str]:
    """The same for the file a document comes from: it is read once, for its fields and for what lies hidden.

    Returns no proposal but one sentence where the file may be kept and cannot be read.
    """
    name, data, media_type, sha256 = receive(upload)
    try:
        proposal = propose(name, data)
    except GongkaiError as error:
        return Checked(name, data, media_type, sha256, _unread(error.sentence)), None, error.sentence
    clean: Checked | None = None
    try:
        made = released(data, proposal.reading)
        clean = Checked(name, made, media_type, hashlib.sha256(made).hexdigest(), hidden_in(name, made))
    except GongkaiError as error:
        proposal.warnings.append(error.sentence)
    return Checked(name, data, media_type, sha256, proposal.hidden, clean=clean), proposal, ""


def propose(name: str, data: bytes) -> Proposal:
    """Read an official document and propose the fields of the register. Raises Unreadable with one sentence."""
    read = gongwen.read(data, name)
    found = as_json(read)
    number = found["doc_number"]
    body, whole, pictures = taken_in(read)
    html = markup.clean(body)
    fields: dict[str, Any] = {
        "title": found["title"] or "",
        "number": number.get("text") or "",
        "issuer": found["issuer"] or "",
        "addressee": found["addressee"] or "",
        "copied_to": found["copies"] or "",
        "printed": found["printed"] or "",
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
        hidden=_as_hidden(hidden.look(data, name, read.reading)),
        pictures=pictures,
        paper=markup.clean(whole),
        reading=read.reading,
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
    looked_into = (formats.readable() | _LOOKED_INTO_TOO) - _NOT_LOOKED_INTO
    if name.rpartition(".")[2].lower() not in looked_into:
        return Hidden(
            [{"kind": "unread", "place": "全文", "message": "这类文件的内容没有自动检查，请人工核对。"}]
        )
    try:
        return _as_hidden(hidden.look(data, name))
    except GongkaiError as error:
        return _unread(error.sentence)


def page_of(name: str, data: bytes) -> str:
    """The file as a page to look at beside its download; empty for what is not read here."""
    if name.rpartition(".")[2].lower() not in SHOWN_AS_PAGE:
        return ""
    try:
        return markup.clean(as_page(door.read(data, name)))
    except GongkaiError:
        return ""


def _unread(sentence: str) -> Hidden:
    return Hidden([{"kind": "unread", "place": "全文", "message": f"没有能检查其中内容：{sentence}"}])


def _as_hidden(looked: hidden.Looked) -> Hidden:
    found = [
        {"kind": f.code, "place": f.place, "message": f.message} for f in looked.findings[:MOST_FINDINGS]
    ]
    more = len(looked.findings) - len(found)
    if more > 0:
        found.append({"kind": "too_large", "place": "全文", "message": f"另有{more}处没有列出。"})
    return Hidden(found, looked.extent)
