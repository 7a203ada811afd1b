"""Pages that are there twice, of which one was forgotten."""

from __future__ import annotations

from . import pdf
from .elsewhere import pages
from .kit import at, attack, by_copying, by_looking, by_seeing, raw_image
from .sheet import (
    HIGH,
    HONEST,
    ID,
    SECRETS,
    WIDE,
    Box,
    boxes,
    objects,
    picture,
    public,
    release,
    scan,
    scanned_original,
    shown,
)

WORDS = public() + "".join(map(shown, SECRETS))


def twice() -> bytes:
    """The page twice, as it was."""
    return pages(WORDS, WORDS)


def both() -> list[Box]:
    """The boxes of both pages."""
    return boxes() + boxes(2)


@attack("doubles", by_copying(ID), twice, both)
def second_copy_untouched() -> bytes:
    """Bars on the first copy only."""
    return pages(HONEST, WORDS)


@attack("doubles", by_copying(ID), twice)
def boxes_for_the_first_copy_only() -> bytes:
    """Nobody drew boxes on the second copy."""
    return pages(HONEST, WORDS)


@attack("doubles", by_copying(ID))
def old_page_behind() -> bytes:
    """The old page was left behind the new one."""
    return pages(HONEST, WORDS)


@attack("doubles", by_copying(ID))
def old_page_before() -> bytes:
    """The old page was left before the new one."""
    return pages(WORDS, HONEST)


def _two_scans(first: bytes, second: bytes) -> bytes:
    parts = objects(f"q {WIDE} 0 0 {HIGH} 0 0 cm /Im Do Q", resources="/XObject << /Im 20 0 R >>")
    parts[30] = str(parts[3]).replace("/Im 20 0 R", "/Im 21 0 R")
    parts[2] = "<< /Type /Pages /Kids [3 0 R 30 0 R] /Count 2 >>"
    return pdf.write({**parts, 20: first, 21: second})


@attack("doubles", by_seeing(ID, at(ID, raw_image(1))), scanned_original)
def old_scan_behind() -> bytes:
    """The old scan was left as a second page."""
    return _two_scans(picture(scan(*SECRETS)), picture(scan()))


@attack(
    "doubles", by_seeing(ID, at(ID, raw_image(1))), lambda: _two_scans(picture(scan()), picture(scan())), both
)
def second_scan_untouched() -> bytes:
    """Bars on the first scan only."""
    return _two_scans(picture(scan(*SECRETS)), picture(scan()))


@attack("doubles", by_seeing(ID, at(ID, raw_image(1))), lambda: _two_scans(picture(scan()), picture(scan())))
def boxes_for_the_first_scan_only() -> bytes:
    """The same scan twice; nobody drew boxes on the second."""
    return _two_scans(picture(scan(*SECRETS)), picture(scan()))


@attack("doubles", by_looking(ID))
def content_shared_with_a_page_of_no_tree() -> bytes:
    """A second page object with a content of its own, in no tree."""
    page = str(objects()[3]).replace("/Contents 4 0 R", "/Contents [4 0 R 21 0 R]")
    return release(HONEST, {20: page, 21: pdf.flate(shown(ID).encode())})


@attack("doubles", by_copying(ID), twice, both)
def pages_in_another_order() -> bytes:
    """Two pages, of which the first is honest and the second has its bars one line lower."""
    from .sheet import box, rectangle

    lower = "".join(rectangle({**box(s), "y0": box(s)["y0"] + 25, "y1": box(s)["y1"] + 25}) for s in SECRETS)
    return pages(HONEST, WORDS + lower)


@attack("doubles", by_copying(ID))
def appended_by_a_larger_count() -> bytes:
    """The list has one page more than it counts."""
    made = pages(HONEST, WORDS)
    return made.replace(b"/Count 2", b"/Count 1")


@attack("doubles", by_looking(ID))
def larger_sheet_below() -> bytes:
    """The page is twice as high; the crop box shows the honest half."""
    low = f"q 1 0 0 1 0 {HIGH} cm {HONEST} Q q {WORDS} Q"
    return release(low, media=f"0 0 {WIDE} {2 * HIGH}", page=f"/CropBox [0 {HIGH} {WIDE} {2 * HIGH}]")
