"""What is public already of something that a person describes in whole sentences: the words that the index knows, and
the items that hold most of them. Nothing of the description is kept, counted or logged: it may name a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from gongkai.apps.search.engines import engine
from gongkai.apps.search.loosen import Scales, query_of
from gongkai.apps.search.query import Query
from gongkai.apps.search.reading import Reader

READ = 160  # characters of a description that are looked at
MOST_WORDS = 8  # known words that are used
WEAK = 0.3  # of the weight: a short word that is only a part of what was written

# words that carry an application, not its matter
_FRAME = re.compile(
    r"请(?:公开|提供|告知)?|申请(?:公开|获取)?|政府信息|信息公开|材料|以及|还有|(?:招|收)了?(?=多少)"
)


@dataclass(frozen=True)
class Described:
    """ranks: items by how much of the description they hold. known: words found in the index; missing: words in none."""

    ranks: tuple[int, ...]
    query: Query
    known: tuple[str, ...]
    missing: tuple[str, ...]


def describe(text: str, marks: tuple[str, ...], most: int) -> Described:
    """The items that fit a description best, at most `most`."""
    reader = Reader(engine(), marks, plain=True)
    found = islice(reader.pieces(_FRAME.sub(" ", text[: 2 * READ]), READ), MOST_WORDS)
    pieces = tuple(p if p.sure else replace(p, weight=WEAK) for p in found)
    known = tuple(p.word for p in pieces)
    return Described(
        tuple(Scales(reader).best(pieces, fits=0.0)[:most]),
        query_of(" ".join(known), pieces),
        known,
        _missing(reader),
    )


def _missing(reader: Reader) -> tuple[str, ...]:
    """What stands nowhere; a run known only in bits is a thing that nobody wrote of."""
    runs = [run for run in reader.bits if len(run) > 1]
    return tuple(dict.fromkeys([*runs, *(m for m in reader.missing if not any(m in run for run in runs))]))
