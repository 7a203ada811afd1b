"""The closed lists: public attributes, grounds, validity, withdrawal reasons, receipt rules, outcomes.

Each entry carries its article. A code that is not in its list is refused with GongkaiError.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from gongkai.exceptions import GongkaiError
from gongkai.law.load import DATA, read_list
from gongkai.law.own import ADDED, TIGHTENED, own
from gongkai.law.provision import Entry

NAMES = {
    "attributes": "公开属性",
    "grounds": "不主动公开的依据",
    "validity": "有效性状态",
    "withdrawal": "撤回理由",
    "receipt": "提交方式",
    "decisions": "处理结果",
    "retention": "个人信息保存期限",
    "erasure": "删除个人信息的情形",
    "channels": "申请渠道",
    "answers": "答复七问",
    "handling": "办理依据",
    "holidays": "固定日期的法定节日",
    "document_kinds": "公文文种",
    "duties": "平台引用的条文和平台规则",
}


@cache
def entries(name: str, on: date | None = None) -> tuple[Entry, ...]:
    """The entries of one list that stood in it on a day, those of today's text without one, in their official order.

    A period the installation tightens is the tightened one.
    """
    return tuple(each for each in history(name) if (each.covers(on) if on else each.end is None))


@cache
def history(name: str) -> tuple[Entry, ...]:
    """Everything that ever stood in one list."""
    if name not in NAMES:
        raise GongkaiError(f"没有名为“{name}”的清单。")
    shipped = read_list(DATA / "lists" / f"{name}.toml")
    told = own().entries.get(name, {}) if name in {*TIGHTENED, *ADDED} else {}
    known = {each.code for each in shipped}
    return (
        *(told.get(each.code, each) for each in shipped),
        *(e for code, e in told.items() if code not in known),
    )


@cache
def by_code(name: str) -> dict[str, Entry]:
    """Code → its newest entry: a code that was taken out of the list keeps its name."""
    return {each.code: each for each in sorted(history(name), key=lambda each: each.start)}


def entry(name: str, code: str, on: date | None = None) -> Entry:
    """The entry of that code, in the text of a day or the newest there is."""
    if on is not None:
        known = {each.code: each for each in entries(name, on)}
        if not known and history(name):
            raise GongkaiError(f"{NAMES[name]}清单在{on.isoformat()}还没有规定。")
    else:
        known = by_code(name)
    if code in known:
        return known[code]
    raise GongkaiError(f"“{code}”不在{NAMES.get(name, name)}清单内。")


def grounds_for(attribute: str, on: date | None = None) -> tuple[Entry, ...]:
    """The grounds that may be given for 依申请公开 (`on_request`) or 不予公开 (`closed`) on a day."""
    return tuple(ground for ground in entries("grounds", on) if ground.facts["attribute"] == attribute)


def review_first(outcome: str, decided_on: date) -> bool:
    """Whether the letter must send the applicant to 行政复议 before a suit (复议前置)."""
    since = entry("decisions", outcome).facts.get("review_first_from")
    return isinstance(since, str) and decided_on >= date.fromisoformat(since)


def received_on(channel: str, facts: dict[str, date]) -> date:
    """The legal date of receipt of a request handed in by that channel, by the text of the day it was handed in.

    facts: `submitted_on`, `signed_on`, `confirmed_on`. GongkaiError if the deciding one is not known yet, or no text
    of that day says which it is.
    """
    rule = entry("receipt", channel, min(facts.values(), default=None))
    found = facts.get(str(rule.facts["date_of"]))
    if found is None:
        raise GongkaiError(f"还不能确定收到申请之日：{rule.label}，{rule.facts['rule']}（{rule.basis}）。")
    return found
