"""`gongkai ledger verify`: walk the hash chains; needs the database, not the server."""

from __future__ import annotations

import argparse
import json
import sys

from gongkai.site.commands import django_setup


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai ledger`."""
    sub = parser.add_subparsers(dest="act", required=True, metavar="verify")
    verify = sub.add_parser("verify", help="核验各机关台账的哈希链")
    verify.add_argument("--chain", help="只核验一个机关（网址名）")
    verify.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    """Exit 0 if every chain holds, 1 with the first broken entry of each that does not."""
    django_setup.load()
    from gongkai.apps.ledger.models import Chain, Entry
    from gongkai.apps.ledger.queries import verify

    breaks = list(verify(args.chain))
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
