"""Square and bar codes that are to be seen: what a telephone reads from them."""

from __future__ import annotations

import zxingcpp
from PIL import Image

from gongkai.files.redaction.case import Case


def look(case: Case, shown: Image.Image, page: int) -> None:
    """Search what the codes of a drawn page or frame say."""
    if not case.finder:
        return
    for one in zxingcpp.read_barcodes(shown.convert("L")):
        place = f"第{page}页的二维码或者条码"
        case.search("code", one.text, place, page)
        case.search_bytes("code", bytes(one.bytes), place, page)
    case.verdict.looked("codes")
