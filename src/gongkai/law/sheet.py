"""法规数据核对表: every rule the platform goes by, one row each, for a jurist to hold against the text and sign.

Rows stand in words: provisions and what occasions do to them, entries of the closed lists, steps of review, the fee.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.law import known_law, limit, lists
from gongkai.law.fees import Tariff, tariffs
from gongkai.law.processes import processes
from gongkai.law.provision import OCCASION_WORDS, Effect, Entry, Provision, Status, Version

TRUST_WORDS: dict[Status, str] = {
    "verified": "已核对原文",
    "memory": "凭记忆",
    "unsure": "存疑",
    "house": "平台规则",
}
HOUSE = "本平台"
LEVEL_WORDS = {"national": "国家", "city": "市级", "bureau": "本局"}
FORM_WORDS = {"in_person": "当面申请", "fax": "传真申请", "internet": "网络申请", "letter": "信函申请"}
CHOSEN_WORDS = {
    "accepted_on": "受理之日",
    "approved_on": "批准之日",
    "changed_on": "变更之日",
    "created_on": "形成记录之日",
    "due_year": "应当公布的年度",
    "formed_on": "信息形成之日",
    "happened_at": "事件发生之时",
    "hearing_on": "听证之日",
    "issued_on": "出台之日",
    "known_on": "知道之日",
    "notified_on": "告知之日",
    "published_on": "公布之日",
    "received_on": "收到之日",
    "sent_on": "发出之日",
}
_EFFECTS = (
    ("pauses", "期间停计"),
    ("restarts", "其后重新起算"),
    ("postpones", "可以另定延迟答复的日期并告知"),
)
_DATES = {"submitted_on": "提交之日", "signed_on": "签收之日", "confirmed_on": "双方确认之日"}


@dataclass(frozen=True)
class Row:
    """One rule to be held against its text. topic: the heading it stands under; place: whose rule, as a code."""

    id: str
    topic: str
    level: str
    place: str
    since: str
    until: str
    value: str
    starts: str
    basis: str
    trust: str
    note: str
    quote: str
    url: str


def rows() -> list[Row]:
    """All rules known to this installation, its own among them, matter by matter."""
    return [*_provisions(), *_lists(), *_processes(), *_fees()]


def fingerprint(found: Iterable[Row]) -> str:
    """Sixteen hexadecimal signs of these very rows: a signature holds for no others."""
    return hashlib.sha256(repr(list(found)).encode()).hexdigest()[:16]


def said(text: str) -> str:
    """A note with its marks of trust in words: 施行日期[memory] → 施行日期（凭记忆）."""
    return re.sub(r"\[(verified|memory|unsure)\]", lambda mark: f"（{TRUST_WORDS[mark[1]]}）", text)  # type: ignore[index]


def _provisions() -> Iterator[Row]:
    known = known_law()
    for matter in known.matters:
        topic = known.provision(matter).topic
        for provision in known.peers(matter):
            for version in provision.versions:
                yield _version(version, provision, topic)
                yield from (_effect(effect, version, topic) for effect in version.effects)


def _version(version: Version, provision: Provision, topic: str) -> Row:
    return Row(
        id=version.id,
        topic=topic,
        level=LEVEL_WORDS[provision.level],
        place=provision.place,
        since=version.start.isoformat(),
        until=_until(version.end),
        value="；".join(_limit(version, provision)),
        starts=version.starts,
        basis=version.basis,
        trust=TRUST_WORDS[version.status],
        note=said(version.note),
        quote=version.source.quote,
        url=version.source.url,
    )


def _limit(version: Version, provision: Provision) -> Iterator[str]:
    """The limit and all that changes how it is counted or chosen."""
    least = "不少于" if provision.limit == "at_least" else ""
    yield ("提前" if provision.direction == "before" else "") + least + version.phrase
    if provision.extended_by:
        yield f"可以延长，见“{known_law().provision(provision.extended_by).topic}”"
    if not provision.rolls:
        yield "末日遇放假不顺延"
    if provision.combine == "add":
        yield "与上级规定叠加适用"
    if provision.chosen_by in CHOSEN_WORDS:
        yield f"按{CHOSEN_WORDS[provision.chosen_by]}选用版本"


def _effect(effect: Effect, version: Version, topic: str) -> Row:
    done = [word for name, word in _EFFECTS if getattr(effect, name)]
    occasion = OCCASION_WORDS[effect.when]
    return Row(
        id=f"{version.id}／{occasion}",
        topic=topic,
        level=LEVEL_WORDS[version.provision.level],
        place=version.provision.place,
        since=effect.start.isoformat(),
        until=_until(effect.end),
        value=f"{occasion}：{'，'.join(done)}",
        starts="",
        basis=effect.basis,
        trust=TRUST_WORDS[effect.status],
        note=said(effect.note),
        quote=effect.source.quote,
        url=effect.source.url,
    )


def _lists() -> Iterator[Row]:
    for name, title in lists.NAMES.items():
        for entry in lists.history(name):
            yield Row(
                id=f"{name}／{entry.code}" + (f"／{entry.start.year}" if entry.end else ""),
                topic=f"清单：{title}",
                level=HOUSE if entry.status == "house" else LEVEL_WORDS["national"],
                place="",
                since=entry.start.isoformat(),
                until=_until(entry.end),
                value="；".join([entry.label, *_facts(entry)]),
                starts="",
                basis=entry.basis,
                trust=TRUST_WORDS[entry.status],
                note=said(entry.note),
                quote=entry.source.quote,
                url=entry.source.url,
            )


_FACTS: dict[str, Callable[[object], str]] = {
    "attribute": lambda value: f"属性为{lists.entry('attributes', str(value)).label}",
    "asked": lambda value: "由本人提出" if value else "",
    "automatic": lambda value: "期限届满自动发生" if value else "",
    "category": lambda value: f"归入{value}",
    "confirm": lambda value: "须与申请人确认" if value else "",
    "date_of": lambda value: f"以{_DATES[str(value)]}为准",
    "asks": str,
    "form": lambda value: f"统计时归入{FORM_WORDS[str(value)]}",
    "ground": lambda value: f"情形为{lists.entry('decisions', str(value)).label}",
    "day": lambda value: f"每年{int(str(value)[:2])}月{int(str(value)[3:])}日放假",
    "limit": lambda value: f"期限见“{known_law().provision(str(value)).topic}”",
    "must": lambda value: "不得公开" if value else "可以不予公开",
    "needs_ground": lambda value: "须写明依据" if value else "不必写明依据",
    "next": lambda value: f"接着答第{value}问",
    "only": lambda value: f"只对“{lists.entry('decisions', str(value)).label}”问",
    "question": lambda value: f"第{value}问",
    "receipt": lambda value: lists.entry("receipt", str(value)).label,
    "review_first_from": lambda value: f"自{value}起须先申请行政复议",
    "row": lambda value: f"结果为{lists.entry('decisions', str(value)).label}",
    "row_2014": lambda value: "",  # where a form of earlier years counts it; the form says its rows
    "rule": str,
    "sentence": str,
    "shown": lambda value: "公开页显示提示" if value else "公开页不显示提示",
    "unit": lambda value: "",
    "value": lambda value: "",
    "years": lambda value: f"保存{value}年",
}


def _facts(entry: Entry) -> Iterator[str]:
    """The list's own columns in words; one that nobody has given words stands as it is rather than not at all."""
    if "unit" in entry.facts:
        yield limit(entry.code)
    for key, value in entry.facts.items():
        words = _FACTS[key](value) if key in _FACTS else f"{key}：{value}"
        if words:
            yield words


