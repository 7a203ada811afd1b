"""Scans and photographs: pictures of pages (png, jpg, tiff, gif) and pages of a PDF that are pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from gongkai.files import carried, child, pictures
from gongkai.files.document import Document
from gongkai.files.placed.laying import laid
from gongkai.files.placed.sheet import Sheet
from gongkai.files.scan import recogniser
from gongkai.files.scan.page import sheet_of

# Of the processor, for one file: what some ten pages cost, however busy the machine is. Pages beyond are said to be unread.
MOST_SECONDS = 150.0
# By the clock the reading of pictures ends before that of the whole file would be stopped.
_BEFORE_THE_END = 30.0
_STEP = 100
LATE = ("超出一次识别的时限", "请拆分后再交")


class Pages:
    """Reads pages that are pictures as long as its time lasts; `late` are those for which none was left."""

    def __init__(
        self, processor: Callable[[], float] = time.process_time, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._processor, self._clock = processor, clock
        self._until = processor() + MOST_SECONDS
        self._latest = clock() + child.READING_SECONDS - _BEFORE_THE_END
        self._longest = 0.0
        self.late: list[int] = []

    def read(self, image: Callable[[], Image.Image], number: int, size: tuple[float, float] | None) -> Sheet:
        """One page as letters. image: draws it, only asked for while there is time."""
        began = self._clock()
        if self._processor() > self._until or began + self._longest > self._latest:
            self.late.append(number)
            return Sheet(0, 1.0, 1.0)
        child.step(_STEP, more=_STEP)
        sheet = sheet_of(image(), number, size, recogniser.engine())
        self._longest = max(self._longest, self._clock() - began)
        return sheet

    def name(self, document: Document) -> None:
        """Say which pages were left."""
        if self.late:
            more = "等" if len(self.late) > 10 else ""
            document.leave(f"第{'、'.join(map(str, self.late[:10]))}{more}页", "，".join(LATE))


def read(data: bytes) -> Document:
    """The words on a picture, read in a process of its own. Unreadable where there are none."""
    return carried.unpacked(child.read("read_scan", data))


def read_at(path: str) -> dict[str, Any]:
    """In the child: the same as JSON."""
    pages = Pages()
    document = laid("scan", _sheets(Path(path).read_bytes(), pages), "图像")
    pages.name(document)
    return carried.packed(document)


def _sheets(data: bytes, pages: Pages) -> Iterator[Sheet]:
    for number, image in enumerate(pictures.frames(data), 1):
        yield pages.read(lambda image=image: image, number, None)  # type: ignore[misc]
