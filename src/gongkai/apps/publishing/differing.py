"""What the record on the desk says otherwise than the public reads: words, facts and files."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.apps.duties.publishable import Content, Stage
from gongkai.apps.publishing import queries
from gongkai.apps.publishing.comparing import SAME, Row, changed, compare
from gongkai.apps.publishing.models import Publication, Version
from gongkai.apps.publishing.publishable import Subject, kind_of

# what the change is by where the record stands
_CALLED = {
    Stage.IN_REVIEW: "正在审核的改动", Stage.APPROVED: "已审完、还没有公开的改动", Stage.SCHEDULED: "已定时公开的改动",
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """version: what the public reads. rows: paragraphs that differ. facts: name, as public, as on the desk."""

    version: Version
    called: str
    rows: tuple[Row, ...]
    facts: tuple[tuple[str, str, str], ...]

    @property
    def places(self) -> int:
        """In how many places they differ."""
        return len(self.rows) + len(self.facts)


def difference(publication: Publication | None, subject: Subject) -> Difference | None:
    """None where the public reads nothing, or the very same."""
    if publication is None or publication.state != Publication.State.LIVE:
        return None
    version = queries.public_version(publication)
    if version is None:
        return None
    content = kind_of(subject).content(subject)
    rows = compare(version.text, content.text) if version.text != content.text else []
    facts = tuple(_facts(version, content))
    found = Difference(
        version, _CALLED.get(Stage(subject.stage), "未送审的改动"),
        tuple(row for row in rows if row.kind != SAME) if changed(rows) else (), facts,
    )  # fmt: skip
    return found if found.places else None


def _facts(version: Version, content: Content) -> list[tuple[str, str, str]]:
    public, now = version.facts, content
    pairs = [
        ("标题", version.title, now.title),
        ("发文字号", str(public.get("number") or ""), now.number),
        ("文种", str(public.get("kind") or ""), now.kind),
        ("主送机关", str(public.get("addressee") or ""), now.addressee),
        *((name, str(public.get(key) or ""), value.isoformat() if value else "") for name, key, value in (
            ("成文日期", "signed_on", now.signed_on), ("施行日期", "effective_on", now.effective_on),
            ("有效期至", "expires_on", now.expires_on),
        )),
    ]  # fmt: skip
    if now.issuer:
        pairs.append(("发文机关", str(public.get("issuer") or ""), now.issuer))
    found = [(name, before or "无", after or "无") for name, before, after in pairs if before != after]
    was = {str(f["sha256"]): str(f["name"]) for f in public.get("attachments") or []}
    comes = {f.sha256: f.name for f in now.attachments}
    found += [("附件", name, "移去") for sha, name in was.items() if sha not in comes]
    found += [("附件", "没有", name) for sha, name in comes.items() if sha not in was]
    return found
