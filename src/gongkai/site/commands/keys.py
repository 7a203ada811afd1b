"""`gongkai keys new` and `gongkai keys renew`: the keys of encrypted fields (docs/operating.md)."""

from __future__ import annotations

import argparse

from gongkai.site.commands import django_setup


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai keys`."""
    parser.add_argument(
        "act", choices=["new", "renew"], help="new 生成一个新密钥；renew 把加密字段换用新密钥"
    )


def run(args: argparse.Namespace) -> int:
    """Print a fresh key, or write every encrypted field under the first key of the ring."""
    from gongkai import crypt

    if args.act == "new":
        print(crypt.new_key())
        return 0
    django_setup.load()
    done = crypt.renew_all()
    print("，".join(f"{name} {count} 条" for name, count in done.items()) or "没有加密字段", end="。\n")
    return 0
