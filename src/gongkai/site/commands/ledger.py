"""`gongkai ledger verify` and `heads`: walk the hash chains, keep their heads outside; needs the database, not the server."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from gongkai.exceptions import Unreadable
from gongkai.site.commands import django_setup


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai ledger`."""
    sub = parser.add_subparsers(dest="act", required=True, metavar="verify|heads")
    verify = sub.add_parser("verify", help="核验各机关台账的哈希链")
    verify.add_argument("--chain", help="只核验一个机关（网址名）")
    verify.add_argument(
        "--heads", metavar="文件", help="与留存在外的指纹核对（可多次给出）", action="append", default=[]
    )
    verify.add_argument("--json", action="store_true", help="以 JSON 输出")
    heads = sub.add_parser("heads", help="把各台账现在的指纹记到外面的文件，供日后核对")
    heads.add_argument("--out", metavar="文件", required=True, help="记到这个文件的末尾；“-”为屏幕")


def run(args: argparse.Namespace) -> int:
    """Exit 0 if every chain holds, 1 with the first broken entry of each that does not."""
    django_setup.load()
    return _heads(args.out) if args.act == "heads" else _verify(args)


def _heads(out: str) -> int:
    from gongkai.apps.ledger.models import Chain
    from gongkai.clocks import moment

    rows = Chain.objects.filter(last_number__gt=0).order_by("name")
    lines = [f"{moment.today():%Y-%m-%d} {c.name} {c.last_number} {c.last_hash}\n" for c in rows]
    if out == "-":
        sys.stdout.writelines(lines)
        return 0
    try:
        with Path(out).open("a", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as error:
        raise Unreadable(f"写不进 {out}：{error.strerror}。") from error
    print(f"已把 {len(lines)} 条台账的指纹记到 {out}。请存到别的机器上。")
    return 0


def _verify(args: argparse.Namespace) -> int:
    from gongkai.apps.documents.models import OfficialDocument
    from gongkai.apps.ledger.models import Chain, Entry
    from gongkai.apps.ledger.queries import Head, read_heads, verify

    heads: list[Head] = []
    for name in args.heads:
        try:
            heads += read_heads(Path(name).read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError) as error:
            raise Unreadable(f"指纹文件 {name} 读不出：{error}。") from error
    slugs = OfficialDocument.objects.order_by().values_list("organization__body__slug", flat=True).distinct()
    breaks = list(verify(args.chain, expected=set(slugs), heads=heads))
    total = Entry.objects.count() if not args.chain else Entry.objects.filter(chain=args.chain).count()
    if args.json:
        found = [{"chain": b.chain, "number": b.number, "why": b.sentence} for b in breaks]
        json.dump({"entries": total, "breaks": found}, sys.stdout, ensure_ascii=False)
        print()
    elif breaks:
        for broken in breaks:
            print(f"{broken.chain}：{broken.sentence}（台账第{broken.number}号）")
    else:
        print(f"台账完好：{Chain.objects.count()}条链，{total}号记录，逐号相接。")
    return 1 if breaks else 0
