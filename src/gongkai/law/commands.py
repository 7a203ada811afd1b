"""`gongkai fee --pieces N | --pages N`: the processing fee with its steps."""

from __future__ import annotations

import argparse
import json
import re
from datetime import date

from gongkai.exceptions import GongkaiError
from gongkai.law.fees import Ladder, fee, tariff_of


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the sub-command."""
    # Numbers are read in run(): argparse would answer a wrong one in English.
    parser.add_argument("--pieces", metavar="N", help="按件：同一申请人本自然月累计件数")
    parser.add_argument("--pages", metavar="N", help="按页：本件申请提供的页数")
    parser.add_argument("--on", metavar="DATE", help="按哪一天的收费标准，缺省为现行标准")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the fee. GongkaiError for an impossible number."""
    ladder, number = _asked(args)
    on = _day(args.on)
    result = fee(ladder, number, on)
    if args.json:
        steps = [
            {
                "from": s.first,
                "to": s.last,
                "count": s.count,
                "rate": s.rate,
                "yuan": s.yuan,
                "why": s.why,
                "basis": s.basis,
            }
            for s in result.steps
        ]
        print(json.dumps({"yuan": result.yuan, "basis": result.basis, "steps": steps}, ensure_ascii=False))
        return 0
    tariff = tariff_of(ladder, on)
    print(f"信息处理费：{result.yuan}元（{tariff.label}，{number}{tariff.unit}）")
    for step in result.steps:
        print(f"  {step.why}")
    print(f"计算范围：{tariff.window}")
    print(f"依据：{result.basis}")
    return 0


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise GongkaiError(f"日期“{str(text)[:40]}”应写作 2026-05-20。") from None


def _asked(args: argparse.Namespace) -> tuple[Ladder, int]:
    """Which ladder and how many; the two exclude each other, as the rule does."""
    if (args.pieces is None) == (args.pages is None):
        raise GongkaiError("请在 --pieces（按件）与 --pages（按页）之间选一种，一件申请不得重复计费。")
    ladder: Ladder = "pieces" if args.pieces is not None else "pages"
    text = args.pieces if args.pieces is not None else args.pages
    if not re.fullmatch(r"[0-9]+", text):
        raise GongkaiError(f"数量“{text[:40]}”不是非负整数。")
    # No more digits than fee() refuses anyway: Python will not turn thousands of them into a number.
    return ladder, int(text.lstrip("0")[:10] or "0")
