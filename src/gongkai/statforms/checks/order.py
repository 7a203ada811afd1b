"""The checks that run on every report, in the order in which their findings are listed."""

from __future__ import annotations

from gongkai.statforms.checks import Checker
from gongkai.statforms.checks.blanks import check_blanks
from gongkai.statforms.checks.cells import check_cells
from gongkai.statforms.checks.dates import check_dates
from gongkai.statforms.checks.growth import check_growth
from gongkai.statforms.checks.outline import check_outline
from gongkai.statforms.checks.part_sums import check_part_sums
from gongkai.statforms.checks.plausibility import check_plausibility
from gongkai.statforms.checks.promises import check_promises
from gongkai.statforms.checks.stale import check_stale
from gongkai.statforms.checks.text_table import check_text_against_table
from gongkai.statforms.checks.twice import check_twice
from gongkai.statforms.checks.wording import check_wording
from gongkai.statforms.checks.words import check_words

CHECKERS: tuple[Checker, ...] = (
    check_cells,
    check_part_sums,
    check_text_against_table,
    check_twice,
    check_words,
    check_growth,
    check_plausibility,
    check_dates,
    check_stale,
    check_promises,
    check_outline,
    check_blanks,
    check_wording,
)
