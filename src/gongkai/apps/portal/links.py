"""Links put into the text of a page: where they may stand, and how they are set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.files.web.fragment import HtmlElement, element, put_in

Link = tuple[int, int, str]  # from, to, address


def outside_links(root: HtmlElement) -> Iterator[tuple[HtmlElement, bool, str]]:
    """Every stretch of text outside links: its element, whether it stands behind it, and the text."""
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            continue
        if node.text and not _within(node):
            yield node, False, node.text
        if node.tail and node is not root and not _within(node.getparent()):
            yield node, True, node.tail


def put_links(node: HtmlElement, at_tail: bool, text: str, links: Sequence[Link]) -> None:
    """Make links of parts of a stretch of text, in their order."""
    if not links:
        return
    made: list[HtmlElement] = []
    ends = [*(start for start, _, _ in links[1:]), len(text)]
    for (start, end, address), following in zip(links, ends, strict=True):
        link = element("a", href=address)
        link.text, link.tail = text[start:end], text[end:following]
        made.append(link)
    put_in(node, at_tail, text[: links[0][0]], made)


def _within(node: HtmlElement | None) -> bool:
    return node is not None and (node.tag == "a" or next(node.iterancestors("a"), None) is not None)
