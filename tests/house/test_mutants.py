"""The machine behind `make mutants`: what it changes, that it always draws alike, and that nothing stays changed."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


def script(name: str) -> ModuleType:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


SOURCE = '''
"""A module."""
LIMIT = 20


def late(left: int, most: int = 3) -> bool:
    """Whether it is late."""
    log.error("looked at %s", left)
    if left < 0 and not most:
        tell("late")
        return True
    return any(x > 1 for x in range(left))


class Box:
    size: int = 4

    def fits(self, thing: int) -> bool:
        return thing <= self.size
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.py").write_text(SOURCE)
    return tmp_path


def test_each_kind_of_change_is_made_once_a_place_and_only_inside_functions(folder: Path) -> None:
    found = {m.name.removeprefix("a.py: ") for m in script("mutant_operators").mutants_of(folder, "a.py")}
    assert found == {
        "late: left < 0 → left <= 0", "late: left < 0 and (not most) → left < 0 or not most", "late: not most → most",
        "late: 0 → 1", "late: 0 → -1", "late: if left < 0 and (not most) → never", 'late: tell(\'late\') → left out',
        "late: True → False", "late: return any((x > 1 for x in range(left))) → return None",
        "late: x > 1 → x >= 1", "late: 1 → 2", "late: 1 → 0",
        "Box.fits: thing <= self.size → thing < self.size", "Box.fits: return thing <= self.size → return None",
    }  # fmt: skip


def test_the_tree_is_whole_after_each_mutant_and_the_draw_is_always_the_same(folder: Path) -> None:
    made = list(script("mutant_operators").mutants_of(folder, "a.py"))
    whole = ast.unparse(made[0].tree)
    for mutant in made:
        code = mutant.compiled("a.py")
        assert ast.unparse(mutant.tree) == whole, mutant.name
        changed = script("mutant_judge").changed_functions(compile(mutant.tree, "a.py", "exec"), code)
        assert mutant.function in changed
    again = sorted(script("mutant_operators").mutants_of(folder, "a.py"), key=lambda m: m.draw)
    assert [m.name for m in again] == [m.name for m in sorted(made, key=lambda m: m.draw)]


def test_a_living_function_gets_the_code_of_the_mutant(folder: Path) -> None:
    path = folder / "a.py"
    judge, operators = script("mutant_judge"), script("mutant_operators")
    space: dict[str, object] = {}
    exec(compile(SOURCE, str(path), "exec"), space)  # noqa: S102 - our own text
    box, fits = space["Box"](), space["Box"].fits  # type: ignore[operator,attr-defined]
    (mutant,) = (m for m in operators.mutants_of(folder, "a.py") if m.name.endswith("thing < self.size"))
    before = compile(SOURCE, str(path), "exec")
    assert box.fits(4)
    judge.exchange(str(path), judge.changed_functions(before, mutant.compiled(str(path))))
    assert not box.fits(4) and not fits(box, 4) and box.fits(3)


@pytest.mark.parametrize("line", ["LIMIT = 21", "    size: int = 5"])
def test_what_a_module_does_when_loaded_is_no_change_of_a_function(line: str) -> None:
    old = next(each for each in SOURCE.splitlines() if each.split("=")[0] == line.split("=")[0])
    before, after = compile(SOURCE, "a.py", "exec"), compile(SOURCE.replace(old, line), "a.py", "exec")
    assert script("mutant_judge").changed_functions(before, after) is None
