"""The number of a document (发文字号) as the register counts it."""

from __future__ import annotations

from gongkai.apps.documents.models import NumberState, OfficialDocument
from gongkai.gongwen import numbers


def apply_number(document: OfficialDocument, text: str) -> None:
    """Set the number from what was typed or read. A damaged one is kept as it is and marked, never repaired."""
    read = numbers.read_number(text)
    document.number_agency, document.number_year, document.number_serial = "", None, None
    if read is None:
        document.number, document.number_state = "", NumberState.NONE
        return
    document.number = read.text[:80]
    if read.damaged or not (read.agency and read.year and read.serial):
        document.number_state = NumberState.DAMAGED
        return
    document.number_state = NumberState.NUMBERED
    document.number_agency = read.agency[:40]
    document.number_year, document.number_serial = read.year, read.serial
