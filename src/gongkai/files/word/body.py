"""Walks the body of a WordprocessingML document and yields neutral blocks. The only walk over a Word paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from gongkai.files.characters import repair
from gongkai.files.document import Align, Block, Image, Paragraph, Run, Table
from gongkai.files.guard import Length
from gongkai.files.word import fields, formulas
from gongkai.files.word.looks import Look, Looks, ground_of, invisible
from gongkai.files.word.names import MC, WP, WX, A, M, R, V, W, child, switched, value, whole
from gongkai.files.word.numbers import WordNumbers
from gongkai.files.word.signs import UNKNOWN, is_sign_font, letters, sign
from gongkai.files.word.tables import TableWalk

# Elements that only wrap what belongs to the running text.
THROUGH = {
    f"{W}hyperlink", f"{W}smartTag", f"{W}sdt", f"{W}sdtContent", f"{W}fldSimple", f"{W}customXml", f"{W}dir", f"{W}bdo",
    f"{W}ins", f"{W}moveTo", f"{WX}sect", f"{WX}sub-section", f"{W}hlink", f"{MC}AlternateContent", f"{MC}Choice",
}  # fmt: skip
GONE = {f"{W}del", f"{W}moveFrom"}
_CHARTS = ("/chart", "/diagram", "/chartex", "/ink")
# What programs write where nobody has said anything: names of files, “图片 1”, “描述已自动生成”.
_MADE_UP = re.compile(
    r"\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)\b|自动生成|generated|^(?:图片|图像|picture|image|img|截图|微信|QQ)+[\s_\-\d]*$|^[\W\d_a-z]*$",
    re.IGNORECASE,
)
_NEAREST = 20  # fields around a piece of text that are asked what they are; more are never nested
_BREAKS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}


@dataclass
class Beside:
    """What the other parts of the file tell: relation id → part, notes by `kind:id`, how to open a chunk.

    addresses: relation id → address outside the file. picture: part → its bytes, empty where it is not kept.
    """

    targets: dict[str, str] = field(default_factory=dict)
    notes: dict[str, etree._Element] = field(default_factory=dict)
    chunk: Callable[[str], list[Block] | None] = lambda _: None
    sheet: str | None = "FFFFFF"
    addresses: dict[str, str] = field(default_factory=dict)
    picture: Callable[[str], bytes] = lambda _: b""


def settle(root: etree._Element) -> Counter[str]:
    """Make up the tree's mind: of two versions of one content keep one, drop prompts nobody has answered."""
    seen: Counter[str] = Counter()
    for node in list(root.iter(f"{MC}AlternateContent")):
        versions = [*node.findall(f"{MC}Choice"), *node.findall(f"{MC}Fallback")]
        kept = next((one for one in versions if _holds(one)), versions[0] if versions else None)
        _replace(node, list(kept) if kept is not None else [])
    for node in list(root.iter(f"{W}sdt")):
        if switched(child(node, "sdtPr"), "showingPlcHdr"):
            seen["prompt"] += 1
            for run in list(node.iter(f"{W}r")):  # a cell left empty stays a cell
                _replace(run, [])
    return seen


def _holds(node: etree._Element) -> bool:
    return any(
        True for _ in node.iter(f"{W}t", f"{A}blip", f"{V}imagedata", f"{W}sym", f"{W}drawing", f"{W}pict")
    )


def _replace(node: etree._Element, by: list[etree._Element]) -> None:
    """Put elements in the place of one."""
    parent = node.getparent()
    if parent is None:
        return
    place = parent.index(node)
    parent.remove(node)
    for number, one in enumerate(by):
        parent.insert(place + number, one)


