"""Arithmetic between cells: a small safe language (+ - ( ) max sum == <= >= prev.x) read once, run often.

Blank is not zero: an expression tells which operands were blank, and is skipped when all of them are.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from gongkai.exceptions import GongkaiError
from gongkai.statforms.findings import Number

Lookup = Callable[[str, bool], "Number | None"]
"""Gives the value of an operand: (name, from the previous year?) → figure or None if blank."""

_RELATIONS = {"Eq": "==", "LtE": "<=", "GtE": ">="}


class Unanswerable(Exception):
    """An operand could not be read (which is not the same as blank): the check says nothing."""


@dataclass(frozen=True)
class Outcome:
    """What came of one expression. left, right: both sides with blanks counted as zero. blanks: blank operands."""

    holds: bool
    skipped: bool
    left: Number
    right: Number
    relation: str
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expression:
    """A parsed comparison. operands: (name, previous year?) from left to right; first: the single left operand."""

    text: str
    relation: str
    left: ast.expr
    right: ast.expr
    operands: tuple[tuple[str, bool], ...]

    @property
    def subject(self) -> str | None:
        """The operand on the left if it stands alone (the parent of a sum)."""
        return self.left.id if isinstance(self.left, ast.Name) else None

    @property
    def needs_previous(self) -> bool:
        """True if the report of the year before is needed."""
        return any(previous for _, previous in self.operands)

    def run(self, lookup: Lookup) -> Outcome:
        """Compute both sides; raises Unanswerable if `lookup` does."""
        values = {operand: lookup(*operand) for operand in self.operands}
        blanks = tuple(name for (name, _), value in values.items() if value is None)
        filled = {operand: value or 0 for operand, value in values.items()}
        left, right = _value(self.left, filled), _value(self.right, filled)
        difference = round(left - right, 6)
        holds = {"==": difference == 0, "<=": difference <= 0, ">=": difference >= 0}[self.relation]
        return Outcome(holds, len(blanks) == len(values), left, right, self.relation, blanks)


@cache
def parse(text: str) -> Expression:
    """Read one expression; GongkaiError if it holds anything but the small language."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise GongkaiError(f"勾稽关系写法有误：{text}") from error
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        raise GongkaiError(f"勾稽关系应为一个等式或不等式：{text}")
    relation = _RELATIONS.get(type(tree.ops[0]).__name__)
    if relation is None:
        raise GongkaiError(f"勾稽关系只用 ==、<=、>=：{text}")
    left, right = tree.left, tree.comparators[0]
    operands = tuple(dict.fromkeys(_operands(left) + _operands(right)))
    return Expression(text, relation, left, right, operands)


def _operands(node: ast.expr) -> list[tuple[str, bool]]:
    """Names used in a tree, refusing every other kind of node."""
    if isinstance(node, ast.Name):
        return [(node.id, False)]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "prev":
        return [(node.attr, True)]
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return []
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return _operands(node.left) + _operands(node.right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("max", "sum"):
        return [operand for argument in node.args for operand in _operands(argument)]
    raise GongkaiError(f"勾稽关系里不能用：{ast.dump(node)[:60]}")


def _value(node: ast.expr, values: dict[tuple[str, bool], Number]) -> Number:
    """The figure of a tree whose nodes `_operands` has accepted."""
    if isinstance(node, ast.Name):
        return values[(node.id, False)]
    if isinstance(node, ast.Attribute):
        return values[(node.attr, True)]
    if isinstance(node, ast.Constant):
        return node.value  # type: ignore[return-value]
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, values), _value(node.right, values)
        return left + right if isinstance(node.op, ast.Add) else left - right
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise GongkaiError("勾稽关系无法计算。")
    figures = [_value(argument, values) for argument in node.args]
    return max(figures) if node.func.id == "max" else sum(figures)
