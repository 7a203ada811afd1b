"""Real files: cells and fields read right, silent errors, false findings and faults found, by format and look.

The papers come from `bench/papers`, whose writer has not seen the readers; the readers are asked by their commands alone.
`python -m bench files --seed N --count 1 --keep DIR --only FORMAT` makes the one file again and says what was read wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import re
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lxml.html

from bench.papers import controls, delivery, documents, faults, looks, reports
from gongkai import cli

_FORMS = ["annual_2021", "annual_2019", "annual_2021", "annual_2014"]
AIMS = {
    "pdf-part-scan": 0.0,
    "pdf": 0.98,
    "pdf-browser": 0.98,
    "ofd": 0.97,
    "doc": 0.99,
    "wps": 0.99,
    "rtf": 0.99,
    "scan": 0.85,
}


@dataclass
class Tally:
    """What was counted for one format or one look."""

    files: int = 0
    present: int = 0
    right: int = 0
    silent: int = 0
    refused: int = 0
    accused: int = 0
    pages: int = 0
    seconds: float = 0
    failures: list[str] = field(default_factory=list)

    def share(self) -> float:
        """Right among those present."""
        return self.right / self.present if self.present else 1.0


def ask(*words: str) -> tuple[int, dict[str, Any], str]:
    """What a command answers: exit code, its JSON, and its messages."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.main(list(words))
        except SystemExit as end:
            code = int(end.code or 0)
    text = out.getvalue()
    return code, json.loads(text) if text.strip().startswith("{") else {}, err.getvalue().strip()


