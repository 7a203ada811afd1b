"""附件 of a plain text: which its list names, and how many stand in the text itself under “附件1”."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.gongwen.document import read
from gongkai.gongwen.lines import lines_of
from gongkai.gongwen.tail import attachment_headings, named_attachments


@dataclass(frozen=True)
class Annexes:
    """named: as the list “附件：” gives them. inside: how many are printed below the text."""

    named: tuple[str, ...]
    inside: int

    def missing(self, files: int) -> int:
        """How many of the named neither stand in the text nor came as one of so many files; never below 0."""
        return max(len(self.named) - self.inside - files, 0)


def annexes_of(text: str) -> Annexes:
    """Read the text of a document line by line; no list in it, or an empty text: nothing is named."""
    if not text.strip():
        return Annexes((), 0)
    lines = lines_of(read(text.encode(), "text.txt").reading.blocks)
    named, _ = named_attachments(lines, 0)
    headed, _ = attachment_headings(lines, 0)
    return Annexes(tuple(one.name for one in named), len(headed))
