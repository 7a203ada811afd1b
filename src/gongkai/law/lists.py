"""The closed lists: public attributes, grounds, validity, withdrawal reasons, receipt rules, outcomes.

Each entry carries its article. A code that is not in its list is refused with GongkaiError.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from gongkai.exceptions import GongkaiError
from gongkai.law.load import DATA, parse, read_list
from gongkai.law.own import own
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
}


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """All entries of one list, in their official order; a period the installation tightens is the tightened one."""
    if name not in NAMES:
        raise GongkaiError(f"没有名为“{name}”的清单。")
    tightened = own().entries.get(name, {})
    return tuple(tightened.get(each.code, each) for each in read_list(DATA / "lists" / f"{name}.toml"))


def since(name: str) -> date:
    """The day from which the list holds."""
    found: date = parse(DATA / "lists" / f"{name}.toml")["from"]
    return found


def entry(name: str, code: str) -> Entry:
    """The entry of that code."""
    for found in entries(name):
        if found.code == code:
            return found
    raise GongkaiError(f"“{code}”不在{NAMES.get(name, name)}清单内。")


def grounds_for(attribute: str) -> tuple[Entry, ...]:
    """The grounds that may be given for 依申请公开 (`on_request`) or 不予公开 (`closed`)."""
    return tuple(ground for ground in entries("grounds") if ground.facts["attribute"] == attribute)


def review_first(outcome: str, decided_on: date) -> bool:
    """Whether the letter must send the applicant to 行政复议 before a suit (复议前置)."""
    since = entry("decisions", outcome).facts.get("review_first_from")
    return isinstance(since, str) and decided_on >= date.fromisoformat(since)


def received_on(channel: str, facts: dict[str, date]) -> date:
    """The legal date of receipt of a request handed in by that channel (条例第三十一条).

    facts: `submitted_on`, `signed_on`, `confirmed_on`. GongkaiError if the deciding one is not known yet.
    """
    rule = entry("receipt", channel)
    found = facts.get(str(rule.facts["date_of"]))
    if found is None:
        raise GongkaiError(f"还不能确定收到申请之日：{rule.label}，{rule.facts['rule']}（{rule.basis}）。")
    return found
