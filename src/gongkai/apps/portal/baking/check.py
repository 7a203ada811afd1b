"""Files against their hashes, versions against their fingerprints and the ledger; the static twin of the whole site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage

from gongkai.apps.ledger.models import Entry
from gongkai.apps.portal.baking import store
from gongkai.apps.portal.models import BakedFile, PageChange
from gongkai.apps.portal.pages.document import public_files, withdrawn_page
from gongkai.apps.portal.tampering import Altered, check_file, check_version
from gongkai.apps.premises.models import VerificationFile
from gongkai.apps.publishing.events import CORRECTED, EMERGENCY, PUBLISHED
from gongkai.apps.publishing.models import Publication, Version

WORDS = {
    "tampered": "内容被改动", "missing": "文件缺失", "twin": "压缩副本缺失", "extra": "来历不明的文件",
    "link": "链接，不是文件", "stale": "已撤下或已更改，旧文件仍在公开", "version": "公开版本与留存的指纹不符", "unrecorded": "公开版本与台账所记的指纹不符",
    "attachment": "附件与留存的指纹不符",
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One file or version that is not as it was written. kind: a key of WORDS; path: the file, or what names the version."""

    kind: str
    path: str

    @property
    def sentence(self) -> str:
        return f"{WORDS[self.kind]}：{self.path}"


def differences() -> list[Difference]:
    """Every file that was changed, lost, linked or added by somebody else, and every version that is not as it was frozen.

    Files that an act took away and that are not made anew yet are no differences.
    """
    found = [*_file_differences(), *altered_versions()]
    return sorted(found, key=lambda d: (d.kind, d.path))


def _file_differences() -> Iterator[Difference]:
    kept = dict(BakedFile.objects.values_list("path", "sha256"))
    seen: set[str] = set()
    coming = _coming()
    for path in store.served():
        name = str(path.relative_to(store.root()))
        if path.is_symlink():
            yield Difference("link", name)
            seen.add(name)
            continue
        whole, twin = _twin(name)
        if twin and whole in kept:
            seen.add(name)
            if store.fingerprint(path, twin) != kept[whole]:
                yield Difference("tampered", name)
        elif name in coming:  # an act named it, and nobody has taken it away yet
            seen.add(name)
            yield Difference("stale", name)
        elif name not in kept:
            yield Difference("extra", name)
        else:
            seen.add(name)
            if store.fingerprint(path) != kept[name]:
                yield Difference("tampered", name)
    yield from _lost(kept, seen, coming)


def _lost(kept: dict[str, str], seen: set[str], coming: set[str]) -> Iterator[Difference]:
    for name in kept:
        if (
            name in coming or f"{name.rpartition('/')[0]}.html" in coming
        ):  # itself, or beside its document's page
            continue
        if name not in seen:
            yield Difference("missing", name)
        elif Path(name).suffix in store.PACKED:
            yield from (Difference("twin", name + t) for t in store.TWINS if name + t not in seen)


def _coming() -> set[str]:
    """Files that are on their way: taken away by an act, not made yet."""
    rows = PageChange.objects.filter(done_at__isnull=True).values_list("files", flat=True)
    return {name for files in rows for name in files}


def _twin(path: str) -> tuple[str, str]:
    for ending in store.TWINS:
        if path.endswith(ending):
            return path.removesuffix(ending), ending
    return path, ""


def altered_versions() -> Iterator[Difference]:
    """Versions whose content is not that of their hash, whose hash is not that of the ledger, and files that differ."""
    keys = Publication.objects.filter(versions__isnull=False).order_by("pk").distinct()
    rows = iter(keys.values_list("pk", "key", "subject_type", "subject_id").iterator(500))
    while part := list(islice(rows, 500)):
        recorded = _recorded([(label, subject) for _, _, label, subject in part])
        names = {pk: (key, (label, str(subject))) for pk, key, label, subject in part}
        for version in Version.objects.filter(publication__in=list(names)).order_by("pk").iterator(100):
            key, subject = names[version.publication_id]
            yield from _judge(
                version, f"{key} 第{version.number}版", recorded.get((*subject, version.number))
            )


def _judge(version: Version, name: str, recorded: str | None) -> Iterator[Difference]:
    try:
        check_version(version)
    except Altered:
        yield Difference("version", name)
    if recorded != version.sha256:
        yield Difference("unrecorded", name)
    for fact in public_files(version):
        if not _sound(fact) or (fact.get("page") and not _sound(fact["page"])):
            yield Difference("attachment", f"{name} {fact['name']}")


def _sound(fact: dict[str, Any]) -> bool:
    if not default_storage.exists(fact["stored"]):
        return False
    try:
        with default_storage.open(fact["stored"]) as stored:
            check_file(fact, stored.read())
    except Altered:
        return False
    return True


def _recorded(subjects: list[tuple[str, int]]) -> dict[tuple[str, str, int], str]:
    """(kind and key of the record, number of the version) → the hash that the ledger keeps of it."""
    found: dict[tuple[str, str, int], str] = {}
    for label in {label for label, _ in subjects}:
        entries = Entry.objects.filter(
            subject_type=label, subject_id__in=[str(key) for kind, key in subjects if kind == label],
            event__in=[PUBLISHED, CORRECTED, EMERGENCY],
        ).order_by("id")  # fmt: skip
        for key, facts in entries.values_list("subject_id", "facts"):
            if "version" in facts and "sha256" in facts:
                found[label, key, facts["version"]] = facts["sha256"]
    return found


def export(target: Path) -> int:
    """Copy the public site as plain files that any web server can show, withdrawal records included."""
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    for name in BakedFile.objects.values_list("path", flat=True):
        destination = target / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(store.root() / name, destination)
        count += 1
    gone = Publication.objects.filter(state=Publication.State.WITHDRAWN, withdrawals__isnull=False)
    for publication in gone.select_related("organization__parent__parent__parent").distinct():
        page = withdrawn_page(publication)
        destination = target / store.file_of(page.path)
        destination.parent.mkdir(parents=True, exist_ok=True)
        destination.write_bytes(page.render())
        count += 1
    for file in VerificationFile.objects.all():
        (target / file.name).write_text(file.content, encoding="utf-8")
        count += 1
    return count + _static(target)


def _static(target: Path) -> int:
    from django.contrib.staticfiles import finders
    from django.templatetags.static import static

    count = 0
    for name in ("tokens.css", "site.css", "reader.js"):
        found = finders.find(f"portal/{name}")
        if found:
            destination = target / static(f"portal/{name}").lstrip("/")
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(found), destination)
            count += 1
    return count
