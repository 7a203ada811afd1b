"""The lines of a page made from a file: rows of tables, paragraphs, headings; each with a place to which a link leads."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.files.web.fragment import HtmlElement, tree, written

_LINES = ("tr", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6")


def lines(page: str) -> list[str]:
    """Line by line what the page says, cells with a blank between; the n-th stands at `#r{n}` of `with_places`."""
    texts = ([str(text) for text in line.itertext()] for line in _lines(tree(page)))
    return [" ".join(" ".join(text).split()) for text in texts]


def with_places(page: str) -> str:
    """The same page with an id on every line."""
    body = tree(page)
    for number, line in enumerate(_lines(body)):
        line.set("id", f"r{number}")
    return written(body)


def _lines(body: HtmlElement) -> Iterator[HtmlElement]:
    """The outermost of them: what stands in a row of a table is part of the row."""
    for line in body.iter(*_LINES):
        if not any(above.tag in {"tr", "li"} for above in line.iterancestors()):
            yield line
