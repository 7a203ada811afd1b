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

# By the clock, for one file: somebody waits for it. Pages beyond are said to be unread.
MOST_SECONDS = 70.0
_STEP = 100
LATE = ("超出一次识别的时限", "请拆分后再交")


class Pages:
    """Reads pages that are pictures as long as its time lasts; `late` are those for which none was left."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = clock() + MOST_SECONDS
        self.late: list[int] = []

    def read(self, image: Callable[[], Image.Image], number: int, size: tuple[float, float] | None) -> Sheet:
        """One page as letters. image: draws it, only asked for while there is time."""
        if self._clock() > self._until:
            self.late.append(number)
            return Sheet(0, 1.0, 1.0)
        child.step(_STEP)
        return sheet_of(image(), number, size, recogniser.engine())

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
