"""What is secret in the words of a box: the whole, and the names and numbers in it by themselves."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai.files.folding import fold


@cache
def _listed(name: str) -> frozenset[str]:
    """The words of a data file."""
    text = (Path(__file__).parents[1] / "data" / name).read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


_LABELS = re.compile(
    r"^(?:学生|家长|教师|老师|姓名|联系人|申请人|监护人|经办人|负责人|代理人|委托人|校长|主任|原告|被告|投诉人|举报人|父亲|母亲|患者)+"
    r"|(?:同学|老师|教师|先生|女士|同志|校长|主任|书记|家长|之父|之母|父亲|母亲|等人?|的)+$"
)
_TOKEN = re.compile(r"[㐀-鿿豈-﫿𠀀-𲎯]+(?:[·・‧•][㐀-鿿]+)*")
_DAY = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?")
_NUMBER = re.compile(r"[A-Za-z]{0,3}\d(?:[\s,-]{0,2}\d)+[Xx]?")


@dataclass(frozen=True)
class Secret:
    """text: as printed. folded: for comparing. alone: a short number that counts only when no digit stands beside it.

    told: not what was hidden, but what tells it (`retold`).
    """

    text: str
    folded: str
    alone: bool = False
    told: bool = False


def secrets_in(text: str) -> list[Secret]:
    """The secrets of what stands in one box; empty for one lone character, which only its pixels can tell."""
    whole = " ".join(text.split())
    parts = [whole] if len(fold(whole)) > 1 and whole not in _listed("common_words.txt") else []
    plain = unicodedata.normalize("NFKC", whole)
    days = [match.group() for match in _DAY.finditer(plain)]
    parts += days
    parts += [match.group() for match in _NUMBER.finditer(_DAY.sub("#", plain)) if _telling(match.group())]
    parts += [name for match in _TOKEN.finditer(plain) if (name := name_in(match.group()))]
    found: dict[str, Secret] = {}
    for part in parts:
        folded = fold(part)
        if len(folded) > 1:
            found.setdefault(folded, Secret(part, folded, folded.isdigit() and len(folded) < 6))
    return list(found.values())


def _telling(number: str) -> bool:
    """Whether a number points to somebody: four digits or more, and no bare year."""
    digits = re.sub(r"\D", "", number)
    return len(digits) >= 4 and not (len(digits) == 4 and digits[:2] in ("19", "20"))


def name_in(token: str) -> str:
    """The personal name a run of characters is, without its label; "" if it is none."""
    bare = token
    for _ in range(2):
        bare = _LABELS.sub("", bare)
    common, surnames = _listed("common_words.txt"), _listed("surnames.txt")
    if bare in common or token in common:
        return ""
    if re.search(r"[·・‧•]", bare) or (bare[:2] in surnames and 3 <= len(bare) <= 4):
        return bare
    return bare if bare[:1] in surnames and 2 <= len(bare) <= 3 else ""
