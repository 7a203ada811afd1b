"""`gongkai bake`: make the public pages as files, check them against their hashes, or export them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gongkai.site.commands import django_setup


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--verify", action="store_true", help="核对文件与留存的指纹，有出入时退出码为 1")
    what.add_argument(
        "--all",
        action="store_true",
        help="全部重做，不在计划内的文件删去（缺省：栏目、首页等，和缺失的文件）",
    )
    what.add_argument("--export", metavar="目录", help="导出静态副本")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    """Do it; 1 if the check finds a difference."""
    django_setup.load()
    from gongkai.apps.portal.baking import check, make

    if args.verify:
        return _verify(check.differences(), args.json)
    if args.export:
        make.bake_all()
        count = check.export(Path(args.export))
        print(json.dumps({"files": count}) if args.json else f"已导出 {count} 个文件到 {args.export}。")
        return 0
    count = make.bake_all(documents=args.all)
    print(json.dumps({"files": count}) if args.json else f"公开页面文件共 {count} 个，已是最新。")
    return 0


def _verify(found: list, as_json: bool) -> int:  # type: ignore[type-arg]
    if as_json:
        print(json.dumps({"findings": [{"kind": d.kind, "path": d.path} for d in found]}, ensure_ascii=False))
    elif found:
        print(f"有 {len(found)} 处与留存的不符：")
        for difference in found:
            print(f"  {difference.sentence}")
    else:
        print("公开页面文件与留存的指纹全部相符。")
    return 1 if found else 0
