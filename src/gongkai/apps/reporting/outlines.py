"""The statutory outline of each form: parts, first words of each, names by which the text may use figures."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from gongkai.exceptions import GongkaiError


@dataclass(frozen=True)
class Part:
    """One part. kind: text or table. heading: whether the title is printed. draft: the text it begins with."""

    key: str
    title: str
    kind: str
    table: str = ""
    guide: str = ""
    draft: str = ""
    heading: bool = True


@dataclass(frozen=True)
class Fixed:
    """Cells that are zero for bodies of a trait, and what says so."""

    trait: str
    cells: tuple[str, ...]
    sentence: str
    basis: str


@dataclass(frozen=True)
class Outline:
    """Parts in printed order, names of figures (name → cell or `x.…`), cells that are zero by trait."""

    form: str
    basis: str
    parts: tuple[Part, ...]
    names: dict[str, str]
    fixed: tuple[Fixed, ...]

    def part(self, key: str) -> Part | None:
        """The part of that key."""
        return next((p for p in self.parts if p.key == key), None)

    def part_of(self, table: str) -> Part | None:
        """The part that prints a table."""
        return next((p for p in self.parts if p.table == table), None)


@cache
def _outlines() -> dict[str, Outline]:
    source = resources.files("gongkai.apps.reporting") / "data" / "outlines.toml"
    raw = tomllib.loads(source.read_text("utf-8"))
    return {
        form["id"]: Outline(
            form["id"],
            form["basis"],
            tuple(Part(**{**part, "draft": part.get("draft", "").strip("\n")}) for part in form["part"]),
            form["names"],
            tuple(
                Fixed(f["trait"], tuple(f["cells"]), f["sentence"], f["basis"]) for f in form.get("fixed", ())
            ),
        )
        for form in raw["form"]
    }


def outline(form: str) -> Outline:
    """The outline of a form; GongkaiError if none is on file."""
    try:
        return _outlines()[form]
    except KeyError:
        raise GongkaiError(f"表式 {form} 没有提纲，不能编制。") from None
