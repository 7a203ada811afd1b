"""Suggestions while a person types: titles that hold the words, or that sound so. Nothing typed is kept, counted or logged."""

from __future__ import annotations

from itertools import islice

from gongkai.apps.organizations.models import Organization
from gongkai.apps.search import sounds
from gongkai.apps.search.engines import Match, Where, engine
from gongkai.apps.search.marks import mark
from gongkai.apps.search.models import SearchDoc
from gongkai.apps.search.query import Group, Term, groups_of, understand
from gongkai.apps.search.reading import listed_by_sound
from gongkai.apps.search.tokenize import HAN_RUN, Phrase, normalise, phrase, visible

READ = 30  # signs that are looked at
SHORTEST = 2  # of one sign alone nearly every title holds it
MOST = 5  # titles
MOST_SOUNDS = 2  # ways to hear one word that are put to the index


def titles(site: Organization, typed: str, most: int = MOST) -> list[SearchDoc]:
    """The public items whose title or number holds what is typed, the site's own first, then those of the sites below.

    In each those in force first, the newest first. Letters are also heard as 拼音 or its first letters.
    """
    plain = " ".join(visible(typed).split())[:READ]  # as typed: a blank between words parts them
    if len(plain.replace(" ", "")) < SHORTEST:
        return []
    ranks: list[int] = []
    for terms in _readings(site, plain):
        for marks in ((mark("s", site.pk),), (mark("u", site.path),)):
            if len(ranks) < most:
                found = engine().ranks(Match(terms, marks, Where.TITLE), most)
                ranks += [r for r in found if r not in ranks]
        if ranks:
            break
    rows = SearchDoc.objects.select_related("organization").filter(rank__in=ranks[:most])
    found_rows = {doc.rank: doc for doc in rows}
    return [found_rows[r] for r in ranks[:most] if r in found_rows]


def has_topic(site: Organization, topic: str) -> bool:
    """Whether the site itself holds something public under a topic of this name."""
    return bool(engine().ranks(Match((), (mark("s", site.pk), mark("t", topic))), 1))


def fits(name: str, typed: str) -> bool:
    """Whether a name holds what is typed, or sounds so."""
    plain, wanted = normalise(name), normalise(typed)[:READ]
    if not wanted.strip():
        return False
    if wanted in plain:
        return True
    return wanted.isascii() and any(next(sounds.places(plain, way), "") for way in sounds.typed(wanted))


def _readings(site: Organization, plain: str) -> list[tuple[Term, ...]]:
    """What is put to the index, the likeliest first: the very words, words close to them, words that sound so."""
    groups = groups_of(site)
    typed = understand(plain, exact=True)
    near = understand(plain, groups=groups)
    found = [typed.terms] if typed else []
    if near.close_words:
        found.append(near.terms)
    if not HAN_RUN.search(plain) and " " not in plain:
        found += [(Term(one),) for one in _heard(plain, groups)]
    return found


def _heard(letters: str, groups: tuple[Group, ...]) -> list[Phrase]:
    """A listed word that sounds as the letters; else the sound itself, as titles stand with it in the index."""
    ways = sounds.typed(letters)
    listed = (word for way in ways for word in listed_by_sound(groups).get(way, ()))
    words = [p for word in islice(listed, MOST_SOUNDS) if (p := phrase(word))]
    return [*words, *(Phrase(letters, way) for way in ways[:MOST_SOUNDS])]
