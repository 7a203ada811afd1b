"""Judging a file: the oracle in a child process, and the certificate against what it read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gongkai.files import child
from gongkai.files.redaction.boxes import Box
from gongkai.files.redaction.certificate import Certificate, misfits
from gongkai.files.redaction.secrets import Secret
from gongkai.files.redaction.verdict import Verdict


def check(
    path: Path,
    *,
    original: Path | None = None,
    boxes: Sequence[Box] | None = None,
    terms: Sequence[Secret] | None = None,
    certificate: Certificate | None = None,
) -> Verdict:
    """Whether a redaction holds. Without boxes those of the certificate count. Unreadable if a file cannot be opened."""
    chosen = boxes if boxes is not None or certificate is None else certificate.boxes
    answer = child.run(
        "examine",
        path=str(path),
        original=str(original) if original else None,
        boxes=[box.as_json() for box in chosen] if chosen is not None else None,
        terms=[(one.text, one.folded) for one in terms] if terms is not None else None,
    )
    verdict = Verdict(answer["leaks"], answer["checked"], answer["unexamined"])
    if certificate is not None:
        for sentence in misfits(certificate, answer["output_sha256"], answer.get("original_sha256"), boxes):
            verdict.leak("certificate", None, sentence)
        verdict.looked("certificate")
    return verdict
