"""How near the words of a question stand to one another in a text, and the one clause that answers it.

A clause is quoted only where it is sure: the question asks for a day, a time, an amount or a way to reach somebody; all
its words were understood; one line of a valid document holds them all and such a value. In doubt there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models.functions import Substr

from gongkai.apps.search import seasons
from gongkai.apps.search.models import FORM_FEED, SearchDoc
from gongkai.apps.search.query import says
from gongkai.apps.search.reading import A_YEAR, Piece
from gongkai.apps.search.tokenize import normalise
from gongkai.clocks import moment

LOOKED_AT = 20_000  # signs of a text in which is looked
SHORTEST, LONGEST, HEADING = 8, 160, 24  # signs of a clause that is quoted, and of a heading
VALID = "valid"
_END = re.compile(r"[\n。；]")
# A clause for those who came too late or stand apart answers nobody who did not ask as one of them.
_EXCEPTION = re.compile(r"错过|逾期|未(?:按|能|在)|没有(?:按|在)|补(?:登|报|录|办|交)|特殊|例外|不符合|除外")

# what is asked for → what a clause must then hold, and outside a table
_ASKED = (
    (re.compile(r"电话|联系方式|打给谁|号码"), re.compile(r"\d{3,4}-?\d{7,8}|\b12\d{3}\b")),
    (re.compile(r"(?:需?要)?[交收]?多少钱|收费多少|收多少|交多少|补(?:助|贴)多少|一年多少|一(?:个)?月多少"), re.compile(r"\d[\d,.]*\s*万?元")),
    (
        re.compile(r"什么时(?:候|间)|啥时候|何时|几(?:号|月|点)|哪(?:一|几)?天"),
        re.compile(r"\d{1,2}月(?:\d{1,2}日|上旬|中旬|下旬|底|初)|\d{1,2}[时:：]\d{0,2}|\d{1,2}日(?!内)"),
    ),
    (re.compile(r"多久|多长时间|几天|多少天"), re.compile(r"(?<!\d)(?:\d{1,3}|[一二两三四五六七八九十]+)(?:个)?(?:工作日|日内|天|周|个月|小时)|(?<!\d)\d{1,2}年(?!级)")),
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """One clause of a valid document, word for word. before: the text that stands before it; over: all its days lie behind."""

    doc: SearchDoc
    clause: str
    before: str
    over: bool = False


def beginnings(ranks: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Title and the beginning of what is indexed, attachments included."""
    rows = SearchDoc.objects.filter(rank__in=ranks).values_list(
        "rank", "title", Substr("text__body", 1, LOOKED_AT)
    )
    return {rank: (title, body or "") for rank, title, body in rows if rank}


def texts_of(ranks: Sequence[int]) -> dict[int, str]:
    """Title and the beginning of the text, without attachments."""
    return {
        rank: f"{title}\n{body.partition(FORM_FEED)[0]}" for rank, (title, body) in beginnings(ranks).items()
    }


def nearness(pieces: Sequence[Piece], text: str) -> float:
    """The largest share of the pieces that one sentence holds."""
    weights = [p.weight for p in pieces]
    forms = [[normalise(one.text) for one in p.phrases] for p in pieces]
    best = 0.0
    for sentence in _END.split(normalise(text)):
        held = sum(
            w for w, words in zip(weights, forms, strict=True) if any(word in sentence for word in words)
        )
        best = max(best, held)
    return best / sum(weights)


def answer(typed: str, pieces: Sequence[Piece], docs: Iterable[SearchDoc]) -> Answer | None:
    """The clause of the first of the documents that answers what was typed; None where that is not sure."""
    asks, asked = next(((asks, holds) for asks, holds in _ASKED if asks.search(typed)), (None, None))
    things = [p for p in pieces if p.weight > A_YEAR and not p.all]
    if asks is not None:  # 多少钱 stands for 收费标准, and is the asking itself
        things = [p for p in things if len(asks.sub("", p.said)) > 1]
    doc = next(iter(docs), None)
    heard = any(p.said != p.word and p.said not in says() for p in things)
    if asked is None or not things or heard or doc is None or doc.validity != VALID:
        return None
    body = doc.text.body[:LOOKED_AT].partition(FORM_FEED)[0]
    found = []
    for at, above, clause in _clauses(body):
        around = f"{doc.title}\n{above}\n{clause}"
        if (
            asked.search(clause)
            and all(_holds(p, around) for p in things)
            and any(_holds(p, clause) for p in things)
        ):
            found.append(Answer(doc, clause, body[:at]))
    if len(found) != 1 or any(word not in typed for word in _EXCEPTION.findall(found[0].clause)):
        return None
    [one] = found
    published = doc.published_at.astimezone(moment.BEIJING).date()
    return replace(one, over=seasons.over(one.clause, doc.title, doc.kind, published, moment.today()))


def _holds(piece: Piece, clause: str) -> bool:
    plain = normalise(clause)
    return any(normalise(one.text) in plain for one in piece.phrases)


def _clauses(body: str) -> Iterable[tuple[int, str, str]]:
    """The lines of a text that can be quoted, with their places and the heading above; a row of a table is none."""
    at, above = 0, ""
    for line in body.split("\n"):
        clause = line.strip()
        if SHORTEST <= len(clause) <= LONGEST and "\t" not in line and clause.endswith(("。", "；", "！")):
            yield at, above, clause
        elif len(clause) <= HEADING:
            above = clause
        at += len(line) + 1
