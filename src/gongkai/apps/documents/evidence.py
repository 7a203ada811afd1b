"""Where each value was read: the same number in the text and beside the field (出处号).

Solid: read as it stands. Ring: inferred, with its reason. Ink ring: missing, damaged or contradictory; a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.files.web.fragment import HtmlElement, add, element, put_in, tree, written

READ, GUESS, NONE = "read", "guess", "none"
# field of the form → the reader's name for it
NAMES = {
    "number": "doc_number", "title": "title", "issuer": "issuer", "addressee": "addressee",
    "signed_on": "date", "kind": "kind", "attribute": "attribute",
}  # fmt: skip
_CANDIDATES = {"number": "number_candidates", "signed_on": "date_candidates"}
MISSING = {
    "number": "没有读到文号；没有就空着",
    "title": "没有读到标题",
    "issuer": "没有读到发文机关",
    "addressee": "没有读到主送机关",
    "signed_on": "没有读到成文日期，期限从它算起",
}


@dataclass(frozen=True)
class Mark:
    """One numbered finding: for which field, how sure, where, the words found, other possible readings."""

    number: int
    field: str
    state: str
    where: str
    places: tuple[tuple[int, str], ...] = ()  # line and quoted words
    candidates: tuple[str, ...] = ()

    @property
    def css(self) -> str:
        return {READ: "", GUESS: " is-guess", NONE: " is-none"}[self.state]


def marks(evidence: Mapping[str, Any], values: Mapping[str, Any]) -> list[Mark]:
    """Numbered findings in the order of the form."""
    found: list[Mark] = []
    for name, theirs in NAMES.items():
        said = evidence.get(theirs) or {}
        known = bool(said.get("places")) or name in MISSING
        if name == "kind" and values.get("kind") not in {None, "", "其他"}:
            found.append(Mark(len(found) + 1, name, GUESS, "推定：标题末尾的文种"))
        elif known:
            candidates = tuple(str(c) for c in evidence.get(_CANDIDATES.get(name, "")) or ())
            found.append(_mark(len(found) + 1, name, said, values.get(name), candidates))
    return found


def _mark(number: int, name: str, said: Mapping[str, Any], value: Any, candidates: tuple[str, ...]) -> Mark:
    how, reason = said.get("how", "missing"), str(said.get("reason") or "")
    places = said.get("places") or ()
    quotes = tuple((int(p.get("line", -1)), str(p.get("quote") or "")) for p in places)
    if how in {"damaged", "contradictory"}:
        word = "读不准" if how == "damaged" else "前后不一"
        return Mark(
            number,
            name,
            NONE,
            f"{word}，请您定：{reason}" if reason else f"{word}，请您定",
            quotes,
            candidates,
        )
    if not value or how == "missing":
        return Mark(number, name, NONE, MISSING.get(name, "没有读到"), quotes, candidates)
    if how == "inferred":
        return Mark(number, name, GUESS, f"推定：{reason}" if reason else "推定，请核对", quotes, candidates)
    first = int(places[0].get("line", -1)) if places else -1
    return Mark(number, name, READ, f"第{first + 1}行" if first >= 0 else "网页标注", quotes)


@dataclass
class _Piece:
    """A stretch of text of the page and where it begins in the whole."""

    node: HtmlElement
    at_tail: bool
    text: str
    start: int


_LINES = {"p", "h2", "h3", "h4", "li", "tr", "td", "th", "table", "br", "div"}


def paper(html: str, found: list[Mark]) -> str:
    """The original as paper with numbered marks. Values are looked for without regard to blanks and line ends."""
    root = tree(html)
    pieces: list[_Piece] = []
    text = _gather(root, pieces, "")
    spans = _spans(text, found)
    shown: set[int] = set()
    for piece in pieces:
        _mark_piece(piece, spans, shown)
    return written(root)


def _gather(node: HtmlElement, pieces: list[_Piece], text: str) -> str:
    """The text of the page, a block a line; each stretch is noted with its place."""
    if not isinstance(node.tag, str):
        return text
    line = node.tag in _LINES
    text = _ended(text) if line else text
    if node.text:
        pieces.append(_Piece(node, False, node.text, len(text)))
        text += node.text
    for child in node:
        text = _gather(child, pieces, text)
        if child.tail:
            pieces.append(_Piece(child, True, child.tail, len(text)))
            text += child.tail
    return _ended(text) if line else text


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _spans(text: str, found: list[Mark]) -> list[tuple[int, int, Mark]]:
    solid, starts = _solid(text)
    bare = "".join(c for _, c in solid)
    spans: list[tuple[int, int, Mark]] = []
    for mark in found:
        for line, quote in mark.places[:4]:
            wanted = "".join(quote.split())
            # the reader says in which line; a text cut otherwise is searched from its beginning
            start = starts[line] if 0 <= line < len(starts) else 0
            at = bare.find(wanted, start) if wanted else -1
            while at >= 0 and _taken(spans, solid[at][0], solid[at + len(wanted) - 1][0] + 1):
                at = bare.find(wanted, at + 1)
            if at >= 0:
                spans.append((solid[at][0], solid[at + len(wanted) - 1][0] + 1, mark))
    return sorted(spans, key=lambda s: s[0])


def _solid(text: str) -> tuple[list[tuple[int, str]], list[int]]:
    """The printed characters with their places, and how many of them stand before each line."""
    solid: list[tuple[int, str]] = []
    starts = [0]
    for place, character in enumerate(text):
        if character == "\n":
            starts.append(len(solid))
        elif not character.isspace():
            solid.append((place, character))
    return solid, starts


def _taken(spans: list[tuple[int, int, Mark]], first: int, last: int) -> bool:
    return any(start < last and first < end for start, end, _ in spans)


def _mark_piece(piece: _Piece, spans: list[tuple[int, int, Mark]], shown: set[int]) -> None:
    start, end = piece.start, piece.start + len(piece.text)
    made: list[HtmlElement] = []
    at, before = start, ""
    for first, last, mark in spans:
        if last <= start or first >= end:
            continue
        left, right = max(first, at), min(last, end)
        plain = piece.text[at - start : left - start]
        if made:
            made[-1].tail = plain
        else:
            before = plain
        one = element("mark", class_="gk-mk" if mark.state == NONE else f"gk-hit{mark.css}")
        if mark.number not in shown:
            one.set("id", f"m{mark.number}")
        shown.add(mark.number)
        one.text = piece.text[left - start : right - start]
        if last <= end:
            add(one, "sup").text = str(mark.number)
        made.append(one)
        at = right
    if made:
        made[-1].tail = piece.text[at - start :]
        put_in(piece.node, piece.at_tail, before, made)
