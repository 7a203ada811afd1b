"""Personal data that may not reach the public: what is refused, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai import law
from gongkai.exceptions import Obstacle
from gongkai.files.personal import Personal, find_personal

# What may not reach the public while it stands (privacy). A mobile number may be a contact
# that is meant to be known: it is shown to the reviewer, not refused.
UNFIT = frozenset({"id_card", "bank_card"})


def unfit(text: str) -> list[Personal]:
    """What of it may not reach the public."""
    return [found for found in find_personal(text) if found.kind in UNFIT]


def named(found: list[Personal]) -> str:
    """“身份证号110…2X、银行卡号6222…18”: at most five, masked."""
    return "、".join(dict.fromkeys(f"{each.name}{each.masked}" for each in found[:5]))


def unmasked(facts: Iterable[tuple[str, str, str, str]]) -> list[Obstacle]:
    """One obstacle for each of these that holds what may not reach the public: code, name, words, where it is mended."""
    found = []
    for code, name, words, cure in facts:
        if hits := unfit(words):
            sentence = f"{name}里有个人信息没有遮盖（{named(hits)}）。"
            found.append(Obstacle(f"{code}:personal", sentence, law.cite("privacy"), cure))
    return found
