"""Reports read and checked per second on one core, and cells right : cells present over layouts × damages."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from gongkai.statforms.checks import check_report  # noqa: E402
from gongkai.statforms.reading.report import read_report  # noqa: E402
from statforms.damages import LABEL_CHANGES, WRITERS  # noqa: E402
from statforms.generator import ALL_LAYOUTS, FORMS, make  # noqa: E402

SAMPLES = ROOT.parent / "shared" / "samples" / "seeds"
NO_PLACES = ("G-pdf-text", "I-giant-cell")
"""Layouts in which an empty cell leaves no trace: blank cells are printed there only with a mark."""
SEEDS = 1
AIM = 0.995


def _speed(paths: list[Path], label: str) -> None:
    for path in paths:
        check_report(read_report(path))
    start, count = time.process_time(), 0
    while time.process_time() - start < 0.3:
        for path in paths:
            check_report(read_report(path))
            count += 1
    print(f"  {label:<16} {count / (time.process_time() - start):8.1f} 份/秒")


def _speeds(folder: Path) -> None:
    print("读并核查（单核，CPU 时间）：")
    samples = sorted(SAMPLES.glob("annual-report-*.txt")) if SAMPLES.is_dir() else []
    if samples:
        _speed(samples, "样本")
    for layout in ALL_LAYOUTS:
        paths = []
        for form in FORMS:
            made = make(form, layout, 1)
            path = folder / f"{form}-{layout}-{made.name}"
            path.write_bytes(made.data)
            paths.append(path)
        _speed(paths, layout)


def _damages(layout: str) -> list[tuple[str, str, float]]:
    blank = 0.0 if layout in NO_PLACES else 0.3
    chosen = [
        (writer, "as-printed", 0.4 if writer in ("dash", "slash", "none") else 0.0) for writer in WRITERS
    ]
    chosen += [("plain", labels, 0.0) for labels in LABEL_CHANGES]
    chosen += [
        ("plain", "as-printed", blank),
        ("thousands", "spaced", blank),
        ("units", "traditional", blank),
    ]
    if layout == "pdf":  # the font of the generated PDF holds simplified characters only
        chosen = [c for c in chosen if c[1] not in ("traditional", "radicals")]
    return chosen


def _accuracy(folder: Path) -> None:
    right: Counter[str] = Counter()
    present: Counter[str] = Counter()
    alarms = reports = wrong = 0
    for layout in ALL_LAYOUTS:
        for form in FORMS:
            for writer, labels, blanks in _damages(layout):
                for seed in range(SEEDS):
                    made = make(form, layout, 1000 + seed, writer, labels, blanks)
                    path = folder / made.name
                    path.write_bytes(made.data)
                    report = read_report(path)
                    reports += 1
                    present[layout] += len(made.cells)
                    for cell, value in made.cells.items():
                        read = cell in report.cells and cell not in report.unread
                        right[layout] += read and report.cells[cell] == value
                        wrong += read and report.cells[cell] != value
                    alarms += sum(1 for f in check_report(report) if f.level == "error")
    print("读对的格 : 应有的格（版式 × 损伤）：")
    for layout in ALL_LAYOUTS:
        if present[layout]:
            print(
                f"  {layout:<16} {right[layout]:>7} : {present[layout]:<7} {right[layout] / present[layout]:.4f}"
            )
    ratio = sum(right.values()) / sum(present.values())
    print(f"  合计             {ratio:.4f}（目标 ≥ {AIM}）；读错（非未读）的格 {wrong}")
    print(f"  一致的报告 {reports} 份，误报错误 {alarms} 处")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        _speeds(Path(name))
        _accuracy(Path(name))


if __name__ == "__main__":
    main()
