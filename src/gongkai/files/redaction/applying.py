"""Making the flat file: hidden first under another name, looked through, then put in place with its certificate."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai.exceptions import Unreadable
from gongkai.files import child
from gongkai.files.redaction import certificate as certificates
from gongkai.files.redaction.boxes import Box
from gongkai.files.redaction.checking import check


@dataclass(frozen=True)
class Result:
    """pages: of the flat file. elsewhere: words of a box that stand unboxed, with page, place and a box around them."""

    pages: int
    boxes: int
    elsewhere: tuple[dict[str, Any], ...]
    certificate: certificates.Certificate

    def as_json(self) -> dict[str, Any]:
        """The answer of the command."""
        return {"pages": self.pages, "boxes": self.boxes, "elsewhere": list(self.elsewhere)}


class NotHeld(Unreadable):
    """The oracle found that the flat file does not hold. leaks, unexamined: as its verdict says them."""

    def __init__(self, sentence: str, leaks: Sequence[dict[str, Any]], unexamined: Sequence[str]) -> None:
        super().__init__(sentence)
        self.leaks, self.unexamined = tuple(leaks), tuple(unexamined)


def apply(
    path: Path,
    boxes: Sequence[Box],
    out: Path,
    certificate: Path,
    now: datetime,
    heard: Callable[[int], None] | None = None,
) -> Result:
    """Write OUT and its certificate, both or neither. Unreadable, with nothing written, if that cannot be done.

    heard: told how many steps of the drawing have been begun; NotHeld where the oracle finds a leak.
    """
    apart([path, out, certificate])
    with _beside(out) as fresh, _beside(certificate) as proof:
        done = child.run(
            "flatten", heard=heard, path=str(path), boxes=[box.as_json() for box in boxes], out=str(fresh)
        )
        made = certificates.make(done["input_sha256"], fresh, boxes, _checks(path, boxes, fresh), now)
        proof.write_text(json.dumps(made.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
        try:
            fresh.replace(out)
            proof.replace(certificate)
        except OSError as error:
            raise Unreadable(f"写不进“{out.name}”：没有权限或磁盘已满。") from error
    return Result(done["pages"], len(boxes), tuple(done["elsewhere"]), made)


def _checks(path: Path, boxes: Sequence[Box], fresh: Path) -> list[str]:
    """What the oracle looked into. NotHeld if it finds a leak; words left elsewhere are not the file's fault."""
    verdict = check(fresh, original=path, boxes=boxes)
    bad = [one for one in verdict.leaks if one["level"] == "leak" and one["kind"] != "elsewhere"]
    if bad or verdict.unexamined:
        why = bad[0]["where"] if bad else verdict.unexamined[0]
        raise NotHeld(f"成品没有通过核验，没有写出：{why}。", bad, verdict.unexamined)
    return verdict.checked


def apart(paths: Sequence[Path]) -> None:
    """What is read is never written over, nor one output by the other. Unreadable if two are one file."""
    real = [Path(os.path.realpath(path)) for path in paths]
    same = len(set(real)) < len(real) or any(
        one.exists() and other.exists() and one.samefile(other)
        for at, one in enumerate(real)
        for other in real[at + 1 :]
    )
    if same:
        raise Unreadable(
            "原件、遮盖框、成品（--out）和凭证（--certificate）要用不同的文件名，原件不能被覆盖。"
        )


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


class _beside:
    """A new empty file in the folder of `path`; gone at the end if it was not moved."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Path:
        try:
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".gongkai-", suffix=".part")
        except OSError as error:
            raise Unreadable(f"文件夹“{self._path.parent}”不存在或不能写入。") from error
        os.close(handle)
        Path(name).chmod(0o666 & ~_umask())
        self._fresh = Path(name)
        return self._fresh

    def __exit__(self, *error: object) -> None:
        self._fresh.unlink(missing_ok=True)
