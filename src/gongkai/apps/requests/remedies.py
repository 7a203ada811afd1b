"""救济: where the applicant may turn, in which order, until when, by the law of the day of decision. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai import law
from gongkai.apps.requests.questions import GIVEN
from gongkai.law import lists

NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Decided:
    """One item as decided. ground: the row of what was refused of it, where that is not the row itself."""

    position: int
    row: str
    ground: str = ""


def review_first(decided: Decided, on: dt.date) -> bool:
    """Whether the suit waits for the review, by the ground of what was refused (复议前置)."""
    return lists.review_first(decided.ground or decided.row, on)


def ordinal(position: int) -> str:
    """1 → 一, 12 → 十二."""
    if position <= 10:
        return NUMERALS[position]
    tens, ones = divmod(position, 10)
    head = "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return head + (NUMERALS[ones] if ones else "")


def term(matter: str, on: dt.date) -> str:
    """60日, 6个月, 15日."""
    return law.resolve(matter, on).phrase


def sentences(points: Sequence[Decided], on: dt.date, review_body: str, court: str) -> list[str]:
    """What the letter says: first review, then suit, where the law demands it; either, for the rest."""
    first = [p for p in points if review_first(p, on)]
    free = [p for p in points if not review_first(p, on) and p.row != GIVEN]
    review, after, suit = (
        term("review_apply", on), term("suit_after_review", on), term("suit_apply", on)
    )  # fmt: skip
    where = court or "有管辖权的人民法院"
    said = []
    if first:
        said.append(
            f"您对{_which(first, points)}不予公开的决定不服的，应当先自收到本文书之日起{review}内向{review_body}"
            f"申请行政复议；对复议决定不服的，再自收到复议决定书之日起{after}内向{where}提起行政诉讼。"
        )
    if free or not first:
        what = f"对{_which(free, points)}答复" if first else "对本答复"
        said.append(
            f"您{what}不服的，可以自收到本文书之日起{review}内向{review_body}申请行政复议，"
            f"或者自收到本文书之日起{suit}内向{where}提起行政诉讼。"
        )
    return said


def _which(some: Sequence[Decided], all_: Sequence[Decided]) -> str:
    if len(all_) == 1:
        return "本机关" if not some[0].ground or some[0].ground == some[0].row else "其中"
    return "、".join(f"第{ordinal(p.position)}项" for p in some)
