"""A document's page, its earlier versions, and the record that stays after a withdrawal."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import segno
from django.core.files.storage import default_storage
from django.utils.safestring import SafeString, mark_safe

from gongkai.apps.catalogue.models import Column
from gongkai.apps.portal import sites
from gongkai.apps.portal.pages import Page
from gongkai.apps.portal.pages.history import history_of
from gongkai.apps.portal.tampering import check_file, check_version
from gongkai.apps.portal.templatetags.portal import day, short_day
from gongkai.apps.portal.text import Shown, dress
from gongkai.apps.publishing.addresses import attachment_page_path, attachment_path, publication_path
from gongkai.apps.publishing.models import Pressing, Publication, Relation, Validity, Version
from gongkai.apps.publishing.queries import cited, relations_of
from gongkai.apps.publishing.rules import site_of, states_validity
from gongkai.apps.reviews.queries import signatures_of
from gongkai.files.web.rows import with_places
from gongkai.law import lists

BANNERS = {
    Validity.UPCOMING: "validity-not-yet",
    Validity.VALID: "validity-in-force",
    Validity.AMENDED: "validity-amended",
    Validity.REPEALED: "validity-ended",
    Validity.EXPIRED: "validity-ended",
}
FILE_KINDS = {
    "doc": "Word", "docx": "Word", "wps": "WPS文字", "xls": "Excel", "xlsx": "Excel", "csv": "表格",
    "ppt": "演示文稿", "pptx": "演示文稿", "pdf": "PDF", "ofd": "OFD", "txt": "文本", "zip": "压缩包",
    "jpg": "图片", "jpeg": "图片", "png": "图片", "html": "网页", "htm": "网页",
}  # fmt: skip


@dataclass(frozen=True)
class Attachment:
    """A published file as the page lists it. name: as it is read, counted by the list; file: as it is saved.

    seen: address of the page on which it can be looked at.
    """

    name: str
    file: str
    kind: str
    size: int
    detail: str
    href: str
    seen: str
    corrected: bool


def suffix_of(name: str) -> str:
    """The ending that the public address of a file carries."""
    found = name.rpartition(".")[2].lower() if "." in name else ""
    return found if found.isascii() and found.isalnum() and len(found) <= 5 else "bin"


def public_files(version: Version) -> list[dict[str, Any]]:
    """The facts of every file that the current version shows: its attachments, and the pictures in its text.

    Nothing else of a document is ever handed out.
    """
    original = version.facts.get("original")
    return [
        *(version.facts.get("attachments") or []), *(version.facts.get("pictures") or []), *([original] if original else []),
    ]  # fmt: skip


def _pictures(publication: Publication, current: Version) -> dict[str, Shown]:
    """Where the pictures lie that are handed out now, by key; an earlier text shows the others in words."""
    found = {}
    for fact in current.facts.get("pictures") or []:
        size = re.fullmatch(r"(\d{1,5})×(\d{1,5})", str(fact.get("detail") or ""))
        width, height = (int(size[1]), int(size[2])) if size else (0, 0)
        found[str(fact["key"])] = Shown(
            attachment_path(publication, fact["key"], suffix_of(fact["name"])), width, height
        )
    return found


def document_page(publication: Publication) -> Page:
    """The page of a live publication as it now stands."""
    versions = list(publication.versions.order_by("-number").defer("html", "text")[1:])
    current = publication.versions.order_by("-number")[0]
    return _page(publication, current, [current, *versions])


def drawn(publication: Publication) -> bytes:
    """The same as it is handed out."""
    return document_page(publication).render()


def version_page(publication: Publication, number: int) -> Page | None:
    """An earlier version, marked as such; None if it is the current one or was never there."""
    versions = list(publication.versions.order_by("-number").defer("html", "text"))
    shown = publication.versions.filter(number=number).first()
    if shown is None or not versions or shown.number == versions[0].number:
        return None
    return _page(publication, shown, versions)


def _page(publication: Publication, shown: Version, versions: list[Version]) -> Page:
    check_version(shown)
    site = site_of(publication.organization)
    facts = shown.facts
    earlier = shown.number != versions[0].number
    text, contents = dress(
        shown.html,
        str(facts.get("addressee") or ""),
        _pictures(publication, versions[0]),
        partial(_known, publication),
    )
    path = publication_path(publication)
    column = _column(publication)
    acts_on, acted_on_by = relations_of(publication)
    context = {
        "publication": publication,
        "version": shown,
        "earlier": earlier,
        "current_path": path,
        "title": shown.title,
        "number": str(facts.get("number") or ""),
        "agency": _agency(facts, publication),
        "column": column,
        "banner": _banner(publication, versions, acted_on_by),
        "keywords": _keywords(publication, facts),
        "history": history_of(publication, versions, acted_on_by),
        "newest": versions[0].number,
        "banner_class": BANNERS[Validity(publication.validity)],
        "facts": _facts(publication, facts),
        "text": text,
        "contents": contents,
        "attachments": [] if earlier else _attachments(publication, versions),
        "original": None if earlier else _original(publication, shown),
        "versions": versions,
        "acts_on": acts_on,
        "acted_on_by": acted_on_by,
        "link": f"{sites.base_url(site)}{path}",
        "code": _code(f"{sites.base_url(site)}{path}"),
        "fingerprint": _grouped(shown.sha256),
    }
    where = sites.address(site, "version", key=publication.key, number=shown.number) if earlier else path
    return Page(site, where, "portal/document.html", context, place="list")


def _known(publication: Publication, numbers: Sequence[str], titles: Sequence[str]) -> dict[str, str]:
    """Where the documents that this one cites are open to the public."""
    return {words: publication_path(other) for words, other in cited(publication, numbers, titles).items()}


def _column(publication: Publication) -> Column | None:
    placement = publication.placements.select_related("column__parent").order_by("id").first()
    return placement.column if placement else None


def _agency(facts: dict[str, Any], publication: Publication) -> str:
    """The red head: only where there is a number, and one issuer to speak."""
    issuer = str(facts.get("issuer") or publication.organization.name).replace("　", " ").split()
    if not facts.get("number") or len(issuer) != 1 or len(issuer[0]) > 16:
        return ""
    return f"{issuer[0]}文件"


def _facts(publication: Publication, facts: dict[str, Any]) -> list[tuple[str, str]]:
    topic = publication.topic
    names = [topic.parent.name, topic.name] if topic and topic.parent else [topic.name] if topic else []
    issuer = str(facts.get("issuer") or "")
    body = publication.organization.name
    rows = [
        ("索引号", publication.index_number),
        ("公开属性", "主动公开"),
        ("发布机构", body),
        ("发文机关", issuer if issuer != body else ""),
        ("文号", str(facts.get("number") or "")),
        ("文种", "" if facts.get("kind") == "其他" else str(facts.get("kind") or "")),
        ("主题分类", " / ".join(names)),
        ("成文日期", day(facts.get("signed_on"))),
        ("发布日期", day(publication.published_at)),
        ("更正日期", day(publication.corrected_at)),
        ("施行日期", day(publication.effective_on)),
        ("有效期至", day(publication.expires_on)),
        ("有效性", Validity(publication.validity).label if states_validity(publication) else ""),
    ]
    rows += [(str(name), str(value)) for name, value in facts.get("more") or []]
    return [(name, value) for name, value in rows if value]


@dataclass(frozen=True)
class Banner:
    """What the reader must know before the text: a sentence, the document to read instead, an afterword."""

    sentence: str
    other: Publication | None = None
    after: str = ""
    corrected: str = ""


def _keywords(publication: Publication, facts: dict[str, Any]) -> str:
    topic = publication.topic
    said = [topic.name if topic else "", str(facts.get("number") or ""), publication.organization.name]
    return ",".join(word for word in said if word)


def _banner(publication: Publication, versions: list[Version], acted_on_by: list[Relation]) -> Banner | None:
    """None where nothing is to be said: a budget or a notice of one day has no validity."""
    corrected = short_day(versions[0].at) if len(versions) > 1 else ""
    if not states_validity(publication):
        return Banner("", corrected=corrected) if corrected else None
    validity = Validity(publication.validity)
    since = day(publication.validity_since)
    if validity in {Validity.REPEALED, Validity.EXPIRED}:
        other = _acting(acted_on_by, Relation.Kind.REPLACES, Relation.Kind.REPEALS)
        if validity == Validity.EXPIRED and publication.expires_on:
            first = f"有效期已于{day(publication.expires_on)}届满，不能作为办事依据。"
        else:
            first = f"{since}起不再执行，不能作为办事依据。" if since else "不能作为办事依据。"
        return Banner(first + ("现在请看" if other else ""), other, "原文保留供查阅。")
    if validity == Validity.AMENDED:
        other = _acting(acted_on_by, Relation.Kind.AMENDS)
        return Banner(
            "部分内容已由" if other else "部分内容已修改。", other, "修改。" if other else "", corrected
        )
    if validity == Validity.UPCOMING:
        return Banner(f"{day(publication.effective_on)}起施行。", corrected=corrected)
    until = f"，至{day(publication.expires_on)}" if publication.expires_on else ""
    if publication.effective_on:
        return Banner(f"{day(publication.effective_on)}起施行{until}。", corrected=corrected)
    return Banner(f"有效期{until[1:]}。" if until else "没有规定有效期。", corrected=corrected)


def _acting(relations: list[Relation], *kinds: Relation.Kind) -> Publication | None:
    for kind in kinds:
        for relation in reversed(relations):
            if relation.kind == kind and relation.source.state == Publication.State.LIVE:
                return relation.source
    return None


def _attachments(publication: Publication, versions: list[Version]) -> list[Attachment]:
    before = {a.get("sha256") for v in versions[1:] for a in v.facts.get("attachments") or []}
    found = []
    for fact in versions[0].facts.get("attachments") or []:
        suffix = suffix_of(fact["name"])
        found.append(
            Attachment(
                name=_shown_name(fact["name"]),
                file=fact["name"],
                kind=FILE_KINDS.get(suffix, "文件"),
                size=fact["size"],
                detail=fact.get("detail") or "",
                href=attachment_path(publication, fact["key"], suffix),
                seen=attachment_page_path(publication, fact["key"]) if fact.get("page") else "",
                corrected=len(versions) > 1 and fact.get("sha256") not in before,
            )
        )
    return found


def file_page(publication: Publication, key: str) -> Page | None:
    """An attachment of a live publication as a page to look at; None where it has none. Altered if it was changed."""
    current = publication.versions.order_by("-number").first()
    facts = (current.facts.get("attachments") or []) if current is not None else []
    fact = next((f for f in facts if f["key"] == key and f.get("page")), None)
    if current is None or fact is None or not default_storage.exists(fact["page"]["stored"]):
        return None
    check_version(current)
    with default_storage.open(fact["page"]["stored"]) as stored:
        html = check_file(fact["page"], stored.read()).decode()
    text, contents = dress(with_places(html))
    suffix = suffix_of(fact["name"])
    context = {
        "publication": publication, "title": current.title, "name": fact["name"], "kind": FILE_KINDS.get(suffix, "文件"),
        "size": fact["size"], "text": text, "contents": contents, "back": publication_path(publication),
        "href": attachment_path(publication, key, suffix), "number": str(current.facts.get("number") or ""),
    }  # fmt: skip
    site = site_of(publication.organization)
    return Page(site, attachment_page_path(publication, key), "portal/attachment.html", context, place="list")


def file_pages(publication: Publication, version: Version) -> list[Page]:
    """Every attachment that can be looked at, as a page."""
    facts = [f for f in version.facts.get("attachments") or [] if f.get("page")]
    return [page for fact in facts if (page := file_page(publication, fact["key"])) is not None]


def _original(publication: Publication, current: Version) -> dict[str, Any] | None:
    """The Word or PDF file beside the page."""
    fact = current.facts.get("original")
    if not fact:
        return None
    suffix = suffix_of(fact["name"])
    kind = FILE_KINDS.get(suffix, "文件")
    return {
        "kind": kind,
        "size": fact["size"],
        "file": fact["name"],
        "href": attachment_path(publication, fact["key"], suffix),
    }


def _shown_name(name: str) -> str:
    """Without the ending, and without the number that the list itself prints before it."""
    stem = name.rpartition(".")[0] or name
    return (
        re.sub(
            r"^(?:\d{1,2}\s*[.．、]\s*)?附\s*件\s*\d{0,2}\s*[.．、:：\-—_]*\s*|^\d{1,2}\s*[.．、](?!\d)\s*",
            "",
            stem,
        )
        or stem
    )


def _code(url: str) -> SafeString:
    """The two-dimensional code of the address, drawn as one path."""
    out = io.BytesIO()
    segno.make(url, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=2,
        svgclass="page-code",
        lineclass=None,
    )
    return mark_safe(out.getvalue().decode())


def _grouped(sha256: str) -> str:
    return " ".join(sha256[i : i + 4] for i in range(0, 16, 4))


HIDDEN = "标题不再显示"


def shown_title(publication: Publication) -> str:
    """The title as any page may name it: hidden by one withdrawal it stays hidden until the item is open again."""
    hidden = publication.state == Publication.State.WITHDRAWN and any(
        w.hide_title for w in publication.withdrawals.all()
    )
    return HIDDEN if hidden else publication.title


def withdrawn_page(publication: Publication) -> Page:
    """What was here, when and why it went. No text, no attachment; no title if the title itself was the fault."""
    withdrawal = publication.withdrawals.order_by("-at", "-id")[0]
    reason = lists.entry("withdrawal", withdrawal.reason)
    last = publication.versions.order_by("-number").values_list("sha256", flat=True).first() or ""
    context = {
        "publication": publication,
        "withdrawal": withdrawal,
        "title": shown_title(publication),
        "reason": reason.label,
        "basis": reason.basis if reason.status == "verified" else "",
        "fingerprint": _grouped(last),
        "countersigned": _countersigned(publication),
        "column": _column(publication),
    }
    return Page(
        site_of(publication.organization),
        publication_path(publication),
        "portal/withdrawn.html",
        context,
        place="list",
        status=410,
    )


def _countersigned(publication: Publication) -> bool:
    last = signatures_of(publication).filter(act=Pressing.WITHDRAWAL).last()
    return last is not None and not last.waits
