"""`gongkai report check DIR`: the whole city at once."""

from __future__ import annotations

import argparse
import json
from typing import Any

from gongkai.exceptions import Unreadable
from gongkai.statforms.city.gather import City, gather, read_bodies
from gongkai.statforms.city.page import write_page
from gongkai.statforms.city.sheet import text_table, write_xlsx


def check_folder(args: argparse.Namespace) -> int:
    """Exit code 1 if any report holds an error or cannot be read, 0 otherwise."""
    if args.previous:
        raise Unreadable("--previous 只在查单份报告时使用。")
    bodies = read_bodies(args.bodies) if args.bodies else []
    city = gather(args.file, bodies, args.profile)
    if args.xlsx:
        write_xlsx(city, args.xlsx)
    if args.html:
        write_page(city, args.html)
    print(json.dumps(_as_dict(city), ensure_ascii=False, indent=1) if args.json else text_table(city))
    return 1 if city.unreadable or any(e.count("error") for e in city.entries) else 0


def _as_dict(city: City) -> dict[str, Any]:
    return {
        "bodies": [
            {
                "body": e.body,
                "file": e.path.name,
                "year": e.report.year if e.report else None,
                "trouble": e.trouble or None,
                "missing_tables": list(e.report.missing_tables) if e.report else [],
                "findings": [f.as_dict() for f in e.findings],
            }
            for e in city.entries
        ],
        "not_handed_in": list(city.missing),
    }