class WordBody:
    """Turns body elements into blocks and counts what it met on the way (`seen`)."""

    def __init__(
        self, numbers: WordNumbers, styles: etree._Element | None, beside: Beside, length: Length
    ) -> None:
        self.seen: Counter[str] = Counter()
        self.looks = Looks(styles)
        self._numbers = numbers
        self._levels = _heading_levels(styles)
        self._beside_file = beside
        self._length = length
        self._used: list[tuple[str, str]] = []
        self._beside: list[Block] = []
        self._fields: list[fields.Field] = []
        self._under_way: etree._Element | None = None
        self._link = ""

    def blocks(self, parent: etree._Element) -> list[Block]:
        """The blocks directly below an element, in order."""
        found: list[Block] = []
        gap = 0
        held: list[Run] = []
        for node in _flat(parent):
            if node.tag == f"{W}p":
                joins = _mark_gone(node)
                paragraph = self._paragraph(node, gap, held, counts=not joins)
                held = list(paragraph.runs) if joins else []
                gap = gap if joins else 0 if paragraph.text.strip() else gap + 1
                if not joins and paragraph.text.strip():
                    found.append(paragraph)
                found += self._beside
                self._beside = []
                continue
            if held:
                found.append(Paragraph(tuple(_merged(held)), gap=gap))
                held = []
            if node.tag == f"{W}tbl":
                found.append(self._table(node))
                gap = 0
            elif node.tag == f"{W}altChunk":
                found += self._chunk(node)
                gap = 0
            elif node.tag in GONE:
                self.seen["del"] += 1
        if held:
            found.append(Paragraph(tuple(_merged(held)), gap=gap))
        return found

    def footnotes(self) -> list[Block]:
        """The notes referred to, in order of reference, each with its mark."""
        found: list[Block] = []
        for mark, key in self._used:
            note = self._beside_file.notes.get(key)
            if note is None:
                continue
            texts = [block for block in self.blocks(note) if isinstance(block, Paragraph)]
            for number, block in enumerate(texts):
                runs = ((Run(mark),) if number == 0 else ()) + block.runs
                found.append(Paragraph(runs, kind="footnote"))
        self.seen["note"] = len(found)
        return found

    def _chunk(self, node: etree._Element) -> list[Block]:
        """A piece of another file set into this one."""
        blocks = self._beside_file.chunk(node.get(f"{R}id", ""))
        if blocks is None:
            self.seen["chunk"] += 1
            return []
        return blocks

    def _paragraph(
        self, node: etree._Element, gap: int, before: list[Run] | None = None, counts: bool = True
    ) -> Paragraph:
        properties = child(node, "pPr")
        style = value(properties, "pStyle")
        self._under_way = node
        runs = (before or []) + list(self._runs(node, style))
        runs += self._close_fields()
        text = "".join(run.text for run in runs)
        self._length.paragraph(len(text))
        label = self._numbers.label(properties, style) if text.strip() and counts else ""
        self._length.label(len(label))
        if UNKNOWN in label:
            self.seen["sign"] += 1
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

    def _runs(self, node: etree._Element, style: str) -> Iterator[Run]:
        for one in node:
            if one.tag == f"{W}r":
                yield from self._run(one, style)
            elif one.tag in GONE:
                self.seen["del"] += 1
            elif one.tag in THROUGH:
                self.seen["ins"] += one.tag in (f"{W}ins", f"{W}moveTo")
                before = len(one)
                outer, self._link = self._link, self._leads_to(one) or self._link
                yield from self._runs(one, style)
                self._link = outer
                if one.tag == f"{W}fldSimple" and not before:
                    yield from self._told(fields.Field(one.get(f"{W}instr", "")))
            elif one.tag in (f"{M}oMath", f"{M}oMathPara"):
                self.seen["formula"] += 1
                yield from formulas.runs(one)

    def _run(self, node: etree._Element, style: str) -> Iterator[Run]:
        look = self.looks.run(child(node, "rPr"), style)
        unseen = self._unseen(node, look)
        raised = look.raised or ""
        for one in node:
            if one.tag == f"{W}fldChar":
                yield from self._field_mark(one, look)
                continue
            if one.tag in (f"{W}instrText", f"{W}delInstrText"):
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].instruct(one.text or "")
                continue
            if unseen or one.tag == f"{W}rPr":
                continue
            if one.tag == f"{W}ruby":
                base = child(one, "rubyBase")
                yield from self._runs(base, style) if base is not None else ()
                continue
            is_note = one.tag in (f"{W}footnoteReference", f"{W}endnoteReference")
            text = self._piece(one, look)
            if not text:
                continue
            href = self._address()
            run = Run(
                text, bool(look.bold), bool(look.italic), "" if is_note else raised, is_note,  # type: ignore[arg-type]
                bool(look.underline) and not href, href,
            )  # fmt: skip
            if self._fields and not self._fields[-1].result:
                self._fields[-1].instruct(text)  # a result used inside an instruction
                self._fields[-1].held.append(run)
            else:
                self._tell()
                yield run

    def _leads_to(self, node: etree._Element) -> str:
        """The web address of an element that is a link; counted."""
        if node.tag not in (f"{W}hyperlink", f"{W}hlink"):
            return ""
        address = self._beside_file.addresses.get(node.get(f"{R}id", ""), "")
        return self._counted(address)

    def _address(self) -> str:
        """Where the text under way leads: the link around it, or the field whose result it is."""
        if self._link:
            return self._link
        for one in self._fields[: -_NEAREST - 1 : -1]:
            if one.result and (address := fields.address(one)):
                return self._counted(address, new=not one.told)
        return ""

    def _counted(self, address: str, new: bool = True) -> str:
        """An address of the web; of other kinds (mail, other files) only the words stay."""
        if not address.lower().startswith(("http://", "https://")) or len(address) > 2000:
            return ""
        self.seen["link"] += new
        return address

    def _unseen(self, node: etree._Element, look: Look) -> bool:
        """Whether a run is hidden, struck out, or printed so that nobody sees it; counted if it says anything."""
        kind = "hidden" if look.hidden else "struck" if look.struck else ""
        kind = kind or ("invisible" if invisible(look, self._ground) else "")
        if kind:
            said = "".join(part.text or "" for part in node.iter(f"{W}t")).strip()
            self.seen[kind] += bool(said or node.find(f"{W}sym") is not None)
        return bool(kind)

    def _ground(self) -> str | None:
        """The colour behind the paragraph under way."""
        if self._under_way is None:
            return self._beside_file.sheet
        return ground_of(self._under_way, self.looks, self._beside_file.sheet)

    def _field_mark(self, node: etree._Element, look: Look) -> Iterator[Run]:
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(fields.Field(form=child(node, "ffData")))
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            done = self._fields.pop()
            if not done.told:
                yield from self._told(done, look)

    def _told(self, done: fields.Field, look: Look | None = None) -> Iterator[Run]:
        text, complete = fields.shown(done)
        if not complete:
            self.seen["field"] += 1
        if UNKNOWN in text:
            self.seen["sign"] += 1
        if text:
            self._tell()
            yield Run(text, bool(look and look.bold), bool(look and look.italic))

    def _tell(self) -> None:
        for one in self._fields[-_NEAREST:]:
            one.told = one.told or one.result

    def _close_fields(self) -> list[Run]:
        """An instruction cannot run on into the next paragraph: what a field that never ends holds is text."""
        found: list[Run] = []
        while self._fields and not self._fields[-1].result:
            broken = self._fields.pop()
            found += broken.held or self._told(broken)
        return found

    def _piece(self, node: etree._Element, look: Look) -> str:
        """The text of one part of a run; pictures and boxes are put beside."""
        if node.tag == f"{W}t":
            return self._letters(node.text or "", look.font or "")
        if node.tag in _BREAKS:
            return _BREAKS[node.tag]
        if node.tag == f"{W}br":
            return "" if node.get(f"{W}type") in ("page", "column") else "\n"
        if node.tag == f"{W}sym":
            return self._symbol(node.get(f"{W}char", ""), node.get(f"{W}font", ""))
        if node.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            return self._note_mark(node)
        if node.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._drawing(node)
        return ""

    def _letters(self, text: str, font: str) -> str:
        """Letters of a run, those of a sign font as the signs they show."""
        private = any(0xF020 <= ord(letter) <= 0xF0FF for letter in text)
        if is_sign_font(font) or private:
            shown = letters(text, font) if is_sign_font(font) else "".join(
                sign(ord(one), "") if 0xF020 <= ord(one) <= 0xF0FF else one for one in text
            )  # fmt: skip
            self.seen["sign"] += shown.count(UNKNOWN)
            return repair(shown)
        return repair(text)

    def _symbol(self, code: str, font: str) -> str:
        try:
            number = int(code, 16)
        except ValueError:
            return ""
        if is_sign_font(font) or 0xF000 <= number <= 0xF0FF:
            shown = sign(number, font)
            self.seen["sign"] += shown == UNKNOWN
            return shown
        return chr(number) if 32 <= number < 0xD800 else ""

    def _note_mark(self, node: etree._Element) -> str:
        kind = "endnote" if node.tag.endswith("endnoteReference") else "footnote"
        mark = f"[{len(self._used) + 1}]"
        self._used.append((mark, f"{kind}:{node.get(f'{W}id', '')}"))
        return mark

    def _drawing(self, node: etree._Element) -> None:
        """Text boxes become blocks after the paragraph; pictures are noted."""
        if node.tag == f"{W}object":
            self.seen["object"] += 1
        outside = self._under_way
        for box in [box for box in node.iter(f"{W}txbxContent") if not _inside_box(box, node)]:
            self.seen["textbox"] += 1
            outer, self._beside = self._beside, []
            inner = self.blocks(box)
            self._beside = outer + [
                Paragraph(b.runs, b.align, b.indent, b.size, 0, 0, "textbox")
                if isinstance(b, Paragraph)
                else b
                for b in inner
            ]
        self._under_way = outside
        blips = [*node.iter(f"{A}blip"), *node.iter(f"{V}imagedata")]
        for blip in blips:
            self._beside.append(self._picture(blip, node))
        if blips:
            return
        if node.tag == f"{W}object":
            self._beside.append(Image("嵌入对象", lost="嵌入的对象"))
        elif any(one.get("uri", "").endswith(_CHARTS) for one in node.iter(f"{A}graphicData")):
            self.seen["chart"] += 1
            self._beside.append(Image("图表", _told(node), lost="图表"))

    def _picture(self, blip: etree._Element, node: etree._Element) -> Image:
        link = blip.get(f"{R}embed") or blip.get(f"{R}id") or ""
        self.seen["image"] += 1
        part = self._beside_file.targets.get(link, "")
        data = self._beside_file.picture(part) if part else b""
        name = part.rsplit("/", 1)[-1] or "图片"
        return Image(name, _told(node), data, "" if data else "图片")

    def _table(self, node: etree._Element) -> Table:
        return TableWalk(self, self._length, self.seen).read(node)


