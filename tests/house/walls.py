"""The walls of the house as functions over a tree of sources, so that a seeded violation can be judged without a copy."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "gongkai"
PYPROJECT = ROOT / "pyproject.toml"

Modules = Mapping[str, str]  # dotted name → source text

# Rooms through which an app may be entered; an app may declare more in its `__init__.py` (ENTRIES).
ROOMS = {"actions", "queries", "figures", "events", "models"}
NEVER = {"views", "viewsets", "forms", "urls", "templatetags", "wagtail_hooks", "migrations", "apps", "admin"}
# Words that say nothing about what stands in a file.
SHAPELESS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "mixins",
    "mixin",
    "misc",
    "common_utils",
}
# Where modules are loaded by name, and why: commands, child processes, declared duties, the door's own table.
LOADERS = {
    "gongkai.cli",
    "gongkai.files.child",
    "gongkai.apps.duties.registry",
    "gongkai.apps.organizations.door",
}
_LOADS = {
    "import_module", "__import__", "import_string", "autodiscover_modules", "find_spec", "run_module", "run_path",
}  # fmt: skip
# What may stand at the top of the package and know Django; everything else there is knowledge.
WEB = {
    "apps", "bodies", "cli", "crypt", "demo", "desk", "figures", "fragments", "locking", "paging", "prepared", "scanner", "sheets", "site",
    "uploads", "visitor",
}  # fmt: skip
SCREENS = re.compile(
    r"django\.(http|shortcuts|forms|template|views|urls|contrib)\b|wagtail\b|gongkai\.desk\b"
)


def sources() -> dict[str, str]:
    """Every module of the package with its text, migrations left out."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        if "migrations" not in path.parts:
            parts = path.relative_to(SOURCE.parent).with_suffix("").parts
            found[".".join(p for p in parts if p != "__init__")] = path.read_text("utf-8")
    return found


def imports(text: str) -> Iterator[str]:
    """Dotted names a module imports, also inside functions; `from a.b import c` gives a.b.c."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def relative(modules: Modules) -> list[str]:
    """Modules that import by dots: such a line would pass the readers of this file."""
    return sorted(
        name
        for name, text in modules.items()
        if any(isinstance(n, ast.ImportFrom) and n.level for n in ast.walk(ast.parse(text)))
    )


def shapeless(modules: Modules) -> list[str]:
    """Modules and packages whose name says nothing."""
    return sorted(n for n in modules if SHAPELESS & set(n.split(".")))


def loaders(modules: Modules) -> list[str]:
    """Modules that load others by name without being declared."""
    return sorted(n for n, text in modules.items() if _LOADS & _names(text) and n not in LOADERS)


def _names(text: str) -> set[str]:
    """Every name that is used or imported."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.add(node.name.rpartition(".")[2])
    return found


def declared(modules: Modules) -> dict[str, set[str]]:
    """App → the rooms it declares as entries besides the usual ones."""
    found: dict[str, set[str]] = {}
    for name, text in modules.items():
        parts = name.split(".")
        if len(parts) == 3 and parts[1] == "apps":
            for node in ast.parse(text).body:
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ENTRIES":
                    found[parts[2]] = set(ast.literal_eval(node.value))
    return found


def never_entries(modules: Modules) -> list[str]:
    """Apps that declare a room as entry which may never be one."""
    return sorted(app for app, rooms in declared(modules).items() if rooms & NEVER)


def break_ins(modules: Modules) -> set[str]:
    """`importer -> app.room` wherever an app is entered through a room that is no entry. `duties` is open to all."""
    entries = declared(modules)
    found = set()
    for name, text in modules.items():
        here = name.split(".")[2] if name.startswith("gongkai.apps.") else ""
        for target in imports(text):
            parts = target.split(".")
            if parts[:2] != ["gongkai", "apps"] or len(parts) < 4 or parts[2] in {here, "duties"} or not here:
                continue
            if parts[3] not in ROOMS | entries.get(parts[2], set()):
                found.add(f"{name} -> {parts[2]}.{parts[3]}")
    return found


def unlisted_knowledge(modules: Modules) -> list[str]:
    """Packages at the top that are neither declared as web nor guarded by the contract `pure`."""
    tops = {n.split(".")[1] for n in modules if n.count(".")}
    guarded = {n.split(".")[1] for n in contract("pure")["source_modules"]}
    return sorted(tops - WEB - guarded)


def screens_in_rules(modules: Modules) -> list[str]:
    """Rules of an app that know a screen."""
    rules = {n: t for n, t in modules.items() if re.search(r"\.apps\.\w+\.rules(\.|$)", n)}
    return sorted(n for n, text in rules.items() if any(SCREENS.match(i) for i in imports(text)))


def contracts() -> dict[str, dict[str, object]]:
    """The contracts of pyproject.toml by id."""
    read = tomllib.loads(PYPROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return {c["id"]: c for c in read}


def contract(name: str) -> dict[str, list[str]]:
    """One contract of pyproject.toml."""
    return contracts()[name]  # type: ignore[return-value]
