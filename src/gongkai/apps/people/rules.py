"""When particulars may be kept, corrected, erased: pure answers over facts already read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from gongkai.apps.people.details import CONTACT, CREDIT, IDENTITY, NAME, Details, wrong_number
from gongkai.apps.people.models import Kind
from gongkai.exceptions import Obstacle
from gongkai.law import lists

CONTACT_WAYS = ("telephone", "email", "address")


def obstacles_to_enter(
    kind: str, given: Details, needs: Collection[str], article: str = ""
) -> list[Obstacle]:
    """What is missing or wrong in what somebody gave.

    needs: the groups that this duty must have. article: the provision that demands them, for the sentence.
    """
    found = []
    if kind not in Kind.values:
        found.append(
            Obstacle("people:kind", "请选择是自然人，还是法人或者其他组织的哪一类。", article, "#kind")
        )
    if NAME in needs and not given.name:
        word = "姓名" if kind == Kind.NATURAL else "名称"
        found.append(Obstacle("people:name", f"请填写{word}。", article, "#name"))
    if IDENTITY in needs and not given.id_number:
        found.append(
            Obstacle("people:identity", "请填写证件号码，用来确认是您本人申请。", article, "#id_number")
        )
    if given.id_number:
        wrong = wrong_number(given.id_kind, given.id_number)
        if wrong:
            found.append(Obstacle("people:id_number", wrong, article, "#id_number"))
        if (given.id_kind == CREDIT) and kind == Kind.NATURAL:
            found.append(
                Obstacle("people:id_kind", "统一社会信用代码是单位的，请选择您本人的证件。", "", "#id_kind")
            )
    if CONTACT in needs and not any(getattr(given, way) for way in CONTACT_WAYS):
        found.append(
            Obstacle(
                "people:contact", "请至少留一种联系方式：电话、电子邮箱或者通信地址。", article, "#telephone"
            )
        )
    return found


def obstacles_to_erase(
    ground: str,
    because: str,
    *,
    erased: bool,
    open_already: bool,
    closed_on: dt.date | None,
    values: Collection[str],
) -> list[Obstacle]:
    """Why the erasure of a person's particulars may not be asked for now. values: what the reason may not contain."""
    known = {entry.code: entry for entry in lists.entries("erasure")}
    found = []
    if erased:
        found.append(Obstacle("erasure:done", "这份个人信息已经删除。"))
    if open_already:
        found.append(Obstacle("erasure:open", "已经有人提请删除，正等另一人签批。"))
    if ground not in known or known[ground].facts["automatic"]:
        found.append(Obstacle("erasure:ground", "请选定删除的依据。", cure="#ground"))
    article = known[ground].basis if ground in known else ""
    if closed_on is None:
        found.append(Obstacle("erasure:running", "事项还没有办结，删除后无法答复；请办结后再提请。", article))
    if not because.strip():
        found.append(Obstacle("erasure:because", "请写明删除的理由。", cure="#because"))
    if named(because, values):
        found.append(
            Obstacle(
                "erasure:named",
                "理由里写了当事人的个人信息，台账不能删改，请改用“申请人”等称呼。",
                cure="#because",
            )
        )
    return found


def named(text: str, values: Collection[str]) -> bool:
    """Whether a free text holds one of the particulars; single signs are no name."""
    plain = "".join(text.split())
    return any(len(v) > 1 and "".join(v.split()) in plain for v in values)


def keep_until(closed_on: dt.date, rule: str) -> dt.date:
    """The last day on which particulars are kept, by the retention schedule."""
    years = int(str(lists.entry("retention", rule).facts["years"]))
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:  # 29 February
        return closed_on.replace(year=closed_on.year + years, day=28)
