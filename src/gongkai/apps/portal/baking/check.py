"""Files against their hashes, and the static twin of the whole site."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from gongkai.apps.portal.baking import store
from gongkai.apps.portal.models import BakedFile
from gongkai.apps.portal.pages.document import withdrawn_page
from gongkai.apps.publishing.models import Publication


@dataclass(frozen=True)
class Difference:
    """One file that is not as it was written. kind: tampered, missing or extra."""

    kind: str
    path: str

    @property
    def sentence(self) -> str:
        words = {"tampered": "内容被改动", "missing": "文件缺失", "extra": "来历不明的文件"}
        return f"{words[self.kind]}：{self.path}"


def differences() -> list[Difference]:
    """Every file that was changed, lost or added by somebody else."""
    kept = dict(BakedFile.objects.values_list("path", "sha256"))
    found: list[Difference] = []
    seen: set[str] = set()
    for path in _files(store.root()):
        name, twin = _twin(path)
        if twin and name in kept:
            if store.fingerprint(store.root() / path, twin) != kept[name]:
                found.append(Difference("tampered", path))
            continue
        if path not in kept:
            found.append(Difference("extra", path))
            continue
        seen.add(path)
        if store.fingerprint(store.root() / path) != kept[path]:
            found.append(Difference("tampered", path))
    found += [Difference("missing", path) for path in kept.keys() - seen]
    return sorted(found, key=lambda d: (d.kind, d.path))


def _twin(path: str) -> tuple[str, str]:
    for ending in store.TWINS:
        if path.endswith(ending):
            return path.removesuffix(ending), ending
    return path, ""


def _files(root: Path) -> list[str]:
    """Every served file; the lock, the host map and half-written files are not served."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if not f.startswith(".")]
        found += [str((Path(folder) / n).relative_to(root)) for n in names if not n.startswith(".")]
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
    return count + _static(target)


def _static(target: Path) -> int:
    from django.contrib.staticfiles import finders

    count = 0
    for name in ("tokens.css", "site.css", "reader.js"):
        found = finders.find(f"portal/{name}")
        if found:
            destination = target / "static" / "portal" / name
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(found), destination)
            count += 1
    return count
