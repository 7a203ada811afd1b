"""`gongkai serve`: everything in one act: database, static files, demonstration, server, background process."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from gongkai.exceptions import GongkaiError
from gongkai.site.addresses import address_of, reachable_host
from gongkai.site.keeper import background
from gongkai.site.running import marked_as_serving

LEAST_FREE_MB = 300


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of `gongkai serve`."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--workers", type=int, default=2, help="服务进程数，默认 2")
    parser.add_argument("--demo", action="store_true", help="库中没有数据时先装入演示城市")
    parser.add_argument("--no-background", action="store_true", help="不启动后台进程（由别处运行）")


def run(args: argparse.Namespace) -> int:
    """Prepare, print the addresses, serve until Ctrl-C."""
    check_port(args.host, args.port)
    data = Path(os.environ.get("GONGKAI_DATA", "var")).resolve()
    check_disk(data)
    base = name_links(args.host, args.port)
    # In a process of its own, so that what the preparation needed does not stay in the server's memory.
    prepared = subprocess.run(
        [sys.executable, "-m", "gongkai.site.prepare", *(["--demo"] if args.demo else [])], check=False
    )
    if prepared.returncode:
        return prepared.returncode
    print_addresses(base, data, demo=args.demo)
    keeper = None if args.no_background else background().start()
    try:
        with marked_as_serving(data):
            serve(args)
    except RuntimeError as error:  # Granian's word for a port that was taken since we looked
        if "in use" in str(error):
            raise taken(args.port) from None
        raise
    finally:
        if keeper is not None:
            keeper.stop()
    print("已停止。")
    return 0


def name_links(host: str, port: int) -> str:
    """Where this server is found; a local trial builds its links on it, production says them itself."""
    from gongkai.site import env

    base = address_of(reachable_host(host, env.words("GONGKAI_HOSTS")), port)
    if env.text("GONGKAI_ENV", "local") == "local":
        for name in ("GONGKAI_PUBLIC_URL", "GONGKAI_STAFF_URL"):
            os.environ[name] = env.text(name) or base
    return base


def check_port(host: str, port: int) -> None:
    """Say so at once where the port is taken, instead of a traceback from the server."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                raise taken(port) from error
            raise GongkaiError(f"不能在 {address_of(host, port)} 上监听，请换一个地址或端口。") from error


def taken(port: int) -> GongkaiError:
    """The sentence for a port in use, with the way out."""
    return GongkaiError(
        f"端口 {port} 已被占用：请先停掉占用它的程序，或换一个端口，例如 make run PORT={port + 1}。"
    )


def check_disk(data: Path) -> None:
    """Refuse to start where the next write would fail half-way."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / ".write-test"
        probe.write_text("1")
        probe.unlink()
    except OSError as error:
        raise GongkaiError(f"数据目录 {data} 写不进去：请检查磁盘空间和目录权限。") from error
    free = shutil.disk_usage(data).free // (1024 * 1024)
    if free < LEAST_FREE_MB:
        raise GongkaiError(f"磁盘只余 {free} MB，至少要 {LEAST_FREE_MB} MB 才能启动，请先腾出空间。")


def print_addresses(base: str, data: Path, *, demo: bool) -> None:
    """Where the faces are, how an empty installation is set up, and with the demonstration who may sign in."""
    from gongkai.site import env

    face = env.text("GONGKAI_FACE", "both")
    if env.text("GONGKAI_ENV", "local") == "production":  # people come through the proxy, not to this port
        base = env.text("GONGKAI_PUBLIC_URL", base).rstrip("/")
    print()
    if face != "staff":
        print(f"  公众门户  {base}/")
    if face != "public":
        print(f"  工作台    {base}/workbench/")
    token = data / "setup_token"  # made by the preparation where there is no body yet
    if face != "public" and token.exists():
        print(
            f"\n  还没有单位。初次设置  {base}/workbench/setup/\n  初次设置口令  {token.read_text().strip()}"
        )
    if demo:
        from gongkai.demo.people import accounts_table

        print(f"\n{accounts_table()}")
    print("\n按 Ctrl-C 停止。", flush=True)


def serve(args: argparse.Namespace) -> None:
    """Granian with our server application, which hands out baked pages and static files before Django is asked."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "gongkai.site.rsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.RSGI,
        workers=args.workers,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
        respawn_failed_workers=True,
    ).serve()
