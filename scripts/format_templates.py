"""Keep every line of a template within 160 signs, so that a change of one can be read in a diff.

A line break is put only where HTML does not show it: beside a block-level tag, inside a tag, or for a blank.
`python scripts/format_templates.py` rewrites what is too long; `--check` names it and exits 1.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

LIMIT = 160
WISH = 120  # an element that fits into this stays on one line
SOURCE = Path(__file__).resolve().parent.parent / "src"
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "col",
        "colgroup",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "g",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "link",
        "main",
        "meta",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "script",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
VOID = frozenset(["col", "hr", "link", "meta"])
KEPT = re.compile(
    r"<(?:pre|textarea)\b(?:{%.*?%}|[^>])*>(.*?)</(?:pre|textarea)>", re.S
)  # blanks in these are seen
PARTS = re.compile(
    r'{%\s*include\s+"(?:staff/_(?:field|errors)|documents/_row)\.html"'
)  # includes that are a block
DJANGO = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}")
NAME = re.compile(r"</?([a-zA-Z][\w-]*)")


@dataclass
class Piece:
    """A stretch that is broken at blanks only: a block-level tag, or all between two of them."""

    text: str
    opens: bool = False
    closes: bool = False


@dataclass
class Element:
    """A block-level element of one line, with what stands in it."""

    first: str
    inside: list[Element | str] = field(default_factory=list)
    last: str = ""

    def flat(self) -> str:
        return self.first + "".join(i if isinstance(i, str) else i.flat() for i in self.inside) + self.last


def tag_end(line: str, at: int) -> int:
    """Where the tag that begins at `at` ends; quotes and Django's tags inside it are passed over."""
    quote = ""
    while at < len(line):
        if token := DJANGO.match(line, at):
            at = token.end()
            continue
        sign = line[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == ">":
            return at + 1
        at += 1
    return at


def pieces(line: str) -> list[Piece]:
    """The line cut before and after every block-level tag."""
    found: list[Piece] = []
    between, at = "", 0
    while at < len(line):
        token = DJANGO.match(line, at)
        if token and PARTS.match(line, at):
            found += [Piece(between), Piece(token[0])] if between.strip() else [Piece(token[0])]
            between, at = "", token.end()
            continue
        name = None if token else NAME.match(line, at)
        if name and name[1].lower() in BLOCKS:
            end = tag_end(line, at)
            found += [Piece(between)] if between.strip() else []
            tag = line[at:end]
            alone = name[1].lower() in VOID or tag.endswith("/>")
            found.append(Piece(tag, opens=not alone and tag[1] != "/", closes=tag[1] == "/"))
            between, at = "", end
            continue
        end = token.end() if token else tag_end(line, at) if name else at + 1
        between += line[at:end]
        at = end
    return [*found, Piece(between)] if between.strip() else found


def tree(parts: list[Piece]) -> list[Element | str]:
    """Elements as they nest; a tag without its partner on this line stands by itself."""
    root: list[Element | str] = []
    open_: list[Element] = []
    for part in parts:
        here = open_[-1].inside if open_ else root
        if part.opens:
            made = Element(part.text)
            here.append(made)
            open_.append(made)
        elif part.closes and open_:
            open_.pop().last = part.text
        else:
            here.append(part.text.strip())
    return root


def at_blanks(text: str, indent: str) -> list[str]:
    """Cut a long stretch at blanks that are not seen, as few cuts as the limit asks."""
    lines, room = [], LIMIT - len(indent) - 2
    while len(text) > room:
        places = [at for at in harmless_blanks(text) if at > 2]
        cut = max((at for at in places if at <= room), default=min(places, default=0))
        if not cut:
            break
        lines.append(text[:cut].rstrip())
        text = "  " + text[cut:].lstrip()
    return [indent + line for line in [*lines, text]]


def harmless_blanks(text: str) -> list[int]:
    """Positions of blanks that a line break may stand for: in text, between attributes, between classes."""
    found, at, quote, inside, in_class = [], 0, "", False, False
    kept = dict(m.span(1) for m in KEPT.finditer(text))
    while at < len(text):
        at = kept.get(at, at)
        if token := DJANGO.match(text, at):
            at = token.end()
            continue
        sign = text[at]
        if not inside:
            inside = bool(NAME.match(text, at))
            found += [at] if sign == " " and at else []
        elif quote:
            found += [at] if sign == " " and in_class else []
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote, in_class = sign, text.endswith("class=", 0, at)
        elif sign == ">":
            inside = False
            found.append(at)  # a tag may be closed on the next line
        elif sign == " ":
            found.append(at)
        at += 1
    return found


def laid_out(nodes: list[Element | str], indent: str) -> list[str]:
    """The lines of these nodes at this indent."""
    lines: list[str] = []
    for node in nodes:
        whole = node if isinstance(node, str) else node.flat()
        if (
            isinstance(node, str)
            or len(indent + whole) <= WISH
            or not any(isinstance(i, Element) for i in node.inside)
        ):
            if isinstance(node, str) or len(indent + whole) <= LIMIT:
                lines += at_blanks(whole, indent)
                continue
        lines += at_blanks(node.first, indent)
        lines += laid_out(node.inside, indent + "  ")
        lines += [indent + node.last] if node.last else []
    return lines


def formatted(text: str) -> str:
    """The template with its long lines broken where that is not seen."""
    kept = [m.span(1) for m in KEPT.finditer(text)]
    lines, at = [], 0
    for line in text.split("\n"):
        inside = any(start < at + len(line) < end or start < at < end for start, end in kept)
        at += len(line) + 1
        if len(line) <= LIMIT or inside:
            lines.append(line)
            continue
        body = line.lstrip(" ")
        lines += laid_out(tree(pieces(body)), line[: len(line) - len(body)])
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Rewrite or check every template; names the lines that stay too long."""
    bad = 0
    for path in sorted(SOURCE.rglob("*.html")):
        text = path.read_text("utf-8")
        if "--check" not in arguments:
            new = formatted(text)
            if re.sub(r"\s", "", new) != re.sub(r"\s", "", text):
                raise SystemExit(f"{path}: the formatter would change the words")
            if new != text:
                path.write_text(new, "utf-8")
                text = new
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > LIMIT:
                print(f"{path.relative_to(SOURCE)}:{number}: {len(line)} signs")
                bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
