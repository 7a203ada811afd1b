"""What is done with annual reports, one verb a function."""

from gongkai.apps.reporting.actions.drafting import (
    fill_cell,
    fill_many,
    fill_zeros,
    open_report,
    set_traits,
    write_text,
)
from gongkai.apps.reporting.actions.inbox import accept, hand_in, hand_in_own, send_back
from gongkai.apps.reporting.actions.publication import hand_over, hear
from gongkai.apps.reporting.actions.review import agree, issue, recall, reopen, return_report, submit

__all__ = [
    "accept",
    "agree",
    "fill_cell",
    "fill_many",
    "fill_zeros",
    "hand_in",
    "hand_in_own",
    "hand_over",
    "hear",
    "issue",
    "open_report",
    "recall",
    "reopen",
    "return_report",
    "send_back",
    "set_traits",
    "submit",
    "write_text",
]
