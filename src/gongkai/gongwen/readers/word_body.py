"""Walks the body of a WordprocessingML document and yields neutral blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from gongkai.gongwen.blocks import Align, Block, Cell, Image, Paragraph, Run, Table
from gongkai.gongwen.readers.guard import Length
from gongkai.gongwen.readers.word_numbers import W, WordNumbers
from gongkai.gongwen.text import repair

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V = "{urn:schemas-microsoft-com:vml}"
_OFF = ("0", "false", "none", "off")
# Elements that only wrap what belongs to the running text.
_THROUGH = {
    f"{W}hyperlink", f"{W}smartTag", f"{W}sdt", f"{W}sdtContent", f"{W}fldSimple", f"{W}customXml", f"{W}dir", f"{W}bdo",
}  # fmt: skip
_BREAKS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}


class WordBody:
    """Turns body elements into blocks and counts what it met on the way (`seen`)."""

    def __init__(
        self,
        numbers: WordNumbers,
        styles: etree._Element | None,
        targets: dict[str, str],
        notes: dict[str, etree._Element],
        length: Length,
    ) -> None:
        self.seen: Counter[str] = Counter()
        self._numbers = numbers
        self._levels = _heading_levels(styles)
        self._targets = targets
        self._notes = notes
        self._length = length
        self._used: list[tuple[str, str]] = []
        self._beside: list[Block] = []

    def blocks(self, parent: etree._Element) -> list[Block]:
        """The blocks directly below an element, in order."""
        found: list[Block] = []
        gap = False
        for child in parent:
            if child.tag == f"{W}p":
                paragraph = self._paragraph(child, gap)
                gap = not paragraph.text.strip()
                if not gap:
                    found.append(paragraph)
                found += self._beside
                self._beside = []
            elif child.tag == f"{W}tbl":
                found.append(self._table(child))
                gap = False
            elif child.tag in _THROUGH or child.tag in (f"{W}ins", f"{W}moveTo"):
                found += self.blocks(child)
        return found

    def footnotes(self) -> list[Block]:
        """The notes referred to, in order of reference, each with its mark."""
        found: list[Block] = []
        for mark, key in self._used:
            note = self._notes.get(key)
            if note is None:
                continue
            texts = [block for block in self.blocks(note) if isinstance(block, Paragraph)]
            for number, block in enumerate(texts):
                runs = ((Run(mark),) if number == 0 else ()) + block.runs
                found.append(Paragraph(runs, kind="footnote"))
        self.seen["note"] = len(found)
        return found

    def _paragraph(self, node: etree._Element, gap: bool) -> Paragraph:
        properties = node.find(f"{W}pPr")
        style = _value(properties, "pStyle")
        runs = list(self._runs(node))
        text = "".join(run.text for run in runs)
        self._length.paragraph(len(text))
        label = self._numbers.label(properties, style) if text.strip() else ""
        if label:
            runs.insert(0, Run(label))
        return Paragraph(
            tuple(_merged(runs)),
            align=_align(properties),
            indent=_indent(properties),
            size=_size(node),
            level=self._levels.get(style, 0),
            gap=gap,
        )

    def _runs(self, node: etree._Element) -> Iterator[Run]:
        for child in node:
            if child.tag == f"{W}r":
                yield from self._run(child)
            elif child.tag in (f"{W}del", f"{W}moveFrom"):
                self.seen["del"] += 1
            elif child.tag in (f"{W}ins", f"{W}moveTo"):
                self.seen["ins"] += 1
                yield from self._runs(child)
            elif child.tag in _THROUGH:
                yield from self._runs(child)
            elif child.tag in (f"{_M}oMath", f"{_M}oMathPara"):
                self.seen["object"] += 1
                yield Run("".join(part.text or "" for part in child.iter(f"{_M}t")))

    def _run(self, node: etree._Element) -> Iterator[Run]:
        properties = node.find(f"{W}rPr")
        if _on(properties, "vanish"):
            self.seen["hidden"] += bool("".join(part.text or "" for part in node.iter(f"{W}t")).strip())
            return
        bold, italic = _on(properties, "b"), _on(properties, "i")
        raised = {"superscript": "sup", "subscript": "sub"}.get(_value(properties, "vertAlign"), "")
        for child in node:
            text = self._piece(child)
            if text:
                yield Run(text, bold, italic, raised)  # type: ignore[arg-type]

    def _piece(self, node: etree._Element) -> str:
        """The text of one part of a run; pictures and boxes are put beside."""
        if node.tag == f"{W}t":
            return repair(node.text or "")
        if node.tag in _BREAKS:
            return _BREAKS[node.tag]
        if node.tag == f"{W}br":
            return "" if node.get(f"{W}type") in ("page", "column") else "\n"
        if node.tag == f"{W}sym":
            return _symbol(node.get(f"{W}char", ""))
        if node.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            return self._note_mark(node)
        if node.tag == f"{W}ruby":
            base = node.find(f"{W}rubyBase")
            return "".join(part.text or "" for part in base.iter(f"{W}t")) if base is not None else ""
        if node.tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MC}AlternateContent"):
            self._drawing(node)
        return ""

    def _note_mark(self, node: etree._Element) -> str:
        kind = "endnote" if node.tag.endswith("endnoteReference") else "footnote"
        mark = f"[{len(self._used) + 1}]"
        self._used.append((mark, f"{kind}:{node.get(f'{W}id', '')}"))
        return mark

    def _drawing(self, node: etree._Element) -> None:
        """Text boxes become blocks after the paragraph; pictures are noted."""
        if node.tag == f"{_MC}AlternateContent":
            # Choice and Fallback say the same twice.
            choice = node.find(f"{_MC}Choice")
            node = choice if choice is not None else node
        if node.tag == f"{W}object":
            self.seen["object"] += 1
            return
        boxes = [box for box in node.iter(f"{W}txbxContent") if not _inside_box(box, node)]
        for box in boxes:
            self.seen["textbox"] += 1
            inner = self.blocks(box)
            self._beside += [
                Paragraph(b.runs, b.align, b.indent, b.size, 0, False, "textbox")
                if isinstance(b, Paragraph)
                else b
                for b in inner
            ]
        for blip in (*node.iter(f"{_A}blip"), *node.iter(f"{_V}imagedata")):
            link = blip.get(f"{_R}embed") or blip.get(f"{_R}id") or ""
            self.seen["image"] += 1
            self._beside.append(Image(self._targets.get(link, "图片").rsplit("/", 1)[-1]))

    def _table(self, node: etree._Element) -> Table:
        rows: list[list[Cell]] = []
        open_cells: dict[int, tuple[int, int]] = {}
        heads = 0
        for row in node.iter(f"{W}tr"):
            if _nearest_table(row) is not node:
                continue
            if _on(row.find(f"{W}trPr"), "tblHeader") and heads == len(rows):
                heads += 1
            rows.append(self._row(row, rows, open_cells))
        return Table(tuple(tuple(row) for row in rows if row), heads)

    def _row(
        self, row: etree._Element, rows: list[list[Cell]], open_cells: dict[int, tuple[int, int]]
    ) -> list[Cell]:
        """One row; a cell that goes on from above lengthens the one that began (open_cells: column → place)."""
        found: list[Cell] = []
        column = _skipped(row)
        for node in _cells(row):
            properties = node.find(f"{W}tcPr")
            width = max(_whole(_value(properties, "gridSpan"), 1), 1)
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            going_on = merge is not None and merge.get(f"{W}val") != "restart"
            if going_on and column in open_cells:
                above, place = open_cells[column]
                cell = rows[above][place]
                extra = tuple(b for b in self.blocks(node) if not isinstance(b, Paragraph) or b.text.strip())
                rows[above][place] = Cell(cell.blocks + extra, cell.rowspan + 1, cell.colspan)
            else:
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = (len(rows), len(found))
                found.append(Cell(tuple(self.blocks(node)), 1, width))
            column += width
            self._length.cell()
        return found


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _THROUGH or child.tag == f"{W}ins":
            yield from _cells(child)


def _nearest_table(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors(f"{W}tbl"), None)


def _inside_box(box: etree._Element, stop: etree._Element) -> bool:
    for parent in box.iterancestors():
        if parent is stop:
            return False
        if parent.tag in (f"{W}txbxContent", f"{_MC}Fallback"):
            return True
    return False


def _skipped(row: etree._Element) -> int:
    return _whole(_value(row.find(f"{W}trPr"), "gridBefore"), 0)


def _heading_levels(styles: etree._Element | None) -> dict[str, int]:
    """Style id → heading level, by outline level or by name."""
    found: dict[str, int] = {}
    for style in styles.findall(f"{W}style") if styles is not None else ():
        outline = _value(style.find(f"{W}pPr"), "outlineLvl")
        name = _value(style, "name").lower()
        if outline.isdecimal() and int(outline) < 6:
            found[style.get(f"{W}styleId", "")] = int(outline) + 1
        elif name in ("title", "标题") or (name.startswith("heading ") and name[8:].isdecimal()):
            found[style.get(f"{W}styleId", "")] = 1 if name in ("title", "标题") else min(int(name[8:]), 6)
    return found


def _value(properties: etree._Element | None, tag: str) -> str:
    node = properties.find(f"{W}{tag}") if properties is not None else None
    return node.get(f"{W}val", "") if node is not None else ""


def _on(properties: etree._Element | None, tag: str) -> bool:
    node = properties.find(f"{W}{tag}") if properties is not None else None
    return node is not None and node.get(f"{W}val", "true") not in _OFF


def _align(properties: etree._Element | None) -> Align:
    value = _value(properties, "jc")
    return "center" if value == "center" else "right" if value in ("right", "end") else ""


def _indent(properties: etree._Element | None) -> float:
    node = properties.find(f"{W}ind") if properties is not None else None
    if node is None:
        return 0.0
    letters = _whole(node.get(f"{W}firstLineChars"), 0) + _whole(node.get(f"{W}leftChars"), 0)
    # Twentieths of a point; a letter of the standard size 3号 has 16 points.
    points = (_whole(node.get(f"{W}firstLine"), 0) + _whole(node.get(f"{W}left"), 0)) / 20
    return letters / 100 if letters else round(points / 16, 1)


def _size(node: etree._Element) -> float | None:
    sizes = [_whole(size.get(f"{W}val"), 0) / 2 for size in node.iter(f"{W}sz")]
    return max(sizes) if sizes else None


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    # Symbol fonts live in a private area; their tick boxes are the only ones that carry meaning here.
    return {0xF0FE: "☑", 0xF052: "☑", 0xF0A8: "□", 0xF0A3: "□", 0xF06F: "□"}.get(
        number, "" if 0xE000 <= number <= 0xF8FF else chr(number) if 32 <= number < 0xD800 else ""
    )


def _merged(runs: list[Run]) -> list[Run]:
    """Neighbouring runs of one dress as one: Word cuts words at every revision."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and (last.bold, last.italic, last.raised) == (run.bold, run.italic, run.raised):
            merged[-1] = Run(last.text + run.text, run.bold, run.italic, run.raised)
        else:
            merged.append(run)
    return merged


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 8 else otherwise
