"""A block of figures copied from a spreadsheet, put onto the printed table from one cell on. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.exceptions import Obstacle, Refused

MOST = 20_000  # signs of one block
_NUMBER = re.compile(r"[-－−+]?[\d０-９,，]*[.．]?[\d０-９]+")


def placed(block: str, rows: Sequence[Sequence[str]], start: str) -> dict[str, str]:
    """Cell → what was copied for it. rows: the cells of figures as printed; start: where the upper left figure goes.

    Fields stand between tabs, as every spreadsheet copies them. Blank ones are passed over. Raises Refused where the
    block has words in it or does not fit: then nothing is filled.
    """
    lines = block.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    fields = [[field.strip().strip("\u3000") for field in line.split("\t")] for line in lines]
    if not any(any(line) for line in fields):
        raise Refused([Obstacle("paste:empty", "还没有粘贴内容。", cure="#id_block")])
    down = next((n for n, row in enumerate(rows) if start in row), None)
    if down is None:
        raise Refused([Obstacle("paste:start", "请选定从哪一格填起。", cure="#id_start")])
    across = list(rows[down]).index(start)
    found: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(fields):
        for place, field in enumerate(line):
            if not field:
                continue
            where = f"粘贴内容第{number + 1}行第{place + 1}列"
            if not _NUMBER.fullmatch(field) and field not in {"-", "—", "——"}:
                wrong.append(f"{where}是“{field[:12]}”，不是数；请只复制数的部分")
            elif down + number >= len(rows) or across + place >= len(rows[down + number]):
                wrong.append(f"{where}超出了这张表；请核对从哪一格填起")
            elif field not in {"-", "—", "——"}:
                found[rows[down + number][across + place]] = field
    if wrong:
        more = f"；另有{len(wrong) - 5}处" if len(wrong) > 5 else ""
        raise Refused([Obstacle("paste:block", "；".join(wrong[:5]) + more + "。", cure="#id_block")])
    return found
