"""Running the command as others do, and looking at what it wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gongkai.cli import main

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
