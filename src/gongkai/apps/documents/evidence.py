"""Where each value was read: the same number in the text and beside the field (出处号).

Solid: read as it stands. Ring: inferred, with its reason. Ink ring: missing, damaged or contradictory; a person decides.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

READ, GUESS, NONE = "read", "guess", "none"
# field of the form → the reader's name for it
NAMES = {
    "number": "doc_number", "title": "title", "issuer": "issuer", "addressee": "addressee",
    "signed_on": "date", "kind": "kind", "attribute": "attribute", "effective_on": "effective",
    "expires_on": "validity",
}  # fmt: skip
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
    quote: str = ""
    candidates: tuple[str, ...] = field(default=())

    @property
    def css(self) -> str:
        return {READ: "", GUESS: " is-guess", NONE: " is-none"}[self.state]


def marks(evidence: Mapping[str, Any], values: Mapping[str, Any]) -> list[Mark]:
    """Numbered findings in the order of the form."""
    found = []
    for name, theirs in NAMES.items():
        said = evidence.get(name) or evidence.get(theirs)
        value = values.get(name)
        if said is None and name not in MISSING:
            if name == "kind" and value and value != "其他":
                found.append(Mark(len(found) + 1, name, GUESS, "推定：标题末尾的文种"))
            continue
        found.append(_mark(len(found) + 1, name, said, value))
    return found


def _mark(number: int, name: str, said: Any, value: Any) -> Mark:
    said = said if isinstance(said, Mapping) else {"text": said} if isinstance(said, str) else {}
    quote = str(said.get("quote") or said.get("raw") or said.get("text") or "")
    candidates = tuple(str(c) for c in said.get("candidates") or ())
    where = str(said.get("where") or said.get("place") or "")
    if said.get("damaged") or candidates:
        return Mark(number, name, NONE, where or "读不准，请选定或改正", quote, candidates)
    if not value:
        return Mark(number, name, NONE, MISSING.get(name, "没有读到"))
    if said.get("inferred") or said.get("how") in {"inferred", "guess"} or not said:
        return Mark(number, name, GUESS, where or "推定，请核对", quote)
    return Mark(number, name, READ, where or "正文中读出", quote)


@dataclass(frozen=True)
class Line:
    """One line of the original as shown on paper; `html` is escaped text with its marks."""

    kind: str
    html: str


_KINDS = {"number": "p-no", "title": "p-title", "addressee": "p-flat", "signed_on": "p-sign"}


def paper(text: str, found: list[Mark]) -> list[Line]:
    """The text with numbered marks. Values are looked for without regard to blanks and line ends."""
    spans = _spans(text, found)
    lines = []
    position = 0
    for raw in text.split("\n"):
        start, end = position, position + len(raw)
        position = end + 1
        if raw.strip():
            lines.append(_line(raw, start, end, spans))
    return lines


def _spans(text: str, found: list[Mark]) -> list[tuple[int, int, Mark]]:
    solid = [(i, c) for i, c in enumerate(text) if not c.isspace()]
    bare = "".join(c for _, c in solid)
    spans: list[tuple[int, int, Mark]] = []
    for mark in found:
        wanted = "".join(mark.quote.split())
        if not wanted:
            continue
        at = bare.rfind(wanted) if mark.field == "signed_on" else bare.find(wanted)
        while at >= 0 and any(
            s < solid[at + len(wanted) - 1][0] + 1 and solid[at][0] < e for s, e, _ in spans
        ):
            at = bare.find(wanted, at + 1)
        if at >= 0:
            spans.append((solid[at][0], solid[at + len(wanted) - 1][0] + 1, mark))
    return sorted(spans, key=lambda s: s[0])


def _line(raw: str, start: int, end: int, spans: list[tuple[int, int, Mark]]) -> Line:
    kind, parts, at = "", [], start
    for first, last, mark in spans:
        if last <= start or first >= end:
            continue
        kind = kind or _KINDS.get(mark.field, "")
        left, right = max(first, at), min(last, end)
        parts.append(html.escape(raw[at - start : left - start]))
        css = "gk-mk" if mark.state == NONE else f"gk-hit{mark.css}"
        anchor = f' id="m{mark.number}"' if first >= start else ""
        sign = f"<sup>{mark.number}</sup>" if last <= end else ""
        parts.append(
            f'<mark class="{css}"{anchor}>{html.escape(raw[left - start : right - start])}{sign}</mark>'
        )
        at = right
    parts.append(html.escape(raw[at - start :]))
    return Line(kind, "".join(parts))
