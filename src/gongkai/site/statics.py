"""Style sheets, scripts and pictures of our own: named by their content, with compressed twins, kept by browsers for good.

What others bring (Wagtail's editor) keeps its name and is asked for anew: it is for staff alone.
"""

from __future__ import annotations

import gzip
import mimetypes
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
from django.apps import apps
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

OURS = "gongkai."
TWINS = {"br": ".br", "gzip": ".gz"}
PACKED = {".css", ".js", ".svg"}
FOR_GOOD = "public, max-age=31536000, immutable"
_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


class OwnNames(ManifestStaticFilesStorage):
    """Files of our own apps under a name that changes with their content, packed once."""

    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Name and pack our own files; all others stay as they were collected."""
        ours = {app.label for app in apps.get_app_configs() if app.name.startswith(OURS)}
        own = {name: place for name, place in paths.items() if Path(name).parts[0] in ours}
        yield from super().post_process(own, dry_run, **options)
        if not dry_run:
            for name in self.hashed_files.values():
                pack(Path(self.path(name)))

    def stored_name(self, name: str) -> str:
        """The name under which a page asks for it; foreign files keep theirs."""
        known = self.hashed_files.get(self.hash_key(self.clean_name(name).replace(os.sep, "/")))
        return str(known) if known else name


def pack(path: Path) -> None:
    """The compressed twins of a file; a name that carries its content's hash is packed once."""
    if path.suffix not in PACKED:
        return
    data = path.read_bytes()
    for ending, packed in ((".br", brotli.compress), (".gz", _zipped)):
        twin = path.with_name(path.name + ending)
        if not twin.exists():
            part = twin.with_name(twin.name + ".part")
            part.write_bytes(packed(data))
            part.replace(twin)


def _zipped(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


class Statics:
    """Answers for the files below one folder: what to send and with which headers."""

    def __init__(self, root: Path, address: str) -> None:
        self._root = os.path.realpath(root)
        self._address = address

    def find(self, path: str, accepted: str) -> tuple[str, list[tuple[str, str]]] | None:
        """The file for an address, packed where the reader takes it; None where there is none, or a link leads out."""
        if not path.startswith(self._address) or "\0" in path:
            return None
        name = os.path.realpath(os.path.join(self._root, path[len(self._address) :]))  # noqa: PTH118 (never raises)
        if not name.startswith(self._root + os.sep) or not os.path.isfile(name):  # noqa: PTH113
            return None
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind.endswith(("javascript", "json")):
            kind += "; charset=utf-8"
        headers = [("content-type", kind), ("x-content-type-options", "nosniff")]
        hashed = bool(_HASHED.search(name))
        headers.append(("cache-control", FOR_GOOD if hashed else "public, max-age=3600"))
        if hashed and Path(name).suffix in PACKED:
            headers.append(("vary", "Accept-Encoding"))
            for encoding, ending in TWINS.items():
                if encoding in accepted and os.path.isfile(name + ending):  # noqa: PTH113
                    return name + ending, [*headers, ("content-encoding", encoding)]
        return name, headers
