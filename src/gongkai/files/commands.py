"""`gongkai formats [--json]`: what this installation reads, and what is missing for the rest."""

from __future__ import annotations

import argparse
import json
from typing import Any

from gongkai.files.formats import FORMATS


def formats() -> list[dict[str, Any]]:
    """Every group of formats: its name, endings, whether it is read here, and what is missing if not."""
    return [
        {
            "name": one.name,
            "endings": list(one.endings),
            "read": there,
            "missing": "" if there else one.missing,
        }
        for one in FORMATS
        for there in (one.there(),)
    ]


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the sub-command."""
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the list."""
    if args.json:
        print(json.dumps({"formats": formats()}, ensure_ascii=False))
        return 0
    for one in formats():
        print(
            f"{'能读' if one['read'] else '不能'}  {one['name']}"
            + (f"  缺：{one['missing']}" if one["missing"] else "")
        )
    return 0
