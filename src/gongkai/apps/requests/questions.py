"""The seven questions on one item, in order: what was answered leads on, or ends in one row of the closed list. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.exceptions import GongkaiError
from gongkai.law import lists
from gongkai.law.provision import Entry

QUESTIONS = {
    "1": "是政府信息吗",
    "2": "该由本机关公开吗",
    "3": "找得到吗",
    "4": "已经公开了吗",
    "5": "有不予公开的情形吗",
    "6": "能和其余部分分开吗",
    "7": "不公开会对公共利益造成重大影响吗",
}
UNCLEAR = "1_unclear"  # only after a correction was asked for and came
GIVEN, PARTLY = "r3_1", "r3_2"  # 予以公开, 部分公开
Said = tuple[str, str]  # code of law list `answers`, words


@dataclass(frozen=True)
class Way:
    """How far an item has come. open: the question that stands, "" at the end; row, ground: codes of `decisions`."""

    said: tuple[Said, ...]
    open: str = "1"
    row: str = ""
    ground: str = ""

    @property
    def done(self) -> bool:
        """An outcome has been reached."""
        return not self.open

    def options(self) -> list[Entry]:
        """The answers that the open question takes."""
        return [e for e in _of(self.open) if e.facts.get("only", self.ground) == self.ground]


def _of(question: str) -> list[Entry]:
    return [e for e in lists.entries("answers") if e.facts["question"] == question]


def follow(said: Iterable[Sequence[str]]) -> Way:
    """The way through these answers. GongkaiError for one that was not asked, or that lacks its words."""
    way = Way(())
    for code, words in said:
        way = answer(way, code, words)
    return way


def answer(way: Way, code: str, words: str = "") -> Way:
    """One answer more."""
    if way.done:
        raise GongkaiError("这一项已经答完；要改，请先退回上一问。")
    entry = next((e for e in way.options() if e.code == code), None)
    if entry is None:
        raise GongkaiError(f"第{way.open}问没有这个回答，请重新选。")
    if entry.facts.get("asks") and not words.strip():
        raise GongkaiError(f"请{entry.facts['asks']}。")
    ground = str(entry.facts.get("ground", way.ground))
    row = str(entry.facts.get("row", way.row))
    following = str(entry.facts.get("next", ""))
    if following == "7" and not Way((), "7", row, ground).options():
        following = ""
    if not following and not row:
        row = ground
    if row == GIVEN:
        ground = ""
    return Way((*way.said, (code, words.strip())), following, row, ground)


def back(way: Way) -> Way:
    """Without its last answer."""
    return follow(way.said[:-1])


def decides(entry: Entry) -> bool:
    """Whether the letter must say the article of this answer."""
    return bool(entry.facts.get("ground") or entry.facts.get("row"))


def outcome_of(rows: Iterable[str]) -> str:
    """The one row of the case. 部分公开 absorbs whatever stands beside what is given."""
    found = list(dict.fromkeys(rows))
    if len(found) == 1:
        return found[0]
    if {GIVEN, PARTLY} & set(found):
        return PARTLY
    order = [e.code for e in lists.entries("decisions")]
    return min(found, key=order.index) if found else ""
