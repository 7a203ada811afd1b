"""The number of a document (发文字号) as the register counts it."""

from __future__ import annotations

from gongkai.apps.documents.models import NumberState, OfficialDocument
from gongkai.gongwen import numbers


def apply_number(document: OfficialDocument, text: str) -> None:
    """Set the number from what was typed or read. A damaged one is kept as it is and marked, never repaired."""
    document.number_agency, document.number_year, document.number_serial = "", None, None
    document.number, document.number_state = "", NumberState.NONE
    typed = " ".join(text.split())
    if numbers.is_empty(typed):
        return
    read = numbers.parse_number(typed)
    document.number = (read.text if read else typed)[:80]
    if read is None or read.damaged:
        document.number_state = NumberState.DAMAGED
    elif read.agency and read.year and read.serial:
        document.number_state = NumberState.NUMBERED
        document.number_agency = read.agency[:40]
        document.number_year, document.number_serial = read.year, read.serial
    # An order (令) has a number but no year: it is shown and searched, but belongs to no yearly series.
