"""What a narrow window leaves out: never a cell that says when, who or what."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.apps import workbench

SHEETS = sorted((Path(workbench.__file__).parent / "static/workbench").glob("*.css"))


def test_no_cell_of_a_table_is_hidden_on_a_phone():
    """已定时 stood there without its time, 待确认 without who asks."""
    hidden = [
        found
        for sheet in SHEETS
        for found in re.findall(
            r"[^{}]*\btd\b[^{}]*\{[^{}]*display:\s*none[^{}]*\}", sheet.read_text("utf-8")
        )
    ]
    assert hidden == []
