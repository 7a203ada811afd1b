"""Table four: fifteen cells in one line under a heading of groups and columns (or one line per group)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.statforms.folding import label_key
from gongkai.statforms.forms import Form, Table
from gongkai.statforms.reading.labels import Hit
from gongkai.statforms.reading.rows import (
    BLANK,
    Habits,
    RowReading,
    by_columns,
    fit,
    gathered,
    in_order,
    learn,
)
from gongkai.statforms.reading.stream import Token, is_no_figure


def read_transposed(
    form: Form, table: Table, tokens: Sequence[Token], hits: Sequence[Hit], gap: int = 0
) -> dict[str, RowReading]:
    """Rows of the table; empty if it is not in the stream."""
    block = table.blocks[0]
    width, rows = len(block.columns), [row.id for row in block.value_rows()]
    by_row = _one_line_per_group(form, table, tokens, hits, rows, width)
    if by_row:
        return by_row
    line = _single_line(form, table, tokens, hits, width * len(rows), gap)
    if line is None or line.values is None or not line.found:
        line = _below_the_title(table, tokens, width * len(rows)) or line
    if line is None:
        return {}
    if line.values is None:
        return {row: RowReading(None, line.found, line.line, line.said) for row in rows}
    return {
        row: RowReading(line.values[i * width : (i + 1) * width], width, line.line)
        for i, row in enumerate(rows)
    }


def _targets_here(form: Form, table: Table, hit: Hit, kind: str) -> list[str]:
    return [t.id for t in hit.targets if t.form == form.id and t.table == table.id and t.kind == kind]


def _one_line_per_group(
    form: Form, table: Table, tokens: Sequence[Token], hits: Sequence[Hit], rows: list[str], width: int
) -> dict[str, RowReading]:
    found: dict[str, RowReading] = {}
    for hit in hits:
        for row in _targets_here(form, table, hit, "row"):
            if width <= len(hit.values) <= width + 2:
                reading = fit(hit, tokens, width, Habits())
                if reading.values is not None:
                    found[row] = reading
    return found if len(found) >= 2 else {}


def _single_line(
    form: Form, table: Table, tokens: Sequence[Token], hits: Sequence[Hit], total: int, gap: int
) -> RowReading | None:
    """The values after the last column heading of the table."""
    columns = [hit for hit in hits if _targets_here(form, table, hit, "column") and _unmistakable(hit, table)]
    if not columns:
        return _after_the_title(form, table, tokens, hits, total)
    start = columns[-1].first
    best: RowReading | None = None
    for hit in hits:
        if hit.first < start or not (
            _targets_here(form, table, hit, "column") or _targets_here(form, table, hit, "row")
        ):
            continue
        if len(hit.values) >= 3:
            habits = replace(learn(tokens, [(hit, total)]), gap=gap)
            best = fit(hit, tokens, total, habits)
            break
    if best is None and any(hit.first >= start and tokens[hit.first].bound for hit in columns):
        last = columns[-1]
        # A row that broke off at a cell nobody could read is unread, never blank.
        filled = _filled_below(tokens, last.first)
        return RowReading(None if filled else tuple([BLANK] * total), filled, tokens[last.first].line)
    return best


def _filled_below(tokens: Sequence[Token], heading: int) -> int:
    """How many cells of the rows below a heading hold anything but a piece of a heading."""
    filled = 0
    for token in tokens[heading + 1 :]:
        if token.kind == "running" or (token.kind == "words" and not token.bound):
            break
        if token.line > tokens[heading].line:
            said = token.value.raw if token.value else token.text
            filled += bool(said.strip()) and not _PIECE.fullmatch(said)
    return filled


def _after_the_title(
    form: Form, table: Table, tokens: Sequence[Token], hits: Sequence[Hit], total: int
) -> RowReading | None:
    """The heading of columns is lost: exactly the right number of values right after 行政复议、行政诉讼."""
    for hit in hits:
        here = _targets_here(form, table, hit, "row") or _targets_here(form, table, hit, "header")
        if here and len(hit.values) == total:
            return fit(hit, tokens, total, Habits())
    return None


def _unmistakable(hit: Hit, table: Table) -> bool:
    """A heading that only this table prints (结果维持), not 总计."""
    return all(t.table == table.id for t in hit.targets)


_HEADING_LINES = 12
# What the headings of the columns break into: 结果维持, 结果 / 维持, 结 / 果.
_PIECE = re.compile("[结果维持纠正其他尚未审总计]{1,4}")


def _heads(token: Token, before: Sequence[Token]) -> bool:
    """Whether a piece of a heading stands in one row with nothing but blanks."""
    blank = all(one.value is None or one.value.number is None for one in before)
    return blank and token.bound and _PIECE.fullmatch(token.text.strip()) is not None


def _below_the_title(table: Table, tokens: Sequence[Token], total: int) -> RowReading | None:
    """The line of figures under the title, whatever became of its heading; on a page each by its column."""
    title = label_key(table.title)
    start = max(
        (at for at, one in enumerate(tokens) if one.kind == "words" and one.key.endswith(title)), default=-1
    )
    if start < 0:
        return None
    lines: dict[int, list[Token]] = {}
    heading: set[int] = set()  # rows that hold pieces of the headings between blanks: a page cut them
    places: list[float] = []
    for token in tokens[start + 1 :]:
        if token.line > tokens[start].line + _HEADING_LINES or token.kind == "running":
            break
        if token.kind == "words" and is_no_figure(token.text):
            return RowReading(None, len(lines), token.line, token.text.strip())
        if token.kind == "value" and token.line not in heading:
            lines.setdefault(token.line, []).append(token)
        elif token.line in lines and _heads(token, lines[token.line]):
            del lines[token.line]
            heading.add(token.line)
        elif lines:
            break  # words behind the figures: another part of the report
        else:
            places += [place for piece, place in token.pieces if _PIECE.fullmatch(piece)]
    chosen = [token for line in lines.values() for token in line]
    if len(lines) > 2 or not chosen:
        return None
    if len(chosen) == total:
        return in_order(chosen)
    cells = by_columns(chosen, total, Habits(columns=gathered(places, total)))
    return RowReading(tuple(cells), len(chosen), chosen[0].line) if cells else None
