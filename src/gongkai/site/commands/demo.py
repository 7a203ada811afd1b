"""`gongkai demo`: load the demonstration city and serve it."""

from __future__ import annotations

import argparse

from gongkai.site.commands import django_setup


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai demo`: those of `serve`, and what becomes of the data."""
    from gongkai.site.commands import serve

    serve.configure(parser)
    parser.set_defaults(demo=True)
    parser.add_argument("--reset", action="store_true", help="先清除演示数据再重新装入（生产环境拒绝）")
    parser.add_argument("--no-serve", action="store_true", help="只装入，不启动")


def run(args: argparse.Namespace) -> int:
    """Reset where asked, load where empty, then serve unless told not to."""
    if args.reset or args.no_serve:
        django_setup.load()
    if args.reset:
        from gongkai.demo.load import reset

        reset()
        print("演示数据已清除。", flush=True)
    if args.no_serve:
        from gongkai.demo.people import accounts_table
        from gongkai.site.prepare import prepare

        prepare(demo=True)
        print(f"\n{accounts_table()}")
        return 0
    from gongkai.site.commands import serve

    return serve.run(args)
