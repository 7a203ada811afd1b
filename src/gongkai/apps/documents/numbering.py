"""The number of a document (发文字号) as the register counts it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from gongkai.apps.documents.models import NumberState, OfficialDocument
from gongkai.gongwen import numbers
from gongkai.gongwen.text import fold

_TYPED = re.compile(r"([\u4e00-\u9fff]{1,24}?) ?(20\d{2}|19\d{2})[ 年-]+第?(\d{1,5})号?")


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


@dataclass(frozen=True)
class Reading:
    """What a number can mean: agency code, year and serial."""

    agency: str
    year: int
    serial: int


def readings(text: str) -> set[Reading]:
    """Every reading of a number in any spelling (云教办[2026]51号, （2026）, full-width, with blanks, without 号)."""
    read = numbers.parse_number(text)
    if read is None:
        typed = _TYPED.fullmatch(fold(text))  # 云教规2026 5, as it is typed into a search box
        return {Reading(typed[1], int(typed[2]), int(typed[3]))} if typed else set()
    if read.damaged:
        return {r for candidate in read.candidates for r in readings(candidate)}
    if read.year is None or read.serial is None:
        return set()
    return {Reading(read.agency, read.year, read.serial)}


def meant_by(text: str, at: str = "") -> Q:
    """The documents whose number is the one typed, whatever its spelling. at: the way to the document, `document__`.

    Nothing is met by what is no number and equals none.
    """
    read = numbers.parse_number(text)
    same = Q(**{f"{at}number": read.text if read else " ".join(text.split())})
    for reading in readings(text):
        same |= Q(
            **{
                f"{at}number_agency": reading.agency,
                f"{at}number_year": reading.year,
                f"{at}number_serial": reading.serial,
            }
        )
    return same
