"""`gongkai due PROVISION --from DATE [--event …]`: a statutory date that explains itself day by day."""

from __future__ import annotations

import argparse
import json
import re
from datetime import date, datetime

from gongkai import law
from gongkai.clocks.calendar import chinese_day
from gongkai.clocks.deadline import Due, deadline
from gongkai.clocks.events import Event, Exclude, Extend, Restart
from gongkai.exceptions import GongkaiError
from gongkai.law.provision import UNIT_WORDS, Version

_EVENT_FORMS = "restarted:日期、excluded:日期..日期、extended[:天数]"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the sub-command."""
    parser.add_argument("provision", metavar="PROVISION", help="规定编号，如 reply、proactive、reply_2008")
    parser.add_argument("--from", dest="start", metavar="DATE", help="起算日，如 2026-09-21")
    parser.add_argument("--event", action="append", default=[], metavar="EVENT", help=_EVENT_FORMS)
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the due date and its steps. GongkaiError for anything that cannot be read."""
    if not args.start:
        raise GongkaiError("请用 --from 写明起算日，如 --from 2026-09-21。")
    start = _moment(args.start)
    version = _chosen(args.provision, start.date() if isinstance(start, datetime) else start)
    if isinstance(start, datetime) and version.unit != "hour":
        start = start.date()
    events = read_events(args.event, version)
    result = deadline(version, start, events)
    print(_as_json(result) if args.json else _as_text(result, version))
    return 0


def _chosen(name: str, start: date) -> Version:
    """The version for a start day; a yearly date follows the law in force when it falls due."""
    version = law.resolve(name, start)
    if version.unit != "date" or name == version.id:
        return version
    due = deadline(version, start).due
    return version if version.covers(due) else law.resolve(name, due)


def read_events(texts: list[str], version: Version) -> list[Event]:
    """The events of the command line. An extension needs a rule that allows it and may not exceed it."""
    events = [_event(text, version) for text in texts]
    granted = sum(event.amount for event in events if isinstance(event, Extend))
    if granted:
        rule = law.extension_of(version)
        if granted > rule.amount:
            raise GongkaiError(f"延长{granted}{UNIT_WORDS[rule.unit]}超过上限{rule.phrase}（{rule.basis}）。")
    return events


def _event(text: str, version: Version) -> Event:
    kind, _, rest = text.partition(":")
    if kind == "restarted" and rest:
        return Restart(_day(rest), "重新起算")
    if kind == "excluded" and ".." in rest:
        first, _, last = rest.partition("..")
        return Exclude(_day(first), _day(last))
    if kind == "extended":
        if not rest:
            return Extend(law.extension_of(version).amount)
        if re.fullmatch(r"[0-9]{1,4}", rest):
            return Extend(int(rest))
    raise GongkaiError(f"事件“{text}”读不懂，写法为：{_EVENT_FORMS}。")


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise GongkaiError(f"日期“{text}”读不懂，请写作 2026-09-21 的形式。")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise GongkaiError(f"没有“{text}”这一天，请核对。") from None


def _moment(text: str) -> date | datetime:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}", text):
        _day(text[:10])
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise GongkaiError(f"没有“{text}”这一时刻，请核对。") from None
    return _day(text)


def _as_json(result: Due) -> str:
    steps = [{"date": s.date.isoformat(), "counted": s.counted, "why": s.why} for s in result.steps]
    return json.dumps(
        {"due": result.text, "provisional": result.provisional, "basis": result.basis, "steps": steps},
        ensure_ascii=False,
    )


def _as_text(result: Due, version: Version) -> str:
    moment = result.at.strftime(" %H:%M") if result.at else ""
    lines = [
        f"{version.provision.topic}：{version.phrase}，自{version.starts}起",
        f"到期：{result.due.isoformat()}{moment}（{chinese_day(result.due)}）"
        + ("  暂定：当年放假安排尚未收录" if result.provisional else ""),
        f"依据：{result.basis}",
    ]
    if version.note:
        lines.append(f"说明：{version.note}")
    for step in result.steps:
        mark = f"第{step.ordinal}日" if step.ordinal else "不计"
        lines.append(f"  {step.date.isoformat()}  {mark:　<5}{step.why}")
    return "\n".join(lines)
