"""The certificate: which file went in, what was hidden on which ground, which file came out, what was checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai.exceptions import Unreadable
from gongkai.files.kinds import read_file
from gongkai.files.redaction.boxes import Box, boxes_from


@dataclass(frozen=True)
class Certificate:
    """Hashes are SHA-256 in hex. made_at: ISO 8601 with zone. checks: names of the checks that the output passed."""

    input_sha256: str
    output_sha256: str
    boxes: tuple[Box, ...]
    checks: tuple[str, ...]
    made_at: str

    def as_json(self) -> dict[str, Any]:
        """As the file holds it."""
        return {
            "input_sha256": self.input_sha256,
            "output_sha256": self.output_sha256,
            "boxes": [box.as_json() for box in self.boxes],
            "checks": list(self.checks),
            "made_at": self.made_at,
        }


def make(
    input_sha256: str, output: Path, boxes: Sequence[Box], checks: Sequence[str], now: datetime
) -> Certificate:
    """A certificate for a written file."""
    return Certificate(
        input_sha256, sha256(output), tuple(boxes), tuple(checks), now.isoformat(timespec="seconds")
    )


def read(path: str | Path) -> Certificate:
    """Unreadable if it is no certificate."""
    name = Path(path).name
    try:
        given = json.loads(read_file(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"“{name}”不是有效的 JSON，不能作为遮盖凭证。") from error
    texts = ("input_sha256", "output_sha256", "made_at")
    if not isinstance(given, dict) or not all(isinstance(given.get(key), str) for key in texts):
        raise Unreadable(f"“{name}”不是遮盖凭证：缺少原件、成品的校验值或制作时间。")
    checks = given.get("checks")
    if not isinstance(checks, list):
        raise Unreadable(f"“{name}”不是遮盖凭证：缺少核验项目（checks）。")
    return Certificate(
        given["input_sha256"].lower(),
        given["output_sha256"].lower(),
        tuple(boxes_from(given.get("boxes"))),
        tuple(str(one) for one in checks),
        given["made_at"],
    )


def sha256(path: str | Path) -> str:
    """Of the bytes of a file."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def misfits(
    certificate: Certificate, output: str, original: str | None, boxes: Sequence[Box] | None
) -> list[str]:
    """Why the certificate does not fit, one Chinese sentence each. output, original: hashes."""
    found = []
    if certificate.output_sha256 != output:
        found.append("成品与凭证记载的不是同一个文件")
    if original is not None and certificate.input_sha256 != original:
        found.append("原件与凭证记载的不是同一个文件")
    if boxes is not None and _plain(boxes) != _plain(certificate.boxes):
        found.append("遮盖框与凭证记载的不一致")
    return found


def _plain(boxes: Sequence[Box]) -> list[tuple[Any, ...]]:
    return sorted(
        (box.page, box.place.x0, box.place.y0, box.place.x1, box.place.y1, box.ground) for box in boxes
    )