PLACE_WORDS = {"section": "起草的科室", "office": "办公室所在的单位", "body": "本单位"}


def _processes() -> Iterator[Row]:
    """The steps a record goes through before it is public: rules of the house, on what the law asks for."""
    for asked in processes():
        for number, step in enumerate(asked.steps, 1):
            carries = "，退回后文字没有改动的不必再审" if step.carries else ""
            yield Row(
                id=f"{asked.code}／{step.code}",
                topic="审核流程",
                level=HOUSE if asked.status == "house" else LEVEL_WORDS["national"],
                place="",
                since=asked.start.isoformat(),
                until=_until(None),
                value=f"{asked.label}第{number}步：{step.label}，在{PLACE_WORDS[step.place]}办{carries}",
                starts="",
                basis=str(asked.source),
                trust=TRUST_WORDS[asked.status],
                note=said(asked.note),
                quote=asked.source.quote,
                url=asked.source.url,
            )


def _fees() -> Iterator[Row]:
    for ladder, tariff in ((ladder, each) for ladder, versions in tariffs().items() for each in versions):
        for number, tier in enumerate(tariff.tiers, 1):
            end = f"至{tier.last}{tariff.unit}" if tier.last else f"{tariff.unit}起，不封顶"
            price = f"每{tariff.unit}{tier.rate}元" if tier.rate else "不收费"
            yield _fee(f"{ladder}／{number}", f"{tariff.label}：第{tier.first}{end}，{price}", tariff)
        if tariff.tail_every:
            first = (tariff.tiers[-1].last or 0) + 1
            steps = (
                f"每{tariff.tail_every}{tariff.unit}为一档，每档每{tariff.unit}比前一档多{tariff.tail_add}元"
            )
            yield _fee(
                f"{ladder}／{len(tariff.tiers) + 1}",
                f"{tariff.label}：第{first}{tariff.unit}起，{steps}",
                tariff,
            )


def _fee(code: str, value: str, tariff: Tariff) -> Row:
    return Row(
        id=code + (f"／{tariff.start.year}" if tariff.end else ""),
        topic="信息处理费",
        level=LEVEL_WORDS["national"],
        place="",
        since=tariff.start.isoformat(),
        until=_until(tariff.end),
        value=value,
        starts=said(tariff.window),
        basis=str(tariff.source),
        trust=TRUST_WORDS[tariff.status],
        note=said(tariff.note),
        quote=tariff.source.quote,
        url=tariff.source.url,
    )


def _until(end: date | None) -> str:
    return end.isoformat() if end else "现行"