def case(seed: int) -> tuple[reports.Report, looks.Look]:
    """The report and the look of a seed; from 1000 on the looks of copies, from 2000 on sentences that may not be accused."""
    if seed >= 2000:
        name = _FORMS[seed % 2]
        report = reports.draw(seed, name, looks.LOOKS[0])
        controls.add(report, seed)
        return report, looks.LOOKS[0]
    held = looks.COPIES if seed >= 1000 else looks.LOOKS
    look = held[seed % len(held)]
    return reports.draw(seed, _FORMS[(seed + seed // len(looks.LOOKS)) % len(_FORMS)], look), look


def judge_cells(report: reports.Report, answer: dict[str, Any]) -> tuple[int, list[str], list[str]]:
    """Cells right, cells lost but said, and silent errors (a wrong value given as read)."""
    cells, unread = answer.get("cells", {}), set(answer.get("unread", []))
    absent = set(answer.get("missing_tables", []))
    right = 0
    lost: list[str] = []
    silent: list[str] = []
    for cell, value in report.values.items():
        table = cell.split(".")[0] if "." in cell else "main"
        if cell in unread or cell not in cells:
            unsaid = "" if cell in unread or table in absent or not cells else " and nothing says so"
            lost.append(f"{cell}: {value} → {'unread' if cell in unread else 'absent'}{unsaid}")
        elif cells[cell] == value:
            right += 1
        else:
            silent.append(f"{cell}: {value} → {cells[cell]}")
    silent += [
        f"{cell}: not there → {v}" for cell, v in cells.items() if v is not None and cell not in report.values
    ]
    return right, lost, silent


def _pages(path: Path) -> int:
    import pypdfium2

    if path.suffix != ".pdf":
        return 4
    document = pypdfium2.PdfDocument(path)
    count = len(document)
    document.close()
    return count


def read_reports(kind: str, seeds: list[int], folder: Path) -> tuple[Tally, dict[str, Tally]]:
    """Clean reports in one format: cells, silent errors, false errors."""
    drawn = [case(seed) for seed in seeds]
    orders = [
        (f"r{r.seed}-{look.name.replace(' ', '-')}", reports.printed(r, look), look) for r, look in drawn
    ]
    whole = Tally()
    by_look: dict[str, Tally] = defaultdict(Tally)
    for path, (report, look) in zip(delivery.deliver(orders, kind, folder), drawn, strict=True):
        name = f"{kind} seed={report.seed} look={look.name} form={report.form}"
        for tally in (whole, by_look[look.name]):
            tally.files += 1
            tally.present += len(report.values)
        if not path.exists():
            whole.failures.append(f"{name}: the file could not be made")
            continue
        began = time.perf_counter()
        code, answer, said = ask("report", "read", str(path), "--json")
        spent = time.perf_counter() - began
        right, lost, silent = judge_cells(report, answer)
        profile = [word for trait in report.profile for word in ("--profile", trait)]
        _, checked, _ = ask("report", "check", str(path), "--json", *profile)
        errors = [f for f in checked.get("findings", []) if f["level"] == "error"]
        warned = [f for f in checked.get("findings", []) if f["level"] == "warn"]
        pages = _pages(path)
        for tally in (whole, by_look[look.name]):
            tally.right += right
            tally.silent += len(silent)
            tally.refused += code == 2
            tally.accused += len(errors)
            tally.pages += pages
            tally.seconds += spent
        if code == 2:
            whole.failures.append(f"{name}: refused: {said[:120]}")
        if answer and answer["form"] != report.form:
            whole.failures.append(f"{name}: form {answer['form']}")
        for what, found in (("SILENT", silent), ("lost", lost)):
            if found:
                whole.failures.append(f"{name}: {what} {len(found)}: {'; '.join(found[:6])}")
        for finding in errors + warned:
            words = f"{name}: false {finding['level']} {finding['code']} {finding['where'][:3]} {finding['message'][:70]}"
            whole.failures.append(words)
    return whole, by_look


def _row(name: str, t: Tally, aim: float | None) -> str:
    second = f"{t.seconds / t.pages:.2f}" if t.pages else "-"
    wanted = "1.00" if aim is None else f"{aim:.2f}" if aim else "-"
    return (
        f"{name:16}{t.files:6}{t.right:8}/{t.present:<7}{t.share():8.4f}{wanted:>6}{t.silent:8}{t.accused:8}"
        f"{t.refused:9}{second:>8}"
    )


_COLUMNS = f"{'':16}{'files':>6}{'right':>8}/{'present':7}{'share':>8}{'aim':>6}{'silent':>8}{'accused':>8}{'refused':>9}{'s/page':>8}"


def _reports_part(wanted: argparse.Namespace, folder: Path) -> list[str]:
    failures: list[str] = []
    total: dict[str, Tally] = defaultdict(Tally)
    seeds = list(range(wanted.seed, wanted.seed + wanted.count))
    print(f"annual reports, clean: {len(seeds)} papers a format, seeds {seeds[0]} to {seeds[-1]}\n{_COLUMNS}")
    for kind in _kinds(wanted):
        whole, by_look = read_reports(kind, seeds, folder / kind)
        print(_row(kind, whole, AIMS.get(kind)), flush=True)
        failures += whole.failures
        for name, tally in by_look.items():
            mine = total[name]
            for key in ("files", "present", "right", "silent", "refused", "accused", "pages", "seconds"):
                setattr(mine, key, getattr(mine, key) + getattr(tally, key))
    print("by look, all formats")
    for name, tally in total.items():
        print(_row(name, tally, None))
    return failures


def _same(value: object, got: object) -> bool:
    def plain(thing: object) -> list[str]:
        things = thing if isinstance(thing, list) else [thing]
        return ["".join(str(t).split()).rstrip("。") for t in things if t]

    return plain(value) == plain(got)


def judge_fields(document: documents.Document, answer: dict[str, Any]) -> tuple[int, list[str], list[str]]:
    """Fields right, fields not found, and silent errors (a wrong value, or one that is not in the paper, given as read)."""
    right = 0
    lost: list[str] = []
    silent: list[str] = []
    for name, value in document.fields.items():
        got = answer.get(name)
        if name == "doc_number" and got:
            got = got["text"]
        if name == "attachments" and got:
            got = [each["name"] for each in got]
        if _same(value, got):
            right += 1
            continue
        told = {"addressees": "addressee"}.get(name, name)
        how = answer.get("evidence", {}).get(told, {}).get("how", "missing")
        surely = bool(got) and how == "read"
        (silent if surely else lost).append(f"{name}: {value!r} → {got!r} ({how})")
    return right, lost, silent


def judge_tables(document: documents.Document, shown: str) -> tuple[int, int, list[str]]:
    """Cells of the tables of a document that stand in their place on the page made of it: right, present, wrong."""
    found = [_grid(table) for table in lxml.html.fromstring(f"<div>{shown}</div>").iter("table")]
    right = present = 0
    wrong: list[str] = []
    for table in document.paper.tables():
        wanted = [["".join(word.split()) for word in row] for row in table.grid()]
        places = [(y, x, word) for y, row in enumerate(wanted) for x, word in enumerate(row) if word]
        scores = [sum(grid.get((y, x)) == word for y, x, word in places) for grid in found]
        best = found[scores.index(max(scores))] if scores else {}
        present += len(places)
        right += max(scores, default=0)
        wrong += [
            f"table ({y},{x}): {word} → {best.get((y, x))}"
            for y, x, word in places
            if best.get((y, x)) != word
        ]
    return right, present, wrong


def _grid(table: Any) -> dict[tuple[int, int], str]:
    taken: dict[tuple[int, int], str] = {}
    for y, row in enumerate(table.iter("tr")):
        x = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (y, x) in taken:
                x += 1
            for down in range(int(cell.get("rowspan") or 1)):
                for right in range(int(cell.get("colspan") or 1)):
                    taken[y + down, x + right] = ""
            taken[y, x] = "".join(cell.text_content().split())
            x += int(cell.get("colspan") or 1)
    return taken


def read_documents(kind: str, seeds: list[int], folder: Path) -> tuple[Tally, Tally, dict[str, list[int]]]:
    """Documents in one format: their fields, the cells of their tables, and each field by itself."""
    drawn = [documents.draw(seed, looks.LOOKS[seed % len(looks.LOOKS)]) for seed in seeds]
    orders = [
        (f"d{d.seed}-{d.kind.replace(' ', '-')}", d.paper, looks.LOOKS[d.seed % len(looks.LOOKS)])
        for d in drawn
    ]
    fields, cells = Tally(), Tally()
    by_field: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path, document in zip(delivery.deliver(orders, kind, folder), drawn, strict=True):
        name = f"{kind} seed={document.seed} traits={', '.join(document.traits)}"
        began = time.perf_counter()
        code, answer, said = ask("document", "read", str(path), "--json")
        spent = time.perf_counter() - began
        right, lost, silent = judge_fields(document, answer)
        wrong_names = {line.split(":")[0] for line in lost + silent}
        for one in document.fields:
            by_field[one][0] += one not in wrong_names
            by_field[one][1] += 1
        fields.files += 1
        fields.present += len(document.fields)
        fields.right += right
        fields.silent += len(silent)
        fields.refused += code == 2
        fields.pages += _pages(path) if path.suffix == ".pdf" else 2
        fields.seconds += spent
        if code == 2:
            fields.failures.append(f"{name}: refused: {said[:120]}")
        for what, found in (("SILENT", silent), ("lost", lost)):
            if found:
                fields.failures.append(f"{name}: {what} {len(found)}: {'; '.join(found)}")
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(io.StringIO()):
            cli.main(["document", "read", str(path), "--html"])
        if document.paper.tables() and kind not in ("txt", "xlsx", "xls", "et", "ods"):
            placed, present, wrong = judge_tables(document, shown.getvalue())
            cells.files += 1
            cells.right += placed
            cells.present += present
            if wrong:
                fields.failures.append(f"{name}: table {len(wrong)} of {present}: {'; '.join(wrong[:5])}")
    return fields, cells, by_field


def _documents_part(wanted: argparse.Namespace, folder: Path) -> list[str]:
    failures: list[str] = []
    seeds = list(range(wanted.seed, wanted.seed + wanted.count))
    each: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    print(
        f"documents: {len(seeds)} papers a format, seeds {seeds[0]} to {seeds[-1]}; aim 0.95 of the fields, 0 silent\n{_COLUMNS}"
    )
    for kind in _kinds(wanted):
        if kind in ("xlsx", "xls", "et", "ods", "pdf-part-scan", "txt-copied"):
            continue
        fields, cells, by_field = read_documents(kind, seeds, folder / kind)
        print(_row(kind, fields, 0.95), flush=True)
        if cells.present:
            print(
                f"{'  table cells':16}{cells.files:6}{cells.right:8}/{cells.present:<7}{cells.share():8.4f}"
            )
        failures += fields.failures
        for name, (right, present) in by_field.items():
            each[name][0] += right
            each[name][1] += present
    print("by field, all formats: " + ", ".join(f"{n} {r}/{p}" for n, (r, p) in sorted(each.items())))
    return failures


def _findings(path: Path, report: reports.Report, before: Path | None) -> list[dict[str, Any]]:
    words = [word for trait in report.profile for word in ("--profile", trait)]
    words += ["--previous", str(before)] if before else []
    return list(ask("report", "check", str(path), "--json", *words)[1].get("findings", []))


def _spoiled(fault: faults.Fault, seed: int) -> tuple[reports.Report, reports.Report] | None:
    """A report without and with the fault; another seed is tried where the report has no place for it."""
    look = looks.named("official")
    for step in range(40):
        clean, bad = (reports.draw(seed + 1000 * step, fault.form, look) for _ in range(2))
        if fault.plant(bad, random.Random(seed)):
            clean.profile = list(bad.profile)
            if bad.previous is not None:
                clean.previous = reports.before(clean)
            return clean, bad
    return None


def find_faults(kind: str, seeds: list[int], folder: Path) -> tuple[dict[str, list[int]], list[str]]:
    """Faults planted one at a time: by kind, how many were found (a finding that the clean twin has not) of how many planted."""
    look = looks.named("official")
    orders: list[delivery.Order] = []
    planted: list[tuple[faults.Fault, int, reports.Report, list[str]]] = []
    for number, fault in enumerate(faults.FAULTS):
        for seed in seeds:
            pair = _spoiled(fault, seed * 7 + number)
            if pair is None:
                continue
            named = [
                (f"f{number}-{seed}-{which}", report)
                for which, report in zip(("clean", "bad"), pair, strict=True)
            ]
            named += [
                (f"{name}-before", report.previous) for name, report in named if report.previous is not None
            ]
            orders += [(name, reports.printed(report, look), look) for name, report in named]
            planted.append((fault, seed, pair[1], [name for name, _ in named]))
    paths = {path.stem: path for path in delivery.deliver(orders, kind, folder)}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    failures = []
    for fault, seed, report, names in planted:
        clean, bad = (
            _findings(paths[name], report, paths.get(f"{name}-before") if report.previous else None)
            for name in names[:2]
        )
        known = {(f["code"], f["message"]) for f in clean}
        new = [f for f in bad if (f["code"], f["message"]) not in known]
        hit = any(
            f["code"] in fault.codes or (fault.words and re.search(fault.words, f["message"])) for f in new
        )
        counts[fault.name][0] += hit
        counts[fault.name][1] += 1
        label = f"{kind} seed={seed} fault={fault.name}"
        if not hit:
            said = "; ".join(f"{f['code']} {f['message'][:60]}" for f in new[:4])
            failures.append(
                f"{label}: not found; wanted {'/'.join(fault.codes) or fault.words}; new findings: {said or 'none'}"
            )
        for finding in clean:
            if finding["level"] == "error":
                failures.append(
                    f"{label}: FALSE ERROR on the clean twin: {finding['code']} {finding['message'][:90]}"
                )
    return counts, failures


def _faults_part(wanted: argparse.Namespace, folder: Path) -> list[str]:
    failures: list[str] = []
    seeds = list(range(wanted.seed, wanted.seed + max(1, wanted.count // 8)))
    print(f"faults: {len(faults.FAULTS)} kinds, each planted {len(seeds)} times a format; aim 0.97")
    for kind in _kinds(wanted):
        if not wanted.only and kind not in ("docx", "txt", "pdf"):
            continue
        counts, told = find_faults(kind, seeds, folder / kind)
        found, planted = (sum(pair[n] for pair in counts.values()) for n in (0, 1))
        whole = sum(right == all_ for right, all_ in counts.values())
        accused = sum("FALSE ERROR" in line for line in told)
        print(
            f"{kind:16}{found}/{planted} = {found / max(1, planted):.4f}; kinds always found {whole} of {len(counts)}; "
            f"false errors on clean twins {accused}"
        )
        failures += told
    return failures


def _kinds(wanted: argparse.Namespace) -> list[str]:
    kinds = [kind for kind in delivery.FORMATS if not wanted.only or kind in wanted.only]
    for kind in kinds:
        if delivery.missing(kind):
            print(f"{kind:16}not measured: {delivery.missing(kind)}")
    return [kind for kind in kinds if not delivery.missing(kind)]


def main() -> None:
    """Draw, deliver, read, judge, print."""
    parts = {"reports": _reports_part, "documents": _documents_part, "faults": _faults_part}
    parser = argparse.ArgumentParser(prog="bench files", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=16)
    parser.add_argument("--only", action="append", choices=delivery.FORMATS)
    parser.add_argument("--part", action="append", choices=list(parts))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--failures", type=int, default=40, help="how many failures are named")
    wanted, _ = parser.parse_known_args(sys.argv[1:])
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        for name in wanted.part or parts:
            failures += parts[name](wanted, (wanted.keep or Path(temporary)) / name)
    for line in failures[: wanted.failures]:
        print(line)
    if len(failures) > wanted.failures:
        print(f"… and {len(failures) - wanted.failures} more (--failures N)")
