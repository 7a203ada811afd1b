"""Documents that a text cites by number or title become links, where the platform itself publishes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from gongkai.apps.portal.links import outside_links, put_links
from gongkai.files.web.fragment import HtmlElement
from gongkai.gongwen.citing import cited_in, words_of

# numbers and titles that are cited → the same with their addresses, those that are public here
Known = Callable[[Sequence[str], Sequence[str]], Mapping[str, str]]
_MOST = 60


def link_cited(root: HtmlElement, known: Known) -> None:
    """Put the links in. What stands in a link already is left alone."""
    places = [
        (node, at_tail, text, cited)
        for node, at_tail, text in outside_links(root)
        if (cited := cited_in(text))
    ]  # fmt: skip
    named = [one for *_, cited in places for one in cited][:_MOST]
    if not named:
        return
    addresses = known(*words_of(named))
    for node, at_tail, text, cited in places:
        links = [(one.start, one.end, addresses[one.words]) for one in cited if one.words in addresses]
        put_links(node, at_tail, text, links)
