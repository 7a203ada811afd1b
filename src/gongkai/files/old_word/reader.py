"""Old Word files (.doc, .wps) without another program: their words, tables and notes; what stays unread is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from gongkai.exceptions import Unreadable
from gongkai.files import carried, child
from gongkai.files.characters import repair
from gongkai.files.document import Align, Block, Document, Paragraph, Run
from gongkai.files.guard import Length
from gongkai.files.old_word.marks import BROKEN, Look, Shape
from gongkai.files.old_word.rows import Row, table_of
from gongkai.files.old_word.store import Text
from gongkai.files.word.signs import UNKNOWN, is_sign_font, sign

_ENDS = "\r\x07\x0c"
_BEGIN, _SHOWN, _END = "\x13", "\x14", "\x15"
_PLAIN = {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\xa0": " ", "\t": "\t"}
_PICTURE, _DRAWN, _NOTE, _COMMENT, _SYMBOL = "\x01", "\x08", "\x02", "\x05", "("
_ALIGN: dict[int, Align] = {1: "center", 2: "right"}
_MOST_MARGIN = 60
_Letter = tuple[str, int, bytes, bytes]


def read(data: bytes) -> Document:
    """The document, read in a process of its own. Unreadable if locked, broken, or of a time before Word 97."""
    return carried.unpacked(child.read("read_doc", data))


def read_at(path: str) -> dict[str, Any]:
    """In the child: the same as JSON."""
    try:
        return carried.packed(_Walker(Text(Path(path).read_bytes())).document())
    except (IndexError, ValueError, KeyError, OSError) as error:
        raise Unreadable(BROKEN) from error


class _Walker:
    def __init__(self, text: Text) -> None:
        self._text = text
        self._length = Length()
        self._seen: Counter[str] = Counter()
        self._blocks: list[Block] = []
        self._rows: list[Row] = []
        self._cells: list[list[Block]] = []
        self._cell: list[Block] = []
        self._nested = False

    def document(self) -> Document:
        """Main text, then notes and text boxes."""
        for paragraph, mark, shape in self._paragraphs("main"):
            self._put(paragraph, mark, shape)
        self._flush()
        document = Document("doc", self._blocks)
        kinds: tuple[tuple[str, Literal["footnote", "textbox"]], ...] = (
            ("notes", "footnote"), ("ends", "footnote"), ("boxes", "textbox"),
        )  # fmt: skip
        for name, kind in kinds:
            for paragraph, _, _ in self._paragraphs(name):
                if paragraph is not None and paragraph.text.strip():
                    document.blocks.append(Paragraph(paragraph.runs, kind=kind))
                    self._seen[kind] += 1
        margin = " ".join(
            one.text.strip() for one, _, _ in self._paragraphs("margins") if one is not None
        ).split()
        self._name(document, " ".join(margin))
        if not document.blocks:
            raise Unreadable("里没有文字。")
        return document

    def _paragraphs(self, name: str) -> Iterator[tuple[Paragraph | None, str, Shape]]:
        """Each paragraph (None where it is blank), the mark that ends it, its shape."""
        held: list[_Letter] = []
        fields: list[tuple[list[str], bool]] = []
        for letter in self._text.letters(name):
            held.append(letter)
            if letter[0] in _ENDS:
                shape = self._text.shape(letter[1])
                look = self._text.look(shape.style, letter[2], letter[3])
                # Where its mark is deleted or hidden, a paragraph runs on into the next.
                if letter[0] == "\r" and (look.deleted or look.hidden):
                    held.pop()
                    continue
                yield self._paragraph(held[:-1], shape, fields), letter[0], shape
                held = []
        if any(sign.strip() for sign, *_ in held):
            yield self._paragraph(held, Shape(), fields), "\r", Shape()

    def _paragraph(
        self, letters: list[_Letter], shape: Shape, fields: list[tuple[list[str], bool]]
    ) -> Paragraph | None:
        runs: list[tuple[Look, list[str]]] = []
        sizes = [0.0]
        for sign_, _, own, extra in letters:
            look = self._text.look(shape.style, own, extra)
            said = self._shown(sign_, look, shape, fields)
            if not said:
                continue
            sizes.append(look.size or 0.0)
            if runs and runs[-1][0] == look:
                runs[-1][1].append(said)
            else:
                runs.append((look, [said]))
        made = tuple(
            Run(said, look.bold, look.italic, look.raised, note=look.special and not look.sign)
            for look, pieces in runs
            if (said := repair("".join(pieces)))
        )
        self._seen["listed"] += shape.listed and bool(made)
        self._length.paragraph(sum(len(run.text) for run in made))
        return Paragraph(made, align=_ALIGN.get(shape.align, ""), size=max(sizes) or None) if made else None

    def _shown(self, sign_: str, look: Look, shape: Shape, fields: list[tuple[list[str], bool]]) -> str:
        """What a letter shows; nothing for what is hidden, deleted, a field's own words, or a thing."""
        if sign_ == _BEGIN:
            fields.append(([], False))
            return ""
        if sign_ == _SHOWN and fields:
            fields[-1] = (fields[-1][0], True)
            return ""
        if sign_ == _END and fields:
            self._field("".join(fields.pop()[0]))
            return ""
        if fields and not all(shown for _, shown in fields):
            fields[-1][0].append(sign_)
            return ""
        if look.deleted:
            self._seen["deleted"] += 1
            return ""
        if look.hidden or (look.pale and not (shape.shaded or look.shaded)):
            self._seen["hidden"] += bool(sign_.strip())
            return ""
        if look.struck:
            self._seen["struck"] += bool(sign_.strip())
            return ""
        self._seen["inserted"] += look.inserted
        font = self._text.font(look.font)
        if (
            (look.special and look.sign)
            or "\uf000" <= sign_ <= "\uf0ff"
            or (is_sign_font(font) and "!" <= sign_ <= "ÿ")
        ):
            shown = sign((look.sign or ord(sign_)) & 0xFF, font)
            self._seen["sign"] += shown == UNKNOWN
            return shown
        return self._thing(sign_) if look.special or sign_ < " " else _PLAIN.get(sign_, sign_)

    def _thing(self, sign_: str) -> str:
        if sign_ in (_PICTURE, _DRAWN):
            self._seen["picture"] += 1
        elif sign_ == _COMMENT:
            self._seen["comment"] += 1
        elif sign_ == _NOTE:
            return "*"
        elif sign_ >= " " or sign_ in _PLAIN:
            return _PLAIN.get(sign_, sign_)
        return ""

    def _field(self, words: str) -> None:
        name = words.split()[0].upper() if words.split() else ""
        if name in ("EQ", "FORMCHECKBOX", "SYMBOL", "EMBED", "INCLUDEPICTURE", "FORMDROPDOWN"):
            self._seen["field"] += 1

    def _put(self, paragraph: Paragraph | None, mark: str, shape: Shape) -> None:
        if not shape.depth:
            self._flush()
            if paragraph is not None:
                self._blocks.append(paragraph)
            return
        self._nested = self._nested or shape.depth > 1
        if shape.ends_row and mark == "\x07":
            self._rows.append(Row(self._cells, shape.table, self._nested))
            self._cells, self._nested = [], False
            return
        if paragraph is not None:
            self._cell.append(paragraph)
        if mark == "\x07":
            self._length.cell()
            self._cells.append(self._cell)
            self._cell = []

    def _flush(self) -> None:
        """End the table that is under way."""
        if self._rows or self._cells or self._cell:
            table, covered = (
                table_of(self._rows) if self._rows and not (self._cells or self._cell) else (None, 0)
            )
            self._seen["covered"] += covered
            if table is None:
                self._seen["table"] += 1
            else:
                self._blocks.append(table)
        self._rows, self._cells, self._cell = [], [], []

    def _name(self, document: Document, margin: str) -> None:
        seen = self._seen
        hidden = (
            ("revision", "inserted", "修订插入的文字{}个，已作为正文保留，请确认已接受修订。"),
            ("revision", "deleted", "修订删除的文字{}个，未计入正文，但仍留在原文件里。"),
            ("comment", "comment", "批注{}条，未计入正文，但仍留在原文件里。"),
            ("hidden_text", "hidden", "隐藏或看不见的文字{}个，未计入正文，但仍留在原文件里。"),
            ("hidden_text", "struck", "带删除线的文字{}个，未计入正文，请核对；原文件里仍在。"),
            ("hidden_text", "covered", "被合并单元格盖住的内容{}处，未计入正文，但仍留在原文件里。"),
        )
        for code, name, sentence in hidden:
            if seen[name]:
                document.hide(code, sentence.format(seen[name]))
        if margin.strip(" -—0123456789"):
            document.hide("margin", f"页眉页脚未计入正文：{margin[:_MOST_MARGIN]}。")
        again = "请另存为 docx 再交"
        for name, what, why in (
            ("table", "表格{}个", f"各行的格子对不齐或表中有表，{again}"),
            ("listed", "自动编号{}处", f"编号没有存在文字里，{again}"),
            ("field", "域或窗体控件{}处", f"内容由 Word 现算，{again}"),
            ("sign", "特殊字体的符号{}处", f"正文里写作“{UNKNOWN}”，请与原件核对"),
            ("picture", "图片和图形{}处", f"没有取出，{again}"),
        ):
            if seen[name]:
                document.leave(what.format(seen[name]), why)
        document.warnings.append("旧版 Word 文件由本平台直接读取，版式没有保留，请与原件核对。")
