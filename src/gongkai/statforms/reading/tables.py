"""Reads the tables of a report block by block and decides for each block which form it follows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gongkai.statforms.cellvalues import in_unit
from gongkai.statforms.findings import Finding, Number
from gongkai.statforms.forms import Block, Form, Row, Table, all_forms
from gongkai.statforms.reading.labels import Hit, find_hits
from gongkai.statforms.reading.order import Ordered, by_order
from gongkai.statforms.reading.rows import RowReading, fit, learn, usual_gap
from gongkai.statforms.reading.stream import Token
from gongkai.statforms.reading.transposed import read_transposed

_WRITTEN_BADLY = "公开报告所附表格应逐格填报"


@dataclass
class BlockReading:
    """One block read as one form would have it.

    renamed: rows known only by their place → the words found. placed: rows known only by their order, which speaks
    for no form. left: lines of figures that belong to no row.
    """

    form: Form
    table: Table
    number: int
    rows: dict[str, RowReading] = field(default_factory=dict)
    headings: int = 0
    renamed: dict[str, str] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    left: tuple[int, ...] = ()

    @property
    def block(self) -> Block:
        """The block of the form."""
        return self.table.blocks[self.number]

    @property
    def fitting(self) -> int:
        """Rows whose cells were counted right."""
        return sum(1 for row in self.rows.values() if row.values is not None)


@dataclass
class TableReading:
    """All cells of the tables found. unread: cells that stand there but cannot be told apart."""

    cells: dict[str, Number | None] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    table_forms: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    table_lines: set[int] = field(default_factory=set)
    votes: Counter[str] = field(default_factory=Counter)


def read_tables(tokens: Sequence[Token], year: int | None) -> TableReading:
    """Every table in the stream. `year` decides only where the tables themselves are silent."""
    hits = find_hits(tokens)
    gap = usual_gap(tokens, [hit for hit in hits if hit.values])
    candidates = [reading for form in all_forms() for reading in _read_form(form, tokens, hits, gap)]
    chosen = _choose(candidates, year)
    result = TableReading()
    for reading in chosen:
        _put(reading, result)
    _note_lines(tokens, hits, chosen, result)
    return result


def _read_form(form: Form, tokens: Sequence[Token], hits: Sequence[Hit], gap: int) -> Iterable[BlockReading]:
    for table in form.tables:
        if table.kind == "transposed":
            rows = read_transposed(form, table, tokens, hits, gap)
            if rows:
                yield BlockReading(form, table, 0, rows, 0)
            continue
        for number in range(len(table.blocks)):
            yield _read_block(form, table, number, tokens, hits, gap)


def _read_block(
    form: Form, table: Table, number: int, tokens: Sequence[Token], hits: Sequence[Hit], gap: int
) -> BlockReading:
    reading = BlockReading(form, table, number)
    block = reading.block
    instances = _instances(form, table, number, block, _in_rows(hits, tokens, len(block.columns)))
    best: tuple[int, dict[str, Hit]] = (-1, {})
    for instance in instances:
        habits = replace(learn(tokens, [(hit, len(block.columns)) for hit in instance.values()]), gap=gap)
        good = sum(
            1
            for hit in instance.values()
            if hit.values and fit(hit, tokens, len(block.columns), habits).values
        )
        if good > best[0]:
            best = (good, instance)
    rows = _where_they_belong(block, best[1])
    habits = replace(learn(tokens, [(hit, len(block.columns)) for hit in rows.values()]), gap=gap)
    ordered = by_order(block, rows, tokens, habits)
    unnamed = {} if ordered.whole else _unnamed_rows(block, rows, tokens, hits)
    reading.renamed = {row: tokens[hit.first].text for row, hit in unnamed.items()}
    rows = {**rows, **unnamed}
    for row_id, hit in rows.items():
        if hit.values or len(block.columns) == 1 or any(other.values for other in rows.values()):
            reading.rows[row_id] = fit(hit, tokens, len(block.columns), habits)
    _place(reading, ordered)
    if reading.rows:
        first = min(hit.first for hit in rows.values())
        reading.headings = _headings_before(form, table, number, hits, first)
    return reading


def _in_rows(hits: Sequence[Hit], tokens: Sequence[Token], wanted: int) -> list[Hit]:
    """Without names that a sentence mentions: other words before them, and figures too few for a row.

    Left in, they would count as the rows themselves, and the true ones as those of a second copy of the table.
    """

    def mentioned(hit: Hit) -> bool:
        token = tokens[hit.first]
        mentions = not token.bound and token.x is None and not token.pieces
        return mentions and len(hit.values) < wanted and not token.key.startswith(hit.key)

    return [hit for hit in hits if not (wanted > 2 and hit.values and mentioned(hit))]


def _where_they_belong(block: Block, rows: dict[str, Hit]) -> dict[str, Hit]:
    """Without names that also head a column (其他, 总计) and stand where no row of that name can."""
    order = {row.id: place for place, row in enumerate(block.rows)}
    sure = [
        (hit.first, order[row])
        for row, hit in rows.items()
        if not any(target.kind == "column" for target in hit.targets)
    ]
    return {
        row: hit
        for row, hit in rows.items()
        if not any(target.kind == "column" for target in hit.targets)
        or not any((first < hit.first) != (place < order[row]) for first, place in sure)
    }


def _place(reading: BlockReading, ordered: Ordered) -> None:
    """What the order of the lines tells, where the names do not."""
    reading.left = ordered.left
    for row, got in ordered.rows.items():
        named = reading.rows.get(row)
        if ordered.whole or named is None or named.values is None or row in reading.renamed:
            reading.rows[row] = got
            reading.renamed.pop(row, None)
            if not ordered.whole:
                reading.placed.add(row)


def _instances(
    form: Form, table: Table, number: int, block: Block, hits: Sequence[Hit]
) -> list[dict[str, Hit]]:
    """The rows of a block in reading order; a row met twice begins a new copy of the table."""
    order = [row.id for row in block.rows]
    wanted = len(block.columns)
    instances: list[dict[str, Hit]] = [{}]
    cursor = -1
    for hit in hits:
        ids = [
            t.id
            for t in hit.targets
            if t.form == form.id and t.table == table.id and t.block == number and t.kind == "row"
        ]
        if not ids:
            continue
        ambiguous = len(ids) > 1 or any(t.kind == "column" and t.table == table.id for t in hit.targets)
        if ambiguous and wanted > 1 and not hit.values:
            continue
        row_id = next((i for i in ids if order.index(i) > cursor and i not in instances[-1]), ids[0])
        if ambiguous and wanted > 1 and (len(hit.values) > wanted + 3 or not instances[-1]):
            continue
        if row_id in instances[-1]:
            if instances[-1][row_id].values and not hit.values:
                continue
            if ambiguous and wanted > 1 and order.index(row_id) < cursor:
                continue  # a heading of columns (其他, 总计) begins no second copy of the table
            if instances[-1][row_id].values and not (ambiguous and wanted > 1):
                instances.append({})
        instances[-1][row_id] = hit
        cursor = order.index(row_id)
    return [instance for instance in instances if instance]


def _unnamed_rows(
    block: Block, rows: dict[str, Hit], tokens: Sequence[Token], hits: Sequence[Hit]
) -> dict[str, Hit]:
    """A row whose label is misspelt: exactly one row is missing between two known ones, and exactly one line of
    the right number of cells stands there under a name no form knows."""
    order = [row.id for row in block.value_rows()]
    named = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    found: dict[str, Hit] = {}
    for before, missing, after in zip(order, order[1:], order[2:], strict=False):
        if missing in rows or before not in rows or after not in rows:
            continue
        start = max([rows[before].last, *rows[before].values]) + 1
        strangers = _strangers(tokens, range(start, rows[after].first), named, len(block.columns))
        if len(strangers) == 1:
            found[missing] = strangers[0]
    return found


def _strangers(tokens: Sequence[Token], span: range, named: set[int], wanted: int) -> list[Hit]:
    """Rows under an unknown name inside a span of tokens."""
    found: list[Hit] = []
    label = -1
    for index in span:
        token = tokens[index]
        if token.kind == "words":
            label = index if index not in named and len(token.key) >= 2 else -1
        elif token.kind == "value" and label >= 0:
            if not found or found[-1].first != label:
                found.append(Hit(tokens[label].key, (), label, label))
            found[-1].values.append(index)
    # A row without any figure may be the rest of a label that a page cut in two.
    told = [
        hit
        for hit in found
        if any((value := tokens[i].value) and value.number is not None for i in hit.values)
    ]
    return [hit for hit in told if len(hit.values) >= wanted]


def _headings_before(form: Form, table: Table, number: int, hits: Sequence[Hit], first: int) -> int:
    """How many different column headings of the block stand between the previous row and the first one."""
    seen: set[str] = set()
    for hit in reversed([h for h in hits if h.last < first]):
        columns = {
            t.id
            for t in hit.targets
            if t.kind == "column" and (t.form, t.table, t.block) == (form.id, table.id, number)
        }
        if columns:
            seen |= columns
        elif hit.values or len(seen) > 12:
            break
    return len(seen)


def _choose(candidates: Sequence[BlockReading], year: int | None) -> list[BlockReading]:
    """For rows that several forms know, keep the form that fits the block best."""
    readings = [c for c in candidates if c.rows and _is_table(c)]
    tables = {(c.form.id, c.table.id) for c in readings}
    readings += [c for c in candidates if c.rows and not _is_table(c) and (c.form.id, c.table.id) in tables]
    votes: Counter[str] = Counter()
    for reading in readings:
        votes[reading.form.id] += reading.fitting + reading.headings
    rivals: dict[str, list[BlockReading]] = defaultdict(list)
    for reading in readings:
        rivals[reading.table.id + ":" + reading.block.rows[0].id].append(reading)

    def merit(reading: BlockReading) -> tuple[float, int, int]:
        fitting = sum(
            1
            for row_id, row in reading.rows.items()
            if row.values is not None
            and (row.found or len(reading.block.columns) > 1)
            and row_id not in reading.renamed
            and row_id not in reading.placed
        )
        ordered = year is not None and reading.form.covers(year)
        # The form ordered for the year loses nothing by rows that a damaged or cut table lacks.
        missing = 0 if ordered else len(reading.block.value_rows()) - fitting
        return (
            fitting - 0.5 * missing + reading.headings,
            int(ordered),
            votes[reading.form.id],
        )

    kept = [max(group, key=merit) for group in rivals.values()]
    families: Counter[str] = Counter()
    for reading in kept:  # forms of one family share their tables; labels of another family may stray in
        families[reading.form.tables[0].id] += len(reading.rows)
    strongest = families.most_common(1)[0][0] if families else ""
    return [r for r in kept if r.form.tables[0].id == strongest]


def _is_table(reading: BlockReading) -> bool:
    """Enough rows to be a table, not a word in a sentence."""
    wanted = len(reading.block.value_rows())
    if wanted > 8:
        return len(reading.rows) >= 4
    return any(row.found for row in reading.rows.values()) or len(reading.rows) >= 2


def _put(reading: BlockReading, result: TableReading) -> None:
    form, table, block = reading.form, reading.table, reading.block
    forms = result.table_forms.setdefault(table.id, [])
    if form.id not in forms:
        forms.append(form.id)
    result.votes[form.id] += reading.fitting
    if reading.left:
        result.findings.append(_left_finding(table, reading.left))
    for row in block.value_rows():
        got = reading.rows.get(row.id)
        ids = [table.cell_id(row.id, column.id) for column in block.columns]
        if got is None or got.values is None:
            result.cells.update(dict.fromkeys(ids))
            result.unread.update(ids)
            result.findings.append(_row_finding(row, ids, got))
            continue
        if row.id in reading.renamed:
            message = f"表中“{reading.renamed[row.id][:30]}”按位置认作“{row.label}”，请核对行名"
            result.findings.append(
                Finding(
                    "R07",
                    "info",
                    (*ids, f"第{got.line}行"),
                    message,
                    row.label,
                    reading.renamed[row.id][:30],
                    _WRITTEN_BADLY,
                )
            )
        for cell, column, value in zip(ids, block.columns, got.values, strict=True):
            if value.unit == "增/减" and column.type != "signed":
                result.cells[cell] = None
                result.unread.add(cell)
                result.findings.append(_cell_finding(row, cell, got.line, value.raw))
                continue
            number, remark = in_unit(value, column.unit or row.unit)
            result.cells[cell] = number
            result.lines[cell] = got.line
            if remark:
                result.findings.append(
                    Finding(
                        "R03",
                        "info",
                        (cell, f"第{got.line}行"),
                        f"“{row.label}”{remark}",
                        None,
                        value.raw.strip(),
                        "表头单位为万元",
                    )
                )


def _row_finding(row: Row, ids: list[str], got: RowReading | None) -> Finding:
    if got is None:
        return Finding(
            "R01",
            "warn",
            tuple(ids),
            f"表中找不到“{row.label}”一行，该行各格未读",
            len(ids),
            None,
            _WRITTEN_BADLY,
        )
    if got.said and len(ids) == 1:
        return _cell_finding(row, ids[0], got.line, got.said)
    if got.said:
        message = f"“{row.label}”一行里的“{got.said[:30]}”认不出是多少，为免错位，该行各格未读"
        return Finding("R02", "warn", (*ids, f"第{got.line}行"), message, None, got.said[:30], _WRITTEN_BADLY)
    kind = "少于" if got.found < len(ids) else "多于"
    message = f"“{row.label}”一行有{got.found}格，{kind}应有的{len(ids)}格，为免错位，该行各格未读"
    return Finding("R02", "warn", (*ids, f"第{got.line}行"), message, len(ids), got.found, _WRITTEN_BADLY)


def _left_finding(table: Table, left: Sequence[int]) -> Finding:
    places = tuple(f"第{line}行" for line in left)
    message = f"“{table.title}”里有{len(left)}行数字认不出属于哪一行，没有读；请核对行名"
    return Finding("R02", "warn", (table.id, *places), message, None, len(left), _WRITTEN_BADLY)


def _cell_finding(row: Row, cell: str, line: int, said: str) -> Finding:
    message = f"“{row.label}”一格写作“{said.strip()[:30]}”，认不出是多少，该格未读；请写成数字"
    return Finding("R02", "warn", (cell, f"第{line}行"), message, None, said.strip()[:30], _WRITTEN_BADLY)


def _note_lines(
    tokens: Sequence[Token], hits: Sequence[Hit], chosen: Sequence[BlockReading], result: TableReading
) -> None:
    """Remember which lines belong to tables, so that the narrative is read without them."""
    result.table_lines.update(t.line for t in tokens if t.kind == "row_end")
    result.table_lines.update(t.line for t in tokens if t.kind == "value" and t.bound)
    spans: dict[str, set[int]] = defaultdict(set)
    for reading in chosen:
        spans[reading.table.id].update(row.line for row in reading.rows.values())
    for lines in spans.values():
        first, last = min(lines), max(lines)
        for hit in hits:
            if first <= tokens[hit.first].line <= last:
                final = max([hit.last, *hit.values])
                result.table_lines.update(range(tokens[hit.first].line, tokens[final].line + 1))
        result.table_lines.update(range(first, last + 1))
    for token in tokens:
        if token.kind == "running":
            result.table_lines.discard(token.line)
