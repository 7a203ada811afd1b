"""Random but consistent figures for every statutory form."""

from __future__ import annotations

import random

from gongkai.statforms.forms import Form, load_form

Cells = dict[str, int | float | None]


def _split(total: int, parts: int, rng: random.Random) -> list[int]:
    """Break a total into parts that add up to it."""
    cuts = sorted(rng.randint(0, total) for _ in range(parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def _size(rng: random.Random) -> int:
    return rng.choice([0, rng.randint(0, 9), rng.randint(0, 99), rng.randint(100, 3000)])


def consistent_cells(form_id: str, seed: int, blanks: float = 0.0) -> Cells:
    """Cells that satisfy every check of the form; a share of the zeros becomes blank."""
    rng = random.Random(seed)
    form = load_form(form_id)
    cells: Cells = _one_column(rng) if form_id == "annual_2014" else _three_tables(form, rng)
    if blanks:
        for cell, value in cells.items():
            if value == 0 and rng.random() < blanks:
                cells[cell] = None
    return {cell: cells[cell] for cell in form.cell_ids()}


def _one_column(rng: random.Random) -> Cells:
    cells: Cells = dict.fromkeys(load_form("annual_2014").cell_ids(), 0)
    channels = [_size(rng) for _ in range(5)]
    cells.update({f"s1_2_{i + 1}": n for i, n in enumerate(channels)})
    total = rng.randint(max(channels), sum(channels))
    made = rng.randint(0, min(total, 30))
    cells.update({"s1_1": total, "s1_1_1": rng.randint(0, made), "s1_1_2": made})
    ways = [rng.randint(0, 9) for _ in range(5)]
    for key, value in zip(("s2_2_1", "s2_2_2", "s2_2_3", "s2_2_4", "s2_2_5"), ways, strict=True):
        cells[key] = value
    cells.update(
        {
            "s2_2_1_1": rng.randint(0, ways[0]),
            "s2_2_2_1": rng.randint(0, ways[1]),
            "s2_1": rng.randint(0, sum(ways)),
        }
    )
    received = _size(rng)
    cells.update({f"s3_1_{i + 1}": n for i, n in enumerate(_split(received, 4, rng))})
    replies = _split(received, 8, rng)
    cells.update({"s3_1": received, "s3_2": received, "s3_3": received})
    cells.update({f"s3_2_{i + 1}": n for i, n in enumerate(_split(received, 2, rng))})
    cells.update({f"s3_3_{i + 1}": n for i, n in enumerate(replies)})
    cells.update({f"s3_3_4_{i + 1}": n for i, n in enumerate(_split(replies[3], 6, rng))})
    for group in ("s4", "s5"):
        cells[group] = rng.choice([0, 0, rng.randint(1, 9)])
        cells.update({f"{group}_{i + 1}": n for i, n in enumerate(_split(int(cells[group] or 0), 3, rng))})
    full, part = rng.randint(0, 5), rng.randint(0, 40)
    cells.update(
        {"s8_3": full + part, "s8_3_1": full, "s8_3_2": part, "s8_4": rng.choice([0, 5, 12.5, 0.85])}
    )
    cells.update(
        {"s6": rng.randint(0, 3), "s7": rng.choice([0, 0, 0.12]), "s8_1": 1, "s8_2": rng.randint(0, 6)}
    )
    cells.update({"s9_1": rng.randint(0, 9), "s9_2": rng.randint(0, 5), "s9_3": rng.randint(0, 300)})
    return cells


def _three_tables(form: Form, rng: random.Random) -> Cells:
    cells: Cells = dict.fromkeys(form.cell_ids(), 0)
    if form.id == "annual_2021":
        made = rng.randint(0, 9)
        cells.update(
            {
                "t2.norm.made": made,
                "t2.norm.repealed": rng.randint(0, 5),
                "t2.norm.valid": made + rng.randint(0, 40),
            }
        )
        cells.update({"t2.licence.decisions": _size(rng), "t2.penalty.decisions": rng.randint(0, 9)})
        cells["t2.fee.amount"] = rng.choice([0, 12.5, 3050.26, 1234, 0.6])
    else:
        made = rng.randint(0, 9)
        cells.update(
            {
                "t2.norm.made_new": made,
                "t2.norm.opened_new": made,
                "t2.norm.opened_total": made + rng.randint(0, 40),
            }
        )
        for row in ("licence", "other_admin", "penalty"):
            cells.update(
                {
                    f"t2.{row}.last_year": rng.randint(0, 60),
                    f"t2.{row}.delta": rng.randint(-3, 5),
                    f"t2.{row}.decisions": 100 + _size(rng),
                }
            )
        cells.update({"t2.fee.last_year": rng.randint(0, 9), "t2.fee.delta": rng.choice([0, 1, -1])})
        cells.update(
            {"t2.procure.count": rng.randint(0, 99), "t2.procure.amount": rng.choice([0, 812.55, 20])}
        )
    _requests(form, cells, rng)
    for row in ("review", "suit_direct", "suit_after"):
        results = [rng.choice([0, 0, rng.randint(0, 4)]) for _ in range(4)]
        names = ("maintain", "correct", "other", "pending")
        cells.update({f"t4.{row}.{c}": n for c, n in zip(names, results, strict=True)})
        cells[f"t4.{row}.total"] = sum(results)
    return cells


def _requests(form: Form, cells: Cells, rng: random.Random) -> None:
    table = form.table("t3")
    results = [r.id for r in table.blocks[0].value_rows() if r.id not in ("r1", "r2", "r3_7", "r4")]
    kinds = ("natural", "biz", "research", "charity", "legal", "other")
    for kind in kinds:
        amount = _size(rng) if kind == "natural" else rng.choice([0, 0, rng.randint(0, 30)])
        carried = rng.randint(0, min(5, amount))
        before = rng.choice([0, 0, rng.randint(0, 4)])
        for row, n in zip(
            results, _split(amount + before - min(carried, amount + before), len(results), rng), strict=True
        ):
            cells[f"t3.{row}.{kind}"] = n
        done = sum(int(cells[f"t3.{row}.{kind}"] or 0) for row in results)
        cells.update(
            {
                f"t3.r1.{kind}": amount,
                f"t3.r2.{kind}": before,
                f"t3.r3_7.{kind}": done,
                f"t3.r4.{kind}": amount + before - done,
            }
        )
    for row in table.blocks[0].value_rows():
        cells[f"t3.{row.id}.total"] = sum(int(cells[f"t3.{row.id}.{kind}"] or 0) for kind in kinds)
