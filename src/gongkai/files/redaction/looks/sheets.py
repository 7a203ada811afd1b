"""What an Excel file holds beside its visible cells."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.files.redaction.case import Case
from gongkai.files.redaction.looks.word import _local, _of, _properties, _value

Element = etree._Element
_SHOWN_NOWHERE = re.compile(r"^;{2,3}$")


def look(case: Case, trees: dict[str, Element]) -> None:
    """Note hidden sheets, rows, columns and cells, comments, caches of other books, names, properties."""
    for name, tree in trees.items():
        if re.search(r"xl/workbook\.xml$", name):
            _book(case, tree)
        elif re.search(r"xl/(?:work|chart|dialog|macro)sheets/[^/]+\.xml$", name):
            _sheet(case, name, tree, _invisible_styles(trees))
        elif re.search(r"xl/(?:comments|threadedcomments|persons)", name):
            words = "".join(str(one.text or "") for one in _of(tree, "t", "text"))
            if words.strip():
                case.leak("comment", "批注", words)
        elif "pivotcache" in name and "records" in name:
            case.leak("cache", "数据透视表缓存里存有原始数据")
        elif "externallinks/" in name and any(True for _ in _of(tree, "v")):
            case.leak("cache", "外部链接缓存里存有别的文件的数据")
        elif name.startswith("docprops/"):
            _properties(case, tree)
        elif re.search(r"xl/drawings/drawing\d*\.xml$", name):
            _drawing(case, tree)
        elif re.search(r"xl/revisions/", name):
            case.leak("revision", f"修订记录{name}")
    _unused_strings(case, trees)


def _true(value: str) -> bool:
    return value in ("1", "true", "on")


def _book(case: Case, tree: Element) -> None:
    for sheet in _of(tree, "sheet"):
        if _value(sheet, "state") in ("hidden", "veryHidden"):
            case.leak("hidden", f"隐藏的工作表“{_value(sheet, 'name')}”")
    for one in _of(tree, "definedName"):
        if _true(_value(one, "hidden")) and not _value(one, "name").startswith("_xlnm"):
            case.leak("hidden", f"隐藏的名称“{_value(one, 'name')}”", str(one.text or ""))


def _sheet(case: Case, name: str, tree: Element, invisible: set[str]) -> None:
    sheet = name.rpartition("/")[2].removesuffix(".xml")
    hidden_columns: list[tuple[int, int]] = []
    for one in _of(tree, "col"):
        width = _value(one, "width")
        if _true(_value(one, "hidden")) or (_true(_value(one, "customWidth")) and _small(width, 0.3)):
            first, last = _value(one, "min"), _value(one, "max")
            if first.isdigit() and last.isdigit():
                hidden_columns.append((int(first), int(last)))
    rows = set()
    columns = set()
    for row in _of(tree, "row"):
        gone = _true(_value(row, "hidden")) or (
            _true(_value(row, "customHeight")) and _small(_value(row, "ht"), 1)
        )
        for cell in row:
            if not any(_local(one) in ("v", "f", "is") for one in cell):
                continue
            if gone:
                rows.add(_value(row, "r"))
            number = _column(_value(cell, "r"))
            if any(first <= number <= last for first, last in hidden_columns):
                columns.add(re.sub(r"\d", "", _value(cell, "r")))
            if _value(cell, "s") in invisible:
                case.leak("hidden", f"{sheet}!{_value(cell, 'r')}：看不见的单元格（字色同底色或格式不显示）")
    _merged(case, sheet, tree)
    if rows:
        case.leak("hidden", f"{sheet}：隐藏的行{'、'.join(sorted(rows, key=len)[:20])}")
    if columns:
        case.leak("hidden", f"{sheet}：隐藏的列{'、'.join(sorted(columns)[:20])}")


def _merged(case: Case, sheet: str, tree: Element) -> None:
    """Values under a merged cell come to light as soon as somebody unmerges it."""
    ranges = []
    for one in _of(tree, "mergeCell"):
        ends = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", _value(one, "ref"))
        if ends:
            ranges.append((_column(ends[1]), int(ends[2]), _column(ends[3]), int(ends[4])))
    for cell in _of(tree, "c") if ranges else ():
        place = _value(cell, "r")
        column, row = _column(place), int(re.sub(r"\D", "", place) or 0)
        filled = any(str(one.text or "").strip() for one in _of(cell, "v", "t"))
        for left, top, right, bottom in ranges[:2000]:
            inside = left <= column <= right and top <= row <= bottom and (column, row) != (left, top)
            if filled and inside:
                case.leak("hidden", f"{sheet}!{place}：合并单元格下面还有内容")


def _small(value: str, most: float) -> bool:
    try:
        return float(value) <= most
    except ValueError:
        return False


def _column(place: str) -> int:
    number = 0
    for letter in re.sub(r"[^A-Z]", "", place.upper()):
        number = number * 26 + ord(letter) - 64
    return number


def _invisible_styles(trees: dict[str, Element]) -> set[str]:
    """Numbers of the cell formats that show nothing: a format of semicolons, or letters in the colour of the cell."""
    tree = trees.get("xl/styles.xml")
    if tree is None:
        return set()
    formats = {
        _value(one, "numFmtId")
        for one in _of(tree, "numFmt")
        if _SHOWN_NOWHERE.match(_value(one, "formatCode"))
    }
    fonts = [_color(font, "color") for group in _of(tree, "fonts") for font in group]
    fills = [_fill(fill) for group in _of(tree, "fills") for fill in group]
    found = set()
    for group in _of(tree, "cellXfs"):
        for number, one in enumerate(group):
            ink = _at(fonts, _value(one, "fontId"))
            ground = _at(fills, _value(one, "fillId")) or "FFFFFF"
            if _value(one, "numFmtId") in formats or (ink and ink == ground):
                found.add(str(number))
    return found


def _at(items: list[str], number: str) -> str:
    return items[int(number)] if number.isdigit() and int(number) < len(items) else ""


def _color(node: Element, name: str) -> str:
    for one in _of(node, name):
        if _value(one, "rgb"):
            return _value(one, "rgb")[-6:].upper()
        if _value(one, "theme") in ("0", "1"):
            return "FFFFFF" if _value(one, "theme") == "0" else "000000"
        if _value(one, "indexed") in ("9", "65"):
            return "FFFFFF"
        if _value(one, "indexed") in ("8", "64"):
            return "000000"
    return ""


def _fill(node: Element) -> str:
    solid = any(_value(one, "patternType") == "solid" for one in _of(node, "patternFill"))
    return _color(node, "fgColor") if solid else ""


def _drawing(case: Case, tree: Element) -> None:
    for node in _of(tree, "srcRect"):
        if any(re.fullmatch(r"\d{3,}", str(value)) for value in node.attrib.values()):
            case.leak("picture", "图片裁去的部分还在文件里")
    for node in _of(tree, "cNvPr"):
        if _value(node, "descr"):
            case.info("alt", "图片的替代文字", _value(node, "descr"))
    for shape in _of(tree, "sp"):
        look_of = next(iter(_of(shape, "spPr")), None)
        words = "".join(str(one.text or "") for one in _of(shape, "t"))
        if look_of is not None and any(_local(one) == "solidFill" for one in look_of) and not words.strip():
            case.leak("covered", "盖在单元格上的实心图形：下面的内容还在")


def _unused_strings(case: Case, trees: dict[str, Element]) -> None:
    """Shared strings that no cell refers to: words that were deleted and stayed."""
    tree = trees.get("xl/sharedstrings.xml")
    if tree is None:
        return
    used = {
        str(one.text)
        for name, sheet in trees.items()
        if "sheets/" in name
        for cell in _of(sheet, "c")
        if _value(cell, "t") == "s"
        for one in _of(cell, "v")
    }
    items = [one for one in tree if _local(one) == "si"]
    for number, item in enumerate(items):
        words = "".join(str(one.text or "") for one in _of(item, "t"))
        if str(number) not in used and words.strip():
            case.leak("revision", "共享字符串表里没有单元格再用的文字", words)
