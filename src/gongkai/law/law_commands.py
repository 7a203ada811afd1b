"""`gongkai law print --html FILE | --json`: all rules the platform goes by, for a jurist's signature."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from gongkai.exceptions import GongkaiError
from gongkai.law.sheet import fingerprint, rows
from gongkai.law.sheet_page import page

_USAGE = "用法：gongkai law print --html 文件.html，或 gongkai law print --json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the sub-command. Missing words are answered in run(), in Chinese."""
    parser.add_argument("verb", nargs="?", metavar="print", help="print：输出法规数据核对表")
    parser.add_argument("--html", metavar="FILE", help="写成可打印的网页文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Write or print the sheet. GongkaiError for a wrong call or a file that cannot be written."""
    if args.verb != "print" or bool(args.html) == args.json:
        raise GongkaiError(f"{_USAGE}。")
    found = rows()
    if args.json:
        print(
            json.dumps(
                {"edition": fingerprint(found), "rows": [asdict(row) for row in found]}, ensure_ascii=False
            )
        )
        return 0
    target = Path(args.html)
    try:
        with target.open("x", encoding="utf-8") as out:
            out.write(page(found))
    except FileExistsError:
        raise GongkaiError(f"{target} 已经存在，请换一个文件名。") from None
    except OSError as error:
        raise GongkaiError(f"{target} 写不进去，请检查目录是否存在、是否有权写入。") from error
    print(f"已写入 {target}：共{len(found)}条。")
    return 0
