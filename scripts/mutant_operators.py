"""Mutants made by machine: one small change of meaning inside one function, drawn in an order that chance cannot move.

Comparisons are flipped or moved by one, `and` and `or` exchanged, a `not` dropped, whole numbers moved by one, truth turned,
a guard never taken, a call left out, an answer replaced by nothing. Never touched: docstrings, annotations, log lines, lengths to
which a text is cut, what a module or class does when it is loaded.
"""

from __future__ import annotations

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

_FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SILENT = {"log", "logging", "warnings"}


@dataclass(frozen=True)
class Mutant:
    """One change of one function. name: stable while the function says the same, whatever moves around it."""

    file: str
    line: int
    function: str
    name: str
    tree: ast.Module
    old: ast.AST
    new: ast.AST

    @property
    def draw(self) -> str:
        """Its place in the order of drawing."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    def compiled(self, path: str) -> CodeType:
        """The changed module as code of that file; the tree itself is put right again."""
        _Put(self.old, self.new).visit(self.tree)
        try:
            code: CodeType = compile(ast.fix_missing_locations(self.tree), path, "exec")
        finally:
            _Put(self.new, self.old).visit(self.tree)
        return code


def mutants_of(root: Path, file: str) -> Iterator[Mutant]:
    """Every machine-made mutant of one file."""
    tree = ast.parse((root / file).read_text("utf-8"))
    seen: Counter[str] = Counter()
    for path, node in _inside_functions(tree, (), inside=False):
        for before, after, changed in _changes(node):
            function = ".".join(path)
            said = f"{file}: {function}: {before} → {after}"
            seen[said] += 1
            name = said if seen[said] == 1 else f"{said} #{seen[said]}"
            yield Mutant(file, getattr(node, "lineno", 0), function, name, tree, node, changed)


def _inside_functions(
    node: ast.AST, path: tuple[str, ...], *, inside: bool
) -> Iterator[tuple[tuple[str, ...], ast.AST]]:
    """Nodes of function bodies with the name of their function."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list"} or (
            field == "args" and isinstance(node, _FUNCTIONS)
        ):
            continue
        for child in value if isinstance(value, list) else [value]:
            if (
                not isinstance(child, ast.AST)
                or isinstance(child, (ast.Slice, ast.Import, ast.ImportFrom))
                or _is_silent(child)
            ):
                continue
            if isinstance(child, (*_FUNCTIONS, ast.ClassDef)):
                function = isinstance(child, _FUNCTIONS)
                yield from _inside_functions(child, (*path, child.name), inside=inside or function)
                continue
            if inside:
                yield path, child
            yield from _inside_functions(child, path, inside=inside)


def _is_silent(node: ast.AST) -> bool:
    """A docstring, or a line written for the operator's log."""
    if not isinstance(node, ast.Expr):
        return False
    value = node.value
    if isinstance(value, ast.Constant):
        return True
    called = value.func if isinstance(value, ast.Call) else None
    return (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id in _SILENT
    )


def _changes(node: ast.AST) -> Iterator[tuple[str, str, ast.AST]]:
    """What may become of one node: before and after in words, and the node to put in its place."""
    for changed in _expressions(node):
        yield _short(node), _short(changed), changed
    if isinstance(node, (ast.If, ast.While)) and not isinstance(node.test, ast.Constant):
        never = copy.copy(node)
        never.test = ast.Constant(False)
        yield f"if {_short(node.test)}", "never", never
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield _short(node), "left out", ast.Pass()
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield _short(node), "return None", ast.Return(ast.Constant(None))


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield ast.Compare(node.left, [_FLIPS[type(node.ops[0])]()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)


class _Put(ast.NodeTransformer):
    """The same tree with one node exchanged."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return ast.copy_location(self.new, node)
        return self.generic_visit(node)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else f"{text[:69]}…"
