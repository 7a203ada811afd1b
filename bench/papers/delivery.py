"""Papers delivered in each format: who makes the file, and what the file is called."""

from __future__ import annotations

import importlib.util
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from bench.papers import layered, office, pictures, writers
from bench.papers.looks import Look
from bench.papers.sheets import Paper

Order = tuple[str, Paper, Look]

FORMATS = [
    "docx", "html", "txt", "xlsx", "doc", "wps", "rtf", "odt", "pdf", "pdf-browser", "ofd",
    "html-office", "xls", "et", "ods", "scan", "pdf-part-scan", "txt-copied",
]  # fmt: skip


def missing(kind: str) -> str:
    """What this machine lacks to measure a format; nothing if it can."""
    if kind == "scan" and importlib.util.find_spec("rapidocr") is None:
        return "rapidocr is not installed (make setup-ocr)"
    if kind == "pdf-browser":
        return "" if shutil.which("chromium") else "no chromium"
    if kind not in ("docx", "html", "txt", "xlsx") and not office.installed():
        return "LibreOffice is not installed (make setup-office)"
    return ""


def _written(orders: list[Order], ending: str, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for name, paper, look in orders:
        path = folder / f"{name}.{ending}"
        writers.write(path, paper, look, random.Random(name))
        out.append(path)
    return out


def _renamed(paths: list[Path], ending: str) -> list[Path]:
    return [path.rename(path.with_suffix(f".{ending}")) if path.exists() else path for path in paths]


def deliver(orders: list[Order], kind: str, folder: Path) -> list[Path]:
    """The files of these papers in one format, in the same order."""
    source = folder / "source"
    made: dict[str, Callable[[], list[Path]]] = {
        "pdf-browser": lambda: office.printed(_written(orders, "html", source), folder),
        "html-office": lambda: office.save_as(_written(orders, "docx", source), "html", folder),
        "wps": lambda: _renamed(office.save_as(_written(orders, "docx", source), "doc", folder), "wps"),
        "et": lambda: _renamed(office.save_as(_written(orders, "xlsx", source), "xls", folder), "et"),
    }
    again: dict[str, Callable[[Path, Path], Path]] = {
        "ofd": layered.ofd,
        "scan": pictures.scan,
        "pdf-part-scan": pictures.partly,
        "txt-copied": layered.copied,
    }
    if kind in again:
        printed = office.save_as(_written(orders, "docx", source), "pdf", source)
        ending = {"ofd": "ofd", "txt-copied": "txt"}.get(kind, "pdf")
        return [again[kind](path, folder / f"{path.stem}.{ending}") for path in printed]
    if kind in made:
        return made[kind]()
    if kind in ("docx", "html", "txt", "xlsx"):
        return _written(orders, kind, folder)
    first = "xlsx" if kind in ("xls", "ods") else "docx"
    return office.save_as(_written(orders, first, source), kind, folder)
