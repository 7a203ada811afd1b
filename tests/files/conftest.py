"""Running the command as others do, and looking at what it wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.children import in_process, own_process
from tests.files.builder import Pdf

from gongkai.cli import main

__all__ = ["in_process", "own_process"]
GROUND = "条例第十五条"


def box(page: int, x0: float, y0: float, x1: float, y1: float, ground: str = GROUND) -> dict[str, Any]:
    return {"page": page, "x0": x0, "y0": y0, "x1": x1, "y1": y1, "ground": ground}


@pytest.fixture
def redact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Apply boxes to bytes: exit code, answer (None if refused), sentence, the two files written."""

    def run(data: bytes, boxes: Any, name: str = "in.pdf") -> tuple[int, Any, str, Path, Path]:
        source, out, proof = tmp_path / name, tmp_path / "out.pdf", tmp_path / "cert.json"
        source.write_bytes(data)
        given = tmp_path / "boxes.json"
        given.write_text(boxes if isinstance(boxes, str) else json.dumps(boxes), "utf-8")
        code = main(
            [
                "redaction",
                "apply",
                str(source),
                "--boxes",
                str(given),
                "--out",
                str(out),
                "--certificate",
                str(proof),
            ]
        )
        said = capsys.readouterr()
        assert source.read_bytes() == data, "the input is never changed"
        return code, json.loads(said.out) if said.out else None, said.err.strip(), out, proof

    return run


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Check bytes: the answer, with the kinds of its leaks under `kinds`."""

    def run(
        data: bytes | Pdf,
        *,
        terms: list[str] | None = None,
        boxes: list[Any] | None = None,
        original: bytes | Pdf | None = None,
        name: str = "out.pdf",
    ) -> Any:
        args = ["redaction", "check", str(tmp_path / name)]
        (tmp_path / name).write_bytes(data.bytes() if isinstance(data, Pdf) else data)
        if terms is not None:
            (tmp_path / "terms.txt").write_text("\n".join(terms), "utf-8")
            args += ["--terms", str(tmp_path / "terms.txt")]
        if boxes is not None:
            (tmp_path / "boxes.json").write_text(json.dumps(boxes), "utf-8")
            args += ["--boxes", str(tmp_path / "boxes.json")]
        if original is not None:
            whole = original.bytes() if isinstance(original, Pdf) else original
            (tmp_path / "original.pdf").write_bytes(whole)
            args += ["--original", str(tmp_path / "original.pdf")]
        code = main(args)
        said = capsys.readouterr()
        if code == 2:
            return said.err
        answer = json.loads(said.out.splitlines()[-1])
        assert code == (0 if answer["holds"] else 1)
        answer["kinds"] = {one["kind"] for one in answer["leaks"] if one["level"] == "leak"}
        return answer

    return run