def _flat(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, those that only wrap others opened."""
    for node in parent:
        if node.tag in THROUGH:
            yield from _flat(node)
        else:
            yield node


def _mark_gone(paragraph: etree._Element) -> bool:
    """Whether the end of a paragraph is deleted, moved away or hidden: its text goes on in the next one."""
    mark = child(paragraph, "pPr", "rPr")
    return mark is not None and (
        any(mark.find(tag) is not None for tag in GONE)
        or bool(switched(mark, "vanish") and switched(mark, "specVanish") is not False)
    )


def _told(node: etree._Element) -> str:
    """What a drawing itself says that it shows; names that a program made up say nothing."""
    said = next((one.get("descr", "") for one in node.iter(f"{WP}docPr")), "")
    said = said or next((one.get("alt", "") for one in node.iter() if one.get("alt")), "")
    plain = " ".join(repair(said).split())[:200]
    return "" if _MADE_UP.search(plain) else plain


def _inside_box(box: etree._Element, stop: etree._Element) -> bool:
    for parent in box.iterancestors():
        if parent is stop:
            return False
        if parent.tag in (f"{W}txbxContent", f"{MC}Fallback"):
            return True
    return False


def _heading_levels(styles: etree._Element | None) -> dict[str, int]:
    """Style id → heading level, by outline level or by name."""
    found: dict[str, int] = {}
    for style in styles.findall(f"{W}style") if styles is not None else ():
        outline = value(child(style, "pPr"), "outlineLvl")
        name = value(style, "name").lower()
        if outline.isdecimal() and int(outline) < 6:
            found[style.get(f"{W}styleId", "")] = int(outline) + 1
        elif name in ("title", "标题") or (name.startswith("heading ") and name[8:].isdecimal()):
            found[style.get(f"{W}styleId", "")] = 1 if name in ("title", "标题") else min(int(name[8:]), 6)
    return found


def _align(properties: etree._Element | None) -> Align:
    said = value(properties, "jc")
    return "center" if said == "center" else "right" if said in ("right", "end") else ""


def _indent(properties: etree._Element | None) -> float:
    node = child(properties, "ind")
    if node is None:
        return 0.0
    signs = whole(node.get(f"{W}firstLineChars"), 0) + whole(node.get(f"{W}leftChars"), 0)
    # Twentieths of a point; a letter of the standard size 3号 has 16 points.
    points = (whole(node.get(f"{W}firstLine"), 0) + whole(node.get(f"{W}left"), 0)) / 20
    return signs / 100 if signs else round(points / 16, 1)


def _size(node: etree._Element) -> float | None:
    sizes = [whole(size.get(f"{W}val"), 0) / 2 for size in node.iter(f"{W}sz")]
    return max(sizes) if sizes else None


def _merged(runs: list[Run]) -> list[Run]:
    """Neighbouring runs of one dress as one: Word cuts words at every revision."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and replace(last, text=run.text) == run:
            merged[-1] = replace(run, text=last.text + run.text)
        else:
            merged.append(run)
    return merged
