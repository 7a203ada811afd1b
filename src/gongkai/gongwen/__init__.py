"""文: official documents and their files — numbers, dates, layout, readers, clean HTML. No Django here."""

from __future__ import annotations

from gongkai.files.document import Block, Cell, Image, Paragraph, Run, Table
from gongkai.gongwen.annexes import Annexes, annexes_of
from gongkai.gongwen.dates import DateReading, find_dates, parse_date
from gongkai.gongwen.document import ReadDocument, read
from gongkai.gongwen.found import Attachment, Evidence, Fields, Found
from gongkai.gongwen.numbers import DocNumber, find_numbers, parse_number

__all__ = [
    "Annexes",
    "Attachment",
    "Block",
    "Cell",
    "DateReading",
    "DocNumber",
    "Evidence",
    "Fields",
    "Found",
    "Image",
    "Paragraph",
    "ReadDocument",
    "Run",
    "Table",
    "annexes_of",
    "find_dates",
    "find_numbers",
    "parse_date",
    "parse_number",
    "read",
]
