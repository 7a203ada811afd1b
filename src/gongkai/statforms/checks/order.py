"""The checks that run on every report, in the order in which their findings are listed."""

from __future__ import annotations

from gongkai.statforms.checks import Checker
from gongkai.statforms.checks.cells import check_cells
from gongkai.statforms.checks.part_sums import check_part_sums
from gongkai.statforms.checks.plausibility import check_plausibility

CHECKERS: tuple[Checker, ...] = (check_cells, check_part_sums, check_plausibility)
