"""Fax rows (ITU-T T.4, T.6) below the height that a picture says: the code goes on, the page shows nothing of it."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

from PIL import Image

from gongkai.files import pictures
from gongkai.files.pdfraw import RawObject

_MOST_PIXELS = 60_000_000
# Rows with something in them: one alone may be the last one, broken off.
_LEAST_ROWS = 2


def goes_on(one: RawObject, data: bytes) -> bool:
    """Whether rows stand in the code below the height of the picture."""
    wide, high = _parm(one, "Columns", 1728), one.get("Height")
    if not isinstance(wide, int) or not isinstance(high, int) or min(wide, high) < 1:
        return False
    rows = min(_MOST_PIXELS // wide, 4 * high + 2000)
    try:
        below = _unpacked(one, data, wide, rows).crop((0, high, wide, rows)) if rows > high else None
    except pictures.BROKEN:
        return False
    return below is not None and _written(below) >= _LEAST_ROWS


def _written(image: Image.Image) -> int:
    """Rows of more than one value."""
    lines = image.convert("L").tobytes()
    return sum(len(set(lines[at : at + image.width])) > 1 for at in range(0, len(lines), image.width))


def _unpacked(one: RawObject, data: bytes, wide: int, rows: int) -> Image.Image:
    """The code as a TIFF says it, so that libtiff undoes it."""
    way = _parm(one, "K", 0)
    aligned = 4 if _parm(one, "EncodedByteAlign", False) else 0
    entries = [
        (256, wide), (257, rows), (258, 1), (259, 4 if way < 0 else 3), (262, 0),
        (273, 0), (278, rows), (279, len(data)),
        *([] if way < 0 else [(292, (1 if way > 0 else 0) | aligned)]),
    ]  # fmt: skip
    start = 8 + 2 + 12 * len(entries) + 4
    directory = b"".join(
        struct.pack("<HHII", tag, 4, 1, start if tag == 273 else value) for tag, value in entries
    )
    tiff = b"II*\0" + struct.pack("<IH", 8, len(entries)) + directory + b"\0\0\0\0" + data
    return Image.open(BytesIO(tiff), formats=("TIFF",)).convert("L")


def _parm(one: RawObject, key: str, usual: Any) -> Any:
    """Of the fax among the codes of the stream."""
    parms = one.get("DecodeParms") or one.get("DP")
    for each in parms if isinstance(parms, list) else [parms]:
        if isinstance(each, dict) and key in each:
            return each[key]
    return usual
