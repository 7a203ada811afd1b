"""Whether what was frozen is still what it was: the hash of each public version and of each published file."""

from __future__ import annotations

import hashlib
from typing import Any

from gongkai.apps.publishing.actions.versions import content_hash
from gongkai.apps.publishing.models import Version
from gongkai.exceptions import GongkaiError


class Altered(GongkaiError):
    """A version or a file is not the one whose fingerprint was published: it is not shown until that is cleared."""


def check_version(version: Version) -> None:
    """Raises Altered where text, facts or note are not those of the fingerprint."""
    if content_hash(version.title, version.html, version.facts, version.change_note) != version.sha256:
        raise Altered(
            f"公开版本（编号{version.pk}，第{version.number}版）的内容与发布时留存的指纹不符，已停止展示。"
        )


def check_file(fact: dict[str, Any], data: bytes) -> bytes:
    """The bytes again; raises Altered where they are not those that were published."""
    if hashlib.sha256(data).hexdigest() != fact["sha256"]:
        raise Altered(f"附件文件 {fact['stored']} 与发布时留存的指纹不符，已停止提供。")
    return data
