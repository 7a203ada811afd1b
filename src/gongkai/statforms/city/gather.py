"""Reads and checks every report of a folder: bodies, findings, missing bodies, doubles between bodies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from gongkai.exceptions import GongkaiError, Unreadable
from gongkai.files.formats import endings
from gongkai.statforms.checks import check_report
from gongkai.statforms.checks.stale import sentence_marks
from gongkai.statforms.findings import Finding, in_order
from gongkai.statforms.reading.report import Report, read_report

SUFFIXES = frozenset(f".{ending}" for ending in endings() - {"xml"})
_MAX_FILES = 2000
_NAMED = 5
_SHARE = 0.5
"""Two reports that share at least this part of their own sentences are listed as doubles."""


@dataclass(frozen=True)
class Entry:
    """One file. report is None if it could not be read; trouble says why."""

    path: Path
    body: str
    report: Report | None
    findings: tuple[Finding, ...]
    trouble: str = ""

    def count(self, level: str) -> int:
        """Findings of a level."""
        return sum(1 for f in self.findings if f.level == level)


@dataclass(frozen=True)
class City:
    """All entries, and the bodies on the list from which no report came."""

    entries: tuple[Entry, ...]
    missing: tuple[str, ...] = ()
    listed: tuple[str, ...] = field(default=())

    @property
    def unreadable(self) -> tuple[Entry, ...]:
        """Files that could not be read."""
        return tuple(e for e in self.entries if e.report is None)


def gather(folder: Path, bodies: Sequence[str] = (), traits: Collection[str] = ()) -> City:
    """Check every report below a folder; Unreadable if it holds none."""
    files = sorted(
        p
        for p in folder.rglob("*")
        if p.is_file() and p.suffix.lower() in SUFFIXES and not p.name.startswith((".", "~$"))
    )
    if not files:
        raise Unreadable(f"文件夹 {folder.name} 里没有能读的文件（gongkai formats 列出能读哪些）。")
    if len(files) > _MAX_FILES:
        raise Unreadable(f"文件夹 {folder.name} 里有 {len(files)} 个文件，一次最多查 {_MAX_FILES} 个。")
    entries = [_entry(path, bodies, traits) for path in files]
    doubles = _doubles(entries)
    joined = [
        Entry(e.path, e.body, e.report, tuple(in_order([*e.findings, *doubles.get(i, ())])), e.trouble)
        for i, e in enumerate(entries)
    ]
    return City(tuple(joined), _missing(joined, bodies), tuple(bodies))


def read_bodies(path: Path) -> list[str]:
    """Names of the bodies that must hand in, one per line; Unreadable if the list cannot be read."""
    from gongkai.statforms.lines import open_document

    names = [re.split(r"[,，;；\t ]", line.text.strip())[0] for line in open_document(path).lines]
    return [name for name in names if name and not name.startswith("#")]


def _entry(path: Path, bodies: Sequence[str], traits: Collection[str]) -> Entry:
    try:
        report = read_report(path)
    except GongkaiError as error:
        return Entry(path, _listed_name(path.stem, bodies) or path.stem, None, (), error.sentence)
    name = report.issuer or path.stem
    return Entry(
        path,
        _listed_name(name, bodies) or _listed_name(path.stem, bodies) or name,
        report,
        tuple(check_report(report, None, traits)),
    )


def _core(name: str) -> str:
    return re.sub(r"[\s（）()]|人民政府办公室|20\d\d年?度?.*$", "", name)


def _listed_name(name: str, bodies: Sequence[str]) -> str:
    """The name on the list that this name means, also if one of them carries the city in front."""
    wanted = _core(name)
    for body in bodies:
        core = _core(body)
        if (
            core
            and wanted
            and (core == wanted or wanted.endswith(core) or core.endswith(wanted) or core in wanted)
        ):
            return body
    return ""


def _missing(entries: Sequence[Entry], bodies: Sequence[str]) -> tuple[str, ...]:
    present = {entry.body for entry in entries if entry.report is not None}
    return tuple(body for body in bodies if body not in present)


def _doubles(entries: Sequence[Entry]) -> dict[int, list[Finding]]:
    """Findings about text or tables that two bodies share, and bodies met twice."""
    found = _met_again(entries)
    marks = [set(sentence_marks(e.report)) if e.report else set() for e in entries]
    for a, b in combinations(range(len(entries)), 2):
        for finding in _pair(entries[a], entries[b], marks[a] & marks[b], marks[a]):
            found.setdefault(a, []).append(finding)
        for finding in _pair(entries[b], entries[a], marks[a] & marks[b], marks[b]):
            found.setdefault(b, []).append(finding)
    return found


def _met_again(entries: Sequence[Entry]) -> dict[int, list[Finding]]:
    """For each report of a body and year that came more than once, all its others in one finding."""
    same: dict[tuple[str, int | None], list[int]] = {}
    for number, entry in enumerate(entries):
        if entry.report is not None:
            same.setdefault((entry.body, entry.report.year), []).append(number)
    found: dict[int, list[Finding]] = {}
    for (body, year), numbers in same.items():
        for number in numbers if len(numbers) > 1 else ():
            others = [entries[one].path.name for one in numbers if one != number]
            named = "、".join(others[:_NAMED]) + (f"等{len(others)}个文件" if len(others) > _NAMED else "")
            message = f"与 {named} 同为{body}{year or ''}年度报告，请确认以哪一份为准"
            finding = Finding(
                "C03", "warn", ("全文",), message, None, "、".join(others), "一个单位一年一份年度报告"
            )
            found[number] = [finding]
    return found


def _pair(entry: Entry, other: Entry, shared: set[str], own: set[str]) -> Iterator[Finding]:
    if entry.report is None or other.report is None or entry.body == other.body:
        return
    total = sum(map(len, own))
    share = sum(map(len, shared)) / total if total else 0.0
    if len(shared) >= 3 and share >= _SHARE:
        yield Finding(
            "C01",
            "warn",
            ("全文",),
            f"正文有{share:.0%}与{other.body}的报告相同",
            None,
            round(share, 3),
            "评估方案常以雷同文字扣分",
        )
    cells, others = entry.report.cells, other.report.cells
    figures = [c for c, v in cells.items() if v]
    unread = entry.report.unread | other.report.unread
    if len(figures) >= 8 and cells == others and not unread:
        yield Finding(
            "C02",
            "warn",
            ("全部表格",),
            f"表格各格与{other.body}的报告完全相同",
            None,
            len(figures),
            "年度报告应反映本单位工作",
        )
