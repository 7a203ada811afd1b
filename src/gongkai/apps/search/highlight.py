"""Marking what was found, in the text as it stands: nothing of a document reaches the page unescaped."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.apps.search.query import Query
from gongkai.apps.search.tokenize import RUN, Phrase, normalise

BEFORE, LENGTH = 24, 96  # characters of an excerpt before the first hit, and in all

# Full-width letters, digits and signs to half-width, one for one, so that places in the text stay the same.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x25CB: 0x3007}


def _fold(text: str) -> str:
    folded = text.translate(_FOLD)
    lower = folded.lower()
    return lower if len(lower) == len(text) else folded


_UNSEEN = r"[\s\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]{0,4}"  # what may stand inside a word of the text


def _pattern(phrase: Phrase) -> str:
    """The runs of a phrase with at most a little punctuation between them: 〔2026〕3 also as [2026] 3."""
    runs = RUN.findall(normalise(phrase.text))
    return r"[\W_]{0,3}".join(_UNSEEN.join(re.escape(sign) for sign in run) for run in runs)


class Marker:
    """Marks one query's words: typed ones filled, close ones with a dotted line."""

    def __init__(self, query: Query) -> None:
        typed = {_pattern(t.typed) for t in query.terms}
        close = {_pattern(p) for t in query.terms for p in t.close} - typed
        self._typed = self._compile(typed)
        self._any = self._compile(typed | close)

    @staticmethod
    def _compile(patterns: set[str]) -> re.Pattern[str] | None:
        ordered = sorted(patterns, key=len, reverse=True)
        return re.compile("|".join(ordered)) if ordered else None

    def finds(self, text: str) -> bool:
        """Whether one of the words stands in it."""
        return self._any is not None and self._any.search(_fold(" ".join(text.split()))) is not None

    def title(self, text: str) -> SafeString:
        """The whole text with its hits marked."""
        return self._mark(text, 0, len(text))

    def excerpt(self, text: str) -> SafeString:
        """A piece around the first hit; the beginning where there is none."""
        text = " ".join(text.split())
        found = self._any.search(_fold(text)) if self._any else None
        start = max(0, found.start() - BEFORE) if found else 0
        end = min(len(text), start + LENGTH)
        html = self._mark(text, start, end)
        return mark_safe(f"{'……' if start else ''}{html}{'……' if end < len(text) else ''}")

    def _mark(self, text: str, start: int, end: int) -> SafeString:
        piece = text[start:end]
        if self._any is None:
            return mark_safe(escape(piece))
        out: list[str] = []
        folded, at = _fold(piece), 0
        for hit in self._any.finditer(folded):
            if hit.end() == hit.start():
                continue
            out.append(escape(piece[at : hit.start()]))
            typed = self._typed is not None and self._typed.fullmatch(hit.group())
            tag = "<mark>" if typed else '<mark class="close-match">'
            out.append(f"{tag}{escape(piece[hit.start() : hit.end()])}</mark>")
            at = hit.end()
        out.append(escape(piece[at:]))
        return mark_safe("".join(out))
